"""The twelve stories as living cases: each stands at another stage, and asks for another next step.

A the thirty-six · B the trap · C the river · D forty-eight portraits · E the boy with another name ·
F "I'm alive" · G many places · H one identified, one handed over · I proof of life for the dead ·
J aid and abroad · K the camp closes. L, the seized telephone, is about devices and leaves no case.
Invented people, invented words. What only other rooms may hold (groups on the way, care, samples)
is left to those rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from vegerin.config.exercise.fates import TAKEN_ON
from vegerin.config.exercise.people import Invented
from vegerin.config.exercise.plan import Asked, Plan, Saying, Told

# A number nobody has: 000 is no network, so that no exercise ever rings a telephone.
TRAP_NUMBER, HER_NUMBER = "+964 000 555 0143", "+90 000 555 0178"


@dataclass
class Cast:
    """Who plays in which story: nobody in two."""

    people: Sequence[Invented]
    today: date
    taken: set[int] = field(default_factory=set)

    def choose(self, *, count: int = 1, fits: Callable[[Invented], bool]) -> list[int]:
        """The first people who fit and are not yet in a story."""
        found = [person.number for person in self.people if person.number not in self.taken and fits(person)]
        self.taken.update(found[:count])
        return found[:count]

    def one(
        self, sex: str, *, ages: tuple[int, int], fits: Callable[[Invented], bool] = lambda _: True
    ) -> int:
        """One person of that sex who was of that age when they came."""
        (number,) = self.choose(
            fits=lambda one: one.sex == sex and ages[0] <= 2014 - one.born <= ages[1] and fits(one)
        )
        return number

    def daughter_and_mother(self, *, ages: tuple[int, int]) -> tuple[int, int]:
        """A girl of that age and her mother, both in no story yet."""
        free = [person for person in self.people if person.mother and person.mother not in self.taken]
        girls = {person.number: person.mother for person in free if person.mother}
        her = self.one("F", ages=ages, fits=lambda one: one.number in girls)
        self.taken.add(girls[her])
        return her, girls[her]

    def siblings_of(self, number: int, *, count: int) -> list[int]:
        """Brothers and sisters of one person who are in no story yet."""
        person = self.people[number - 1]
        return self.choose(
            count=count, fits=lambda one: one.father is not None and one.father == person.father
        )

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)


def plan_for(people: Sequence[Invented], *, today: date) -> tuple[Plan, frozenset[int]]:
    """The stories' part of the plan, and who is in it."""
    cast, plan = Cast(people, today), Plan()
    for letter, story in STORIES.items():
        plan.told += [replace(told, story=letter) for told in story(cast, plan)]
    return plan, frozenset(cast.taken)


def first(*people: int) -> Told:
    """The family's own report, with which each case begins."""
    sayings = [
        saying
        for who in people
        for saying in (
            Saying(who, "named", "2014-09-15"),
            Saying(who, "abducted", TAKEN_ON, place="home"),
            Saying(who, "registered_missing", "2014-10-02"),
        )
    ]
    words = "Navên wan ev in. Roja ferman ji mal hatin birin."
    return Told(date(2014, 10, 2), "visit", words, tuple(sayings), "kmr", "brother", grade="B")


def thirty_six(cast: Cast, plan: Plan) -> Iterator[Told]:
    """A: five women, twenty-six children, five men are back; two wait for the second signature."""
    women = cast.choose(
        count=5, fits=lambda one: one.sex == "F" and one.born <= 1995 and one.village in (8, 9)
    )
    men = cast.choose(count=5, fits=lambda one: one.sex == "M" and one.born <= 1995 and one.village in (8, 9))
    children = cast.choose(count=26, fits=lambda one: one.born >= 1998 and one.village in (8, 9))
    group = (*women, *men, *children)
    plan.groups["The thirty-six"] = group
    yield first(*group)
    back = cast.ago(1)
    yield Told(
        back,
        "office",
        "Thirty-six came before dawn. Two of us ticked each name; two children sleep and wait.",
        tuple(
            Saying(who, "returned", back.isoformat(), "Duhok", by_two=who not in group[-2:]) for who in group
        ),
        "en",
        "reception",
        grade="A",
        content="corroborated",
    )


