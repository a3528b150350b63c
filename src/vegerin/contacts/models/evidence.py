"""Postings and portraits: sealed as they came, shown as a clean copy, every hand and every look written down.

Clear columns hold kind, number and dates. Where it was seen, through whose hands it came, its SHA-256 and why
somebody looked lie sealed to the readers who were named (DESIGN §3, compartment `evidence`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import Place
from vegerin.register.models.base import Written

STAFF = settings.AUTH_USER_MODEL


class Roll(Written):
    """What was taken in together, as a list of marks: one hash that a time authority or our own day stamps.

    A mark is the SHA-256 of a secret salt and the file's SHA-256, so that whoever sees it cannot tell
    whether we hold a file that he knows.
    """

    marks = models.JSONField()
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return self.hash[:12]


class Batch(Written):
    """Portraits that came together. It has a count of its own: known + open + set aside = size."""

    code = models.CharField(max_length=12, unique=True, editable=False)
    size = models.PositiveSmallIntegerField()
    came_on = models.DateField()
    in_adversary_hands = models.BooleanField(default=True)
    details = models.BinaryField(default=bytes, editable=False)  # sealed JSON: where, through whose hands

    class Meta:
        ordering = ["-recorded_at", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def compartment(self) -> str:
        """Of the readers who were named."""
        return f"evidence:{self.pk}"


class Evidence(Written):
    """One file as it came: its bytes sealed at once, never opened in place."""

    class Kind(models.TextChoices):
        """What it is."""

        SCREENSHOT = "screenshot", _("Screenshot of a posting")
        PICTURE = "picture", _("Picture from a posting")
        FILM = "film", _("Film")
        STILL = "still", _("Still of a film")
        PORTRAIT = "portrait", _("Portrait")

    code = models.CharField(max_length=12, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="items")
    number = models.PositiveSmallIntegerField(default=0)  # in its batch
    seen_at = models.DateTimeField(null=True)
    watch = models.CharField(max_length=36, blank=True, default="")  # the listed task of watching
    in_adversary_hands = models.BooleanField(default=True)
    length = models.PositiveIntegerField()
    file = models.CharField(max_length=32)
    mark = models.CharField(max_length=64, unique=True)
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="items")
    details = models.BinaryField(default=bytes, editable=False)  # sealed JSON, with hash and salt

    class Meta:
        ordering = ["batch", "number", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(batch__isnull=True, number=0) | Q(batch__isnull=False, number__gt=0),
                name="numbered_in_its_batch",
            ),
            models.UniqueConstraint(fields=["batch", "number"], name="one_of_each_number"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def compartment(self) -> str:
        """Of the readers who were named: for one thing, or for its batch."""
        return f"evidence:{self.batch_id or self.pk}"


class Said(Written):
    """Who is in it, as somebody said who looked. The latest counts; unsaid, it is a child's (D12)."""

    class Age(models.TextChoices):
        """Whether a child is in it."""

        MINOR = "minor", _("A minor, or may be")
        ADULT = "adult", _("Grown-ups only, surely")

    class Dress(models.TextChoices):
        """Whether somebody is undressed in it."""

        MAY_BE = "may_be", _("Somebody is undressed, or may be")
        DRESSED = "dressed", _("Everybody is dressed")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="said")
    age = models.CharField(max_length=6, choices=Age.choices, default=Age.MINOR)
    dress = models.CharField(max_length=8, choices=Dress.choices, default=Dress.MAY_BE)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.age}, {self.dress}"


class CleanCopy(Written):
    """A picture drawn anew from points: the whole, a still of a film, or a face cut out for a family."""

    class What(models.TextChoices):
        """How much of it."""

        WHOLE = "whole", _("The whole picture")
        STILL = "still", _("A still of the film")
        FACE = "face", _("The face alone")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="copies")
    what = models.CharField(max_length=5, choices=What.choices)
    file = models.CharField(max_length=32)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.what} of {self.evidence_id}"


