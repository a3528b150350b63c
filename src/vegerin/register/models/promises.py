"""What was agreed with somebody: a next call, by whom and when, and how it went (R12)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person
from vegerin.register.models.reports import Report


class Promise(Written):
    """A call that was agreed. Nobody is rung back who called from captivity (D6): then they ring us."""

    class Who(models.TextChoices):
        """Who rings."""

        WE_RING = "we_ring", _("We ring")
        THEY_RING = "they_ring", _("They ring us")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="promises")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="promises")
    who = models.CharField(max_length=10, choices=Who.choices)
    other = models.CharField(max_length=30, blank=True, default="")  # a role: mother, neighbour
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.who} {self.at:%Y-%m-%d %H:%M}"


class PromiseAnswer(Written):
    """How a promised call went; moved means that a new time was agreed."""

    class Outcome(models.TextChoices):
        """What became of it."""

        SPOKE = "spoke", _("We spoke")
        NO_ANSWER = "no_answer", _("Nobody answered")
        MOVED = "moved", _("Moved to another time")

    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.outcome}"
