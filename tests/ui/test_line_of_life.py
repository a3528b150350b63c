"""The line of life as a picture: what is drawn, in which direction, and that no words lie on others."""

from datetime import date
from xml.etree import ElementTree

import pytest

from vegerin.ui.pictures.life import CHILDHOOD, FIRST, Life, Look, Mark, Stay, Stretch, scale_of
from vegerin.ui.pictures.life_labels import hit, place_labels
from vegerin.ui.pictures.line_of_life import draw

TODAY = date(2026, 11, 21)
TAKEN = date(2014, 8, 3)
BORN = Mark(date(2001, 1, 1), date(2001, 12, 31), "circle-full", "Born", "2001")
CUT = Mark(TAKEN, TAKEN, "cut", "Taken from Herbend", "3 Aug 2014")
SEEN = Mark(date(2016, 6, 1), date(2016, 8, 31), "circle-half", "Seen, Raqqa", "summer 2016")
LIFE = Life(
    today=TODAY,
    taken=TAKEN,
    marks=(BORN, CUT, SEEN),
    stretches=(Stretch(date(2001, 6, 30), TAKEN, Look.HOME), Stretch(TAKEN, TODAY, Look.UNKNOWN)),
    stays=(Stay(date(2016, 6, 1), date(2016, 8, 31), "Raqqa"),),
    told=(date(2016, 9, 2),),
)


def drawn_elements(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter())


def test_it_is_well_formed_and_holds_the_words_escaped():
    life = Life(today=TODAY, marks=(Mark(TAKEN, TAKEN, "cut", "Taken <from> A & B"),))

    words = [element.text for element in drawn_elements(draw(life).svg) if element.tag == "text"]

    assert "Taken <from> A & B" in words


def test_childhood_takes_at_most_a_fifth_of_the_line():
    scale = scale_of(LIFE, width=1200)

    assert scale.bend_x - scale.left == pytest.approx((scale.right - scale.left) * CHILDHOOD)


def test_time_runs_with_the_script():
    def x_of_cut(*, rtl: bool) -> float:
        rects = [e for e in drawn_elements(draw(LIFE, rtl=rtl).svg) if e.get("height") == "26"]
        return float(rects[0].get("x", "")) + 1.5

    assert x_of_cut(rtl=True) == pytest.approx(1200 - x_of_cut(rtl=False), abs=0.2)


def test_a_day_is_a_mark_and_a_season_is_a_band():
    bands = [e for e in drawn_elements(draw(LIFE).svg) if e.get("fill-opacity")]

    assert len(bands) == 2  # the year of birth and the summer; the day she was taken is a cut


def test_being_taken_is_an_upright_cut_and_never_a_cross():
    upright = [e for e in drawn_elements(draw(LIFE).svg) if e.get("width") == "3" and e.get("height") == "26"]

    assert len(upright) == 1


@pytest.mark.parametrize("width", [1200, 840])
@pytest.mark.parametrize("how_many", [3, 8, 20])
def test_words_never_lie_on_other_words(how_many, width):
    crowded = tuple(
        Mark(date(2014, 9, 1 + n), date(2015, 1, 1 + n), "circle-half", f"Seen, place {n}", "autumn 2014")
        for n in range(how_many)
    )
    labels = place_labels(crowded, scale_of(Life(today=TODAY, marks=crowded), width=width))

    with_words = [label for label in labels if not label.number]

    assert len(labels) == how_many
    assert not [(a, b) for i, a in enumerate(with_words) for b in with_words[:i] if hit(a, b)]


def test_what_finds_no_room_is_numbered_and_said_below():
    crowded = tuple(Mark(TAKEN, TAKEN, "circle-half", f"Seen, place {n}", "2014") for n in range(12))

    drawn = draw(Life(today=TODAY, marks=crowded))

    assert len(drawn.numbered) >= 6
    assert all(note.endswith(", 2014") for note in drawn.numbered)


def test_a_life_of_which_nothing_is_known_still_has_a_today():
    words = [e.text for e in drawn_elements(draw(Life(today=TODAY)).svg) if e.tag == "text"]

    assert "today" in words


def test_nothing_is_drawn_before_the_lanes_begin():
    xs = [float(e.get("x1", FIRST)) for e in drawn_elements(draw(LIFE).svg) if e.tag == "line"]

    assert min(xs) >= FIRST


def test_a_number_stands_under_the_line_and_not_on_words():
    crowded = tuple(
        Mark(date(2026, 11, 9 + n), date(2026, 11, 9 + n), "circle-half", f"Seen, place {n}", "Nov 2026")
        for n in range(8)
    )
    life = Life(today=TODAY, taken=TAKEN, marks=crowded)

    labels = [label for label in place_labels(crowded, scale_of(life, width=1200)) if label.number]
    texts = [e for e in drawn_elements(draw(life).svg) if e.tag == "text"]
    under = [e for e in texts if e.text in {str(label.number) for label in labels}]

    assert len(labels) >= 3
    assert {e.get("y") for e in under} == {"142"}
    assert not any(hit(one, other) for one in labels for other in labels if one is not other)
