"""A JPEG, PNG or WebP to points: decoded, turned as it was held, cut, in plain colours on white."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from vegerin.contacts.sandbox.child import Points, Unreadable
from vegerin.contacts.sandbox.wire import LONGEST_SIDE, Box

KINDS = ("JPEG", "PNG", "WEBP")
POINTS = 40_000_000  # a camera's; more is a bomb
SECONDS = 10
WHOLE = (0, 0, 100, 100)
SRGB = ImageCms.createProfile("sRGB")

Image.preinit()
for late in ("MpoImagePlugin", "TiffImagePlugin", "WebPImagePlugin"):
    import_module(f"PIL.{late}")  # the library reads these late, and then it could not


def points_of(content: bytes, box: Box) -> Sequence[Points]:
    """The picture, no larger than a page needs."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as opened:
            if opened.width * opened.height > POINTS:
                raise Unreadable("large")
            opened.load()
            picture = upright_plain(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("large") from None
    except UnidentifiedImageError:
        raise Unreadable("kind") from None
    picture = part_of(picture, box)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return [Points(picture.width, picture.height, 0, picture.tobytes())]


def part_of(picture: Image.Image, box: Box) -> Image.Image:
    """What lies between these hundredths."""
    if tuple(box) == WHOLE:
        return picture
    left, top, right, bottom = (part / 100 for part in box)
    wide, high = picture.size
    return picture.crop((round(left * wide), round(top * high), round(right * wide), round(bottom * high)))


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
    return upright.convert("RGB")
