"""The exercise's own names: usual given names in several scripts, and villages that are on no map."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vegerin.config.exercise.nameless import Sex, rows_of


@dataclass(frozen=True)
class Name:
    """One name in all its usual spellings; the first of each is the commonest."""

    kmr: tuple[str, ...]
    arab: tuple[str, ...]
    en: tuple[str, ...]
    ckb: tuple[str, ...] = ()
    de: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.kmr[0]


@dataclass(frozen=True)
class Village:
    """A village or collective town of the exercise; collectives have a second, official name."""

    name: Name
    kind: str


@cache
def given_names(sex: Sex) -> tuple[tuple[Name, ...], tuple[int, ...]]:
    """The given names of one sex, and how common each is."""
    rows = [row for row in rows_of("given-names.tsv") if row["sex"] == sex]
    return tuple(map(_name, rows)), tuple(int(row["weight"]) for row in rows)


@cache
def villages() -> tuple[Village, ...]:
    """The invented villages."""
    return tuple(Village(_name(row), row["kind"]) for row in rows_of("villages.tsv"))


def drawn(sex: Sex, rng: random.Random, *, but_not: Sequence[Name] = ()) -> Name:
    """A given name as common as in life, other than those already taken in the family."""
    names, weights = given_names(sex)
    while True:
        (name,) = rng.choices(names, weights)
        if name not in but_not:
            return name


def _name(row: dict[str, str]) -> Name:
    def forms(column: str) -> tuple[str, ...]:
        return tuple(filter(None, row.get(column, "").split("|")))

    return Name(forms("kmr"), forms("arab"), forms("en"), forms("ckb"), forms("de"))
