"""Taking back what was told: the key of one report or attachment is destroyed, the row remains (D4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from vegerin.guard import sealing, trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import lent
from vegerin.register.attachments import file_of
from vegerin.register.models import Attachment, Report, Withdrawal
from vegerin.register.rules import Act, check_may

BACKUPS_KEPT = timedelta(days=14)


def withdraw_report(*, report: Report, wish_of: str, by: Reader) -> Withdrawal:
    """Destroy the keys of a report's words, names, numbers and attachments; its events still count.

    What other rooms sealed of the same words goes with it: `register.lent`.
    """
    check_may(by, Act.WITHDRAW)
    if Withdrawal.objects.filter(report=report).exists():
        raise Refused("This report is withdrawn already.")
    attachments = list(report.attachments.filter(withdrawal=None))
    rows = [
        ("register_report", report.pk),
        *(("register_telling", link.pk) for link in report.chain.all()),
        *(("register_phone", phone.pk) for phone in report.phones.all()),
        *(("register_attachment", attachment.pk) for attachment in attachments),
        *lent.sealed_with(report),
    ]
    row = write_withdrawal(rows, wish_of=wish_of, report=report, attachment=None, by=by)
    for attachment in attachments:
        file_of(attachment.pk).unlink(missing_ok=True)
    return row


def withdraw_attachment(*, attachment: Attachment, wish_of: str, by: Reader) -> Withdrawal:
    """Destroy the key of one attachment."""
    check_may(by, Act.WITHDRAW)
    if Withdrawal.objects.filter(attachment=attachment).exists():
        raise Refused("This attachment is withdrawn already.")
    rows = [("register_attachment", attachment.pk)]
    row = write_withdrawal(rows, wish_of=wish_of, report=None, attachment=attachment, by=by)
    file_of(attachment.pk).unlink(missing_ok=True)
    return row


def write_withdrawal(
    rows: Sequence[tuple[str, object]],
    *,
    wish_of: str,
    report: Report | None,
    attachment: Attachment | None,
    by: Reader,
) -> Withdrawal:
    """The keys, then the row that says so: after a crash between the two, a second try writes the row."""
    with transaction.atomic():
        gone = sum(sealing.destroy(table=table, row=row, by=by) for table, row in rows)
        withdrawal = Withdrawal.objects.create(
            report=report,
            attachment=attachment,
            wish_of=Withdrawal.Wish(wish_of),
            keys_destroyed=gone,
            final_on=timezone.localdate() + BACKUPS_KEPT,
            by=by.staff,
        )
        about = f"report:{report.pk}" if report else f"attachment:{attachment.pk}" if attachment else ""
        trail.record("report.withdrawn", by=by, about=about, detail={"keys": gone, "wish_of": wish_of})
    return withdrawal
