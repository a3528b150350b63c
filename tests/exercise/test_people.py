"""The exercise's people are invented, live in families, and are the same every time."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from importlib.resources import files

import pytest

from vegerin.config.exercise import exclusion, names, written_lists
from vegerin.config.exercise.people import Invented, invented_people


@pytest.fixture(scope="module")
def people() -> list[Invented]:
    return invented_people()


def test_there_are_about_six_hundred_in_houses_of_several_generations(people):
    houses = Counter(person.household for person in people)

    assert 580 <= len(people) <= 660
    assert len(houses) > 60
    assert max(houses.values()) <= 16


def test_they_are_the_same_every_time(people):
    assert invented_people() == people


def test_nobody_bears_the_name_of_someone_people_know_of(people):
    for person in people:
        for form in ("en", "kmr"):
            assert not exclusion.is_known([getattr(name, form)[0] for name in person.chain]), person


def test_the_exclusion_keeps_out_every_spelling_of_a_known_pair(monkeypatch):
    taken = exclusion.hashed("Khalil", "Shemo")
    monkeypatch.setattr(exclusion, "known", lambda: frozenset({taken}))

    assert exclusion.is_known(["Xelîl", "Bozo", "Şemo"])
    assert exclusion.is_known(["Khaleel", "Shamo"])
    assert not exclusion.is_known(["Şemo", "Xelîl"])


def test_the_list_of_known_people_prints_no_name():
    text = files("vegerin.config.exercise").joinpath("data", "known-people.txt").read_text()

    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) > 150
    assert all(re.fullmatch(r"[0-9a-f]{20}", line) for line in lines)


def test_children_bear_their_fathers_names_and_are_younger_than_both_parents(people):
    by_number = {person.number: person for person in people}

    children = [person for person in people if person.father]
    for child in children:
        father, mother = by_number[child.father], by_number[child.mother]
        assert child.chain[1:] == father.chain[:2]
        assert child.mother_name == mother.given
        assert child.born - mother.born >= 18 and child.born - father.born >= 10
    assert len(children) > 400


def test_wives_keep_their_own_chain_and_live_in_the_husbands_house(people):
    by_number = {person.number: person for person in people}

    wives = [person for person in people if person.sex == "F" and person.spouse]
    for wife in wives:
        husband = by_number[wife.spouse]
        assert husband.spouse == wife.number
        assert (wife.household, wife.village) == (husband.household, husband.village)
        assert wife.father is None or wife.father != husband.father
    assert len(wives) > 60


def fold(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\W", "", "".join(one for one in letters if not unicodedata.combining(one)))


def test_the_villages_are_in_no_gazetteer():
    gazetteer = files("vegerin.register").joinpath("resources", "sinjar-gazetteer.tsv")
    if not gazetteer.is_file():
        pytest.skip("the gazetteer has not been brought in")
    real = set()
    for row in csv.DictReader(gazetteer.read_text(encoding="utf-8").splitlines(), delimiter="\t"):
        for column in ("name_en", "name_ku", "name_ar"):
            real |= {fold(form) for form in row[column].split("/")}

    for village in names.villages():
        for form in (*village.name.kmr, *village.name.arab, *village.name.en):
            assert fold(form) not in real


def test_the_three_lists_overlap_and_each_writes_in_its_own_way(people):
    lists = {
        name: written_lists.rows_for(people, make=make, percent=percent, seed=1)
        for name, make, percent, _, _ in written_lists.LISTS
    }

    whose = {name: {row["person"] for row in rows} for name, rows in lists.items()}
    assert {name: len(rows) for name, rows in lists.items()} == {
        "families": 440,
        "helpers": 344,
        "camps": 227,
    }
    assert len(whose["families"] & whose["helpers"]) > 150
    assert len(whose["families"] & whose["helpers"] & whose["camps"]) > 50
    assert all(re.search(r"[\u0600-\u06ff]", row["full_name"]) for row in lists["families"])
    assert all(re.fullmatch(r"[^\u0600-\u06ff]+", row["given"]) for row in lists["helpers"])


def test_a_list_leaves_out_whose_row_it_is_unless_the_truth_is_asked_for(people):
    rows = written_lists.rows_for(people[:9], make=written_lists.families_row, percent=100, seed=1)

    plain, with_truth = written_lists.csv_text(rows), written_lists.csv_text(rows, with_truth=True)

    assert plain.splitlines()[0] == "no,full_name,sex,birth_year,village,household"
    assert with_truth.splitlines()[0] == "person,no,full_name,sex,birth_year,village,household"


def test_the_next_release_has_new_changed_and_gone_rows(people):
    old = written_lists.rows_for(people, make=written_lists.families_row, percent=72, seed=1)

    new = written_lists.next_release(old, people, seed=2)

    before, after = ({row["no"]: row for row in rows} for rows in (old, new))
    assert after.keys() - before.keys()
    assert before.keys() - after.keys()
    assert [number for number in before.keys() & after.keys() if before[number] != after[number]]


def test_a_long_list_has_a_row_for_each_person_and_no_number_twice():
    rows = list(written_lists.long_list(2000))

    assert len(rows) == len({row["no"] for row in rows}) == 2000
