"""Who may open which of the register's pages: the roles that its rules allow the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.refusals import NotYours
from vegerin.register import queries
from vegerin.register.models import Event, Person, Report
from vegerin.register.rules import Act, who_may

View = TypeVar("View", bound=Callable[..., Any])


def opens_for(act: Act) -> Callable[[View], View]:
    """This page opens to whoever may do the act."""
    return opens_to(*who_may(act))


def the_person(request: GuardedRequest, code: str) -> Person:
    """The person of an address; one that is not this reader's answers like an absent one."""
    person = queries.person_for(request.reader, code)
    if person is None:
        raise NotYours
    return person


def the_report(request: GuardedRequest, report_id: object) -> Report:
    """The report of an address."""
    report = queries.report_for(request.reader, str(report_id))
    if report is None:
        raise NotYours
    return report


def the_event(request: GuardedRequest, event_id: object) -> Event:
    """The event of an address."""
    event = queries.event_for(request.reader, str(event_id))
    if event is None:
        raise NotYours
    return event
