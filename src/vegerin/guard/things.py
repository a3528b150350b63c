"""What the office calls a thing that a row is about: its own code in words, never a number of the database.

A room says in `apps.ready` what its things are called and which code each bears:

    things.register("person", _("A person"), lambda reader, ids: {…id: "P48213-7"…})

Where a thing bears no code, or not one for this reader, the words stand alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Manager
from django.utils.translation import gettext

from vegerin.guard.reader import Reader

Codes = Callable[[Reader, Collection[str]], Mapping[str, str]]
OURS = re.compile(r"[A-Z][A-Z0-9]*\d[A-Z0-9-]*")  # P48213-7, X4471-2, E001238-7

_kinds: dict[str, tuple[Any, Codes]] = {}


def no_codes(reader: Reader, ids: Collection[str]) -> Mapping[str, str]:
    """Of things that are only *one of them*."""
    return {}


def by_code(rows: Manager[Any], field: str = "code") -> Codes:
    """The codes of a table."""

    def codes(reader: Reader, ids: Collection[str]) -> dict[str, str]:
        known = rows.filter(pk__in=[one for one in ids if is_id(one)])
        found = {str(pk): code for pk, code in known.values_list("pk", field)}
        return found | {one: one for one in ids if OURS.fullmatch(one)}

    return codes


def register(prefix: str, words: Any, codes: Codes = no_codes) -> None:
    """Say what things of a prefix are called; the same prefix twice is a mistake."""
    if prefix in _kinds:
        raise ValueError(f"Things of {prefix!r} are registered twice.")
    _kinds[prefix] = (words, codes)


def is_id(text: str) -> bool:
    """Whether it is an id of the database, which nobody reads out."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def words_of(prefix: str) -> str:
    """What a thing of this prefix is called; nothing if nobody said."""
    return gettext(_kinds[prefix][0]) if prefix in _kinds else ""


def codes_of(reader: Reader, abouts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The office's codes of things, by prefix and id; one question for each kind of thing."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for prefix, one in abouts:
        wanted[prefix].add(one)
    return {
        (prefix, one): code
        for prefix, ids in wanted.items()
        if prefix in _kinds
        for one, code in _kinds[prefix][1](reader, sorted(ids)).items()
    }
