"""A day on which everybody rings: a short form, one sentence, and a time by which each is rung (D18)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written


class NewsDay(Written):
    """Opened by the head for twelve hours."""

    until = models.DateTimeField()
    call_by = models.DateTimeField()  # what every caller is told

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"news day until {self.until:%Y-%m-%d %H:%M}"

    @property
    def compartment(self) -> str:
        """Liaison and verifier."""
        return f"contact:{self.pk}"


class NewsCall(Written):
    """One caller: whom she asks about and her number, sealed; the mark knows the same call again."""

    day = models.ForeignKey(NewsDay, on_delete=models.PROTECT, related_name="calls")
    words = models.BinaryField(editable=False)  # sealed JSON: name, father, village, number
    mark = models.CharField(max_length=64)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["day", "mark"], name="one_news_call_once")]

    def __str__(self) -> str:
        return f"news call {self.pk}"


class NewsAnswer(Written):
    """What became of a call: put first, rung, or not reached."""

    class What(models.TextChoices):
        """Families of the received first, then those to be told *not this time*."""

        FIRST = "first", _("Family of somebody received: ring first")
        TOLD = "told", _("Rung: told what is for them")
        NOT_THIS_TIME = "not_this_time", _("Rung: not this time, the search stays open")
        NO_ANSWER = "no_answer", _("Rung: nobody answered")

    call = models.ForeignKey(NewsCall, on_delete=models.PROTECT, related_name="answers")
    what = models.CharField(max_length=16, choices=What.choices)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return self.what
