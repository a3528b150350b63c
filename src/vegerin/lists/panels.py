"""What this room lends to a person's page."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.lists import queries
from vegerin.register import slots
from vegerin.register.queries import cluster_of, person_for


@opens_to()
def person_slot(request: GuardedRequest, person_id: uuid.UUID) -> HttpResponse:
    """The rows said to be this person. Who may see none gets the same words as where none is."""
    person = person_for(request.reader, str(person_id))
    ids = [each.pk for each in cluster_of(request.reader, person)] if person else []
    rows = queries.rows_of_person(request.reader, ids) if ids else []
    return slots.answer(request, "lists/_person_slot.html", {"rows": rows}, person=person)
