"""The recovery key: three of five word sheets open the recoverable compartments again.

Its private half exists on paper only. It opens no source, no mission and no tie.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _
from nacl.public import PrivateKey, SealedBox
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from vegerin.guard import keystore, trail
from vegerin.guard.compartments import RECOVERY_PUBLIC
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader, seal_to
from vegerin.guard.refusals import Refused

SHEETS, NEEDED = 5, 3


def make_sheets() -> list[str]:
    """Draw the recovery key; returns five sheets of 33 words, to be printed and given to five people."""
    private = PrivateKey.generate()
    keystore.current().put_setting(RECOVERY_PUBLIC, bytes(private.public_key))
    # No stretching: the words carry 256 bits already.
    groups = generate_mnemonics(1, [(NEEDED, SHEETS)], bytes(private), iteration_exponent=0)
    return list(groups[0])


def recover(*, sheets: Sequence[str], staff: Staff, by: Reader) -> list[str]:
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
