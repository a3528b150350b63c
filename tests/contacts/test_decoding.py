"""A clean copy is drawn where a hostile file can do nothing; what cannot be drawn is said, kindly."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import ExifTags, Image

from tests.contacts.pictures import drawn, portrait, written
from vegerin.contacts import decoding
from vegerin.contacts.decoding import Clean, NotClean, clean_copies

CANARY = b"37.1 N 41.9 E, telephone 0750 123 45 67"


def chunk(kind: bytes, content: bytes) -> bytes:
    whole = kind + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def bomb() -> bytes:
    """A PNG of 60,000 × 60,000 points in a few bytes."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0))
    rows = zlib.compress(bytes(7_501 * 600), 9)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_metadata() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = CANARY.decode()
    exif[ExifTags.Base.Orientation] = 6
    return written(drawn(1), exif=exif, comment=CANARY, xmp=b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>")


def test_a_clean_copy_holds_the_points_and_nothing_else():
    sent = with_metadata()

    (copy,) = clean_copies([sent])

    with Image.open(io.BytesIO(copy.picture)) as read:
        left = {key for key in read.info if not key.startswith("jfif")}
        assert (read.format, read.size, left) == ("JPEG", (320, 240), set())  # turned as it was held
    assert (CANARY in sent, CANARY in copy.picture) == (True, False)


def test_what_hangs_on_the_end_of_a_file_is_not_in_the_copy():
    polyglot = portrait(1) + b"PK\x03\x04" + CANARY + b"<script>alert(1)</script>"

    (copy,) = clean_copies([polyglot])

    assert isinstance(copy, Clean)
    assert (CANARY in copy.picture, b"script" in copy.picture) == (False, False)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kind"),
        (b"GIF89a" + bytes(200), "kind"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "kind"),
        (b"PK\x03\x04" + bytes(200), "kind"),
        (b"<html><body onload=alert(1)>", "kind"),
        (portrait(2)[:1500], "broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "kind"),
        (bomb(), "large"),
    ],
    ids=["svg", "gif", "eps", "zip", "html", "cut off", "no chunks", "bomb"],
)
def test_a_hostile_file_gets_a_word_and_the_next_one_its_copy(sent, why):
    refused, good = clean_copies([sent, portrait(3)])

    assert (refused, isinstance(good, Clean)) == (NotClean(why), True)


def test_png_and_webp_are_read_and_what_is_seen_through_lies_on_white():
    clear = Image.new("RGBA", (40, 40), (200, 0, 0, 0))

    png, webp = clean_copies([written(clear, "PNG"), written(drawn(4), "WEBP")])

    with Image.open(io.BytesIO(png.picture)) as read:
        assert min(read.getpixel((20, 20))) > 250
    assert (webp.width, webp.height) == (240, 320)


def test_a_part_can_be_kept():
    (face,) = clean_copies([portrait(5)], box=(25, 10, 75, 60))

    assert (face.width, face.height) == (120, 160)


def run_in_the_child(code: str) -> str:
    """What our own code finds when it stands where a hostile decoder would."""
    trial = f"""
import sys; sys.argv = ["sandbox", {decoding._where_the_library_lies()[0]!r}]
import importlib.util
spec = importlib.util.spec_from_file_location("sandbox", {str(decoding.SANDBOX)!r})
sandbox = importlib.util.module_from_spec(spec); spec.loader.exec_module(sandbox)
import socket, os
def trial(content, box):
    try:
        {code}
    except BaseException as error:
        return sandbox.framed({{"why": type(error).__name__}})
    return sandbox.framed({{"why": "it worked"}})
sandbox.answer_for = trial
sys.stdout.buffer.write(sandbox.in_a_child(b"", [0, 0, 100, 100]))
"""
    done = subprocess.run([sys.executable, "-c", trial], capture_output=True, check=True, timeout=120)
    return done.stdout.decode(errors="replace").partition('"why": "')[2].partition('"')[0]


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname')",
        "open('/tmp/left-behind', 'w')",
        "socket.socket()",
        "os.listdir('/')",
        "bytearray(2 << 30)",
        "os.read(0, 1)[0]",
    ],
)
def test_nothing_is_left_to_whatever_runs_there(code):
    assert run_in_the_child(code) not in ("", "it worked", "broken")


def test_a_file_that_computes_for_ever_is_ended(monkeypatch):
    assert run_in_the_child("sandbox.resource.setrlimit(0, (1, 1)); [None for _ in iter(int, 1)]") == "time"


def test_what_comes_back_is_not_believed_further_than_its_frame():
    forged = struct.pack(">II", 10, 3) + b'{"why": 1}' + b"abc"

    assert decoding._read(forged + b"rest", 3) == [NotClean("broken")]
    assert decoding._read(struct.pack(">II", 10, 1 << 31) + b"x", 1) == []
