"""What stands around missions: others at work, what was shown, helpers, who may know, who watches.

Words that could lead anybody to a person, a helper or a channel are sealed to named keepers.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.missions.models.manifest import Line
from vegerin.missions.models.work import Mission
from vegerin.register.models import Person
from vegerin.register.models.base import Written

STAFF = settings.AUTH_USER_MODEL


class MustSpeak(Written):
    """Two work on one person. Each learns that and the go-between's name, and nothing of the other (R7)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="+")
    other_mission = models.ForeignKey(Mission, on_delete=models.PROTECT, null=True, related_name="+")
    go_between = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    other = models.BinaryField(default=bytes, editable=False)  # who it is, for the go-between alone

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} through {self.go_between_id}"

    @property
    def compartment(self) -> str:
        """The go-between's, and nobody else's."""
        return f"speak:{self.pk}"


class HaveSpoken(Written):
    """Both have spoken; the go-between says who goes on."""

    class Goes(models.TextChoices):
        """Who goes on."""

        FIRST = "first", _("Who asked goes on; the other waits")
        OTHER = "other", _("The other goes on; who asked waits")
        TOGETHER = "together", _("Both, each knowing of the other")

    must_speak = models.OneToOneField(MustSpeak, on_delete=models.PROTECT, related_name="spoken")
    goes = models.CharField(max_length=8, choices=Goes.choices)

    def __str__(self) -> str:
        return f"{self.must_speak_id} {self.goes}"


class Exposure(Written):
    """Something was shown in public: from now on it counts as known to the captors (R108)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="exposures")
    shown_on = models.DateField()
    where = models.CharField(max_length=120)

    class Meta:
        ordering = ["shown_on", "id"]

    def __str__(self) -> str:
        return f"{self.where} {self.shown_on}"


class Flag(Written):
    """Something touched the mission itself; it does not go until two have cleared it (R34, R108)."""

    class Kind(models.TextChoices):
        """What happened."""

        PUBLIC = "public", _("Something of this mission was shown in public")
        HELPER_LOST = "helper_lost", _("A helper of this mission was taken or killed")
        HELPER_UNSURE = (
            "helper_unsure",
            _("A helper was taken or killed; whether of this mission, is not known"),
        )

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=14, choices=Kind.choices)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.kind}"


class FlagCleared(Written):
    """Two have cleared it."""

    flag = models.OneToOneField(Flag, on_delete=models.PROTECT, related_name="cleared")
    decision = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.flag_id} cleared"


class Followed(Written):
    """What had to follow an outcome is done."""

    class What(models.TextChoices):
        """What follows."""

        TREATMENT = "treatment", _("Treatment")
        FAMILY = "family", _("A visit to the family, in person")
        CAUTIONS = "cautions", _("A look at everybody who is in danger through it")
        REMAINS = "remains", _("The place of the remains, sealed and moved to forensics")
        LAST_POINT = "last_point", _("The last known point, sealed and moved to the verifiers")
        ACCESS = "access", _("Access, a lawyer, a day to visit")

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="followed")
    what = models.CharField(max_length=10, choices=What.choices)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["line", "what"], name="a_duty_is_done_once")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.what}"


class Helper(Written):
    """One who goes, by code name: somebody waits at home for each of them (D17, R55)."""

    code_name = models.CharField(max_length=24, unique=True)
    kin = models.BinaryField(default=bytes, editable=False)  # who is told, and how; sealed

    class Meta:
        ordering = ["code_name"]

    def __str__(self) -> str:
        return self.code_name

    @property
    def compartment(self) -> str:
        """Of whoever entered the helper, and of the head and deputy."""
        return f"helper:{self.pk}"


class HelperDay(Written):
    """Something in the life of a helper. Of going out only the month is kept, and no mission."""

    class What(models.TextChoices):
        """What it was."""

        WENT = "went", _("Went out")
        RESTED = "rested", _("Rested")
        HEARD = "heard", _("Was listened to afterwards")
        INSURED = "insured", _("Insurance looked at")
        KIN_VISITED = "kin_visited", _("The family was visited")

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="days")
    what = models.CharField(max_length=12, choices=What.choices)
    on = models.DateField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.helper_id} {self.what} {self.on}"


class HelperOut(Written):
    """Which helper goes with a mission: sealed, and fading like its plans."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="helpers_out")
    words = models.BinaryField(default=bytes, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.mission_id} helper"


class HelperLost(Written):
    """A helper was taken or killed: the family has somebody by name, and visits like any family (D17)."""

    class What(models.TextChoices):
        """What happened."""

        TAKEN = "taken", _("Taken")
        KILLED = "killed", _("Killed")

    helper = models.OneToOneField(Helper, on_delete=models.PROTECT, related_name="lost")
    what = models.CharField(max_length=8, choices=What.choices)
    contact = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.helper_id} {self.what}"


class MayKnow(Written):
    """Somebody held by authorities may know what became of a person: a question with a deadline (R84).

    Who is held stands in the sealed words only; nothing lists or groups by it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=120)
    words = models.BinaryField(default=bytes, editable=False)
    deadline = models.DateField()

    class Meta:
        ordering = ["deadline", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.deadline}"

    @property
    def compartment(self) -> str:
        """Of whoever asks, the head, the deputy and the legal advisers."""
        return f"mayknow:{self.pk}"


class MayKnowStep(Written):
    """How far the question has come; the law is looked at before anybody asks."""

    class What(models.TextChoices):
        """What was done."""

        MAY_BE_ASKED = "may_be_asked", _("The law is looked at: it may be asked")
        MUST_NOT = "must_not", _("The law is looked at: it must not be asked")
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        NO_ANSWER = "no_answer", _("No answer will come")

    question = models.ForeignKey(MayKnow, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=14, choices=What.choices)
    words = models.BinaryField(default=bytes, editable=False)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.question_id} {self.what}"


class Watch(Written):
    """Two have let somebody watch certain channels until a day, to read only: nothing can be sent (R110)."""

    watcher = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    channels = models.BinaryField(default=bytes, editable=False)
    until = models.DateField()
    decision = models.UUIDField()

    class Meta:
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return f"{self.watcher_id} until {self.until}"

    @property
    def compartment(self) -> str:
        """Of who watches, the head and the deputy."""
        return f"watch:{self.pk}"


class WatchDay(Written):
    """A sitting, or care for who sat: nobody looks at this alone for long."""

    class What(models.TextChoices):
        """What it was."""

        SAT = "sat", _("Watched")
        TALKED = "talked", _("Talked with somebody about it")
        RESTED = "rested", _("A day without it")
        ENDED = "ended", _("Does not watch any more")

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="days")
    what = models.CharField(max_length=8, choices=What.choices)
    minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.what}"
