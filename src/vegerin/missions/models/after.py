"""What comes after: whose a mission is when one leaves, who opened what survived, who claims a return."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.missions.models.fading import NoteMoved
from vegerin.missions.models.manifest import Line
from vegerin.missions.models.work import Mission
from vegerin.register.models.base import Written

STAFF = settings.AUTH_USER_MODEL


class MissionPassedOn(Written):
    """Somebody else plans or leads it from now on; the latest row of each part counts (D28)."""

    class Part(models.TextChoices):
        """Which part of it."""

        PLAN = "plan", _("plans it")
        LEAD = "lead", _("leads it")

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="passed_on")
    part = models.CharField(max_length=4, choices=Part.choices)
    to = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.part} {self.to_id}"


class KeptOpened(Written):
    """Somebody opened words that survived a mission (D14)."""

    moved = models.ForeignKey(NoteMoved, on_delete=models.PROTECT, related_name="opened")

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.moved_id} opened"


class ReturnClaim(Written):
    """A body says that it brought somebody home: kept in its own words, and she counts once (R56, R109)."""

    class Body(models.TextChoices):
        """Who claims it. Never a person: who goes out has no name here (R35)."""

        OFFICE = "office", _("This office")
        PARTNER = "partner", _("A partner organisation")
        SELF = "self", _("She or he came alone")
        STATE_FORCES = "state_forces", _("State forces")
        UNKNOWN = "unknown", _("Not known")

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="claims")
    body = models.CharField(max_length=12, choices=Body.choices)
    name = models.CharField(max_length=80, blank=True)  # of the organisation, as it calls itself

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "body", "name"], name="a_body_claims_a_return_once")
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.body} {self.name}".strip()


class ReturnVerified(Written):
    """Somebody else than who wrote the claim has checked it; of one return one claim at most holds."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="verified")
    claim = models.OneToOneField(ReturnClaim, on_delete=models.PROTECT, related_name="verified")

    def __str__(self) -> str:
        return f"{self.claim_id} verified"
