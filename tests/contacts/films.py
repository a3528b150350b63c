"""Invented films: drawn heads that move over a few seconds, written by the library that reads them."""

from __future__ import annotations

import io

import av
import numpy as np

from tests.contacts.pictures import drawn

CODECS = {
    "libx264": ("mp4", "h264"),
    "libx265": ("matroska", "hevc"),
    "libvpx": ("webm", "vp8"),
    "libvpx-vp9": ("webm", "vp9"),
    "mpeg4": ("mov", "mpeg4"),
}

DIFFERENT = 60  # portraits at most; then from the first again


def film(
    codec: str = "libx264",
    *,
    seconds: int = 6,
    size: tuple[int, int] = (96, 128),
    rate: int = 4,
    every: int = 4,
    container: str = "",
    title: str = "",
    sound: bool = False,
) -> bytes:
    """A film of one portrait for each second, with a key frame every so many."""
    out, portraits = io.BytesIO(), [drawn(number, size) for number in range(min(seconds, DIFFERENT))]
    with av.open(out, "w", format=container or CODECS[codec][0]) as file:
        if title:
            file.metadata["title"] = title
        options = {"g": str(every), "preset": "ultrafast", "x265-params": "log-level=0"}
        stream = file.add_stream(codec, rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        heard = file.add_stream("aac", rate=8000) if sound else None
        for number in range(seconds * rate):
            frame = av.VideoFrame.from_image(portraits[number // rate % len(portraits)])
            frame.pts = number
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
        if heard:
            file.mux(heard.encode(silence()))
            file.mux(heard.encode(None))
    return out.getvalue()


def silence() -> av.AudioFrame:
    """A second of it."""
    frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), format="fltp", layout="mono")
    frame.sample_rate = 8000
    return frame
