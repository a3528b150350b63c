"""A new office: K0, the record, the keystore, the first people, the recovery sheets, a certificate.

The slot file is written last: a founding that broke off leaves no office, and can simply begin again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
from nacl.secret import Aead

from vegerin.guard import boot, office, slots
from vegerin.guard.roles import Role
from vegerin.guard.sqlcipher.base import check_sqlite

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Plan:
    """What the founders decided."""

    folder: Path
    head: tuple[str, str]  # working name, passphrase
    deputy: tuple[str, str] | None = None
    name: str = "Office"
    exercise: bool = False
    hosts: Sequence[str] = ()
    postgres: dict[str, Any] = field(default_factory=dict)


def found(plan: Plan) -> list[str]:
    """Make the office and leave it unlocked in this process; returns the five recovery sheets.

    Call it before Django is set up: the settings read the folder it makes.
    """
    check_sqlite()
    os.umask(0o077)
    if slots.exist(plan.folder):
        raise office.OfficeError(f"There is an office in {plan.folder} already.")
    k0 = os.urandom(32)
    boot.unlock(k0)
    _make_folder(plan)
    django.setup()
    return _fill(plan, k0)


def _make_folder(plan: Plan) -> None:
    if (plan.folder / "office.json").exists():  # a founding that broke off
        shutil.rmtree(plan.folder)
    database = {"kind": "postgresql", **plan.postgres} if plan.postgres else {"kind": "sqlcipher"}
    password = database.pop("password", None)
    database.pop("owner_password", None)  # typed when tables are made, kept nowhere
    if password:
        sealed = Aead(boot.key_for("postgres")).encrypt(str(password).encode())
        database["password_sealed"] = bytes(sealed).hex()
    hosts = [*LOOPBACK, *plan.hosts]
    office.write(office.Office(plan.folder, plan.name, plan.exercise, database, hosts))
    os.environ["VEGERIN_OFFICE"] = str(plan.folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vegerin.config.settings")


def _fill(plan: Plan, k0: bytes) -> list[str]:
    # Django is set up only now.
    from vegerin.guard import owner, recovery, tables, tls, trail, unlocking  # noqa: PLC0415
    from vegerin.guard.keystore import Keystore  # noqa: PLC0415

    unlocking.settle()
    Keystore.make(plan.folder).put_setting("exercise", b"1" if plan.exercise else b"0")
    sheets = recovery.make_sheets()
    if plan.postgres:
        owner.make_tables(owner=plan.postgres["owner"], password=plan.postgres.get("owner_password", ""))
    else:
        tables.make()
    tls.make_authority(plan.folder)
    tls.make_certificate(plan.folder, [*LOOPBACK, *plan.hosts])
    trail.record("office.founded", by=None)
    _first_people(plan)
    return sheets


def _first_people(plan: Plan) -> None:
    from vegerin.guard import actions  # noqa: PLC0415

    people = [(Role.HEAD, plan.head), *([(Role.DEPUTY, plan.deputy)] if plan.deputy else [])]
    staff = [
        (actions.add_staff(working_name=name, passphrase=words, by=None), role, words)
        for role, (name, words) in people
    ]
    for person, role, _ in staff:
        actions.give_role(staff=person, role=role, by=None)
    for person, _, words in staff:  # the slots come last, see above
        actions.become_opener(staff=person, passphrase=words, by=None)