def trap(cast: Cast, plan: Plan) -> Iterator[Told]:
    """B: a voice under pressure; a month later the same number. She lives; the place is doubted."""
    her = cast.one("F", ages=(16, 25))
    yield first(her)
    words = "Ez li vê malê me. Ew ne li vir e. Zû werin, îşev werin, kesekî din neşînin."
    for days in (33, 3):
        yield Told(
            cast.ago(days),
            "call",
            words if days > 3 else "Hûn çima nehatin? Îşev dîsa ez tenê me.",
            (
                Saying(her, "called", cast.ago(days).isoformat()),
                Saying(
                    her,
                    "seen",
                    cast.ago(days).isoformat(),
                    "Hawija",
                    verdict="doubted" if days > 3 else "",
                    why="A precise house, nobody there, hurry, a new number.",
                ),
            ),
            teller="herself",
            saw="herself",
            grade="F",
            number=TRAP_NUMBER,
            from_captivity=True,
        )


def river(cast: Cast, plan: Plan) -> Iterator[Told]:
    """C: three at the third attempt; one arrived with a crushed hand, two were lost in the water."""
    group = cast.choose(count=3, fits=lambda one: one.sex == "F" and 1990 <= one.born <= 2000)
    yield first(*group)
    for day in ("2016-02-10", "2016-09-21"):
        yield Told(
            date.fromisoformat(day) + timedelta(days=5),
            "message",
            "Wê cara din jî nebû. Ew vegerandin.",
            tuple(Saying(who, "escape_attempted", day, "Raqqa") for who in group),
            teller="relative",
        )
    arrived, *lost = group
    yield Told(
        date(2017, 3, 4),
        "debrief",
        "Em sê bûn. Çem zêde bû. Min destê wan berda, ez nikaribûm.",
        (
            Saying(arrived, "returned", "2017-03-02", "Duhok", by_two=True),
            *(Saying(who, "lost_on_the_way", "2017-03-01", verdict="plausible") for who in lost),
        ),
        teller="herself",
        saw="herself",
        grade="A",
        gravity="care",
    )
    plan.wishes[arrived] = "family_may_know_alive"
    plan.declared_dead[arrived] = date(2016, 11, 6)
    asks = cast.people[arrived - 1].mother or lost[0]
    plan.asked.append(
        Asked(asks, "mother", (arrived, *lost), date(2015, 4, 22), "Ez li keça xwe digerim.", told=True)
    )


def portraits(cast: Cast, plan: Plan) -> Iterator[Told]:
    """D: forty-eight head shots, brought out by one who fled; a family knew one face."""
    known = cast.one("F", ages=(9, 15))
    yield first(known)
    yield Told(
        date(2016, 5, 20),
        "debrief",
        "Ev wêne di telefonê de bûn. Heman wêne li xalên kontrolê jî hene.",
        (Saying(known, "photographed", "2016-04", verdict="plausible"),),
        teller="fellow captive",
        grade="B",
        pictures=48,
    )


def another_name(cast: Cast, plan: Plan) -> Iterator[Told]:
    """E: six when taken; he speaks Arabic only, bears another name and does not wish to come."""
    boy = cast.one("M", ages=(6, 6))
    yield first(boy)
    found = cast.ago(20)
    yield Told(
        found,
        "partner",
        "صبي عمره نحو ثمانية عشر عاماً، يتكلم العربية فقط، يذكر أغنية وشجرة توت أمام الدار. لا يريد أن يأتي.",
        (
            Saying(
                boy,
                "in_camp_under_another_name",
                found.isoformat(),
                "al-Hol camp",
                details={"review_on": cast.ago(-5).isoformat()},
            ),
            Saying(boy, "identity_unsure", found.isoformat()),
        ),
        language="ar",
        teller="camp worker",
        saw="camp worker",
        grade="B",
        gravity="child_protection",
        next_call=("we_ring", 1, 10),
    )
    plan.other_names[boy] = (("عبيدة", "imposed"),)


