"""Answers of estimate and weigh, drawn from the command."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from vegerin.config.cli import main

REFERENCE = Path(__file__).resolve().parents[1] / "engines/estimation/reference"


def words_of(tmp_path: Path, word: str, name: str, *more: str) -> str:
    target = tmp_path / "out.svg"
    assert main([word, str(REFERENCE / f"{name}.json"), *more, "--svg", str(target)]) == 0
    return "|".join(ElementTree.fromstring(target.read_text("utf-8")).itertext())


def test_an_estimate_is_drawn_as_overlap_methods_and_each_list_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only = "independence,best_bic,bic_average,dga,latent_class,leave_one_list_out,range"

    words = words_of(tmp_path, "estimate", "spina-bifida", "--only", only)

    assert "Who stands on which lists" in words
    assert "Between" in words  # the sentence for the press heads the methods
    for method in ("latent classes", "decomposable graphs", "all models, by BIC", "lists apart"):
        assert method in words
    assert "without d3" in words


def test_a_table_that_cannot_be_estimated_is_drawn_with_its_refusal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = words_of(
        tmp_path, "estimate", "nonexistence-3", "--only", "independence,leave_one_list_out,range"
    )

    assert "Not estimable" in words
    assert "lists apart" not in words  # a number that may not be published is not drawn either


def test_groups_that_find_no_place_are_counted_in_the_title(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = words_of(tmp_path, "estimate", "snowshoe-hare", "--only", "independence")

    assert "(18 people in 17 smaller groups are not shown)" in words


def test_survival_is_drawn_as_curves_with_bands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = words_of(tmp_path, "estimate", "survival")

    assert "Still missing, by time since (km)" in words
    assert "Returned or dead, by time since (aalen_johansen)" in words


def test_claims_are_drawn_report_by_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = words_of(tmp_path, "weigh", "evidence-weighing")

    assert "W09: contradiction" in words
    assert "(very likely)" in words
