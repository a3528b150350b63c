"""What the next who asks must know before she asks; and that a telling was taken back."""

from __future__ import annotations

import uuid

from django.db import models

from vegerin.register.models import Person
from vegerin.register.models.base import Written
from vegerin.register.models.episodes import telling_of

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


class Gist(models.Model):
    """Of one telling what co-presence asks for, sealed to the same named readers; one row, of one length.

    It spares a question opening every row of every telling. Written anew with each thing told, it says by its
    presence what the rows of the telling say by theirs: that somebody tells, and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="gist")
    upto = models.PositiveSmallIntegerField()  # the row of the telling it was written with
    content = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return f"gist up to {self.upto}"

    @property
    def compartment(self) -> str:
        """The named readers of the telling, and nobody else."""
        return telling_of(self.person_id)
