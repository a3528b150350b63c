"""Writing down what others published. Rows are added; a correction is a new statement that names the old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from vegerin.engines.history.dates import UNKNOWN, InexactDate
from vegerin.figures import importing
from vegerin.figures.models import OutsideFigure, OutsideStatement
from vegerin.figures.rules import Act, check_may
from vegerin.figures.values import Number
from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.models.base import NotKnown, date_columns


def record_statement(
    *,
    issuer: str,
    numbers: Iterable[Number],
    words: str = "",
    as_of: InexactDate = UNKNOWN,
    published_on: date | None = None,
    source: str = "",
    licence: str = "",
    note: str = "",
    corrects: OutsideStatement | None = None,
    why: str = "",
    by: Reader,
) -> OutsideStatement:
    """A statement with its figures. A correction says why, and what it corrects stays to be read."""
    check_may(by, Act.ADD)
    numbers = list(numbers)
    if not issuer.strip():
        raise Refused("Say who published it. A figure without an issuer is nobody's.")
    if not numbers:
        raise Refused("Write at least one figure of it; unknown is one too.")
    if corrects is not None:
        check_correction(corrects, why)
    with transaction.atomic():
        statement = OutsideStatement.objects.create(
            issuer=issuer.strip(),
            words=words.strip(),
            published_on=published_on,
            source=source.strip(),
            licence=licence.strip(),
            note=note.strip(),
            corrects=corrects,
            why=why.strip(),
            by=by.staff,
            **date_columns("as_of", as_of),
        )
        for number in numbers:
            write_figure(statement, number, by=by)
        trail.record("figures.statement", by=by, about=f"statement:{statement.pk}")
    return statement


def check_correction(corrects: OutsideStatement, why: str) -> None:
    """One correction of each statement, with its reason; the next one corrects the correction."""
    if not why.strip():
        raise Refused("Say who corrected it, and what.")
    if corrects.corrected_by.exists():
        raise Refused("This statement was corrected already. Correct the newer one.")


def add_figure(*, statement: OutsideStatement, number: Number, by: Reader) -> OutsideFigure:
    """One more figure of the same statement."""
    check_may(by, Act.ADD)
    there = statement.figures.filter(quantity=number.quantity, group=number.group).exclude(quantity="other")
    if there.filter(definition=number.definition).exists():
        raise Refused("This statement has such a figure already. To change it, correct the statement.")
    with transaction.atomic():
        figure = write_figure(statement, number, by=by)
        trail.record("figures.figure", by=by, about=f"statement:{statement.pk}")
    return figure


def write_figure(statement: OutsideStatement, number: Number, *, by: Reader) -> OutsideFigure:
    """The row: a value, or why there is none."""
    why_not = number.value if isinstance(number.value, NotKnown) else ""
    return OutsideFigure.objects.create(
        statement=statement,
        quantity=OutsideFigure.Quantity(number.quantity),
        group=OutsideFigure.Group(number.group),
        value=None if why_not else number.value,
        value_not=str(why_not),
        exactness=OutsideFigure.Exactness(number.exactness),
        definition=number.definition.strip(),
        by=by.staff,
    )


def import_statements(*, text: str, source: str = "", licence: str = "", by: Reader) -> tuple[int, int]:
    """The statements of a table: how many were added, and how many were there already."""
    check_may(by, Act.ADD)
    added = there = 0
    with transaction.atomic():
        for row in importing.read_statements(text, today=timezone.localdate()):
            if is_there(row):
                there += 1
                continue
            record_statement(
                issuer=row.issuer,
                words=row.words,
                as_of=row.as_of,
                note=row.note,
                numbers=row.numbers,
                source=source,
                licence=licence,
                by=by,
            )
            added += 1
    return added, there


def is_there(row: importing.Row) -> bool:
    """Whether the same issuer's same statement of the same day stands here."""
    same = OutsideStatement.objects.filter(issuer=row.issuer, words=row.words, note=row.note)
    return same.filter(**date_columns("as_of", row.as_of)).exists()
