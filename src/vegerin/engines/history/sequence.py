"""Stretches of time as they were told: in an order, with dates, with anchors. What follows, what clashes.

Somebody who was moved from place to place says *after the ferman*, *before I came to my sister*, *in the
summer of 2015*. Each of these bounds a day from below or above by another. All of them together are a system
of differences: it can be so, or a circle of them cannot, and then that circle is named. Nothing is corrected.

    between two days    later − earlier ≥ 0 or ≥ one step, and each day within the dates that were told
    a contradiction     a circle whose bounds add up to less than nothing (Bellman 1958)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from vegerin.engines.history.dates import UNKNOWN, InexactDate, Precision

MOST = 50  # contradictions named at once
ZERO = ""  # the day from which all others are counted


@dataclass(frozen=True)
class Stretch:
    """One stretch: when it began and ended, and what it came after and before, by id."""

    id: str
    begins: InexactDate = UNKNOWN
    ends: InexactDate = UNKNOWN
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """One thing that was told: `what` is begins, ends, when, after, before or order."""

    what: str
    of: str
    other: str = ""


Contradiction = tuple[Said, ...]


@dataclass(frozen=True)
class Follows:
    """What the dates are when everything told is held together; as told where it cannot be."""

    stretches: tuple[Stretch, ...]
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True)
class _Bound:
    """`to` lies no later than `start` plus `steps`."""

    start: str
    to: str
    steps: int
    said: Said | None = None


def follows(stretches: Sequence[Stretch], *, known: Mapping[str, InexactDate] | None = None) -> Follows:
    """The dates that follow from dates and anchors; `known` are events that can be anchors.

    The order alone can contradict a date, and never gives one: nobody said it.

    >>> from vegerin.engines.history.dates import FERMAN, on, year
    >>> told = [Stretch("a", year(2014), after=("ferman",)), Stretch("b", UNKNOWN, year(2015), after=("a",))]
    >>> found = follows(told, known={"ferman": on(FERMAN)})
    >>> str(found.stretches[0].begins), str(found.stretches[1].begins), found.contradictions
    ('2014-08-03/2014-12-31', '2014-08-03/2015-12-31', ())
    >>> circle = [Stretch("a", after=("b",)), Stretch("b")]
    >>> follows(circle).contradictions
    ((Said(what='after', of='a', other='b'), Said(what='order', of='a', other='b')),)
    """
    known = known or {}
    bounds = _bounds(stretches, known)
    steps = 1 + sum(len(one.after) + len(one.before) for one in stretches)
    scaled = [_scaled(bound, steps) for bound in bounds]
    clashes = _contradictions(scaled)
    if clashes:
        return Follows(tuple(stretches), clashes)
    dating = [bound for bound in scaled if bound.said is None or bound.said.what != "order"]
    latest, earliest = _distances(dating), _distances([_turned(bound) for bound in dating])
    return Follows(tuple(_tightened(one, earliest, latest, steps) for one in stretches))


def _bounds(stretches: Sequence[Stretch], known: Mapping[str, InexactDate]) -> list[_Bound]:
    there = {one.id for one in stretches}
    found = [bound for name, when in known.items() for bound in _dated(name, when, Said("when", name))]
    for one in stretches:
        begins, ends = _begin(one.id), _end(one.id)
        found += _dated(begins, one.begins, Said("begins", one.id))
        found += _dated(ends, one.ends, Said("ends", one.id))
        found.append(_Bound(ends, begins, 0))
        for other in one.after:
            if other in there or other in known:
                earlier = _end(other) if other in there else other
                found.append(_Bound(begins, earlier, -1, Said("after", one.id, other)))
        for other in one.before:
            if other in there or other in known:
                later = _begin(other) if other in there else other
                found.append(_Bound(later, ends, -1, Said("before", one.id, other)))
    for one, following in pairwise(stretches):
        found.append(_Bound(_begin(following.id), _begin(one.id), 0, Said("order", one.id, following.id)))
    return found


def _dated(name: str, when: InexactDate, said: Said) -> list[_Bound]:
    bounds = []
    if when.latest:
        bounds.append(_Bound(ZERO, name, when.latest.toordinal(), said))
    if when.earliest:
        bounds.append(_Bound(name, ZERO, -when.earliest.toordinal(), said))
    return bounds


def _begin(id: str) -> str:
    return f"{id}|begins"


def _end(id: str) -> str:
    return f"{id}|ends"


def _scaled(bound: _Bound, steps: int) -> _Bound:
    """Days in steps, so that *after* is a step within a day and a circle of them is still impossible."""
    if bound.start == ZERO:
        return _Bound(bound.start, bound.to, bound.steps * steps + steps - 1, bound.said)
    if bound.to == ZERO:
        return _Bound(bound.start, bound.to, bound.steps * steps, bound.said)
    return bound


def _turned(bound: _Bound) -> _Bound:
    return _Bound(bound.to, bound.start, bound.steps, bound.said)


def _distances(bounds: Sequence[_Bound]) -> dict[str, int]:
    """The least bound of each day from the day zero; none where nothing bounds it."""
    least = {ZERO: 0}
    for _ in range(len(bounds) + 1):
        changed = False
        for bound in bounds:
            if bound.start in least:
                reached = least[bound.start] + bound.steps
                if reached < least.get(bound.to, reached + 1):
                    least[bound.to], changed = reached, True
        if not changed:
            break
    return least


def _contradictions(bounds: list[_Bound]) -> tuple[Contradiction, ...]:
    """Every circle that cannot be, each once: the weakest thing said in it is set aside to find the next."""
    found: list[Contradiction] = []
    while len(found) < MOST:
        circle = _impossible(bounds)
        if circle is None:
            break
        said = dict.fromkeys(bound.said for bound in circle if bound.said)
        found.append(tuple(sorted(said, key=lambda one: (one.of, one.what, one.other))))
        weakest = min((bound for bound in circle if bound.said), key=_strength)
        bounds = [bound for bound in bounds if bound is not weakest]
    return tuple(found)


def _strength(bound: _Bound) -> int:
    assert bound.said is not None
    return ("order", "after", "before", "ends", "begins", "when").index(bound.said.what)


def _impossible(bounds: Sequence[_Bound]) -> list[_Bound] | None:
    """One circle of bounds that adds up to less than nothing, if there is one."""
    names = {name for bound in bounds for name in (bound.start, bound.to)}
    least, through = dict.fromkeys(names, 0), dict[str, _Bound]()
    last = ""
    for _ in range(len(names) + 1):
        last, changed = "", False
        for bound in bounds:
            if least[bound.start] + bound.steps < least[bound.to]:
                least[bound.to] = least[bound.start] + bound.steps
                through[bound.to], last, changed = bound, bound.to, True
        if not changed:
            return None
    for _ in names:  # back along the way until surely within the circle
        last = through[last].start
    circle, name = [through[last]], through[last].start
    while name != last:
        circle.append(through[name])
        name = through[name].start
    return circle[::-1]


def _tightened(one: Stretch, earliest: Mapping[str, int], latest: Mapping[str, int], steps: int) -> Stretch:
    begins = _between(one.begins, _begin(one.id), earliest, latest, steps)
    ends = _between(one.ends, _end(one.id), earliest, latest, steps)
    return Stretch(one.id, begins, ends, one.after, one.before)


def _between(
    told: InexactDate, name: str, earliest: Mapping[str, int], latest: Mapping[str, int], steps: int
) -> InexactDate:
    """As told where nothing narrows it, else the range that follows."""
    first = date.fromordinal(-earliest[name] // steps) if name in earliest else None
    last = date.fromordinal(latest[name] // steps) if name in latest else None
    if (first, last) == (told.earliest, told.latest):
        return told
    precision = Precision.RANGE if first and last else Precision.AFTER if first else Precision.BEFORE
    if first == last:
        precision = Precision.DAY
    return InexactDate(first, last, precision, told.basis, told.anchor)
