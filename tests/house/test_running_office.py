"""A real office is served, killed and read byte by byte."""

from __future__ import annotations

import base64
import zlib
from urllib.parse import quote

import pytest

from tests import served
from tests.served import DEPUTY, DEPUTY_WORDS, HEAD_WORDS, Server, vegerin

CANARY = "Xezalokanarî"  # a name that stands nowhere else
FORMS = (
    CANARY.encode(),
    CANARY.encode("utf-16-le"),
    CANARY.encode("utf-16-be"),
    CANARY.encode().hex().encode(),
    base64.b64encode(CANARY.encode())[:-4],
    CANARY.encode("unicode_escape"),
    CANARY[:8].encode(),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("running") / "office"
    served.found(folder)
    return folder


@pytest.fixture(scope="module")
def server(folder):
    """One server for all; it starts locked, and the third test opens it."""
    running = Server(folder).start()
    yield running
    running.kill()


def test_it_starts_locked_and_the_duty_screen_works(server):
    browser = server.browser()

    assert browser.get("/staff/").location == "/unlock/"
    assert browser.get("/duty/").status == 200
    assert browser.sign_in().location == "/unlock/"


def test_a_wrong_passphrase_leaves_it_locked(server):
    assert server.unlock("not the words at all").status == 403
    assert server.browser().get("/staff/").location == "/unlock/"


def test_the_command_unlocks_it_too(server, folder):
    address = f"http://127.0.0.1:{server.port}"

    wrong = vegerin("unlock", "--office", str(folder), "--address", address, lines="not the words at all")
    right = vegerin("unlock", "--office", str(folder), "--address", address, lines=DEPUTY_WORDS)

    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert right.stdout == "The office is open.\n"
    assert server.browser().get("/staff/").location == "/sign-in/?next=%2Fstaff%2F"


def test_a_restart_forgets_the_keys_and_a_kill_loses_no_acknowledged_row(server, folder):
    server.start().unlock()
    head = server.browser()
    head.sign_in()
    kept = [head.post(f"/draft/?form=f{n}", words=f"{CANARY} {n}").status for n in range(5)]
    invited = head.post("/staff/invite/", working_name=CANARY, language="en", role="clerk", reason="New")

    server.kill()
    server.start()
    locked = head_after(server, head).get("/staff/").location
    server.unlock()
    forgotten = head_after(server, head).get("/staff/").location

    assert (kept, invited.status) == ([200] * 5, 200)
    assert (locked, forgotten) == ("/unlock/", "/sign-in/?next=%2Fstaff%2F")
    again = server.browser()
    again.sign_in()
    assert CANARY in again.get("/staff/").text
    server.stop()
    checked = vegerin("check", "--office", str(folder), lines=HEAD_WORDS)
    assert checked.returncode == 0, checked.stdout


def test_a_half_typed_report_comes_back_after_a_power_cut(server, folder):
    server.start().unlock()
    head = server.browser()
    head.sign_in()
    kept = head.post("/draft/?form=new-report", words=f"{CANARY} ez sax im")

    server.kill()
    server.start().unlock()
    again = server.browser()
    again.sign_in()

    assert kept.status == 200
    assert f"{CANARY} ez sax im" in again.get("/reports/new/").text


def head_after(server, browser):
    """The same cookies at the server of now."""
    return served.Browser(f"http://127.0.0.1:{server.port}", browser.cookies)


def test_no_name_stands_in_clear_in_any_file_of_the_folder(server, folder):
    server.start().unlock()
    deputy = server.browser()
    deputy.sign_in(DEPUTY, DEPUTY_WORDS)
    deputy.get(f"/{quote(CANARY)}/")  # an address goes into the trail, sealed
    deputy.post("/draft/?form=x", words=CANARY)
    deputy.post("/staff/invite/", working_name=f"{CANARY} 2", language="en", role="clerk", reason=CANARY)

    server.kill()  # the WAL stays as it is

    written = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    found = [(file.name, form) for file, content in written.items() for form in FORMS if form in content]
    assert found == []
    assert {"record.db", "keystore.db", "slots.json"} <= {file.name for file in written}
    assert all(unpacked(content).find(CANARY.encode()) < 0 for content in written.values())


def unpacked(content: bytes) -> bytes:
    """What a compressed file would say."""
    try:
        return zlib.decompress(content)
    except zlib.error:
        return b""


def test_two_workers_are_unlocked_by_one_page(folder):
    running = Server(folder, workers=2).start()
    try:
        running.unlock()
        head = running.browser()
        head.sign_in()

        assert {head.get("/account/").status for _ in range(12)} == {200}
    finally:
        running.kill()
