"""What is sealed opens for its members, in its place, until its key is destroyed."""

from datetime import UTC, date, datetime

import pytest

from vegerin.guard import sealing
from vegerin.guard.roles import Role
from vegerin.guard.sealing import Altered, Destroyed, NotYours

pytestmark = [pytest.mark.django_db, pytest.mark.record]
PLACE = {"table": "register_report", "column": "words", "row": "1"}


def sealed(words: str = "She rang at four.") -> bytes:
    return sealing.seal(words, compartment="report:verifier", **PLACE)


def test_a_member_reads_what_anyone_sealed(staff):
    verifier = staff(Role.VERIFIER)

    envelope = sealed()

    assert sealing.unseal(envelope, reader=verifier, **PLACE) == b"She rang at four."


def test_one_who_is_no_member_does_not(staff):
    staff(Role.VERIFIER)
    clerk = staff(Role.CLERK)

    with pytest.raises(NotYours):
        sealing.unseal(sealed(), reader=clerk, **PLACE)


def test_an_envelope_moved_to_another_row_does_not_open(staff):
    verifier = staff(Role.VERIFIER)

    with pytest.raises(Altered):
        sealing.unseal(sealed(), reader=verifier, **{**PLACE, "row": "2"})


def test_a_changed_envelope_does_not_open(staff):
    verifier = staff(Role.VERIFIER)
    envelope = bytearray(sealed())
    envelope[-1] ^= 1

    with pytest.raises(Altered):
        sealing.unseal(bytes(envelope), reader=verifier, **PLACE)


def test_the_length_of_short_words_does_not_show(staff):
    staff(Role.VERIFIER)

    assert len(sealed("yes")) == len(sealed("No, she did not say where that was."))


def test_after_destruction_nobody_opens_it(staff):
    verifier = staff(Role.VERIFIER)
    envelope = sealed()

    sealing.destroy(table="register_report", row="1", by=verifier)

    with pytest.raises(Destroyed):
        sealing.unseal(envelope, reader=verifier, **PLACE)


def test_a_second_verifier_waits_until_a_member_grants(office, staff):
    from vegerin.guard import actions, keystore

    staff(Role.VERIFIER)
    envelope = sealed()
    newcomer = staff()
    actions.give_role(staff=newcomer.staff, role=Role.VERIFIER, by=office.head)

    with pytest.raises(NotYours):
        sealing.unseal(envelope, reader=newcomer, **PLACE)
    assert [m.staff for m in keystore.current().waiting()] == [str(newcomer.staff.pk)]


def test_d4_the_day_after_which_no_backup_holds_a_key_is_a_day_of_baghdad():
    late_in_london = datetime(2026, 11, 8, 22, 30, tzinfo=UTC)

    assert sealing.final_on(late_in_london) == date(2026, 11, 23)
