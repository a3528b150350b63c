"""What somebody may hold in the register when she leaves: cases, promised calls, sources (D28)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from vegerin.guard import compartments, leaving
from vegerin.guard.leaving import Held
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.models import CaseNote, CaseReview, RequestReview, SourceHandler
from vegerin.register.models.promises import Promise
from vegerin.register.queries.requests import roles_that_may_own_requests
from vegerin.register.rules import Act, who_may
from vegerin.ui import dates


def register_all() -> None:
    """Enter them."""
    leaving.register("cases", cases_of, pass_on_cases)
    leaving.register("requests", requests_of, pass_on_requests)
    leaving.register("promises", promises_of, pass_on_promises)
    leaving.register("sources", sources_of, pass_on_sources)


def reviews_of(staff: Staff) -> Iterable[CaseReview]:
    """The latest review of each case she owns."""
    latest = CaseReview.objects.filter(person=OuterRef("person")).order_by("-recorded_at", "-id")
    mine = CaseReview.objects.filter(owner=staff, pk=Subquery(latest.values("pk")[:1]))
    return mine.select_related("person").order_by("person__code")


def cases_of(staff: Staff) -> Held:
    """Cases she looks after."""
    codes = tuple(review.person.code for review in reviews_of(staff))
    takers = who_may_own(CaseNote.compartment)
    return Held(_("Cases"), codes, with_note=True, takers=takers, view="register:person")


def pass_on_cases(staff: Staff, to: Staff, by: Reader, note: str) -> None:
    """The day stays, the owner changes; one note for all of them."""
    for review in reviews_of(staff):
        actions.set_review(
            person=review.person,
            owner=to,
            review_on=review.review_on,
            review_class=review.review_class,
            note=note,
            by=by,
            leaving=True,
        )


def who_may_own(compartment: str) -> frozenset[Role]:
    """The roles that look after cases and can open the notes of this compartment."""
    return who_may(Act.REVIEW) & compartments.roles_of(compartment)


def request_reviews_of(staff: Staff) -> list[RequestReview]:
    """The latest review of each request she looks after."""
    mine = queries.latest_reviews().filter(owner=staff)
    return list(mine.select_related("request").order_by("request__code"))


def requests_of(staff: Staff) -> Held:
    """Families she is the liaison of."""
    codes = tuple(review.request.code for review in request_reviews_of(staff))
    takers = roles_that_may_own_requests()
    what = _("Families and their requests")
    return Held(what, codes, with_note=True, takers=takers, view="register:request")


def pass_on_requests(staff: Staff, to: Staff, by: Reader, note: str) -> None:
    """One note for all of them; the family hears from whoever takes over."""
    for review in request_reviews_of(staff):
        actions.review_request(
            request=review.request,
            owner=to,
            review_on=review.review_on,
            review_class=review.review_class,
            note=note,
            by=by,
            leaving=True,
        )


def open_promises_of(staff: Staff) -> list[Promise]:
    """Calls she promised, or took over, and nobody has answered."""
    keepers = leaving.passed_on()
    waiting = Promise.objects.filter(answer=None).select_related("by").order_by("at")
    return [one for one in waiting if keepers.get(f"promise:{one.pk}", one.by) == staff]


def promises_of(staff: Staff) -> Held:
    """By day and hour."""
    promises = open_promises_of(staff)
    codes = tuple(str(one.pk) for one in promises)
    said = tuple(dates.moment(one.at) for one in promises)
    return Held(_("Promised calls"), codes, takers=who_may(Act.REPORT), said=said)


def pass_on_promises(staff: Staff, to: Staff, by: Reader) -> None:
    """The promise stays as it was made; a colleague keeps it."""
    for promise in open_promises_of(staff):
        leaving.note_passed_on(what=f"promise:{promise.pk}", of=staff, to=to, by=by)


def handlers_of(staff: Staff) -> list[SourceHandler]:
    """The latest row of each source she handles."""
    latest: dict[object, SourceHandler] = {}
    for row in SourceHandler.objects.select_related("source", "deputy").order_by("recorded_at", "id"):
        latest[row.source_id] = row
    return [row for row in latest.values() if row.handler_id == staff.pk]


def sources_of(staff: Staff) -> Held:
    """By code name."""
    how = _("Only the deputy of a source can take it over; the deputy can open it already.")
    names = tuple(row.source.code_name for row in handlers_of(staff))
    return Held(_("Sources"), names, how, hers_to_see=True, takers=who_may(Act.READ_SOURCES))


def pass_on_sources(staff: Staff, to: Staff, by: Reader) -> None:
    """To the source's own deputy alone: nobody else may learn of it (R15)."""
    for row in handlers_of(staff):
        if row.deputy_id == to.pk:
            actions.pass_on_source(source=row.source, to=to, by=by)
