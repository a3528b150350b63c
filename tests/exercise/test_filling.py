"""The exercise office as it is entered: through the register's own actions, with every story in it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from vegerin.config.exercise import filling
from vegerin.config.exercise.accounts import ACCOUNTS, LEADING
from vegerin.config.exercise.frames import frame
from vegerin.config.exercise.written_lists import write_files
from vegerin.contacts.actions import evidence
from vegerin.contacts.models import Evidence
from vegerin.engines.history.kinds import Fate
from vegerin.guard import actions, queries
from vegerin.guard.models import Decision, Staff
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import checks
from vegerin.register import queries as register
from vegerin.register.models import Attachment, Person, Place, Report
from vegerin.register.models.base import played_at

TODAY = date.today()


@pytest.fixture
def exercise(office, tmp_path: Path, monkeypatch) -> Path:
    """An exercise office with its head and deputy, filled."""
    monkeypatch.setattr(settings, "OFFICE", type(settings.OFFICE)(office.folder, exercise=True))
    Staff.objects.filter(working_name="head").update(working_name="founder")
    for account in LEADING:
        person = actions.add_staff(
            working_name=account.working_name, passphrase=account.passphrase, by=office.head
        )
        actions.give_role(staff=person, role=account.role, by=office.head)
    lists = tmp_path / "lists"
    write_files(lists)
    filling.fill(today=TODAY, lists=lists)
    return office.folder


def test_the_exercise_office_is_whole_and_an_earlier_day_can_be_looked_back_to(exercise):
    fates = Counter(Person.objects.values_list("fate", flat=True))
    waiting = Counter(Decision.objects.filter(signature=None).values_list("kind", flat=True))
    verifier = Staff.objects.get(working_name="verifier")
    reader = queries.reader_for(verifier, actions.ring_for(verifier, "exercise verifier quince"))

    assert Person.objects.count() == 628
    assert all(person.code.startswith("X") for person in Person.objects.all())
    assert set(Staff.objects.values_list("working_name", flat=True)) == {
        "founder",
        *(account.working_name for account in ACCOUNTS),
    }
    assert Place.objects.filter(invented=True).count() == 10
    assert Attachment.objects.count() == 48
    assert fates[Fate.RETURNED] > 250 and fates[Fate.BELIEVED_ALIVE] > 40 and fates[Fate.MISSING] > 80
    assert fates[Fate.RETURNED_TO_FAMILY] > 10 and fates[Fate.MISSING_IN_TRANSIT] == 2
    assert waiting["register.judge"] == 3 and waiting["register.countersign"] > 5
    assert list(checks.problems()) == []
    film = Evidence.objects.get(kind="film")
    assert len(evidence.look(evidence=film, why="To know her", by=reader)) == 6
    assert "Ez sax im" in " ".join(
        register.words_of(reader, report)
        for report in Report.objects.filter(channel="call").order_by("-told_at")[:4]
    )
    assert {hit.owner_type for hit in register.search(reader, "Şîrîn").hits} >= {"person"}
    assert returned_by(2015, reader) < returned_by(2018, reader) < returned_by(2026, reader)


def returned_by(year, reader):
    known_by = datetime(year, 1, 1, tzinfo=UTC)
    fates = register.people_by_fate(reader, as_of=TODAY, known_by=known_by)
    return sum(len(people) for fate, people in fates.items() if fate == Fate.RETURNED)


def test_a_portrait_is_an_empty_numbered_frame():
    assert frame(7).startswith(b"\x89PNG") and frame(7) != frame(8)
    assert frame(48) == frame(48)


def test_there_is_an_account_for_each_role_two_verifiers_and_two_who_handle_sources():
    roles = Counter(account.role for account in ACCOUNTS)

    assert set(roles) == set(Role)
    assert {role for role, count in roles.items() if count > 1} == {Role.VERIFIER, Role.SOURCE_HANDLER}


def test_only_an_exercise_plays_an_earlier_day(office):
    with pytest.raises(Refused, match="Only an exercise"), played_at(datetime(2015, 1, 1, tzinfo=UTC)):
        pass
