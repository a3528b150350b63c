"""Stretches told in an order, with dates and anchors: what follows, and which of it cannot all be so."""

import doctest
import itertools
import random
from datetime import date

import pytest

from vegerin.engines.history import copresence, sequence
from vegerin.engines.history.copresence import HowSure, Overlap, Presence, overlaps
from vegerin.engines.history.dates import (
    FERMAN,
    UNKNOWN,
    InexactDate,
    Precision,
    between,
    day,
    month,
    on,
    year,
)
from vegerin.engines.history.sequence import Said, Stretch, follows


@pytest.mark.parametrize("module", [sequence, copresence])
def test_every_example_in_the_module_is_true(module) -> None:
    assert doctest.testmod(module).failed == 0


def test_what_was_told_exactly_comes_back_as_it_was_told() -> None:
    told = (Stretch("a", month(2014, 8), year(2015)), Stretch("b", year(2016), year(2016)))

    assert follows(told).stretches == told


def test_an_undated_stretch_between_two_dated_ones_gets_their_range() -> None:
    told = [
        Stretch("a", day(2014, 8, 3), day(2014, 12, 1)),
        Stretch("b", after=("a",), before=("c",)),
        Stretch("c", day(2015, 6, 1), UNKNOWN),
    ]

    b = follows(told).stretches[1]

    assert (str(b.begins), str(b.ends)) == ("2014-12-01/2015-06-01", "2014-12-01/2015-06-01")


def test_the_order_in_which_she_told_dates_nothing_that_nobody_dated() -> None:
    told = (Stretch("a", day(2014, 8, 3)), Stretch("b"), Stretch("c", day(2015, 6, 1)))

    assert follows(told).stretches[1] == Stretch("b")


def test_after_an_event_it_begins_no_earlier() -> None:
    [one] = follows([Stretch("a", after=("ferman",))], known={"ferman": on(FERMAN)}).stretches

    assert one.begins == InexactDate(FERMAN, None, Precision.AFTER)


def test_a_date_against_an_anchor_is_named_and_nothing_is_mended() -> None:
    told = (Stretch("a", year(2014), after=("freed",)),)

    found = follows(told, known={"freed": month(2015, 11)})

    assert found.stretches == told
    assert found.contradictions == (
        (Said("after", "a", "freed"), Said("begins", "a"), Said("when", "freed")),
    )


def test_her_order_against_the_dates_is_a_contradiction_of_its_own() -> None:
    found = follows([Stretch("a", year(2016)), Stretch("b", year(2015))])

    assert found.contradictions == ((Said("begins", "a"), Said("order", "a", "b"), Said("begins", "b")),)


def test_two_circles_are_both_named() -> None:
    told = [
        Stretch("a", day(2015, 1, 2), day(2015, 1, 1)),
        Stretch("b", after=("c",)),
        Stretch("c", after=("b",)),
    ]

    found = {frozenset(one) for one in follows(told).contradictions}

    assert frozenset({Said("begins", "a"), Said("ends", "a")}) in found
    assert any(Said("after", "b", "c") in one for one in found)


def test_moved_on_the_same_day_is_no_contradiction() -> None:
    told = [Stretch("a", UNKNOWN, day(2015, 3, 3)), Stretch("b", day(2015, 3, 3), UNKNOWN, after=("a",))]

    assert follows(told).contradictions == ()


def test_an_anchor_that_is_gone_bounds_nothing() -> None:
    assert follows([Stretch("a", after=("gone",))]).contradictions == ()


DAYS = [date(2015, 1, n) for n in range(1, 5)]


def random_told(chance: random.Random) -> list[Stretch]:
    def some_date() -> InexactDate:
        if chance.random() < 0.4:
            return UNKNOWN
        first, last = sorted(chance.choices(DAYS, k=2))
        return between(first, last)

    ids = ["a", "b", "c"][: chance.randint(2, 3)]
    told = []
    for id in ids:
        others = [other for other in ids if other != id]
        anchors = [tuple(other for other in others if chance.random() < 0.25) for _ in range(2)]
        told.append(Stretch(id, some_date(), some_date(), *anchors))
    return told


