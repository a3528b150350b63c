"""A film to at most twelve stills of its key frames: in a child whose calls are filtered, or not at all.

FFmpeg reads it, through PyAV: the containers and codecs named here and no others, one thread, no sound, no
subtitles, from memory alone. Everything else that FFmpeg knows is refused before it is tried.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PIL import Image

from vegerin.contacts.sandbox.child import Points, Unreadable
from vegerin.contacts.sandbox.wire import MOST, container_of

if TYPE_CHECKING:
    from av import Packet, VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

CODECS = ("h264", "hevc", "vp8", "vp9", "mpeg4")
SECONDS = 20
POINTS = 4096 * 2304  # of one frame: the largest that telephones take
WIDEST = 1280  # a still's longer side
FULL_TURN, LAST_SECOND = 360, 24 * 3600
KINDS_OF_STREAM = ("video", "audio", "subtitles")
LIBRARY = (
    "av",
    "av.sidedata.encparams",
    "av.sidedata.motionvectors",
    *(f"av.{kind}.{part}" for kind in KINDS_OF_STREAM for part in ("stream", "codeccontext")),
)
OPTIONS = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
    "codec_whitelist": ",".join(CODECS),
    "protocol_whitelist": "none",
    "max_streams": "8",
    "probesize": str(5 << 20),
}


def library_is_here() -> bool:
    """Read the library, with what it would read late, before there is anything hostile to be read."""
    try:
        return all(import_module(name) for name in LIBRARY)
    except (ImportError, OSError):
        return False


def points_of(content: bytes) -> Sequence[Points]:
    """Its stills in their order."""
    import av  # noqa: PLC0415 -- 36 MB, only where there is a film; read already, see `library_is_here`

    try:
        with av.open(
            io.BytesIO(content), "r", format=container_of(content), options=OPTIONS,
            metadata_errors="ignore", io_open=_nothing_else,
        ) as film:  # fmt: skip
            stream = moving_picture(film)
            stills = [still(stream, packet) for packet in spread(key_packets(film, stream))]
    except MemoryError:
        raise Unreadable("large") from None
    except (av.FFmpegError, ValueError):
        raise Unreadable("broken") from None
    found = [one for one in stills if one]
    if not found:
        raise Unreadable("broken")
    return found


def _nothing_else(*_asked: object) -> Any:
    """A film may name other files to be read; there are none."""
    raise OSError


def moving_picture(film: InputContainer) -> VideoStream:
    """The first stream of a codec that we read; all others are left aside."""
    for stream in film.streams.video:
        context = stream.codec_context
        if context and context.name in CODECS and not stream.disposition & stream.disposition.attached_pic:
            if context.width * context.height > POINTS:
                raise Unreadable("large")
            context.thread_count = 1
            context.thread_type = "NONE"
            context.skip_frame = "NONKEY"
            context.options = {"max_pixels": str(POINTS)}
            return stream
    raise Unreadable("kind")


def key_packets(film: InputContainer, stream: VideoStream) -> list[Packet[Any]]:
    """Frames that stand for themselves: all, or every second, fourth ... of them when they are many."""
    import av  # noqa: PLC0415 -- as above

    kept: list[Packet[Any]] = []
    every, seen = 1, 0
    try:
        for packet in film.demux(stream):
            if packet.is_keyframe and packet.size:
                kept += [packet] if seen % every == 0 else []
                seen += 1
            if len(kept) == 2 * MOST:
                kept, every = kept[::2], every * 2
    except av.FFmpegError:
        return kept  # cut off: what came before is looked at
    return kept


def spread(kept: Sequence[Packet[Any]]) -> list[Packet[Any]]:
    """Twelve of them at most, from the first to the last."""
    if len(kept) <= MOST:
        return list(kept)
    return [kept[round(place * (len(kept) - 1) / (MOST - 1))] for place in range(MOST)]


def still(stream: VideoStream, packet: Packet[Any]) -> Points | None:
    """One frame drawn; None where it cannot be read."""
    import av  # noqa: PLC0415 -- as above

    context = stream.codec_context
    try:
        context.flush_buffers()
        frames = [*context.decode(packet), *context.decode(None)]
    except av.FFmpegError as error:
        if isinstance(error, MemoryError):
            raise
        return None
    if not frames:
        return None
    picture = as_it_was_held(frames[0])
    second = int(packet.pts * packet.time_base) if packet.pts and packet.time_base else 0
    return Points(picture.width, picture.height, min(max(second, 0), LAST_SECOND), picture.tobytes())


def as_it_was_held(frame: VideoFrame) -> Image.Image:
    """In plain colours, no wider than a page needs, turned as the telephone was."""
    if frame.width * frame.height > POINTS:
        raise Unreadable("large")
    by = min(1, WIDEST / max(frame.width, frame.height))
    size = max(round(frame.width * by), 1), max(round(frame.height * by), 1)
    plain = frame.reformat(*size, "rgb24", threads=1)
    (plane,) = plain.planes
    picture = Image.frombytes("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)
    turn = frame.rotation % FULL_TURN
    return picture.rotate(turn, expand=True) if turn in (90, 180, 270) else picture
