"""Questions whose SQL is kept: each asker gets her own answer, and today's."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vegerin.guard import prepared
from vegerin.guard.models import Draft, RoleGrant, Staff, TrailEntry
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role

pytestmark = [pytest.mark.record, pytest.mark.django_db]


def grants_seen(reader: Reader) -> QuerySet[RoleGrant]:
    rows = RoleGrant.objects.filter(role__in=[Role.HEAD, Role.CLERK]).select_related("staff")
    return rows if reader.has(Role.HEAD) else rows.filter(staff=reader.staff)


def staff_among(ids: list[UUID], word: str) -> QuerySet[Staff]:
    return Staff.objects.filter(pk__in=ids).exclude(working_name=word).order_by("working_name")


def grants_before(moment: datetime) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(at__lt=moment)


def grants_until_now() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(at__lt=timezone.now())


def grants_of_first() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(staff=Staff.objects.order_by("working_name").first())


def greeted(reader: Reader) -> QuerySet[Staff]:
    return Staff.objects.filter(working_name=reader.staff.working_name)


def grants_of(staff: UUID) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(staff=staff)


LAST: list[UUID] = []


def grants_of_last() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(staff=LAST[-1])


MOOD = {"newest first": False}


def drafts_by_mood() -> QuerySet[Draft]:
    return Draft.objects.order_by("-at" if MOOD["newest first"] else "at")


def test_two_who_ask_the_same_get_each_their_own(staff):
    one, other = staff(Role.CLERK), staff(Role.CLERK)

    found = [[row.staff_id for row in prepared.rows(grants_seen, who)] for who in (one, other, one)]

    assert found == [[one.staff.pk], [other.staff.pk], [one.staff.pk]]


def test_another_role_is_another_question(staff):
    head, clerk = staff(Role.HEAD), staff(Role.CLERK)

    found = [{row.staff_id for row in prepared.rows(grants_seen, who)} for who in (head, clerk, head)]

    assert (found[1], found[0]) == ({clerk.staff.pk}, found[2])
    assert found[0] >= {head.staff.pk, clerk.staff.pk}


def test_ids_words_and_moments_come_in_anew(staff):
    people = sorted((staff(Role.CLERK).staff for _ in range(3)), key=lambda one: one.working_name)
    ids, first = [one.pk for one in people], people[0].working_name
    soon = timezone.now() + timedelta(minutes=1)

    assert prepared.rows(staff_among, ids, first) == people[1:]
    assert prepared.rows(staff_among, ids[:2], "nobody") == people[:2]
    assert prepared.rows(staff_among, set(), first) == []
    assert prepared.rows(staff_among, ids, first, first=1) == [people[1]]
    assert prepared.how_many(staff_among, ids, first) == 2
    assert prepared.how_many(grants_before, soon) == RoleGrant.objects.count()
    assert prepared.how_many(grants_before, soon - timedelta(days=1)) == 0


def test_a_long_list_is_answered_too(staff):
    person = staff(Role.CLERK).staff
    ids = [person.pk, *(uuid4() for _ in range(prepared.LONGEST))]

    assert (prepared.rows(staff_among, ids, ""), prepared.how_many(staff_among, ids, "")) == ([person], 1)


def test_a_row_with_its_relation_is_one_question(staff):
    clerk = staff(Role.CLERK)

    with CaptureQueriesContext(connection) as asked:
        names = [row.staff.working_name for row in prepared.rows(grants_seen, clerk)]

    assert (names, len(asked)) == ([clerk.staff.working_name], 1)


def test_a_moment_nobody_handed_in_is_refused():
    with pytest.raises(prepared.NotPrepared, match="hand it in"):
        prepared.rows(grants_until_now)


def test_an_id_nobody_handed_in_is_refused(staff):
    LAST.append(staff(Role.CLERK).staff.pk)

    with pytest.raises(prepared.NotPrepared, match="hand it in"):
        prepared.rows(grants_of_last)


def test_the_record_is_not_asked_while_a_question_is_composed(staff):
    staff(Role.CLERK)

    with pytest.raises(prepared.NotPrepared, match="the record is not asked"):
        prepared.rows(grants_of_first)


def test_more_of_the_reader_than_her_roles_is_an_error(staff):
    with pytest.raises(AttributeError, match="working_name"):
        prepared.rows(greeted, staff(Role.CLERK))


def test_a_function_made_for_one_call_is_refused():
    with pytest.raises(prepared.NotPrepared, match="made anew"):
        prepared.rows(lambda: TrailEntry.objects.all())


def test_what_is_no_value_of_the_record_is_refused():
    with pytest.raises(prepared.NotPrepared, match="object"):
        prepared.rows(grants_of, object())


def test_what_else_shapes_a_question_is_noticed(monkeypatch):
    prepared.rows(drafts_by_mood)
    monkeypatch.setitem(MOOD, "newest first", True)

    with pytest.raises(prepared.NotPrepared, match="something else"):
        prepared.rows(drafts_by_mood)
