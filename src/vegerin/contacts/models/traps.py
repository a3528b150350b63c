"""What a call left behind. The signs are sealed; who noted them never learns what they add up to (D8)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import Caution, Person, Report
from vegerin.register.models.base import Written

LOOK_WITHIN = timedelta(hours=2)


class Checklist(Written):
    """What was noticed in a contact, filled in after it and never read out."""

    class Band(models.TextChoices):
        """What the office does about it; a band is not a verdict and closes nothing."""

        NORMAL = "normal", _("As any call")
        CAUTION = "caution", _("Caution: a second line first")
        HOLD = "hold", _("Hold: nobody moves")

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="checklist")
    # Sealed JSON: the signs, which the office watched. What the caller named is sealed apart: `CallerNamed`.
    signs = models.BinaryField(default=bytes, editable=False)
    band = models.CharField(max_length=8, choices=Band.choices)
    # The verifier who is asked by name; another may take it instead.
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.band}"


class CallerNamed(Written):
    """Place, wording and account of a call: the caller's own, so they go when the report is withdrawn (D4).

    Sealed under a row of their own, so that their key can be destroyed while the signs stay.
    """

    checklist = models.OneToOneField(Checklist, on_delete=models.PROTECT, related_name="caller_named")
    words = models.BinaryField(default=bytes, editable=False)  # sealed JSON: place, wording, account

    def __str__(self) -> str:
        return f"named in {self.checklist_id}"


class Taken(Written):
    """A verifier looks at it: by name, within two hours, with the next independent line to try."""

    checklist = models.OneToOneField(Checklist, on_delete=models.PROTECT, related_name="taken")
    next_line = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.checklist_id} taken"


class AskedNext(Written):
    """Nobody looked within the time: another verifier is asked by name; the latest counts."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="asked_next")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.checklist_id} asked {self.asked_id}"


class Stopped(Written):
    """A caution that a checklist raised: clearing the contact clears it."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="stopped")
    caution = models.OneToOneField(Caution, on_delete=models.PROTECT, related_name="raised_by")

    def __str__(self) -> str:
        return f"{self.checklist_id} stopped {self.caution_id}"


class Cleared(Written):
    """Two who did not take the call have said that it was no trap."""

    checklist = models.OneToOneField(Checklist, on_delete=models.PROTECT, related_name="cleared")
    why = models.CharField(max_length=300)
    decision = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.checklist_id} cleared"


class FromCaptivity(Written):
    """A contact that came from captivity, or claims to, though neither a name nor a number shows it."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="from_captivity")

    def __str__(self) -> str:
        return f"{self.report_id} from captivity"


class NotNoted(Written):
    """Two have said why nobody fills in the checklist of this contact; until then it stays on a desk."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="not_noted")
    why = models.CharField(max_length=300)
    decision = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.report_id} not noted"


class InDanger(Written):
    """She may have been made to speak. It is a danger to her, never a mark on her (R32)."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="in_danger")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"danger to {self.person_id}"


class TrapMark(Written):
    """The trap file: what came up in a call that asked for caution, known again by its HMAC only (R33)."""

    class Kind(models.TextChoices):
        """What is known again."""

        NUMBER = "number", _("The number")
        PLACE = "place", _("The place that was offered")
        WORDING = "wording", _("The wording")
        ACCOUNT = "account", _("The account or channel")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    mark = models.CharField(max_length=64, db_index=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="trap_marks")

    def __str__(self) -> str:
        return f"mark of {self.report_id}"
