"""All that a person's page shows, put together from what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vegerin.engines.history.kinds import KINDS, Fate, Sign
from vegerin.engines.history.status import Status, Whereabouts
from vegerin.engines.history.wish import Wish
from vegerin.guard.reader import Reader
from vegerin.register import lifeline, queries, slots
from vegerin.register.models import Event, NameKind, NotKnown, Person, PersonFact, Report
from vegerin.register.queries import Fact, ShownEvent, ShownReport
from vegerin.register.rules import Act, may
from vegerin.register.shown import (
    PARENTS,
    Around,
    ages,
    child_of,
    given,
    head_of,
    in_readers_order,
    line_of,
    lines_for,
    names_of,
    place_names,
)
from vegerin.register.words import (
    WISHES,
    event_words,
    language_words,
    listed,
    reason_words,
    teller_words,
)
from vegerin.ui import status as looks
from vegerin.ui.dates import ago, day, inexact, moment
from vegerin.ui.life import life_context

ICONS = {"call": "telephone", "visit": "door", "message": "message", "list": "list", "letter": "document"}


def person_context(reader: Reader, person: Person, status: Status) -> dict[str, Any]:
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
            *forced_names(reader, person),
            *kin_rows(reader, person, around),
            *household_rows(reader, person, around),
        ],
        "reports": [shown_report(reader, one, places) for one in reports],
        "slots": slots_for(person),
        "wish": wish_words(reader, person),
        "same": same_as(reader, person),
        "may": what_may(reader),
        "now": timezone.now(),
    }


def was_known(row: Event | Report, status: Status) -> bool:
    """Whether a row was in the record by the moment that is asked about."""
    return status.known_by is None or row.recorded_at <= status.known_by


def home_of(person: Person) -> set[UUID]:
    """Her home's id, if it is known."""
    return {person.origin_id} if person.origin_id else set()


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


def shown_names(reader: Reader, person: Person) -> list[dict[str, str]]:
    """Her names, hers first; a name forced on her never heads the page and has a row of its own."""
    return [
        {"text": name.text, "kind": name.label if name.kind != NameKind.BIRTH else ""}
        for name in in_readers_order(queries.names_for(reader, person))
        if name.kind != NameKind.IMPOSED
    ]


def fate_words(status: Status, events: Sequence[ShownEvent]) -> dict[str, Any]:
    """The word, and below it since when, what it rests on, and whether it is stale."""
    look = looks.look_of(f"fate.{status.fate.value}")
    word = looks.FATE_SENTENCES.get(status.fate.value, look.word)
    rest = [_("Since {date}.").format(date=inexact(status.since))] if status.since.is_known else []
    if status.rests_on:
        n = len(status.rests_on)
        rest.append(ngettext("Rests on {n} thing told.", "Rests on {n} things told.", n).format(n=n))
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


def facts(reader: Reader, person: Person) -> list[dict[str, Any]]:
    """What is known, since when, from whom, and for what."""
    known = [fact for fact in queries.facts_for(reader, person) if fact.not_known != NotKnown.NOT_ASKED]
    places = place_names({fact.row.place_id for fact in known if fact.row.place_id})
    return [fact_row(fact, places) for fact in known]


def fact_row(fact: Fact, places: Mapping[UUID, str]) -> dict[str, Any]:
    """One row of *what is known*."""
    place = fact.row.place_id
    value = places.get(place, fact.value) if place else fact.value
    if fact.what == PersonFact.What.SEX and value:
        value = _("Female") if value == "female" else _("Male")
    if fact.what == PersonFact.What.BORN and fact.when:
        value = inexact(fact.when)
        if fact.when.basis:
            value = (
                _("{date} (1 July on a paper is often a filler)").format(date=value)
                if (fact.when.anchor == "1 July")
                else value
            )
    return {
        "label": fact.label,
        "value": value,
        "not_known": NotKnown(fact.not_known).label if fact.not_known else "",
        "since": since_words(fact),
        "uses": listed(fact.may_be_used_for),
    }


