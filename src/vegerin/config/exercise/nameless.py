"""Nameless populations: codes shaped by the published figures, of any size, for tests and benchmarks.

At the published size the office's consistent statements come out to the person. What nobody
published is drawn: the day inside an interval, the age inside a class, the age class of those still
missing, and the sexes of the hand-overs after 2021 (only their totals are known).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Literal

from vegerin.engines.history import dates
from vegerin.engines.history.status import Event

ABDUCTED_FEMALE, ABDUCTED_MALE = 3_548, 2_869
ABDUCTED = ABDUCTED_FEMALE + ABDUCTED_MALE
FIRST_DAY = date(2014, 8, 3)

Sex = Literal["F", "M"]
AgeClass = Literal["women", "men", "girls", "boys"]
CLASSES: tuple[AgeClass, ...] = ("women", "men", "girls", "boys")
SEX_OF: Mapping[AgeClass, Sex] = {"women": "F", "girls": "F", "men": "M", "boys": "M"}
ADULT_OF: Mapping[Sex, AgeClass] = {"F": "women", "M": "men"}
CHILD_OF: Mapping[Sex, AgeClass] = {"F": "girls", "M": "boys"}
# Of those still missing nobody says who was a child; this share of them is drawn as adults.
ADULTS_AMONG_MISSING: Mapping[Sex, float] = {"F": 0.62, "M": 0.83}


@dataclass(frozen=True)
class Nameless:
    """One counted person: a code, and the days on which something changed."""

    code: str
    sex: Sex
    age_when_taken: int
    taken_on: date
    returned_on: date | None = None
    identified_on: date | None = None
    handed_over_on: date | None = None

    @property
    def age_class(self) -> AgeClass:
        """The class the office's tables use: the age on the day of the abduction."""
        return ADULT_OF[self.sex] if self.age_when_taken >= 18 else CHILD_OF[self.sex]


@dataclass(frozen=True)
class Statement:
    """How many had come back, by class, as an office said on a day."""

    as_of: date
    returned: Mapping[AgeClass, int]


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of this folder's tables."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


def statements() -> list[Statement]:
    """The published splits of those who came back, oldest first."""
    return [
        Statement(date.fromisoformat(row["as_of"]), {name: int(row[name]) for name in CLASSES})
        for row in rows_of("published.tsv")
    ]


def hand_overs() -> list[tuple[date, Mapping[Sex, int]]]:
    """The six ceremonies at which identified dead were given back to their families."""
    return [
        (date.fromisoformat(row["handed_over_on"]), {"F": int(row["women"]), "M": int(row["men"])})
        for row in rows_of("handed-over.tsv")
    ]


def population(*, size: int = ABDUCTED, seed: int = 20140803) -> list[Nameless]:
    """That many people with codes for names, in random order; the same seed gives the same people."""
    rng = random.Random(seed)  # noqa: S311 -- a reproducible exercise, not a secret
    drawn = [person for sex in ("F", "M") for person in _of_one_sex(sex, size=size, rng=rng)]
    rng.shuffle(drawn)
    return [_coded(person, number) for number, person in enumerate(drawn, start=1)]


def _coded(person: Nameless, number: int) -> Nameless:
    return Nameless(
        f"N{number:06d}",
        person.sex,
        person.age_when_taken,
        person.taken_on,
        person.returned_on,
        person.identified_on,
        person.handed_over_on,
    )


def _of_one_sex(sex: Sex, *, size: int, rng: random.Random) -> Iterator[Nameless]:
    females = scaled(ABDUCTED_FEMALE, size)
    left = females if sex == "F" else size - females
    for age_class in (ADULT_OF[sex], CHILD_OF[sex]):
        for day in _days_of_return(age_class, size=size, rng=rng):
            left -= 1
            yield Nameless("", sex, _age(age_class, rng), _day_taken(rng), returned_on=day)
    for day in _days_of_hand_over(sex, size=size):
        left -= 1
        identified_on = day - timedelta(days=rng.randint(10, 60))
        taken_on = _day_taken(rng)
        yield Nameless(
            "", sex, rng.randint(18, 75), taken_on, identified_on=identified_on, handed_over_on=day
        )
    for _ in range(left):
        adult = rng.random() < ADULTS_AMONG_MISSING[sex]
        yield Nameless("", sex, _age(ADULT_OF[sex] if adult else CHILD_OF[sex], rng), _day_taken(rng))


def _days_of_return(age_class: AgeClass, *, size: int, rng: random.Random) -> Iterator[date]:
    since, so_far = FIRST_DAY + timedelta(days=13), 0
    for statement in statements():
        total = scaled(statement.returned[age_class], size)
        for _ in range(total - so_far):
            # On or before the day of the statement, after the day of the one before it.
            yield since + timedelta(days=rng.randint(1, (statement.as_of - since).days))
        since, so_far = statement.as_of, total


def _days_of_hand_over(sex: Sex, *, size: int) -> Iterator[date]:
    published = so_far = 0
    for day, count in hand_overs():
        published += count[sex]
        total = scaled(published, size)
        yield from [day] * (total - so_far)
        so_far = total


def _age(age_class: AgeClass, rng: random.Random) -> int:
    if age_class in ("girls", "boys"):
        return rng.randint(0, 17)
    return min(90, 18 + int(rng.expovariate(1 / 14)))


def _day_taken(rng: random.Random) -> date:
    # Most on the first day; the villages that were held for days, up to the fifteenth.
    return FIRST_DAY + timedelta(days=rng.choices((0, 1, 3, 12), weights=(80, 8, 4, 8))[0])


def scaled(count: int, size: int) -> int:
    """A published count in a population of that size.

    >>> scaled(3548, 6417), scaled(3548, 1000)
    (3548, 553)
    """
    return (count * size * 2 + ABDUCTED) // (2 * ABDUCTED)


def returned_by(people: Sequence[Nameless], day: date) -> dict[AgeClass, int]:
    """How many had come back by the end of that day, by class: the slow, obvious count."""
    back = [person for person in people if person.returned_on and person.returned_on <= day]
    return {name: sum(person.age_class == name for person in back) for name in CLASSES}


def history_of(person: Nameless) -> list[Event]:
    """What the register would hold of this code: taken, checked, and how it ended."""
    told: list[tuple[str, date | None]] = [
        ("abducted", person.taken_on),
        ("registered_missing", person.taken_on),
        ("returned", person.returned_on),
        ("identified", person.identified_on),
        ("handed_over", person.handed_over_on),
    ]
    return [_event(person.code, kind, day) for kind, day in told if day is not None]


def _event(code: str, kind: str, day: date) -> Event:
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    return Event(
        f"{code}-{kind}",
        kind,
        noon,
        happened=dates.day(day.year, day.month, day.day),
        told_on=day,
        second_at=noon,
    )
