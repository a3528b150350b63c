"""What is missing before a mission may go: each lack says why, and what would lift it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vegerin.engines.history.kinds import Fate
from vegerin.guard.reader import Reader
from vegerin.missions import around, others, queries
from vegerin.missions.models import Attempt, Helper, RiskAnswer
from vegerin.register.models import Person
from vegerin.register.queries import cautions_about, kin_of, origins_of_life, status_for

ORIGINS_NEEDED = 2


@dataclass(frozen=True)
class Lack:
    """One thing that is missing."""

    code: str
    says: str
    lifts: str
    hard: bool = True  # not even an emergency passes it


def lacks_of(attempt: Attempt, reader: Reader) -> list[Lack]:
    """Everything that is missing, gravest first."""
    group = queries.group_of(attempt.mission)
    return [
        *stops_of(attempt, reader),
        *_conditions(attempt),
        *_origins(group, reader),
        *_unconfirmed(group, reader),
        *_payment(attempt),
        *_risks(attempt),
        *_helpers(attempt, reader),
    ]


def stops_of(attempt: Attempt, reader: Reader) -> list[Lack]:
    """What came up around it, at any stage: it stops a start, and asks whoever is on the way what now."""
    group = queries.group_of(attempt.mission)
    return [*_cautions(group, reader), *_flags(attempt), *_others(attempt)]


def _cautions(group: list[Person], reader: Reader) -> Iterator[Lack]:
    for caution in cautions_about(reader, group):
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


def _others(attempt: Attempt) -> Iterator[Lack]:
    for row in around.to_speak(attempt.mission):
        yield Lack(
            "must_speak",
            _("Somebody else works on {code} as well.").format(code=row.person.code),
            _("Speak first, through {name}.").format(name=others.go_between_of(row).working_name),
        )
    for row in around.left_to_another(attempt.mission):
        yield Lack(
            "other_goes",
            _("It was agreed that the other goes on with {code}.").format(code=row.person.code),
            _("Leave it to them, or speak again through {name}.").format(
                name=others.go_between_of(row).working_name
            ),
        )


def _helpers(attempt: Attempt, reader: Reader) -> Iterator[Lack]:
    words = {others.helper_word(reader, tie)[0] for tie in attempt.mission.helpers_out.all()}
    for helper in Helper.objects.filter(code_name__in=words).prefetch_related("days"):
        if others.shown_helper(helper).must_be_heard:
            yield Lack(
                "helper_not_heard",
                _("{name} went out three times and nobody has listened since.").format(name=helper.code_name),
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


def _origins(group: list[Person], reader: Reader) -> Iterator[Lack]:
    if not group:
        yield Lack("group", _("Nobody is in the group yet."), _("Choose who goes."))
        return
    told = origins_of_life(reader, group)
    origins = set().union(*told.values()) if told else set()
    if len(origins) < ORIGINS_NEEDED:
        yield Lack(
            "one_source",
            _("All that is known of this group comes from one source."),
            _("A second, independent line says the same."),
        )


def _unconfirmed(group: list[Person], reader: Reader) -> Iterator[Lack]:
    confirmed = {person.pk for person in group if status_for(reader, person).fate is Fate.ALIVE_CONFIRMED}
    open_ones = [
        person
        for person in group
        if person.pk not in confirmed and not _with_a_parent(person, confirmed, reader)
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


def _with_a_parent(person: Person, confirmed: set[UUID], reader: Reader) -> bool:
    return any(
        kin.kind in ("mother", "father") and kin.person.pk in confirmed for kin in kin_of(reader, person)
    )


def _payment(attempt: Attempt) -> Iterator[Lack]:
    if attempt.mission.notes.filter(asks_for_rule=True, rule_read=None).exists():
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