def holds(told: list[Stretch], days: dict[str, tuple[int, int]]) -> bool:
    """The slow twin's reading of every sentence: days in sixths, so that *after* can be within one."""
    for one in told:
        begins, ends = days[one.id]
        for when, at in ((one.begins, begins), (one.ends, ends)):
            if when.is_known and not (when.earliest <= DAYS[at // 6] <= when.latest):
                return False
        if ends < begins or any(begins <= days[other][1] for other in one.after):
            return False
        if any(ends >= days[other][0] for other in one.before):
            return False
    return all(days[a.id][0] <= days[b.id][0] for a, b in itertools.pairwise(told))


def possible(told: list[Stretch]) -> bool:
    moments = [(b, e) for b in range(24) for e in range(b, 24)]
    dated = []
    for one in told:
        dated.append([
            (b, e) for b, e in moments
            if (not one.begins.is_known or one.begins.earliest <= DAYS[b // 6] <= one.begins.latest)
            and (not one.ends.is_known or one.ends.earliest <= DAYS[e // 6] <= one.ends.latest)
        ])  # fmt: skip
    ids = [one.id for one in told]
    return _search(told, ids, dated, {})


def _search(told, ids, dated, days) -> bool:
    if len(days) == len(ids):
        return holds(told, days)
    place = len(days)
    for pair in dated[place]:
        if place and pair[0] < days[ids[place - 1]][0]:
            continue
        if _clashes(told[place], pair, told[:place], days):
            continue
        if _search(told, ids, dated, {**days, ids[place]: pair}):
            return True
    return False


def _clashes(one, pair, earlier, days) -> bool:
    return any(_parted(one, pair, other, days[other.id]) for other in earlier) or any(
        _parted(other, days[other.id], one, pair) for other in earlier
    )


def _parted(one, pair, other, there) -> bool:
    """Whether what is said of the one does not go with where the other lies."""
    begins_too_early = other.id in one.after and pair[0] <= there[1]
    return begins_too_early or (other.id in one.before and pair[1] >= there[0])


def test_whether_it_can_be_so_agrees_with_trying_every_day() -> None:
    chance = random.Random(19481210)
    told = [random_told(chance) for _ in range(60)]

    found = [not follows(one).contradictions for one in told]

    assert found == [possible(one) for one in told]
    assert 10 < sum(found) < 50


def test_two_hundred_stretches_in_a_row_are_dated() -> None:
    told = [Stretch(str(n), after=(str(n - 1),) if n else ()) for n in range(200)]
    told[0] = Stretch("0", day(2014, 8, 3))

    found = follows(told)

    assert found.contradictions == ()
    assert found.stretches[-1].begins == InexactDate(FERMAN, None, Precision.AFTER)


HER = Presence("her", "4", day(2015, 3, 1), day(2015, 9, 30))


@pytest.mark.parametrize(
    ("other", "sure"),
    [
        (Presence("o", "4", year(2014), year(2016)), HowSure.AT_ONE_TIME),
        (Presence("o", "4", day(2015, 5, 1), day(2015, 5, 2)), HowSure.AT_ONE_TIME),
        (Presence("o", "4", year(2015), year(2015)), HowSure.PERHAPS),
        (Presence("o", "4", day(2015, 10, 1), day(2016, 1, 1)), None),
        (Presence("o", "5", year(2014), year(2016)), None),
        (Presence("o", "4", UNKNOWN, UNKNOWN), None),
        (Presence("her", "4", year(2014), year(2016)), None),
    ],
)
def test_how_surely_two_were_in_one_region_at_one_time(other, sure) -> None:
    assert [one.how_sure for one in overlaps([HER], [other])] == ([sure] if sure else [])


def test_of_each_other_only_the_best_overlap_and_the_surest_first() -> None:
    others = [
        Presence("perhaps", "4", year(2015), year(2015)),
        Presence("short", "4", day(2015, 3, 1), day(2015, 3, 2)),
        Presence("long", "4", year(2014), year(2016)),
        Presence("long", "4", year(2015), year(2015)),
    ]

    assert overlaps([HER], others) == [
        Overlap("long", "4", date(2015, 3, 1), date(2015, 9, 30), HowSure.AT_ONE_TIME),
        Overlap("short", "4", date(2015, 3, 1), date(2015, 3, 2), HowSure.AT_ONE_TIME),
        Overlap("perhaps", "4", date(2015, 3, 1), date(2015, 9, 30), HowSure.PERHAPS),
    ]


def test_seen_once_in_a_summer_that_another_was_surely_there() -> None:
    once = between(date(2016, 6, 1), date(2016, 8, 31))
    seen = Presence("her", "4", once, once)

    [found] = overlaps([seen], [Presence("o", "4", year(2015), year(2017))])

    assert found.how_sure is HowSure.AT_ONE_TIME
