"""Printing sheets, and what is typed from them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from vegerin.guard import papers, trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.paper.models import KINDS, PAPER_LANGUAGES, Printing, Sheet
from vegerin.paper.rules import check_may_handle
from vegerin.register import actions as register
from vegerin.register.codes import bears_in, new_code
from vegerin.register.models import Attachment, Person, Report
from vegerin.register.values import Claim, Link, NewFile

MOST = 50


def print_sheets(*, form: str, language: str, sheets: int, by: Reader) -> Printing:
    """A batch of empty forms, each with a serial of its own; the batch waits to be used up or shredded."""
    check_may_handle(by)
    if form not in KINDS or language not in PAPER_LANGUAGES or not 1 <= sheets <= MOST:
        raise Refused(gettext_noop("Choose a form, a language and up to 50 sheets."))
    with transaction.atomic():
        paper = papers.record_print(what="blank_forms", about=f"{form}:{language}", sheets=sheets, by=by)
        printing = Printing.objects.create(
            form=form, language=language, sheets=sheets, copy=paper.copy, by=by.staff
        )
        for position in range(sheets):
            serial = new_code("F", digits=6, taken=bears_in(Sheet, "serial"))
            Sheet.objects.create(serial=serial, printing=printing, position=position, by=by.staff)
        trail.record("forms.printed", by=by, about=f"printing:{printing.pk}", detail={"sheets": sheets})
    return printing


def type_in(
    *,
    sheet: Sheet,
    words: str,
    claim: str = "named",
    person: Person | None = None,
    photograph: bytes = b"",
    role: str = "herself",
    by: Reader,
) -> Report:
    """What stands on the sheet, as a report with its serial; the register refuses the same serial twice."""
    with transaction.atomic():
        report = register.record_report(
            channel="letter",
            told_at=timezone.now(),
            words=words,
            source_grade="F",
            content_grade="plausible",
            serial=sheet.serial,
            chain=[Link(step="told", role=role), Link(step="wrote", role="clerk")],
            claims=[Claim(person, claim)] if person else [],
            files=[as_file(sheet, photograph)] if photograph else [],
            by=by,
        )
        papers.record_print(what="filled_form", about=sheet.serial, by=by)
    return report


def add_photograph(*, sheet: Sheet, report: Report, photograph: bytes, by: Reader) -> Attachment:
    """The filled sheet, sealed like the words that were typed from it."""
    check_may_handle(by)
    return register.attach_file(report=report, file=as_file(sheet, photograph), by=by)


def as_file(sheet: Sheet, photograph: bytes) -> NewFile:
    """The photograph as the register takes files."""
    provenance = "The office's own form, photographed when it was typed in."
    return NewFile(photograph, kind="paper", name=f"{sheet.serial}", provenance=provenance)
