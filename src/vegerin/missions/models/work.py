"""What a mission is made of: its group, its attempts and steps, what is asked before and heard on the way.

Rows are added, never changed. There is no field for a method, a route, a means of transport, a payee or a
price, and none may be added.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.guard.models import Staff
from vegerin.missions.stages import Phase, Reason, Stage
from vegerin.register.models import Person, Place
from vegerin.register.models.base import Written


class Mission(Written):
    """One piece of work to bring a group home; everybody but its own people knows it by its code."""

    code = models.CharField(max_length=8, unique=True)
    planner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="planned")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leads")
    duty_code = models.CharField(max_length=8)
    region = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return self.code

    @property
    def compartment(self) -> str:
        """What its planner, lead and approvers can open, until its key is destroyed."""
        return f"mission:{self.pk}"

    @property
    def planned_by(self) -> Staff:
        """Who opened it, or who took it over since."""
        return self._keeper("plan") or self.planner

    @property
    def led_by(self) -> Staff:
        """Who was named as its lead, or who took it over since."""
        return self._keeper("lead") or self.lead

    def _keeper(self, part: str) -> Staff | None:
        rows = [row.to for row in self.passed_on.all() if row.part == part]
        return rows[-1] if rows else None


class MissionClosed(Written):
    """Nothing more is planned; from now on its detail has thirty days."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="closed")

    def __str__(self) -> str:
        return f"{self.mission_id} closed"


class Membership(Written):
    """Somebody joins the group or is planned to stay; the latest row about her counts."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    goes = models.BooleanField()
    wish = models.BinaryField(default=bytes, editable=False)  # the group's own, where somebody is left (R42)
    decision = models.UUIDField(null=True)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} {'goes' if self.goes else 'stays'}"


class TakenOut(Written):
    """Somebody came into a plan by mistake and was taken out before anybody approved it: nobody is left."""

    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="taken_out")
    why = models.BinaryField(default=bytes, editable=False)

    def __str__(self) -> str:
        return f"{self.membership_id} taken out"


class Attempt(Written):
    """One try; people are counted once however many tries it takes (R40)."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["mission", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "number"], name="an_attempt_has_one_number")
        ]

    def __str__(self) -> str:
        return f"{self.mission_id}-{self.number}"


class Step(Written):
    """One step of an attempt; its number is taken once, so two tabs cannot both make the next."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=16, choices=Stage.choices)
    reason = models.CharField(max_length=24, choices=Reason.choices, blank=True)
    group = models.CharField(max_length=64, blank=True)  # whom an approval was for
    decision = models.UUIDField(null=True)

    class Meta:
        ordering = ["attempt", "number"]
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="a_step_is_made_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.number} {self.stage}"


class PhaseStep(Written):
    """What is being done now; a step back says why."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=12, choices=Phase.choices)
    reason = models.CharField(max_length=24, choices=Reason.choices, blank=True)

    class Meta:
        ordering = ["attempt", "number"]
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="a_phase_is_entered_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.phase}"


class RiskAnswer(Written):
    """One answer of the risk sheet, incl. our own side's dangers (D16); its words are sealed and expire."""

    class Question(models.TextChoices):
        """What has to be answered before anybody walks."""

        OUR_SIDE_KNOWS = "our_side_knows", _("Who on our side knows that people will walk there")
        BOMBING = "bombing", _("Whether bombing is expected")
        WHO_RECEIVES = "who_receives", _("Who receives them, and whether they are ready")
        MINES = "mines", _("Whether the ground is mined")
        HURT_OR_ILL = "hurt_or_ill", _("Who is hurt, ill, pregnant or very small, and what they need")
        CHILDREN = "children", _("Whether child protection was asked about each child")
        NAMES_TO_A_FORCE = "names_to_a_force", _("Whether a force is given names, each by her own consent")
        IF_TAKEN = "if_taken", _("What happens to those who stay when some are taken again")

    class Answer(models.TextChoices):
        """Known and acceptable, known and a danger, or not known."""

        SETTLED = "settled", _("Settled")
        DANGER = "danger", _("A danger we know of")
        NOT_KNOWN = "not_known", _("Not known")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="risks")
    question = models.CharField(max_length=20, choices=Question.choices)
    answer = models.CharField(max_length=12, choices=Answer.choices)
    words = models.BinaryField(default=bytes, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"


class Condition(Written):
    """What must be fulfilled before a pause ends, and when somebody looks again (R41)."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="conditions")
    words = models.BinaryField(default=bytes, editable=False)
    expires_at = models.DateTimeField()
    review_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.review_at:%Y-%m-%d %H:%M}"


class ConditionMet(Written):
    """Somebody else than who set it signs that it is fulfilled."""

    condition = models.OneToOneField(Condition, on_delete=models.PROTECT, related_name="met")

    def __str__(self) -> str:
        return f"{self.condition_id} met"


class CheckIn(Written):
    """A time by which they must be heard from, and how long silence is still no alarm (R46)."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="check_ins")
    due = models.DateTimeField()
    margin_minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.due:%Y-%m-%d %H:%M}"


class Heard(Written):
    """They were heard from."""

    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="heard")

    def __str__(self) -> str:
        return f"{self.check_in_id} heard"
