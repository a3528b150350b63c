"""Attachments: sealed files with where they came from, and whom somebody knew in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person
from vegerin.register.models.reports import Report


class Attachment(Written):
    """A picture, voice note or paper of a report; its content lies sealed in the attachments folder."""

    class Kind(models.TextChoices):
        """What it is."""

        PICTURE = "picture", _("Picture")
        VOICE = "voice", _("Voice note")
        FILM = "film", _("Film")
        PAPER = "paper", _("Paper")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    length = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, db_index=True)  # keyed: knows the same file again
    provenance = models.CharField(max_length=300)  # through whose hands it came, and to what end
    captured_at = models.DateTimeField(null=True)
    in_adversary_hands = models.BooleanField(default=False)
    # Undressed, or a child: opened by one named viewer, never shown whole to a family (D12).
    abuse_material = models.BooleanField(default=False)
    details = models.BinaryField(default=bytes, editable=False)  # sealed JSON: file name, hash, web address

    class Meta:
        ordering = ["report", "position"]
        constraints = [models.CheckConstraint(condition=~models.Q(provenance=""), name="provenance_is_told")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Recognition(Written):
    """A picture was shown, and somebody was known in it, ruled out, or not; one candidate at a time."""

    class Answer(models.TextChoices):
        """What the one who looked said."""

        KNOWN = "known", _("Knows her")
        NOT_HER = "not_her", _("It is not her")
        UNSURE = "unsure", _("Cannot say")

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="recognitions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    shown_to = models.CharField(max_length=60)  # a role: mother, brother

    def __str__(self) -> str:
        return f"{self.attachment_id}: {self.answer}"
