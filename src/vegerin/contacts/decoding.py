"""Clean copies of what somebody else sent: decoded where it can do no harm, and drawn anew.

    made = clean_copies([original])[0]      # Clean(pictures) or NotClean(why)

A picture gives one, a film at most twelve stills. This process never reads the file. A second one has read
the libraries and forks a third for each file; that third one has nothing left but the bytes and a pipe: no
files, no network, no further processes, a bound to its memory and its time, and a filter of its calls to the
system (`sandbox`). What comes out of it are points; the second process draws a JPEG of them. The file as it
came stays sealed and is not touched. Metadata, profiles, sound, thumbnails and whatever hung on the end of
the file are not in the copy.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import vegerin
from vegerin.contacts.sandbox.wire import Box, Drawn, asked, container_of, take_answer

SANDBOX = Path(__file__).with_name("sandbox") / "__main__.py"
SECONDS = 60  # for all of them together; each has its own, see `sandbox`
WHOLE = (0, 0, 100, 100)


@dataclass(frozen=True)
class Clean:
    """What may be looked at: one picture, or the stills of a film in their order."""

    pictures: tuple[Drawn, ...]
    is_film: bool


@dataclass(frozen=True)
class NotClean:
    """Why no picture could be made: `kind`, `large`, `broken`, `time`, `ended`, `here`."""

    why: str


def clean_copies(originals: Sequence[bytes], *, box: Box = WHOLE) -> list[Clean | NotClean]:
    """One answer for each file, in their order; `box` keeps a part of each picture, in hundredths."""
    if not hasattr(os, "fork"):
        return [NotClean("here")] * len(originals)
    if not originals:
        return []
    command = [sys.executable, "-I", "-S", "-W", "ignore", str(SANDBOX), *folders()]
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, no shell, nothing of the caller in the line
            command, input=b"".join(asked(one, box) for one in originals), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env={}, cwd="/", timeout=SECONDS, check=False,
        )  # fmt: skip
        answers = _read(done.stdout, len(originals))
    except subprocess.TimeoutExpired:
        answers = []
    return [*answers, *[NotClean("time")] * (len(originals) - len(answers))]


def is_film(content: bytes) -> bool:
    """By its first bytes, as the second process tells it; nothing is decoded."""
    return bool(container_of(content))


def folders() -> list[str]:
    """What the second process may import from: our code and the two libraries."""
    found = [find_spec(name) for name in ("PIL", "av")]
    places = [str(Path(one.origin).parent.parent) for one in found if one and one.origin]
    return list(dict.fromkeys([str(Path(vegerin.__file__).parent.parent), *places]))


def _read(said: bytes, asked_for: int) -> list[Clean | NotClean]:
    """What came back, as far as it is whole."""
    answers: list[Clean | NotClean] = []
    while len(answers) < asked_for and (answer := take_answer(said)):
        word, drawn, said = answer
        answers.append(Clean(tuple(drawn), word == "film") if drawn else NotClean(word))
    return answers
