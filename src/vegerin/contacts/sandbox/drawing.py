"""Points to a JPEG, and by what it is known again; both outside the child, from nothing but numbers."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageStat

from vegerin.contacts.sandbox.child import Points
from vegerin.contacts.sandbox.wire import Drawn

CUTS = (3, 6, 9, 12)  # hundredths taken from the edges, to know a cropped picture again
SIDE, LOW = 32, 16
WAVES = [[math.cos(math.pi * (2 * i + 1) * u / (2 * SIDE)) for i in range(SIDE)] for u in range(LOW + 1)]
FLAT = 6  # of 256 shades: less spread is a black or white screen, and these are all alike


def drawn(points: Points) -> Drawn:
    """A JPEG with nothing beside its points."""
    picture = Image.frombytes("RGB", (points.width, points.height), points.rgb)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90)
    seen_as = tuple(sightings(picture))
    return Drawn(points.width, points.height, points.second, seen_as, written.getvalue())


def sightings(picture: Image.Image) -> list[int]:
    """What it is known by: the whole, what is left when all edges are cut, and when one of them is.

    Nothing for an empty screen.
    """
    grey = picture.convert("L")
    if ImageStat.Stat(grey).stddev[0] < FLAT:
        return []
    wide, high = grey.size
    boxes = [(0, 0, wide, high)]
    for cut in CUTS:
        x, y = wide * cut // 100, high * cut // 100
        boxes.append((x, y, wide - x, high - y))
    for cut in CUTS[1::2]:
        x, y = wide * cut // 100, high * cut // 100
        boxes += [(x, 0, wide, high), (0, 0, wide - x, high), (0, y, wide, high), (0, 0, wide, high - y)]
    return [seen_as(grey.crop(box)) for box in boxes if box[2] > box[0] and box[3] > box[1]]


def seen_as(grey: Image.Image) -> int:
    """256 bits of its coarsest waves (pHash: C. Zauner, Implementation and Benchmarking of Perceptual Image
    Hash Functions, 2010): each of 16 × 16 cosine waves, above or below their median."""
    points = list(grey.resize((SIDE, SIDE), Image.Resampling.LANCZOS).tobytes())
    rows = [points[i * SIDE : (i + 1) * SIDE] for i in range(SIDE)]
    across = [[sum(p * w for p, w in zip(row, wave, strict=True)) for wave in WAVES[1:]] for row in rows]
    waves = [
        sum(across[y][u] * WAVES[v][y] for y in range(SIDE)) for v in range(1, LOW + 1) for u in range(LOW)
    ]
    middle = sorted(waves)[len(waves) // 2]
    return sum(1 << place for place, wave in enumerate(waves) if wave > middle)
