"""A family by the standard symbols: square, circle, diamond; filled when typed; cousin marriage as a double
line.

Bennett et al. (2022, doi:10.1002/jgc4.1621): a stroke through a symbol means deceased. A missing person is
ringed by a broken line, for nobody knows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vegerin.ui.pictures.svg import Plane, picture, tag, text

CELL, ROW, RADIUS, MARGIN, SIZE, STEP = 92.0, 96.0, 15.0, 46.0, 12.5, 7.0

Couple = tuple[str | None, str | None]


@dataclass(frozen=True)
class Relative:
    """One person to draw; parents by id, or None."""

    id: str
    father: str | None
    mother: str | None
    sex: str


@dataclass(frozen=True)
class Look:
    """Who is typed, missing, deceased; which couples are kin (pairs of ids)."""

    typed: Collection[str] = ()
    missing: Collection[str] = ()
    deceased: Collection[str] = ()
    kin_couples: Collection[frozenset[str]] = ()


def draw_pedigree(people: Sequence[Relative], look: Look, *, title: str, rtl: bool = False) -> str:
    """Generations from top to bottom, couples joined by a line, children hung from it.

    >>> draw_pedigree([Relative("A", None, None, "M")], Look(typed={"A"}), title="family")[:4]
    '<svg'
    """
    levels = generations(people)
    places = _places(people, levels)
    width = max((x for x, _ in places.values()), default=0.0) + MARGIN
    height = max((y for _, y in places.values()), default=0.0) + MARGIN + SIZE
    plane = Plane(width, rtl)
    couples = {(p.father, p.mother) for p in people if p.father in places and p.mother in places}
    bars = _bars(sorted(couples, key=str), places)
    parts = [_family(plane, couple, people, places, look, bar) for couple, bar in bars.items()]
    parts += [_symbol(plane, person, places[person.id], look) for person in people]
    return picture(parts, title, width, height, font_size=SIZE)


def generations(people: Sequence[Relative]) -> dict[str, int]:
    """Whose children stand below whom; a spouse from outside stands beside the spouse."""
    level = {person.id: 0 for person in people}
    for _ in people:
        for person in people:
            parents = [p for p in (person.father, person.mother) if p in level]
            if parents:
                level[person.id] = max(level[person.id], 1 + max(level[p] for p in parents))
        for person in people:
            if person.father in level and person.mother in level:
                lowest = max(level[person.father], level[person.mother])
                level[person.father] = level[person.mother] = lowest
    return level


def _places(people: Sequence[Relative], levels: dict[str, int]) -> dict[str, tuple[float, float]]:
    """Couples side by side, siblings in a row, in the order in which they are named."""
    places: dict[str, tuple[float, float]] = {}
    for level in sorted(set(levels.values())):
        row: list[str] = []
        for person in people:
            if levels[person.id] == level and person.id not in row:
                row.append(person.id)
                row += [s for s in _spouses(person.id, people) if levels[s] == level and s not in row]
        for column, who in enumerate(row):
            places[who] = (MARGIN + column * CELL, MARGIN + level * ROW)
    return places


def _spouses(who: str, people: Sequence[Relative]) -> list[str]:
    found = [p.mother if p.father == who else p.father for p in people if who in (p.father, p.mother)]
    return list(dict.fromkeys(spouse for spouse in found if spouse is not None))


def _bars(couples: Sequence[Couple], places: dict[str, tuple[float, float]]) -> dict[Couple, float]:
    """The height of each couple's line of children: no two of one row at one height, or they would run
    together.
    """
    rows: dict[float, list[Couple]] = {}
    for couple in couples:
        rows.setdefault(places[str(couple[0])][1], []).append(couple)
    return {
        couple: y + ROW / 2 + (i - (len(row) - 1) / 2) * min(STEP, ROW / 4 / len(row))
        for y, row in rows.items()
        for i, couple in enumerate(row)
    }


def _family(
    plane: Plane,
    couple: Couple,
    people: Sequence[Relative],
    places: dict[str, tuple[float, float]],
    look: Look,
    bar: float,
) -> str:
    (x1, y), (x2, _) = (places[str(who)] for who in couple)
    kin = frozenset(str(who) for who in couple) in look.kin_couples
    offsets = (-2.0, 2.0) if kin else (0.0,)
    parts = [plane.line(x1, x2, y + off, stroke="var(--ink, #222)") for off in offsets]
    middle = (x1 + x2) / 2
    children = [places[p.id] for p in people if (p.father, p.mother) == couple]
    ends = [middle, *(x for x, _ in children)]
    parts.append(_upright(plane, middle, y, bar))
    parts.append(plane.line(min(ends), max(ends), bar, stroke="var(--ink, #222)"))
    parts += [_upright(plane, x, bar, below - RADIUS) for x, below in children]
    return "".join(parts)


def _upright(plane: Plane, x: float, y1: float, y2: float) -> str:
    return tag("line", x1=plane.x(x), y1=y1, x2=plane.x(x), y2=y2, stroke="var(--ink, #222)")


def _symbol(plane: Plane, person: Relative, place: tuple[float, float], look: Look) -> str:
    x, y = plane.x(place[0]), place[1]
    fill = "var(--ink, #222)" if person.id in look.typed else "var(--paper, #fff)"
    style: dict[str, object] = {"fill": fill, "stroke": "var(--ink, #222)", "stroke_width": 1.5}
    parts = [_shape(person.sex, x, y, RADIUS, style)]
    if person.id in look.missing:
        ring: dict[str, object] = {"fill": "none", "stroke": "var(--ink, #222)", "stroke_dasharray": "3 3"}
        parts.append(_shape(person.sex, x, y, RADIUS + 5, ring))
    if person.id in look.deceased:
        far = RADIUS + 6
        parts.append(tag("line", x1=x - far, y1=y + far, x2=x + far, y2=y - far, stroke="var(--ink, #222)"))
    parts.append(text(person.id, x, y + RADIUS + 18, text_anchor="middle"))
    return tag("g", "".join(parts))


def _shape(sex: str, x: float, y: float, r: float, style: dict[str, object]) -> str:
    if sex == "F":
        return tag("circle", cx=x, cy=y, r=r, **style)
    if sex == "M":
        return tag("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, **style)
    return tag(
        "path",
        d=f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}Z",
        **style,
    )
