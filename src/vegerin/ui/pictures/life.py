"""What is drawn of a life, and where its days lie on the line: childhood folded, the rest even."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST = 112.0
# Childhood is folded to at most this share of the line.
CHILDHOOD = 0.2


class Look(StrEnum):
    """How sure a stretch of the line is."""

    HOME = "home"
    KNOWN = "known"
    BELIEVED = "believed"
    UNKNOWN = "unknown"
    CLAIM = "claim"


@dataclass(frozen=True)
class Mark:
    """Something that happened: when at the earliest and latest, its glyph, its words."""

    earliest: date | None
    latest: date | None
    glyph: str
    title: str
    detail: str = ""
    colour: str = "ink"

    @property
    def is_a_day(self) -> bool:
        """Known to the day."""
        return self.earliest is not None and self.earliest == self.latest


@dataclass(frozen=True)
class Stretch:
    """A piece of the fate line."""

    start: date
    end: date
    look: Look


@dataclass(frozen=True)
class Stay:
    """A place on the whereabouts lane: solid when confirmed, hollow when reported, leaf at home."""

    start: date
    end: date
    place: str
    look: str = "reported"


@dataclass(frozen=True)
class Life:
    """All that is drawn of one person."""

    today: date
    marks: tuple[Mark, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    stays: tuple[Stay, ...] = ()
    told: tuple[date, ...] = ()
    taken: date | None = None


@dataclass(frozen=True)
class Scale:
    """Days to pixels: childhood folded, the rest even."""

    first: date
    bend: date
    last: date
    left: float
    right: float
    bend_x: float

    def __call__(self, day: date) -> float:
        """Where a day lies on an unmirrored line."""
        day = min(max(day, self.first), self.last)
        if day < self.bend:
            return self._between(day, self.first, self.bend, self.left, self.bend_x)
        return self._between(day, self.bend, self.last, self.bend_x, self.right)

    @staticmethod
    def _between(day: date, first: date, last: date, left: float, right: float) -> float:
        days = (last - first).days or 1
        return left + (right - left) * (day - first).days / days

    @property
    def folded(self) -> bool:
        """Whether a childhood is folded away."""
        return self.bend > self.first


def scale_of(life: Life, *, width: float) -> Scale:
    """The scale of a life on a picture of this width."""
    first, last = first_day(life), life.today + timedelta(days=1)
    left, right = FIRST, width - 34
    whole = (last - first).days or 1
    bend = life.taken if life.taken and first < life.taken < last else first
    share = (bend - first).days / whole
    return Scale(first, bend, last, left, right, left + (right - left) * min(share, CHILDHOOD))


def first_day(life: Life) -> date:
    """Where the line begins: at the earliest day anything is known of."""
    days = [mark.earliest or mark.latest for mark in life.marks]
    known = [day for day in days if day] + [stretch.start for stretch in life.stretches]
    known += [stay.start for stay in life.stays] + list(life.told)
    return min([*known, life.today - timedelta(days=365)])


def span_of(scale: Scale, mark: Mark) -> tuple[float, float]:
    """From the earliest to the latest day; an open end runs a little way and fades."""
    x1 = scale(mark.earliest) if mark.earliest else scale(mark.latest or scale.last) - 40
    x2 = scale(mark.latest) if mark.latest else x1 + 40
    return max(x1, scale.left), min(max(x2, x1), scale.right)


def middle(scale: Scale, mark: Mark) -> float:
    """Where the glyph sits."""
    x1, x2 = span_of(scale, mark)
    return (x1 + x2) / 2
