"""A film is looked at as stills, drawn where its reader can do no harm; else it stays sealed (R26, D12)."""

from __future__ import annotations

import io
import random
import subprocess
import sys

import av
import pytest
from benchmarks.films import WHOLE, changed, seeds
from PIL import Image, ImageStat

from tests.contacts.films import CODECS, film, silence
from tests.contacts.handing_in import let_open
from tests.contacts.pictures import drawn, portrait, written
from tests.contacts.test_decoding import CALLS_ARE_FILTERED, CANARY
from vegerin.contacts import decoding
from vegerin.contacts.actions import evidence as acts
from vegerin.contacts.actions import intake
from vegerin.contacts.decoding import NotClean, clean_copies
from vegerin.contacts.models import NoCopy
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.sandbox import reading
from vegerin.guard import files
from vegerin.guard.refusals import Refused

pytestmark = pytest.mark.skipif(not CALLS_ARE_FILTERED, reason="No calls are filtered here.")
SHORT = {"seconds": 2, "size": (64, 80)}  # x265 breaks when it writes less than 64 points


def test_every_codec_of_the_short_list_gives_its_stills():
    copies = clean_copies([film(codec, **SHORT) for codec in CODECS])

    shapes = [[(one.width, one.height, one.second) for one in copy.pictures] for copy in copies]
    assert shapes == [[(64, 80, 0), (64, 80, 1)]] * len(CODECS)


def test_a_still_shows_what_was_filmed_and_nothing_that_was_written_beside_it():
    sent = film(seconds=1, title=CANARY.decode(), sound=True)

    (copy,) = clean_copies([sent])

    (still,) = copy.pictures
    with Image.open(io.BytesIO(still.picture)) as read:
        apart = ImageStat.Stat(Image.blend(read, drawn(0, read.size), 0.5)).mean
        assert {key for key in read.info if not key.startswith("jfif")} == set()
        assert apart == pytest.approx(ImageStat.Stat(drawn(0, read.size)).mean, abs=8)
    assert (CANARY in sent, CANARY in still.picture) == (True, False)


def test_a_long_film_gives_twelve_from_its_first_to_its_last():
    (copy,) = clean_copies([film("mpeg4", seconds=40, size=(16, 16), rate=2, every=1)])

    seconds = [one.second for one in copy.pictures]
    assert (len(seconds), seconds[0], seconds == sorted(seconds), seconds[-1] >= 36) == (12, 0, True, True)


def other(codec: str, container: str) -> bytes:
    """What FFmpeg would read, and we do not ask it to."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=1)
        stream.width, stream.height, stream.pix_fmt = 48, 64, "yuv420p"
        file.mux(stream.encode(av.VideoFrame.from_image(drawn(1, (48, 64)))))
        file.mux(stream.encode(None))
    return out.getvalue()


def only_sound() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("aac", rate=8000)
        file.mux(stream.encode(silence()))
        file.mux(stream.encode(None))
    return out.getvalue()


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: other("mpeg4", "avi"), "kind"),
        (lambda: other("ffv1", "matroska"), "kind"),
        (only_sound, "kind"),
        (lambda: PLAYLIST, "kind"),
        (lambda: b"\0\0\0\x18ftypmp42" + PLAYLIST, "broken"),
        (lambda: b"\x1a\x45\xdf\xa3" + bytes(400), "broken"),
        (lambda: film(**SHORT)[:900], "broken"),
    ],
    ids=["avi", "another codec", "sound alone", "playlist", "playlist inside", "noughts", "cut off"],
)
def test_another_kind_or_a_broken_one_is_said_kindly(make, why):
    assert clean_copies([make()]) == [NotClean(why)]


def test_a_film_whose_frames_would_be_larger_than_any_telephones_is_refused():
    sent = film("mpeg4", seconds=1, size=(5120, 2880), rate=1)

    assert clean_copies([sent]) == [NotClean("large")]


def test_where_calls_cannot_be_filtered_a_film_is_not_read_at_all():
    trial = f"""