def alive(cast: Cast, plan: Plan) -> Iterator[Told]:
    """F: "I'm alive"; the family question is answered, the second signature missing."""
    her, mother = cast.daughter_and_mother(ages=(12, 17))
    plan.asked.append(Asked(mother, "mother", (her,), cast.ago(40), "Dengê wê hat, lê ez dîsa winda kirim."))
    plan.means_to_go[her] = "brother"
    yield first(her, mother)
    yield Told(
        date(2015, 3, 9),
        "office",
        "Came with two neighbours; her daughter was kept.",
        (Saying(mother, "returned", "2015-03-08", "Duhok", by_two=True),),
        "en",
        "herself",
        grade="A",
    )
    yield Told(
        cast.ago(6),
        "call",
        "Ez sax im. Ez sax im, dayê. Dengê min nas dikî?",
        (
            Saying(
                her, "called", cast.ago(6).isoformat(), verdict="plausible", why="Her mother knew the voice."
            ),
        ),
        teller="mother",
        saw="mother",
        grade="B",
        number=HER_NUMBER,
        from_captivity=True,
        next_call=("they_ring", -1, 21),
    )
    yield Told(
        cast.ago(4),
        "debrief",
        "Berî du mehan em li heman taxê bûn. Ew di odeya jorîn de bû.",
        (Saying(her, "seen", cast.ago(64).isoformat()[:7], "Deir ez-Zor", verdict="corroborated"),),
        teller="fellow captive",
        saw="fellow captive",
        grade="B",
    )
    yield Told(
        cast.ago(1),
        "office",
        "The family question was answered rightly; the second line is independent of the call.",
        (Saying(her, "alive_confirmed", cast.ago(1).isoformat()),),
        "en",
        "verifier",
        grade="A",
        content="corroborated",
    )


def many_places(cast: Cast, plan: Plan) -> Iterator[Told]:
    """G: held in many places; only regions and years are kept here, told over three visits at her pace."""
    her = cast.one("F", ages=(18, 30))
    yield first(her)
    stays = (("2014-09", "Tal Afar"), ("2015", "Mosul"), ("2016", "Raqqa"), ("2017-05", "al-Mayadin"))
    for visit, (when, place) in enumerate(stays):
        yield Told(
            date(2018, 6, 1) + timedelta(days=21 * min(visit, 2)),
            "visit",
            "She told of one place and stopped when she wished to stop.",
            (Saying(her, "moved", when, place, verdict="plausible"),),
            "en",
            "herself",
            "herself",
            grade="A",
            gravity="care",
        )
    yield Told(
        date(2018, 5, 2),
        "office",
        "Met at the crossing by two of us.",
        (Saying(her, "returned", "2018-05-01", "Duhok", by_two=True),),
        "en",
        "herself",
        grade="A",
    )
    plan.wishes[her] = "named_persons_only"


def identified(cast: Cast, plan: Plan) -> Iterator[Told]:
    """H: one identified, told to the family, not yet handed over; of another a later part was identified."""
    waiting, buried = cast.choose(count=2, fits=lambda one: one.sex == "M" and 1955 <= one.born <= 1985)
    yield first(waiting, buried)
    yield Told(
        cast.ago(26),
        "office",
        "Finding of the identification committee. The family was told at home, by two, before anybody else.",
        (
            Saying(waiting, "identified", cast.ago(30).isoformat(), by_two=True),
            Saying(waiting, "family_told", cast.ago(27).isoformat()),
        ),
        "en",
        "committee",
        grade="A",
        content="corroborated",
    )
    yield Told(
        cast.ago(40),
        "office",
        "A later part belongs to one who is buried. The family is asked what it wishes.",
        (
            Saying(buried, "identified", "2021-01-12", by_two=True),
            Saying(buried, "family_told", "2021-01-20"),
            Saying(buried, "handed_over", "2021-02-06"),
            Saying(buried, "buried", "2021-02-06"),
            Saying(buried, "later_part_identified", cast.ago(45).isoformat()),
        ),
        "en",
        "committee",
        grade="A",
        content="corroborated",
    )


