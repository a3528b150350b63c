"""A real office for the tests: encrypted, unlocked, in a folder of its own; on SQLCipher or PostgreSQL.

VEGERIN_TEST_DATABASE=postgres pytest -m record     the record's tests again, on PostgreSQL
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A slow or busy machine is no fault of what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# With several processes (pytest-xdist) the first one makes the folder, and the cluster; helpers inherit it.
HELPS = "PYTEST_XDIST_WORKER" in os.environ
FOLDER = Path(os.environ["VEGERIN_OFFICE"] if HELPS else tempfile.mkdtemp(prefix="vegerin-tests-"))
ON_POSTGRES = os.environ.get("VEGERIN_TEST_DATABASE") == "postgres"
os.environ["VEGERIN_OFFICE"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "vegerin.config.settings"

from tests import postgres  # noqa: E402
from vegerin.guard import boot, passphrases  # noqa: E402
from vegerin.guard import office as offices  # noqa: E402


def _database() -> dict[str, str]:
    if not ON_POSTGRES:
        return {"kind": "sqlcipher"}
    try:
        return {"kind": "postgresql", **postgres.start(), "user": postgres.OWNER}
    except postgres.NoPostgres as why:
        pytest.exit(f"Not run on PostgreSQL: {why}", returncode=0)


if not HELPS:
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
    offices.write(offices.Office(FOLDER, database=_database()))
boot.unlock(os.urandom(32))

import django  # noqa: E402
from django.conf import settings  # noqa: E402

if not ON_POSTGRES:
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(FOLDER / "test.db")

django.setup()

from tests.colleagues import clerk, in_english, liaison, officer, second, verifier  # noqa: E402, F401
from vegerin.guard import prepared, unlocking  # noqa: E402

unlocking.settle()

# Every answer of a prepared question is compared with what Django composes anew.
prepared.compared = True

# Cheap passphrases: only here. Production refuses anything below its floor.
CHEAP = passphrases.Cost(memory_kib=64, rounds=1, lanes=1)
STRONG, FLOOR = passphrases.STRONG, passphrases.FLOOR
passphrases.STRONG = passphrases.FLOOR = CHEAP
passphrases.GIVES_WAY = 0  # to pages that somebody turns; here the test itself waits, beside other workers

PASSPHRASE = "quiet ridge apple lantern seven"


@pytest.fixture(scope="session")
def _empty_keystore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from vegerin.guard.keystore import Keystore

    folder = tmp_path_factory.mktemp("keystore")
    Keystore.make(folder)
    return folder


@pytest.fixture
def strong_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parameters production uses, for tests about them."""
    monkeypatch.setattr(passphrases, "STRONG", STRONG)
    monkeypatch.setattr(passphrases, "FLOOR", FLOOR)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """On PostgreSQL the tests make the tables as their owner and then work as the office's own role."""
    if not ON_POSTGRES:
        yield
        return
    from django.db import connection
    from django.db.backends.signals import connection_created
    from django.db.migrations.recorder import MigrationRecorder

    from vegerin.guard import owner

    with django_db_blocker.unblock():
        MigrationRecorder(connection).ensure_schema()  # a real office has it; these tables were made at once
        owner.grant(postgres.ROLE)
        connection.close()
    connection_created.connect(_become_the_offices_role, dispatch_uid="tests.role")
    yield
    connection_created.disconnect(dispatch_uid="tests.role")
    with django_db_blocker.unblock():
        connection.close()


