"""Who descends from whom: pedigrees of any shape, with loops and twins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.answers import BadInput

SEXES = frozenset({"M", "F", "U"})


@dataclass(frozen=True)
class Person:
    """One member of a pedigree; a founder has no parents; identical twins name one another."""

    id: str
    father: str | None = None
    mother: str | None = None
    sex: str = "U"
    twin: str | None = None

    @property
    def is_founder(self) -> bool:
        """Whether this person's parents lie outside the pedigree."""
        return self.father is None and self.mother is None


@dataclass(frozen=True)
class Pedigree:
    """People in an order where parents stand before their children; `inbreeding` is that of founders.

    >>> trio = Pedigree.of([("F", None, None, "M"), ("M", None, None, "F"), ("C", "F", "M", "F")])
    >>> [person.id for person in trio.founders]
    ['F', 'M']
    """

    people: tuple[Person, ...]
    inbreeding: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        members: Iterable[Person | Mapping[str, Any] | tuple[str, str | None, str | None, str]],
        *,
        inbreeding: Mapping[str, float] | None = None,
    ) -> Pedigree:
        """A checked pedigree from people, records or (id, father, mother, sex)."""
        people = [_person(member) for member in members]
        _check_ids(people)
        people = _with_anonymous_parents(people)
        _check_parents(people)
        ids = {person.id for person in people}
        kept = {who: float(f) for who, f in (inbreeding or {}).items() if who in ids and f}
        _check_inbreeding(people, kept)
        return cls(tuple(_parents_first(people)), kept)

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each id stands."""
        return {person.id: place for place, person in enumerate(self.people)}

    @cached_property
    def leaders(self) -> dict[str, str]:
        """For each person the id that stands for the group of identical twins, usually the person's own."""
        leader = {person.id: person.id for person in self.people}

        def find(who: str) -> str:
            while leader[who] != who:
                who = leader[who]
            return who

        for person in self.people:
            if person.twin is not None:
                first, second = sorted((find(person.id), find(person.twin)), key=self.index.__getitem__)
                leader[second] = first
        return {who: find(who) for who in leader}

    @property
    def founders(self) -> list[Person]:
        """The people whose parents lie outside."""
        return [person for person in self.people if person.is_founder]

    def __contains__(self, who: str) -> bool:
        return who in self.index

    def person(self, who: str) -> Person:
        """The member with this id."""
        if who not in self.index:
            raise BadInput(f"{who!r} is not in the pedigree ({', '.join(self.index)}).")
        return self.people[self.index[who]]

    def renamed(self, names: Mapping[str, str]) -> Pedigree:
        """The same pedigree with some ids changed."""

        def new(who: str | None) -> str | None:
            return who if who is None else names.get(who, who)

        people = tuple(
            replace(p, id=names.get(p.id, p.id), father=new(p.father), mother=new(p.mother), twin=new(p.twin))
            for p in self.people
        )
        return Pedigree(people, {names.get(who, who): f for who, f in self.inbreeding.items()})

    def children_of(self, who: str) -> list[Person]:
        """Those whose father or mother this is."""
        return [person for person in self.people if who in (person.father, person.mother)]

    def kinship(self) -> NDArray[np.float64]:
        """The chance that two alleles drawn at random from i and from j descend from one (Lange 2002, ch. 5).

        Rows and columns in the order of `people`; the diagonal is (1 + inbreeding) / 2.
        """
        n = len(self.people)
        phi = np.zeros((n, n))
        for i, person in enumerate(self.people):
            twin = self.index[self.leaders[person.id]]
            if twin < i:
                phi[i, :i] = phi[twin, :i]
                phi[:i, i] = phi[:i, twin]
                phi[i, i] = phi[twin, twin]
                continue
            if person.is_founder:
                phi[i, i] = (1 + self.inbreeding.get(person.id, 0.0)) / 2
                continue
            father, mother = self.index[str(person.father)], self.index[str(person.mother)]
            phi[i, :i] = phi[:i, i] = (phi[father, :i] + phi[mother, :i]) / 2
            phi[i, i] = (1 + phi[father, mother]) / 2
        return phi

    def inbreeding_of_all(self) -> NDArray[np.float64]:
        """The chance that a person's two alleles descend from one."""
        return np.asarray(2 * np.diag(self.kinship()) - 1)


