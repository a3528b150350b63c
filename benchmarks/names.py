"""Names: how well spellings find one another, with the lexicon and with the asked name left out.

./run bench names [--quick] [--releases FOLDER] [--document]
--quick: no training; the second column then leaves out only the lexicon.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import platform
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from vegerin.engines.names import comparing, corpora, fitting, frequencies, keying, lexicon, model
from vegerin.engines.names.comparing import Comparer
from vegerin.engines.names.ranking import Index

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data/names"
QUERIES, POOL = 150, 14_000
Row = tuple[str, tuple[str, ...], tuple[str, ...]]  # id, what is asked, what is right


@dataclass(frozen=True)
class Task:
    """Names asked for, and among what."""

    name: str
    rows: list[Row]
    pool: list[str]


def split(cell: str, mark: str = "|") -> tuple[str, ...]:
    return tuple(piece.strip() for piece in cell.split(mark) if piece.strip())


def tasks() -> list[Task]:
    """The public halves of the research's tables, each asked among 14,000 and more."""
    hand = [row for row in lexicon.rows("variants.tsv") if row["kind"] == "given"]
    given = lexicon.rows("given-names.tsv")
    tokens = [row for row in corpora.table(DATA / "en-ar-wikidata-tokens.tsv") if int(row["count"]) >= 3]
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
        Task("Wikidata tokens Arabic→English", token_rows, token_pool),
        Task("Sorani words Arabic→Latin", word_rows, kurdish_pool),
        Task("places Arabic→English", place_rows, place_pool),
    ]  # fmt: skip


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


def reciprocal_ranks(index: Index, rows: Sequence[Row], *, rng: random.Random) -> tuple[float, float, int]:
    """Mean reciprocal rank and recall at 10 of the first right spelling."""
    found = []
    for _, asked, right in rows:
        wanted = set(right)
        ranked = [item.form for item in index.rank(rng.choice(asked), most=60)]
        found.append(next((place for place, form in enumerate(ranked, start=1) if form in wanted), 0))
    ranks = np.array([1 / place if place else 0.0 for place in found])
    return float(ranks.mean()), float(np.mean([0 < place <= 10 for place in found])), len(found)


def retrieval(quick: bool) -> Iterator[str]:
    yield "| asked among ≥ 14,000 | n | with the lexicon: MRR (R@10) | left out: MRR (R@10) |"
    yield "|---|---|---|---|"
    shipped = comparing.comparer()
    bare = Comparer(model.shipped(), lexicon.EMPTY, frequencies.shipped())
    halves: list[tuple[Comparer, set[str]]] = []
    if not quick:
        public = public_without_held_out()
        for half in (0, 1):
            kept, other = names_half(half)
            trained = fitting.fit([*public, *kept])
            halves.append((Comparer(trained, lexicon.EMPTY, frequencies.shipped()), other))
    for task in tasks():
        rng = random.Random(7)
        rows = rng.sample(task.rows, min(QUERIES, len(task.rows)))
        pool = sorted({*task.pool, *(form for row in task.rows for form in row[2])})
        first = reciprocal_ranks(Index(pool, by=shipped), rows, rng=random.Random(7))
        second = without(halves, bare, pool, rows)
        with_it, left_out = (f"{mrr:.3f} ({at_ten:.3f})" for mrr, at_ten, _ in (first, second))
        yield f"| {task.name} ({len(pool):,}) | {first[2]} | {with_it} | {left_out} |"


def without(
    halves: Sequence[tuple[Comparer, set[str]]], bare: Comparer, pool: list[str], rows: Sequence[Row]
) -> tuple[float, float, int]:
    """Each row asked of the model that has seen neither it nor a row sharing a form with it."""
    if not halves:
        return reciprocal_ranks(Index(pool, by=bare), rows, rng=random.Random(7))
    results = []
    left = list(rows)
    for by, unseen in halves:
        mine = [
            row
            for row in left
            if all(model.spelling(form)[1] in unseen for form in (*row[1][:1], *row[2][:1]))
        ]
        if by is halves[-1][0]:
            mine = left
        left = [row for row in left if row not in mine]
        if mine:
            results.append(reciprocal_ranks(Index(pool, by=by), mine, rng=random.Random(7)))
    total = sum(result[2] for result in results)
    return sum(r[0] * r[2] for r in results) / total, sum(r[1] * r[2] for r in results) / total, total


def key_pairs() -> dict[str, list[tuple[str, str, str]]]:
    hand = [row for row in lexicon.rows("variants.tsv") if row["kind"] == "given"]
    given = lexicon.rows("given-names.tsv")
    tokens = [row for row in corpora.table(DATA / "en-ar-wikidata-tokens.tsv") if int(row["count"]) >= 3]
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
        "Wikidata tokens": cross(tokens, "ar", "en", "en"),
        "Sorani words": cross(
            corpora.table(DATA / "ckb-latin-arab-words.tsv"), "ckb_arab", "ckb_latn", "ckb_latn"
        ),
        "places Arabic–English": cross(places, "ara", "en"),
    }


