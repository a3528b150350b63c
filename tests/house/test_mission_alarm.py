"""An overdue group sounds without any key: while locked, after kill -9, after a restart (D15, R46)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests import served
from tests.served import Server
from vegerin.guard import clock

pytestmark = pytest.mark.long  # founds and starts a real office twice
WITHIN = timedelta(seconds=60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alarm") / "office"
    served.found(folder)
    return folder


def sounds(server: Server) -> bool:
    return 'data-sounds="yes"' in server.browser().get("/duty/board/").text


def test_d15_a_clock_that_was_lost_sounds_after_a_kill_and_a_restart_without_a_passphrase(folder):
    due = datetime.now(UTC) + timedelta(hours=2)
    clock.expect(folder, code="K27R-2", due=due, margin_minutes=0, duty_code="D418")
    server = Server(folder).start()
    try:
        before = sounds(server)
        server.kill()
        (folder / clock.FILE).unlink()
        twin = server.start() and "K27R-2" in server.browser().get("/duty/board/").text
        server.kill()
        for name in (clock.FILE, clock.TWIN):
            (folder / name).unlink(missing_ok=True)
        server.start()
        lost = sounds(server), "The clock was lost" in server.browser().get("/duty/board/").text
    finally:
        server.kill()
        clock.found_again(folder)
        clock.heard_from(folder, code="K27R-2")

    assert (before, twin, lost) == (False, True, (True, True))


def test_d15_silence_sounds_within_a_minute_also_after_a_kill_and_a_restart_without_a_passphrase(folder):
    due = datetime.now(UTC) + timedelta(seconds=20)
    clock.expect(folder, code="K27R-1", due=due, margin_minutes=0, duty_code="D417")
    server = Server(folder).start()
    try:
        early = sounds(server) and datetime.now(UTC) < due
        server.kill()
        time.sleep(max(0, (due - datetime.now(UTC)).total_seconds()))
        server.start()
        answers = datetime.now(UTC)
        served.within_patience(lambda: sounds(server), "Nobody is told that they are silent.")
        raised = datetime.now(UTC)
        locked = server.browser().get("/missions/").location
    finally:
        server.kill()

    assert not early
    assert locked == "/unlock/"
    assert raised - max(due, answers) < WITHIN  # from when the server answers again
