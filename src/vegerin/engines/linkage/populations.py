"""Invented populations on three overlapping lists, with the truth: what the model learns from without labels.

Households of kin (brothers share the grandfather, siblings never share a given name), names by Zipf's law,
villages with one or two names. Three lists see parts of them: an office's in Arabic script, an aid group's in
English and German spelling, testimonies in Kurmanji, Sorani and the rest. All is drawn from one seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from vegerin.engines.linkage.records import Row
from vegerin.engines.names import lexicon

Rng = np.random.Generator
Spelt = dict[str, list[str]]
Draw = Callable[[Rng], Spelt]

SCRIPTS = ("kmr_latn", "arab", "ckb_arab", "en", "de_tr")
VILLAGES = 24
MISTYPED, SWAPPED, RUN_TOGETHER = 0.05, 0.02, 0.02


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


@dataclass(frozen=True)
class View:
    """How one list sees people: the share it holds, and how often each thing is said."""

    name: str
    scripts: tuple[str, ...]
    share: float
    father: float
    grandfather: float
    mother: float
    lineage: float
    born: float
    village: float
    household: float
    off_by: tuple[int, ...]  # errors of the year of birth, drawn evenly
    says_ages: bool


AID_SCRIPTS = ("en", "en", "en", "de_tr")
VIEWS = (
    View("office", ("arab",), 0.7, 0.98, 0.85, 0.0, 0.15, 0.93, 0.97, 1.0, (0, 0, 0, 0, 0, 1, -1), False),
    View("aid", AID_SCRIPTS, 0.45, 0.97, 0.5, 0.5, 0.2, 0.7, 0.85, 0.0, (0, 0, 0, 1, -1, 2, -3), True),
    View("camps", SCRIPTS, 0.3, 0.8, 0.3, 0.0, 0.1, 0.7, 0.75, 0.8, (0, 0, 1, -1, 2, -2), True),
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Where names are drawn from."""

    men: Draw
    women: Draw
    lineages: Sequence[Spelt]
    villages: Sequence[Sequence[Spelt]]


def population(*, people: int, seed: int) -> Population:
    """About so many people on three lists.

    >>> made = population(people=60, seed=1)
    >>> len(made.rows) == len(made.person) > 60
    True
    """
    rng = np.random.default_rng(seed)
    everyone = _people(people, rng)
    made = Population()
    for view in VIEWS:
        for number, person in enumerate(one for one in everyone if rng.random() < view.share):
            made.rows.append(Row(view.name, number + 2, _row(view, number, person, rng)))
            made.person.append(person.id)
            made.household.append(person.household)
    return made


def _people(wanted: int, rng: Rng) -> list[Person]:
    names = _names(rng)
    weights = 1 / np.arange(1, VILLAGES + 1) ** 0.7
    everyone: list[Person] = []
    household = 0
    while len(everyone) < wanted:
        village = names.villages[int(rng.choice(VILLAGES, p=weights / weights.sum()))]
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


def _names(rng: Rng) -> Names:
    """Zipf draws of men's and women's names; villages borrow the spellings of names."""
    table = [(row["kind"], row["sex"], _spelt(row)) for row in lexicon.rows("variants.tsv")]
    men, women = ([spelt for kind, of, spelt in table if kind == "given" and sex in of] for sex in "mf")
    lineages = [spelt for kind, _, spelt in table if kind == "lineage"]
    shuffled_men = [men[at] for at in rng.permutation(len(men))]
    shuffled_women = [women[at] for at in rng.permutation(len(women))]
    places = [shuffled_women[-1 - at] for at in range(2 * VILLAGES)]
    villages = [
        places[at : at + 1] if rng.random() < 0.6 else [places[at], places[-1 - at]] for at in range(VILLAGES)
    ]
    return Names(_zipf(shuffled_men), _zipf(shuffled_women), lineages, villages)


def _spelt(row: dict[str, str]) -> Spelt:
    forms = {script: [form for form in row[script].split("|") if form] for script in SCRIPTS}
    any_form = forms["en"] or forms["kmr_latn"] or forms["arab"]
    return {script: found or any_form for script, found in forms.items()}


def _zipf(names: Sequence[Spelt]) -> Draw:
    weights = 1 / np.arange(1, len(names) + 1) ** 0.9
    cumulated = np.cumsum(weights / weights.sum())
    return lambda rng: names[min(int(np.searchsorted(cumulated, rng.random())), len(names) - 1)]


def _row(view: View, number: int, person: Person, rng: Rng) -> dict[str, str]:
    script = view.scripts[rng.integers(len(view.scripts))]
    row = {"record_id": f"{view.name}-{number}", "full_name": _whole_name(view, person, script, rng)}
    if rng.random() < 0.98:
        row["sex"] = person.sex
    if person.mother and rng.random() < view.mother:
        row["mother"] = _written(person.mother.name, script, rng)
    if rng.random() < view.village:
        row["village"] = _written(person.village[int(rng.integers(len(person.village)))], script, rng)
    if rng.random() < view.born:
        row |= _birth(view, person, rng)
    if rng.random() < view.household:
        row["household"] = str(person.household)
    return row


def _whole_name(view: View, person: Person, script: str, rng: Rng) -> str:
    parts = [_written(person.name, script, rng)]
    if person.father and rng.random() < view.father:
        parts.append(_written(person.father.name, script, rng))
        if person.grandfather and rng.random() < view.grandfather:
            parts.append(_written(person.grandfather.name, script, rng))
    if person.lineage and rng.random() < view.lineage:
        parts.append(_written(person.lineage, script, rng))
    if len(parts) > 1 and rng.random() < SWAPPED:
        parts[0], parts[1] = parts[1], parts[0]
    whole = " ".join(parts)
    return whole.replace(" ", "", 1) if rng.random() < RUN_TOGETHER else whole


def _birth(view: View, person: Person, rng: Rng) -> dict[str, str]:
    year = person.born + int(rng.choice(view.off_by))
    if not view.says_ages:
        return {"birth_year": str(year)}
    return {"age": str(max(0, 2016 - year)), "age_on": "2016-06-01" if rng.random() < 0.7 else ""}


def _written(name: Spelt, script: str, rng: Rng) -> str:
    form = name[script][rng.integers(len(name[script]))]
    return _mistyped(form, rng) if rng.random() < MISTYPED and len(form) > 2 else form


def _mistyped(form: str, rng: Rng) -> str:
    """A letter lost, two swapped, one doubled, or one replaced."""
    at = int(rng.integers(1, len(form)))
    kind = int(rng.integers(4))
    if kind == 0:
        return form[:at] + form[at + 1 :]
    if kind == 1:
        return form[: at - 1] + form[at] + form[at - 1] + form[at + 1 :]
    if kind == 2:
        return form[:at] + form[at - 1] + form[at:]
    return form[:at] + form[int(rng.integers(len(form)))] + form[at + 1 :]
