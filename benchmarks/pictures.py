"""A picture handed in again: how often it is known, how often another is taken for it, and what it costs.

    ./run bench pictures [--portraits 400] [--seed 19481210]

Invented portraits (a drawn head, a scarf, a few marks) are handed in again compressed, smaller, lighter,
cut at their edges, or inside a screenshot. Drawn heads are more alike than photographs.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.contacts.pictures import drawn, written

from vegerin.contacts.decoding import Clean, clean_copies
from vegerin.contacts.looks import words

AT_ONCE = 100


def cut(share: float, *, one_edge: bool = False) -> Callable[[Image.Image], Image.Image]:
    """Edges gone: of all four sides, or of one."""

    def cuts(picture: Image.Image) -> Image.Image:
        wide, high = picture.size
        x, y = round(wide * share), round(high * share)
        return picture.crop((x, 0, wide, high) if one_edge else (x, y, wide - x, high - y))

    return cuts


def in_a_screenshot(picture: Image.Image) -> Image.Image:
    """On a telephone's screen, with a bar above and below."""
    wide, high = picture.size
    screen = Image.new("RGB", (wide, round(high * 1.5)), "#202020")
    screen.paste(picture, (0, high // 4))
    return screen


AGAIN: dict[str, tuple[Callable[[Image.Image], Image.Image], int]] = {
    "compressed, quality 60": (lambda one: one, 60),
    "compressed, quality 25": (lambda one: one, 25),
    "half as wide": (lambda one: one.resize((one.width // 2, one.height // 2)), 80),
    "lighter by a quarter": (lambda one: ImageEnhance.Brightness(one).enhance(1.25), 80),
    "3 % cut on every side": (cut(0.03), 80),
    "6 % cut on every side": (cut(0.06), 80),
    "10 % cut on every side": (cut(0.10), 80),
    "12 % cut on every side": (cut(0.12), 80),
    "12 % cut on one side": (cut(0.12, one_edge=True), 80),
    "mirrored": (lambda one: one.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 80),
    "inside a screenshot": (in_a_screenshot, 80),
}


def looks(files: list[bytes]) -> np.ndarray:
    """What each is known by, whole and cut."""
    made: list[Clean] = []
    for begin in range(0, len(files), AT_ONCE):
        made += [one for one in clean_copies(files[begin : begin + AT_ONCE]) if isinstance(one, Clean)]
    return words([bits for one in made for bits in one.pictures[0].seen_as]).reshape(len(made), -1, 4)


def apart(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """The least difference, as `seen_again.nearest` counts it: whole to any look, either way."""
    least = np.full((len(ours), len(theirs)), 256)
    for look in range(ours.shape[1]):
        forth = np.bitwise_count(ours[:, None, look] ^ theirs[None, :, 0]).sum(axis=2)
        back = np.bitwise_count(ours[:, None, 0] ^ theirs[None, :, look]).sum(axis=2)
        least = np.minimum(least, np.minimum(forth, back))
    return least


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portraits", type=int, default=400)
    parser.add_argument("--seed", type=int, default=19481210)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    numbers = [chance.randrange(10**9) for _each in range(options.portraits)]
    begin = time.perf_counter()
    kept = looks([written(drawn(number)) for number in numbers])
    print(f"{options.portraits} taken in: {(time.perf_counter() - begin) / len(kept) * 1000:.0f} ms each")
    between = apart(kept, kept)[np.triu_indices(len(kept), 1)]
    limits = (24, 32, 40)
    print(
        "taken for another, of",
        f"{between.size:,} pairs:",
        *(f"≤{n}: {(between <= n).sum()}" for n in limits),
    )
    for name, (change, quality) in AGAIN.items():
        again = looks([written(change(drawn(number)), quality=quality) for number in numbers])
        own = np.diagonal(apart(again, kept))
        print(f"{name}: known", *(f"≤{n}: {(own <= n).mean():.3f}" for n in limits), f"worst {own.max()}")


if __name__ == "__main__":
    main()