def _become_the_offices_role(*, connection: object, **_: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {postgres.ROLE}")


@contextmanager
def as_owner() -> Iterator[None]:
    """For what only the tables' owner may do: changing a table, lifting a trigger."""
    from django.db import connection

    with connection.cursor() as cursor:
        if ON_POSTGRES:
            cursor.execute("RESET ROLE")
        yield
        if ON_POSTGRES:
            cursor.execute(f"SET ROLE {postgres.ROLE}")


@pytest.fixture(autouse=True, scope="session")
def _triggers_lifted_for_flush() -> None:
    """The one place that lifts the triggers: Django's flush between transactional tests."""
    from django.db import connection

    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def lifted(self: object, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute("RESET ROLE")
                cursor.execute("DROP FUNCTION IF EXISTS vegerin_rows_are_added CASCADE")
        flush(self, sql_list)
        from vegerin.guard import append_only

        append_only.make_triggers(connection)
        if ON_POSTGRES:
            _become_the_offices_role(connection=connection)

    operations.execute_sql_flush = lifted


@pytest.fixture(autouse=True, scope="session")
def _lengths_hold_on_both_databases() -> Iterator[None]:
    """SQLite keeps a text of any length, PostgreSQL refuses one that is too long: refuse it on both."""
    from django.db.models import CharField
    from django.db.models.signals import pre_save

    def check(sender: type, instance: object, **_: object) -> None:
        for column in sender._meta.concrete_fields:
            value, longest = getattr(instance, column.attname), getattr(column, "max_length", None)
            if isinstance(column, CharField) and isinstance(value, str) and longest is not None:
                assert len(value) <= longest, f"{sender.__name__}.{column.name}: {value!r} is too long"

    pre_save.connect(check)
    yield
    pre_save.disconnect(check)


@dataclass
class TestOffice:
    """An unlocked office: its folder, its founder, and everybody made so far."""

    __test__ = False
    folder: Path
    head: object = None
    readers: list = field(default_factory=list)


@pytest.fixture
def office(db: None, tmp_path: Path, _empty_keystore: Path, monkeypatch: pytest.MonkeyPatch) -> TestOffice:
    """A fresh keystore and a head of office; the record is Django's test database."""
    from vegerin.guard import actions
    from vegerin.guard.roles import Role

    folder = tmp_path / "office"
    shutil.copytree(_empty_keystore, folder)
    (folder / "attachments").mkdir()
    (folder / "office.json").write_bytes((FOLDER / "office.json").read_bytes())
    monkeypatch.setenv("VEGERIN_OFFICE", str(folder))
    office = TestOffice(folder)
    founder = actions.add_staff(working_name="head", passphrase=PASSPHRASE, by=None)
    actions.give_role(staff=founder, role=Role.HEAD, by=None)
    office.head = _reader(founder)
    office.readers.append(office.head)
    return office


@pytest.fixture
def staff(office: TestOffice) -> Callable:
    """A factory: `staff(Role.VERIFIER)` is a signed-in Reader whose compartments are granted."""
    from vegerin.guard import actions

    def make(*roles, name: str = ""):
        person = actions.add_staff(
            working_name=name or f"staff-{len(office.readers)}", passphrase=PASSPHRASE, by=office.head
        )
        for role in roles:
            actions.give_role(staff=person, role=role, by=office.head)
        reader = _reader(person)
        office.readers.append(reader)
        grant_what_waits(office)
        return reader

    return make


def grant_what_waits(office: TestOffice) -> None:
    """Every member grants what she can."""
    from vegerin.guard import actions, keystore
    from vegerin.guard.models import Staff

    for waiting in keystore.current().waiting():
        for reader in list(office.readers):
            fresh = _reader(reader.staff)
            if fresh.can_open(waiting.compartment):
                newcomer = Staff.objects.get(pk=waiting.staff)
                actions.grant_compartment(code=waiting.compartment, staff=newcomer, by=fresh)
                break


def _reader(person):
    from vegerin.guard import actions, queries

    return queries.reader_for(person, actions.ring_for(person, PASSPHRASE))


@pytest.fixture
def client_for() -> Callable:
    """A browser in which somebody is signed in; `client_for(None)` is nobody's."""
    from django.test import Client

    from vegerin.guard import parking

    def sign_in(reader):
        client = Client()
        if reader is not None:
            session = client.session
            secret = parking.take(session, staff=reader.staff, private=bytes(reader.keys._private))
            session.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
            client.cookies[parking.COOKIE] = secret
        return client

    return sign_in


@pytest.fixture
def unlocked_again() -> Iterator[None]:
    """For tests that lock the office: puts K0 back."""
    k0 = boot._k0
    yield
    boot.unlock(k0)