def key_figures() -> Iterator[str]:
    yield "| pairs | skeletons: recall at collision | with the lexicon's keys | with one deletion |"
    yield "|---|---|---|---|"
    for name, pairs in key_pairs().items():
        rng = random.Random(3)
        chosen = rng.sample(pairs, min(1200, len(pairs)))
        cells = [
            recall_and_collision(chosen, rng, keys)
            for keys in (
                skeletons,
                with_known,
                lambda form: keying.keys(form).one_deletion,
            )
        ]
        yield f"| {name} | {' | '.join(f'{recall:.3f} at {collision:.2%}' for recall, collision in cells)} |"
    yield ""
    yield from curve()


def skeletons(form: str) -> tuple[str, ...]:
    return keying.keys(form).keys


def with_known(form: str) -> tuple[str, ...]:
    found = keying.keys(form)
    return (*found.keys, *found.known)


def curve() -> Iterator[str]:
    """Recall against collision: the more skeletons of a name are keys, the more it finds and collides."""
    pairs = key_pairs()
    chosen = ("hand Arabic–English", "hand Arabic–Kurmanji", "German/Turkish–Arabic", "places Arabic–English")
    yield f"| skeletons a name | {' | '.join(chosen)} |"
    yield f"|---|{'---|' * len(chosen)}"
    for most in (1, 2, 3, 4, 6, 8):
        cells = []
        for name in chosen:
            rng = random.Random(3)
            some = rng.sample(pairs[name], min(1200, len(pairs[name])))
            cells.append(recall_and_collision(some, rng, lambda form, most=most: skeletons(form)[:most]))
        yield f"| {most} | {' | '.join(f'{recall:.3f} at {collision:.2%}' for recall, collision in cells)} |"


def recall_and_collision(
    pairs: Sequence[tuple[str, str, str]], rng: random.Random, keys: Callable[[str], Iterable[str]]
) -> tuple[float, float]:
    left, right = [set(keys(a)) for a, _, _ in pairs], [set(keys(b)) for _, b, _ in pairs]
    met = sum(not a.isdisjoint(b) for a, b in zip(left, right, strict=True))
    collided = tried = 0
    for _ in range(100_000):
        one, other = rng.randrange(len(pairs)), rng.randrange(len(pairs))
        if pairs[one][2] != pairs[other][2]:
            tried += 1
            collided += not left[one].isdisjoint(right[other])
    return met / len(pairs), collided / max(1, tried)


def whole_names(folder: Path) -> Iterator[str]:
    """Full names of a real list; the wrong ones are half strangers, half share their last two names."""
    with (folder / "release-2024-04-13.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] and row["en_name"]]
    kin: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(rows):
        kin.setdefault(tuple(row["name"].split()[-2:]), []).append(at)
    yield "| full names Arabic–English (500 of a real list) | recall at precision ≥ .95 | wrongly ≥ .5 |"
    yield "|---|---|---|"
    for name, by in (
        ("with the lexicon", comparing.comparer()),
        ("without the lexicon", comparing.comparer(lexicon=lexicon.EMPTY)),
    ):
        rng = random.Random(7)
        asked = rng.sample(rows, 500)
        right = [by.llr(row["name"], row["en_name"]) for row in asked]
        strangers = [by.llr(row["name"], rng.choice(rows)["en_name"]) for row in asked[:250]]
        near = [
            [at for at in kin[tuple(row["name"].split()[-2:])] if rows[at]["name"] != row["name"]]
            for row in asked
        ]
        near_llrs = [
            by.llr(row["name"], rows[rng.choice(k)]["en_name"])
            for row, k in zip(asked, near, strict=True)
            if k
        ]
        wrong = strangers + near_llrs[:250]
        yield f"| {name} | {recall_at(right, wrong, 0.95):.3f} | {np.mean([llr > 0 for llr in wrong]):.3f} |"


def recall_at(right: Sequence[float], wrong: Sequence[float], precision: float) -> float:
    best = 0.0
    for least in right:
        true = sum(llr >= least for llr in right) / len(right)
        false = sum(llr >= least for llr in wrong) / len(wrong)
        if true / (true + false) >= precision:
            best = max(best, true)
    return best


def speed() -> Iterator[str]:
    rng = random.Random(5)
    forms = [form for entry in lexicon.shipped().entries.values() for form in entry.forms]
    full = [" ".join(rng.sample(forms, 3)) for _ in range(3000)]
    began = time.process_time()
    for form in full:
        keying.keys(form)
    yield f"- keys: {len(full) / (time.process_time() - began):,.0f} full names a CPU second (cold)"
    by = comparing.comparer()
    for label in ("first time", "again"):
        began = time.process_time()
        by.compare_many("خليل مراد قاسم", full[:200])
        yield f"- compare_many, 200 candidates, {label}: {1000 * (time.process_time() - began):.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--releases", type=Path, help="folder of the two real releases (never committed)")
    parser.add_argument("--document", action="store_true", help="append to docs/benchmarks.md")
    asked = parser.parse_args()
    began = time.process_time()
    lines = [f"## Names ({date.today()}, {platform.machine()}, Python {platform.python_version()})", ""]
    parts = [
        retrieval(asked.quick),
        key_figures(),
        *([whole_names(asked.releases)] if asked.releases else []),
        speed(),
    ]
    print("\n".join(lines))
    for part in parts:
        for line in part:
            print(line, flush=True)
            lines.append(line)
        print()
        lines.append("")
    lines.append(f"{time.process_time() - began:.0f} CPU seconds in all.")
    print(lines[-1])
    if asked.document:
        with (ROOT / "docs/benchmarks.md").open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
