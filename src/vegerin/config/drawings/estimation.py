"""How many were never listed: overlaps, estimates by method, each list left out; curves of time since."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vegerin.ui.pictures.curve_of_return import Band, draw_curve
from vegerin.ui.pictures.estimates import Estimate, draw_estimates
from vegerin.ui.pictures.overlap import Cell, draw_overlap

Pictures = list[tuple[str, str]]
Answer = Mapping[str, Any]

OVERLAP, BY_METHOD, LEFT_OUT = "Who stands on which lists", "Estimates by method", "Without each list in turn"
RETURN, MISSING = "Returned or dead, by time since", "Still missing, by time since"
Z95 = 1.96
MOST_SHOWN = 16


def draw(case: Mapping[str, Any], answer: Answer) -> Pictures:
    """The pictures of one answer."""
    results = answer.get("results") or {}
    if answer.get("kind") == "survival":
        return list(_curves(results))
    if isinstance(results, Mapping) and "lists" in case:
        counts = _counts(case)
        return [*_overlap(case, counts), *_estimates(sum(counts.values()), results)]
    return []


def _counts(case: Mapping[str, Any]) -> Counter[str]:
    """How many people show each pattern, over all strata where only they are given."""
    found: Counter[str] = Counter()
    for part in [case] if "cells" in case else case["strata"]:
        for cell in part["cells"]:
            found[cell["pattern"]] += cell["count"]
    return +found


def _overlap(case: Mapping[str, Any], counts: Counter[str]) -> Pictures:
    lists = [str(name) for name in case["lists"]]
    shown = counts.most_common(MOST_SHOWN)
    cells = [
        Cell(frozenset(name for name, on in zip(lists, pattern, strict=True) if on == "1"), count)
        for pattern, count in shown
    ]
    rest = sum(counts.values()) - sum(count for _, count in shown)
    more = f" ({rest:,} people in {len(counts) - len(shown)} smaller groups are not shown)" if rest else ""
    title = OVERLAP + more
    return [(title, draw_overlap(lists, cells, title=title, most=MOST_SHOWN))] if cells else []


def _estimates(listed: float, results: Answer) -> Iterator[tuple[str, str]]:
    said = results.get("range") or {}
    published = None
    if said.get("low") is not None:
        # A bound from below has no upper end: the band runs off the picture.
        published = (said["low"], math.inf if said["at_least"] else said["high"])
    rows = [_row(*method) for method in _methods(results)]
    if said and published is None:  # refused: numbers that may not be published are not drawn either
        rows = [Estimate("all methods", None, words="not estimable")]
    if rows:
        yield (
            _headline(said.get("words", "")),
            draw_estimates(rows, title=BY_METHOD, listed=listed, listed_word="listed", published=published),
        )
    without = [
        _row(f"without {each['without']}", each["point"], each["interval"], each.get("says", ""))
        for each in results.get("leave_one_list_out") or []
    ]
    if without:
        yield LEFT_OUT, draw_estimates(without, title=LEFT_OUT, listed=listed, listed_word="listed")


def _headline(words: str) -> str:
    """The beginning of the sentence for the press, short enough to stand above a picture."""
    return f"{BY_METHOD}. {words.split(': ')[0].split('. ')[0]}" if words else BY_METHOD


def _methods(results: Answer) -> Iterator[tuple[str, Any, Any]]:
    """Name, point and interval of every method that answered."""
    classes = results.get("latent_class")
    if classes:
        yield "latent classes", classes["median"], [classes["q025"], classes["q975"]]
    graphs = (results.get("dga") or {}).get("prior_1_over_N")
    if graphs:
        yield "decomposable graphs", graphs["median"], graphs["interval"]
    for part, name in (
        ("bic_average", "all models, by BIC"),
        ("best_bic", "the best model"),
        ("bootstrap", "the same, drawn anew"),
        ("chao_lower_bound", "Chao's lower bound"),
        ("independence", "lists apart"),
    ):
        found = results.get(part)
        if found:
            yield name, found["point"], found.get("interval")
    pair = results.get("chapman")
    if pair:
        yield "Chapman", pair["chapman"], pair["chao_log95"] or pair["transformed_logit95"]


def _row(name: str, point: Any, interval: Any, says: str = "") -> Estimate:
    if point is None:
        return Estimate(name, None, words=says or "not estimable")
    ends = [_number(end) for end in interval] if interval else [None, None]
    return Estimate(name, _number(point), ends[0], ends[1])


def _number(value: Any) -> float:
    """A number as the answer prints it; infinities are texts there."""
    return float(value)  # Python reads "Inf" and "-Inf"


def _curves(results: Answer) -> Iterator[tuple[str, str]]:
    for key, found in results.items():
        if not found:
            continue
        if key.startswith("aalen_johansen"):
            rows = found["curve"]
            bands = [
                Band("returned", _band(rows, "p_alive", "se_alive"), "leaf"),
                Band("dead", _band(rows, "p_dead", "se_dead"), "ink", dash="6 4"),
            ]
            yield f"{RETURN} ({key})", draw_curve(bands, title=RETURN, unit="time")
        elif key.startswith("km"):
            steps = [
                (row["time"], row["surv"], _or(row["lo"], row["surv"]), _or(row["hi"], row["surv"]))
                for row in found["curve"]
            ]
            yield f"{MISSING} ({key})", draw_curve([Band("missing", steps)], title=MISSING, unit="time")
        elif key.startswith("interval_censored"):
            steps = [(row["time"], row["surv"], row["surv"], row["surv"]) for row in found["curve"]]
            yield f"{MISSING} ({key})", draw_curve([Band("missing", steps)], title=MISSING, unit="time")


def _or(value: Any, other: float) -> float:
    return other if value is None else float(value)


def _band(rows: Sequence[Answer], share: str, error: str) -> list[tuple[float, float, float, float]]:
    """Times, shares, and 95 % limits on the log-log scale."""
    found = []
    for row in rows:
        p, se = float(row[share]), float(row[error])
        spread = math.exp(Z95 * se / (p * abs(math.log(p)))) if 0 < p < 1 else 1.0
        found.append((float(row["time"]), p, p**spread if p else 0.0, p ** (1 / spread) if p else 0.0))
    return found