class SamePedigree:
    """A pedigree by identity, as a key: hashing all its people each time would cost more than the answer."""

    __slots__ = ("pedigree",)

    def __init__(self, pedigree: Pedigree) -> None:
        self.pedigree = pedigree

    def __hash__(self) -> int:
        return id(self.pedigree)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SamePedigree) and self.pedigree is other.pedigree


def unrelated(who: str, sex: str) -> Pedigree:
    """A pedigree of one."""
    return Pedigree((Person(who, sex=sex),))


def _person(member: Person | Mapping[str, Any] | tuple[str, str | None, str | None, str]) -> Person:
    if isinstance(member, Person):
        return member
    if isinstance(member, tuple):
        return Person(*member)
    try:
        who = str(member["id"])
    except (KeyError, TypeError):
        raise BadInput(f"A member of a pedigree has no id: {member!r}.") from None
    sex = str(member.get("sex") or "U").upper()
    if sex not in SEXES:
        raise BadInput(f"The sex of {who} is {sex!r}; it should be M, F or U.")
    twin = member.get("twin") or member.get("twin_of")
    father, mother = member.get("father"), member.get("mother")
    return Person(who, _parent_id(father), _parent_id(mother), sex, None if twin is None else str(twin))


def _parent_id(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _check_ids(people: Sequence[Person]) -> None:
    seen: set[str] = set()
    for person in people:
        if person.id in seen:
            raise BadInput(f"{person.id} stands twice in one pedigree. Give each person an id of their own.")
        seen.add(person.id)


def _with_anonymous_parents(people: Sequence[Person]) -> list[Person]:
    """Where one parent is named, the other is an unknown founder."""
    result: list[Person] = []
    for person in people:
        if person.is_founder or (person.father and person.mother):
            result.append(person)
        elif person.father is None:
            result.append(Person(f"father of {person.id}", sex="M"))
            result.append(replace(person, father=f"father of {person.id}"))
        else:
            result.append(Person(f"mother of {person.id}", sex="F"))
            result.append(replace(person, mother=f"mother of {person.id}"))
    return result


def _check_parents(people: Sequence[Person]) -> None:
    by_id = {person.id: person for person in people}
    for person in people:
        for parent, role, wrong in ((person.father, "father", "F"), (person.mother, "mother", "M")):
            if parent is None:
                continue
            if parent not in by_id:
                raise BadInput(
                    f"{parent}, the {role} of {person.id}, is not in the pedigree. Add a line for {parent}."
                )
            if by_id[parent].sex == wrong:
                raise BadInput(f"{parent} is the {role} of {person.id} but has sex {wrong}.")
        if person.twin is not None:
            _check_twin(person, by_id)


def _check_twin(person: Person, by_id: Mapping[str, Person]) -> None:
    twin = by_id.get(str(person.twin))
    if twin is None or twin.id == person.id:
        raise BadInput(f"{person.twin}, the twin of {person.id}, is not another person of the pedigree.")
    if (twin.father, twin.mother, twin.sex) != (person.father, person.mother, person.sex):
        raise BadInput(f"{person.id} and {twin.id} are identical twins but differ in parents or sex.")


def _check_inbreeding(people: Sequence[Person], inbreeding: Mapping[str, float]) -> None:
    founders = {person.id for person in people if person.is_founder}
    for who, f in inbreeding.items():
        if not 0 <= f <= 1:
            raise BadInput(f"The inbreeding of {who} is {f}; it should lie between 0 and 1.")
        if who not in founders:
            raise BadInput(f"{who} has parents in the pedigree; an inbreeding is given for founders only.")


def _parents_first(people: Sequence[Person]) -> list[Person]:
    placed: set[str] = set()
    waiting, result = list(people), []
    while waiting:
        ready = [p for p in waiting if all(q is None or q in placed for q in (p.father, p.mother))]
        if not ready:
            raise BadInput(f"{waiting[0].id} is an ancestor of himself or herself. Check the parents.")
        result += ready
        placed |= {person.id for person in ready}
        waiting = [person for person in waiting if person.id not in placed]
    return result
