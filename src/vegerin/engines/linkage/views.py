"""How three kinds of list see the same people: what each says, how often, and how it errs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vegerin.engines.linkage.writing import SCRIPTS, Spelt, written

if TYPE_CHECKING:
    from vegerin.engines.linkage.populations import Person

Rng = np.random.Generator


@dataclass(frozen=True)
class Listed:
    """A person on a list; `renamed`: under the name that captors gave."""

    person: Person
    renamed: Spelt | None


@dataclass(frozen=True)
class View:
    """How one list sees people: the share it holds, how often each thing is said, how often it errs."""

    name: str
    scripts: tuple[str, ...]
    share: float
    together: float  # how much families are on the list together
    shuffled: bool
    in_columns: bool
    father: float
    grandfather: float
    mother: float
    lineage: float
    born: float
    village: float
    household: float
    remark: float
    renamed: float
    off_by: float  # standard error of the year of birth
    rounded: float  # how often an age is a round number
    says_ages: bool
    heard: float
    slips: float
    titled: float
    moved: float  # another place than the village: a district, a camp
    one_day: float  # how often a family was asked on one day


AID_SCRIPTS = ("en", "en", "en", "de_tr")
SWAPPED, RUN_TOGETHER, WITH_COMMA, WITH_PARTICLE = 0.02, 0.025, 0.02, 0.08
SEX_SAID, SEX_WRONG = 0.97, 0.008
_PARTICLES = {
    "kmr_latn": ("kurê", "keça"),
    "arab": ("بن", "بنت"),
    "ckb_arab": ("کوڕی", "کچی"),
    "en": ("bin", "bint"),
    "de_tr": ("bin", "bint"),
}
_TITLES = {
    "kmr_latn": ("Şêx", "Pîr", "Hecî"), "arab": ("شيخ", "الشيخ", "الحاج", "بير"), "ckb_arab": ("شێخ", "حاجی"),
    "en": ("Sheikh", "Haji", "Pir", "Shekh"), "de_tr": ("Scheich", "Pir"),
}  # fmt: skip
_KIN = {
    "kmr_latn": {"mother": "diya wî", "sibling": "xwişk/birayê", "child": "bavê"},
    "arab": {"mother": "والدته", "sibling": "اخو", "child": "ابو"},
    "ckb_arab": {"mother": "دایکی", "sibling": "برای", "child": "باوکی"},
    "en": {"mother": "mother", "sibling": "sibling of", "child": "father of"},
    "de_tr": {"mother": "Mutter:", "sibling": "Geschwister von", "child": "Vater von"},
}


def views(rng: Rng) -> tuple[View, ...]:
    """An office's list, an aid group's and testimonies, each with habits drawn for this population."""
    shuffled = [bool(rng.random() < 0.5) for _ in range(3)]
    return (
        _office(rng, shuffled=shuffled[0]),
        _aid_group(rng, shuffled=shuffled[1]),
        _camps(rng, shuffled=shuffled[2]),
    )


def _office(rng: Rng, *, shuffled: bool) -> View:
    """A register, in Arabic and mostly by household; years of birth, few remarks."""
    some = rng.uniform
    return View(
        "office",
        ("arab",),
        share=some(0.55, 0.8),
        together=some(0, 1.5),
        shuffled=shuffled,
        in_columns=rng.random() < 0.3,
        father=0.98,
        grandfather=some(0.6, 0.95),
        mother=some(0, 0.2),
        lineage=some(0.05, 0.3),
        born=some(0.85, 0.98),
        village=some(0.9, 0.98),
        household=1.0 if rng.random() < 0.8 else 0.0,
        remark=some(0, 0.05),
        renamed=0.0,
        off_by=some(0.3, 1.2),
        rounded=0.02,
        says_ages=False,
        heard=some(0.05, 0.3),
        slips=some(0.02, 0.06),
        titled=some(0.01, 0.06),
        moved=some(0.01, 0.1),
        one_day=0.0,
    )


def _aid_group(rng: Rng, *, shuffled: bool) -> View:
    """What an aid group wrote down: one column for each part, ages, in Latin letters."""
    some = rng.uniform
    return View(
        "aid",
        AID_SCRIPTS,
        share=some(0.3, 0.55),
        together=some(0, 1.5),
        shuffled=shuffled,
        in_columns=rng.random() < 0.7,
        father=some(0.9, 0.98),
        grandfather=some(0.3, 0.6),
        mother=some(0.2, 0.5),
        lineage=some(0.05, 0.25),
        born=some(0.6, 0.85),
        village=some(0.8, 0.95),
        household=1.0 if rng.random() < 0.25 else 0.0,
        remark=some(0, 0.1),
        renamed=some(0, 0.03),
        off_by=some(0.7, 2.0),
        rounded=0.05,
        says_ages=True,
        heard=some(0.15, 0.5),
        slips=some(0.02, 0.06),
        titled=some(0.01, 0.06),
        moved=some(0.02, 0.12),
        one_day=some(0.3, 1.0),
    )


def _camps(rng: Rng, *, shuffled: bool) -> View:
    """Testimonies taken in camps, in any script: less is said, more misheard, some under a forced name."""
    some = rng.uniform
    return View(
        "camps",
        SCRIPTS,
        share=some(0.2, 0.4),
        together=some(0, 1.5),
        shuffled=shuffled,
        in_columns=rng.random() < 0.2,
        father=some(0.6, 0.85),
        grandfather=some(0.15, 0.4),
        mother=some(0, 0.15),
        lineage=some(0.05, 0.2),
        born=some(0.7, 0.95),
        village=some(0.65, 0.85),
        household=some(0.4, 0.85),
        remark=some(0.05, 0.25),
        renamed=some(0.04, 0.12),
        off_by=some(0.8, 2.2),
        rounded=some(0.1, 0.35),
        says_ages=True,
        heard=some(0.1, 0.4),
        slips=some(0.03, 0.07),
        titled=some(0.01, 0.06),
        moved=some(0.03, 0.15),
        one_day=some(0.3, 1.0),
    )


def rows_of(view: View, listed: Sequence[Listed], rng: Rng) -> Iterator[dict[str, str]]:
    """Each person's row, all columns that the list says."""
    at_home: dict[int, list[Listed]] = {}
    for each in listed:
        at_home.setdefault(each.person.household, []).append(each)
    districts = [each.person.village[0] for each in listed[:6]]
    days: dict[int, str] = {}
    for number, each in enumerate(listed):
        if each.person.household not in days or rng.random() >= view.one_day:
            days[each.person.household] = _day(rng)
        script = view.scripts[rng.integers(len(view.scripts))]
        row = {"record_id": f"{view.name}-{number}", **_name(view, each, script, rng)}
        row |= _about(view, each.person, script, districts, days[each.person.household], rng)
        if rng.random() < view.remark:
            row |= _remark(view, each.person, at_home[each.person.household], script, rng)
        yield row


