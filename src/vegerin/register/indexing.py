"""The index of written names: keys of each part, and of two parts together, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from django.db import connection

from vegerin.engines import names
from vegerin.register.models import KeyWord, NameKey, WrittenName

LONGEST_KEY = 40
PARTS_KEYED = 5
PARTS_PAIRED = 3
KEYS_PAIRED = 2


def part_keys(text: str) -> list[tuple[str, ...]]:
    """Of each part of a written name, the keys under which it may be found; titles and kunya have none."""
    parts = [part.text for part in names.parse(text).names][:PARTS_KEYED]
    return [tuple(key[:LONGEST_KEY] for key in names.part_keys(part).keys) for part in parts or [text]]


def pair_keys(parts: list[tuple[str, ...]], *, most: int = KEYS_PAIRED) -> dict[str, int]:
    """Of each two of the first parts, their keys together in either order, and which pair it is.

    Rare where each part is common.

    >>> pair_keys([("xll",), ("mrd", "mrt")])
    {'mrd|xll': 0, 'mrt|xll': 0}
    """
    found: dict[str, int] = {}
    for number, (first, second) in enumerate(combinations(parts[:PARTS_PAIRED], 2)):
        for one, other in product(first[:most], second[:most]):
            found.setdefault("|".join(sorted((one, other)))[:LONGEST_KEY], number)
    return found


def index(written: Iterable[WrittenName]) -> int:
    """Enter the keys of written names that have none yet; how many keys came in.

    As plain rows: a name has about eighteen keys, and a list tens of thousands of names.
    """
    keys = [(key, name.pk, position) for name in written for key, position in keys_of(name.text)]
    table = connection.ops.quote_name(NameKey._meta.db_table)
    insert = f"INSERT INTO {table} (key, name_id, position) VALUES (%s, %s, %s)"  # noqa: S608 -- our own table
    with connection.cursor() as cursor:
        cursor.executemany(insert, keys)
    remember({key for key, _name, _position in keys if "|" not in key})
    return len(keys)


def keys_of(text: str) -> Iterator[tuple[str, int]]:
    """The keys of one written name, each with the place of its part."""
    parts = part_keys(text)
    for position, alternatives in enumerate(parts):
        for key in dict.fromkeys(alternatives):
            yield key, position
    for pair in sorted(pair_keys(parts)):
        yield pair, PARTS_KEYED


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


def index_again() -> int:
    """After the engine's keys changed: the whole index anew."""
    NameKey.objects.all().delete()
    KeyWord.objects.all().delete()
    return index(WrittenName.objects.iterator(chunk_size=5000))