import sys; sys.path.extend({decoding.folders()!r})
from vegerin.contacts.sandbox import calls, reading
calls._STEPS = b""
print(reading.points_of(sys.stdin.buffer.read(), (0, 0, 100, 100)))
"""
    done = subprocess.run([sys.executable, "-c", trial], input=film(**SHORT), capture_output=True, check=True)

    assert done.stdout.decode().strip() == "('here', [])"


@pytest.mark.long
def test_a_thousand_cut_and_changed_films_do_the_reader_no_harm():
    chance, sound = random.Random(7), seeds()

    words = {reading.points_of(changed(chance, sound), WHOLE)[0] for _each in range(1000)}

    assert words <= {"film", "picture", "kind", "broken", "large"}  # none was ended, none was late


@pytest.fixture
def handed_in(take):
    """A film of two portraits, one each second."""
    return take(film(**SHORT), kind="film")


@pytest.mark.django_db
@pytest.mark.record
def test_d12_two_open_a_film_and_a_family_sees_one_face_of_one_still(
    handed_in, verifier, child_officer, client_for
):
    with pytest.raises(Refused, match="Two let you look"):
        acts.look(evidence=handed_in, why="To know her", by=verifier)
    let_open(handed_in, verifier, child_officer)

    address = f"/contacts/evidence/{handed_in.pk}/"
    page = client_for(verifier).post(f"{address}look/", {"why": "To know her"}).content.decode()
    assert (page.count("data:image/jpeg"), "Without sound" in page) == (2, True)
    assert queries.copy_for_a_family(handed_in) is None
    face = {"still": 2, "left": 0, "top": 0, "right": 50, "bottom": 50}
    client_for(verifier).post(f"{address}face/", face)

    shown = queries.copy_for_a_family(handed_in)
    second = acts.look(evidence=handed_in, why="To compare", by=verifier)[1]
    cut = clean_copies([second.picture], box=(0, 0, 50, 50))[0].pictures[0].picture
    assert (shown.what, queries.picture_of(verifier, shown)) == ("face", cut)
    whats = list(handed_in.custody.values_list("what", flat=True))
    assert whats == ["taken_in", "asked", "allowed", "opened", "face_cut", "opened"]
    with pytest.raises(Refused, match="no still of that number"):
        acts.cut_face(evidence=handed_in, box=(0, 0, 50, 50), still=3, by=verifier)


@pytest.mark.django_db
def test_d12_grown_up_and_dressed_or_not_a_family_is_never_shown_a_whole_film(take):
    row = take(film(**SHORT), kind="film", age="adult", dress="dressed")

    assert (queries.is_guarded(row), queries.copy_for_a_family(row)) == (False, None)


@pytest.mark.django_db
def test_a_portrait_that_was_handed_in_is_known_again_in_a_film(take, verifier):
    known = take(written(drawn(1)))
    stranger = take(portrait(40))

    row = take(film(seconds=2, size=(240, 320)), kind="film")

    assert [one.other for one in queries.seen_again(verifier, row)] == [known]
    assert queries.seen_again(verifier, stranger) == []


@pytest.mark.django_db
def test_a_dark_screen_is_no_picture_that_could_be_seen_again(take, verifier):
    for _each in range(2):
        row = take(written(drawn(1).point(lambda _shade: 3)))

    assert queries.seen_again(verifier, row) == []


@pytest.mark.django_db
def test_a_film_from_before_films_were_read_is_read_when_it_is_checked(take, verifier, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(intake, "clean_copies", lambda new: [NotClean("kind")] * len(new))
        row = take(film(**SHORT), kind="film")

    assert acts.check(evidence=row, by=verifier).unchanged

    assert (len(queries.copies_to_look_at(row)), NoCopy.objects.count()) == (2, 1)
    assert list(row.custody.values_list("what", flat=True)) == ["taken_in", "not_copied", "verified"]


@pytest.mark.django_db
def test_the_film_itself_lies_as_it_came(take, verifier):
    sent = film(**SHORT)

    row = take(sent, kind="film")

    held = files.read(row.file, reader=verifier, table="contacts_evidence", row=row.pk)
    assert held == sent


@pytest.mark.django_db
@pytest.mark.parametrize("why", NoCopy.Why.values)
def test_each_reason_why_nobody_looks_is_a_sentence_on_the_page(take, verifier, client_for, monkeypatch, why):
    monkeypatch.setattr(intake, "clean_copies", lambda new: [NotClean(why)] * len(new))
    row = take(b"anything")

    page = client_for(verifier).get(f"/contacts/evidence/{row.pk}/").content.decode()

    assert str(NoCopy.Why(why).label) in page
    assert "The file lies sealed as it came." in page
