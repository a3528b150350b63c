"""Stories G to K: what comes after, for the living and for the dead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vegerin.config.exercise.cast import Cast, first
from vegerin.config.exercise.plan import Plan, Saying, Told


def many_places(cast: Cast, plan: Plan) -> Iterator[Told]:
    """G: held in many places. Where, she told at her pace, for named readers: `episodes`, not here."""
    her = cast.one("F", ages=(18, 30))
    yield first(her)
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
