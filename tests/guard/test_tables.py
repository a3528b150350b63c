"""The tables of an office made today are those of an office that grew with every release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import post_migrate

from tests import postgres
from vegerin.guard import tables
from vegerin.register import apps as register_apps

NAMES = ("at_once", "step_by_step")
# What the register does after its tables are made: it looks at the tests' own database, perhaps empty yet.
AFTERWARDS = {
    "register.gazetteer": register_apps._load_gazetteer,
    "register.index": register_apps._index_names,
    "register.fold": register_apps._fold_again,
}
WRITTEN = {
    "sqlite": "SELECT type, name FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL",
    "postgresql": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
}
Shape = dict[str, tuple[set[Any], list[Any]]]


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> list[dict[str, Any]]:
    """Where two empty databases lie, of the one kind and of the other."""
    if request.param == "sqlite":
        return [{"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / name)} for name in NAMES]
    try:
        cluster = postgres.start()
    except postgres.NoPostgres as why:
        pytest.skip(str(why))
    return [
        {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": postgres.new_database(cluster, name),
            "HOST": cluster["host"],
            "USER": cluster["owner"],
        }
        for name in NAMES
    ]


@pytest.fixture
def two_databases(
    databases: list[dict[str, Any]], settings: Any, django_db_blocker: Any
) -> Iterator[tuple[str, ...]]:
    """Two empty databases beside the tests' own; no rows are loaded into them, only tables made."""
    register = apps.get_app_config("register")
    for uid in AFTERWARDS:
        assert post_migrate.disconnect(sender=register, dispatch_uid=uid)
    settings.MIGRATION_MODULES = {}
    for name, plain in zip(NAMES, databases, strict=True):
        connections.databases[name] = connections.configure_settings({"default": plain})["default"]
    with django_db_blocker.unblock():
        yield NAMES
        for name in NAMES:
            connections[name].close()
            del connections[name], connections.databases[name]
    for uid, act in AFTERWARDS.items():
        post_migrate.connect(act, sender=register, dispatch_uid=uid)


def shape_of(database: str) -> Shape:
    """Of each table its columns, and what it promises of them; not in which order they came."""
    connection = connections[database]
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            promises = connection.introspection.get_constraints(cursor, table)
            found[table] = (
                {(column.name, column.type_code, column.null_ok) for column in columns},
                sorted(repr(sorted(promise.items())) for promise in promises.values()),
            )
        return found


def written_in(database: str) -> set[tuple[str, str]]:
    """Triggers by name, as the database wrote them down; on SQLite its indexes too."""
    with connections[database].cursor() as cursor:
        cursor.execute(WRITTEN[connections[database].vendor])
        return set(cursor.fetchall())


@pytest.mark.long
def test_an_office_made_at_once_has_the_tables_of_one_that_went_through_every_migration(
    two_databases: tuple[str, ...],
) -> None:
    at_once, step_by_step = two_databases

    tables.make(database=at_once)
    tables.change(database=step_by_step)

    assert len(shape_of(at_once)) > 100
    assert shape_of(at_once) == shape_of(step_by_step)
    assert written_in(at_once) == written_in(step_by_step)


def test_nothing_is_left_to_migrate_in_an_office_made_at_once(two_databases: tuple[str, ...]) -> None:
    at_once, _ = two_databases

    tables.make(database=at_once)

    call_command("migrate", database=at_once, check_unapplied=True, verbosity=0)


def test_every_change_of_a_model_has_its_migration(db: None, settings: Any) -> None:
    settings.MIGRATION_MODULES = {}

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