def forced_names(reader: Reader, person: Person) -> list[dict[str, Any]]:
    """Names forced on her, for verifier and child officer only (D23); never in the header."""
    return [
        {
            "label": name.label,
            "people": [{"name": name.text, "url": "", "says": used(name)}],
            "since": day(name.row.recorded_at),
            "uses": _("Only for search"),
        }
        for name in queries.names_for(reader, person)
        if name.kind == "imposed"
    ]


def used(name: queries.ShownName) -> str:
    """From when to when a name was used."""
    known = [inexact(date) for date in (name.used_from, name.used_to) if date.is_known]
    return " – ".join(known)


def since_words(fact: Fact) -> str:
    """Since when, and from whom."""
    if fact.from_whom:
        return _("{date}, {teller}").format(date=day(fact.since), teller=teller_words(fact.from_whom))
    return day(fact.since)


def people_around(reader: Reader, person: Person) -> list[Person]:
    """Her relatives and those of her houses."""
    kin = [one.person for one in queries.kin_of(reader, person)]
    houses = [one for _household, people in queries.household_of(reader, person) for one in people]
    return list({one.pk: one for one in [*kin, *houses] if one.pk != person.pk}.values())


def names_around(reader: Reader, person: Person) -> Around:
    """By which names those around her are known, asked once; whose children they are is not needed here."""
    return Around(names_of({one.pk for one in people_around(reader, person)}))


def parents_in(reader: Reader, person: Person, around: Around) -> dict[str, str]:
    """Father's and mother's given names."""
    kin = [one for one in queries.kin_of(reader, person) if one.kind in PARENTS]
    return {one.kind: given(head_of(one.person, around.names)) for one in kin}


def kin_rows(reader: Reader, person: Person, around: Around) -> list[dict[str, Any]]:
    """Her relatives, one row for each kind, each leading to their own page."""
    rows: dict[str, dict[str, Any]] = {}
    for one in queries.kin_of(reader, person):
        line = line_of(one.person, around)
        fate = str(looks.look_of(f"fate.{one.person.fate}").word)
        row = rows.setdefault(one.kind, {"label": one.label, "people": [], "since": "", "uses": ""})
        row["people"].append({"name": line.name, "url": line.url, "says": fate})
        told = _("{date}, {tie}").format(date=day(one.row.recorded_at), tie=one.tie_label)
        row["since"] = row["since"] or told
    return list(rows.values())


def household_rows(reader: Reader, person: Person, around: Around) -> list[dict[str, Any]]:
    """Those who lived in the house with her, or were taken with her, beyond her next kin."""
    rows = []
    near = {one.person.pk for one in queries.kin_of(reader, person)} | {person.pk}
    for household, people in queries.household_of(reader, person):
        others = [one for one in people if one.pk not in near]
        label = _("In the same house") if household.kind == "house" else _("With her or him when taken")
        if others:
            shown = [
                {"name": line.name, "url": line.url, "says": str(looks.look_of(line.badge).word)}
                for line in (line_of(one, around) for one in others)
            ]
            rows.append({"label": label, "people": shown, "since": day(household.recorded_at), "uses": ""})
    return rows


def shown_report(reader: Reader, shown: ShownReport, places: Mapping[UUID, str]) -> dict[str, Any]:
    """A report: who told what when, its words behind an act, and what it claims."""
    row = shown.row
    return {
        "pk": row.pk,
        "code": row.code,
        "icon": ICONS.get(row.channel, "document"),
        "title": row.get_channel_display(),
        "meta": report_meta(row),
        "language": row.language or None,
        "words": None,
        "has_words": bool(row.words),
        "may_open": shown.may_open,
        "opening_means": _("Opening is written in the trail."),
        "sealed_word": _("The words are sealed: {grade}").format(grade=row.get_gravity_display()),
        "withdrawn": withdrawn_words(shown),
        "files": ngettext("{n} sealed file", "{n} sealed files", shown.files).format(n=shown.files)
        if shown.files and shown.may_open
        else "",
        "claims": [claim(event, places) for event in shown.claims if not event.corrected],
    }


