"""What the trap file knows again: never the thing itself, only its HMAC under a key of this office (R33)."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator, Mapping

from vegerin.contacts.models import TrapMark
from vegerin.guard import boot
from vegerin.register.models import Report

TOGETHER = 3  # words in a row that make a wording known again
Kind = TrapMark.Kind


def plain_words(text: str) -> list[str]:
    """Words without case, accents and punctuation.

    >>> plain_words("Zû werin, îşev!")
    ['zu', 'werin', 'isev']
    """
    split = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in split if not unicodedata.combining(sign))
    return kept.split()


def marks_of(report: Report, named: Mapping[str, str]) -> Iterator[tuple[Kind, str]]:
    """The marks of one contact: its numbers, and what was noted of place, wording and account."""
    for phone in report.phones.all():
        yield Kind.NUMBER, phone.same_as
    if place := sorted(set(plain_words(named.get("place", "")))):
        yield Kind.PLACE, _mark(Kind.PLACE, " ".join(place))
    if account := "".join(plain_words(named.get("account", ""))):
        yield Kind.ACCOUNT, _mark(Kind.ACCOUNT, account)
    words = plain_words(named.get("wording", ""))
    for begin in range(max(len(words) - TOGETHER, 0) + 1 if words else 0):
        yield Kind.WORDING, _mark(Kind.WORDING, " ".join(words[begin : begin + TOGETHER]))


def _mark(kind: Kind, text: str) -> str:
    return hmac.new(boot.key_for("trap-file"), f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()
