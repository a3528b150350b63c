"""Films that were cut, changed and spliced, read as the office reads them; and how long honest ones take.

    ./run bench films [--films 10000] [--seed 19481210] [--long]

Each goes to a child of its own with all its bounds, as in `contacts/sandbox`. Counted: how often stills came
back, which word the others got, which signal ended a child, and the longest that one took. A signal SYS means
that the reader tried a call which is not on its list. With --long: an hour in 1080p, absurd sizes, bombs.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.contacts.films import CODECS, film

from vegerin.contacts.sandbox import child, films, reading

EXTREMES = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFF, 0x10000)
WHOLE = (0, 0, 100, 100)


def seeds() -> list[bytes]:
    """Sound films of every kind that is read, small."""
    small = [film(codec, seconds=3, size=(64, 48)) for codec in CODECS]
    others = [
        film("libx264", seconds=3, size=(64, 48), container=kind, sound=kind != "webm")
        for kind in ("matroska", "mov")
    ]
    return [*small, *others, film("libx265", seconds=3, size=(64, 64), container="mp4", sound=True)]


def changed(chance: random.Random, sound: list[bytes]) -> bytes:
    """One of them after one to four accidents, some of them on purpose."""
    one = bytearray(chance.choice(sound))
    for _each in range(chance.randint(1, 4)):
        chance.choice((_flip, _flip_head, _extreme, _cut, _twice, _without, _splice))(chance, one, sound)
    return bytes(one)


def _flip(chance: random.Random, one: bytearray, _sound: list[bytes]) -> None:
    for _each in range(chance.choice((1, 2, 8, 64))):
        one[chance.randrange(len(one))] = chance.randrange(256)


def _flip_head(chance: random.Random, one: bytearray, _sound: list[bytes]) -> None:
    """Where it says what is in it: its begin, or its end where an MP4 keeps that."""
    far = min(len(one), 1500)
    for _each in range(chance.randint(1, 12)):
        at = chance.randrange(far)
        one[chance.choice((at, len(one) - 1 - at))] = chance.randrange(256)


def _extreme(chance: random.Random, one: bytearray, _sound: list[bytes]) -> None:
    """A count or a size that nobody means."""
    at = chance.randrange(max(len(one) - 4, 1))
    one[at : at + 4] = struct.pack(">I", chance.choice(EXTREMES))


def _cut(chance: random.Random, one: bytearray, _sound: list[bytes]) -> None:
    del one[chance.randrange(16, len(one) + 16) :]


def _twice(chance: random.Random, one: bytearray, _sound: list[bytes]) -> None:
    at, length = chance.randrange(len(one)), chance.randrange(1, 2000)
    one[at:at] = one[at : at + length]


def _without(chance: random.Random, one: bytearray, _sound: list[bytes]) -> None:
    at = chance.randrange(16, len(one) + 16)
    del one[at : at + chance.randrange(1, 500)]


def _splice(chance: random.Random, one: bytearray, sound: list[bytes]) -> None:
    other = chance.choice(sound)
    one[chance.randrange(16, len(one) + 16) :] = other[chance.randrange(len(other)) :]


def fuzz(count: int, seed: int) -> None:
    """Read so many, and say what became of them."""
    chance, sound, begun = random.Random(seed), seeds(), time.perf_counter()
    signals: Counter[str] = Counter()
    child.how_it_ended = noted(child.how_it_ended, signals)  # type: ignore[assignment]
    words, longest = Counter[str](), 0.0
    open_before = sorted(os.listdir("/proc/self/fd"))
    for _each in range(count):
        one, at = changed(chance, sound), time.perf_counter()
        word, points = reading.points_of(one, WHOLE)
        words[f"{word}: {len(points)} stills" if points else word] += 1
        longest = max(longest, time.perf_counter() - at)
    took = time.perf_counter() - begun
    print(f"{count:,} films, seed {seed}, {took:.0f} s ({took / count * 1000:.1f} ms each)")
    print("words:", dict(words.most_common()))
    print("ended by a signal:", dict(signals) or "none", f"· longest {longest:.2f} s")
    print("open files of the parent as before:", open_before == sorted(os.listdir("/proc/self/fd")))


def noted(how, signals: Counter[str]):  # type: ignore[no-untyped-def]
    """The same, and counts."""

    def counted(status: int) -> str:
        if os.WIFSIGNALED(status):
            signals[signal.Signals(os.WTERMSIG(status)).name] += 1
        return how(status)

    return counted


def long_ones() -> Iterator[tuple[str, bytes]]:
    """Honest long films, absurd sizes, and bombs."""
    hour = film("libx264", seconds=3600, size=(1920, 1080), rate=1, every=10)
    yield "an hour in 1080p, one frame a second", hour
    yield "4K, half a minute", film("libx265", seconds=30, size=(3840, 2160), rate=1, every=5)
    yield "16,000 × 16,000 said in its head, 64 × 48 in it", with_size(film(size=(64, 48)), 16_000)
    yield "65,535 × 65,535 said", with_size(film(size=(64, 48)), 65_535)
    yield "larger than any telephone's: 5,120 × 2,880", film("mpeg4", seconds=2, size=(5120, 2880))
    yield "30 MB of noughts after the first box", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(30 << 20)
    yield "a table that says four thousand million frames", with_table(film(size=(64, 48)))
    yield "100,000 key frames", many_keys()


def time_one(name: str, one: bytes) -> None:
    """On the clock, and what the child computed."""
    at, before = time.perf_counter(), os.times()
    word, points = reading.points_of(one, WHOLE)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    on_the_clock = time.perf_counter() - at
    print(f"{name} ({len(one) / 1e6:.1f} MB): {word}, {len(points)} stills,", end=" ")
    print(f"{on_the_clock:.2f} s on the clock, {used:.2f} CPU s", flush=True)


def with_size(one: bytes, side: int) -> bytes:
    """Its avc1 box says another size."""
    at = one.index(b"avc1", one.index(b"stsd")) + 28
    return one[:at] + struct.pack(">HH", side, side) + one[at + 4 :]


def with_table(one: bytes) -> bytes:
    """Its table of sizes says that there are 2³²−1, all of them of 30 MB."""
    at = one.index(b"stsz") + 8
    return one[:at] + struct.pack(">II", 30 << 20, 0xFFFFFFFF) + one[at + 8 :]


def many_keys() -> bytes:
    """All frames stand for themselves."""
    return film("mpeg4", seconds=25_000, size=(16, 16), rate=4, every=1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=19481210)
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    if not films.library_is_here():
        sys.exit("The library that reads films is not here.")
    if options.long:
        for name, one in long_ones():
            time_one(name, one)
        return
    fuzz(options.films, options.seed)


if __name__ == "__main__":
    main()
