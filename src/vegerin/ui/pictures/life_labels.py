"""Words over the marks of a life that never overlap: raise a level, then shorten, then number."""

from __future__ import annotations

from dataclasses import dataclass, field

from vegerin.ui.pictures.life import FIRST, Mark, Scale, middle
from vegerin.ui.pictures.svg import Plane, tag, text, text_width

FATE_Y = 116
LABEL_LEVELS = (66, 30)
NUMBER_Y = 142
SIZE, BOLD = 12.5, 600


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
            label = numbered(mark, at, numbers, [one for one in placed if one.number], scale)
        placed.append(label)
    return placed


def numbered(mark: Mark, at: float, number: int, before: list[Label], scale: Scale) -> Label:
    """A number under its mark, beside the numbers before it, and before the line of today."""
    left = at - 15 if at > scale.right - 12 else at - 4
    left = max([left, *(one.right + 3 for one in before)])
    words = (str(number),)
    return Label(mark, at, left, left + text_width(words[0], SIZE, bold=True), 0, "start", number, words)


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
    if label.number or other.number:  # numbers stand under the line, words over it
        return bool(label.number and other.number) and label.left < other.right and other.left < label.right
    if label.level == other.level:
        return label.left < other.right + 10 and other.left < label.right + 10
    low, high = (label, other) if label.level < other.level else (other, label)
    return low.left - 3 < high.at < low.right + 3


def leader(plane: Plane, label: Label) -> str:
    """The thin stroke from the words down to the mark; a number stands at its mark."""
    if label.number:
        return ""
    x = plane.x(label.at)
    top = LABEL_LEVELS[label.level] + (20 if label.level == 0 or len(label.words) > 1 else 8)
    return tag("line", x1=x, x2=x, y1=top, y2=FATE_Y - 12, stroke="var(--line-strong)", stroke_width=1)


def label_text(plane: Plane, label: Label) -> str:
    """Title and, below it, when."""
    x = plane.x({"middle": label.at, "end": label.right, "start": label.left}[label.anchor])
    if label.number:
        return text(label.words[0], x, NUMBER_Y, text_anchor=label.anchor, font_weight=BOLD)
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
