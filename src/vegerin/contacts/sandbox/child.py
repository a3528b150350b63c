"""One child for one file: everything is taken from it, then it reads, and sends points through a pipe."""

from __future__ import annotations

import os
import resource
import signal
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vegerin.contacts.sandbox import calls
from vegerin.contacts.sandbox.wire import DRAWN, LONGEST_SIDE, MOST, WORDS

MEMORY = 1 << 30
MOST_POINTS = MOST * LONGEST_SIDE * LONGEST_SIDE
NOTHING = os.open(os.devnull, os.O_RDWR)
LATE = {signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM}
_HEAD, _SIZE = struct.Struct(">BB"), struct.Struct(">HHI")


class Unreadable(Exception):
    """Why there is no picture, in one of the words of the wire."""


@dataclass(frozen=True)
class Points:
    """A picture as nothing but its points: three bytes for each."""

    width: int
    height: int
    second: int
    rgb: bytes


@dataclass(frozen=True)
class Job:
    """What a child shall do, and under which bounds."""

    word: str  # that says it was done
    read: Callable[[], Sequence[Points]]
    seconds: int
    only_filtered: bool = False  # or not at all


def points_from_a_child(job: Job) -> tuple[str, list[Points]]:
    """What a child makes of it, and in which word it ended."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            filtered = take_all_away(writes, job.seconds)
            put(as_bytes("here", ()) if job.only_filtered and not filtered else answer(job))
        finally:
            os._exit(0)
    os.close(writes)
    said = all_from(reads)
    _pid, status = os.waitpid(child, 0)
    return from_bytes(said) or (how_it_ended(status), [])


def all_from(pipe: int) -> bytes:
    """To its end, or until it is more than could be right."""
    said = bytearray()
    with open(pipe, "rb", buffering=0) as source:
        while len(said) <= 3 * MOST_POINTS + 1024 and (part := source.read(1 << 20)):
            said += part
    return bytes(said)


def take_all_away(pipe: int, seconds: int) -> bool:
    """No other open file, no new one nor a socket (both need a number), no process, bounds to the rest.

    Says whether the kernel filters its calls too.
    """
    calls.die_with_the_parent()
    for number, left in ((0, NOTHING), (1, pipe), (2, NOTHING)):
        os.dup2(left, number)
    os.closerange(3, 4096)
    signal.alarm(2 * seconds)  # it cannot be put off: the call for that is not on the list
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(what, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    return calls.forbid_all_but_a_few()


def put(said: bytes) -> None:
    """Write it all: a pipe takes a part at a time."""
    left = memoryview(said)
    while left:
        left = left[os.write(1, left) :]


def answer(job: Job) -> bytes:
    """The points, or why there are none."""
    try:
        return as_bytes(job.word, job.read())
    except Unreadable as why:
        return as_bytes(str(why), ())
    except MemoryError:
        return as_bytes("large", ())
    except BaseException:
        return as_bytes("broken", ())


def as_bytes(word: str, pictures: Sequence[Points]) -> bytes:
    """For the pipe."""
    head = _HEAD.pack(WORDS.index(word), len(pictures))
    return head + b"".join(_SIZE.pack(one.width, one.height, one.second) + one.rgb for one in pictures)


def from_bytes(said: bytes) -> tuple[str, list[Points]] | None:
    """What it said, if it is whole to the last byte: whoever takes the child over can only send points."""
    if len(said) < _HEAD.size:
        return None
    word, count = _HEAD.unpack_from(said)
    at, found = _HEAD.size, list[Points]()
    for _each in range(count):
        if len(said) < at + _SIZE.size:
            return None
        width, height, second = _SIZE.unpack_from(said, at)
        at += _SIZE.size
        if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
            return None
        found.append(Points(width, height, second, said[at : at + 3 * width * height]))
        at += 3 * width * height
    if word >= len(WORDS) or count > MOST or len(said) != at or bool(count) != (WORDS[word] in DRAWN):
        return None
    return WORDS[word], found


def how_it_ended(status: int) -> str:
    """A word for a child that said nothing whole."""
    if not os.WIFSIGNALED(status):
        return "broken"
    return "time" if os.WTERMSIG(status) in LATE else "ended"
