"""The nameless generator brings out what the office published, where the office agreed with itself."""

from __future__ import annotations

from datetime import date

import pytest

from vegerin.config.exercise import nameless


@pytest.fixture(scope="module")
def people() -> list[nameless.Nameless]:
    return nameless.population()


def test_the_abducted_are_6417_of_whom_3548_are_female(people):
    sexes = [person.sex for person in people]

    assert (len(people), sexes.count("F"), sexes.count("M")) == (6417, 3548, 2869)
    assert len({person.code for person in people}) == 6417


@pytest.mark.parametrize("statement", nameless.statements(), ids=lambda one: str(one.as_of))
def test_each_published_split_of_the_returned_comes_out(people, statement):
    assert nameless.returned_by(people, statement.as_of) == statement.returned


def test_nobody_returns_before_being_taken_and_no_one_both_returns_and_is_handed_over(people):
    for person in people:
        assert person.returned_on is None or person.returned_on > person.taken_on
        assert person.returned_on is None or person.handed_over_on is None


def test_a_population_of_another_size_keeps_the_shape():
    people = nameless.population(size=1000, seed=7)

    back = nameless.returned_by(people, date(2025, 3, 2))
    assert len(people) == 1000
    assert back == {"women": 189, "men": 53, "girls": 167, "boys": 150}


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    assert nameless.population(size=300, seed=3) == nameless.population(size=300, seed=3)
    assert nameless.population(size=300, seed=3) != nameless.population(size=300, seed=4)
