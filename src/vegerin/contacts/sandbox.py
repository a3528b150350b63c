"""Runs alone, as `python -I -S sandbox.py FOLDER`: decodes what may be hostile. Imports nothing of ours.

Reads frames (length, four bytes of box, bytes) and answers each with (length, length, JSON, JPEG). This
process reads the library and no picture; a child does, after all that it could misuse was taken from it.
"""

from __future__ import annotations

import ctypes
import io
import json
import math
import os
import resource
import signal
import struct
import sys
from contextlib import suppress
from importlib import import_module

sys.path.append(sys.argv[1])
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

KINDS = ("JPEG", "PNG", "WEBP")
POINTS = 40_000_000  # a camera's; more is a bomb
LONGEST_SIDE = 1600
MEMORY = 1 << 30
SECONDS = 10
NEW_NETWORK_AND_USER = 0x40000000 | 0x10000000
NO_NEW_PRIVILEGES = 38
CUTS = (3, 6, 9, 12)  # hundredths taken from the edges, to know a cropped picture again
NOTHING = os.open(os.devnull, os.O_RDWR)
SRGB = ImageCms.createProfile("sRGB")


def main() -> None:
    """Frame by frame, until there are no more."""
    take_network_away()
    source, out = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(8)) == 8:
        length, *box = struct.unpack(">I4B", head)
        out.write(in_a_child(source.read(length), box))
        out.flush()


def take_network_away() -> None:
    """A network of its own with nothing in it, where the kernel lets an ordinary user have one."""
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    kernel.unshare(NEW_NETWORK_AND_USER)


def in_a_child(content: bytes, box: list[int]) -> bytes:
    """The answer for one picture, or why there is none."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            take_all_away(writes)
            put(answer_for(content, box))
        finally:
            os._exit(0)
    os.close(writes)
    with open(reads, "rb") as pipe:
        said = pipe.read(16 << 20)
    _pid, status = os.waitpid(child, 0)
    if len(said) > 8 and len(said) == 8 + sum(struct.unpack(">II", said[:8])):
        return said
    late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
    return framed({"why": "time" if late else "broken"})


def take_all_away(pipe: int) -> None:
    """No other open file, no new one nor a socket (both need a number), no process, bounds to the rest."""
    for number, left in ((0, NOTHING), (1, pipe), (2, NOTHING)):
        os.dup2(left, number)
    os.closerange(3, 4096)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(what, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def put(said: bytes) -> None:
    """Write it all: a pipe takes a part at a time."""
    while said:
        said = said[os.write(1, said) :]


def answer_for(content: bytes, box: list[int]) -> bytes:
    """The picture drawn anew, or why not."""
    try:
        return framed_picture(content, box)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return framed({"why": "large"})
    except UnidentifiedImageError:
        return framed({"why": "kind"})
    except BaseException:
        return framed({"why": "broken"})


def framed_picture(content: bytes, box: list[int]) -> bytes:
    """Decode, turn as it was held, cut, into plain colours, and write without anything beside the points."""
    with Image.open(io.BytesIO(content), formats=KINDS) as opened:
        if opened.width * opened.height > POINTS:
            return framed({"why": "large"})
        opened.load()
        picture = upright_plain(opened)
    left, top, right, bottom = (part / 100 for part in box)
    wide, high = picture.size
    if box != [0, 0, 100, 100]:
        picture = picture.crop(
            (round(left * wide), round(top * high), round(right * wide), round(bottom * high))
        )
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90)
    said = {"width": picture.width, "height": picture.height, "seen_as": sightings(picture)}
    return framed(said, written.getvalue())


def upright_plain(opened: Image.Image) -> Image.Image:
    """As it was held, in sRGB, on white, with nothing attached."""
    profile, upright = opened.info.get("icc_profile"), opened.copy()
    with suppress(ValueError, OSError, SyntaxError, TypeError, struct.error):  # broken: it stays as it lies
        ImageOps.exif_transpose(upright, in_place=True)
    if profile and upright.mode == "RGB":
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a broken profile: the colours stay
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ImageCms.profileToProfile(upright, theirs, SRGB, inPlace=True)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    plain = Image.new("RGB", upright.size)
    plain.paste(upright.convert("RGB"))
    return plain


def framed(said: dict[str, object], picture: bytes = b"") -> bytes:
    """One answer on the wire."""
    head = json.dumps(said).encode()
    return struct.pack(">II", len(head), len(picture)) + head + picture


def sightings(picture: Image.Image) -> list[int]:
    """What it is known by: the whole, what is left when all edges are cut, and when one of them is."""
    grey = picture.convert("L")
    wide, high = grey.size
    boxes = [(0, 0, wide, high)]
    for cut in CUTS:
        x, y = wide * cut // 100, high * cut // 100
        boxes.append((x, y, wide - x, high - y))
    for cut in CUTS[1::2]:
        x, y = wide * cut // 100, high * cut // 100
        boxes += [(x, 0, wide, high), (0, 0, wide - x, high), (0, y, wide, high), (0, 0, wide, high - y)]
    return [seen_as(grey.crop(box)) for box in boxes if box[2] > box[0] and box[3] > box[1]]


SIDE, LOW = 32, 16
WAVES = [[math.cos(math.pi * (2 * i + 1) * u / (2 * SIDE)) for i in range(SIDE)] for u in range(LOW + 1)]


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


Image.preinit()
for late in ("MpoImagePlugin", "TiffImagePlugin", "WebPImagePlugin"):
    import_module(f"PIL.{late}")  # the library reads these late, and then it could not

if __name__ == "__main__":
    main()
