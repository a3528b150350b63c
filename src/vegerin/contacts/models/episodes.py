"""What the next who asks must know before she asks; and that a telling was taken back."""

from __future__ import annotations

from django.db import models

from vegerin.register.models import Person
from vegerin.register.models.base import Written

ASKING = "interview:room"  # whoever may ask somebody: psychologist, child protection, verifier


class AskNot(Written):
    """One thing the next who asks must know: told already, not wished, where it was told, who may be asked.

    Never her words. Sealed to those who ask; the latest of a kind counts.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ask_not")
    content = models.BinaryField(editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"ask not {self.person_id}"

    @property
    def compartment(self) -> str:
        """Those who ask."""
        return ASKING


class TakenBack(Written):
    """By her own wish the keys of what she told were destroyed: of all of it, or of one thing (D4)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken_back")
    whole = models.BooleanField()
    final_on = models.DateField()  # when the last backup of the keystore is gone

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"taken back by {self.final_on}"
