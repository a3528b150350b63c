"""protect: which cells of a table to hide, proved by linear programming, or how to round them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from vegerin.engines.answers import Answer, BadInput, Case, Reason, Stopwatch, answer_each
from vegerin.engines.asking import Parser
from vegerin.engines.disclosure.cells import TOTAL, Given, Key, NotATable, Tables, build
from vegerin.engines.disclosure.rounding import (
    LEAST_OPEN,
    base3,
    bounds_base3,
    bounds_ten_five,
    ten_five,
    worked_out,
)
from vegerin.engines.disclosure.suppress import Protection, protect
from vegerin.engines.fields import Fields

METHOD = (
    "threshold; complementary suppression by cheapest unnoticed change; audit by linear programming (HiGHS)"
)
COUNT = "n"
MOST_CELLS = 60_000


def main(arguments: list[str]) -> int:
    """Answer every case file."""
    words = Parser(prog="vegerin protect", description=__doc__)
    words.add_argument("cases", nargs="+", metavar="TABLE.json", help='file name, or "-"')
    words.add_argument("--round", choices=("base3", "ten-five"), help="round instead of hiding")
    words.add_argument("--seed", type=int, default=0, help="for base3")
    words.add_argument("--json", action="store_true", help="the answer is JSON in any case")
    words.add_argument("--timings", action="store_true")
    asked = words.parse_args(arguments)

    def solve_one(case: Case) -> Answer:
        return solve(case, rounding=asked.round, seed=asked.seed)

    return answer_each(asked.cases, solve_one, with_timings=asked.timings)


def solve(case: Case, *, rounding: str | None = None, seed: int = 0) -> Answer:
    """The answer for every table of a case."""
    if case.kind not in {"sdc", ""}:
        raise BadInput(f'{case.id}: kind is {case.kind!r}; protect knows "sdc".')
    content = Fields(case.content, case.id)
    watch = Stopwatch()
    results, warnings = [], []
    parts = content.parts("cases") if "cases" in content else [content]
    for index, part in enumerate(parts):
        name = part.text("id", default=case.id if len(parts) == 1 else str(index))
        part = Fields(part.content, f"{case.id}.{name}" if len(parts) > 1 else case.id)
        tables = tables_of(part)
        threshold = part.whole("threshold", low=1, high=10**6, default=5)
        with watch.stage("protect"):
            if rounding:
                answer = rounded(tables, rounding, seed, threshold=threshold)
                results.append({"id": name, **answer})
                warnings += rounding_warnings(name, answer)
                continue
            found = protect(
                tables,
                threshold=threshold,
                zeros=part.yes("zeros_sensitive", default=False),
                earlier=earlier_of(part),
            )
        results.append({"id": name, **hidden(tables, found)})
        if found.violations:
            says = (
                f"{name}: {len(found.violations)} cells cannot be kept from being worked out; do not publish."
            )
            warnings.append(Reason("protect.violations", {"case": name}, says))
    parameters = {"round": rounding} if rounding else {}
    return Answer(results, METHOD, parameters, tuple(warnings), seed if rounding else None, watch.seconds)


def hidden(tables: Tables, found: Protection) -> dict[str, Any]:
    """What is hidden and the audit, as the contract prints it."""
    cells = sorted(found.intervals)
    return {
        "suppressed": [{"cell": tables.names[i], "primary": bool(found.primary[i])} for i in cells],
        "feasible_intervals": [
            {
                "cell": tables.names[i],
                "primary": bool(found.primary[i]),
                "lo": found.intervals[i][0],
                "hi": found.intervals[i][1],
            }
            for i in cells
        ],
        "audit": [
            {"cell": tables.names[violation.cell], "says": violation.says} for violation in found.violations
        ],
        "count_primary": int(found.primary.sum()),
        "count_suppressed": len(cells),
    }


def rounded(tables: Tables, rounding: str, seed: int, *, threshold: int) -> dict[str, Any]:
    """Every cell rounded (null where the 10-5 rule says nothing), and what a reader still finds out."""
    values = [
        ten_five(int(count)) if rounding == "ten-five" else base3(int(count), name, seed=seed)
        for count, name in zip(tables.counts, tables.names, strict=True)
    ]
    shown = np.flatnonzero(tables.published)
    gone = [i for i in map(int, shown) if values[i] is None]
    bounds = [
        _bounds(rounding, value) if public else (0.0, np.inf)
        for value, public in zip(values, tables.published, strict=True)
    ]
    small = [int(i) for i in shown if 0 < tables.counts[i] < threshold]
    small.sort(key=lambda i: (tables.counts[i], i))
    found = worked_out(tables, bounds, small)
    return {
        "published": [{**tables.names[i], COUNT: values[i]} for i in map(int, shown)],
        "suppressed": [{"cell": tables.names[i], "primary": True} for i in gone],
        "count_suppressed": len(gone),
        "feasible_intervals": [
            {"cell": tables.names[i], "primary": True, "lo": low, "hi": high}
            for i, (low, high) in found.items()
        ],
        "audit": [
            {"cell": tables.names[i], "says": too_narrow(low, high)}
            for i, (low, high) in found.items()
            if high - low < LEAST_OPEN
        ],
        "count_small": len(small),
        "count_asked": len(found),
    }


def rounding_warnings(name: str, answer: Mapping[str, Any]) -> list[Reason]:
    """What is wrong with a rounded table, in sentences."""
    found = []
    if answer["audit"]:
        says = (
            f"{name}: {len(answer['audit'])} small cells can be worked out although they are rounded; "
            "hide cells instead of rounding."
        )
        found.append(Reason("protect.violations", {"case": name}, says))
    if answer["count_asked"] < answer["count_small"]:
        says = (
            f"{name}: only the {answer['count_asked']} smallest of {answer['count_small']} small cells "
            "were asked about."
        )
        found.append(Reason("protect.not_all_asked", {"case": name}, says))
    return found


def _bounds(rounding: str, value: int | None) -> tuple[float, float]:
    return bounds_ten_five(value) if rounding == "ten-five" or value is None else bounds_base3(value)


def too_narrow(low: float, high: float) -> str:
    """What is wrong with a small cell that rounding does not cover."""
    if low == high:
        return f"can be worked out exactly, rounded or not: {low:g}"
    return f"could only be {low:g} or {high:g}, rounded or not"


# Reading


def tables_of(part: Fields) -> Tables:
    """The table of a case, with those linked to it."""
    parents = {
        name: {
            child: str(parent)
            for child, parent in Fields(tree, f"{part.place}.hierarchies.{name}").content.items()
        }
        for name, tree in part.part("hierarchies").content.items()
    }
    given = [given_of(part, "input", parents)]
    given += [
        given_of(Fields({"input": cells}, f"{part.place}.linked[{index}]"), "input", parents)
        for index, cells in enumerate(part.listed("linked", default=()))
    ]
    try:
        return build(given, margins=margins_of(part))
    except NotATable as error:
        raise BadInput(f"{part.place}: {error}") from None


def given_of(part: Fields, key: str, parents: Mapping[str, Mapping[str, str]]) -> Given:
    """The inner cells of one table."""
    rows = part.parts(key)
    if not rows:
        raise part.wrong(key, "a list of cells, at least one")
    dimensions = tuple(name for name in rows[0] if name != COUNT)
    if not dimensions:
        raise rows[0].wrong(COUNT, "beside at least one dimension")
    cells: dict[tuple[str, ...], int] = {}
    for row in rows:
        if {name for name in row if name != COUNT} != set(dimensions):
            raise BadInput(
                f"{row.place}: has other dimensions than the first cell ({', '.join(dimensions)})."
            )
        cell = tuple(row.text(name) for name in dimensions)
        if cell in cells:
            raise BadInput(f"{row.place}: {', '.join(cell)} stands twice. Add the counts up.")
        cells[cell] = row.whole(COUNT, low=0)
    size = 1
    for d, name in enumerate(dimensions):
        size *= len({cell[d] for cell in cells}) + len(set(parents.get(name, {}).values())) + 1
    if size > MOST_CELLS:
        raise BadInput(f"{part.place}: makes {size:,} cells with its margins; {MOST_CELLS:,} are the most.")
    return Given(dimensions, list(cells.items()), parents)


def margins_of(part: Fields) -> list[frozenset[str]] | None:
    """Published margins, each by the dimensions it keeps: ["sex"], "sex*place", [] or "Total"."""
    if part.content.get("published_margins") is None:
        return None
    found = []
    for each in part.listed("published_margins"):
        names = each if isinstance(each, list) else str(each).replace("*", " ").replace(",", " ").split()
        found.append(frozenset(str(name) for name in names if str(name).lower() not in {"total", ""}))
    return found


def earlier_of(part: Fields) -> list[dict[Key, int]]:
    """Earlier releases: cells that were published, with "Total" where they sum."""
    releases = []
    for index, release in enumerate(part.listed("earlier", default=())):
        cells = release.get("cells", release.get("input")) if isinstance(release, dict) else release
        read: dict[Key, int] = {}
        for row in Fields({"cells": cells}, f"{part.place}.earlier[{index}]").parts("cells"):
            if row.content.get(COUNT) is None:  # hidden then
                continue
            inner = row.part("cell").content or row.content
            fixed = frozenset(
                (str(name), str(value))
                for name, value in inner.items()
                if name not in {COUNT, "cell", "primary"} and value != TOTAL
            )
            read[fixed] = row.whole(COUNT, low=0)
        releases.append(read)
    return releases
