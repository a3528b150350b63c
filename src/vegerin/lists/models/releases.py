"""Releases as they came, their rows kept raw, and what people of the office said of the rows.

Rows are added, never changed: a run that stopped is continued by adding, a decision is undone by a new one.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.guard.append_only import AppendOnly
from vegerin.lists.columns import names_said


class List(AppendOnly):
    """One list that somebody else keeps, such as a ministry's, an organisation's or a family's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ListRelease(AppendOnly):
    """One dated release of a list: who compiled it, which file it was, what its columns hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list = models.ForeignKey(List, on_delete=models.PROTECT, related_name="releases")
    released_on = models.DateField()
    compiler = models.CharField(max_length=120, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    headings = models.JSONField()
    columns = models.JSONField()  # heading -> Field
    rows_in_file = models.PositiveIntegerField()
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="after")
    joined_by = models.CharField(max_length=10, blank=True)  # own_id, content, or nothing for a first release
    again = models.PositiveSmallIntegerField(default=0)  # how often this very file was taken back before
    started_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["list", "released_on", "started_at"]
        constraints = [
            models.UniqueConstraint(fields=["list", "sha256", "again"], name="a_file_is_one_release")
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.released_on}"

    @property
    def is_finished(self) -> bool:
        """Whether every row of the file is in."""
        return hasattr(self, "finished")

    @property
    def is_taken_back(self) -> bool:
        """Whether two people took it back: it counts nowhere."""
        return hasattr(self, "taken_back")


def that_count(via: str = "") -> models.Q:
    """Releases that are in and were not taken back; `via` leads to them, as `release__`."""
    return models.Q(**{f"{via}finished__isnull": False, f"{via}taken_back__isnull": True})


class FinishedImport(AppendOnly):
    """All rows of a release are in; until then the release shows nowhere but on its own page."""

    release = models.OneToOneField(ListRelease, on_delete=models.PROTECT, related_name="finished")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField()
    bad_rows = models.PositiveIntegerField()
    counts = models.JSONField()  # standing -> rows, and "gone"

    def __str__(self) -> str:
        return f"{self.release_id}: {self.rows}"


class TakenBack(AppendOnly):
    """Two people took a release back: why, who proposed it, who signed. Its rows stay to be read."""

    release = models.OneToOneField(ListRelease, on_delete=models.PROTECT, related_name="taken_back")
    why = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.release_id)


class Standing(models.TextChoices):
    """What a row is to the release before."""

    FIRST = "first", _("First release")
    NEW = "new", _("New")
    BACK = "back", _("Back again")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Unchanged")


class ListRow(AppendOnly):
    """One row as it stood in the file. What may be read lies in `said`, the rest is sealed (D24, D26).

    `origin` is the same for all rows that the list's own id joins over its releases.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(ListRelease, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    own_id = models.CharField(max_length=200, blank=True)
    origin = models.UUIDField(db_index=True)
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="after")
    standing = models.CharField(max_length=8, choices=Standing.choices)
    said = models.JSONField()  # Field -> text, as it stood
    changes = models.JSONField(default=list)
    explained = models.BooleanField(default=True)
    sealed = models.BinaryField(default=bytes, editable=False)

    class Meta:
        ordering = ["release", "number"]
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="a_row_has_one_number")]
        indexes = [models.Index(fields=["release", "standing", "number"])]

    def __str__(self) -> str:
        return f"{self.release_id} {self.number}"

    @property
    def names(self) -> list[str]:
        """The names of the row: whole ones as written, else the parts joined."""
        return names_said(self.said)

    @property
    def name(self) -> str:
        """The first of its names."""
        return self.names[0] if self.names else ""


class BadListRow(AppendOnly):
    """A row that did not go in: its number and the reason."""

    release = models.ForeignKey(ListRelease, on_delete=models.PROTECT, related_name="bad_rows")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    values = models.JSONField()

    class Meta:
        ordering = ["release", "number"]
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="a_bad_row_has_one_number")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.number}: {self.code}"


class GoneRow(AppendOnly):
    """A row of the release before that has no follower: a question to the list's owner, never a deletion."""

    release = models.ForeignKey(ListRelease, on_delete=models.PROTECT, related_name="gone_rows")
    row = models.ForeignKey(ListRow, on_delete=models.PROTECT, related_name="gone_from")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "row"], name="a_row_goes_once")]

    def __str__(self) -> str:
        return f"{self.row_id} gone from {self.release_id}"


class OwnersWord(AppendOnly):
    """What became of the question about a row that is gone; the latest word counts."""

    class Word(models.TextChoices):
        """Asked, or what the list's owner answered."""

        ASKED = "asked", _("Asked the list’s owner")
        BY_MISTAKE = "by_mistake", _("Left out by mistake")
        OTHER_ROW = "other_row", _("Stands there under another number")
        FOUND = "found", _("The person was found")
        NOT_SAID = "not_said", _("The owner did not say why")

    gone = models.ForeignKey(GoneRow, on_delete=models.PROTECT, related_name="words")
    word = models.CharField(max_length=12, choices=Word.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.word


class RowJudgement(AppendOnly):
    """Somebody said that a row is a person of the register, or is not; the latest word counts."""

    class Verdict(models.TextChoices):
        """What was said."""

        SAME = "same", _("This is the person")
        DIFFERENT = "different", _("This is somebody else")
        UNSURE = "unsure", _("Unsure")

    row = models.ForeignKey(ListRow, on_delete=models.PROTECT, related_name="judgements")
    origin = models.UUIDField(db_index=True)
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="list_judgements")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.row_id} {self.verdict} {self.person_id}"
