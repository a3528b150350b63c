"""Papers of a person (D31), and what she can be known again by: marks, teeth, old injuries, effects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person, PersonFact


class Document(Written):
    """One paper: of which kind, where it is, seen or told of. Number, register and page are sealed."""

    class Kind(models.TextChoices):
        """What it is. Religion as a paper prints it is asked by nobody here."""

        UNIFIED_CARD = "unified_card", _("Unified national card")
        CIVIL_STATUS = "civil_status", _("Civil status card")
        CITIZENSHIP = "citizenship", _("Certificate of citizenship")
        RESIDENCE = "residence", _("Residence card")
        RATION = "ration", _("Ration card")
        EXTRACT = "extract", _("Extract of the civil register")
        PASSPORT = "passport", _("Passport")
        SYRIAN_EXTRACT = "syrian_extract", _("Syrian register extract")
        GUARDIANSHIP = "guardianship", _("Guardianship paper")
        DISPLACED = "displaced", _("Registration as displaced")
        RULING = "ruling", _("Ruling of a court")
        OTHER = "other", _("Another paper")

    class Seen(models.TextChoices):
        """Whether somebody of the office held it in her hands."""

        ORIGINAL = "original", _("We saw the original")
        COPY = "copy", _("We saw a copy")
        TOLD = "told", _("We were told of it")
        LOST = "lost", _("It is lost")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    seen = models.CharField(max_length=10, choices=Seen.choices)
    office = models.CharField(max_length=120, blank=True, default="")  # which gave it out
    kept_by = models.CharField(
        max_length=60, blank=True, default=""
    )  # a role: herself, her mother, the court
    number = models.BinaryField(default=bytes, editable=False)  # sealed JSON: number, register, page
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["kind", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.kind} ({self.seen})"

    @property
    def compartment(self) -> str:
        """Who works with papers."""
        return f"papers:{self.person_id}"


class Description(Written):
    """What somebody tells to know her again by, alive or dead. Asked once; the words are sealed."""

    class Kind(models.TextChoices):
        """What it is. How somebody looks is asked by nobody."""

        MARK = "mark", _("Scar, burn or birthmark")
        TATTOO = "tattoo", _("Tattoo (deq)")
        TEETH = "teeth", _("Teeth")
        BONE = "bone", _("Old break or injury")
        OPERATION = "operation", _("Operation, or something worn in the body")
        CLOTHES = "clothes", _("Clothes on that day")
        CARRIED = "carried", _("Something carried: key, ring, watch, prayer beads")

    class Part(models.TextChoices):
        """Where on the body."""

        HEAD = "head", _("Head")
        NECK = "neck", _("Neck")
        TRUNK = "trunk", _("Chest, back or belly")
        ARM = "arm", _("Arm")
        HAND = "hand", _("Hand")
        LEG = "leg", _("Leg")
        FOOT = "foot", _("Foot")
        NOWHERE = "", _("Not on the body")

    class Side(models.TextChoices):
        """Which side."""

        LEFT = "left", _("Left")
        RIGHT = "right", _("Right")
        BOTH = "both", _("Both")
        NONE = "", _("Not said")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="descriptions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    part = models.CharField(max_length=6, choices=Part.choices, blank=True, default="")
    side = models.CharField(max_length=5, choices=Side.choices, blank=True, default="")
    words = models.BinaryField(editable=False)  # sealed
    picture = models.CharField(max_length=32, blank=True, default="")  # name of a sealed file
    told_by = models.CharField(max_length=60)  # a role: mother, dentist
    told_on = models.DateField()
    uses = models.JSONField(default=list)  # PersonFact.Use

    class Meta:
        ordering = ["kind", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.part}"

    @property
    def compartment(self) -> str:
        """Those who know somebody again: liaison and verifier."""
        return "description:room"

    def use_labels(self) -> tuple[str, ...]:
        """What it may be used for, in words."""
        return tuple(str(PersonFact.Use(use).label) for use in self.uses)


class FamilyMark(Written):
    """*This is my family*: from now on `by` sees no more of this person than any family does (D30)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="family_marks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "person"], name="marked_once")]

    def __str__(self) -> str:
        return f"{self.by_id}: {self.person_id}"
