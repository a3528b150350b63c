"""Pedigree, grid and bars: what stands in them, escaped, in both directions."""

from xml.etree import ElementTree

import pytest

from vegerin.ui.pictures.pairings import draw_bars, draw_grid
from vegerin.ui.pictures.pedigree import Look, Relative, draw_pedigree, generations

COUSINS = [
    Relative("GF", None, None, "M"), Relative("GM", None, None, "F"),
    Relative("A", "GF", "GM", "M"), Relative("B", "GF", "GM", "F"),
    Relative("W", None, None, "F"), Relative("H", None, None, "M"),
    Relative("P", "A", "W", "M"), Relative("Q", "H", "B", "F"), Relative("<C>", "P", "Q", "U"),
]  # fmt: skip
LOOK = Look(typed={"Q"}, missing={"<C>"}, deceased={"GF"}, kin_couples={frozenset({"P", "Q"})})


def drawn(svg, kind):
    return [
        e for e in ElementTree.fromstring(svg.replace("<svg", '<svg xmlns=""', 1)).iter() if e.tag == kind
    ]


@pytest.mark.parametrize("rtl", [False, True])
def test_everybody_stands_in_the_pedigree_by_the_standard_symbols(rtl):
    svg = draw_pedigree(COUSINS, LOOK, title="cousins", rtl=rtl)

    assert [e.text for e in drawn(svg, "text")] == [person.id for person in COUSINS]
    assert len(drawn(svg, "rect")) == 4
    assert len(drawn(svg, "circle")) == 4
    assert len(drawn(svg, "path")) == 2  # the child of unknown sex, and the ring of the missing


def test_a_cousin_marriage_is_a_double_line():
    plain = draw_pedigree(COUSINS, Look(), title="cousins")

    kin = draw_pedigree(COUSINS, Look(kin_couples={frozenset({"P", "Q"})}), title="cousins")

    assert len(drawn(kin, "line")) == len(drawn(plain, "line")) + 1


def test_a_spouse_from_outside_stands_beside_the_spouse():
    levels = generations(COUSINS)

    assert levels["W"] == levels["A"] == 1
    assert levels["<C>"] == 3


def test_the_grid_says_every_posterior():
    svg = draw_grid(["V1", "V2"], ["M1"], [[0.25], [0.5]], title="grave")

    assert [e.text for e in drawn(svg, "title")] == ["grave", "V1, M1: 0.2500", "V2, M1: 0.5000"]


def test_the_bars_show_every_rival():
    svg = draw_bars([("M1", 0.75), ("M2", 0.25)], policy=0.9995, title="V1", rtl=True)

    assert [e.text for e in drawn(svg, "text")] == ["M1", "0.7500", "M2", "0.2500"]
