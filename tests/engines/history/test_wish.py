"""Who may be told (D1), and what a court has said (D31)."""

from datetime import UTC, date, datetime

import pytest

from vegerin.engines.history.kinds import Fate
from vegerin.engines.history.legal import Legal, Ruling, legal_of, to_undo
from vegerin.engines.history.wish import FAMILY_MAY_KNOW, Inquirer, What, Wish, WishTold, may_tell, wish_of

MARCH, MAY = datetime(2020, 3, 1, tzinfo=UTC), datetime(2020, 5, 1, tzinfo=UTC)
MOTHER = Inquirer("mother", is_family=True)
STRANGER = Inquirer("stranger")


def told(wish: Wish, *named: str) -> WishTold:
    return WishTold(wish, MARCH, MARCH, frozenset(named))


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("inquirer", [MOTHER, STRANGER])
def test_nothing_goes_to_anyone_before_she_was_asked(what, inquirer) -> None:
    assert may_tell(None, inquirer, what).code == "wish.not_asked"
    assert may_tell(told(Wish.NOT_ASKED), inquirer, what).code == "wish.not_asked"


@pytest.mark.parametrize(
    ("wish", "allowed"),
    [
        (told(Wish.FAMILY_ALIVE), {("mother", What.ALIVE)}),
        (told(Wish.FAMILY_WHERE), {("mother", What.ALIVE), ("mother", What.WHERE)}),
        (told(Wish.NAMED_ONLY, "stranger"), {("stranger", What.ALIVE), ("stranger", What.WHERE)}),
        (told(Wish.NOBODY, "stranger"), set()),
    ],
)
def test_each_wish_lets_through_exactly_what_it_says(wish, allowed) -> None:
    asked = [(one.id, what) for one in (MOTHER, STRANGER) for what in What if not may_tell(wish, one, what)]

    assert set(asked) == allowed


def test_an_inquirer_marked_not_to_be_told_learns_nothing_whatever_the_wish() -> None:
    father = Inquirer("father", is_family=True, not_to_be_told=True)

    assert may_tell(told(Wish.FAMILY_WHERE), father, What.ALIVE).code == "wish.not_to_be_told"


def test_every_wish_has_a_line_in_the_table() -> None:
    assert set(FAMILY_MAY_KNOW) == set(Wish)


def test_the_wish_she_spoke_last_counts_and_an_earlier_day_can_be_read_again() -> None:
    first, then = told(Wish.FAMILY_WHERE), WishTold(Wish.NOBODY, MAY, MAY)

    assert wish_of([then, first]) == then
    assert wish_of([then, first], known_by=MARCH) == first


@pytest.mark.parametrize("fate", Fate)
def test_a_court_changes_no_fate_and_a_return_asks_to_undo_it(fate) -> None:
    dead = Ruling(Legal.DECLARED_DEAD, date(2018, 1, 1), MARCH, court="Sinjar", number="12")
    lives = fate in {Fate.BELIEVED_ALIVE, Fate.ALIVE_CONFIRMED, Fate.RETURNED}

    assert bool(to_undo(dead, fate)) is lives
    assert to_undo(Ruling(Legal.ANNULLED, date(2021, 1, 1), MAY), fate) is None


def test_the_latest_ruling_counts() -> None:
    dead = Ruling(Legal.DECLARED_DEAD, date(2018, 1, 1), MARCH)
    annulled = Ruling(Legal.ANNULLED, date(2020, 4, 1), MAY)

    assert legal_of([annulled, dead], as_of=date(2021, 1, 1)) == annulled
    assert legal_of([annulled, dead], as_of=date(2019, 1, 1)) == dead
