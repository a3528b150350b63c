"""A clean copy is drawn where a hostile file can do nothing; what cannot be drawn is said, kindly."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import ExifTags, Image

from tests.contacts.pictures import drawn, portrait, written
from vegerin.contacts import decoding
from vegerin.contacts.decoding import Clean, NotClean, clean_copies
from vegerin.contacts.sandbox import calls, child, wire

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

    with Image.open(io.BytesIO(copy.pictures[0].picture)) as read:
        left = {key for key in read.info if not key.startswith("jfif")}
        assert (read.format, read.size, left) == ("JPEG", (320, 240), set())  # turned as it was held
    assert (CANARY in sent, CANARY in copy.pictures[0].picture) == (True, False)


def test_what_hangs_on_the_end_of_a_file_is_not_in_the_copy():
    polyglot = portrait(1) + b"PK\x03\x04" + CANARY + b"<script>alert(1)</script>"

    (copy,) = clean_copies([polyglot])

    assert isinstance(copy, Clean)
    assert (CANARY in copy.pictures[0].picture, b"script" in copy.pictures[0].picture) == (False, False)


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

    with Image.open(io.BytesIO(png.pictures[0].picture)) as read:
        assert min(read.getpixel((20, 20))) > 250
    assert (webp.pictures[0].width, webp.pictures[0].height) == (240, 320)


def test_a_part_can_be_kept():
    (face,) = clean_copies([portrait(5)], box=(25, 10, 75, 60))

    assert (face.pictures[0].width, face.pictures[0].height) == (120, 160)


def run_in_the_child(code: str, *, seconds: int = 10, before: str = "") -> str:
    """What becomes of our own code when it stands where a hostile decoder would."""
    trial = f"""
import sys; sys.path.extend({decoding.folders()!r})
import ctypes, mmap, os, socket, threading
from vegerin.contacts.sandbox import child
def read():
    {code}
    return [child.Points(1, 1, 0, b"rgb")]
{before}
word, points = child.points_from_a_child(child.Job("picture", read, {seconds}))
print(word)
"""
    done = subprocess.run([sys.executable, "-c", trial], capture_output=True, check=True, timeout=120)
    return done.stdout.decode().strip()


CALLS_ARE_FILTERED = sys.platform == "linux" and os.uname().machine in calls.MACHINES


def test_what_only_reads_and_computes_comes_back():
    assert run_in_the_child("sum(range(1000))") == "picture"


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname')",
        "open('/tmp/left-behind', 'w')",
        "socket.socket()",
        "os.listdir('/')",
        "os.read(0, 1)[0]",
        "os.fork() or os._exit(0)",
        "os.execv('/bin/true', ['true'])",
        "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
        "os.kill(os.getppid(), 9)",
        "ctypes.CDLL(None).ptrace(0, 0, 0, 0)",
        "threading.Thread(target=print).start()",
    ],
)
def test_nothing_is_left_to_whatever_runs_there(code):
    if not CALLS_ARE_FILTERED:
        pytest.skip("This kernel does not filter calls; a film stays sealed here.")

    assert run_in_the_child(code) == "ended"


def test_without_a_filter_no_file_and_no_socket_opens_either():
    for code in (
        "open('/etc/hostname')",
        "open('/tmp/left-behind', 'w')",
        "socket.socket()",
        "os.listdir('/')",
    ):
        assert run_in_the_child(code, before="child.calls._STEPS = b''") == "broken"


def test_more_memory_than_a_picture_needs_is_refused():
    assert run_in_the_child("bytearray(2 << 30)") == "large"


@pytest.mark.parametrize("code", ["[None for _ in iter(int, 1)]", "threading.Semaphore(0).acquire()"])
def test_a_file_that_computes_or_waits_for_ever_is_ended(code):
    assert run_in_the_child(code, seconds=1) == "time"


def allowed_by(program: bytes, machine: int, call: int, protection: int) -> bool:
    """The kernel's machine for such filters, slowly: loads, jumps, an answer."""
    steps = [struct.unpack("=HBBI", program[at : at + 8]) for at in range(0, len(program), 8)]
    data = {0: call, 4: machine, 32: protection}
    loaded = at = 0
    while True:
        code, then, otherwise, value = steps[at]
        if code == 0x06:
            return value == 0x7FFF0000
        if code == 0x20:
            loaded = data[value]
        else:
            held = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[code]
            at += then if held else otherwise
        at += 1


@pytest.mark.parametrize("machine", calls.MACHINES)
def test_the_filter_lets_through_what_its_list_says_and_nothing_else(machine):
    program, (column, name) = calls.program_for(machine), calls.MACHINES[machine]
    numbers = [*range(600), 0x40000001, 0xFFFFFFFF]

    reads = {call for call in numbers if allowed_by(program, name, call, protection=3)}
    runs = {call for call in numbers if allowed_by(program, name, call, protection=5)}
    elsewhere = {call for call in numbers if allowed_by(program, name ^ 1, call, protection=3)}

    plain = {number[column] for number in calls.ALLOWED.values()}
    memory = {number[column] for number in calls.UNLESS_IT_RUNS.values()}
    assert (reads, runs, elsewhere) == (plain | memory, plain, set())


def test_what_comes_back_is_not_believed_further_than_its_frame():
    jpeg = wire.Drawn(2, 2, 0, (7,), b"\xff\xd8\xffrest")
    whole = wire.answered("picture", [jpeg])

    assert decoding._read(whole, 1) == [Clean((jpeg,), is_film=False)]
    assert decoding._read(whole.replace(b"\xff\xd8", b"<s"), 1) == [NotClean("broken")]
    assert decoding._read(wire.answered("picture"), 1) == [NotClean("broken")]
    for cut in range(len(whole)):
        assert decoding._read(whole[:cut], 1) == []
    assert decoding._read(b"\xff" + whole[1:], 1) == []


def test_a_child_that_was_taken_over_can_send_points_and_nothing_else():
    points = child.Points(2, 1, 0, b"rgbrgb")
    whole = child.as_bytes("picture", [points])

    assert child.from_bytes(whole) == ("picture", [points])
    assert [child.from_bytes(whole[:cut]) for cut in range(len(whole))] == [None] * len(whole)
    assert child.from_bytes(whole + b"<script>") is None
    wide = child.Points(wire.LONGEST_SIDE + 1, 1, 0, bytes(3 * wire.LONGEST_SIDE + 3))
    assert child.from_bytes(child.as_bytes("picture", [wide])) is None
