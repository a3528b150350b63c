"""What is missing before a mission may go: each lack says why, and what would lift it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vegerin.engines.history.kinds import Fate
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.missions import around, others, queries
from vegerin.missions.models import Attempt, Mission, MustSpeak, RiskAnswer
from vegerin.register.models import Caution, Person
from vegerin.register.queries import cautions_of_each, kin_of_each, origins_of_life, statuses_for

ORIGINS_NEEDED = 2
PARENTS = ("mother", "father")


@dataclass(frozen=True)
class Lack:
    """One thing that is missing."""

    code: str
    says: str
    lifts: str
    hard: bool = True  # not even an emergency passes it


@dataclass(frozen=True)
class Known:
    """What a reader may know of many groups, asked once for all of them."""

    cautions: Mapping[UUID, list[Caution]]
    origins: Mapping[UUID, set[str]]
    alive: frozenset[UUID]  # confirmed
    parents: Mapping[UUID, set[UUID]]  # of those who are not
    words: list[MustSpeak]
    between: Mapping[str, Staff]
    unheard: frozenset[str]  # helpers to whom nobody has listened


def known_for(reader: Reader, missions: Iterable[Mission]) -> Known:
    """What is known of the groups of these missions: in as few questions for many as for one."""
    everybody = {one.pk: one for mission in missions for one in queries.group_of(mission)}
    return known_of_people(reader, list(everybody.values()))


def known_of_people(reader: Reader, everybody: list[Person]) -> Known:
    """The same of people who are in no group yet."""
    statuses = statuses_for(reader, everybody)
    alive = frozenset(pk for pk, status in statuses.items() if status.fate is Fate.ALIVE_CONFIRMED)
    kin = kin_of_each(reader, [one for one in everybody if one.pk not in alive])
    return Known(
        cautions_of_each(reader, everybody),
        origins_of_life(reader, everybody),
        alive,
        {pk: {one.person.pk for one in hers if one.kind in PARENTS} for pk, hers in kin.items()},
        around.words_about(everybody),
        others.passed(others.SPEAKS),
        frozenset(others.helpers_to_hear()),
    )


def lacks_of(attempt: Attempt, reader: Reader, known: Known | None = None) -> list[Lack]:
    """Everything that is missing, gravest first."""
    known = known or known_for(reader, [attempt.mission])
    group = queries.group_of(attempt.mission)
    return [
        *stops_of(attempt, reader, known),
        *_conditions(attempt),
        *_origins(group, known),
        *_unconfirmed(group, known),
        *_payment(attempt),
        *_risks(attempt),
        *_helpers(attempt, reader, known),
    ]


def lacks_of_person(person: Person, known: Known) -> list[Lack]:
    """What is missing before she, alone, could come home; whether others work on her, only a plan learns."""
    return [
        *_cautions([person], known),
        *_origins([person], known, says=_("All that is known comes from one source.")),
        *_unconfirmed([person], known),
    ]


def stops_of(attempt: Attempt, reader: Reader, known: Known | None = None) -> list[Lack]:
    """What came up around it, at any stage: it stops a start, and asks whoever is on the way what now."""
    known = known or known_for(reader, [attempt.mission])
    group = queries.group_of(attempt.mission)
    return [*_cautions(group, known), *_flags(attempt), *_others(attempt, known)]


def _cautions(group: list[Person], known: Known) -> Iterator[Lack]:
    about = {one.pk: one for person in group for one in known.cautions.get(person.pk, [])}
    for caution in sorted(about.values(), key=lambda one: one.recorded_at):
        yield Lack(
            f"caution.{caution.kind}",
            str(caution.get_kind_display()),
            _("Two people clear it who did not take the call."),
        )


def _flags(attempt: Attempt) -> Iterator[Lack]:
    for flag in around.flags_open(attempt.mission):
        yield Lack(
            f"flag.{flag.kind}",
            str(flag.get_kind_display()),
            _("Two look at it and clear it, further down on this page."),
        )


def _others(attempt: Attempt, known: Known) -> Iterator[Lack]:
    for row in around.to_speak(attempt.mission, known.words):
        yield Lack(
            "must_speak",
            _("Somebody else works on {code} as well.").format(code=row.person.code),
            _("Speak first, through {name}.").format(name=_between(row, known)),
        )
    for row in around.left_to_another(attempt.mission, known.words):
        yield Lack(
            "other_goes",
            _("It was agreed that the other goes on with {code}.").format(code=row.person.code),
            _("Leave it to them, or speak again through {name}.").format(name=_between(row, known)),
        )


def _between(row: MustSpeak, known: Known) -> str:
    return others.go_between_of(row, known.between).working_name


def _helpers(attempt: Attempt, reader: Reader, known: Known) -> Iterator[Lack]:
    words = {others.helper_word(reader, tie)[0] for tie in attempt.mission.helpers_out.all()}
    for name in sorted(words & known.unheard):
        yield Lack(
            "helper_not_heard",
            _("{name} went out three times and nobody has listened since.").format(name=name),
            _("Somebody listens first, and writes down that it was done."),
            hard=False,
        )


def _conditions(attempt: Attempt) -> Iterator[Lack]:
    if queries.conditions_open(attempt):
        yield Lack(
            "condition",
            _("A condition for going on is not signed."),
            _("Somebody else than who set it signs that it is fulfilled."),
        )


def _origins(group: list[Person], known: Known, *, says: str = "") -> Iterator[Lack]:
    if not group:
        yield Lack("group", _("Nobody is in the group yet."), _("Choose who goes."))
        return
    origins = set().union(*(known.origins.get(person.pk, set()) for person in group))
    if len(origins) < ORIGINS_NEEDED:
        yield Lack(
            "one_source",
            says or _("All that is known of this group comes from one source."),
            _("A second, independent line says the same."),
        )


def _unconfirmed(group: list[Person], known: Known) -> Iterator[Lack]:
    confirmed = {person.pk for person in group} & known.alive
    open_ones = [
        person
        for person in group
        if person.pk not in confirmed and not known.parents.get(person.pk, set()) & confirmed
    ]
    if open_ones:
        yield Lack(
            "unconfirmed",
            ngettext(
                "%(n)s person of the group is not confirmed alive.",
                "%(n)s people of the group are not confirmed alive.",
                len(open_ones),
            )
            % {"n": len(open_ones)},
            _("A verifier asks a question only the family can answer; a child goes with her parent."),
        )


def _payment(attempt: Attempt) -> Iterator[Lack]:
    if queries.asks_for_rule(attempt.mission):
        yield Lack(
            "payment",
            _("A note speaks of money. No payment is planned or recorded here."),
            _("The head reads the rule and ticks it."),
        )


def _risks(attempt: Attempt) -> Iterator[Lack]:
    answers = queries.answers_of(attempt)
    missing = [question for question in RiskAnswer.Question.values if question not in answers]
    if missing:
        yield Lack(
            "risks",
            ngettext(
                "%(n)s question of the risk sheet is not answered.",
                "%(n)s questions of the risk sheet are not answered.",
                len(missing),
            )
            % {"n": len(missing)},
            _("Answer each; not known is an answer."),
            hard=False,
        )
