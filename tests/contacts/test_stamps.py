"""That we held it then: stamps of a real time authority, and our own signed days where none is reachable."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.contacts import authority as authorities
from tests.contacts.pictures import portrait
from tests.contacts.test_evidence import STORY
from vegerin.contacts import custody, days, time_authority
from vegerin.contacts.actions import intake, stamps
from vegerin.contacts.actions.intake import NewFile
from vegerin.contacts.commands import main
from vegerin.contacts.models import Daily, Roll, Stamp
from vegerin.contacts.queries import stamps as queries
from vegerin.guard import checks
from vegerin.guard.refusals import Refused

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.record,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here: apt-get install openssl"),
]


@pytest.fixture
def authority(tmp_path):
    folder = tmp_path / "authority"
    folder.mkdir()
    with authorities.running(folder) as running:
        yield running


@pytest.fixture(params=["root alone", "root and its own"])
def pinned(authority, office, request):
    """The head has set it, with certificates it gave us by another way."""
    pem = authority.root + (b"" if request.param == "root alone" else authority.own)
    stamps.set_authority(address=authority.address, certificate=pem, by=office.head)
    return authority


@pytest.fixture
def take(clerk, verifier):
    def takes(number=1):
        file = NewFile(portrait(number))
        how = {"file": file, "kind": "picture", "story": STORY, "readers": [verifier.staff]}
        row = intake.take_posting(**how, by=clerk)
        stamps.ask_for_stamps(by=clerk)  # as the server does behind the page
        return row

    return takes


def test_until_the_head_sets_an_address_nobody_is_asked(take, authority, clerk):
    row = take()

    assert (authority.bodies, Stamp.objects.count()) == ([], 0)
    assert stamps.ask_for_stamps(by=clerk) == (0, 1)
    with pytest.raises(Refused, match="head or the deputy"):
        stamps.set_authority(address=authority.address, certificate=authority.root, by=clerk)
    assert row.roll.hash


def test_a_stamp_comes_at_once_and_leads_to_the_pinned_certificate(pinned, take):
    row = take()

    stamp = Stamp.objects.get()
    assert (stamp.roll, abs(stamp.stamped_at - timezone.now()) < timedelta(minutes=5)) == (row.roll, True)
    assert [line.what for line in custody.lines_of(row)] == ["taken_in", "stamped"]
    assert queries.faults() == []


@pytest.mark.django_db(transaction=True)
def test_whoever_hands_in_does_not_wait_for_a_silent_authority(pinned, staff, verifier, clerk, client_for):
    pinned.may_answer.clear()
    sent = {
        "file": SimpleUploadedFile("a.jpg", portrait(1)), "kind": "picture", "where": "A channel",
        "hands": "A neighbour", "purpose": "To find her", "readers": [verifier.staff.pk], "watch": "",
        "age": "minor", "dress": "may_be", "age_band": "unknown",
    }  # fmt: skip

    page = client_for(clerk).post("/contacts/evidence/new/", sent)
    kept_before_it_answered = Roll.objects.count(), Stamp.objects.count()
    pinned.may_answer.set()
    for thread in [one for one in threading.enumerate() if one.name == "stamps"]:
        thread.join(60)

    assert (page.status_code, kept_before_it_answered) == (200, (1, 0))
    assert (len(pinned.bodies), Stamp.objects.count(), queries.faults()) == (1, 1, [])


def test_nothing_leaves_but_the_hash_of_the_roll(pinned, take):
    row = take()

    (body,) = pinned.bodies
    imprint = hashlib.sha256(bytes.fromhex(row.roll.hash)).digest()
    assert (imprint in body, len(body) < 120) == (True, True)
    assert hashlib.sha256(portrait(1)).digest() not in body


def test_a_batch_is_stamped_as_one_list(pinned, clerk, verifier):
    new = [NewFile(portrait(n)) for n in (1, 2, 3)]
    intake.take_batch(new=new, story=STORY, came_on=timezone.localdate(), readers=[verifier.staff], by=clerk)
    stamps.ask_for_stamps(by=clerk)

    assert (len(pinned.bodies), Roll.objects.count(), Stamp.objects.count()) == (1, 1, 1)
    assert len(Roll.objects.get().marks) == 3


def test_while_it_cannot_be_reached_stamps_wait_and_come_later(pinned, take, office, clerk):
    folder = office.folder
    told = time_authority.of(folder)
    time_authority.write(folder, address="http://127.0.0.1:9/", pem=pinned.root)
    take(1)
    take(2)
    assert (Stamp.objects.count(), pinned.bodies) == (0, [])

    time_authority.write(folder, address=told.address, pem=pinned.root)
    assert stamps.ask_for_stamps(by=clerk) == (2, 0)

    assert queries.faults() == []


@pytest.mark.parametrize("forged", [b"no stamp", b"\x30\x03\x02\x01\x00"], ids=["words", "a piece"])
def test_what_is_no_stamp_is_not_kept(pinned, take, forged):
    pinned.answers_with = forged

    take()

    assert Stamp.objects.count() == 0


def test_a_stamp_of_another_authority_is_not_kept(pinned, take, tmp_path, office):
    (tmp_path / "other").mkdir()
    with authorities.running(tmp_path / "other") as other:
        time_authority.write(office.folder, address=other.address, pem=pinned.root)
        take()

    assert (len(other.bodies), Stamp.objects.count()) == (1, 0)


def test_a_stamp_given_for_another_roll_is_not_kept(pinned, take):
    take(1)
    pinned.answers_with = bytes(Stamp.objects.get().token)

    take(2)

    assert Stamp.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "pem"), [("ftp://x/", "root"), ("http://x/", "no certificate"), ("http://x/", "no root")]
)
def test_an_authority_without_a_root_is_not_set(authority, office, address, pem):
    files = {
        "root": authority.root,
        "no certificate": b"hello",
        "no root": authority.own,
    }

    with pytest.raises(Refused):
        stamps.set_authority(address=address, certificate=files[pem], by=office.head)

    assert time_authority.of(office.folder) is None


def days_later(n):
    """The office's clock, moved on."""
    return time_machine.travel(datetime.now(UTC) + timedelta(days=n), tick=True)


