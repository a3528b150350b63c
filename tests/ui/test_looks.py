"""What every sheet of the house keeps: contrast, no blue, logical properties, nothing from elsewhere."""

import colorsys
import re
from pathlib import Path

import pytest

import vegerin.ui
from vegerin.ui.glyphs import GLYPHS
from vegerin.ui.status import LOOKS

STATIC = Path(vegerin.ui.__file__).parent / "static" / "ui"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKENS = (STATIC / "css" / "tokens.css").read_text()


def tokens_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


LIGHT = tokens_of(TOKENS.split("@media")[0])
DARK = {**LIGHT, **tokens_of(TOKENS.split(':root[data-look="dark"]')[1])}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *[(word, ground) for word in ("ink", "ink-soft", "ink-faint", "fig") for ground in ("surface", "page")],
    ("leaf", "leaf-soft"),
    ("sun-ink", "sun-soft"),
    ("red", "red-soft"),
    ("ink", "fig-soft"),
    ("ink-soft", "sunken"),
    ("btn-ink", "btn"),
    ("btn-ink", "btn-hover"),
    ("btn-ink", "alarm"),
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["day", "night"])
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(theme, word, ground):
    assert contrast(theme[word], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["day", "night"])
def test_a_field_has_an_edge_that_can_be_seen(theme):
    assert contrast(theme["line-strong"], theme["surface"]) >= 3


def test_night_said_by_the_system_and_by_the_reader_are_the_same():
    system, reader = TOKENS.split("@media")[1].split(':root[data-look="dark"]')

    assert tokens_of(system) == tokens_of(reader)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_colour_is_blue(sheet):
    def is_blue(colour: str) -> bool:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
        return 0.5 < hue < 0.72 and saturation > 0.1

    assert [c for c in re.findall(r"#[0-9a-f]{6}\b", sheet.read_text().lower()) if is_blue(c)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheets_speak_of_start_and_end_not_of_left_and_right(sheet):
    physical = r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|^\s*(?:left|right):"

    assert re.findall(physical, sheet.read_text(), re.M) == []


def test_nothing_is_fetched_from_elsewhere():
    texts = [path.read_text() for path in STATIC.rglob("*") if path.suffix in {".css", ".js"}]

    assert [text for text in texts if "://" in text.replace("http://www.w3.org", "")] == []


def test_every_status_has_a_shape_and_a_word():
    assert [code for code, look in LOOKS.items() if look.glyph not in GLYPHS or not str(look.word)] == []


def test_both_families_come_with_their_licence():
    licences = sorted(path.name for path in (STATIC / "fonts").glob("OFL-*.txt"))

    assert licences == ["OFL-noto-sans.txt", "OFL-vazirmatn.txt"]


def test_the_extended_latin_letters_stay_small():
    assert (STATIC / "fonts" / "noto-sans-latin-ext.woff2").stat().st_size <= 20_000
