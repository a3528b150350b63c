"""estimate: how many were never on any list, and the time until return."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from vegerin.engines.answers import Answer, BadInput, Case, Reason, Stopwatch, answer_each
from vegerin.engines.asking import Parser
from vegerin.engines.estimation import intervals, survival
from vegerin.engines.estimation.cases import (
    left_and_right,
    list_names,
    read,
    table_of,
    times_and_events,
    two_list_cases,
)
from vegerin.engines.estimation.combine import Part, Together, add_up, over_links
from vegerin.engines.estimation.estimate import PARTS, Estimation, Options, estimates
from vegerin.engines.estimation.tables import OverlapTable
from vegerin.engines.estimation.two_lists import two_lists
from vegerin.engines.fields import Fields

METHOD = (
    "log-linear models with extended maximum likelihood, BIC average, BCa bootstrap with reselection, "
    "decomposable graphs, latent classes; range: union of three families (docs/methods/estimation.md)"
)
MOST_BOOTSTRAPS, MOST_CHAINS = 20_000, 32
ENOUGH_IN_A_DRAWING = 100  # independent draws' worth: twenty drawings of the links are put together


def main(arguments: list[str]) -> int:
    """Answer every case file."""
    asked = parser().parse_args(arguments)
    only = frozenset(part.strip() for part in asked.only.split(",") if part.strip())
    unknown = sorted(only - set(PARTS))
    if unknown:
        parser().error(f"--only: there is no part {unknown[0]!r}; known are {', '.join(PARTS)}")
    options = Options(only, asked.chains, asked.bootstraps, asked.max_unlisted, asked.delta, asked.seed)
    return answer_each(asked.cases, lambda case: solve(case, options), with_timings=asked.timings, read=read)


def parser() -> argparse.ArgumentParser:
    """What may be asked."""
    words = Parser(prog="vegerin estimate", description=__doc__)
    words.add_argument(
        "cases",
        nargs="+",
        metavar="CASE.json|cells.csv|LINKED",
        help='file name, or "-", or the folder that `vegerin link --out` wrote',
    )
    words.add_argument("--only", default="", metavar="PART,PART", help=", ".join(PARTS))
    words.add_argument("--chains", type=whole(2, MOST_CHAINS), default=4, help="of the latent class model")
    words.add_argument("--bootstraps", type=whole(0, MOST_BOOTSTRAPS), default=1000)
    words.add_argument("--max-unlisted", type=whole(1, 10**12), help="range of graph averaging")
    words.add_argument("--delta", type=positive, help="prior weight of a cell in graph averaging")
    words.add_argument("--seed", type=whole(0, 2**63 - 1), help="by default it follows from the counts")
    words.add_argument("--json", action="store_true", help="the answer is JSON in any case")
    words.add_argument("--timings", action="store_true", help="CPU seconds per stage")
    return words


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers between two bounds."""

    def read_number(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{text} should be from {low} to {high}")
        return number

    return read_number


def positive(text: str) -> float:
    """A number above 0."""
    number = float(text)
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"{text} should be above 0")
    return number


def solve(case: Case, options: Options) -> Answer:
    """The answer for one case of a kind this engine knows."""
    content = Fields(case.content, case.id)
    if case.kind == "two-list":
        return pairs_answer(content)
    if case.kind == "survival":
        return survival_answer(content)
    if case.kind == "mse" or (not case.kind and "cells" in content):
        return table_answer(content, options)
    raise BadInput(f'{case.id}: kind is {case.kind!r}; estimate knows "mse", "two-list" and "survival".')


def table_answer(content: Fields, options: Options) -> Answer:
    """Everything about one overlap table."""
    watch = Stopwatch()
    graphs = content.part("dga")
    most, delta = options.max_unlisted, options.delta
    if most is None and "max_unlisted" in graphs:
        most = graphs.whole("max_unlisted", low=1, high=10**12)
    if delta is None and "delta" in graphs:
        delta = graphs.number("delta", low=1e-9, high=1e6)
    options = Options(options.only, options.chains, options.bootstraps, most, delta, options.seed)
    estimation = Estimation(whole_table(content), options, watch)
    results = estimates(estimation)
    names = list_names(content)
    if "strata" in content:
        strata = [
            part(each.text("name"), table_of(each, lists=names), estimation)
            for each in content.parts("strata")
        ]
        results["strata"] = printed(add_up(strata, rng=estimation.rng(3)))
    if "linkage_draws" in content:
        place = f"{content.place}.linkage_draws"
        drawn = [Fields({"cells": cells}, place) for cells in content.listed("linkage_draws")]
        if not drawn:
            raise content.wrong("linkage_draws", "a list of drawings, each a list of cells")
        quickly = replace(options, enough_draws=ENOUGH_IN_A_DRAWING)
        parts = [
            part(str(index), table_of(each, lists=names), Estimation(estimation.table, quickly, watch))
            for index, each in enumerate(drawn)
        ]
        results["over_links"] = printed(over_links(parts))
    if "range" in results:
        # What is published of the whole is the sum of what is published of its parts, with all its doubt.
        together = results.get("over_links") or results.get("strata")
        results["range"] = together["range"] if together else results["range"]
    parameters = {**asdict(options), "only": sorted(options.only)}
    if estimation.table.listed:
        parameters["models"] = estimation.ranked.search
    return Answer(results, METHOD, parameters, tuple(estimation.warnings), estimation.seed, watch.seconds)


