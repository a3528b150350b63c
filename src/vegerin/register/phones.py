"""Telephone numbers: as told, and as one number whatever digits and prefixes they were told in (D11)."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from vegerin.guard import boot

COUNTRIES = {"964": 10, "963": 9, "90": 10, "49": 11}  # country code: digits after it, at most
HOME = "964"


def latin_digits(text: str) -> str:
    """Eastern digits as Latin ones, everything else but a leading plus left out.

    >>> latin_digits("+٩٦٤ ٧٥٠-١٢٣")
    '+964750123'
    """
    digits = "".join(str(unicodedata.decimal(sign)) for sign in text if unicodedata.decimal(sign, -1) >= 0)
    return ("+" if text.strip().startswith("+") else "") + digits


def e164(as_told: str, *, home: str = HOME) -> str:
    """One number for all ways of writing it; what cannot be read stays as its digits.

    >>> {e164(one) for one in ("0750 000 1234", "+964 750 000 1234", "00964-750-000-1234", "٠٧٥٠٠٠٠١٢٣٤")}
    {'+9647500001234'}
    >>> e164("(0)750 000 1234") == e164("+964 (0) 750 000 1234")
    True
    """
    digits = latin_digits(as_told)
    if digits.startswith("+") or digits.startswith("00"):
        return "+" + without_trunk_zero(digits.lstrip("+").removeprefix("00"))
    if digits.startswith("0"):
        return f"+{home}{digits[1:]}"
    known = [code for code in COUNTRIES if digits.startswith(code) and len(digits) > len(code) + 7]
    if known:
        return "+" + without_trunk_zero(digits)
    return f"+{home}{digits}" if len(digits) == COUNTRIES[home] else digits


def without_trunk_zero(digits: str) -> str:
    """The national zero that some write after the country code goes."""
    for code in COUNTRIES:
        if digits.startswith(code + "0"):
            return code + digits[len(code) + 1 :]
    return digits


def same_as(number: str) -> str:
    """What tells that two sealed numbers are one, under a key of this office, and tells nothing else."""
    return hmac.new(boot.key_for("phones"), e164(number).encode(), hashlib.sha256).hexdigest()
