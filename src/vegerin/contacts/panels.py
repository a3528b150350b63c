"""What this room lends to a person's page, and to a report just kept."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from vegerin.contacts import queries, rules
from vegerin.contacts.rules import Act
from vegerin.guard.desk import Do
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.register import slots
from vegerin.register.models import Report
from vegerin.register.queries import may_read_telling, person_for


@opens_to()
def person_slot(request: GuardedRequest, person_id: UUID) -> HttpResponse:
    """Questions left, what is weighed, dangers to her; whoever may know none gets an empty one's words."""
    person, reader = person_for(request.reader, str(person_id)), request.reader
    told = {
        "person": person if person is not None and rules.may(reader, Act.COLLECT) else None,
        "left": queries.left_of(reader, person) if person else 0,
        "dangers": queries.dangers_to(reader, person) if person else [],
        "weighs": rules.may(reader, Act.WEIGH),
    }
    return slots.answer(request, "contacts/_person_slot.html", told, person=person)


@opens_to()
def told_slot(request: GuardedRequest, person_id: UUID) -> HttpResponse:
    """Her telling for its named readers; for those who ask what not to ask; for all others nothing."""
    person, reader = person_for(request.reader, str(person_id)), request.reader
    asks = person is not None and rules.may(reader, Act.ASK)
    told = {
        "person": person,
        "reads": person is not None and may_read_telling(reader, person),
        "asks": asks,
    }
    return slots.answer(request, "contacts/_told_slot.html", told, person=person)


def after_a_report(reader: Reader, report: Report) -> Do | None:
    """The checklist, while it is remembered."""
    if queries.report_to_note(reader, report.pk) is None:
        return None
    return Do(_("What did you notice? A minute"), reverse("contacts:checklist", args=[report.pk]))
