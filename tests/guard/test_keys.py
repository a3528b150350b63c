"""Passphrases, openers, the second factor, recovery sheets, lost passphrases."""

from itertools import combinations

import pytest
from django_otp.oath import TOTP

from tests.conftest import PASSPHRASE
from vegerin.guard import (
    actions,
    boot,
    keystore,
    passphrases,
    queries,
    recovery,
    sealing,
    second_factor,
    signing_in,
    slots,
)
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role

PLACE = {"table": "register_report", "column": "words", "row": "1"}


@pytest.mark.parametrize(
    "weak", ["1234", "12345678901234567890"[:15], "aaaaaaaaaaaaaaaaaaaa", "  abcdef          "]
)
def test_a_pin_or_a_short_passphrase_is_refused(weak):
    with pytest.raises(Refused):
        passphrases.check_strength(weak)


def test_production_refuses_cheap_parameters(strong_passphrases):
    with pytest.raises(ValueError, match="below the floor"):
        passphrases.stretch("quiet ridge apple lantern", salt=bytes(16), cost=passphrases.Cost(64, 1, 1))


def test_the_floor_is_what_research_measured(strong_passphrases):
    assert (
        passphrases.Cost(256 * 1024, 3, 4),
        passphrases.Cost(64 * 1024, 3, 4),
    ) == (passphrases.STRONG, passphrases.FLOOR)


def test_the_same_words_in_another_unicode_form_are_the_same(office):
    stored, _ = passphrases.make("Xelîl çû gundê jorîn")

    assert passphrases.recognise("Xeli\u0302l c\u0327u\u0302 gunde\u0302 jori\u0302n", stored)
    assert passphrases.recognise("Xelil çû gundê jorîn", stored) is None


def test_what_is_stored_to_recognise_does_not_open(office):
    stored, halves = passphrases.make(PASSPHRASE)

    assert halves.wrap.hex() not in stored and halves.login.hex() not in stored
    assert halves.wrap != halves.login


def test_each_opener_opens_and_a_closed_slot_does_not(tmp_path):
    first = slots.add(tmp_path, k0=b"k" * 32, passphrase="slow river almond window")
    slots.add(tmp_path, k0=b"k" * 32, passphrase="nine open letters of snow")

    opened = [
        slots.open_with(tmp_path, words)
        for words in ("slow river almond window", "nine open letters of snow")
    ]
    slots.remove(tmp_path, first)

    assert opened == [b"k" * 32] * 2
    assert slots.open_with(tmp_path, "slow river almond window") is None


def test_each_purpose_has_its_own_key():
    keys = {boot.key_for(purpose) for purpose in ("record", "keystore", "django", "tls", "trail-checkpoints")}

    assert len(keys) == 5


def test_a_further_worker_reads_k0_from_the_shared_memory(monkeypatch):
    monkeypatch.setattr(boot, "_shared", None)
    k0 = boot.k0()
    descriptor = boot.share()

    # Both workers read from the start: with a shared position the second one would find nothing.
    found = [boot.k0(), boot.k0()]
    boot.lock()

    assert found == [k0, k0]
    assert not boot.is_unlocked()
    boot.unlock(k0)
    assert descriptor > 2


@pytest.mark.django_db
@pytest.mark.record
class TestSecondFactor:
    def code(self, secret):
        return f"{TOTP(secret).token():06d}"

    def switched_on(self, office):
        secret = second_factor.draw()
        codes = second_factor.switch_on(
            staff=office.head.staff, secret=secret, code=self.code(secret), by=office.head
        )
        return secret, codes

    def sign_in(self, code):
        return signing_in.sign_in(working_name="head", passphrase=PASSPHRASE, code=code) is not None

    def test_a_wrong_code_does_not_switch_it_on(self, office):
        secret = second_factor.draw()

        assert (
            second_factor.switch_on(staff=office.head.staff, secret=secret, code="abc", by=office.head)
            is None
        )
        assert self.sign_in("")

    def test_the_code_that_switched_it_on_does_not_sign_in_again(self, office):
        secret, _ = self.switched_on(office)

        assert not self.sign_in(self.code(secret))

    def test_the_next_code_signs_in_once(self, office):
        secret, _ = self.switched_on(office)
        totp = TOTP(secret, drift=1)
        following = f"{totp.token():06d}"

        assert [self.sign_in(following), self.sign_in(following)] == [True, False]

    def test_without_a_code_the_passphrase_alone_does_not(self, office):
        self.switched_on(office)

        assert not self.sign_in("")

    def test_a_recovery_code_stands_in_once(self, office):
        _, codes = self.switched_on(office)

        assert [self.sign_in(codes[0]), self.sign_in(codes[0]), self.sign_in(codes[1])] == [True, False, True]

    def test_the_secret_lies_sealed(self, office):
        secret, _ = self.switched_on(office)

        assert secret not in bytes(office.head.staff.second_factor)


@pytest.mark.django_db
class TestRecovery:
    def test_any_three_sheets_open_what_is_recoverable_and_no_two_do(self, office, staff):
        sheets = recovery.make_sheets()
        verifier = staff(Role.VERIFIER)
        envelope = sealing.seal("words", compartment="report:verifier", **PLACE)
        actions.make_compartment("source:K7", members=[verifier.staff], by=verifier)

        for three in combinations(sheets, 3):
            codes = recovery.recover(sheets=three, staff=office.head.staff, by=office.head)
        for two in combinations(sheets, 2):
            with pytest.raises(Refused):
                recovery.recover(sheets=two, staff=office.head.staff, by=office.head)

        reader = queries.reader_for(office.head.staff, actions.ring_for(office.head.staff, PASSPHRASE))
        assert codes == ["report:verifier"]
        assert sealing.unseal(envelope, reader=reader, **PLACE) == b"words"
        assert not reader.can_open("source:K7")

    def test_a_mistyped_word_is_named_as_such(self, office):
        sheets = recovery.make_sheets()[:3]
        words = sheets[0].split()
        words[5] = "academic" if words[5] != "academic" else "acid"

        with pytest.raises(Refused, match="do not fit together"):
            recovery.recover(sheets=[" ".join(words), *sheets[1:]], staff=office.head.staff, by=office.head)

    def test_a_lost_passphrase_means_a_new_pair_that_waits_to_be_granted(self, office, staff):
        verifier = staff(Role.VERIFIER)
        sealing.seal("words", compartment="report:verifier", **PLACE)

        actions.renew_keys(staff=verifier.staff, passphrase="slow river almond window", by=office.head)

        ring = actions.ring_for(verifier.staff, "slow river almond window")
        assert not queries.reader_for(verifier.staff, ring).can_open("report:verifier")
        assert [m.staff for m in keystore.current().waiting()] == [str(verifier.staff.pk)]
