"""A clean copy of a picture that somebody else sent: decoded where it can do no harm, and drawn anew.

    made = clean_copies([original])[0]      # Clean(picture, width, height, seen_as) or NotClean(why)

This process never reads the file. A second one has read the library and forks a third for each picture; that
third one has nothing left but the bytes and a pipe: no files, no network, no further processes, a bound to
its memory and its time (`sandbox.py`). What it answers is taken as bytes of a JPEG and nothing else. The
file as it came stays sealed and is not touched. Metadata, profiles, thumbnails and whatever hung on the end
of the file are not in the copy, since it is drawn from the picture's points.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SANDBOX = Path(__file__).with_name("sandbox.py")
SECONDS = 60  # for all of them together; each has its own 10 s of computing
LONGEST_ANSWER = 8 * 1024 * 1024
WHOLE = (0, 0, 100, 100)
Box = tuple[int, int, int, int]  # left, top, right, bottom in hundredths


@dataclass(frozen=True)
class Clean:
    """A picture that may be looked at, and by what it is known again."""

    picture: bytes  # a JPEG
    width: int
    height: int
    seen_as: tuple[int, ...]  # see `sightings`: the whole, and cut at its edges


@dataclass(frozen=True)
class NotClean:
    """Why no picture could be made: `kind`, `large`, `broken`, `time`."""

    why: str


def clean_copies(originals: Sequence[bytes], *, box: Box = WHOLE) -> list[Clean | NotClean]:
    """One answer for each file, in their order; `box` keeps a part of each, in hundredths."""
    if not originals:
        return []
    asked = b"".join(struct.pack(">I4B", len(one), *box) + one for one in originals)
    command = [sys.executable, "-I", "-S", "-W", "ignore", str(SANDBOX), *_where_the_library_lies()]
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, no shell, nothing of the caller in the line
            command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/",
            timeout=SECONDS, check=False,
        )  # fmt: skip
        answers = _read(done.stdout, len(originals))
    except subprocess.TimeoutExpired:
        answers = []
    return [*answers, *[NotClean("time")] * (len(originals) - len(answers))]


def _where_the_library_lies() -> list[str]:
    """The one folder that the second process may import from; it reads no other settings of this one."""
    import PIL  # noqa: PLC0415 -- its place only; no picture is decoded here

    return [str(Path(PIL.__file__).parent.parent)]


def _read(said: bytes, asked: int) -> list[Clean | NotClean]:
    """What came back, as far as it is whole."""
    answers: list[Clean | NotClean] = []
    while len(said) >= 8 and len(answers) < asked:
        head, body = struct.unpack(">II", said[:8])
        if head > 4096 or body > LONGEST_ANSWER or len(said) < 8 + head + body:
            break
        answers.append(_answer(said[8 : 8 + head], said[8 + head : 8 + head + body]))
        said = said[8 + head + body :]
    return answers


def _answer(head: bytes, picture: bytes) -> Clean | NotClean:
    try:
        told = json.loads(head)
        if not picture:
            return NotClean(told["why"] if told["why"] in {"kind", "large", "time"} else "broken")
        sizes, seen_as = (int(told["width"]), int(told["height"])), tuple(int(one) for one in told["seen_as"])
    except (ValueError, KeyError, TypeError):
        return NotClean("broken")
    whole = picture[:3] == b"\xff\xd8\xff" and all(0 <= one < 1 << 256 for one in seen_as)
    return Clean(picture, *sizes, seen_as) if whole else NotClean("broken")
