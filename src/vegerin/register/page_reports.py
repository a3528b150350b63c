"""Reports on a person's page: who told what when, and how each claim was judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vegerin.engines.history.kinds import KINDS, Sign
from vegerin.guard.reader import Reader
from vegerin.register.models import Report, Source, Withdrawal
from vegerin.register.queries import ShownEvent, ShownReport
from vegerin.register.rules import Act, may
from vegerin.register.words import (
    event_words,
    language_words,
    listed,
    teller_words,
)
from vegerin.ui.dates import day, inexact, moment

ICONS = {"call": "telephone", "visit": "door", "message": "message", "list": "list", "letter": "document"}


def shown_report(reader: Reader, shown: ShownReport, places: Mapping[UUID, str]) -> dict[str, Any]:
    """A report: who told what when, its words behind an act, and what it claims."""
    row = shown.row
    return {
        "pk": row.pk,
        "code": row.code,
        "icon": ICONS.get(row.channel, "document"),
        "title": row.get_channel_display(),
        "meta": report_meta(reader, row),
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


def report_meta(reader: Reader, row: Report) -> str:
    """When it was told, by whom, how far the source can be relied on."""
    words = [moment(row.told_at)]
    tellers = [link.role for link in row.chain.all() if link.step in {"told", "saw"} and link.role]
    if row.source:
        words.append(source_words(reader, row.source))
    elif tellers:
        words.append(_("told by {teller}").format(teller=teller_words(tellers[-1])))
    if row.language:
        words.append(language_words(row.language))
    words.append(_("written by {name}").format(name=row.by.working_name))
    return " · ".join(words)


def source_words(reader: Reader, source: Source) -> str:
    """Which source, for its handlers and whoever weighs reports; to others no two are of one (R15)."""
    handles = may(reader, Act.READ_SOURCES) and reader.can_open(source.compartment)
    if may(reader, Act.ASSESS) or handles:
        return _("source {code}").format(code=source.code_name)
    return _("a source of the office")


def withdrawn_words(shown: ShownReport) -> str:
    """Taken back: by whose wish, and until when a backup might still hold it."""
    return withdrawn_on(shown.withdrawn) if shown.withdrawn else ""


def withdrawn_on(row: Withdrawal) -> str:
    """The sentence of one withdrawal."""
    return _("Withdrawn on {date}: {wish}. Its words are destroyed; final on {final}.").format(
        date=day(row.recorded_at), wish=row.get_wish_of_display(), final=day(row.final_on)
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
        "signed": event.decided_by_two,
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
