"""What has to be done for a person by a day: undo a declared death, ask her wish, speak with a relative."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person


class CaseTask(Written):
    """Something to do, by a day. Whose it is follows from its kind: `register.task_kinds`."""

    class Kind(models.TextChoices):
        """What has to be done."""

        UNDO_RULING = "undo_ruling", _("Have the court’s ruling undone")
        ASK_WISH = "ask_wish", _("Ask who may know")
        GOES_HIMSELF = "goes_himself", _("A relative intends to go")
        GOES_HIMSELF_MINOR = "goes_himself_minor", _("A child of the family intends to go")
        REFERRAL = "referral", _("Treatment or surgery elsewhere")
        CORRECT_PUBLISHED = "correct_published", _("Correct what was published: held dead, and lives")
        TELL_IN_PERSON = "tell_in_person", _("Go to the family in person, as she or he wishes")
        USE_WITHDRAWN = "use_withdrawn", _("Say that it may not be used any more")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    due_on = models.DateField()
    who = models.CharField(max_length=30, blank=True, default="")  # a role: brother, husband
    ruling = models.ForeignKey("register.LegalRuling", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"


class TaskWords(Written):
    """What a referral asks for, in words: sealed to those who care (D26)."""

    task = models.OneToOneField(CaseTask, on_delete=models.PROTECT, related_name="words")
    words = models.BinaryField(default=bytes, editable=False)

    def __str__(self) -> str:
        return f"words of {self.task_id}"

    @property
    def compartment(self) -> str:
        """Of all who care, whoever came first or later."""
        return "referral:room"


class TaskStep(Written):
    """What became of a task; the latest step with a day moves it, *done* ends it."""

    class What(models.TextChoices):
        """What was done."""

        TAKEN = "taken", _("I take it")
        MOVED = "moved", _("It needs longer")
        DONE = "done", _("It is done")
        NOT_NEEDED = "not_needed", _("It is not needed any more")

    task = models.ForeignKey(CaseTask, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=What.choices)
    due_on = models.DateField(null=True)
    why = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(what="moved") | models.Q(due_on__isnull=False), name="moved_to_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.task_id}"