def _spelt(view: View, name: Spelt, script: str, rng: Rng) -> str:
    return written(name, script, rng, heard=view.heard, slips=view.slips)


def _name(view: View, each: Listed, script: str, rng: Rng) -> dict[str, str]:
    person = each.person
    said = {"given": _spelt(view, each.renamed or person.name, script, rng)}
    if person.father and rng.random() < view.father:
        said["father"] = _spelt(view, person.father.name, script, rng)
        if person.grandfather and rng.random() < view.grandfather:
            said["grandfather"] = _spelt(view, person.grandfather.name, script, rng)
    if person.lineage and rng.random() < view.lineage:
        said["lineage"] = _spelt(view, person.lineage, script, rng)
    for role in [role for role in said if role != "lineage" and rng.random() < view.titled]:
        said[role] = f"{_TITLES[script][rng.integers(len(_TITLES[script]))]} {said[role]}"
    if view.in_columns:
        return said
    return {"full_name": _in_one(said, person.sex, script, rng)}


def _in_one(said: dict[str, str], sex: str, script: str, rng: Rng) -> str:
    parts = list(said.values())
    if len(parts) > 1 and rng.random() < WITH_COMMA:
        return f"{' '.join(parts[1:])}, {parts[0]}"
    if len(parts) > 1 and rng.random() < SWAPPED:
        parts[0], parts[1] = parts[1], parts[0]
    if "father" in said and rng.random() < WITH_PARTICLE:
        parts.insert(1, _PARTICLES[script][sex == "F"])
    whole = " ".join(parts)
    return whole.replace(" ", "", 1) if rng.random() < RUN_TOGETHER else whole


def _day(rng: Rng) -> str:
    month, day = int(rng.integers(36)), int(rng.integers(1, 29))
    return f"{2014 + (9 + month) // 12}-{(9 + month) % 12 + 1:02d}-{day:02d}"


def _about(
    view: View, person: Person, script: str, districts: Sequence[Spelt], asked_on: str, rng: Rng
) -> dict[str, str]:
    row: dict[str, str] = {}
    if rng.random() < SEX_SAID:
        row["sex"] = person.sex if rng.random() >= SEX_WRONG else "FM"[person.sex == "F"]
    if person.mother and rng.random() < view.mother:
        row["mother"] = _spelt(view, person.mother.name, script, rng)
    if rng.random() < view.village:
        place = person.village[int(rng.integers(len(person.village)))]
        if rng.random() < view.moved and districts:
            place = districts[int(rng.integers(len(districts)))]
        row["village"] = written(place, script, rng, heard=view.heard / 3, slips=view.slips)
    if rng.random() < view.born:
        row |= _birth(view, person, asked_on, rng)
    if rng.random() < view.household:
        row["household"] = str(person.household)
    if rng.random() < 0.5 and view.says_ages:
        row["abducted_on"] = ("2014-08-03", "2014-08-03", "2014-08-03", "2014-08")[rng.integers(4)]
    return row


def _birth(view: View, person: Person, asked_on: str, rng: Rng) -> dict[str, str]:
    off = view.off_by * (1 if person.born > 1996 else 2)
    year = person.born + round(float(rng.normal(0, off)))
    if not view.says_ages:
        return {"birth_year": str(year)}
    age = max(0, int(asked_on[:4]) - year)
    if age > 12 and rng.random() < view.rounded * 2:
        age = round(age / 5) * 5
    return {"age": str(age), "age_on": asked_on if rng.random() < 0.85 else ""}


def _remark(view: View, person: Person, at_home: Sequence[Listed], script: str, rng: Rng) -> dict[str, str]:
    said = _KIN[script]
    if person.mother and rng.random() < 0.5:
        return {"remark": f"{said['mother']} {_spelt(view, person.mother.name, script, rng)}"}
    siblings = [each.person for each in at_home if each.person.father is person.father]
    children = [each.person for each in at_home if each.person.father is person]
    kin = "sibling" if len(siblings) > 1 else "child" if children else ""
    if not kin:
        return {"remark": "family in the camp"}
    among = [one for one in siblings if one is not person] or children
    return {"remark": f"{said[kin]} {_spelt(view, among[rng.integers(len(among))].name, script, rng)}"}
