"""A throw-away PostgreSQL cluster for the tests: made in two seconds, gone when they end."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

OWNER, ROLE = "office_owner", "office"
QUICK = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class NoPostgres(Exception):
    """This machine cannot run it; the message says why in one line."""


def programs() -> Path:
    """Where initdb and pg_ctl lie; Debian keeps them in a folder of their version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    onpath = shutil.which("initdb")
    if onpath is None:
        raise NoPostgres("PostgreSQL is not installed (Debian: apt-get install postgresql).")
    return Path(onpath).resolve().parent


def start() -> dict[str, str]:
    """Start a cluster; returns host, name and user. As root it runs under another user, as it insists."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="vegerin-pg-"))
    become: list[str] = []
    if os.getuid() == 0:
        try:
            user = pwd.getpwnam("postgres")
        except KeyError:
            raise NoPostgres("PostgreSQL does not run as root, and there is no user postgres.") from None
        os.chown(folder, user.pw_uid, user.pw_gid)
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    folder.chmod(0o755)
    data = folder / "data"
    initdb = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run([*become, str(bin_folder / "initdb"), "-D", str(data), *initdb], cwd=folder)
    pg_ctl = [*become, str(bin_folder / "pg_ctl"), "-D", str(data)]
    options = f"{QUICK} -k {folder}"
    _run([*pg_ctl, "-w", "-l", str(folder / "log"), "-o", options, "start"], cwd=folder)
    atexit.register(_stop, pg_ctl, folder)
    _make_roles(bin_folder, folder)
    return {"host": str(folder), "name": "office", "owner": OWNER, "user": ROLE}


def new_database(cluster: dict[str, str], name: str) -> str:
    """One more empty database of the owner's; returns its name."""
    create = [str(programs() / "createdb"), "-h", cluster["host"], "-U", cluster["owner"], name]
    _run(create, cwd=Path(cluster["host"]))
    return name


def _make_roles(bin_folder: Path, folder: Path) -> None:
    """As docs/how-to/set-up-an-office.md says; the tests' owner may also make databases of its own."""
    for statement in (
        f"CREATE ROLE {ROLE} LOGIN",
        f"CREATE ROLE {OWNER} LOGIN CREATEDB IN ROLE {ROLE}",
        f"CREATE DATABASE office OWNER {OWNER}",
    ):
        _run([str(bin_folder / "psql"), "-h", str(folder), "-U", "postgres", "-c", statement], cwd=folder)


def _stop(pg_ctl: list[str], folder: Path) -> None:
    subprocess.run([*pg_ctl, "-m", "immediate", "stop"], capture_output=True, cwd="/")
    shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str], *, cwd: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd)
    if done.returncode:
        raise NoPostgres(f"PostgreSQL did not start: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
