"""What the names benchmark asks: queries, candidates, and pairs that are one name."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vegerin.engines.names import corpora, lexicon
from vegerin.engines.names.model import spelling

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data/names"
POOL = 14_000
TOKENS = "Wikidata tokens Arabic→English"
Row = tuple[str, tuple[str, ...], tuple[str, ...]]  # id, what is asked, what is right


@dataclass(frozen=True)
class Task:
    """Names asked for, and among what."""

    name: str
    rows: list[Row]
    pool: list[str]
    every_row: bool = False  # asked as a whole too, beside the draw


def split(cell: str, mark: str = "|") -> tuple[str, ...]:
    return tuple(piece.strip() for piece in cell.split(mark) if piece.strip())


def tasks() -> list[Task]:
    """The public halves of the research's tables, each asked among 14,000 and more."""
    hand = [row for row in lexicon.rows("variants.tsv") if row["kind"] == "given"]
    given = lexicon.rows("given-names.tsv")
    tokens = frequent_tokens()
    words = corpora.table(DATA / "ckb-latin-arab-words.tsv")
    places = corpora.table(DATA / "places-kur-ara-en.tsv")
    english = {row["en"] for row in tokens} | {
        split(row["latin"])[0] for row in corpora.table(DATA / "wikidata-name-groups.tsv")
    }
    kurdish = {row["ckb_latn"] for row in words} | {form for row in places for form in split(row["kur_latn"])}
    arabic = {row["ar"] for row in tokens} | {
        split(row["arab"])[0] for row in corpora.table(DATA / "wikidata-name-groups.tsv")
    }
    independent = [
        (f"G{at}", split(row["name_ar"], "/"), split(row["name_en_variants"], ","), (row["name_kmr"],))
        for at, row in enumerate(given)
    ]

    def of_hand(asked: str, right: str) -> list[Row]:
        return [
            (row["id"], split(row[asked]), split(row[right]))
            for row in hand
            if split(row[asked]) and split(row[right])
        ]

    token_rows = [
        (f"tok:{row['en']}", (row["ar"],), (row["en"],)) for row in tokens if held_out(f"tok:{row['en']}")
    ]
    word_rows = [(f"w:{row['ckb_latn']}", (row["ckb_arab"],), (row["ckb_latn"],)) for row in words]
    word_rows = [row for row in word_rows if held_out(row[0])]
    place_rows = [
        (row["id"], split(row["ara"]), split(row["en"])) for row in places if row["ara"] and row["en"]
    ]
    place_rows = [row for row in place_rows if held_out(row[0])]
    place_pool = sorted({form for row in places for form in split(row["en"])} | english)
    token_pool = sorted(english)
    kurdish_pool = sorted(kurdish | set(random.Random(1).sample(token_pool, max(0, POOL - len(kurdish)))))
    return [
        Task("independent Arabic→English", [(i, a, e) for i, a, e, _ in independent], token_pool),
        Task("independent Arabic→Kurmanji", [(i, a, k) for i, a, _, k in independent], kurdish_pool),
        Task("hand Arabic→English", of_hand("arab", "en"), token_pool),
        Task("hand Arabic→Kurmanji", of_hand("arab", "kmr_latn"), kurdish_pool),
        Task("hand Sorani→English", of_hand("ckb_arab", "en"), token_pool),
        Task("hand Kurmanji→English", of_hand("kmr_latn", "en"), token_pool),
        Task("hand German/Turkish→English", of_hand("de_tr", "en"), token_pool),
        Task("hand English→Arabic", of_hand("en", "arab"), sorted(arabic)),
        Task(TOKENS, token_rows, token_pool, every_row=True),
        Task("Sorani words Arabic→Latin", word_rows, kurdish_pool),
        Task("places Arabic→English", place_rows, place_pool),
    ]  # fmt: skip


def frequent_tokens() -> list[dict[str, str]]:
    """Words of people's names that at least three bear; rarer ones are mostly slips."""
    return [row for row in corpora.table(DATA / "en-ar-wikidata-tokens.tsv") if int(row["count"]) >= 3]


