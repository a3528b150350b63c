"""The words of the command: founding, refusals in one line, check."""

import json
import re
import shutil
import socket
import sqlite3

import pytest

from tests import postgres, served
from tests.served import DEPUTY_WORDS, HEAD_WORDS, vegerin
from vegerin.guard.sqlcipher.base import SqliteTooOld, check_sqlite


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("founded") / "office"
    served.found(folder)
    return folder


@pytest.fixture
def copy(founded, tmp_path):
    """An office of its own for a test that breaks it."""
    return shutil.copytree(founded, tmp_path / "office")


def test_only_its_owner_may_look_into_the_folder(founded):
    modes = {file.stat().st_mode & 0o077 for file in [founded, *founded.rglob("*")]}

    assert modes == {0}


def test_the_record_is_no_readable_database(founded):
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(founded / "record.db").execute("SELECT count(*) FROM sqlite_master")


def test_an_office_is_not_founded_twice(founded):
    again = vegerin("init", "--office", str(founded), "--head", "x", lines=f"{HEAD_WORDS}\n")

    assert (again.returncode, again.stderr) == (2, f"There is an office in {founded} already.\n")


def test_either_opener_opens_a_sound_office(founded):
    for words in (HEAD_WORDS, DEPUTY_WORDS):
        checked = vegerin("check", "--office", str(founded), lines=words)

        assert checked.returncode == 0, checked.stderr
        assert "trail: sound" in checked.stdout


def test_a_wrong_passphrase_is_one_line(founded):
    wrong = vegerin("check", "--office", str(founded), lines="not the words at all")

    assert (wrong.returncode, wrong.stderr) == (2, "This passphrase opens nothing here.\n")


def test_a_folder_without_an_office_is_one_line(tmp_path):
    nothing = vegerin("serve", "--office", str(tmp_path))

    assert (nothing.returncode, nothing.stderr.count("\n")) == (2, 1)


def test_a_port_that_is_taken_is_one_line(founded):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = vegerin("serve", "--office", str(founded), "--port", str(port))

    assert refused.returncode == 2
    assert refused.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be used (Address already in use).")
    assert refused.stderr.count("\n") == 1


def test_without_a_certificate_the_server_stays_at_home(copy):
    (copy / "tls" / "server.pem").unlink()

    refused = vegerin("serve", "--office", str(copy), "--host", "0.0.0.0", "--port", "8999")

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "can be overheard" in refused.stderr


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_a_sqlite_that_loses_data_is_refused(version):
    with pytest.raises(SqliteTooOld, match=r"3\.51\.3 or newer is needed"):
        check_sqlite(version)


def test_an_exercise_office_cannot_become_a_real_one(copy):
    told = json.loads((copy / "office.json").read_text())
    (copy / "office.json").write_text(json.dumps({**told, "exercise": False}))

    refused = vegerin("check", "--office", str(copy), lines=HEAD_WORDS)

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "cannot become a real one" in refused.stderr


def test_a_founding_that_broke_off_can_begin_again(copy):
    (copy / "slots.json").unlink()

    served.found(copy)

    assert vegerin("check", "--office", str(copy), lines=HEAD_WORDS).returncode == 0


def test_a_record_with_a_damaged_page_is_not_sound(copy):
    content = bytearray((copy / "record.db").read_bytes())
    content[-2000] ^= 1
    (copy / "record.db").write_bytes(content)

    checked = vegerin("check", "--office", str(copy), lines=HEAD_WORDS)

    assert checked.returncode != 0
    assert "Traceback" not in checked.stderr


def test_an_office_on_postgresql_is_founded_checked_and_served(tmp_path):
    try:
        cluster = postgres.start()
    except postgres.NoPostgres as why:
        pytest.skip(str(why))
    folder = tmp_path / "office"
    keys = " ".join(f"{key}={value}" for key, value in cluster.items())

    made = vegerin(
        "init", "--office", str(folder), "--exercise", "--head", "Amed", "--postgres", keys,
        lines=f"the-owners-password\nthe-servers-password\n{HEAD_WORDS}\n",
    )  # fmt: skip
    checked = vegerin("check", "--office", str(folder), lines=HEAD_WORDS)
    server = served.Server(folder).start()
    try:
        server.unlock()
        browser = server.browser()
        browser.sign_in()
        page = browser.get("/staff/")
    finally:
        server.kill()

    assert (made.returncode, checked.returncode, page.status) == (0, 0, 200), made.stderr + checked.stdout
    assert not (folder / "record.db").exists()
    assert "s-password" not in (folder / "office.json").read_text()


def test_three_sheets_open_an_office_whose_openers_have_lost_their_passphrases(tmp_path):
    folder, new_words = tmp_path / "office", "river lantern nine window quiet"
    sheets = re.findall(r"Sheet \d of 5\n  (.+)", served.found(folder))

    two = recover(folder, *sheets[:2], sheets[1], new_words)
    three = recover(folder, *sheets[2:], new_words)

    assert (two.returncode, two.stderr.count("\n")) == (2, 1)
    assert three.stdout.startswith("Berfin opens the office"), three.stderr
    assert vegerin("check", "--office", str(folder), lines=new_words).returncode == 0
    assert vegerin("check", "--office", str(folder), lines=DEPUTY_WORDS).returncode == 2


def recover(folder, *lines):
    return vegerin("recover", "--office", str(folder), "--for", "Berfin", lines="\n".join(lines) + "\n")


def test_the_index_of_names_is_made_anew_and_the_office_is_sound(founded):
    checked = vegerin("check", "--office", str(founded), "--index-again", lines=HEAD_WORDS)

    assert checked.returncode == 0, checked.stderr
    assert "Names indexed again: 0." in checked.stdout


def test_every_status_is_reckoned_anew_and_the_office_is_sound(founded):
    checked = vegerin("check", "--office", str(founded), "--statuses-again", lines=HEAD_WORDS)

    assert checked.returncode == 0, checked.stderr
    assert "Statuses that changed: 0." in checked.stdout
