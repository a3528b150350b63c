"""What shifts store: turns of the rota, stand-ins, pages handed over, outings; rows are only added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written


class Turn(Written):
    """Somebody's hours of the rota."""

    class Part(models.TextChoices):
        """What she is there for."""

        DUTY = "duty", _("On duty")
        SECOND = "second", _("Second signer on call")

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="turns")
    part = models.CharField(max_length=10, choices=Part.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "part"]
        indexes = [models.Index(fields=["ends_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="turn_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.starts_at:%Y-%m-%d %H:%M}"


class TurnDropped(Written):
    """A turn somebody cannot come to."""

    class Why(models.TextChoices):
        """No more is asked."""

        ILL = "ill", _("Ill")
        AWAY = "away", _("Away")
        SWAPPED = "swapped", _("Swapped")

    turn = models.OneToOneField(Turn, on_delete=models.PROTECT, related_name="dropped")
    why = models.CharField(max_length=10, choices=Why.choices)

    def __str__(self) -> str:
        return f"{self.turn_id}: {self.why}"


class StandIn(Written):
    """Who stands in for whom (D13); the latest row for somebody counts."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stands_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.stands_in_id} for {self.absent_id}"


class HandOver(Written):
    """A shift passed on: signed by her who goes; `lines` holds ids, ranks and times only."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField(default=list)

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return f"hand-over {self.id}"


class HandOverNote(Written):
    """What else must be known, sealed to one reader of the page."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="notes")
    reads = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"note of {self.hand_over_id}"


class HandOverSignature(Written):
    """The second signature: she who comes has read it."""

    hand_over = models.OneToOneField(HandOver, on_delete=models.PROTECT, related_name="signature")

    def __str__(self) -> str:
        return f"signature under {self.hand_over_id}"


class Outing(Written):
    """Somebody is out alone. Her times stand in the clock store under this code; no place is written down."""

    code = models.CharField(max_length=13, unique=True)

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return self.code
