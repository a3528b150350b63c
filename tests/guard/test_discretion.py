"""Uploads never touch the disk in clear, logs hold no words of a person, attachments no readable byte."""

import logging
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from vegerin.guard import files, sealing, uploads
from vegerin.guard.logs import Discreet
from vegerin.guard.roles import Role

SECRET = "Xezalokanarî"


@pytest.fixture
def watched_temp(tmp_path, monkeypatch):
    """A temporary folder of which every file that was ever opened is remembered."""
    made = []
    real = tempfile.NamedTemporaryFile

    def remembered(*args, **kwargs):
        made.append((args, kwargs))
        return real(*args, **kwargs)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", remembered)
    return tmp_path, made


def upload(content):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("voice.ogg", content)})
    return request.FILES


def test_a_large_upload_stays_in_memory(watched_temp):
    folder, made = watched_temp
    content = SECRET.encode() * 400_000  # 5 MB: Django's own handler would write it to a temporary file

    taken = upload(content)["file"].read()

    assert taken == content
    assert (made, list(folder.iterdir())) == ([], [])


def test_an_upload_beyond_the_largest_is_not_taken(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1000)

    assert "file" not in upload(b"x" * 1001)


def test_no_other_handler_is_used():
    assert settings.FILE_UPLOAD_HANDLERS == ["vegerin.guard.uploads.KeptInMemory"]


def test_a_log_says_where_it_broke_and_not_what_was_in_it():
    try:
        raise ValueError(f"no such person: {SECRET}")
    except ValueError as error:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (f"/p/{SECRET}",),
            (ValueError, error, error.__traceback__),
        )  # fmt: skip

    line = Discreet().format(record)

    assert SECRET not in line
    assert "ValueError at test_a_log_says_where_it_broke_and_not_what_was_in_it:" in line


@pytest.mark.django_db
def test_an_error_page_and_its_log_hold_nothing_of_the_person(client_for, staff, monkeypatch, caplog):
    from vegerin.guard import views_office

    def breaks(*args):
        raise RuntimeError(SECRET)

    monkeypatch.setattr(views_office.queries, "all_roles", breaks)
    browser = client_for(staff(Role.HEAD))
    browser.raise_request_exception = False

    answer = browser.get("/staff/")

    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()
    assert [SECRET in Discreet().format(record) for record in caplog.records] == [False] * len(caplog.records)


@pytest.mark.django_db
class TestAttachments:
    place = {"table": "register_attachment", "row": "a1"}

    def kept(self):
        return files.keep(SECRET.encode() * 100, compartment="report:verifier", **self.place)

    def test_a_member_reads_it_and_the_folder_does_not_tell(self, office, staff):
        verifier = staff(Role.VERIFIER)

        name = self.kept()

        written = (office.folder / "attachments" / name).read_bytes()
        assert files.read(name, reader=verifier, **self.place) == SECRET.encode() * 100
        assert SECRET.encode() not in written and b"voice" not in written

    def test_it_is_destroyed_with_its_row(self, office, staff):
        verifier = staff(Role.VERIFIER)
        name = self.kept()

        sealing.destroy(table="register_attachment", row="a1", by=verifier)

        with pytest.raises(sealing.Destroyed):
            files.read(name, reader=verifier, **self.place)

    @pytest.mark.parametrize("name", ["../keystore.key", "a" * 31, "G" * 32, ""])
    def test_no_other_file_is_reached_by_its_name(self, office, staff, name):
        with pytest.raises(ValueError, match="Not the name of an attachment"):
            files.read(name, reader=staff(Role.VERIFIER), **self.place)


def test_every_answer_asks_the_browser_to_keep_no_copy():
    from vegerin.guard.headers import Discretion

    answer = Discretion(lambda request: HttpResponse("x"))(RequestFactory().get("/"))

    assert answer.headers["Cache-Control"] == "no-store"


def test_no_message_can_leave_by_mail_and_no_cache_lies_on_disk():
    from vegerin.config import settings as ours  # Django's own test set-up puts a letter box in place of it

    assert ours.EMAIL_BACKEND.endswith("dummy.EmailBackend")
    assert settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")
    assert not settings.DEBUG
    assert Path(settings.OFFICE.folder).is_absolute()
