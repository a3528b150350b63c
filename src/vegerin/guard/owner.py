"""On PostgreSQL two roles: the owner makes the tables, the office's own role reads and adds rows.

The owner's password is typed at `vegerin init` and `vegerin upgrade` and kept nowhere, so whoever takes the
running server still cannot lift a trigger, empty a table or rewrite a row of an `AppendOnly` table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from vegerin.guard import append_only, tables

MIGRATIONS = "django_migrations"
ADDS = "SELECT, INSERT"
CHANGES = "SELECT, INSERT, UPDATE, DELETE"


def make_tables(*, owner: str, password: str) -> None:
    """Make the tables of a new office as their owner, then give the office's role what it needs."""
    _and_grant(tables.make, owner, password)


def change_tables(*, owner: str, password: str) -> None:
    """Change those of an older office, and give the role what it needs of what is new."""
    _and_grant(tables.change, owner, password)


def _and_grant(settle: Callable[[], None], owner: str, password: str) -> None:
    role = connection.settings_dict["USER"]
    with _as(owner, password):
        settle()
        grant(role)


def grant(role: str) -> None:
    """Exactly what the role needs, on every table; called as the owner, after each migration."""
    quoted = connection.ops.quote_name(role)
    rights = {MIGRATIONS: "SELECT"} | dict.fromkeys(append_only.tables(), ADDS)
    with connection.cursor() as cursor:
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"REVOKE ALL ON {name} FROM PUBLIC, {quoted}")
            cursor.execute(f"GRANT {rights.get(table, CHANGES)} ON {name} TO {quoted}")


def faults() -> list[str]:
    """What the role this process works under may do and must not; nothing to say on SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_POWERS)
        (powerful,) = cursor.fetchone()
        cursor.execute(_TOO_MUCH, [append_only.tables()])
        tables = [table for (table,) in cursor.fetchall()]
    wrong = ["The office's role is a superuser or may make roles: give it none of this."] if powerful else []
    return wrong + [
        f"The office's role owns {table}, or may change what is only added there: run vegerin upgrade."
        for table in tables
    ]


@contextmanager
def _as(owner: str, password: str) -> Iterator[None]:
    """The same connection under another role; the password leaves with it."""
    mine = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER=owner, PASSWORD=password)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(mine)


_POWERS = "SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_TOO_MUCH = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND (pg_has_role(current_user, relowner, 'MEMBER')
           OR has_table_privilege(current_user, oid, 'TRUNCATE')
           OR has_table_privilege(current_user, oid, 'TRIGGER')
           OR relname = ANY(%s) AND (has_table_privilege(current_user, oid, 'UPDATE')
                                     OR has_table_privilege(current_user, oid, 'DELETE')))
    ORDER BY relname
"""