def report_meta(row: Report) -> str:
    """When it was told, by whom, how far the source can be relied on."""
    words = [moment(row.told_at)]
    tellers = [link.role for link in row.chain.all() if link.step in {"told", "saw"} and link.role]
    if row.source:
        words.append(_("source {code}").format(code=row.source.code_name))
    elif tellers:
        words.append(_("told by {teller}").format(teller=teller_words(tellers[-1])))
    if row.language:
        words.append(language_words(row.language))
    words.append(_("written by {name}").format(name=row.by.working_name))
    return " · ".join(words)


def withdrawn_words(shown: ShownReport) -> str:
    """Taken back: by whose wish, and until when a backup might still hold it."""
    if shown.withdrawn is None:
        return ""
    return _("Withdrawn on {date}: {wish}. Its words are destroyed; final on {final}.").format(
        date=day(shown.withdrawn.recorded_at),
        wish=shown.withdrawn.get_wish_of_display(),
        final=day(shown.withdrawn.final_on),
    )


def claim(event: ShownEvent, places: Mapping[UUID, str]) -> dict[str, Any]:
    """What a report says, and how it was judged."""
    place = places.get(event.place, "") if event.place else ""
    when = inexact(event.happened) if event.happened.is_known else ""
    words = event_words(event.kind, place)
    return {
        "pk": event.row.pk,
        "badge": claim_badge(event),
        "word": listed((words, when)),
        "judged": f"judged.{event.verdict}" if event.why else "",
        "why": event.why,
        "waits": event.waits_for_second,
    }


def claim_badge(event: ShownEvent) -> str:
    """The look of a claim: of life, of death, of a place, or of the register itself."""
    sign = KINDS[event.kind].sign
    if event.decided_by_two and sign is Sign.LIFE:
        return "fate.alive_confirmed"
    if sign is Sign.LIFE:
        return "fate.believed_alive" if event.verdict not in {"doubted", "refuted"} else "fate.reported"
    if sign is Sign.DEATH:
        return "fate.dead_confirmed" if event.decided_by_two else "fate.believed_dead"
    return "fate.missing"


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


def life_for_family(reader: Reader, person: Person, status: Status) -> dict[str, Any]:
    """What may be turned towards a family: names, home, the day she was taken; more only as she wishes (D1).

    A death is told by people, never by a page; so it is left out until the family was told.
    """
    told = queries.wish_for(reader, person)
    wish = told.wish if told else Wish.NOT_ASKED
    events = [event for event in queries.events_for(reader, person) if family_may_see(event, wish)]
    shown = {event.place for event in events if event.place and wish is Wish.FAMILY_WHERE}
    places = place_names(shown | home_of(person))
    home = places.get(person.origin_id, "") if person.origin_id else ""
    quiet = replace(status, fate=Fate.MISSING)
    life = lifeline.life_of(person, events, status=quiet, places=places, home=home)
    return {
        "person": person,
        "names": shown_names(reader, person),
        "says": _("She or he is searched for."),
        "life": life_context(replace(life, told=())),
        "closing": _(
            "The search stays open. When something is known for you, someone you know will tell you."
        ),
    }


def family_may_see(event: ShownEvent, wish: Wish) -> bool:
    """The taking is known to every family; signs of life only if she wishes it and nobody doubts them."""
    if event.kind == "abducted":
        return True
    sure = event.decided_by_two or event.verdict in {"corroborated", "plausible"}
    return sure and KINDS[event.kind].sign is Sign.LIFE and wish in {Wish.FAMILY_ALIVE, Wish.FAMILY_WHERE}
