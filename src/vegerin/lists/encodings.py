"""Bytes of a list's file as text, in whichever of the usual encodings they were written."""

from __future__ import annotations

import re

from vegerin.lists.raw_rows import Unreadable, gettext_noop

_IN_A_LATIN_WORD = re.compile("(?<=[A-Za-z])[\u0621-\u06ff]+|[\u0621-\u06ff]+(?=[A-Za-z])")
_TEXT = bytes(each for each in range(256) if each >= 32 or each in b"\t\n\v\f\r\x1a")  # \x1a ends DOS files
_NOISE = 20  # where every twentieth byte is a control sign, it is no text
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decoded(raw: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding; bytes that fit nowhere become U+FFFD and spoil only their own row.

    >>> decoded("خليل".encode("cp1256"), "a.csv")
    ('خليل', 'windows-1256')
    >>> decoded("Şêrîn".encode("cp1254"), "a.csv")
    ('Şêrîn', 'windows-1254')
    >>> decoded("AYŞE ÖZTÜRK".encode("cp1254"), "a.csv")
    ('AYŞE ÖZTÜRK', 'windows-1254')
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), encoding
    without_mark = _utf16_without_mark(raw)
    if without_mark:
        return raw.decode(without_mark, "replace"), without_mark
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass  # not UTF-8 throughout: a few bad bytes, or another encoding, is asked below
    lenient = raw.decode("utf-8", "replace")
    beyond_ascii = sum(1 for sign in lenient if ord(sign) > 127)
    if lenient.count("\ufffd") * 5 < beyond_ascii:
        return lenient, "utf-8"
    if len(raw.translate(None, _TEXT)) * _NOISE > len(raw):
        says = gettext_noop("{name} is not a text file. Save the list as CSV (UTF-8) or .xlsx.")
        raise Unreadable(says, name=name)
    return _legacy(raw)


def _utf16_without_mark(raw: bytes) -> str:
    """UTF-16 betrays itself by NUL in every second byte of its ASCII signs."""
    sample = raw[:4096]
    if len(sample) < 4 or sample.count(0) * 5 < len(sample):
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""


def _legacy(raw: bytes) -> tuple[str, str]:
    """Windows-1256 where its letters come out Arabic, else Windows-1254 (Turkish, Kurmanji)."""
    arabic = raw.decode("cp1256", "replace")
    beyond = [sign for sign in arabic if ord(sign) > 127]
    mixed = sum(map(len, _IN_A_LATIN_WORD.findall(arabic)))  # ŞÜKRÜ read as Arabic is قـKRـ
    if (sum("\u0600" <= sign <= "\u06ff" for sign in beyond) - mixed) * 2 > len(beyond):
        return arabic, "windows-1256"
    return raw.decode("cp1254", "replace"), "windows-1254"
