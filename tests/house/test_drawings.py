"""Answers drawn: every kind of case that has a picture, and what is said where there is none."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from vegerin.config import drawings
from vegerin.config.cli import main
from vegerin.config.drawings.kinship import kin_couples
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.ui.pictures.sheet import draw_sheet

REFERENCE = Path(__file__).resolve().parents[1] / "engines/kinship/reference"
COUSINS = [
    ("GF", None, None, "M"), ("GM", None, None, "F"), ("A", "GF", "GM", "M"), ("B", "GF", "GM", "F"),
    ("AW", None, None, "F"), ("BH", None, None, "M"), ("P", "A", "AW", "M"), ("Q", "BH", "B", "F"),
    ("C", "P", "Q", "F"),
]  # fmt: skip


def drawn(name, tmp_path, capsys):
    target = tmp_path / "out.svg"
    status = main(["kinship", str(REFERENCE / f"{name}.json"), "--svg", str(target)])
    printed = capsys.readouterr()
    return status, printed, target.read_text("utf-8") if target.exists() else ""


def test_a_grave_is_drawn_as_families_grid_and_candidates(tmp_path, capsys):
    status, printed, svg = drawn("S01_two_fams_multi_missing", tmp_path, capsys)

    words = "".join(ElementTree.fromstring(svg).itertext())
    joint = json.loads(printed.out)["results"]["joint"]
    assert status == 0
    assert "Remains and missing persons" in words
    assert all(f"{one['remains']}: {one['verdict']}" in words for one in joint["verdicts"])
    assert "prefers-color-scheme:dark" in svg and "@media print" in svg


@pytest.mark.parametrize("name", ["A01_pc_none", "P01_ep_mother_sib", "F03_mp_inbred", "X01_father_daughter"])
def test_a_family_is_drawn_as_a_pedigree(name, tmp_path, capsys):
    status, _, svg = drawn(name, tmp_path, capsys)

    assert status == 0
    assert ElementTree.fromstring(svg).findall(".//{*}circle")


def test_the_answer_is_the_same_with_a_picture(tmp_path, capsys):
    _, printed, _ = drawn("A01_pc_none", tmp_path, capsys)

    main(["kinship", str(REFERENCE / "A01_pc_none.json")])

    assert capsys.readouterr().out == printed.out


def test_a_kind_without_a_picture_says_so(tmp_path, capsys):
    status, printed, svg = drawn("M01_mutation_matrices", tmp_path, capsys)

    assert (status, svg) == (2, "")
    assert "no picture" in printed.err


@pytest.mark.parametrize("arguments", [["--svg"], ["a.json", "--svg"]])
def test_svg_without_a_file_is_refused(arguments, capsys):
    assert drawings.drawn("kinship", lambda _: 0, arguments) == 2
    assert "needs the name" in capsys.readouterr().err


def test_parents_who_are_cousins_have_a_double_line():
    assert kin_couples(Pedigree.of(COUSINS)) == {frozenset(("P", "Q"))}


def test_a_sheet_holds_each_picture_below_the_last():
    picture = '<svg viewBox="0 0 100 50"></svg>'

    sheet = ElementTree.fromstring(draw_sheet([("one", picture), ("two", picture)], title="both"))

    places = [float(inner.get("y")) for inner in sheet.findall("{*}svg")]
    assert len(places) == 2 and places[1] >= places[0] + 50
