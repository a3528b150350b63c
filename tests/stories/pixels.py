"""Reading a picture of a page without any library: PNG rows as colours."""

from __future__ import annotations

import colorsys
import struct
import zlib
from collections import Counter
from collections.abc import Iterator

Colour = tuple[int, int, int]


def colours_of(png: bytes, *, every: int = 1) -> Counter[Colour]:
    """How many pixels there are of each colour, of every so many."""
    found: Counter[Colour] = Counter()
    for number, (channels, row) in enumerate(rows_of(png)):
        if number % every == 0:
            step = channels * every
            found.update((row[i], row[i + 1], row[i + 2]) for i in range(0, len(row) - channels + 1, step))
    return found


def rows_of(png: bytes) -> Iterator[tuple[int, bytearray]]:
    """Row by row: how many bytes a pixel has, and its bytes."""
    width, _height, channels, raw = unpacked(png)
    size, before = width * channels, bytearray(width * channels)
    for start in range(0, len(raw), size + 1):
        row = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + size]), before, channels)
        yield channels, row
        before = row


def unpacked(png: bytes) -> tuple[int, int, int, bytes]:
    """Width, height, channels and the filtered rows."""
    at, parts, head = 8, [], b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        head = body if kind == b"IHDR" else head
        parts += [body] if kind == b"IDAT" else []
        at += length + 12
    width, height, depth, colour = struct.unpack(">IIBB", head[:10])
    assert depth == 8
    return width, height, {2: 3, 6: 4}[colour], zlib.decompress(b"".join(parts))


def unfiltered(kind: int, row: bytearray, before: bytearray, channels: int) -> bytearray:
    """One row as it was before PNG's filter (specification, 9.2)."""
    for i in range(len(row)):
        left = row[i - channels] if i >= channels else 0
        up, corner = before[i], before[i - channels] if i >= channels else 0
        row[i] = (row[i] + predicted(kind, left, up, corner)) & 255
    return row


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    """What the filter takes away from a byte."""
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def is_blue(colour: Colour) -> bool:
    """Whether somebody would call it blue."""
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    return 0.5 < hue < 0.72 and saturation > 0.25 and 0.15 < light < 0.9
