"""What would help a pursuer: sealed, and gone after its time; what must survive is moved first (D14)."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.missions.models.work import Attempt, Mission
from vegerin.register.models import Person
from vegerin.register.models.base import Written

NOTE_LIVES = timedelta(hours=72)
HARD_STOP = timedelta(days=30)  # after the mission closed, whatever was extended


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
        """Whether its hours last and nobody revoked it; whether its attempt does, `pass_stands` says."""
        return not hasattr(self, "revoked") and timezone.now() < self.expires_at


class FieldPassRevoked(Written):
    """From now on the phone shows nothing."""

    field_pass = models.OneToOneField(FieldPass, on_delete=models.PROTECT, related_name="revoked")

    def __str__(self) -> str:
        return f"{self.field_pass_id} revoked"
