"""Invented portraits: a drawn head with eyes, brows and a scarf, from a number. No face of anybody."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

SKIN = ("#e8c39e", "#c68642", "#8d5524", "#f1d3b3", "#a9714b")
CLOTH = ("#5b2333", "#2f4b26", "#444444", "#7a5c1e", "#8c8c8c", "#3d2b56", "#c9b79c")


def drawn(number: int, size: tuple[int, int] = (240, 320)) -> Image.Image:
    """The same number, the same portrait."""
    chance = random.Random(f"invented portrait {number}")
    wide, high = size
    picture = Image.new("RGB", size, chance.choice(CLOTH))
    pen = ImageDraw.Draw(picture)
    middle, chin = wide * chance.uniform(0.42, 0.58), high * chance.uniform(0.62, 0.74)
    half, tall = wide * chance.uniform(0.18, 0.27), high * chance.uniform(0.38, 0.5)
    pen.rectangle((0, high * chance.uniform(0.7, 0.8), wide, high), fill=chance.choice(CLOTH))
    pen.ellipse(
        (middle - 1.4 * half, chin - 1.2 * tall, middle + 1.4 * half, chin + 0.1 * high),
        fill=chance.choice(CLOTH),
    )
    pen.ellipse((middle - half, chin - tall, middle + half, chin), fill=chance.choice(SKIN))
    eyes = chin - tall * chance.uniform(0.5, 0.62)
    for side in (-1, 1):
        x = middle + side * half * chance.uniform(0.4, 0.55)
        pen.ellipse((x - half / 7, eyes - half / 11, x + half / 7, eyes + half / 11), fill="#221a12")
        brow = eyes - half * chance.uniform(0.2, 0.35)
        pen.line(
            (x - half / 4, brow, x + half / 4, brow + chance.uniform(-6, 6)),
            fill="#221a12",
            width=chance.randint(2, 6),
        )
    mouth = chin - tall * chance.uniform(0.16, 0.26)
    pen.line(
        (middle - half / 3, mouth, middle + half / 3, mouth + chance.uniform(-4, 4)),
        fill="#7a2e2e",
        width=chance.randint(2, 6),
    )
    for _mark in range(chance.randint(0, 3)):
        x, y, r = chance.uniform(0, wide), chance.uniform(0, high), chance.uniform(8, 40)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=chance.choice(CLOTH))
    return picture


def portrait(number: int) -> bytes:
    """As a file of a camera."""
    return written(drawn(number))


def written(picture: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    """A picture's file."""
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()
