"""Sources: who it is, sealed to handler and deputy; what is owed to a helper; who was burned or taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import Caution, Place, Source
from vegerin.register.models.base import Written


class SourceCard(Written):
    """Who a source is: sealed to its handler and deputy alone, not to recovery (R14). The latest counts."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="cards")
    words = models.BinaryField(editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"card of {self.source_id}"


class HelperNote(Written):
    """What is owed to one who helps us (D17); the words are sealed like the card."""

    class Kind(models.TextChoices):
        """What it is about."""

        NEXT_OF_KIN = "next_of_kin", _("Next of kin")
        REST = "rest", _("Last rest")
        DEBRIEF = "debrief", _("Last debriefing")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="helper_notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    words = models.BinaryField(default=bytes, editable=False)

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Burned(Written):
    """A source is known to the captors, or was taken or killed: all it touched is marked at once (R34)."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="burned")
    caution = models.OneToOneField(Caution, on_delete=models.PROTECT, related_name="+")
    killed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.caution.kind} {self.source_id}"


class TouchedPlace(Written):
    """A place that the source told of: not to be used until its caution is cleared."""

    burned = models.ForeignKey(Burned, on_delete=models.PROTECT, related_name="places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.place_id} touched"


class FamilyContact(Written):
    """Who of us the family of a fallen helper may turn to, and when we go to them next (D17)."""

    burned = models.ForeignKey(Burned, on_delete=models.PROTECT, related_name="family_contacts")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    next_on = models.DateField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"family contact until {self.next_on}"
