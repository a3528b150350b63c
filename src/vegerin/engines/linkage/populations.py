"""Invented populations on three overlapping lists, with the truth: what the model learns from without labels.

Households of kin (brothers share the grandfather, siblings never share a given name), names by Zipf's law,
villages with several names. Three lists see parts of them: an office's in Arabic script, an aid group's in
English and German spelling, testimonies in Kurmanji, Sorani and the rest (`views.py`, `writing.py`). How much
each list says and how often it errs is drawn anew for each population, so that the model trusts no one list's
habits. All is drawn from one seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from vegerin.engines.linkage.rows import Row
from vegerin.engines.linkage.views import Listed, View, rows_of, views
from vegerin.engines.linkage.writing import SCRIPTS, Spelt, spelt
from vegerin.engines.names import lexicon

Rng = np.random.Generator
Draw = Callable[[Rng], Spelt]


@dataclass(frozen=True)
class Person:
    """One invented person; those who are only somebody's ancestor have id -1 and stand on no list."""

    id: int
    name: Spelt
    sex: str
    born: int
    household: int = -1
    village: Sequence[Spelt] = ()
    father: Person | None = None
    mother: Person | None = None
    lineage: Spelt | None = None

    @property
    def grandfather(self) -> Person | None:
        """The father's father."""
        return self.father.father if self.father else None


@dataclass
class Population:
    """Rows of all lists, and the person and household each row is about."""

    rows: list[Row] = field(default_factory=list)
    person: list[int] = field(default_factory=list)
    household: list[int] = field(default_factory=list)
    renamed: list[bool] = field(default_factory=list)


@dataclass(frozen=True)
class Names:
    """Where names are drawn from."""

    men: Draw
    women: Draw
    lineages: Sequence[Spelt]
    villages: Sequence[Sequence[Spelt]]
    share: np.ndarray


def population(*, people: int, seed: int, crowded: bool = False) -> Population:
    """About so many people on three lists; `crowded`: of few names and villages, as if there were many more.

    >>> made = population(people=60, seed=1)
    >>> len(made.rows) == len(made.person) > 60
    True
    """
    rng = np.random.default_rng(seed)
    everyone = _people(people, rng, crowded=crowded)
    made = Population()
    for view in views(rng):
        listed = _listed(everyone, view, rng)
        for number, (each, said) in enumerate(zip(listed, rows_of(view, listed, rng), strict=True)):
            made.rows.append(Row(view.name, number + 2, said))
            made.person.append(each.person.id)
            made.household.append(each.person.household)
            made.renamed.append(each.renamed is not None)
    return made


def _listed(everyone: Sequence[Person], view: View, rng: Rng) -> list[Listed]:
    """Whom the list holds: families tend to be on a list together, or to be missing together."""
    of_family: dict[int, float] = {}
    listed = []
    names = [person.name for person in everyone]
    for person in everyone:
        leaning = of_family.setdefault(person.household, float(rng.normal(0, view.together)))
        chance = 1 / (1 + np.exp(-(np.log(view.share / (1 - view.share)) + leaning)))
        if rng.random() < chance:
            young = person.born >= 1999 and rng.random() < view.renamed
            listed.append(Listed(person, names[int(rng.integers(len(names)))] if young else None))
    if view.shuffled:
        listed = [listed[at] for at in rng.permutation(len(listed))]
    return listed


def _people(wanted: int, rng: Rng, *, crowded: bool) -> list[Person]:
    names = _names(rng, crowded=crowded)
    everyone: list[Person] = []
    household = 0
    while len(everyone) < wanted:
        village = names.villages[int(rng.choice(len(names.villages), p=names.share))]
        lineage = names.lineages[int(rng.integers(len(names.lineages)))]
        for family in _kin(names, rng):
            here = [
                replace(person, household=household, village=village, lineage=lineage) for person in family
            ]
            everyone += [replace(person, id=len(everyone) + at) for at, person in enumerate(here)]
            household += 1
    return everyone


