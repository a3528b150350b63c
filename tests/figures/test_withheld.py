"""A small count of ours stands on no page, and follows from no other that does (D19)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from vegerin.engines.estimation.people import Number as HowMany
from vegerin.figures.withheld import GROUPS, OURS, SMALLEST, withheld

SEXES = ("female", "male", "unknown")
ENDS = OURS[1:]  # returned, remaining, handed over: together everybody who was abducted
people = st.integers(0, 40)


def table(counts: dict[tuple[str, str], int]) -> dict[tuple[str, str], HowMany]:
    """Our counts by quantity and group, as they follow from how many there are of each end and sex."""

    def how_many(quantity: str, group: str) -> int:
        ends = ENDS if quantity == OURS[0] else (quantity,)
        sexes = SEXES if group == GROUPS[0] else (group,)
        return sum(counts[end, sex] for end, sex in product(ends, sexes))

    return {cell: HowMany(*[how_many(*cell)] * 3) for cell in product(OURS, GROUPS)}


@given(st.lists(people, min_size=9, max_size=9))
def test_d19_no_small_count_follows_from_the_counts_that_stand(numbers: list[int]) -> None:
    cells = table(dict(zip(product(ENDS, SEXES), numbers, strict=True)))

    gone = withheld(cells)

    small = {cell for cell, number in cells.items() if 0 < number.likeliest < SMALLEST}
    assert small <= gone
    for group in GROUPS:
        assert len([quantity for quantity in OURS if (quantity, group) in gone]) != 1
    for quantity in OURS:
        parts = [(quantity, group) in gone for group in GROUPS[1:]]
        assert parts[0] == parts[1]


def test_where_nothing_is_small_everything_stands() -> None:
    cells = table(dict.fromkeys(product(ENDS, SEXES), 20))

    assert withheld(cells) == frozenset()


def test_few_of_unknown_sex_do_not_follow_by_difference() -> None:
    counts = dict.fromkeys(product(ENDS, SEXES), 20) | {(OURS[1], "unknown"): 1}

    assert {(OURS[1], "female"), (OURS[1], "male")} <= withheld(table(counts))


@pytest.mark.django_db
@pytest.mark.record
def test_d19_what_a_figures_officer_reads_gives_no_hidden_number_away(
    counter, officer, verifier, client_for
) -> None:
    for n in range(12):
        person = make.person(f"Nazê {n}", by=officer, sex="female" if n % 2 else "male")
        make.event(person, "registered_missing", by=officer)
        if n < 2:
            make.signed(make.event(person, "returned", "2017-06-20", by=officer), by=verifier)
    browser = client_for(counter)

    pages = {one: browser.get(f"/figures/?show={one}").content.decode() for one in OURS}

    assert "everybody</span> <b>12" in pages["abducted"]
    assert ["everybody</span> <b>fewer than 5, or withheld" in pages[one] for one in OURS[1:3]] == [True] * 2
