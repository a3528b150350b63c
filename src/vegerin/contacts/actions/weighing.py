"""Verifying a sign of life: explanations side by side, and the proposal that she lives."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.contacts import queries, rules
from vegerin.contacts.models import Fit
from vegerin.contacts.rules import Act
from vegerin.engines.history import dates
from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import actions as register
from vegerin.register.models import Event, Person, Report


def lay_side_by_side(*, person: Person, report: Report, fits: Mapping[str, str], by: Reader) -> None:
    """How one report fits each explanation; only what changed is written. It is shown and never counted."""
    rules.check_may(by, Act.WEIGH)
    if report.pk not in {told.pk for told in queries.reports_of_life(by, person)}:
        raise Refused(_("This report says nothing of life or death of this person."))
    before = queries.fits_of(by, person)
    with transaction.atomic():
        for explanation, how in fits.items():
            if before.get((report.pk, explanation)) != how:
                Fit.objects.create(
                    person=person,
                    report=report,
                    explanation=Fit.Explanation(explanation),
                    how=Fit.How(how),
                    by=by.staff,
                )
        trail.record("contact.compared", by=by, about=f"person:{person.pk}")


def confirm_alive(*, person: Person, by: Reader) -> Event:
    """Propose that she is alive: a right answer and a second independent line, and then a second person."""
    rules.check_may(by, Act.WEIGH)
    if lacks := queries.lacks_for_alive(by, person):
        raise Refused(lacks[0])
    return register.record_event(
        person=person, kind="alive_confirmed", happened=dates.on(timezone.localdate()), by=by
    )
