"""The trail shows when a row was changed, taken out, put in or cut off."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.conftest import as_owner
from vegerin.guard import append_only, sealing, trail
from vegerin.guard.models import TrailEntry
from vegerin.guard.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def lifted(office):
    """What a thief of the database could do: the triggers are gone."""
    trail.record("one", by=None)
    trail.record("two", by=None)
    trail.record("three", by=None)
    with as_owner():
        with connection.cursor() as cursor:
            for table in append_only.tables():
                for name in append_only._names(connection.vendor, table):
                    on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
                    cursor.execute(f'DROP TRIGGER "{name}"{on}')
        yield


def last():
    return TrailEntry.objects.order_by("-number").first()


def test_an_untouched_trail_has_no_faults(office):
    trail.record("report.added", by=office.head, about="r1", detail={"n": 1}, secret="Kocho")

    assert trail.faults() == []


def test_a_changed_row_shows(lifted):
    number = last().number
    TrailEntry.objects.filter(number=number).update(about="somebody else")

    assert trail.faults() == [f"Row {number} of the trail was changed."]


def test_a_missing_row_shows(lifted):
    number = last().number
    TrailEntry.objects.filter(number=number - 1).delete()

    assert trail.faults() == [f"The trail is broken before row {number}: a row is missing or was put in."]


def test_a_trail_cut_off_after_a_signed_head_shows(lifted):
    trail.checkpoint()
    number = last().number
    TrailEntry.objects.filter(number__gt=number - 2).delete()

    assert trail.faults() == [f"The trail ends at row {number - 2}, but row {number} was signed."]


def test_a_whole_chain_made_again_does_not_fit_the_signed_heads(lifted):
    trail.checkpoint()
    entry = last()
    TrailEntry.objects.filter(number=entry.number).delete()
    entry.kind = "nothing.happened"
    entry.hash = trail.hash_of(entry)
    TrailEntry.objects.bulk_create([entry])

    assert trail.faults() == [f"Row {entry.number} of the trail is not the one that was signed."]


def test_the_database_itself_refuses_to_change_or_delete_a_row(office):
    for change in (
        lambda: TrailEntry.objects.all().update(about="x"),
        lambda: TrailEntry.objects.all().delete(),
    ):
        with (
            pytest.raises(DatabaseError, match=r"never changed or deleted|permission denied"),
            transaction.atomic(),
        ):
            change()


def test_the_search_term_is_the_auditors_alone(office, staff):
    auditor, clerk = staff(Role.AUDITOR), staff(Role.CLERK)
    entry = trail.record("search", by=clerk, secret="Xelîl from Til Qeseb")
    place = {"table": "guard_trailentry", "column": "secret", "row": entry.number}

    assert sealing.unseal(entry.secret, reader=auditor, **place) == "Xelîl from Til Qeseb".encode()
    with pytest.raises(sealing.NotYours):
        sealing.unseal(entry.secret, reader=clerk, **place)
    assert b"Til" not in bytes(entry.secret)
