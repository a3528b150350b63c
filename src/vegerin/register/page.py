"""All that a person's page shows, put together from what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vegerin.engines.history.status import Status, Whereabouts
from vegerin.guard.reader import Reader
from vegerin.register import lent, lifeline, queries, slots
from vegerin.register.models import Event, NotKnown, Person, Report
from vegerin.register.page_facts import (
    fact_row,
    forced_names,
    household_rows,
    kin_rows,
    names_around,
    parents_in,
)
from vegerin.register.page_family import home_of, shown_names
from vegerin.register.page_reports import shown_report
from vegerin.register.queries import ShownEvent
from vegerin.register.rules import Act, may
from vegerin.register.shown import (
    ages,
    child_of,
    lines_for,
    place_names,
)
from vegerin.register.words import (
    WISHES,
    reason_words,
)
from vegerin.ui import status as looks
from vegerin.ui.dates import ago, day, inexact
from vegerin.ui.life import life_context


def person_context(
    reader: Reader, person: Person, status: Status, *, on_paper: bool = False
) -> dict[str, Any]:
    """Values for `register/person.html`."""
    events = [event for event in queries.events_for(reader, person) if was_known(event.row, status)]
    known = [fact for fact in queries.facts_for(reader, person) if fact.not_known != NotKnown.NOT_ASKED]
    told_at = {event.place for event in events if event.place}
    places = place_names(told_at | home_of(person) | {one.row.place_id for one in known if one.row.place_id})
    around = names_around(reader, person)
    home = places.get(person.origin_id, "") if person.origin_id else ""
    taken = lifeline.first_taken([event for event in events if not event.corrected])
    alive = not status.fate.value.startswith(("dead", "returned_to"))
    words = (
        child_of(person, parents_in(reader, person, around)),
        ages(person, taken=taken, alive=alive),
        _("from {place}").format(place=home) if home else "",
    )
    reports = [one for one in queries.reports_for(reader, person) if was_known(one.row, status)]
    life = lifeline.life_of(person, events, status=status, places=places, home=home)
    return {
        "person": person,
        "names": shown_names(reader, person),
        "line": " · ".join(word for word in words if word),
        "fate": fate_words(status, events),
        "where": where_words(status, places),
        "next": next_step(reader, person, status),
        "notes": [
            {"pk": row.pk, "opens": opens, "by": row.by.working_name, "when": day(row.recorded_at)}
            for row, opens in queries.case_notes_of(reader, person)
        ],
        "reviews": [reason_words(review) for review in status.reviews],
        "life": life_context(life),
        "facts": [
            *(fact_row(fact, places) for fact in known),
            *([] if on_paper else forced_names(reader, person)),  # they leave in no form (D25)
            *kin_rows(reader, person, around),
            *household_rows(reader, person, around),
        ],
        "reports": [shown_report(reader, one, places) for one in reports],
        "slots": slots_for(person),
        "lent": lent.acts_on(person, reader=reader),
        "wish": wish_words(reader, person),
        "same": same_as(reader, person),
        "may": what_may(reader),
        "now": timezone.now(),
    }


def was_known(row: Event | Report, status: Status) -> bool:
    """Whether a row was in the record by the moment that is asked about."""
    return status.known_by is None or row.recorded_at <= status.known_by


def what_may(reader: Reader) -> dict[str, bool]:
    """Which acts stand on the page."""
    return {
        "report": may(reader, Act.REPORT),
        "add": may(reader, Act.ADD_FACT),
        "assess": may(reader, Act.ASSESS),
        "correct": may(reader, Act.RECORD_EVENT),
        "withdraw": may(reader, Act.WITHDRAW),
        "judge": may(reader, Act.JUDGE),
        "review": may(reader, Act.REVIEW),
        "wish": may(reader, Act.RECORD_WISH),
        "papers": may(reader, Act.READ_PAPERS),
        "describe": may(reader, Act.DESCRIBE),
        "take_request": may(reader, Act.TAKE_REQUEST),
    }


def fate_words(status: Status, events: Sequence[ShownEvent]) -> dict[str, Any]:
    """The word, and below it since when, what it rests on, and whether it is stale."""
    look = looks.look_of(f"fate.{status.fate.value}")
    word = looks.FATE_SENTENCES.get(status.fate.value, look.word)
    rest = [_("Since {date}.").format(date=inexact(status.since))] if status.since.is_known else []
    if status.rests_on:
        n = len(status.rests_on)
        rest.append(ngettext("Rests on {n} thing told.", "Rests on {n} things told.", n).format(n=n))
    signed = {str(event.row.pk) for event in events if event.decided_by_two}
    if not signed.isdisjoint(map(str, status.rests_on)):
        rest.append(_("Two have signed it."))
    if status.doubted:
        n = len(status.doubted)
        rest.append(ngettext("{n} other is doubted.", "{n} others are doubted.", n).format(n=n))
    if status.waits_for_two:
        rest.append(_("Something waits for a second person."))
    if status.stale and status.last_sign_of_life:
        rest.append(
            _("Stale: the last sign of life is of {date}.").format(date=day(status.last_sign_of_life))
        )
    ground = look.ground if look.ground in {"sun", "leaf"} and not status.stale else ""
    return {"glyph": look.glyph, "ground": ground, "word": word, "rest": " ".join(rest)}


def where_words(status: Status, places: Mapping[UUID, str]) -> dict[str, Any]:
    """Where, how sure, and when it was told."""
    where: Whereabouts = status.whereabouts
    look = looks.look_of(f"where.{where.where.value}")
    place = places.get(UUID(where.place), "") if where.place else ""
    known = where.where.value != "not_known"
    if not known:
        word = str(look.word)
    elif where.confirmed:
        word = _("{where}, {place}").format(where=look.word, place=place) if place else str(look.word)
    else:
        word = _("{place}, reported").format(place=place or look.word)
    rest = [_("Since {date}.").format(date=inexact(where.since))] if known and where.since.is_known else []
    if where.stale:
        rest.append(_("Stale: nobody has told of it for a while."))
    if where.review_on:
        rest.append(_("Look again by {date}.").format(date=day(where.review_on)))
    glyph = "pin-dashed" if where.stale and look.glyph.startswith("pin") else look.glyph
    return {"glyph": glyph, "word": word, "rest": " ".join(rest)}


def next_step(reader: Reader, person: Person, status: Status) -> dict[str, str]:
    """Nobody is without a next step: what it is, whose, and by when."""
    review = queries.review_of(reader, person)
    owner = (review.team or (review.owner.working_name if review.owner else "")) if review else ""
    if queries.is_closed(person):
        word, glyph = _("Closed; the search stays open"), "diamond-full"
    elif status.waits_for_two:
        word, glyph = _("A second person signs"), "diamond-half"
    elif status.fate.value == "believed_alive" and not status.stale:
        word, glyph = _("A second, independent line is needed"), "diamond-half"
    elif status.fate.value in {"reported", "nothing_known"}:
        word, glyph = _("Check against the register"), "diamond-open"
    elif status.fate.value == "returned":
        word, glyph = _("Whoever cares for her or him goes on"), "diamond-open"
    else:
        word, glyph = _("Ask the family again"), "diamond-open"
    rest = [_("With {name}.").format(name=owner)] if owner else [_("Nobody looks after this case yet.")]
    if review:
        rest.append(_("Look again by {date}.").format(date=day(review.review_on)))
    return {"word": word, "glyph": glyph, "rest": " ".join(rest), "owner": " ".join(rest)}


def slots_for(person: Person) -> list[dict[str, Any]]:
    """The same slots for everyone, in the same order; each room fills its own."""
    shown = []
    for slot in slots.all_slots():
        try:
            url = reverse(slot.view, args=[person.pk])
        except NoReverseMatch:
            url = ""
        shown.append({"title": slot.title, "url": url})
    return shown


def wish_words(reader: Reader, person: Person) -> str:
    """What she wishes others to know (D1), for those whose work it is."""
    if not may(reader, Act.READ_WISH):
        return ""
    told = queries.wish_for(reader, person)
    code = told.wish.value if told else "not_asked"
    words = str(WISHES.get(code, ""))
    return _("{words} Asked {when}.").format(words=words, when=ago(told.asked_at)) if told else words


def same_as(reader: Reader, person: Person) -> dict[str, Any]:
    """Other rows that are held to be this person."""
    others = lines_for(reader, queries.cluster_of(reader, person)[1:])
    if not others:
        return {"says": _("No other row is held to be this person."), "others": ()}
    return {"says": _("Held to be the same person, by two:"), "others": others}
