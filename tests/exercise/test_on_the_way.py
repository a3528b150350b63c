"""The missions of the exercise: one holding, one that waits, one completed; the same codes every time."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories as make
from vegerin.config.exercise import on_the_way
from vegerin.guard import clock
from vegerin.guard.roles import Role
from vegerin.missions import queries
from vegerin.missions.home import who_could_come
from vegerin.missions.lacks import lacks_of
from vegerin.missions.models import Mission

pytestmark = pytest.mark.django_db
ROLES = (
    Role.PLANNER, Role.FIELD_LEAD, Role.VERIFIER, Role.RECEPTION_MANAGER, Role.REGISTER_OFFICER,
    Role.LEGAL_ADVISER,
)  # fmt: skip


def test_one_holds_one_waits_and_one_is_over(office, staff, django_capture_on_commit_callbacks):
    readers = {Role.HEAD: office.head, **{role: staff(role) for role in ROLES}}
    people = [make.person(f"Xezal {n} Mirad", by=readers[Role.REGISTER_OFFICER]) for n in range(9)]

    with django_capture_on_commit_callbacks(execute=True):
        on_the_way.enter_missions(readers.__getitem__, people=people, today=date.today())

    stages = {one.code: queries.stage_of(queries.last_attempt(one)).value for one in Mission.objects.all()}
    assert stages == {"K27R": "holding", "B63M": "planned", "T15L": "completed"}
    assert [row.code for row in clock.expected(office.folder)] == ["K27R-1"]
    waits = queries.last_attempt(Mission.objects.get(code="B63M"))
    assert [lack.code for lack in lacks_of(waits, readers[Role.PLANNER])] == ["risks"]
    could_come = who_could_come(readers[Role.PLANNER])
    assert [[lack.code for lack in one.lacks] for one in could_come] == [[], ["one_source"]]
