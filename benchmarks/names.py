"""Names: how well spellings find one another, with the lexicon and with the asked name left out.

./run bench names [--quick] [--releases FOLDER] [--document]
--quick: no training; the second column then leaves out only the lexicon.
"""

from __future__ import annotations

import argparse
import csv
import platform
import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(ROOT := Path(__file__).resolve().parents[1]))

from benchmarks.names_keys import key_figures
from benchmarks.names_tasks import (
    TOKENS,
    Row,
    any_spelling,
    names_half,
    public_without_held_out,
    sharing_no_form,
    tasks,
)

from vegerin.engines.names import comparing, fitting, frequencies, keying, lexicon, model, orthography
from vegerin.engines.names.chances import LetterChances
from vegerin.engines.names.comparing import Comparer
from vegerin.engines.names.ranking import Index

QUERIES = 150


def reciprocal_ranks(
    index: Index, rows: Sequence[Row], *, rng: random.Random, wanted: np.ndarray | None = None
) -> tuple[float, float, int]:
    """Mean reciprocal rank and recall at 10 of the first right spelling."""
    found = []
    for _, asked, right in rows:
        good = set(right)
        ranked = [item.form for item in index.rank(rng.choice(asked), most=60, wanted=wanted)]
        found.append(next((place for place, form in enumerate(ranked, start=1) if form in good), 0))
    ranks = np.array([1 / place if place else 0.0 for place in found])
    return float(ranks.mean()), float(np.mean([0 < place <= 10 for place in found])), len(found)


def trained_halves() -> list[tuple[Comparer, set[str]]]:
    """Two models, each of one half of the names; and the forms that it has not seen."""
    public, halves = public_without_held_out(), []
    for half in (0, 1):
        kept, other = names_half(half)
        trained = fitting.fit([*public, *kept])
        halves.append((Comparer(trained, lexicon.EMPTY, frequencies.shipped()), other))
    return halves


def retrieval(halves: Sequence[tuple[Comparer, set[str]]]) -> Iterator[str]:
    yield "| asked among ≥ 14,000 | n | with the lexicon: MRR (R@10) | left out: MRR (R@10) |"
    yield "|---|---|---|---|"
    shipped = comparing.comparer()
    bare = Comparer(model.shipped(), lexicon.EMPTY, frequencies.shipped())
    for task in tasks():
        rng = random.Random(7)
        drawn = rng.sample(task.rows, min(QUERIES, len(task.rows)))
        pool = sorted({*task.pool, *(form for row in task.rows for form in row[2])})
        asked = [("", drawn)]
        if task.every_row:
            asked += [("", task.rows), (", any spelling of the tables", any_spelling(task.rows))]
        for said, rows in asked:
            first = reciprocal_ranks(Index(pool, by=shipped), rows, rng=random.Random(7))
            second = without(halves, bare, pool, rows)
            with_it, left_out = (f"{mrr:.3f} ({at_ten:.3f})" for mrr, at_ten, _ in (first, second))
            yield f"| {task.name}{said} ({len(pool):,}) | {first[2]} | {with_it} | {left_out} |"
    if halves:
        yield tokens_sharing_no_form()


def tokens_sharing_no_form() -> str:
    """All held-out tokens, asked of a model that saw no row with a spelling of any of them."""
    task = next(task for task in tasks() if task.name == TOKENS)
    kept, other = names_half(1)
    trained = fitting.fit(sharing_no_form([*public_without_held_out(), *kept], task.rows))
    index = Index(
        task.pool,
        by=Comparer(trained, lexicon.EMPTY, frequencies.shipped()),
        letters=spelling_without(other),
    )
    mrr, at_ten, asked = reciprocal_ranks(index, task.rows, rng=random.Random(7))
    return f"| {task.name}, every row that shares a form left out | {asked} | – | {mrr:.3f} ({at_ten:.3f}) |"


def who_asks(halves: Sequence[tuple[Comparer, set[str]]]) -> Iterator[str]:
    """Kurmanji and English spellings of the same names in one list: what it helps to say which is wanted.

    Left out throughout: lexicon, model and the letters of each spelling know nothing of the asked rows.
    """
    english, kurmanji = tasks()[:2]
    both = {*english.pool, *kurmanji.pool, *(f for t in (english, kurmanji) for r in t.rows for f in r[2])}
    pool = sorted(both)
    yield f"| independent Arabic, asked among {len(pool):,} Kurdish and English | n | MRR (R@10) |"
    yield "|---|---|---|"
    for task, wanted in ((kurmanji, None), (kurmanji, "kmr"), (english, None), (english, "en")):
        found = []
        for by, unseen in halves:
            rows = [r for r in task.rows if all(model.spelling(f)[1] in unseen for f in (r[1][0], r[2][0]))]
            if rows:
                letters = spelling_without(unseen)
                index = Index(pool, by=by, letters=letters)
                besides = orthography.log_chances(pool, wanted, by=letters) if wanted else None
                found.append(reciprocal_ranks(index, rows, rng=random.Random(7), wanted=besides))
        said = f"--to {wanted}" if wanted else "nothing said"
        yield f"| → {task.name.split('→')[1]}, {said} | {total(found)}"


def spelling_without(unseen: set[str]) -> dict[str, LetterChances]:
    """What tells Kurmanji from English letters, without the rows that are asked."""
    return orthography.learn(orthography.forms_by_style(of_half(unseen)))


def of_half(unseen: set[str]) -> frozenset[str]:
    """The lexicon's forms of one half, as they are written."""
    forms = (form for entry in lexicon.shipped().entries.values() for form in entry.forms)
    return frozenset(form for form in forms if model.spelling(form)[1] in unseen)


def total(found: Sequence[tuple[float, float, int]]) -> str:
    asked = sum(each[2] for each in found)
    mrr, at_ten = (sum(each[at] * each[2] for each in found) / max(1, asked) for at in (0, 1))
    return f"{asked} | {mrr:.3f} ({at_ten:.3f}) |"


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
            index = Index(pool, by=by, letters=spelling_without(unseen))
            results.append(reciprocal_ranks(index, mine, rng=random.Random(7)))
    total = sum(result[2] for result in results)
    return sum(r[0] * r[2] for r in results) / total, sum(r[1] * r[2] for r in results) / total, total


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
    halves = [] if asked.quick else trained_halves()
    parts = [
        retrieval(halves),
        *([who_asks(halves)] if halves else []),
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
