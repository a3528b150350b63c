"""What the spelling model learns from: groups of spellings of one name, public or a user's own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vegerin.engines.answers import BadInput
from vegerin.engines.names.lexicon import Lexicon
from vegerin.engines.names.model import spelling

LEAST_PERSONS = 3
PLAIN_WEIGHT = 0.25  # how usual it is to leave the marks out, beside writing them


@dataclass(frozen=True)
class Group:
    """Spellings of one name: Arabic-script ones, Latin ones, and how much the group counts."""

    id: str
    source: str
    arabic: tuple[str, ...]
    latin: tuple[str, ...]
    weight: float = 1.0


def table(path: Path) -> list[dict[str, str]]:
    """A TSV with a header."""
    try:
        header, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{path}: cannot be read as a table ({error}). Save it as UTF-8 with a first line."
        ) from None
    columns = header.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=False)) for line in lines if line]


def public(folder: Path) -> list[Group]:
    """The groups of the public tables in data/names (its README has sources and licences)."""
    groups = [*_wikidata(folder), *_tokens(folder), *_words(folder), *_places(folder)]
    return [group for group in groups if len(group.arabic) + len(group.latin) > 1]


def of_lexicon(lexicon: Lexicon) -> list[Group]:
    """Each name of the lexicon as one group; titles teach nothing about names."""
    kept = [entry for entry in lexicon.entries.values() if entry.kind != "title"]
    return [_group(entry.id, "names", entry.forms, weight=3.0) for entry in kept]


def of_pairs(path: Path) -> list[Group]:
    """A user's own confirmed pairs: columns a and b."""
    rows = table(path)
    if rows and not {"a", "b"} <= rows[0].keys():
        raise BadInput(f"{path}: line 1: there are no columns a and b. The first line should name them.")
    return [_group(f"pair:{row['a']}", "pairs", (row["a"], row.get("b", "")), weight=3.0) for row in rows]


def _group(number: str, source: str, forms: Iterable[str], *, weight: float = 1.0) -> Group:
    arabic: dict[str, None] = {}
    latin: dict[str, None] = {}
    for form in forms:
        script, letters = spelling(form)
        if len(letters) > 1 and script in "AL":
            (arabic if script == "A" else latin)[letters] = None
    return Group(number, source, tuple(arabic), tuple(latin), weight)


def _wikidata(folder: Path) -> list[Group]:
    return [
        _group(
            row["qid"],
            "wikidata",
            (form for form in f"{row['latin']}|{row['arab']}".split("|") if " " not in form),
        )
        for row in table(folder / "wikidata-name-groups.tsv")
    ]


def _tokens(folder: Path) -> list[Group]:
    rows = table(folder / "en-ar-wikidata-tokens.tsv")
    return [
        _group(f"tok:{row['en']}", "tokens", (row["en"], row["ar"]))
        for row in rows
        if int(row["count"]) >= LEAST_PERSONS
    ]


def _words(folder: Path) -> list[Group]:
    rows = table(folder / "ckb-latin-arab-words.tsv")
    return [_group(f"w:{row['ckb_latn']}", "words", (row["ckb_latn"], row["ckb_arab"])) for row in rows]


def _places(folder: Path) -> list[Group]:
    """Word by word where both spellings have as many words; places carry personal names."""
    return [
        _group(f"{row['id']}:{at}", "places", words, weight=0.5)
        for row in table(folder / "places-kur-ara-en.tsv")
        for at, words in enumerate(_words_beside(row))
    ]


def _words_beside(row: dict[str, str]) -> list[tuple[str, ...]]:
    forms = [
        form.split()
        for column in ("en", "kur_latn", "ara", "kur_arab")
        for form in row[column].split("|")
        if form
    ]
    width = len(forms[0]) if forms else 0
    alike = [words for words in forms if len(words) == width]
    return [tuple(dict.fromkeys(words)) for words in zip(*alike, strict=True)] if len(alike) > 1 else []


_PLAIN = str.maketrans("çşêîû", "cseiu")


def with_plain(groups: Sequence[Group]) -> list[Group]:
    """With Kurmanji written without its marks too, as many type it: Semo for Şemo."""
    plain = [
        Group(group.id, group.source, group.arabic, (*marked, *bare), group.weight * PLAIN_WEIGHT)
        for group in groups
        for marked in [tuple(form for form in group.latin if form.translate(_PLAIN) != form)]
        for bare in [tuple(dict.fromkeys(form.translate(_PLAIN) for form in marked))]
        if marked
    ]
    return [*groups, *plain]


def in_half(group: Group, half: int, *, salt: str = "fit") -> bool:
    """Which half a group is in, by SHA-256 of its id."""
    return hashlib.sha256(f"{salt}{group.id}".encode()).digest()[0] % 2 == half


def joined_by_form(groups: Sequence[Group]) -> list[Group]:
    """Groups that share a spelling get one id, so that no half of a split has seen the other's spelling."""
    parent = list(range(len(groups)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    first: dict[str, int] = {}
    for at, group in enumerate(groups):
        for form in (*group.arabic, *group.latin):
            parent[root(at)] = root(first.setdefault(form, at))
    return [
        Group(groups[root(at)].id, group.source, group.arabic, group.latin, group.weight)
        for at, group in enumerate(groups)
    ]
