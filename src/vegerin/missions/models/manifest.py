"""How an attempt ended for each of its people, what happened on the way, and what may be said of it after."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.guard.models import Decision
from vegerin.missions.models.work import Attempt
from vegerin.missions.stages import ARRIVED, Outcome
from vegerin.register.models import Person
from vegerin.register.models.base import Written


class Line(Written):
    """One line of the manifest: how the attempt ended for one person, ticked by the first of two (R47).

    Who came along and is in no record yet has a line with a label; she gets a case when she is received.
    """

    class Age(models.TextChoices):
        """Grown or a child, on arrival."""

        GROWN = "grown", _("grown")
        CHILD = "child", _("child")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=6, blank=True)
    age = models.CharField(max_length=5, choices=Age.choices)
    born_in_captivity = models.BooleanField(
        default=False
    )  # received and cared for, in no published figure (D19)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["attempt", "person"], name="a_person_has_one_line")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.outcome}"

    @property
    def is_return(self) -> bool:
        """Whether she or he arrived."""
        return self.outcome in ARRIVED


class LineTicked(Written):
    """The second of two."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="ticked")

    def __str__(self) -> str:
        return f"{self.line_id} ticked"


class Fact(Written):
    """What happened on the way counts at once and is reviewed within 24 hours (D13)."""

    class Kind(models.TextChoices):
        """What happened."""

        CAME_ALONG = "came_along", _("Somebody came along")
        STAYED = "stayed", _("Somebody stayed behind")
        BORN = "born", _("A child was born")
        DIED = "died", _("Somebody died")
        LOST = "lost", _("Somebody was lost on the way")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=40, blank=True)
    decision = models.UUIDField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.kind}"


class KinTold(Written):
    """The next of kin of one who was received have been told, or she does not wish it."""

    class How(models.TextChoices):
        """How it stands."""

        TOLD = "told", _("Told, as she wishes")
        NOT_WISHED = "not_wished", _("She does not wish it")
        NONE = "none", _("Nobody is left to tell")

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="kin_told")
    how = models.CharField(max_length=12, choices=How.choices)

    def __str__(self) -> str:
        return f"{self.line_id} {self.how}"


class NewsRelease(Written):
    """Words that may go out, without a name, released by two once all are received and kin told (R58)."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="news")
    words = models.CharField(max_length=600)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.attempt_id} released"
