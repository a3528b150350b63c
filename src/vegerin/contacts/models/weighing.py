"""How each report fits each explanation: shown side by side, never counted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import Person, Report
from vegerin.register.models.base import Written


class Fit(Written):
    """A verifier's word on one report under one explanation; the latest counts."""

    class Explanation(models.TextChoices):
        """What may lie behind what was told."""

        FREE = "free", _("She lives and spoke freely")
        FORCED = "forced", _("She lives and was made to speak")
        OTHER = "other", _("Somebody else spoke or was seen")
        OLD = "old", _("It was so once: old news")
        DEAD = "dead", _("She is dead")

    class How(models.TextChoices):
        """How it fits."""

        FITS = "fits", _("Fits")
        AGAINST = "against", _("Speaks against it")
        NOTHING = "nothing", _("Says nothing")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    explanation = models.CharField(max_length=8, choices=Explanation.choices)
    how = models.CharField(max_length=8, choices=How.choices)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.explanation}: {self.how}"
