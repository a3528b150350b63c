"""Search over names made by chance: milliseconds a query, the right name among ten, disk and memory.

    ./run bench search [--rows 100000] [--queries 400] [--seed 19481210] [--postgres] [--misses]

Each row is a person's name of two or three parts in one of five spellings (Kurmanji, Arabic, Sorani,
English, German), drawn from the exercise's given names by Zipf's law, seven in ten in the usual spelling;
four parts in a hundred have a slip (a letter for its twin, two swapped, one lost). Each query is one of these
people written again in another script, spelling and slips of its own. An equal name counts as a hit.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PASSPHRASE = "quiet ridge apple lantern seven"
SCRIPTS = ("kmr", "arab", "en", "ckb", "de")
SLIP = 0.04


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--seed", type=int, default=19481210)
    parser.add_argument(
        "--postgres", action="store_true", help="a PostgreSQL of its own instead of SQLCipher"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the office, used again when it is there")
    parser.add_argument("--misses", action="store_true", help="print each whole name not found in ten")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(options.keep or Path(folder) / "office", options)


def people(rng: random.Random, count: int) -> Iterator[tuple]:
    """Names of given, father and, three times in four, grandfather; common ones are common."""
    from vegerin.config.exercise.names import given_names

    men, women = (list(given_names(sex)[0]) for sex in "MF")
    rng.shuffle(men)
    rng.shuffle(women)
    by_rank = {id(names): [1 / (rank + 3) for rank in range(len(names))] for names in (men, women)}
    for _ in range(count):
        first = rng.choice((men, women))
        given = rng.choices(first, by_rank[id(first)])
        fathers = rng.choices(men, by_rank[id(men)], k=rng.choices((1, 2), weights=(1, 3))[0])
        yield (*given, *fathers)


def written(person: tuple, script: str, rng: random.Random) -> str:
    from vegerin.config.exercise import mistakes

    return " ".join(
        mistakes.slipped(mistakes.spelling(name, script, rng), rng, chance=SLIP) for name in person
    )


def run(folder: Path, options: argparse.Namespace) -> None:
    from vegerin.guard import founding

    known = (folder / "office.json").exists()
    postgres: dict[str, str] = {}
    if options.postgres:
        sys.path.insert(0, str(Path(__file__).parent.parent))
        from tests import postgres as cluster

        postgres = cluster.start()
    if known:
        open_again(folder)
    else:
        founding.found(founding.Plan(folder, head=("head", PASSPHRASE), exercise=True, postgres=postgres))
    from vegerin.guard import actions as guard
    from vegerin.guard import queries as staff
    from vegerin.guard.models import Staff
    from vegerin.guard.roles import Role
    from vegerin.register import owners, queries

    head = Staff.objects.get()
    if not known:
        guard.give_role(staff=head, role=Role.REGISTER_OFFICER, by=None)
    reader = staff.reader_for(head)
    owners.register("bench_row", lambda reader, ids: {one: owners.OwnerLine(one, "row", "#") for one in ids})
    rng = random.Random(options.seed)
    everybody = list(people(rng, options.rows))
    if not known and options.rows > 200_000:
        write_at_once(everybody, rng, folder)
    elif not known:
        write(everybody, rng, reader, folder)
    ask(everybody, random.Random(options.seed + 1), queries, reader, options.queries, misses=options.misses)


def open_again(folder: Path) -> None:
    """An office that an earlier benchmark left."""
    os.environ["VEGERIN_OFFICE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "vegerin.config.settings"
    import django

    django.setup()
    from vegerin.guard import unlocking

    unlocking.unlock(PASSPHRASE)


def write(everybody: list, rng: random.Random, reader: object, folder: Path) -> None:
    from vegerin.register import actions

    began = time.process_time()
    actions.add_written_names(
        (
            actions.NewWrittenName("bench_row", str(at), written(person, rng.choice(SCRIPTS), rng))
            for at, person in enumerate(everybody)
        ),
        by=reader,
    )
    rows = len(everybody)
    print(f"{rows} names written and indexed in {time.process_time() - began:.1f} CPU s")
    sizes(folder, rows)


def write_at_once(everybody: list, rng: random.Random, folder: Path) -> None:
    """The same rows, for a million: keys of each spelling once, the indexes made at the end."""
    from django.db import connection, transaction

    from vegerin.engines.names.romanising import romanised
    from vegerin.register import indexing
    from vegerin.register.models import NameKey

    began = time.process_time()
    keys_of_part: dict[str, tuple[str, ...]] = {}
    known: set[str] = set()
    schema = connection.schema_editor
    with schema() as editor:
        for index in NameKey._meta.indexes:
            editor.remove_index(NameKey, index)
    names, rows = [], []
    with transaction.atomic(), connection.cursor() as cursor:
        for at, person in enumerate(everybody, start=1):
            text = written(person, rng.choice(SCRIPTS), rng)
            parts = []
            for part in text.split():
                if part not in keys_of_part:
                    keys_of_part[part] = indexing.part_keys(part)[0]
                parts.append(keys_of_part[part])
            triples = indexing.together([part for part in parts if part][:3]) if any(parts) else []
            rows += [(*triple, at) for triple in triples]
            script = "arab" if text > "\u0600" else "latn"
            names.append((at, "bench_row", str(at - 1), text, script, "", "as_written", romanised(text)))
            if at % 20_000 == 0 or at == len(everybody):
                insert(
                    cursor,
                    "register_writtenname",
                    "id, owner_type, owner_id, text, script, language, kind, romanised",
                    names,
                )
                insert(cursor, "register_namekey", "first, second, third, name_id", rows)
                known |= {key for row in rows for key in row[:3] if key}
                names, rows = [], []
        indexing.remember(known)
    with schema() as editor:
        for index in NameKey._meta.indexes:
            editor.add_index(NameKey, index)
    print(f"{len(everybody)} names written at once and indexed in {time.process_time() - began:.1f} CPU s")
    sizes(folder, len(everybody))


def insert(cursor, table: str, columns: str, rows: list) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)


def sizes(folder: Path, rows: int) -> None:
    """Disk and key rows a name."""
    from django.db import connection

    from vegerin.register.models import NameKey

    if connection.vendor == "sqlite":
        size = sum(file.stat().st_size for file in folder.glob("record.db*"))
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
    keys = NameKey.objects.count()
    each = f"{size / rows:.0f} bytes and {keys / rows:.1f} key rows a name"
    print(f"{connection.vendor}: {size / 2**20:.0f} MB, {each}")


def ask(everybody: list, rng: random.Random, queries, reader, count: int, *, misses: bool = False) -> None:
    """A hit is a row of a person with the same parts; several people may bear one name."""
    sought = rng.sample(range(len(everybody)), count)
    texts = [written(everybody[at], rng.choice(SCRIPTS), rng) for at in sought]
    for text in texts[: count // 4]:
        queries.search(reader, text), queries.search(reader, text[:-3], typing=True)
    print(f"{len({name for person in everybody for name in person})} names, {os.cpu_count()} cores")
    for what, shorten in (("whole name", lambda t: t), ("while typing", lambda t: t[: max(3, len(t) - 3)])):
        spent, first, in_ten = [], 0, 0
        for at, text in zip(sought[count // 4 :], texts[count // 4 :], strict=True):
            began = time.process_time()
            hits = queries.search(reader, shorten(text), limit=10, typing=what == "while typing").hits
            spent.append((time.process_time() - began) * 1000)
            same = [everybody[int(hit.owner_id)] == everybody[at] for hit in hits]
            first += bool(same[:1] == [True])
            in_ten += any(same)
            if misses and what == "whole name" and not any(same):
                asked_for = " ".join(map(str, everybody[at]))
                print(f"missed: {text} | {asked_for} | {' · '.join(hit.name for hit in hits[:3])}")
        spent.sort()
        asked = len(spent)
        print(
            f"{what}: p50 {statistics.median(spent):.1f} ms, p95 {spent[int(asked * 0.95)]:.1f} ms CPU, "
            f"first {first / asked:.3f}, in ten {in_ten / asked:.3f}"
        )
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
