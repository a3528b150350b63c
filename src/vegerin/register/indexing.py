"""The index of written names: the keys of their parts, three to a row, as plain columns of either database.

A row finds a name by any of its first parts, by any two of them, or by all three. A name of four parts has a
row more for the fourth.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from django.db import connection, transaction
from django.db.models import QuerySet

from vegerin.engines import names
from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.register.models import KeyWord, NameKey, TakenOutName, WrittenName

LONGEST_KEY = 32
PARTS_KEYED = 5
PARTS_TOGETHER = 3
KEYS_KEPT = 2  # alternatives of one part that are stored; a query looks for all of them
MOST_ROWS = 4
Triple = tuple[str, str, str]


def part_keys(text: str) -> list[tuple[str, ...]]:
    """Of each part of a written name, the keys under which it may be found; titles and kunya have none."""
    parts = [part.text for part in names.parse(text).names][:PARTS_KEYED]
    return [tuple(key[:LONGEST_KEY] for key in names.part_keys(part).keys) for part in parts or [text]]


def keys_of(text: str) -> list[Triple]:
    """The rows of one written name.

    >>> keys_of("خليل مراد")[0]
    ('xll', 'mrd', '')
    """
    parts = [part for part in part_keys(text) if part]
    if not parts:
        return []
    rows = together(parts[:PARTS_TOGETHER])
    for further in parts[
        PARTS_TOGETHER:
    ]:  # a lineage after three names: with the given name and the father's
        rows += together([parts[0], parts[1][:1], further[:2]])[:2]
    return list(dict.fromkeys(rows))


def together(parts: list[tuple[str, ...]]) -> list[Triple]:
    """Alternatives of up to three parts, the likeliest first."""
    kept = [list(enumerate(part[:KEYS_KEPT])) for part in parts]
    kept += [[(0, "")]] * (PARTS_TOGETHER - len(kept))
    found = sorted(product(*kept), key=lambda chosen: sum(at for at, _ in chosen))
    return [(first, second, third) for (_, first), (_, second), (_, third) in found[:MOST_ROWS]]


def index(written: Iterable[WrittenName]) -> int:
    """Enter the rows of written names that have none yet; how many came in.

    As plain rows: a list has tens of thousands of names.
    """
    rows = [(*triple, name.pk) for name in written for triple in keys_of(name.text)]
    table = connection.ops.quote_name(NameKey._meta.db_table)
    insert = f"INSERT INTO {table} (first, second, third, name_id) VALUES (%s, %s, %s, %s)"  # noqa: S608 -- ours
    with connection.cursor() as cursor:
        cursor.executemany(insert, rows)
    remember({key for row in rows for key in row[:3] if key})
    return len(rows)


def remember(keys: set[str]) -> None:
    """Let the vocabulary forgive one letter of each key; the key itself stands there too."""
    known = set(KeyWord.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    KeyWord.objects.bulk_create(
        (
            KeyWord(shorter=shorter, key=key)
            for key in sorted(keys - known)
            for shorter in one_left_out(key) | beginnings(key)
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )


def one_left_out(key: str) -> set[str]:
    """A key and all that is left of it without one letter.

    >>> sorted(one_left_out("xll"))
    ['ll', 'xl', 'xll']
    """
    return {key} | {key[:at] + key[at + 1 :] for at in range(len(key)) if len(key) > 2}


def beginnings(key: str) -> set[str]:
    """How a key looks while it is typed.

    >>> sorted(beginnings("hsyn"))
    ['h*', 'hs*', 'hsy*']
    """
    return {f"{key[:end]}*" for end in range(1, len(key))}


def findable_names() -> QuerySet[WrittenName]:
    """Every written name but those that were taken back: with a name of a person, or with a whole row."""
    standing = WrittenName.objects.exclude(owner_type="taken_back").filter(taken_out__isnull=True)
    return standing.exclude(person_name__corrected_by__not_so=True)


def take_out(written: Iterable[WrittenName]) -> int:
    """Let nothing find these names any more; how many."""
    out = TakenOutName.objects.bulk_create(TakenOutName(written=name) for name in written)
    NameKey.objects.filter(name__in=[one.written_id for one in out]).delete()
    return len(out)


@transaction.atomic
def index_again() -> int:
    """After the engine's keys changed: the whole index anew, all or nothing.

    In one transaction: each row in its own took 160 seconds and 1.9 GB of log for 27,000 names.
    """
    NameKey.objects.all().delete()
    KeyWord.objects.all().delete()
    total, batch = 0, list[WrittenName]()
    for name in findable_names().iterator(chunk_size=5000):
        batch.append(name)
        if len(batch) == 5000:
            total += index(batch)
            batch.clear()
    return total + index(batch)


def index_where_missing(**_: object) -> None:
    """After a migration that threw the index away, and whenever the office opens without one: make it."""
    if NameKey.objects.exists() or not WrittenName.objects.exists():
        return
    with transaction.atomic():
        wait_for_turn("register.index")  # two processes that open at once would make it twice
        if not NameKey.objects.exists():
            index_again()
