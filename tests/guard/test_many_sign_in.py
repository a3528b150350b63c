"""Many sign in at once: some wait their turn, the rest come again, and pages are turned all along."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import PASSPHRASE
from vegerin.config.commands import serve
from vegerin.guard import passphrases
from vegerin.guard.models import FailedSignIn
from vegerin.guard.passphrases import AT_THE_DOOR, TooManyAtOnce
from vegerin.guard.roles import Role

pytestmark = pytest.mark.django_db


class Door:
    """Colleagues who wait behind one whose key takes long."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(AT_THE_DOOR + 2)
        self.stored, _halves = passphrases.make(PASSPHRASE)

    def comes(self, n: int) -> list:
        """That many more, each in a thread of its own."""
        return [self.pool.submit(passphrases.recognise, PASSPHRASE, self.stored) for _one in range(n)]

    def fills(self) -> list:
        """As many wait as may, and nobody else is let in."""
        passphrases._at_once.acquire()
        waiting = self.comes(AT_THE_DOOR)
        while passphrases._door.acquire(blocking=False):
            passphrases._door.release()
            time.sleep(0.01)
        return waiting

    def goes_on(self) -> None:
        """The key of the one who took long is open."""
        passphrases._at_once.release()


@pytest.fixture
def door(office):
    door = Door()
    yield door
    door.pool.shutdown()


def test_a_server_keeps_threads_for_pages_when_the_door_is_full():
    assert serve.THREADS - AT_THE_DOOR == 2


def test_those_who_wait_come_in_one_after_another(door):
    waiting = door.fills()

    refused = door.comes(1)[0].exception(60)
    door.goes_on()

    assert isinstance(refused, TooManyAtOnce)
    assert all(one.result(60) for one in waiting)
    assert door.comes(1)[0].result(60)


def test_nobody_waits_longer_than_a_few_seconds(door, monkeypatch):
    monkeypatch.setattr(passphrases, "PATIENCE", 0.05)
    passphrases._at_once.acquire()

    waited = door.comes(1)[0].exception(60)
    door.goes_on()

    assert isinstance(waited, TooManyAtOnce)
    assert door.comes(1)[0].result(60)


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "Many colleagues are signing in."), ("ar", "زملاء كثيرون يسجّلون الدخول الآن.")],
)
def test_the_page_says_when_to_try_again_and_counts_nothing(door, client, staff, client_for, language, says):
    clerk = client_for(staff(Role.CLERK, name="delal"))
    waiting = door.fills()

    answers = [
        client.post(
            "/sign-in/", {"working_name": "delal", "passphrase": words}, headers={"accept-language": language}
        )
        for words in (PASSPHRASE, "not the words at all", PASSPHRASE, PASSPHRASE)
    ]
    page_meanwhile = clerk.get("/")
    door.goes_on()

    assert [one.status_code for one in answers] == [503] * 4
    assert answers[0]["Retry-After"] == "5"
    page = answers[0].content.decode()
    assert says in page and 'value="delal"' in page and PASSPHRASE not in page
    assert page_meanwhile.status_code == 200
    assert all(one.result(60) for one in waiting)
    assert not FailedSignIn.objects.exists()
    assert client.post("/sign-in/", {"working_name": "delal", "passphrase": PASSPHRASE}).status_code == 302


def test_a_covered_page_and_a_locked_office_say_the_same(door, staff, client_for):
    clerk = client_for(staff(Role.CLERK, name="delal"))
    clerk.post("/lock/")
    waiting = door.fills()

    covered = clerk.post("/covered/", {"passphrase": PASSPHRASE}, headers={"accept-language": "en"})
    door.goes_on()

    assert (covered.status_code, "Many colleagues are signing in." in covered.content.decode()) == (503, True)
    assert all(one.result(60) for one in waiting)
    assert clerk.post("/covered/", {"passphrase": PASSPHRASE}).status_code == 302
