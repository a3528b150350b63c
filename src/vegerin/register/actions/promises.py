"""Promising a call, and writing down how it went."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.models import Person, Report
from vegerin.register.models.promises import Promise, PromiseAnswer
from vegerin.register.rules import Act, check_may


def promise_call(
    *, report: Report, at: datetime, who: str, other: str = "", person: Person | None = None, by: Reader
) -> Promise:
    """A call was agreed for a time; it stands on the desk until somebody says how it went."""
    check_may(by, Act.REPORT)
    with transaction.atomic():
        promise = Promise.objects.create(
            report=report, at=at, who=Promise.Who(who), other=other, person=person, by=by.staff
        )
        trail.record("call.promised", by=by, about=f"report:{report.pk}")
    return promise


def answer_promise(
    *, promise: Promise, outcome: str, moved_to: datetime | None = None, by: Reader
) -> PromiseAnswer:
    """How the call went; when it is moved, a new promise stands in its place."""
    check_may(by, Act.REPORT)
    if PromiseAnswer.objects.filter(promise=promise).exists():
        raise Refused("Somebody has written down already how this call went.")
    if outcome == PromiseAnswer.Outcome.MOVED and moved_to is None:
        raise Refused("Write the day and hour to which the call was moved.")
    with transaction.atomic():
        answer = PromiseAnswer.objects.create(
            promise=promise, outcome=PromiseAnswer.Outcome(outcome), by=by.staff
        )
        if moved_to is not None:
            promise_call(
                report=promise.report,
                at=moved_to,
                who=promise.who,
                other=promise.other,
                person=promise.person,
                by=by,
            )
        trail.record("call.answered", by=by, about=f"report:{promise.report_id}", detail={"outcome": outcome})
    return answer
