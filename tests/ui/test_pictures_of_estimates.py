"""Pictures of overlaps, estimates, return, reports: well-formed, mirrored, without colours of their own."""

import doctest
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from vegerin.ui.pictures import curve_of_return, estimates, log_odds, overlap
from vegerin.ui.pictures.curve_of_return import Band, draw_curve
from vegerin.ui.pictures.estimates import Estimate, draw_estimates
from vegerin.ui.pictures.log_odds import Added, draw_log_odds
from vegerin.ui.pictures.overlap import Cell, draw_overlap


def an_overlap(rtl: bool) -> str:
    cells = [
        Cell(frozenset({"EXH"}), 1131),
        Cell(frozenset({"EXH", "HRW"}), 106),
        Cell(frozenset({"HRW"}), 306),
    ]
    return draw_overlap(["EXH", "HRW"], cells, title="Who stands on which list", rtl=rtl)


def some_estimates(rtl: bool) -> str:
    rows = [
        Estimate("latent classes", 10446, 9061, 13641),
        Estimate("all models, by BIC", 12050, 9172, 20864),
        Estimate("without HRW", None, words="not estimable"),
    ]
    return draw_estimates(
        rows, title="By method", listed=4400, listed_word="listed", published=(9000, 21000), rtl=rtl
    )


def a_curve(rtl: bool) -> str:
    back = [(0.5, 0.1, 0.08, 0.12), (3.0, 0.4, 0.36, 0.44), (9.0, 0.55, 0.5, 0.6)]
    return draw_curve([Band("back", back, "leaf")], title="Return", unit="years", rtl=rtl)


def some_reports(rtl: bool) -> str:
    added = [Added("a & b", 1.55), Added("c", -1.84)]
    return draw_log_odds(added, prior=0.6, title="Alive?", prior_word="before", after_word="after", rtl=rtl)


PICTURES: list[Callable[[bool], str]] = [an_overlap, some_estimates, a_curve, some_reports]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_well_formed_and_says_what_it_shows(picture: Callable[[bool], str]) -> None:
    root = ElementTree.fromstring(picture(False))

    assert root.get("role") == "img"
    assert root.find("title") is not None


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_uses_tokens_and_no_colours_of_its_own(picture: Callable[[bool], str]) -> None:
    colours = re.findall(r'(?:fill|stroke)="([^"]+)"', picture(False))

    assert {
        colour for colour in colours if colour != "none" and not re.fullmatch(r"var\(--[a-z-]+\)", colour)
    } == set()


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_runs_with_the_script(picture: Callable[[bool], str]) -> None:
    assert picture(True) != picture(False)
    assert picture(True) == picture(True)


def test_names_are_escaped() -> None:
    assert "a &amp; b" in some_reports(False)


@pytest.mark.parametrize("module", [overlap, estimates, curve_of_return, log_odds])
def test_worked_examples_run(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]

    assert result.attempted > 0
    assert result.failed == 0
