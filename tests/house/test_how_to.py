"""What the guides call by a page's own words stands on a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
IN_ITALICS = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    """Every sentence of the pages, with how many or not."""
    with (ROOT / "src/vegerin/locale/ar/LC_MESSAGES/django.po").open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    return {one for each in ids for one in (each if isinstance(each, tuple) else (each,))}


@pytest.mark.parametrize("guide", GUIDES, ids=[guide.stem for guide in GUIDES])
def test_words_in_italics_stand_on_a_page(guide: Path, sentences: set[str]) -> None:
    called = IN_ITALICS.findall(guide.read_text(encoding="utf-8"))

    assert [words for words in called if words not in sentences] == []


def test_every_guide_is_listed() -> None:
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (ROOT / "docs/how-to/README.md").read_text(encoding="utf-8"))

    assert sorted(listed) == [guide.name for guide in GUIDES if guide.name != "README.md"]
