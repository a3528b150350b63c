"""The database refuses to change what was added, also after a migration has rebuilt the table."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, models, transaction

from vegerin.guard import append_only, unlocking
from vegerin.guard.models import RoleGrant
from vegerin.guard.roles import Role

pytestmark = pytest.mark.record


@pytest.mark.django_db(transaction=True)
def test_altering_a_table_drops_its_triggers_and_migrating_makes_them_again():
    before = RoleGrant._meta.get_field("role")
    wider = models.CharField(max_length=before.max_length + 1, choices=Role.choices)
    wider.set_attributes_from_name("role")
    wider.model = RoleGrant
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

    with connection.cursor() as cursor:
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
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            connection.cursor().execute(change)


@pytest.mark.django_db
def test_saving_a_row_a_second_time_is_refused_before_the_database_has_to(office):
    grant = RoleGrant.objects.first()

    with pytest.raises(TypeError, match="A correction is a new row"):
        grant.save()
    with pytest.raises(TypeError, match="never changed"):
        grant.delete()
