"""What the two processes say to each other: numbers of a fixed size and bytes; there is nothing to parse.

A file goes as (length, box) and its bytes. An answer is (word, length) and pictures, each as (width, height,
second, how many looks, length), looks of 32 bytes, a JPEG.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

DRAWN = ("picture", "film")
WORDS = (*DRAWN, "kind", "large", "broken", "time", "ended", "here")
MOST = 12  # stills of one film
LONGEST_SIDE = 1600
MOST_LOOKS = 32
LONGEST_ANSWER = 32 << 20
Box = tuple[int, int, int, int]  # left, top, right, bottom in hundredths
BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}
_ASKED, _ANSWERED, _PICTURE = struct.Struct(">I4B"), struct.Struct(">BI"), struct.Struct(">HHIBI")


@dataclass(frozen=True)
class Drawn:
    """One picture drawn anew."""

    width: int
    height: int
    second: int  # of the film; 0 for a picture
    seen_as: tuple[int, ...]  # see `drawing.sightings`
    picture: bytes  # a JPEG


def container_of(content: bytes) -> str:
    """What it says it is, by its first bytes; empty when it is no film that we read."""
    if content[4:8] in BOXES:
        return "mov"
    return "matroska" if content[:4] == b"\x1a\x45\xdf\xa3" else ""


def asked(content: bytes, box: Box) -> bytes:
    """One file as it is sent."""
    return _ASKED.pack(len(content), *box) + content


def answered(word: str, drawn: Sequence[Drawn] = ()) -> bytes:
    """One answer as it is sent."""
    body = b"".join(
        _PICTURE.pack(one.width, one.height, one.second, len(one.seen_as), len(one.picture))
        + b"".join(look.to_bytes(32, "big") for look in one.seen_as)
        + one.picture
        for one in drawn
    )
    return _ANSWERED.pack(WORDS.index(word), len(body)) + body


def take_answer(said: bytes) -> tuple[str, list[Drawn], bytes] | None:
    """The first answer and what follows it; None where the rest is not a whole answer."""
    if len(said) < _ANSWERED.size:
        return None
    word, length = _ANSWERED.unpack_from(said)
    rest = said[_ANSWERED.size :]
    if word >= len(WORDS) or length > min(len(rest), LONGEST_ANSWER):
        return None
    drawn = _pictures(rest[:length])
    whole = drawn is not None and bool(drawn) == (WORDS[word] in DRAWN)
    return (WORDS[word], drawn or [], rest[length:]) if whole else ("broken", [], rest[length:])


def _pictures(body: bytes) -> list[Drawn] | None:
    found: list[Drawn] = []
    while body:
        if len(body) < _PICTURE.size or len(found) == MOST:
            return None
        width, height, second, looks, length = _PICTURE.unpack_from(body)
        begin = _PICTURE.size + 32 * looks
        seen_as = tuple(int.from_bytes(body[at : at + 32], "big") for at in range(_PICTURE.size, begin, 32))
        picture = body[begin : begin + length]
        if looks > MOST_LOOKS or len(picture) != length or picture[:3] != b"\xff\xd8\xff":
            return None
        found.append(Drawn(width, height, second, seen_as, picture))
        body = body[begin + length :]
    return found