def part(name: str, table: OverlapTable, like: Estimation) -> Part:
    """One stratum or drawing of the links, through the same union as a whole table."""
    estimation = Estimation(table, like.options, like.watch)
    found = estimation.range()
    for reason in estimation.warnings:
        if reason.code == "latent_class.not_converged":
            like.warn(f"{reason.code}.{name}", f"{name}: {reason.says}")
    families = {} if found.low is None else estimation.families
    return Part(name, table.listed, families, found)


def printed(together: Together) -> dict[str, Any]:
    """Parts and sum as the answer shows them."""
    parts = [
        {
            "name": each.name,
            "listed": each.listed,
            "point": each.point,
            "families": each.families,
            "range": each.range,
            "says": each.says,
        }
        for each in together.parts
    ]
    return {
        "parts": parts,
        "point": together.point,
        "families": together.families,
        "range": together.range,
        "left_out": together.left_out,
    }


def whole_table(content: Fields) -> OverlapTable:
    """The table of the case, or the sum of its strata where only they are given."""
    if "cells" in content or "strata" not in content:
        return table_of(content)
    names = list_names(content)
    tables = [table_of(each, lists=names) for each in content.parts("strata")]
    if not tables:
        raise content.wrong("strata", "a list of strata, each with a name and cells")
    possible = np.logical_or.reduce([table.possible for table in tables])
    return OverlapTable(tables[0].lists, np.sum([table.counts for table in tables], axis=0), possible)


def pairs_answer(content: Fields) -> Answer:
    """Lincoln-Petersen and Chapman for pairs of lists."""
    results, warnings = [], []
    for name, n1, n2, m in two_list_cases(content):
        found = two_lists(n1, n2, m)
        results.append({"id": name, "answer": found})
        listed = n1 + n2 - m
        if m == 0:
            says = f"{name}: not estimable by Lincoln and Petersen: nobody is on both lists."
            warnings.append(Reason("two_lists.no_overlap", {"case": name}, says))
        elif found.wald95[0] < listed:
            says = (
                f"{name}: Wald's lower limit lies below the {listed} people listed; quote another interval."
            )
            warnings.append(Reason("two_lists.wald_below_listed", {"case": name}, says))
    return Answer(
        results,
        "Chapman with Seber's variance; Wald, Chao's log and Sadinle's intervals",
        {},
        tuple(warnings),
    )


def survival_answer(content: Fields) -> Answer:
    """Every task of a survival case, under its own key."""
    results: dict[str, Any] = {}
    warnings = []
    for key in content:
        if not isinstance(content.content[key], dict):
            continue
        task = content.part(key)
        solver = next((solver for word, solver in SOLVERS.items() if key.startswith(word)), None)
        if solver is None or not ({"time", "left"} & set(task)):
            continue
        results[key] = solver(task)
        if results[key] is None:
            warnings.append(
                Reason("survival.none", {"task": key}, f"{key}: these times do not determine a curve.")
            )
    return Answer(
        results, "Kaplan-Meier, Mantel, Aalen-Johansen, Turnbull, maximum likelihood", {}, tuple(warnings)
    )


def log_rank_of(task: Fields) -> survival.LogRank:
    """Groups of times, compared."""
    times, events = task.listed("time"), task.listed("event")
    if len(times) != len(events) or len(times) < 2 or not all(isinstance(group, list) for group in times):
        raise task.wrong("time", "a list of groups, each a list of times, and event likewise")
    groups = [
        times_and_events(Fields({"time": t, "event": e}, f"{task.place}[{index}]"))
        for index, (t, e) in enumerate(zip(times, events, strict=True))
    ]
    return survival.log_rank([t for t, _ in groups], [e for _, e in groups])


# Longer words first: the first that a key begins with is taken.
SOLVERS: dict[str, Callable[[Fields], Any]] = {
    "interval_censored": lambda task: intervals.turnbull(*left_and_right(task)),
    "interval_exponential": lambda task: intervals.interval_exponential(*left_and_right(task)),
    "interval_weibull": lambda task: intervals.interval_weibull(*left_and_right(task)),
    "aalen_johansen": lambda task: survival.aalen_johansen(*times_and_events(task, outcomes=2)),
    "km": lambda task: survival.kaplan_meier(*times_and_events(task)),
    "logrank": log_rank_of,
    "exponential": lambda task: survival.exponential(*times_and_events(task)),
    "weibull": lambda task: survival.weibull(*times_and_events(task)),
}
