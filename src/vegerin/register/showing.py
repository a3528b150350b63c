"""Whom a decision by two is about: nobody signs under what she cannot look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vegerin.guard.decisions import About, Shown
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.register.models import Caution, Event, Person
from vegerin.register.queries import people_for, reports_to_withdraw, whose_remains
from vegerin.register.rules import OF_REMAINS, Act, may
from vegerin.register.shown import lines_for, place_names
from vegerin.register.words import event_words, listed, report_words
from vegerin.ui import dates

Ids = Sequence[UUID | str]


def event_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The person, and what was recorded of her."""
    return about_events([decision], reader)[decision.pk].shown


def about_events(waiting: Sequence[Decision], reader: Reader) -> dict[UUID, About]:
    """Of each the person, what was recorded of her, and why a second signature is asked for."""
    found = Event.objects.select_related("report").in_bulk([one.payload["event"] for one in waiting])
    events = {one.pk: found[UUID(one.payload["event"])] for one in waiting}
    places = place_names({event.place_id for event in events.values() if event.place_id})
    told = {
        pk: ([event.person_id], recorded_words(event, places.get(event.place_id or UUID(int=0), "")))
        for pk, event in events.items()
    }
    if may(reader, Act.READ):
        shown = people_of_each(reader, told)
    else:  # forensics: the dead by name, and nobody near them
        of_remains = {pk: told[pk] for pk, event in events.items() if event.kind in OF_REMAINS}
        named = people_of_each(reader, of_remains, among=whose_remains(reader))
        shown = {pk: named.get(pk, []) for pk in events}
    return {pk: About(shown[pk], why_second(event)) for pk, event in events.items()}


def recorded_words(event: Event, place: str) -> str:
    """What and when."""
    return listed([event_words(event.kind, place), dates.inexact(event.happened)])


def event_recorded(decision: Decision) -> str:
    """Why a second signature is asked for: our own sentence, so in the reader's language."""
    return why_second(Event.objects.get(pk=decision.payload["event"]))


def why_second(event: Event) -> str:
    """The sentence."""
    return _("{what}: this counts only with a second signature.").format(what=event_words(event.kind))


def pair_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The two who may be one."""
    return about_pairs([decision], reader)[decision.pk].shown


def about_pairs(waiting: Sequence[Decision], reader: Reader) -> dict[UUID, About]:
    """Of each the two who may be one, by name, if both exist for the reader, and why it was proposed."""
    reasons = {one.pk: one.reason for one in waiting}
    shown = people_of_each(reader, {one.pk: ([one.payload["a"], one.payload["b"]], "") for one in waiting})
    return {
        pk: About(sorted(both, key=lambda one: one.name) if len(both) > 1 else [], reasons[pk])
        for pk, both in shown.items()
    }


def person_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The person whose case it is."""
    return people(reader, [decision.about.removeprefix("person:")])


def caution_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The person it is about, and what kind of caution it is."""
    caution = Caution.objects.get(pk=decision.payload["caution"])
    kind = caution.get_kind_display()
    return people(reader, [caution.person_id], says=kind) if caution.person_id else [Shown(kind)]


def report_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The report that may be taken back."""
    return about_reports([decision], reader)[decision.pk].shown


def about_reports(waiting: Sequence[Decision], reader: Reader) -> dict[UUID, About]:
    """Of each the report's number, kind and day, and nothing of what it says."""
    asked = {one.pk: UUID(one.payload["report"]) for one in waiting}
    reports = reports_to_withdraw(reader).in_bulk(asked.values())
    shown = {pk: [Shown(one.code, report_words(one))] for pk, one in reports.items()}
    return {one.pk: About(shown.get(asked[one.pk], []), one.reason) for one in waiting}


def people(reader: Reader, ids: Ids, *, says: str = "") -> list[Shown]:
    """Those of them who exist for this reader."""
    return people_of_each(reader, {"": (ids, says)})[""]


def people_of_each(
    reader: Reader, told: Mapping[Any, tuple[Ids, str]], *, among: QuerySet[Person] | None = None
) -> dict[Any, list[Shown]]:
    """For each of many, those of its people who exist for this reader; as few questions as for one."""
    everybody = {str(one) for ids, _says in told.values() for one in ids}
    found: list[Person] = list((people_for(reader) if among is None else among).filter(pk__in=everybody))
    opens = may(reader, Act.READ)
    lines = [(str(line.person.pk), line) for line in lines_for(reader, found)]
    return {
        about: [
            Shown(line.name, says or line.line, line.url if opens else "")
            for pk, line in lines
            if pk in set(map(str, ids))
        ]
        for about, (ids, says) in told.items()
    }
