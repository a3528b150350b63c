"""Overlap tables with other programs' answers, run through the command as a user runs it."""

import math
import re
from functools import cache
from typing import Any

import pytest

from tests.engines.references import FOLDER, answered, differences, reference
from vegerin.engines.answers import plain, read_case
from vegerin.engines.estimation.command import solve
from vegerin.engines.estimation.estimate import PARTS, Options

TABLES = sorted(path.stem for path in FOLDER.glob("*.json") if reference(path.stem).get("kind") == "mse")
WITHOUT_CLASSES = frozenset(PARTS) - {"latent_class", "range"}

CLOSE = {
    "independence (Mt)": ("independence", None),
    "M0 equal catchability": ("heterogeneity", "M0"),
    "Mh Chao lower bound": ("chao_lower_bound", None),
    "Mth Chao lower bound": ("heterogeneity", "Mth Chao"),
    "Mh Darroch": ("heterogeneity", "Mh Darroch"),
    "Mth Darroch": ("heterogeneity", "Mth Darroch"),
    "Mh Poisson2": ("heterogeneity", "Mh Poisson2"),
}


@cache
def results(name: str) -> dict[str, Any]:
    """All parts but the sampled one, for one table."""
    case = read_case(str(FOLDER / f"{name}.json"))
    bootstraps = 1000 if any("BIC over all" in row["method"] for row in rows(name)) else 0
    return plain(solve(case, Options(only=WITHOUT_CLASSES, bootstraps=bootstraps)).results)


def rows(name: str) -> list[dict[str, Any]]:
    """Each answer of another program."""
    return reference(name)["computed"]


@pytest.mark.parametrize("name", TABLES)
def test_models_of_catchability_are_met(name: str) -> None:
    answer = results(name)

    missed = []
    for row in rows(name):
        for method, (part, inner) in CLOSE.items():
            if row["method"].startswith(method):
                ours = answer[part].get(inner) if inner else answer[part]
                if ours is None:  # runs to the listed count: no estimate, where the peer prints 96.0001
                    assert name == "nonexistence-3" and row["point"] < 97
                    continue
                expected = {key: row[key] for key in ("point", "BIC") if key in row}
                missed += differences(expected, ours, rel=1e-4, place=row["method"])

    assert missed == []


@pytest.mark.parametrize("name", TABLES)
def test_the_best_models_and_their_profiles_are_met(name: str) -> None:
    answer = results(name)

    missed = []
    for row in rows(name):
        found = re.match(r"best (BIC|AIC) among all \d+ hierarchical models, order <= (\d)", row["method"])
        if found:
            pairs = "_pairs" if found[2] == "2" else ""
            ours = answer[f"best_{found[1].lower()}{pairs}"]
            exact = {key: row[key] for key in ("model", "point", "se", "BIC", "AIC", "deviance", "df")}
            missed += differences(exact, ours, rel=1e-4, absolute=1e-4, place=row["method"])
            along = {key: row[key] for key in ("interval_profile95", "point_profile")}
            missed += differences(along, ours, rel=2e-3, place=row["method"])
        if row["method"].startswith("top five models"):
            pairs = "_pairs" if row["method"].endswith("2") else ""
            missed += differences(row["models"], answer[f"top_models{pairs}"], rel=1e-4, place=row["method"])

    assert missed == []


@pytest.mark.parametrize("name", TABLES)
def test_graph_averages_are_met(name: str) -> None:
    answer = results(name)

    missed = []
    for row in rows(name):
        for ending, key in (("prior 1/N", "prior_1_over_N"), ("prior uniform", "uniform")):
            if row["method"].endswith(ending):
                wanted = (
                    "mean",
                    "median",
                    "mode",
                    "interval",
                    "interval80",
                    "graphs",
                    "top_model_probability",
                )
                expected = {each: row[each] for each in wanted}
                missed += differences(expected, answer["dga"][key], rel=1e-3, place=row["method"])

    assert missed == []


@pytest.mark.parametrize("name", [name for name in TABLES if name not in {"uk-2013-5", "snowshoe-hare"}])
def test_bootstraps_with_reselection_are_near(name: str) -> None:
    answer = results(name)

    for row in rows(name):
        if row["method"].startswith("BIC over all models, BCa"):
            # Both are random; the peer's own limits move by several per cent from seed to seed.
            assert answer["bootstrap"]["point"] == pytest.approx(row["point"], rel=1e-4)
            assert answer["bootstrap"]["interval"] == pytest.approx(row["interval"], rel=0.12)


def test_the_table_without_estimates_is_told_apart_model_by_model() -> None:
    assert results("nonexistence-3")["screen"]["existence"] == reference("nonexistence-3")["existence"]


def test_no_estimate_runs_away_where_a_peer_returns_ten_to_the_thirteen() -> None:
    ranked = results("nonexistence-3")["top_models"]

    assert max(row["point"] for row in ranked) < 600
    assert "[12,3]" not in {row["model"] for row in ranked}


def test_two_lists_are_met_and_the_rule_wins_over_the_peer(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answered(capsys, "estimate", str(FOLDER / "two-lists.json"))

    answers = {row["id"]: row["answer"] for row in answer["results"]}
    expected = {case["id"]: case["expected"] for case in reference("two-lists")["cases"]}
    expected["full-overlap"]["transformed_logit95"] = [40.0, 40.0]
    assert differences(expected, answers, rel=1e-9) == []


def test_survival_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answered(capsys, "estimate", str(FOLDER / "survival.json"))

    case = reference("survival")
    tasks = ("km", "logrank", "exponential", "weibull", "aalen_johansen")
    expected = {key: case[key]["expected"] for key in tasks}
    assert differences(expected, answer["results"], rel=1e-6) == []


def test_sample_coverage_of_the_hepatitis_lists_is_met() -> None:
    found = results("hepatitis-a-taiwan")["sample_coverage"]

    assert [round(found[key]) for key in ("low", "one_step", "unstable")] == [407, 508, 971]


def test_madigan_and_yorks_average_is_met() -> None:
    assert math.isclose(results("spina-bifida")["dga"]["prior_1_over_N"]["median"], 731)
