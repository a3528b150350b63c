"""Search over names made by chance: CPU milliseconds a query, and how often the right one is first.

    ./run bench search [--rows 40000] [--queries 200] [--seed 19481210]

Each row is a person's name of two or three parts, written in one of three scripts; each query is one of
these people's names written again in another script.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import statistics
import tempfile
import time
from importlib import resources
from pathlib import Path

PASSPHRASE = "quiet ridge apple lantern seven"
Forms = tuple[str, str, str]


def spellings() -> list[Forms]:
    """The given names of the engine's table, each in Kurmanji, Arabic and English spelling."""
    file = resources.files("vegerin.engines.names") / "resources" / "given-names.tsv"
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield (
                row["name_kmr"].split(" / ")[0],
                row["name_ar"].split(" / ")[0],
                row["name_en_variants"].split(",")[0].strip(),
            )


def people(rng: random.Random, count: int) -> list[tuple[Forms, ...]]:
    """Names of given, father and, three times in four, grandfather; common ones are common."""
    known = [forms for forms in spellings() if all(forms)]
    rng.shuffle(known)
    weights = [1 / (rank + 3) for rank in range(len(known))]
    lengths = rng.choices((2, 3), weights=(1, 3), k=count)
    return [tuple(rng.choices(known, weights, k=length)) for length in lengths]


def written(person: tuple[Forms, ...], script: int) -> str:
    return " ".join(forms[script] for forms in person)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=19481210)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder) / "office", rng, options.rows, options.queries)


def run(folder: Path, rng: random.Random, rows: int, queries_asked: int) -> None:
    from vegerin.guard import founding

    founding.found(founding.Plan(folder=folder, head=("head", PASSPHRASE), exercise=True))
    from vegerin.guard import actions as guard
    from vegerin.guard import queries as staff
    from vegerin.guard.models import Staff
    from vegerin.guard.roles import Role
    from vegerin.register import actions, owners, queries

    head = Staff.objects.get()
    guard.give_role(staff=head, role=Role.REGISTER_OFFICER, by=None)
    reader = staff.reader_for(head)
    owners.register("bench_row", lambda reader, ids: {one: owners.OwnerLine(one, "row", "#") for one in ids})
    everybody = people(rng, rows)
    scripts = [rng.randrange(3) for _ in everybody]
    began = time.process_time()
    actions.add_written_names(
        (
            actions.NewWrittenName("bench_row", str(at), written(person, script))
            for at, (person, script) in enumerate(zip(everybody, scripts, strict=True))
        ),
        by=reader,
    )
    print(f"{rows} names written and indexed in {time.process_time() - began:.1f} CPU s")
    size = sum(file.stat().st_size for file in folder.glob("record.db*"))
    print(f"record: {size / 2**20:.0f} MB, {os.cpu_count()} cores")
    ask(rng, everybody, scripts, queries, reader, queries_asked)


def ask(rng: random.Random, everybody, scripts, queries, reader, count: int) -> None:
    """A hit is a row of a person with the same parts; several people may bear one name."""
    sought = rng.sample(range(len(everybody)), count)
    texts = [written(everybody[at], (scripts[at] + 1) % 3) for at in sought]
    for text in texts[:20]:
        queries.search(reader, text)
    for what, shorten in (("whole name", lambda t: t), ("while typing", lambda t: t[: max(3, len(t) - 3)])):
        spent, first, in_ten = [], 0, 0
        for at, text in zip(sought, texts, strict=True):
            began = time.process_time()
            hits = queries.search(reader, shorten(text), limit=10).hits
            spent.append((time.process_time() - began) * 1000)
            same = [everybody[int(hit.owner_id)] == everybody[at] for hit in hits]
            first += bool(same[:1] == [True])
            in_ten += any(same)
        spent.sort()
        print(
            f"{what}: p50 {statistics.median(spent):.1f} ms, p95 {spent[int(count * 0.95)]:.1f} ms, "
            f"first {first / count:.2f}, in ten {in_ten / count:.2f}"
        )


if __name__ == "__main__":
    main()
