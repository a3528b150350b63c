"""The family by blood: every name stands in it, escaped, and no two families share a line."""

from xml.etree import ElementTree

from vegerin.ui.pictures.family import Box, draw_family

FAMILY = [
    Box("gf", None, None, "Fewzî", "Missing"),
    Box("gm", None, None, "Dilvîn", "Returned"),
    Box("of", None, None, "Reşîd", "Returned"),
    Box("om", None, None, "Şîlan", "Returned"),
    Box("m", "gf", "gm", "Ronahî", "Returned"),
    Box("f", "of", "om", "Meto", "Returned"),
    Box("n", "f", "m", "<Nadiya>", "Believed alive", focus=True),
]


def drawn(svg: str, kind: str) -> list[dict[str, str]]:
    return [node.attrib for node in ElementTree.fromstring(svg).iter(kind)]


def level_lines(svg: str) -> dict[float, set[float]]:
    """The x of all level strokes, by how far down they run."""
    lines: dict[float, set[float]] = {}
    for line in drawn(svg, "line"):
        if line["y1"] == line["y2"]:
            lines.setdefault(float(line["y1"]), set()).update((float(line["x1"]), float(line["x2"])))
    return lines


def test_every_name_stands_in_its_box_escaped() -> None:
    svg = draw_family(FAMILY, title="The family by blood")

    words = [node.text for node in ElementTree.fromstring(svg).iter("text")]
    assert words == [word for box in FAMILY for word in (box.name, box.word)]
    assert "<Nadiya>" not in svg
    assert len(drawn(svg, "rect")) == len(FAMILY)


def test_the_lines_of_two_couples_never_run_on_one_height() -> None:
    lines = level_lines(draw_family(FAMILY, title="family"))

    assert len(lines) == 3


def test_right_to_left_mirrors_every_box() -> None:
    ltr, rtl = (drawn(draw_family(FAMILY, title="family", rtl=rtl), "rect") for rtl in (False, True))
    width = float(ElementTree.fromstring(draw_family(FAMILY, title="family")).attrib["viewBox"].split()[2])

    assert [width - float(one["x"]) - float(one["width"]) for one in ltr] == [float(one["x"]) for one in rtl]


def test_nobody_is_a_symbol_and_nobody_is_struck_through() -> None:
    svg = draw_family(FAMILY, title="family")

    assert drawn(svg, "circle") == drawn(svg, "path") == []


def test_no_name_and_no_word_is_cut_however_long_it_is() -> None:
    word = "Taken or killed, not known which of the two"

    svg = draw_family([*FAMILY, Box("x", "f", "m", "Abdulrehmanê Şemsedîn", word)], title="family")

    assert {"Abdulrehmanê Şemsedîn", word} <= {node.text for node in ElementTree.fromstring(svg).iter("text")}
    [wide] = {float(box["width"]) for box in drawn(svg, "rect")}
    assert wide > 240
