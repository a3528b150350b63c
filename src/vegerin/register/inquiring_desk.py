"""What requests and tasks lend to desks: who may be meant, requests whose day has come, tasks with a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.guard import desk, prepared
from vegerin.guard.desk import ENOUGH, Do, Item, Rank, Rest
from vegerin.guard.reader import Reader
from vegerin.register import queries
from vegerin.register.asked import list_rows
from vegerin.register.beside import beside, differs
from vegerin.register.models import CaseTask, SoughtMatch
from vegerin.register.shown import Line, lines_for
from vegerin.register.words import BANDS, teller_words
from vegerin.ui import dates

MEANT = gettext_lazy("Sought by a family: who is meant?")
AGAIN = gettext_lazy("Requests to look at again")
TASKS = gettext_lazy("To be done by a day")
NEAR = timedelta(days=14)  # a question that may wait longer comes to the desk later


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """The things of requests and tasks this reader may act on."""
    yield from meant(reader)
    yield from tasks(reader)
    yield from requests(reader)


def meant(reader: Reader) -> Iterator[desk.Lent]:
    """Likely matches nobody has judged, one for each who is sought: rather one whose parent agrees."""
    matches = prepared.rows(queries.matches_to_judge, reader, first=3 * ENOUGH)
    people = {match.pk: match.person for match in matches if match.person}
    told = beside(reader, [(match.sought, people[match.pk]) for match in matches])
    against = {match.pk: differs(told[match.sought_id, people[match.pk].pk]) for match in matches}
    found: dict[object, SoughtMatch] = {}
    for match in sorted(matches, key=lambda one: against[one.pk]):
        found.setdefault(match.sought_id, match)
    first = sorted(found.values(), key=matches.index)[:ENOUGH]
    lines = lines_for(reader, [people[match.pk] for match in first])
    for match, line in zip(first, lines, strict=True):
        yield match_item(match, line, differing=against[match.pk])
    if len(found) > ENOUGH:
        yield Rest(MEANT, len(found) - ENOUGH, reverse("register:requests"))


def how_likely(match: SoughtMatch) -> str:
    """How likely two names are one, and no more than that."""
    band = BANDS.get(match.band)
    if band is None:
        return _("Chosen by whoever took the request")
    return _("{how_likely} by the name").format(how_likely=band)


def match_item(match: SoughtMatch, line: Line, *, differing: bool) -> Item:
    """Somebody sought, and who may be meant."""
    says = _("{how_likely}: {name}, {line}").format(
        how_likely=how_likely(match), name=line.name, line=line.line
    )
    if differing:
        says = _("{sentence}. The parent who asks has another name: look closely.").format(sentence=says)
    return Item(
        Rank.WORK,
        match.sought.name,
        says,
        about=f"match:{match.sought_id}",
        at=match.recorded_at,
        when=dates.clock(match.recorded_at),
        under=dates.day(match.recorded_at),
        glyph="circle-half",
        name=match.sought.name,
        acts=(Do(_("Look"), reverse("register:sought", args=[match.sought_id])),),
        queue=MEANT,
    )


def requests(reader: Reader) -> Iterator[desk.Lent]:
    """Requests whose day has come."""
    today = timezone.localdate()
    found = prepared.rows(queries.requests_due, reader, today, first=ENOUGH)
    for request, row in zip(found, list_rows(reader, found), strict=True):
        name = row["asks"][0] if row["asks"] else request.code
        yield Item(
            Rank.WORK,
            name,
            _("asks in request {code}").format(code=request.code),
            about=f"request:{request.pk}",
            when=dates.ago(row["again_on"]),
            under=row["again"],
            name=name,
            acts=(Do(_("Open"), row["url"]),),
            queue=AGAIN,
        )
    if len(found) == ENOUGH:
        more = prepared.how_many(queries.requests_due, reader, today) - ENOUGH
        yield Rest(AGAIN, more, reverse("register:requests"))


def tasks(reader: Reader) -> Iterator[desk.Lent]:
    """Tasks of this reader's kinds; a child who means to go is danger to life."""
    today = timezone.localdate()
    rows = prepared.rows(queries.tasks_near, reader, today + NEAR, first=ENOUGH)
    found = [queries.shown_task(row) for row in rows]
    lines = {line.person.pk: line for line in lines_for(reader, [task.row.person for task in found])}
    for task in found:
        line = lines[task.row.person_id]
        late = task.due_on < today
        whose = _("{task}: {who}").format(task=task.row.get_kind_display(), who=teller_words(task.row.who))
        says = whose if task.row.who else str(task.row.get_kind_display())
        taken = _("With {name}.").format(name=task.taken_by.working_name) if task.taken_by else ""
        child = task.row.kind == CaseTask.Kind.GOES_HIMSELF_MINOR
        yield Item(
            Rank.DANGER if child else Rank.OVERDUE if late else Rank.PROMISED,
            line.name,
            f"{says}. {taken}".strip(),
            about=f"task:{task.row.pk}",
            when=dates.day(task.due_on),
            glyph="clock-full" if late else "clock-open",
            name=line.name,
            other_name=line.other_name,
            acts=(Do(_("Open"), reverse("register:task", args=[task.row.pk])),),
            queue="" if late or child else TASKS,
            taken=task.taken_by is not None,
        )
    if len(found) == ENOUGH:
        yield Rest(TASKS, prepared.how_many(queries.tasks_near, reader, today + NEAR) - ENOUGH)
