"""Rows are added, never changed: the database itself refuses UPDATE, DELETE and TRUNCATE.

A model says so by `class Meta(AppendOnly.Meta)` through its base `AppendOnly`. Triggers are made again
after every migration, since SQLite's table rebuild drops them silently; start-up and `vegerin check`
refuse without them. A sealed row's key can still be destroyed (D4): the row itself remains.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection as default_connection
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "Rows are added here, never changed or deleted."


class AppendOnly(models.Model):
    """Base of every model whose rows are facts."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a second save is refused before the database has to."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__}: {REFUSAL} A correction is a new row.")
        kwargs.setdefault("force_insert", True)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused."""
        raise TypeError(f"{type(self).__name__}: {REFUSAL}")


def tables() -> list[str]:
    """The tables of all such models."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


def make_triggers(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Make what is missing; on PostgreSQL as the tables' owner."""
    if not tables_without_triggers(connection):
        return
    with connection.cursor() as cursor:
        for statement in _FUNCTION[connection.vendor]:
            cursor.execute(statement)
        for table in _existing(connection):
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def tables_without_triggers(connection: BaseDatabaseWrapper = default_connection) -> list[str]:
    """Tables that would let a row be changed; none, in a sound office."""
    found = _found_triggers(connection)
    return [
        table for table in _existing(connection) if not found.issuperset(_names(connection.vendor, table))
    ]


def _existing(connection: BaseDatabaseWrapper) -> list[str]:
    there = set(connection.introspection.table_names())
    return [table for table in tables() if table in there]


def _names(vendor: str, table: str) -> list[str]:
    verbs = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    return [f"{table}_no_{verb}" for verb in verbs]


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {name.rpartition("_")[2].upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for name in _names(vendor, table)
        ]
    return [
        f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {verb} ON "{table}" '
        f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION vegerin_rows_are_added()"
        for name in _names(vendor, table)
        for verb in [name.rpartition("_")[2].upper()]
    ]


def _found_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


_FUNCTION: dict[str, list[str]] = {
    "sqlite": [],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION vegerin_rows_are_added() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    ],
}
