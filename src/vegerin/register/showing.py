"""Whom a decision by two is about: nobody signs under what she cannot look at."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from vegerin.guard.decisions import Shown
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.register.models import Caution, Event, Person
from vegerin.register.queries import people_for
from vegerin.register.shown import lines_for, place_names
from vegerin.register.words import event_words, listed
from vegerin.ui import dates


def event_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The person, and what was recorded of her."""
    event = Event.objects.select_related("person", "report").get(pk=decision.payload["event"])
    place = place_names({event.place_id}).get(event.place_id, "") if event.place_id else ""
    told = listed([event_words(event.kind, place), dates.inexact(event.happened)])
    return people(reader, [event.person_id], says=told)


def event_recorded(decision: Decision) -> str:
    """Why a second signature is asked for: our own sentence, so in the reader's language."""
    event = Event.objects.get(pk=decision.payload["event"])
    return _("{what}: this counts only with a second signature.").format(what=event_words(event.kind))


def pair_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The two who may be one."""
    return people(reader, [decision.payload["a"], decision.payload["b"]])


def person_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The person whose case it is."""
    return people(reader, [decision.about.removeprefix("person:")])


def caution_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The person it is about, and what kind of caution it is."""
    caution = Caution.objects.get(pk=decision.payload["caution"])
    kind = caution.get_kind_display()
    return people(reader, [caution.person_id], says=kind) if caution.person_id else [Shown(kind)]


def people(reader: Reader, ids: Sequence[UUID | str], *, says: str = "") -> list[Shown]:
    """Those of them who exist for this reader."""
    found: list[Person] = list(people_for(reader).filter(pk__in=ids))
    return [Shown(line.name, says or line.line, line.url) for line in lines_for(reader, found)]