def dead_who_lives(cast: Cast, plan: Plan) -> Iterator[Told]:
    """I: two saw him die, two signed; then he called. A correction is due, the family comes first."""
    him = cast.one("M", ages=(10, 16))
    yield first(him)
    yield Told(
        date(2015, 11, 8),
        "debrief",
        "Du kesan ji me dît. Ew ket û ranebû.",
        (Saying(him, "death_witnessed", "2015-08", verdict="plausible", by_two=True),),
        teller="fellow captive",
        saw="fellow captive",
        grade="B",
    )
    yield Told(
        cast.ago(9),
        "message",
        "هذا أنا. أنا حي. أخي، انظر إلى الندبة في يدي.",
        (
            Saying(
                him,
                "called",
                cast.ago(9).isoformat(),
                verdict="corroborated",
                why="Two hours of film; the scar.",
            ),
        ),
        language="ar",
        teller="brother",
        saw="brother",
        grade="B",
        next_call=("we_ring", 0, 22),
    )
    yield Told(
        cast.ago(7),
        "office",
        "Two of us spoke with him and his brother. The family was told in person.",
        (Saying(him, "alive_confirmed", cast.ago(8).isoformat(), "Idlib", by_two=True),),
        "en",
        "verifier",
        grade="A",
        content="corroborated",
    )


def abroad(cast: Cast, plan: Plan) -> Iterator[Told]:
    """J: she freed herself and lives abroad; one brother was seventeen when taken, another nineteen."""
    her = cast.one("F", ages=(19, 26), fits=lambda one: one.father is not None)
    brothers = cast.siblings_of(her, count=2)
    yield first(her, *brothers)
    yield Told(
        date(2015, 6, 14),
        "visit",
        "Min xwe rizgar kir. Sê şevan bi rê de çûm.",
        (
            Saying(her, "returned", "2015-06-12", "Duhok", by_two=True, details={"how": "self_escaped"}),
            *(Saying(who, "seen", "2015-04", "Tal Afar") for who in brothers),
        ),
        teller="herself",
        saw="herself",
        grade="A",
    )
    yield Told(
        date(2016, 1, 10),
        "visit",
        "She flew with the second group.",
        (Saying(her, "went_abroad", "2016-01"),),
        "en",
    )
    plan.wishes[her] = "family_may_know_where"


def camp_closes(cast: Cast, plan: Plan) -> Iterator[Told]:
    """K: back for years, in a camp that is to close. Each is asked; nothing is assumed."""
    family = cast.choose(count=6, fits=lambda one: one.village == 3 and one.born <= 2006)
    yield first(*family)
    yield Told(
        date(2017, 7, 20),
        "office",
        "Came out with the others when the town was freed.",
        tuple(Saying(who, "returned", "2017-07-18", "Duhok", by_two=True) for who in family),
        "en",
        "herself",
        grade="A",
    )
    for who in family:
        yield Told(
            cast.ago(300),
            "visit",
            "The camp is to close. They have not decided where to go, and nobody decides for them.",
            (Saying(who, "in_camp", cast.ago(300).isoformat()[:7], "Essian"),),
            "en",
            "herself",
            grade="A",
        )


STORIES: dict[str, Callable[[Cast, Plan], Iterator[Told]]] = {
    "A": thirty_six,
    "B": trap,
    "C": river,
    "D": portraits,
    "E": another_name,
    "F": alive,
    "G": many_places,
    "H": identified,
    "I": dead_who_lives,
    "J": abroad,
    "K": camp_closes,
}
