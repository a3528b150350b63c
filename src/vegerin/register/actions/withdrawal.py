"""Taking back what was told: the key of one report or attachment is destroyed, the row remains (D4)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import decisions, sealing, trail
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register import lent
from vegerin.register.attachments import file_of
from vegerin.register.models import Attachment, Report, Withdrawal
from vegerin.register.queries import reports_to_withdraw
from vegerin.register.rules import Act, check_may

WITHDRAW = "register.withdraw"


def withdraw_report(*, report: Report, wish_of: str, by: Reader) -> Withdrawal:
    """Destroy the keys of a report's words, names, numbers and attachments; its events still count.

    What other rooms sealed of the same words goes with it: `register.lent`.
    """
    check_may(by, Act.WITHDRAW)
    return destroy_report(report=report, wish_of=wish_of, by=by)


def propose_withdrawal(*, report: Report, wish_of: str, reason: str, by: Reader) -> Decision:
    """Put it before a second person: whoever knows a report by its number alone withdraws none by herself."""
    check_may(by, Act.WITHDRAW_BY_NUMBER)
    if not reports_to_withdraw(by).filter(pk=report.pk).exists():
        raise NotYours
    check_not_withdrawn(report)
    return decisions.propose_once(
        kind=WITHDRAW,
        about=f"report:{report.pk}",
        reason=reason,
        by=by,
        payload={"report": str(report.pk), "wish_of": Withdrawal.Wish(wish_of).value},
        already=_("Withdrawing this report waits for a second signature already."),
    )


def withdrawn_by_two(decision: Decision, by: Reader) -> Withdrawal:
    """What the second signature does."""
    report = Report.objects.get(pk=decision.payload["report"])
    return destroy_report(report=report, wish_of=decision.payload["wish_of"], by=by)


def check_not_withdrawn(report: Report) -> None:
    """Refuse a second withdrawal."""
    if Withdrawal.objects.filter(report=report).exists():
        raise Refused(_("This report is withdrawn already."))


def destroy_report(*, report: Report, wish_of: str, by: Reader) -> Withdrawal:
    """The keys, the row that says so, the files."""
    check_not_withdrawn(report)
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
        raise Refused(_("This attachment is withdrawn already."))
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
            final_on=sealing.final_on(timezone.now()),
            by=by.staff,
        )
        about = f"report:{report.pk}" if report else f"attachment:{attachment.pk}" if attachment else ""
        trail.record("report.withdrawn", by=by, about=about, detail={"keys": gone, "wish_of": wish_of})
    return withdrawal