class Still(Written):
    """Where in its film a clean copy stands."""

    copy = models.OneToOneField(CleanCopy, on_delete=models.PROTECT, related_name="still")
    number = models.PositiveSmallIntegerField()
    second = models.PositiveIntegerField()

    class Meta:
        ordering = ["copy__evidence", "number"]

    def __str__(self) -> str:
        return f"{self.number} of {self.copy_id}"


class NoCopy(Written):
    """No picture could be made; the file lies sealed as it came."""

    class Why(models.TextChoices):
        """Why not."""

        KIND = "kind", _("It is no JPEG, PNG or WebP picture and no MP4 or WebM film of a common kind.")
        LARGE = "large", _("It would unfold to more points than any camera takes.")
        BROKEN = "broken", _("It is cut off or damaged.")
        TIME = "time", _("Reading it took too long.")
        ENDED = "ended", _("What read it broke or was ended, as a file made to do harm would bring about.")
        HERE = "here", _("This computer has no means to hold back what reads a film, so it is not read.")

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="no_copy")
    why = models.CharField(max_length=6, choices=Why.choices)

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.why}"


class Sighting(Written):
    """256 bits of the coarse look of a picture, whole or cut: it is known again, nobody in it is."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="sightings")
    bits = models.CharField(max_length=64)
    cut = models.PositiveSmallIntegerField(default=0)  # 0: the whole

    def __str__(self) -> str:
        return self.bits


class SeenAgain(Written):
    """This picture was handed in before. Said to those who are named for both."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="seen_before")
    earlier = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="seen_later")
    distance = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.evidence_id} is {self.earlier_id}"


class Custody(Written):
    """A line of the log: who did what with it, when, why. Each is a row of the trail's hash chain too."""

    class What(models.TextChoices):
        """What was done."""

        TAKEN_IN = "taken_in", _("Taken in and sealed")
        COPIED = "copied", _("A clean copy was made")
        NOT_COPIED = "not_copied", _("No clean copy could be made")
        ASKED = "asked", _("Opening was proposed")
        ALLOWED = "allowed", _("Two have let it be opened")
        ALONE = "alone", _("Opened by one alone, because time was short")
        OPENED = "opened", _("Looked at")
        FACE_CUT = "face_cut", _("The face was cut out")
        SAID = "said", _("What is in it was said")
        SHOWN = "shown", _("Shown to a family")
        VERIFIED = "verified", _("Checked: unchanged since it came")
        CHANGED = "changed", _("Checked: not what came")
        STAMPED = "stamped", _("Stamped by a time authority")
        REFUSED = "refused", _("Export, print or download was refused")
        READER = "reader", _("Another reader was named")
        ASIDE = "aside", _("Set aside, or taken up again")
        DESTROYED = "destroyed", _("Its key was destroyed")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="custody")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="custody")
    what = models.CharField(max_length=10, choices=What.choices)
    why = models.BinaryField(default=bytes, editable=False)  # sealed
    trail_number = models.PositiveBigIntegerField()
    trail_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["trail_number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__isnull=False) | Q(batch__isnull=False), name="custody_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.trail_number}"


class Opening(Written):
    """One named reader may look until then: two have let her, or she alone because time was short (D12)."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="openings")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="openings")
    viewer = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    decision = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__isnull=False) | Q(batch__isnull=False), name="opening_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} until {self.until:%Y-%m-%d %H:%M}"


class Urgent(Written):
    """Somebody may be moved or harmed within hours: the duty officer hears at once, in text alone (D12)."""

    class AgeBand(models.TextChoices):
        """How old she or he may be."""

        CHILD = "child", _("A child under 13")
        YOUTH = "youth", _("13 to 17")
        ADULT = "adult", _("Grown up")
        UNKNOWN = "unknown", _("Age not known")

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="urgent")
    code = models.CharField(max_length=12, unique=True)  # on the duty screen
    duty_code = models.CharField(max_length=12)
    age_band = models.CharField(max_length=7, choices=AgeBand.choices)
    region = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    viewer = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.code


class Withdrawn(Written):
    """Its key was destroyed at somebody's wish (D4); the row remains, and the count still counts it."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="withdrawn")
    wish_of = models.CharField(max_length=60)  # a role: the one in it, her mother
    decision = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.evidence_id} destroyed"
