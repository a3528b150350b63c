"""What contacts let count only when two have signed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.contacts import rules
from vegerin.contacts.actions import cleared_by_two, not_noted_by_two
from vegerin.contacts.actions.traps import CLEAR
from vegerin.contacts.models import Checklist
from vegerin.contacts.queries import people_of
from vegerin.contacts.queries.traps import NOT_NOTED
from vegerin.contacts.rules import Act
from vegerin.guard.decisions import BEFORE, Kind, Shown, register
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.register import showing
from vegerin.register.queries import report_for


def contact_of(decision: Decision, reader: Reader) -> list[Shown]:
    """Whom the contact is about; its number alone where it is about nobody of the register."""
    checklist = Checklist.objects.select_related("report").get(pk=decision.payload["checklist"])
    people = [person.pk for person in people_of(checklist.report)]
    if not people:
        return [Shown(checklist.report.code)]
    return showing.people(reader, people)


def unnoted_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The contact whose checklist stays empty, for whoever may read its row."""
    report = report_for(reader, decision.payload["report"])
    return [Shown(report.code)] if report else []


def enter_kinds() -> None:
    """Enter them. No spoken code stands for this signature: clearing a trap is never hurried (D13)."""
    register(
        Kind(
            CLEAR,
            BEFORE,
            proposers=rules.who_may(Act.WEIGH),
            deciders=rules.who_may(Act.CLEAR),
            effect=cleared_by_two,
            shows=contact_of,
            title=_("Whether a contact was no trap"),
            changes=_("Missions may go on, and its number no longer warns. Neither of you took the call."),
            asks=_("Which independent line shows it. Never the answer that only the family knows."),
            by_telephone=False,
        )
    )
    register(
        Kind(
            NOT_NOTED,
            BEFORE,
            proposers=rules.who_may(Act.NOTE) | rules.who_may(Act.CLEAR),
            deciders=rules.who_may(Act.CLEAR),
            effect=not_noted_by_two,
            shows=unnoted_of,
            title=_("Whether a checklist stays empty"),
            changes=_("It leaves the desk unfilled. Whoever took the call does not sign this."),
            asks=_("Why nobody can say any more what was noticed."),
        )
    )
