"""The recovery key: three of five word sheets open the office and its recoverable compartments again.

Its private half exists on paper only. It opens no source, no mission and no tie.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext_noop as _
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from vegerin.guard import actions, boot, keystore, office, trail
from vegerin.guard.compartments import RECOVERY_PUBLIC
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader, seal_to
from vegerin.guard.refusals import Refused

SHEETS, NEEDED = 5, 3
FILE = "recovery.sealed"  # K0, sealed to the recovery key


def make_sheets() -> list[str]:
    """Draw the recovery key; returns five sheets of 33 words, to be printed and given to five people."""
    private = PrivateKey.generate()
    public = bytes(private.public_key)
    keystore.current().put_setting(RECOVERY_PUBLIC, public)
    office.write_safely(keystore.current().folder / FILE, seal_to(public, boot.k0()))
    # No stretching: the words carry 256 bits already.
    groups = generate_mnemonics(1, [(NEEDED, SHEETS)], bytes(private), iteration_exponent=0)
    return list(groups[0])


def open_office(folder: Path, sheets: Sequence[str]) -> bytes:
    """K0, when every opener's passphrase is lost."""
    try:
        return SealedBox(_key_from(sheets)).decrypt((folder / FILE).read_bytes())
    except CryptoError:
        raise Refused(_("These sheets belong to another office.")) from None


def begin_again(*, staff: Staff, passphrase: str, sheets: Sequence[str]) -> list[str]:
    """New keys for somebody, on the word of three sheets: she opens the office and what is recoverable."""
    actions.renew_keys(staff=staff, passphrase=passphrase, by=None)
    actions.become_opener(staff=staff, passphrase=passphrase, by=None)
    return recover(sheets=sheets, staff=staff, by=None)


def recover(*, sheets: Sequence[str], staff: Staff, by: Reader | None) -> list[str]:
    """Let somebody into every recoverable compartment; returns their codes."""
    private = _key_from(sheets)
    store = keystore.current()
    if store.setting(RECOVERY_PUBLIC) != bytes(private.public_key):
        raise Refused(_("These sheets belong to another office."))
    codes = []
    with store.work():
        for code in store.compartments():
            sealed = store.recovery_half(code)
            if sealed is None:
                continue
            half = SealedBox(private).decrypt(sealed)
            store.put_member(code, str(staff.pk), sealed=seal_to(bytes(staff.public_key), half))
            codes.append(code)
    trail.record("recovery", by=by, about=str(staff.pk), detail={"compartments": codes})
    return codes


def _key_from(sheets: Sequence[str]) -> PrivateKey:
    try:
        return PrivateKey(combine_mnemonics([" ".join(sheet.split()) for sheet in sheets]))
    except MnemonicError as error:
        raise Refused(_("The sheets do not fit together: {why}"), why=error) from None