def _kin(names: Names, rng: Rng) -> list[list[Person]]:
    """The households of one man's sons."""
    ancestor = Person(-1, names.men(rng), "M", int(rng.integers(1890, 1945)))
    head = Person(-1, names.men(rng), "M", ancestor.born + 25, father=ancestor)
    households = []
    for brother in _siblings(int(rng.integers(1, 5)), head, None, "M", names, rng):
        her_father = Person(
            -1, names.men(rng), "M", brother.born - 25, father=Person(-1, names.men(rng), "M", 1900)
        )
        wife = Person(0, names.women(rng), "F", brother.born + int(rng.integers(0, 8)), father=her_father)
        children = _siblings(int(rng.integers(0, 9)), brother, wife, "", names, rng)
        households.append([person for person in (brother, wife, *children) if person.born <= 2014])
    return households


def _siblings(
    count: int, father: Person, mother: Person | None, sex: str, names: Names, rng: Rng
) -> list[Person]:
    born = (mother or father).born + int(rng.integers(18, 26))
    found: list[Person] = []
    for _ in range(count):
        kind = sex or ("M" if rng.random() < 0.5 else "F")
        name = (names.men if kind == "M" else names.women)(rng)
        if all(name is not sibling.name for sibling in found):
            found.append(Person(0, name, kind, born, father=father, mother=mother))
            born += int(rng.integers(1, 4))
    return found


MANY = {"names": (110, 220), "villages": (18, 60)}
FEW = {"names": (50, 100), "villages": (4, 9)}


def _names(rng: Rng, *, crowded: bool) -> Names:
    """Zipf draws of men's and women's names; villages borrow the spellings of names."""
    many = FEW if crowded else MANY
    table = [(row["kind"], row["sex"], spelt(row)) for row in lexicon.rows("variants.tsv")]
    men, women = ([name for kind, of, name in table if kind == "given" and sex in of] for sex in "mf")
    for row in lexicon.rows("given-names.tsv"):
        name = spelt(
            {"kmr_latn": row["name_kmr"], "arab": row["name_ar"].replace("/", "|"),
             "en": row["name_en_variants"].replace(",", "|")}
        )  # fmt: skip
        (men if rng.random() < 0.5 else women).append(name)
    lineages = [name for kind, _, name in table if kind == "lineage"]
    villages = [
        [_place(men, women, rng) for _ in range(int(rng.choice((1, 1, 1, 2, 2, 3))))]
        for _ in range(int(rng.integers(*many["villages"])))
    ]
    share = 1 / np.arange(1, len(villages) + 1) ** rng.uniform(0.5, 1.0)
    return Names(
        _zipf(_some(men, many, rng), rng),
        _zipf(_some(women, many, rng), rng),
        lineages,
        villages,
        share / share.sum(),
    )


def _some(names: list[Spelt], many: dict[str, tuple[int, int]], rng: Rng) -> list[Spelt]:
    """In any order, and not all: a place has its own usual names."""
    return [names[at] for at in rng.permutation(len(names))[: int(rng.integers(*many["names"]))]]


_TELL = {
    "kmr_latn": ["Til", "Gir"],
    "arab": ["تل"],
    "ckb_arab": ["تل"],
    "en": ["Tel", "Til", "Tal"],
    "de_tr": ["Til"],
}


def _place(men: list[Spelt], women: list[Spelt], rng: Rng) -> Spelt:
    name = (men if rng.random() < 0.5 else women)[int(rng.integers(100))]
    if rng.random() < 0.6:
        return name
    return {
        script: [f"{tell} {form}" for form in name[script] for tell in _TELL[script]] for script in SCRIPTS
    }


def _zipf(names: Sequence[Spelt], rng: Rng) -> Draw:
    weights = 1 / np.arange(1, len(names) + 1) ** rng.uniform(0.6, 1.05)
    cumulated = np.cumsum(weights / weights.sum())
    return lambda rng: names[min(int(np.searchsorted(cumulated, rng.random())), len(names) - 1)]
