"""What became of the exercise's people, house by house: taken, seen, come back, found dead, or no news."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from vegerin.config.exercise.people import Invented
from vegerin.config.exercise.plan import Plan, Saying, Told

TAKEN_ON = "2014-08-03"
PLACES_THEN = ("Tal Afar", "Mosul", "Badush", "Qizil Qeyo")
PLACES_LATER = ("Raqqa", "Deir ez-Zor", "Mosul", "Hawija", "al-Mayadin", "Manbij", "Tabqa", "Shaddadi")
CAMPS = ("Khanke camp", "Sharya", "Qadia", "Essian")

# Of a hundred people of each sex and age: what the years brought.
FATES = ("back", "missing", "taken_or_killed", "believed_alive", "witnessed_dead", "identified", "was_away")
OF_A_HUNDRED = {
    ("F", True): (54, 16, 3, 12, 3, 2, 10),
    ("F", False): (62, 12, 1, 14, 1, 0, 10),
    ("M", True): (18, 18, 26, 4, 8, 12, 14),
    ("M", False): (56, 14, 3, 14, 2, 1, 10),
}
WORDS_OF_A_FAMILY = (
    ("kmr", "Malbata me roja ferman ji gund hate revandin. Em {n} kesan digerin. Navên wan binivîsin."),
    ("ar", "خُطفت عائلتنا من القرية يوم الفرمان. نبحث عن {n} من أهلنا. نرجو كتابة أسمائهم."),
    ("en", "Our family was taken on the day of the attack. We look for {n}. Please write them down."),
)
WORDS_OF_ONE_WHO_CAME_BACK = (
    ("kmr", "Min ew li {place} dît. Ew sax bû."),
    ("ar", "كنا معاً في {place}، ثم أُخذ كل واحد منا إلى جهة."),
    ("kmr", "Em bi hev re li malekê bûn, li {place}. Paşê em ji hev kirin."),
)


def plan_for(people: Sequence[Invented], *, rng: random.Random, leaving_out: frozenset[int]) -> Plan:
    """What is told of everybody whose story is not one of the twelve."""
    plan = Plan()
    others = [person for person in people if person.number not in leaving_out]
    fates = {person.number: fate_of(person, rng) for person in others}
    houses = groupby(sorted(others, key=lambda one: one.household), key=lambda one: one.household)
    for _, house in houses:
        family = list(house)
        plan.told.append(family_report(family, fates, rng))
        for person in family:
            plan.told += later_reports(person, fates[person.number], rng)
            if fates[person.number] == "back" and rng.random() < 0.5:
                plan.wishes[person.number] = rng.choice(
                    ("family_may_know_alive", "family_may_know_where", "nobody")
                )
    return plan


def fate_of(person: Invented, rng: random.Random) -> str:
    """One fate, as often as it befell people of that sex and age."""
    return rng.choices(FATES, OF_A_HUNDRED[person.sex, person.born <= 1996])[0]


def family_report(family: Sequence[Invented], fates: dict[int, str], rng: random.Random) -> Told:
    """The first telling: one who was not there when they came names the whole house."""
    told_on = date(2014, 9, 1) + timedelta(days=rng.randint(0, 300))
    language, words = rng.choice(WORDS_OF_A_FAMILY)
    sayings = [saying for person in family for saying in first_sayings(person, fates[person.number], told_on)]
    taken = sum(fates[person.number] != "was_away" for person in family)
    return Told(
        told_on,
        rng.choice(("visit", "visit", "call", "letter")),
        words.format(n=taken),
        tuple(sayings),
        language=language,
        teller=rng.choice(("uncle", "brother", "cousin", "neighbour")),
        grade="B",
    )


def first_sayings(person: Invented, fate: str, told_on: date) -> Iterator[Saying]:
    """Named, taken, and what the register officer made of it."""
    checked_on = told_on.isoformat()
    yield Saying(person.number, "named", checked_on)
    if fate == "was_away":
        yield Saying(person.number, "out_of_scope", checked_on)
    elif fate in ("taken_or_killed", "identified"):
        yield Saying(person.number, "taken_or_killed", checked_on)
    else:
        yield Saying(person.number, "abducted", TAKEN_ON, place="home")
        yield Saying(person.number, "registered_missing", checked_on)


def later_reports(person: Invented, fate: str, rng: random.Random) -> list[Told]:
    """What was heard afterwards."""
    tellings = {
        "back": came_back,
        "believed_alive": seen,
        "witnessed_dead": seen_dead,
        "identified": found_dead,
    }
    return list(tellings[fate](person, rng)) if fate in tellings else []


def seen(person: Invented, rng: random.Random) -> Iterator[Told]:
    """One who came back saw her; once in a while a second one did."""
    day = date(2015, 1, 1) + timedelta(days=rng.randint(0, 1400))
    for _ in range(rng.choice((1, 1, 2))):
        place = rng.choice(PLACES_THEN if day.year == 2015 else PLACES_LATER)
        language, words = rng.choice(WORDS_OF_ONE_WHO_CAME_BACK)
        verdict = rng.choice(("", "plausible", "plausible", "corroborated", "doubted"))
        saying = Saying(
            person.number, "seen", (day - timedelta(days=40)).isoformat()[:7], place, verdict=verdict
        )
        yield Told(
            day, "debrief", words.format(place=place), (saying,), language, "fellow captive", "fellow captive"
        )
        day += timedelta(days=rng.randint(60, 400))


def came_back(person: Invented, rng: random.Random) -> Iterator[Told]:
    """Met and recognised by two of the office; where she lives now is told later."""
    # Many came back in the first two years, few after 2019.
    day = date(2014, 9, 20) + timedelta(days=int(min(3600, rng.expovariate(1 / 620))))
    how = Saying(person.number, "returned", day.isoformat(), "Duhok", by_two=True)
    yield Told(
        day, "office", "Came to the office with her relatives; two of us knew her.", (how,), "en", "herself"
    )
    later = day + timedelta(days=rng.randint(20, 200))
    kind = rng.choices(("in_camp", "with_family", "went_abroad", "went_home"), (45, 25, 20, 10))[0]
    place = rng.choice(CAMPS) if kind == "in_camp" else ""
    residence = Saying(person.number, kind, later.isoformat()[:7], place)
    yield Told(
        later, "visit", "Told us where the family lives now.", (residence,), "en", "herself", grade="A"
    )


def seen_dead(person: Invented, rng: random.Random) -> Iterator[Told]:
    """Somebody saw the death; for most of them two of the office have weighed it."""
    day = date(2015, 3, 1) + timedelta(days=rng.randint(0, 900))
    decided = rng.random() < 0.75
    saying = Saying(person.number, "death_witnessed", "2014-08", verdict="plausible", by_two=decided)
    words = "Me dît ku ew kuştin. Em nêzîk bûn."
    yield Told(day, "debrief", words, (saying,), "kmr", "neighbour", "neighbour", grade="B")


def found_dead(person: Invented, rng: random.Random) -> Iterator[Told]:
    """Identified by the committee; told to the family first, then given back."""
    day = date(2020, 11, 1) + timedelta(days=rng.randint(0, 1500))
    steps = [
        Saying(person.number, "identified", day.isoformat(), by_two=True),
        Saying(person.number, "family_told", (day + timedelta(days=9)).isoformat()),
        Saying(person.number, "handed_over", (day + timedelta(days=30)).isoformat()),
        Saying(person.number, "buried", (day + timedelta(days=31)).isoformat()),
    ]
    # One in five still waits for the hand-over.
    known = steps if rng.random() < 0.8 else steps[:2]
    words = "Finding of the identification committee, number kept in forensics."
    told_on = day + timedelta(days=40)
    yield Told(told_on, "office", words, tuple(known), "en", "committee", grade="A", content="corroborated")
