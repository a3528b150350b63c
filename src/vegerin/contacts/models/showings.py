"""Portraits before families: one picture, one who looks, somebody who sits beside; and what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vegerin.contacts.models.evidence import Evidence
from vegerin.register.models import Inquirer, Report, Sought, TracingRequest
from vegerin.register.models.base import Written


class Showing(Written):
    """One portrait before one who asks. She was told before what she will see, and that she may stop."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="showings")
    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="+")
    inquirer = models.ForeignKey(Inquirer, on_delete=models.PROTECT, related_name="+")
    sat_with = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    warned = models.BooleanField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(warned=True), name="warned_before")]

    def __str__(self) -> str:
        return f"showing {self.id}"


class ShowingAnswer(Written):
    """What she said. *Knows* is a claim of one family, to be verified; it is no identification."""

    class Answer(models.TextChoices):
        """Her answer; to stop is one."""

        KNOWS = "knows", _("Knows who it is")
        DOES_NOT = "does_not", _("Does not know her or him")
        UNSURE = "unsure", _("Is not sure")
        STOPPED = "stopped", _("Wished to stop")

    showing = models.OneToOneField(Showing, on_delete=models.PROTECT, related_name="answer")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    sought = models.ForeignKey(Sought, on_delete=models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="knows", sought__isnull=False) | (~Q(answer="knows") & Q(sought=None)),
                name="known_as_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.id}"


class SecondLine(Written):
    """Somebody who did not sit there followed a second, independent line about a family's claim."""

    class Says(models.TextChoices):
        """What it says."""

        AGREES = "agrees", _("It says the same")
        DIFFERS = "differs", _("It says it is somebody else")
        NOTHING = "nothing", _("It says nothing")

    answer = models.ForeignKey(ShowingAnswer, on_delete=models.PROTECT, related_name="second_lines")
    says = models.CharField(max_length=8, choices=Says.choices)
    line = models.BinaryField(editable=False)  # sealed: which line

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.says} {self.id}"


class SetAside(Written):
    """A portrait that is not shown any further, or is again. The latest counts."""

    class Why(models.TextChoices):
        """Why."""

        TWICE = "twice", _("The same picture is in the batch twice")
        NO_FACE = "no_face", _("Nobody can be known in it")
        NOT_TAKEN = "not_taken", _("It is nobody who was taken")
        AGAIN = "again", _("Taken up again")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="set_aside")
    why = models.CharField(max_length=9, choices=Why.choices)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.why} {self.evidence_id}"
