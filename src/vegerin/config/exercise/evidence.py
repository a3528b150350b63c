"""Postings, portraits and a film of the exercise: numbered frames over an invented weave, no face (D33)."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib import import_module

from PIL import Image

from vegerin.config.exercise.frames import HEIGHT, WIDTH, frame
from vegerin.guard import decisions
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Sought

PORTRAITS = 48
THREADS = (6, 8)  # fields across and down
ESCAPED = (
    "Heads on a telephone, one after another",
    "Carried out by one who fled; a relative brought it to us",
)
SEEN = ("A channel, between other things", "A volunteer who watches sent it to the hotline")
TO_ASK = "To ask families, one at a time, whom they know"
TO_FIND = "To find where the girl in it is held"
PASSED_ON = ("A film, passed from telephone to telephone", "A relative in a camp got it and brought it to us")
TO_KNOW = "To see whether somebody in it is looked for"
STILLS = range(61, 67)


def woven(number: int) -> bytes:
    """A frame with its number over a weave of its own, so that no two look alike."""
    chance = random.Random(f"weave {number}")  # noqa: S311 -- the same exercise every time, not a secret
    wide, high = THREADS
    threads = Image.new("L", THREADS)
    threads.putdata([chance.randrange(90, 250) for _field in range(wide * high)])
    cloth = threads.resize((WIDTH, HEIGHT), Image.Resampling.NEAREST)
    with Image.open(io.BytesIO(frame(number))) as numbered:
        cloth.paste(numbered.crop((18, 38, 78, 82)), (18, 38))
    out = io.BytesIO()
    cloth.convert("RGB").save(out, "PNG")
    return out.getvalue()


def filmed(numbers: Sequence[int]) -> bytes:
    """A film of such frames, a second each."""
    import av  # noqa: PLC0415 -- 36 MB, only for the film

    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as film:
        stream = film.add_stream("mpeg4", rate=1, options={"g": "1", "flags": "+bitexact"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1
        for second, number in enumerate(numbers):
            with Image.open(io.BytesIO(woven(number))) as still:
                picture = av.VideoFrame.from_image(still)  # type: ignore[no-untyped-call]  # av: no types
            picture.pts = second
            film.mux(stream.encode(picture))
        film.mux(stream.encode(None))
    return out.getvalue()


def enter_evidence(reader: Callable[[Role], Reader], *, today: date) -> None:
    """A batch of 48 of which one family says it knows one; a film; a posting that waits for two."""
    intake = import_module("vegerin.contacts.actions.intake")
    liaison, verifier = reader(Role.LIAISON), reader(Role.VERIFIER)
    batch = intake.take_batch(
        new=[intake.NewFile(woven(n), f"frame-{n:02}.png") for n in range(1, PORTRAITS + 1)],
        story=intake.Story(*ESCAPED, TO_ASK),
        came_on=today - timedelta(days=9),
        readers=[liaison.staff, verifier.staff],
        by=liaison,
    )
    show_one(batch, liaison, verifier)
    intake.take_posting(
        file=intake.NewFile(woven(60), "posting.png"),
        kind="screenshot",
        story=intake.Story(*SEEN, TO_FIND),
        readers=[verifier.staff, reader(Role.CHILD_PROTECTION).staff],
        by=reader(Role.CLERK),
    )
    enter_film(reader)


def enter_film(reader: Callable[[Role], Reader]) -> None:
    """A film of which two let the verifier see the stills."""
    intake = import_module("vegerin.contacts.actions.intake")
    acts = import_module("vegerin.contacts.actions.evidence")
    liaison, verifier = reader(Role.LIAISON), reader(Role.VERIFIER)
    film = intake.take_posting(
        file=intake.NewFile(filmed(STILLS), "film.mp4"),
        kind="film",
        story=intake.Story(*PASSED_ON, TO_KNOW),
        readers=[liaison.staff, verifier.staff],
        by=liaison,
    )
    decision = acts.propose_opening(thing=film, why=TO_KNOW, by=verifier)
    decisions.approve(decision=decision, by=reader(Role.CHILD_PROTECTION))


def show_one(batch: object, liaison: Reader, verifier: Reader) -> None:
    """Two let her show them; a mother knows the seventh. It is her word, and waits for a second line."""
    acts = import_module("vegerin.contacts.actions.evidence")
    showings = import_module("vegerin.contacts.actions.showings")
    decision = acts.propose_opening(thing=batch, why=TO_ASK, by=liaison)
    decisions.approve(decision=decision, by=verifier)
    portrait = batch.items.get(number=7)  # type: ignore[attr-defined]
    acts.cut_face(evidence=portrait, box=(10, 10, 90, 90), by=liaison)
    sought = Sought.objects.filter(links=None, request__standing__isnull=False).first()
    if sought is None:
        return
    inquirer = sought.request.standing.all()[0].inquirer
    showing = showings.show(
        evidence=portrait,
        request=sought.request,
        inquirer=inquirer,
        sat_with=liaison.staff,
        warned=True,
        by=liaison,
    )
    showings.answer(showing=showing, said="knows", sought=sought, by=liaison)