def test_a_day_that_is_over_is_signed_once_and_holds_the_day_before(take, clerk):
    first, second = take(1), take(2)
    assert (stamps.sign_days(by=clerk), Daily.objects.count()) == ([], 0)
    with days_later(1):
        third = take(3)
    with days_later(2):
        stamps.sign_days(by=clerk)
        stamps.sign_days(by=clerk)

    one, two = Daily.objects.all()
    assert one.text.splitlines()[2:] == [
        f"before {days.BEGINNING}", f"roll {first.roll.hash}", f"roll {second.roll.hash}"
    ]  # fmt: skip
    assert two.text.splitlines()[2:] == [f"before {one.hash}", f"roll {third.roll.hash}"]
    assert dict(checks.run())["stamps"] == []


def test_a_changed_day_is_seen(take, clerk):
    row = take()
    with days_later(1):
        (day,) = stamps.sign_days(by=clerk)

    forged = day.text.replace(row.roll.hash, "0" * 64)

    assert (days.is_signed(day.text, day.signature), days.is_signed(forged, day.signature)) == (True, False)


def test_openssl_verifies_a_day_without_us(take, clerk, tmp_path):
    take()
    with days_later(1):
        (day,) = stamps.sign_days(by=clerk)
    to = tmp_path / "handed-on"
    write_out(day.day, to)

    verify = [
        "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", to / "office.pem", "-rawin",
        "-in", to / f"{day.day}.txt", "-sigfile", to / f"{day.day}.sig",
    ]  # fmt: skip
    done = subprocess.run(verify, capture_output=True, text=True)

    assert (done.returncode, "Verified Successfully" in done.stdout) == (0, True)
    (to / f"{day.day}.txt").write_text(day.text.replace("roll", "role"))
    assert subprocess.run(verify, capture_output=True).returncode != 0


def write_out(day: date, to) -> None:
    """What `vegerin stamps day` does in an office that is open already."""
    from argparse import Namespace
    from contextlib import nullcontext

    from vegerin.contacts import commands

    opened = commands.commandline.opened
    commands.commandline.opened = lambda _options: nullcontext()
    try:
        assert commands.write_day(Namespace(day=day, to=to)) == 0
    finally:
        commands.commandline.opened = opened


def test_the_command_says_what_it_can(capsys):
    assert main(["--help"]) == 0
    assert "authority | send | day | check" in capsys.readouterr().out
