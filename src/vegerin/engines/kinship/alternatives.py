"""What a brother, half-brother or cousin of the missing person would explain: rivals whom no list names."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import log

from vegerin.engines.kinship.grave import Family, Grave, Node, ln_tables
from vegerin.engines.kinship.pedigree import Pedigree, Person, SamePedigree
from vegerin.engines.kinship.placements import Placed
from vegerin.engines.kinship.verdict import Alternative


def alternatives_to(
    grave: Grave, family: Family, who: str, body: int, placed: Placed = ()
) -> tuple[Alternative, ...]:
    """log10 LR of *the missing person* against each such relative, the others of the family placed."""
    as_missing = float(ln_tables(grave, family, [Node(placed, who)])[0, body])
    found = []
    for name, pedigree, target in relatives_of(SamePedigree(family.pedigree), who):
        other = replace(family, pedigree=pedigree, missing=(target,))
        as_other = float(ln_tables(grave, other, [Node(placed, target)])[0, body])
        found.append(Alternative(name, (as_missing - as_other) / log(10)))
    return tuple(found)


@lru_cache(maxsize=10_000)
def relatives_of(key: SamePedigree, who: str) -> list[tuple[str, Pedigree, str]]:
    """The family with a full sibling, a half-sibling by the father, a cousin by the father of the missing
    person.
    """
    pedigree = key.pedigree
    person = pedigree.person(who)
    people = list(pedigree.people)
    inbreeding = dict(pedigree.inbreeding)
    if person.is_founder:
        father, mother = Person("alt father", sex="M"), Person("alt mother", sex="F")
        born = replace(person, father=father.id, mother=mother.id)
        people = [father, mother, *(born if p.id == who else p for p in people)]
        inbreeding.pop(who, None)
        person = born
    sibling = Person("alt", person.father, person.mother, person.sex)
    wife = Person("alt wife", sex="F")
    half = Person("alt", person.father, wife.id, person.sex)
    return [
        ("sibling", Pedigree.of([*people, sibling], inbreeding=inbreeding), "alt"),
        ("half-sibling", Pedigree.of([*people, wife, half], inbreeding=inbreeding), "alt"),
        ("cousin", _with_cousin(people, inbreeding, person, wife), "alt"),
    ]


def _with_cousin(
    people: list[Person], inbreeding: dict[str, float], person: Person, wife: Person
) -> Pedigree:
    father = next(p for p in people if p.id == person.father)
    extra: list[Person] = []
    if father.is_founder:
        extra = [Person("alt grandfather", sex="M"), Person("alt grandmother", sex="F")]
        born = replace(father, father=extra[0].id, mother=extra[1].id)
        people = [born if p.id == father.id else p for p in people]
        inbreeding = {who: f for who, f in inbreeding.items() if who != father.id}
        father = born
    uncle = Person("alt uncle", father.father, father.mother, "M")
    cousin = Person("alt", uncle.id, wife.id, person.sex)
    return Pedigree.of([*extra, *people, uncle, wife, cousin], inbreeding=inbreeding)
