"""Telephone numbers: as told, and as one number whatever digits and prefixes they were told in (D11)."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

import phonenumbers

from vegerin.guard import boot

COUNTRIES = ("964", "963", "90", "49")
HOME_REGION = "IQ"


def latin_digits(text: str) -> str:
    """Eastern digits as Latin ones, everything else but a leading plus left out.

    >>> latin_digits("+٩٦٤ ٧٥٠-١٢٣")
    '+964750123'
    """
    digits = "".join(str(unicodedata.decimal(sign)) for sign in text if unicodedata.decimal(sign, -1) >= 0)
    return ("+" if text.strip().startswith("+") else "") + digits


def e164(as_told: str) -> str:
    """One number for all ways of writing it; what cannot be read stays as its digits.

    >>> {e164(one) for one in ("0750 000 1234", "+964 750 000 1234", "00964-750-000-1234", "٠٧٥٠٠٠٠١٢٣٤")}
    {'+9647500001234'}
    >>> e164("(0)750 000 1234") == e164("+964 (0) 750 000 1234")
    True
    """
    digits = latin_digits(as_told)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif not digits.startswith(("+", "0")) and begins_abroad(digits):
        digits = "+" + digits
    try:
        read = phonenumbers.parse(digits, HOME_REGION)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_possible_number(read):
        return digits
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def begins_abroad(digits: str) -> bool:
    """Whether a number told without plus begins with the code of a country where families live.

    >>> begins_abroad("4915112345678"), begins_abroad("7501234567")
    (True, False)
    """
    return any(digits.startswith(code) and len(digits) > len(code) + 7 for code in COUNTRIES)


def same_as(number: str) -> str:
    """What tells that two sealed numbers are one, under a key of this office, and tells nothing else."""
    return hmac.new(boot.key_for("phones"), e164(number).encode(), hashlib.sha256).hexdigest()
