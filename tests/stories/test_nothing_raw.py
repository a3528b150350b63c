"""Whatever page is open, a person reads sentences: no id of the database, no code, no Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import vegerin
from tests.stories.cast import cast
from tests.stories.test_every_page import paths
from vegerin.guard import trail_words

RAW = {
    "an id": r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f-]{12,}|\b[0-9a-f]{32}\b",
    "half an id": r"\b(?=[0-9a-f]{0,7}\d)(?=[0-9a-f]{0,7}[a-f])[0-9a-f]{8}\b(?!-)",
    "a code of the program": r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z_]{3,}[.:][a-z_]{3,}\b",
    "Python": r"\b(?:True|False)\b|^None$|<[\w.]+ object|datetime\.|\{'|\['|UUID\(|frozenset|%\(\w+\)",
    "a place for a value": r"\{\w+\}",
}
SEEN = re.compile(r">([^<]+)<|(?:title|aria-label|placeholder|alt|data-label)=\"([^\"]*)\"")
HIDDEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
SOURCE = Path(vegerin.__file__).parent


def raw_in(page: str) -> Iterator[str]:
    """What of a page no person can read, as somebody sees it or hears it read out."""
    for words, said in SEEN.findall(HIDDEN.sub("", page)):
        text = (words or said).strip()
        yield from (f"{what}: {found[0]}" for what, ugly in RAW.items() if (found := re.search(ugly, text)))


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (
            "<p>person:49935e23-12a9-4919-87bc-9e7272845d18</p>",
            ["an id: 49935e23-12a9-4919-87bc-9e7272845d18"],
        ),
        ("<td>2c9bd656</td>", ["half an id: 2c9bd656"]),
        ("<td>child_protection</td>", ["a code of the program: child_protection"]),
        ("<td>role.given</td>", ["a code of the program: role.given"]),
        ("<td>None</td>", ["Python: None"]),
        ("<b title='x'>Seen in {place}</b>", ["a place for a value: {place}"]),
        ("<p>P48213-7 was seen on 3 Aug 2014. None of them knows 19:40.</p><script>a_b</script>", []),
    ],
)
def test_a_raw_word_is_found_and_a_sentence_is_not(page: str, found: list[str]) -> None:
    assert list(raw_in(page)) == found


@pytest.mark.django_db
def test_no_page_shows_an_id_of_the_database_or_a_code_of_the_program(office, staff, client_for) -> None:
    people, found = cast(office, staff), {}

    for name, (path, reader) in paths(people).items():
        if raw := sorted(set(raw_in(client_for(reader).get(path).content.decode()))):
            found[name] = raw

    assert found == {}


def kinds_in_the_code() -> set[str]:
    """Every kind of row that is written somewhere as it stands."""
    calls = (
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "trail.record" and node.args
    )
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def test_every_kind_of_row_in_the_trail_has_its_sentence() -> None:
    kinds = kinds_in_the_code()

    assert len(kinds) > 150
    assert kinds - trail_words.known() == set()
