"""A copy opens like the office it was made of, and holds no key longer than fourteen days."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import served
from tests.served import HEAD_WORDS, vegerin
from vegerin.guard import backups

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copied") / "office"
    served.found(folder)
    return folder


def back_up(office: Path, to: Path):
    return vegerin("backup", "--office", str(office), "--to", str(to), lines=HEAD_WORDS)


def copy_of(to: Path, *, made: datetime) -> Path:
    copy = to / made.strftime(backups.NAME)
    copy.mkdir(parents=True)
    for name in (*backups.KEYS, "record.db"):
        (copy / name).write_bytes(b"as it was")
    return copy


def test_a_copy_made_while_the_office_is_served_is_sound(founded, tmp_path):
    server = served.Server(founded).start()
    try:
        server.unlock()
        done = back_up(founded, tmp_path / "stick")
    finally:
        server.kill()
    copy = Path(done.stdout.strip())

    checked = vegerin("check", "--office", str(copy), lines=HEAD_WORDS)

    assert (done.returncode, checked.returncode) == (0, 0), done.stderr + checked.stdout
    assert (copy / "slots.json").read_bytes() == (founded / "slots.json").read_bytes()
    assert {file.stat().st_mode & 0o077 for file in [copy, *copy.rglob("*")]} == {0}


def test_a_copy_of_fourteen_days_holds_no_keys_and_a_younger_one_does(tmp_path):
    old = copy_of(tmp_path, made=NOW - timedelta(days=14))
    young = copy_of(tmp_path, made=NOW - timedelta(days=13))

    taken = backups.take_keys_from_old(tmp_path, now=NOW)

    assert taken == [old]
    assert {file.name for file in old.iterdir()} == {"record.db"}
    assert {file.name for file in young.iterdir()} == {*backups.KEYS, "record.db"}


def test_a_copy_inside_the_office_is_refused_in_a_sentence(founded):
    done = back_up(founded, founded / "copies")

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Name another place" in done.stderr
    assert not (founded / "copies").exists()
