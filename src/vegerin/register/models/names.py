"""Names as they were written, and the keys that find them. One place for people and list rows alike."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import InexactDate
from vegerin.guard.append_only import AppendOnly
from vegerin.register.models.base import Written, date_fields, read_date
from vegerin.register.models.people import Person


class NameKind(models.TextChoices):
    """What a written name is to its owner."""

    CALLED_BY = "called_by", _("The name she asks to be called by")
    BIRTH = "birth", _("Name at birth")
    AS_WRITTEN = "as_written", _("As somebody wrote it")
    SHORT_FORM = "short_form", _("Short form")
    IMPOSED = "imposed", _("Name forced on her")


class WrittenName(AppendOnly):
    """One name in one spelling, of a person or a list row. Of an imposed name only the given part (D23)."""

    id = models.BigAutoField(primary_key=True)
    owner_type = models.CharField(max_length=12)
    owner_id = models.CharField(max_length=36)
    text = models.CharField(max_length=200)
    script = models.CharField(max_length=8, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    kind = models.CharField(max_length=12, choices=NameKind.choices, default=NameKind.AS_WRITTEN)
    romanised = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["owner_type", "owner_id"])]

    def __str__(self) -> str:
        return self.text


class TakenOutName(AppendOnly):
    """A written name that finds nobody any more: the row it stood in was taken back."""

    written = models.OneToOneField(WrittenName, on_delete=models.PROTECT, related_name="taken_out")

    def __str__(self) -> str:
        return str(self.written_id)


class NameKey(models.Model):
    """An index, made again whenever the keys of the engine change: a name by the keys of its first parts.

    A key is a part's skeleton (`xll`). Each of the three orders is an index, so that any one, two or three of
    the parts find the name.
    """

    id = models.BigAutoField(primary_key=True)
    first = models.CharField(max_length=32)
    second = models.CharField(max_length=32, default="")
    third = models.CharField(max_length=32, default="")
    name = models.ForeignKey(WrittenName, on_delete=models.CASCADE, related_name="keys", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["first", "second", "third", "name"]),
            models.Index(fields=["second", "third", "first", "name"]),
            models.Index(fields=["third", "first", "second", "name"]),
            models.Index(fields=["name"]),
        ]

    def __str__(self) -> str:
        return f"{self.first}|{self.second}|{self.third}"


class KeyWord(models.Model):
    """The vocabulary of part keys: with one letter left out, and as they look while typed (`xl*`)."""

    id = models.BigAutoField(primary_key=True)
    shorter = models.CharField(max_length=40)
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shorter", "key"], name="one_deletion_once")]

    def __str__(self) -> str:
        return f"{self.shorter}: {self.key}"


class PersonName(Written):
    """A name of a person: which kind, from when to when, told by whom. The latest row of a name counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    written = models.OneToOneField(WrittenName, on_delete=models.PROTECT, related_name="person_name")
    kind = models.CharField(max_length=12, choices=NameKind.choices)
    parts = models.JSONField(default=list)  # [[text, role], ...] as read by the engine or set by a person
    from_earliest, from_latest, from_precision, from_basis, from_anchor = date_fields()
    to_earliest, to_latest, to_precision, to_basis, to_anchor = date_fields()
    report = models.ForeignKey("register.Report", on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    not_so = models.BooleanField(default=False)
    sealed_rest = models.BinaryField(default=bytes, editable=False)  # kunya and lineage of an imposed name

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return str(self.written_id)

    @property
    def used_from(self) -> InexactDate:
        """Since when she bore it."""
        return read_date(self, "from")

    @property
    def used_to(self) -> InexactDate:
        """Until when she bore it."""
        return read_date(self, "to")
