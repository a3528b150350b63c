"""Hearing somebody who chooses to tell, at her pace; and what the next who asks must know (D5, R22).

Nothing is written down unless she is telling at that moment: she begins, pauses, stops without a reason
asked, and goes on when she wishes to, days later. What she withdraws loses its keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.contacts import gist, queries, rules
from vegerin.contacts.models import AskNot, Gist, TakenBack
from vegerin.contacts.rules import Act
from vegerin.contacts.telling import Episode, Telling, kept, moved, new_id, placed, written
from vegerin.contacts.topics import ASKABLE, OUTCOMES, STATES, TOPICS
from vegerin.engines.history.dates import UNKNOWN, InexactDate
from vegerin.guard import sealing, trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register import actions as register
from vegerin.register.models import Episode as ToldRow
from vegerin.register.models import Person
from vegerin.register.queries import told_by
from vegerin.register.sealed import sealed

BEGUN_ALREADY = _(
    "Somebody else hears her or him already. What is not to be asked stands under “Before you ask”."
)
NOT_NOW = _("Nothing is being told now. It goes on when she or he wishes.")


def begin_telling(
    *, person: Person, purpose: str, why: str, agreed: bool, readers: Sequence[Staff] = (), by: Reader
) -> None:
    """She begins: for a purpose that is named, where what is known does not do, before named readers."""
    rules.check_may(by, Act.HEAR)
    if not queries.may_hear(by, person):
        raise Refused(BEGUN_ALREADY if queries.purpose_now() else queries.WHY_OFF)
    if not agreed:
        raise Refused(_("Nobody is heard who has not said that she or he wishes to tell."))
    if not purpose.strip() or not why.strip():
        raise Refused(_("Write what it is asked for, and why what is known does not do."))
    told = {"what": "pace", "step": "begun", "purpose": purpose.strip(), "why": why.strip()}
    keep(person=person, told=told, readers=readers, by=by)


def keep(*, person: Person, told: Mapping[str, Any], readers: Sequence[Staff] = (), by: Reader) -> ToldRow:
    """Keep one thing of her telling, and its gist with it."""
    with transaction.atomic():
        row = register.keep_told(person=person, told=told, readers=readers, by=by)
        known = queries.gist_of(by, person, upto=row.position - 1)
        rows = [*known, told] if known is not None else [one.told for one in told_by(by, person, why="write")]
        keep_gist(person, rows, upto=row.position, by=by)
    return row


def keep_gist(person: Person, rows: Iterable[Mapping[str, Any]], *, upto: int, by: Reader) -> Gist:
    """Its gist, sealed anew in its one row."""
    row = Gist.objects.filter(person=person).first() or Gist(person=person)
    row.content, row.upto = sealed(row, "content", gist.written(rows), by=by), upto
    row.save()
    return row


def renew_gists(*, by: Reader) -> int:
    """Of tellings that were told before there were gists, or taken back in part; how many."""
    stale = queries.stale_gists(by)
    for person, upto in stale:
        with transaction.atomic():
            rows = [one.told for one in told_by(by, person, why="write")]
            keep_gist(person, rows, upto=upto, by=by)
    return len(stale)


def set_pace(*, person: Person, step: str, wishes: bool = False, by: Reader) -> None:
    """She pauses, stops, or goes on; no reason is asked, and only she says that she goes on."""
    now = _telling(person, by)
    if step == "resumed" and (now.tells or not wishes):
        raise Refused(_("Only she or he says that it goes on."))
    if step in {"paused", "stopped"} and not now.tells:
        raise Refused(NOT_NOW)
    if step not in {"paused", "stopped", "resumed"}:
        raise Refused(_("There is no such step."))
    keep(person=person, told={"what": "pace", "step": step}, by=by)


def keep_episode(*, person: Person, episode: Episode, after: str = "", by: Reader) -> Episode:
    """Keep an episode, new or said anew; `after` places it: an id, *first*, or the end."""
    now = _while_telling(person, by)
    known = now.episode(episode.id) is not None
    with transaction.atomic():
        keep(person=person, told=kept(episode), by=by)
        if after and not known:
            ids = placed([one.id for one in now.episodes], episode.id, after=after)
            keep(person=person, told={"what": "order", "ids": ids}, by=by)
        if not any(one.code == "where_held" for one in queries.things_noted(by, person)):
            set_topic(person=person, topic="where_held", state="told", by=by)
    return episode


def reorder(*, person: Person, episode: str, steps: int, by: Reader) -> None:
    """Her order, changed: one episode goes up or down."""
    now = _telling(person, by)
    ids = [one.id for one in now.episodes]
    if episode not in ids:
        raise NotYours
    told = {"what": "order", "ids": moved(ids, episode, by=steps)}
    keep(person=person, told=told, by=by)


def say_saw(
    *, person: Person, sought: Person, region: str = "", when: InexactDate = UNKNOWN, by: Reader
) -> None:
    """Somebody she saw; kept sealed, and looked up for one sought person at a time."""
    _while_telling(person, by)
    if sought.pk == person.pk:
        raise Refused(_("This is she or he who tells."))
    told = {
        "what": "saw", "id": new_id(), "person": str(sought.pk), "region": region, "when": written(when),
    }  # fmt: skip
    keep(person=person, told=told, by=by)


def name_telling_reader(*, person: Person, staff: Staff, agreed: bool, by: Reader) -> None:
    """Another named reader, as she agreed."""
    if not agreed:
        raise Refused(_("She or he agrees to each reader by name."))
    if staff not in queries.readers_to_name(by, person):
        raise Refused(_("This member of staff is not among those who may be named."))
    register.name_reader(person=person, staff=staff, by=by)


def take_back(*, person: Person, id: str = "", by: Reader) -> TakenBack:
    """By her wish: the keys of one thing she told, or of all, are destroyed. That she did so remains."""
    rows = None if not id else _rows_of(person, id, by)
    with transaction.atomic():
        register.take_back_told(person=person, rows=rows, by=by)
        if id:
            forget_gist(person, by=by)
        day = sealing.final_on(timezone.now())
        return TakenBack.objects.create(person=person, whole=not id, final_on=day, by=by.staff)


def forget_gist(person: Person, *, by: Reader) -> None:
    """Its keys too: what was taken back stands in no gist any more. The next question writes a new one."""
    for row in Gist.objects.filter(person=person):
        sealing.destroy(table=row._meta.db_table, row=row.pk, by=by)
        row.delete()


def _rows_of(person: Person, id: str, by: Reader) -> list[ToldRow]:
    rows = [one.row for one in told_by(by, person, why="take_back") if one.told.get("id") == id]
    if not rows:
        raise NotYours
    return rows


def set_topic(*, person: Person, topic: str, state: str, by: Reader) -> AskNot:
    """How a topic stands: told, not wished, or opened again by her."""
    if topic not in TOPICS or state not in STATES:
        raise Refused(_("The list does not know this."))
    return _note(person, {"what": topic, "state": state}, by=by)


def refer(*, person: Person, organisation: str, on: InexactDate, reference: str, by: Reader) -> AskNot:
    """A statement that was taken elsewhere: who took it, when, under which reference. It is not retold."""
    if not organisation.strip():
        raise Refused(_("Write who took the statement."))
    said = {
        "what": "statement", "organisation": organisation.strip(), "on": written(on),
        "reference": reference.strip(),
    }  # fmt: skip
    return _note(person, said, by=by)


def set_asking(
    *, person: Person, answer: str, not_before: date | None = None, through: str = "", by: Reader
) -> AskNot:
    """Whether she may be asked whom she saw, from which day, through whom."""
    if answer not in ASKABLE:
        raise Refused(_("The list does not know this."))
    until = str(not_before) if not_before else ""
    said = {"what": "asking", "state": answer, "not_before": until, "through": through.strip()}
    return _note(person, said, by=by)


def record_asked(
    *, person: Person, sought: Person, outcome: str, not_before: date | None = None, by: Reader
) -> AskNot:
    """What came of asking one person about another; *no* closes asking her altogether."""
    if outcome not in OUTCOMES:
        raise Refused(_("The list does not know this."))
    with transaction.atomic():
        if outcome in {"later", "no"}:
            set_asking(person=person, answer=outcome, not_before=not_before, by=by)
        return _note(person, {"what": "asked_of", "person": str(sought.pk), "state": outcome}, by=by)


def _note(person: Person, said: dict[str, Any], *, by: Reader) -> AskNot:
    rules.check_may(by, Act.ASK)
    with transaction.atomic():
        row = AskNot(person=person, by=by.staff)
        row.content = sealed(row, "content", json.dumps(said, ensure_ascii=False), by=by)
        row.save()
        trail.record("interview.noted", by=by, about=f"person:{person.pk}")
    return row


def _telling(person: Person, by: Reader) -> Telling:
    rules.check_may(by, Act.HEAR)
    now = queries.telling_for(by, person, why="write")
    if now is None:
        raise NotYours
    return now


def _while_telling(person: Person, by: Reader) -> Telling:
    now = _telling(person, by)
    if not now.tells:
        raise Refused(NOT_NOW)
    return now
