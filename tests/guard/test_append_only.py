"""The database refuses to change what was added, also after a migration has rebuilt the table."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, models, transaction

from tests import postgres
from tests.conftest import ON_POSTGRES, as_owner
from vegerin.guard import append_only, owner, unlocking
from vegerin.guard.models import RoleGrant
from vegerin.guard.roles import Role

pytestmark = pytest.mark.record
REFUSED = "never changed or deleted|permission denied"


@pytest.mark.django_db(transaction=True)
def test_altering_a_table_drops_its_triggers_and_migrating_makes_them_again():
    before = RoleGrant._meta.get_field("role")
    wider = models.CharField(max_length=before.max_length + 1, choices=Role.choices)
    wider.set_attributes_from_name("role")
    wider.model = RoleGrant
    with as_owner():
        with connection.schema_editor() as editor:
            editor.alter_field(RoleGrant, before, wider)
        dropped = append_only.tables_without_triggers()

        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    # SQLite builds the table anew and forgets its triggers; PostgreSQL keeps them.
    assert dropped == (["guard_rolegrant"] if connection.vendor == "sqlite" else [])
    assert append_only.tables_without_triggers() == []


@pytest.mark.django_db
def test_an_office_without_triggers_does_not_open(office, unlocked_again):
    from vegerin.guard import boot

    with as_owner(), connection.cursor() as cursor:
        for name in append_only._names(connection.vendor, "guard_signature"):
            on = "" if connection.vendor == "sqlite" else ' ON "guard_signature"'
            cursor.execute(f'DROP TRIGGER "{name}"{on}')

    with pytest.raises(unlocking.CannotOpen, match="guard_signature"):
        unlocking.open_with(boot.k0())


@pytest.mark.django_db
def test_every_kind_of_change_is_refused(office):
    connection.check_constraints()  # else PostgreSQL has a reason of its own not to truncate
    table = connection.ops.quote_name("guard_rolegrant")
    changes = [f"UPDATE {table} SET role = 'auditor'", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        changes.append(f"TRUNCATE {table}")

    for change in changes:
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            connection.cursor().execute(change)


@pytest.mark.django_db
def test_saving_a_row_a_second_time_is_refused_before_the_database_has_to(office):
    grant = RoleGrant.objects.first()

    with pytest.raises(TypeError, match="A correction is a new row"):
        grant.save()
    with pytest.raises(TypeError, match="never changed"):
        grant.delete()


@pytest.mark.django_db
@pytest.mark.skipif(not ON_POSTGRES, reason="An embedded database has no roles")
def test_the_offices_role_owns_nothing_and_may_not_lift_a_trigger(office):
    attempts = [
        'ALTER TABLE "guard_rolegrant" DISABLE TRIGGER ALL',
        'DROP TRIGGER "guard_rolegrant_no_update" ON "guard_rolegrant"',
        "DROP FUNCTION vegerin_rows_are_added CASCADE",
        "CREATE TABLE mine (id integer)",
        "UPDATE django_migrations SET name = ''",
        "SET session_replication_role = replica",
    ]

    assert owner.faults() == []
    for attempt in attempts:
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            connection.cursor().execute(attempt)


@pytest.mark.django_db
@pytest.mark.skipif(not ON_POSTGRES, reason="An embedded database has no roles")
def test_an_office_whose_role_owns_its_tables_does_not_open(office, unlocked_again):
    from vegerin.guard import boot

    with as_owner(), pytest.raises(unlocking.CannotOpen, match="owns"):
        unlocking.open_with(boot.k0())


@pytest.mark.django_db
@pytest.mark.skipif(not ON_POSTGRES, reason="An embedded database has no roles")
def test_a_right_too_many_is_named_by_its_table(office):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f'GRANT UPDATE ON "guard_signature" TO {postgres.ROLE}')

    assert owner.faults() == [
        "The office's role owns guard_signature, or may change what is only added there: run vegerin upgrade."
    ]
