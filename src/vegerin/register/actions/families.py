"""*This is my family* (D30): who marks it sees what any family sees; a colleague takes over."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from vegerin.guard import trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.actions.judging import write_review
from vegerin.register.actions.requests import write_request_review
from vegerin.register.clusters import cluster_ids
from vegerin.register.models import CaseReview, FamilyMark, HouseholdMember, KinTie, Person, TracingRequest
from vegerin.register.rules import Act, check_may

TEAM = "families"


def mark_family(*, person: Person, colleague: Staff | None = None, by: Reader) -> list[FamilyMark]:
    """Close this person, her kin and house to oneself; cases of theirs pass to a colleague or the team."""
    check_may(by, Act.READ)
    if colleague is not None and colleague.pk == by.staff.pk:
        raise Refused("Name somebody else, who takes over.")
    family = family_of(person)
    with transaction.atomic():
        rows = close_to(by.staff, family, colleague, by=by)
        trail.record("family.marked", by=by, about=f"person:{person.pk}", detail={"people": len(rows)})
    return rows


def close_to(
    whose: Staff, family: set[UUID], colleague: Staff | None = None, *, by: Reader
) -> list[FamilyMark]:
    """Whose family they are sees no more of them; cases and requests of hers pass on."""
    for one in Person.objects.filter(pk__in=family):
        pass_case_on(one, colleague, whose=whose, by=by)
    for request in TracingRequest.objects.filter(sought__links__person__in=family).distinct():
        pass_request_on(request, colleague, whose=whose, by=by)
    there = set(FamilyMark.objects.filter(by=whose).values_list("person", flat=True))
    rows = [FamilyMark(person_id=one, by=whose) for one in sorted(family - there)]
    return FamilyMark.objects.bulk_create(rows)


def keep_closed(together: Iterable[UUID], *, by: Reader) -> None:
    """These are one person, kin or one house from now on: closed to one of us, all are closed to her."""
    rows = set(together)
    marks = FamilyMark.objects.filter(person__in=rows)
    for whose in Staff.objects.filter(pk__in=marks.values("by")):
        closed = close_to(whose, set[UUID]().union(*map(cluster_ids, rows)), by=by)
        trail.record("family.grew", by=by, about=str(whose.pk), detail={"people": len(closed)})


def family_of(person: Person) -> set[UUID]:
    """She, all rows that are her, her kin and those of her house."""
    found: set[UUID] = set(cluster_ids(person.pk))
    ties = KinTie.objects.filter(Q(person__in=found) | Q(relative__in=found), corrected_by=None, not_so=False)
    houses = HouseholdMember.objects.filter(person__in=found, household__kind="house").values("household")
    for pair in ties.values_list("person", "relative"):
        found |= set(pair)
    return found | set(HouseholdMember.objects.filter(household__in=houses).values_list("person", flat=True))


def pass_case_on(person: Person, colleague: Staff | None, *, whose: Staff, by: Reader) -> None:
    """A case that was hers is a colleague's from now on, with the same day."""
    latest = CaseReview.objects.filter(person=person).order_by("recorded_at", "id").last()
    if latest is not None and latest.owner_id == whose.pk:
        write_review(
            person=person, owner=colleague, team="" if colleague else TEAM,
            review_on=latest.review_on, review_class=latest.review_class, by=by,
        )  # fmt: skip


def pass_request_on(request: TracingRequest, colleague: Staff | None, *, whose: Staff, by: Reader) -> None:
    """The same for a request."""
    latest = request.reviews.order_by("recorded_at", "id").last()
    if latest is not None and latest.owner_id == whose.pk:
        write_request_review(
            request, owner=colleague, team="" if colleague else TEAM,
            review_on=latest.review_on, review_class=latest.review_class, by=by,
        )  # fmt: skip
