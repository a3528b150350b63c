"""What a mission is made of. Rows are added; what would help a pursuer is sealed and expires (D14).

There is no field for a method, a route, a means of transport, a payee or a price, and none may be added.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.guard.models import Decision, Staff
from vegerin.missions.stages import ARRIVED, Outcome, Phase, Reason, Stage
from vegerin.register.models import Person, Place
from vegerin.register.models.base import Written

NOTE_LIVES = timedelta(hours=72)
HARD_STOP = timedelta(days=30)  # after the mission closed, whatever was extended


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

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=40, blank=True)
    decision = models.UUIDField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.kind}"


class Note(Written):
    """A sealed note of a mission. It expires; what must survive is moved first, by two (D14)."""

    class Kind(models.TextChoices):
        """What it speaks of; the first decays, the others must be moved."""

        PLAN = "plan", _("Plan, hand-over point, field note (decays)")
        DEATH = "death", _("Place of a death or of remains")
        HAZARD = "hazard", _("Mines or another danger that stays")
        LAST_POINT = "last_point", _("Last known point of somebody lost on the way")
        OTHERS_SEEN = "others_seen", _("Others still held, seen on the way")

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.BinaryField(default=bytes, editable=False)
    expires_at = models.DateTimeField()
    asks_for_rule = models.BooleanField(default=False)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.kind}"

    @property
    def must_survive(self) -> bool:
        """Whether it is moved before the mission's key is destroyed."""
        return self.kind != Note.Kind.PLAN


class NoteExtended(Written):
    """Somebody, by name, keeps a note a while longer; the hard stop stays."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.note_id} until {self.until:%Y-%m-%d %H:%M}"


class NoteMoved(Written):
    """Where the words that must survive lie now, sealed to others than the mission's people."""

    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="moved")
    to = models.CharField(max_length=80)  # a compartment
    words = models.BinaryField(default=bytes, editable=False)

    def __str__(self) -> str:
        return f"{self.note_id} moved"


class Faded(Written):
    """The keys of a row's words were destroyed; region and month remain."""

    table = models.CharField(max_length=40)
    row = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="words_fade_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class MissionFaded(Written):
    """The mission's own key was destroyed, after two confirmed that what must survive was moved."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="faded")
    decision = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.mission_id} faded"


class RuleRead(Written):
    """The head has read that no payment is planned or recorded here (D9)."""

    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="rule_read")

    def __str__(self) -> str:
        return f"{self.note_id} read"


class FieldPass(Written):
    """What a field phone may show: one group, code names only, for hours (R36, scenario L)."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="passes")
    secret_hash = models.CharField(max_length=64, unique=True)
    code_names = models.JSONField()  # a code name for each of the group, in the group's order
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} until {self.expires_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Whether it still shows anything."""
        return not hasattr(self, "revoked") and timezone.now() < self.expires_at


class FieldPassRevoked(Written):
    """From now on the phone shows nothing."""

    field_pass = models.OneToOneField(FieldPass, on_delete=models.PROTECT, related_name="revoked")

    def __str__(self) -> str:
        return f"{self.field_pass_id} revoked"


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