def any_spelling(rows: Iterable[Row]) -> list[Row]:
    """The same rows, where every spelling that the public tables give for what is asked is right."""
    written: dict[str, set[str]] = {}
    for row in frequent_tokens():
        written.setdefault(row["ar"], set()).add(row["en"])
    for row in corpora.table(DATA / "wikidata-name-groups.tsv"):
        for form in split(row["arab"]):
            written.setdefault(form, set()).update(split(row["latin"]))
    return [
        (number, asked, tuple(sorted({*right, *(other for form in asked for other in written[form])})))
        for number, asked, right in rows
    ]


def held_out(number: str) -> bool:
    """A twelfth of each public table, by SHA-256 of its id."""
    return hashlib.sha256(f"held{number}".encode()).digest()[0] % 12 == 0


def public_without_held_out() -> list[corpora.Group]:
    """The public groups without the held-out twelfth and without every group that repeats its pairs."""
    groups = corpora.public(DATA)
    gone = [
        group
        for group in groups
        if held_out(group.id.removesuffix(":0").rsplit(":", 1)[0] if group.source == "places" else group.id)
    ]
    pairs = {(a, b) for group in gone for a in group.arabic for b in group.latin}
    chosen = {id(group) for group in gone}
    return [
        g
        for g in groups
        if id(g) not in chosen and not any((a, b) in pairs for a in g.arabic for b in g.latin)
    ]


def sharing_no_form(groups: Iterable[corpora.Group], rows: Iterable[Row]) -> list[corpora.Group]:
    """The groups that hold no spelling of the rows, neither what is asked nor what is right."""
    gone = {spelling(form)[1] for _, asked, right in rows for form in (*asked, *right)}
    return [group for group in groups if gone.isdisjoint((*group.arabic, *group.latin))]


def names_half(half: int) -> tuple[list[corpora.Group], set[str]]:
    """The lexicon's groups of one half, those that share a form kept together; the forms of the other."""
    groups = corpora.of_lexicon(lexicon.shipped())
    together = corpora.joined_by_form(groups)
    kept = [
        group
        for group, joined in zip(groups, together, strict=True)
        if corpora.in_half(joined, half, salt="bench")
    ]
    names = {id(group) for group in kept}
    other = {form for group in groups if id(group) not in names for form in (*group.arabic, *group.latin)}
    return kept, other


def key_pairs() -> dict[str, list[tuple[str, str, str]]]:
    hand = [row for row in lexicon.rows("variants.tsv") if row["kind"] == "given"]
    given = lexicon.rows("given-names.tsv")
    tokens = frequent_tokens()
    places = corpora.table(DATA / "places-kur-ara-en.tsv")

    def cross(
        rows: Iterable[dict[str, str]], a: str, b: str, name: str = "id", mark: tuple[str, str] = ("|", "|")
    ) -> list[tuple[str, str, str]]:
        return [
            (x, y, row[name]) for row in rows for x in split(row[a], mark[0]) for y in split(row[b], mark[1])
        ]

    return {
        "hand Arabic–English": cross(hand, "arab", "en"),
        "hand Arabic–Kurmanji": cross(hand, "arab", "kmr_latn"),
        "hand Kurmanji–English": cross(hand, "kmr_latn", "en"),
        "German/Turkish–English": cross(hand, "de_tr", "en"),
        "German/Turkish–Arabic": cross(hand, "de_tr", "arab"),
        "independent Arabic–English": cross(given, "name_ar", "name_en_variants", "name_kmr", ("/", ",")),
        "independent Arabic–Kurmanji": cross(given, "name_ar", "name_kmr", "name_kmr", ("/", "|")),
        "independent Kurmanji–English": cross(given, "name_kmr", "name_en_variants", "name_kmr", ("|", ",")),
        "Wikidata tokens": cross(tokens, "ar", "en", "en"),
        "Sorani words": cross(
            corpora.table(DATA / "ckb-latin-arab-words.tsv"), "ckb_arab", "ckb_latn", "ckb_latn"
        ),
        "places Arabic–English": cross(places, "ara", "en"),
        "places, each name’s first form": [
            (split(row["ara"])[0], split(row["en"])[0], row["id"])
            for row in places
            if split(row["ara"]) and split(row["en"])
        ],
    }
