"""Stories A to F: on the way, the trap, the river, the portraits, another name, a voice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from vegerin.config.exercise.cast import HER_NUMBER, TRAP_NUMBER, Cast, first
from vegerin.config.exercise.plan import Asked, Plan, Saying, Told


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
