"""A person's line of life: fate, whereabouts, years, and the days on which something was told.

Captivity is one stretch of a line that begins at home. Solid is known, dashed believed, dotted not known.
A date known to a day is a mark; anything wider is a band from the earliest to the latest day. What is refuted
is left out by the caller. Time runs with the script.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from vegerin.ui.glyphs import GLYPHS
from vegerin.ui.pictures.svg import Plane, tag, text, text_width

HEIGHT = 262
LABEL_LEVELS = (66, 30)
FATE_Y, WHERE_Y, YEARS_Y, TOLD_Y = 116, 154, 196, 222
FIRST, SIZE, BOLD = 112.0, 12.5, 600
# Childhood is folded to at most this share of the line.
CHILDHOOD = 0.2


class Look(StrEnum):
    """How sure a stretch of the line is."""

    HOME = "home"
    KNOWN = "known"
    BELIEVED = "believed"
    UNKNOWN = "unknown"
    CLAIM = "claim"


STROKES: dict[Look, dict[str, object]] = {
    Look.HOME: {"stroke": "var(--leaf)", "stroke_width": 5},
    Look.KNOWN: {"stroke": "var(--ink)", "stroke_width": 5},
    Look.BELIEVED: {"stroke": "var(--ink)", "stroke_width": 3, "stroke_dasharray": "10 5"},
    Look.UNKNOWN: {
        "stroke": "var(--ink-faint)",
        "stroke_width": 2,
        "stroke_dasharray": "0.1 5",
        "stroke_linecap": "round",
    },
    Look.CLAIM: {"stroke": "var(--sun-ink)", "stroke_width": 3, "stroke_dasharray": "8 5"},
}


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
class Labels:
    """The words of the lanes, in the language of the page."""

    fate: str = "Fate"
    whereabouts: str = "Whereabouts"
    told: str = "Told to us"
    today: str = "today"


@dataclass(frozen=True)
class Drawn:
    """The picture, and the labels that found no room: numbered, to be listed under it."""

    svg: str
    numbered: tuple[str, ...] = ()


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


def draw(life: Life, labels: Labels = Labels(), *, rtl: bool = False, width: float = 1200) -> Drawn:
    """The line of life as SVG, 262 high; pass 840 for paper.

    >>> draw(Life(today=date(2026, 11, 21))).svg.startswith("<svg")
    True
    """
    plane, scale = Plane(width, rtl), scale_of(life, width=width)
    placed = place_labels(life.marks, scale)
    parts = [
        lanes(plane, labels),
        years(plane, scale, labels),
        *(stretch_line(plane, scale, stretch) for stretch in life.stretches),
        *(band(plane, scale, mark, index) for index, mark in enumerate(life.marks)),
        whereabouts(plane, scale, life.stays),
        *(leader(plane, label) for label in placed),
        *(mark_glyph(plane, scale, mark) for mark in life.marks),
        *(label_text(plane, label) for label in placed),
        *(told_tick(plane, scale, day) for day in life.told),
        today_line(plane, scale, life.today, labels),
    ]
    numbered = tuple(f"{label.mark.title}, {label.mark.detail}" for label in placed if label.number)
    return Drawn(picture(parts, width), numbered)


def picture(parts: list[str], width: float) -> str:
    """The SVG around the parts; hidden from screen readers, who read the list below it."""
    paper = " on-paper" if width < 1000 else ""
    return tag(
        "svg",
        "".join(parts),
        class_=f"picture{paper}",
        viewBox=f"0 0 {width:.0f} {HEIGHT}",
        font_size=SIZE,
        fill="var(--ink)",
        aria_hidden="true",
        focusable="false",
    )


def lanes(plane: Plane, labels: Labels) -> str:
    """The three words at the beginning of the lanes."""
    words = ((labels.fate, FATE_Y), (labels.whereabouts, WHERE_Y), (labels.told, TOLD_Y))
    return "".join(text(word, plane.x(0), y + 4, fill="var(--ink-soft)") for word, y in words)


def stretch_line(plane: Plane, scale: Scale, stretch: Stretch) -> str:
    """One piece of the fate line."""
    x1, x2 = scale(stretch.start), scale(stretch.end)
    return plane.line(x1, x2, FATE_Y, **STROKES[stretch.look]) if x2 - x1 > 0.5 else ""


def span_of(scale: Scale, mark: Mark) -> tuple[float, float]:
    """From the earliest to the latest day; an open end runs a little way and fades."""
    x1 = scale(mark.earliest) if mark.earliest else scale(mark.latest or scale.last) - 40
    x2 = scale(mark.latest) if mark.latest else x1 + 40
    return max(x1, scale.left), min(max(x2, x1), scale.right)


def middle(scale: Scale, mark: Mark) -> float:
    """Where the glyph sits."""
    x1, x2 = span_of(scale, mark)
    return (x1 + x2) / 2


def band(plane: Plane, scale: Scale, mark: Mark, index: int) -> str:
    """Somewhere between these days."""
    if mark.is_a_day:
        return ""
    x1, x2 = span_of(scale, mark)
    if x2 - x1 < 14:
        x1, x2 = (x1 + x2) / 2 - 7, (x1 + x2) / 2 + 7
    open_ended = mark.earliest is None or mark.latest is None
    look = {"stroke_dasharray": "1 4", "stroke_linecap": "round"} if open_ended else {}
    return plane.box(
        x1, x2, FATE_Y - 10, 20, rx=4, fill="var(--ink)", fill_opacity=0.16, stroke="var(--ink-faint)", **look
    )


def mark_glyph(plane: Plane, scale: Scale, mark: Mark) -> str:
    """The glyph on the line; taken is an upright cut, never a cross."""
    x = plane.x(middle(scale, mark))
    if mark.glyph == "cut":
        return tag("rect", x=x - 1.5, y=FATE_Y - 13, width=3, height=26, fill="var(--ink)")
    ground = tag("circle", cx=x, cy=FATE_Y, r=8, fill="var(--surface)")
    shape = tag(
        "g",
        GLYPHS[mark.glyph],
        transform=f"translate({x - 8:.1f} {FATE_Y - 8})",
        color=f"var(--{mark.colour})",
    )
    return ground + shape


def whereabouts(plane: Plane, scale: Scale, stays: tuple[Stay, ...]) -> str:
    """Blocks with their places; a place without room for its name keeps its block."""
    parts, taken_until = [], -100.0
    for stay in sorted(stays, key=lambda stay: stay.start):
        x1 = scale(stay.start)
        x2 = max(scale(stay.end), x1 + 5)
        parts.append(plane.box(x1, x2, WHERE_Y - 4, 8, **BLOCKS[stay.look]))
        half = text_width(stay.place, SIZE) / 2
        centre = min(max((x1 + x2) / 2, scale.left + half), scale.right - half - 6)
        if centre - half > taken_until + 8:
            parts.append(text(stay.place, plane.x(centre), WHERE_Y + 21, text_anchor="middle"))
            taken_until = centre + half
    return "".join(parts)


BLOCKS: dict[str, dict[str, object]] = {
    "home": {"fill": "var(--leaf)"},
    "confirmed": {"fill": "var(--ink)"},
    "reported": {"fill": "var(--surface)", "stroke": "var(--ink)", "stroke_width": 1.5},
    "claim": {"fill": "var(--surface)", "stroke": "var(--sun-ink)", "stroke_width": 1.5},
}


def years(plane: Plane, scale: Scale, labels: Labels) -> str:
    """The axis, with as many years written as fit, and the break where childhood is folded."""
    faint: dict[str, object] = {"stroke": "var(--line-strong)"}
    parts = [plane.line(scale.left, scale.right, YEARS_Y, **faint)]
    if scale.folded:
        parts.append(text(str(scale.first.year), plane.x(scale.left), YEARS_Y + 17, **YEAR_WORDS))
        x = plane.x(scale.bend_x - 22)
        parts.append(tag("rect", x=x - 6, y=YEARS_Y - 5, width=12, height=10, fill="var(--surface)"))
        parts.append(text("//", x, YEARS_Y + 4, text_anchor="middle", fill="var(--ink-soft)"))
    start = scale.bend.year + (scale.folded or scale.bend > date(scale.bend.year, 1, 1))
    for year in range(start, scale.last.year + 1):
        x = scale(date(year, 1, 1))
        parts.append(tag("line", x1=plane.x(x), x2=plane.x(x), y1=YEARS_Y, y2=YEARS_Y + 5, **faint))
        if fits(year, start, scale) and scale.right - x > 20:
            parts.append(text(str(year), plane.x(x), YEARS_Y + 17, **YEAR_WORDS))
    return "".join(parts)


YEAR_WORDS: dict[str, object] = {"text_anchor": "middle", "fill": "var(--ink-soft)"}


def fits(year: int, start: int, scale: Scale) -> bool:
    """Whether this year is one of those written: 1, 2, 5 or 10 years apart, at least 44 px."""
    per_year = (scale.right - scale.bend_x) / max(1.0, (scale.last - scale.bend).days / 365.25)
    steps = (1, 2, 5, 10, 20)
    step = steps[min(bisect_right([per_year * step for step in steps], 44), len(steps) - 1)]
    return (year - start) % step == 0 if step > 1 else True


def told_tick(plane: Plane, scale: Scale, day: date) -> str:
    """The day on which a report reached us."""
    x = plane.x(scale(day))
    return tag("rect", x=x - 1, y=TOLD_Y - 6, width=2.4, height=12, fill="var(--ink)")


def today_line(plane: Plane, scale: Scale, today: date, labels: Labels) -> str:
    """Where we stand now, in fig."""
    x = plane.x(scale(today))
    line = tag("line", x1=x, x2=x, y1=FATE_Y - 20, y2=TOLD_Y + 10, stroke="var(--fig)", stroke_width=2)
    word = text(labels.today, x, TOLD_Y + 24, text_anchor="end", fill="var(--fig)", font_weight=BOLD)
    return line + word


@dataclass(frozen=True)
class Label:
    """Where the words of a mark stand, on an unmirrored line."""

    mark: Mark
    at: float
    left: float
    right: float
    level: int
    anchor: str
    number: int = 0
    words: tuple[str, ...] = field(default=())


def place_labels(marks: tuple[Mark, ...], scale: Scale) -> list[Label]:
    """Labels that never overlap: raise a level, then shorten, then number."""
    ordered = sorted(marks, key=lambda mark: middle(scale, mark))
    for shorten in (False, True):
        offers = [offers_for(mark, middle(scale, mark), scale, shorten=shorten) for mark in ordered]
        placed = fit_all(offers, (), [TRIES])
        if placed is not None:
            return list(placed)
    return number_what_is_left(ordered, scale)


# Enough for a dozen marks; a longer life is placed from left to right and what is left over numbered.
TRIES = 4000


def fit_all(
    offers: list[list[Label]], placed: tuple[Label, ...], tries: list[int]
) -> tuple[Label, ...] | None:
    """One place for every label such that none touch; None when there is none (or it takes too long)."""
    if len(placed) == len(offers):
        return placed
    for label in offers[len(placed)]:
        tries[0] -= 1
        if tries[0] < 0:
            return None
        if any(hit(label, other) for other in placed):
            continue
        whole = fit_all(offers, (*placed, label), tries)
        if whole is not None:
            return whole
    return None


def number_what_is_left(ordered: list[Mark], scale: Scale) -> list[Label]:
    """From left to right, the first free place; without one, a number."""
    placed: list[Label] = []
    numbers = 0
    for mark in ordered:
        at = middle(scale, mark)
        offers = (label for label in offers_for(mark, at, scale, shorten=True))
        label = next((offer for offer in offers if not any(hit(offer, other) for other in placed)), None)
        if label is None:
            numbers += 1
            label = Label(mark, at, at - 5, at + 5, 0, "middle", numbers, (str(numbers),))
        placed.append(label)
    return placed


def offers_for(mark: Mark, at: float, scale: Scale, *, shorten: bool) -> list[Label]:
    """Where the words could stand: both lines before one, low before high, centred before to a side."""
    kinds = [(mark.title, mark.detail), (mark.title,)] if shorten else [(mark.title, mark.detail)]
    return [
        label
        for words in kinds
        for level in range(len(LABEL_LEVELS))
        for label in sides(mark, at, level, words)
        if label.left >= FIRST - 60 and label.right <= scale.right + 30
    ]


def sides(mark: Mark, at: float, level: int, words: tuple[str, ...]) -> list[Label]:
    """Centred over the mark, ending at it, or beginning at it."""
    wide = max(text_width(words[0], SIZE, bold=True), *(text_width(word, SIZE) for word in words))
    lefts = (("middle", at - wide / 2), ("end", at - wide + 4), ("start", at - 4))
    return [Label(mark, at, left, left + wide, level, anchor, 0, words) for anchor, left in lefts]


def hit(label: Label, other: Label) -> bool:
    """Whether two labels touch, or a raised one's leader runs through a low one."""
    if label.number or other.number:
        return abs(label.at - other.at) < 12 and label.level == other.level
    if label.level == other.level:
        return label.left < other.right + 10 and other.left < label.right + 10
    low, high = (label, other) if label.level < other.level else (other, label)
    return low.left - 3 < high.at < low.right + 3


def leader(plane: Plane, label: Label) -> str:
    """The thin stroke from the words down to the mark."""
    x = plane.x(label.at)
    top = LABEL_LEVELS[label.level] + (20 if label.level == 0 or len(label.words) > 1 else 8)
    return tag("line", x1=x, x2=x, y1=top, y2=FATE_Y - 12, stroke="var(--line-strong)", stroke_width=1)


def label_text(plane: Plane, label: Label) -> str:
    """Title and, below it, when."""
    x = plane.x({"middle": label.at, "end": label.right, "start": label.left}[label.anchor])
    y = LABEL_LEVELS[label.level]
    # A raised or lone title keeps to the lower of its two lines, near its mark.
    lift = 14 if len(label.words) == 1 else 0
    parts = [text(label.words[0], x, y + lift, text_anchor=label.anchor, font_weight=BOLD)]
    parts += [
        text(word, x, y + 15, text_anchor=label.anchor, fill="var(--ink-soft)")
        for word in label.words[1:]
        if word
    ]
    return "".join(parts)
