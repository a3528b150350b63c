"""What must be cleared before anybody walks: rooms that may not see one another meet here (D8, R34, R108)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person
from vegerin.register.models.reports import Source


class Caution(Written):
    """Something that stops missions until it is cleared. It says what, never why: that lies in its room."""

    class Kind(models.TextChoices):
        """What it is."""

        TRAP = "trap", _("A contact may be a trap")
        COMPROMISED = "compromised", _("A source may be known to the captors")
        TAKEN = "taken", _("Somebody who worked with us was taken or killed")
        PUBLIC = "public", _("Shown in public: taken as known to the captors")
        OTHER_BODY = "other_body", _("Another body works on this person: speak through the go-between")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="cautions")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="cautions")
    # Who took the call does not clear it; empty where nobody did.
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(source__isnull=False),
                name="a_caution_is_about_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CautionCleared(Written):
    """Two have cleared it."""

    caution = models.OneToOneField(Caution, on_delete=models.PROTECT, related_name="cleared")
    why = models.CharField(max_length=300)
    decision = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.caution_id} cleared"
