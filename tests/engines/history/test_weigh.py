"""Weighing reports: the reference cases, and what must hold for all reports."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.references import FOLDER, answered, differences, reference
from vegerin.engines.history import nongenetic
from vegerin.engines.history.alive import Heard, alive, constant, shown, under_three_hazards
from vegerin.engines.history.weigh import TABLE, Told, confidence, defaults, rows, trap, weigh

reports = st.lists(
    st.builds(
        Told,
        id=st.text("abcdefgh", min_size=1, max_size=4),
        says=st.booleans(),
        code=st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("123456")).map("".join),
        kind=st.sampled_from(sorted(defaults().quality)),
        hops=st.integers(0, 4),
        group=st.sampled_from(["", "g1", "g2"]),
        origin=st.sampled_from(["", "", "o1", "o2"]),
    ),
    max_size=12,
    unique_by=lambda report: report.id,
)


def test_every_evidence_case_is_met_to_a_millionth(capsys: pytest.CaptureFixture[str]) -> None:
    case = reference("evidence-weighing")
    cases = [each for key in ("claim_cases", "trap_cases", "survival_filter_cases") for each in case[key]]

    answer = answered(capsys, "weigh", str(FOLDER / "evidence-weighing.json"))

    answers = {row["id"]: row["answer"] for row in answer["results"]}
    expected = {each["id"]: each["expected"] for each in cases}
    assert differences(expected, answers, rel=0, absolute=1e-6) == []


def test_every_non_genetic_case_is_met_and_looks_are_not_used(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answered(capsys, "weigh", str(FOLDER / "missing-person-lr.json"))

    answers = {row["id"]: row["answer"] for row in answer["results"]}
    expected = {each["id"]: each["expected"] for each in reference("missing-person-lr")["cases"]}
    assert differences(expected, answers, rel=1e-9) == []
    assert answers["hair"] is None
    assert answer["warnings"] == [
        {"code": "no.looks", "says": "hair: hair colour is not used; of looks only marks are."}
    ]


@given(reports, st.randoms())
def test_the_order_of_reports_plays_no_part(told: list[Told], chance: object) -> None:
    mixed = list(told)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert weigh(mixed, prior=0.3).probability == weigh(told, prior=0.3).probability


@given(reports)
def test_a_supporting_report_never_lowers_the_probability(told: list[Told]) -> None:
    more = [*told, Told("new", True, "C3", "eyewitness_stranger")]

    assert weigh(more, prior=0.3).probability >= weigh(told, prior=0.3).probability


@given(reports)
def test_a_copy_changes_nothing(told: list[Told]) -> None:
    copied = [replace(report, origin=report.origin or report.id) for report in told]
    copies = [replace(report, id=report.id + "-copy") for report in copied]

    assert weigh([*copied, *copies], prior=0.3).probability == weigh(copied, prior=0.3).probability


def test_a_group_never_counts_more_than_its_best_by_one_over_seven_tenths() -> None:
    many = [Told(f"r{i}", True, "A1", "eyewitness_knew", group="g") for i in range(40)]

    total = sum(weigh(many, prior=0.5).weights.values())

    best = weigh(many[:1], prior=0.5).weights["r0"]
    assert best < total <= best / 0.7 + 1e-9


def test_confidence_is_said_apart_from_likelihood() -> None:
    direct = Told("a", True, "A2", "eyewitness_knew")
    others = [Told(f"r{i}", True, "D4", "rumour") for i in range(2)]

    said = [confidence([direct, *others]), confidence(others), confidence([direct])]

    assert said == ["high", "moderate", "low"]


def test_a_claim_that_hangs_on_one_group_says_so() -> None:
    two = [Told("a", True, "B2", "eyewitness_knew"), Told("b", True, "F6", "rumour", hops=3)]

    assert weigh(two, prior=0.5).linchpins == ("a",)


def test_many_bad_signs_are_capped() -> None:
    everything = trap(sorted(defaults().trap_lr))

    assert everything.p_trap == pytest.approx(0.05 * 200 / (0.05 * 200 + 0.95))
    assert everything.action == "hold"


def test_every_number_has_a_source_and_a_reason() -> None:
    assert [row for row in rows() if not row["source"] or not row["reason"]] == []
    assert TABLE.suffix == ".tsv"


def test_three_hazards_are_shown_and_the_page_stays_between_one_and_ninety_nine() -> None:
    three = under_three_hazards([], evaluate_at=12)

    assert list(three) == ["low", "central", "high"]
    assert three["low"].p_alive > three["central"].p_alive > three["high"].p_alive
    assert shown(1.0) == 0.99


def test_what_was_reported_later_is_not_known_yet() -> None:
    dead = Heard(3, Told("d", False, "B2", "eyewitness_knew"))
    seen = Heard(8, Told("v", True))

    at_five = alive([dead, seen], hazard=constant(0.02), p0=1, start=0, evaluate_at=5)

    assert at_five.p_alive == pytest.approx(0.744, abs=5e-4)


@settings(max_examples=200)
@given(
    st.dictionaries(st.sampled_from("FMX"), st.floats(0.01, 1), min_size=2),
    st.floats(0, 1),
    st.integers(0, 80),
    st.integers(0, 120),  # up to an interval that holds everybody
)
def test_the_mean_likelihood_ratio_of_the_population_is_one(
    shares: dict[str, float], error: float, age: int, within: int
) -> None:
    ages = {year: 1.0 + year % 7 for year in range(0, 101)}
    tables = [
        nongenetic.category(missing=next(iter(shares)), error=error, population=shares),
        nongenetic.match(share=0.3, error=error),
        nongenetic.age_interval(age=age, within=within, error=error, ages=ages),
        nongenetic.birth_date(alpha=[1, 4, 60, 11]),
        nongenetic.mark(rarity=0.03, found_when_there=1 - error),
    ]

    assert [nongenetic.mean_under_population(table) for table in tables] == pytest.approx([1] * 5, abs=1e-9)


def test_two_age_intervals_speak_for_or_against() -> None:
    ages = dict.fromkeys(range(0, 81), 1.0)

    inside = nongenetic.interval_against_interval(recorded=(0, 2), estimated=(0, 4), error=0.05, ages=ages)
    outside = nongenetic.interval_against_interval(recorded=(0, 2), estimated=(30, 34), error=0.05, ages=ages)

    assert inside == pytest.approx(0.95 * 81 / 5)
    assert outside == pytest.approx(0.05 * 81 / 76)


def test_a_code_without_its_digit_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from vegerin.config.cli import main

    case = {
        "kind": "evidence",
        "id": "x",
        "claim_cases": [{"id": "W", "reports": [{"id": "a", "code": "B", "kind": "rumour"}]}],
    }
    file = tmp_path / "x.json"
    file.write_text(json.dumps(case))

    status = main(["weigh", str(file)])

    said = capsys.readouterr().err.strip()
    assert (status, said) == (
        2,
        "x.W.reports[0]: code is 'B'; it should be a letter A-F and a digit 1-6, such as \"B2\".",
    )
