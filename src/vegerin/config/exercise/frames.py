"""Empty numbered frames in the place of portraits: nobody's face stands for an invented person."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT, SCALE = 96, 120, 6
PAPER, LINE = 0xF4, 0x85
# Digits five high and three wide, a row of bits a line.
ROWS = {
    "0": (7, 5, 5, 5, 7),
    "1": (2, 6, 2, 2, 7),
    "2": (7, 1, 7, 4, 7),
    "3": (7, 1, 7, 1, 7),
    "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7),
    "6": (7, 4, 7, 5, 7),
    "7": (7, 1, 1, 2, 2),
    "8": (7, 5, 7, 5, 7),
    "9": (7, 5, 7, 1, 7),
}


def frame(number: int) -> bytes:
    """A small PNG: a frame with a number in it, and nothing else."""
    page = [bytearray([PAPER]) * WIDTH for _ in range(HEIGHT)]
    for y in range(HEIGHT):
        for x in range(WIDTH):
            if min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) < 2:
                page[y][x] = LINE
    for place, digit in enumerate(str(number)):
        _draw(page, digit, left=24 + place * 4 * SCALE, top=45)
    return _png(page)


def _draw(page: list[bytearray], digit: str, *, left: int, top: int) -> None:
    for row, bits in enumerate(ROWS[digit]):
        for column in range(3):
            if bits >> (2 - column) & 1:
                for y in range(SCALE):
                    start = left + column * SCALE
                    page[top + row * SCALE + y][start : start + SCALE] = bytes([LINE]) * SCALE


def _png(page: list[bytearray]) -> bytes:
    raw = b"".join(b"\0" + row for row in page)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
