"""Between the office and the child: takes each file in, has it read by a child, and draws what comes back."""

from __future__ import annotations

import ctypes
import struct
import sys
from functools import partial

from vegerin.contacts.sandbox import calls, films, pictures
from vegerin.contacts.sandbox.child import Job, Points, points_from_a_child
from vegerin.contacts.sandbox.drawing import drawn
from vegerin.contacts.sandbox.wire import Box, answered, container_of

NEW_NETWORK_AND_USER = 0x40000000 | 0x10000000


def main() -> None:
    """Frame by frame, until there are no more."""
    take_network_away()
    source, out = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(8)) == 8:
        length, *box = struct.unpack(">I4B", head)
        word, points = points_of(source.read(length), (box[0], box[1], box[2], box[3]))
        out.write(answered(word, [drawn(one) for one in points]))
        out.flush()


def take_network_away() -> None:
    """A network of its own with nothing in it, where the kernel lets an ordinary user have one."""
    if sys.platform == "linux":
        kernel = ctypes.CDLL(None, use_errno=True)
        kernel.prctl(calls.NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        kernel.unshare(NEW_NETWORK_AND_USER)


def points_of(content: bytes, box: Box) -> tuple[str, list[Points]]:
    """By a child of the kind that it needs."""
    if not container_of(content):
        read = partial(pictures.points_of, content, box)
        return points_from_a_child(Job("picture", read, pictures.SECONDS))
    if not films.library_is_here():
        return "here", []
    return points_from_a_child(
        Job("film", partial(films.points_of, content), films.SECONDS, only_filtered=True)
    )
