"""Telling a family: the wall that her wish builds (D1), and the log of what was told to whom.

Nothing goes to an inquirer before she was asked. Every try behind the wall is refused with a sentence and
stands in the trail; whoever may tell nothing gets one sentence, whatever the record holds (D7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.engines.history import wish
from vegerin.engines.history.dates import on
from vegerin.engines.history.kinds import DEAD, Fate
from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import histories
from vegerin.register.actions.events import write_event
from vegerin.register.actions.tasks import end_tasks
from vegerin.register.clusters import cluster_ids
from vegerin.register.models import (
    ContactWish,
    Inquirer,
    InquirerMark,
    Person,
    Seeking,
    Sought,
    SoughtLink,
    Told,
    TracingRequest,
)
from vegerin.register.queries.people import as_wish, people_for
from vegerin.register.rules import Act, check_may, may
from vegerin.register.sealed import sealed
from vegerin.register.task_kinds import Kind

What = Told.What
LIVES = frozenset({Fate.ALIVE_CONFIRMED, Fate.RETURNED})  # each of them signed by two
CHECKS = (InquirerMark.Kind.CHECKED, InquirerMark.Kind.NOT_CHECKED)
WARNINGS = (InquirerMark.Kind.NOT_TO_BE_TOLD, InquirerMark.Kind.MAY_BE_TOLD)


def tell(
    *,
    request: TracingRequest,
    inquirer: Inquirer,
    what: str,
    how: str,
    sought: Sought | None = None,
    told_at: datetime | None = None,
    words: str = "",
    by: Reader,
) -> Told:
    """Write down what was told. What the wall does not let through is refused and leaves no row here."""
    kind = What(what)
    told_at = told_at or timezone.now()
    if told_at > timezone.now():
        raise Refused("It was told in the future. Write the day and hour when it was told.")
    try:
        rests_on, person = behind_the_wall(request, inquirer, kind, sought=sought, how=how, by=by)
    except Refused:
        trail.record(
            "told.refused", by=by, about=f"request:{request.pk}", detail={"inquirer": str(inquirer.pk)}
        )
        raise
    row = Told(
        request=request,
        inquirer=inquirer,
        sought=sought,
        what=kind,
        how=Told.How(how),
        told_at=told_at,
        rests_on=rests_on,
        by=by.staff,
    )
    with transaction.atomic():
        if words.strip():
            row.words = sealed(row, "words", words.strip(), by=by, compartment=inquirer.compartment)
        row.save()
        if kind is What.DEAD and person is not None:
            note_family_told(person, told_at, by=by)
        if kind in (What.ALIVE, What.WHERE) and row.how == Told.How.IN_PERSON and person is not None:
            end_tasks(person, Kind.TELL_IN_PERSON, why="told", by=by)
        trail.record("told", by=by, about=f"request:{request.pk}", detail={"inquirer": str(inquirer.pk)})
    return row


@dataclass(frozen=True)
class MayBeTold:
    """What the wall lets through today, and of each sought one why no more."""

    whats: frozenset[What]
    why_no_more: tuple[tuple[str, str], ...]  # name, sentence


def may_be_told(
    *, request: TracingRequest, inquirers: Sequence[Inquirer], sought: Sequence[Sought], by: Reader
) -> MayBeTold:
    """What a page may offer; what it offers is asked again when it is written down."""
    whats, why = {What.OPEN}, list[tuple[str, str]]()
    for one in sought if may(by, Act.TELL) else ():
        tried = [through(request, inquirer, one, by=by) for inquirer in inquirers]
        through_wall = frozenset().union(*(passed for passed, _said in tried))
        whats |= through_wall
        if not through_wall and tried:
            why.append((one.name, tried[0][1]))
    return MayBeTold(frozenset(whats), tuple(why))


def through(
    request: TracingRequest, inquirer: Inquirer, sought: Sought, *, by: Reader
) -> tuple[frozenset[What], str]:
    """What of one sought person this inquirer may be told, or the sentence why nothing of a life."""
    passed, said = set(), ""
    for what in (What.ALIVE, What.WHERE, What.DEAD):
        try:
            behind_the_wall(request, inquirer, what, sought=sought, how=Told.How.IN_PERSON, by=by)
            passed.add(what)
        except Refused as refusal:
            said = said or refusal.sentence
    return frozenset(passed), said


def behind_the_wall(
    request: TracingRequest, inquirer: Inquirer, what: What, *, sought: Sought | None, how: str, by: Reader
) -> tuple[ContactWish | None, Person | None]:
    """Her word on which it rests, and whom it is about; refuses what must not be told."""
    if not request.standing.filter(inquirer=inquirer).exists():
        raise Refused(_("This inquirer does not stand in this request."))
    if what is What.OPEN:
        check_may(by, Act.TAKE_REQUEST)
        return None, None
    check_may(by, Act.TELL)
    seeking = Seeking.objects.filter(inquirer=inquirer, sought=sought, sought__request=request).first()
    if sought is None or seeking is None:
        raise Refused(_("Say about whom of those this inquirer seeks."))
    person = person_meant(sought, by=by)
    check_inquirer(inquirer)
    if what is What.DEAD:
        check_death(person, how=how)
        return None, person
    return check_wish(person, seeking, what), person


def person_meant(sought: Sought, *, by: Reader) -> Person:
    """The person two colleagues stand behind: one said who it is, another tells."""
    links = {link.person_id: link for link in sought.links.order_by("recorded_at", "id")}
    same = [link for link in links.values() if link.verdict == SoughtLink.Verdict.SAME]
    seen = [link for link in same if people_for(by).filter(pk=link.person_id).exists()]
    if not seen:
        raise Refused(
            _("Nobody of the register is held to be the one who is sought; there is nothing to tell.")
        )
    if not {link.person_id for link in same} <= cluster_ids(seen[0].person_id):
        raise Refused(
            _("Colleagues hold two persons to be the one who is sought. Settle first which of them it is.")
        )
    if all(link.by_id == by.staff.pk for link in seen):
        raise Refused(_("You said who this is; a colleague tells the family."))
    return seen[-1].person


def check_inquirer(inquirer: Inquirer) -> None:
    """Somebody has made sure that this is the family."""
    if latest_mark(inquirer, CHECKS) != InquirerMark.Kind.CHECKED:
        raise Refused(_("Nobody has checked yet that this is the family. Ask what only the family knows."))


def check_wish(person: Person, seeking: Seeking, what: What) -> ContactWish:
    """Her wish allows it, and two have signed that she lives."""
    rows = {str(row.pk): row for row in ContactWish.objects.filter(person__in=cluster_ids(person.pk))}
    told = wish.wish_of(map(as_wish, rows.values()))
    warned = latest_mark(seeking.inquirer, WARNINGS) == InquirerMark.Kind.NOT_TO_BE_TOLD
    who = wish.Inquirer(str(seeking.inquirer_id), is_family=seeking.is_family, not_to_be_told=warned)
    reason = wish.may_tell(told, who, wish.What(what.value))
    if reason is not None:
        raise Refused(SENTENCES[reason.code])
    assert told is not None
    if fate_of(person) not in LIVES:
        raise Refused(_("Two have not signed that she or he lives. Nothing goes to anyone before."))
    return rows[told.id]


SENTENCES = {
    "wish.not_asked": _("She has not been asked yet. Nothing goes to anyone before."),
    "wish.not_to_be_told": _("This inquirer is not to be told."),
    "wish.does_not_allow": _("Her wish does not allow it."),
}


def check_death(person: Person, *, how: str) -> None:
    """A death that two have signed is told by people who sit with the family."""
    if fate_of(person) not in DEAD:
        raise Refused(_("Two have not signed this death. It is not told."))
    if how != Told.How.IN_PERSON:
        raise Refused(_("A death is told in person, by somebody the family knows."))


def fate_of(person: Person) -> Fate:
    """Her fate today, over all rows that are her."""
    return histories.cached_status(cluster_ids(person.pk)).fate


def latest_mark(inquirer: Inquirer, kinds: tuple[InquirerMark.Kind, ...]) -> str:
    """The latest mark of these kinds; "" where there is none."""
    row = inquirer.marks.filter(kind__in=kinds).order_by("recorded_at", "id").last()
    return row.kind if row else ""


def note_family_told(person: Person, told_at: datetime, *, by: Reader) -> None:
    """That the family was told stands in her history."""
    write_event(
        person=person,
        kind="family_told",
        happened=on(timezone.localdate(told_at)),
        report=None,
        place=None,
        country="",
        details=None,
        opinion=False,
        corrects=None,
        by=by,
    )
