"""What only a family knows: collected from every family alike, shown once, answered in six ways."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import KnownQuestion, Person
from vegerin.register.models.base import Written


class Question(Written):
    """Something only the family can know, collected beforehand from every family alike (D1)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="known_questions")
    words = models.BinaryField(default=bytes, editable=False)  # sealed: question and answer

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"question about {self.person_id}"

    @property
    def compartment(self) -> str:
        """Liaison and verifier."""
        return f"contact:{self.person_id}"


class Opened(Written):
    """A question, of ours or of a tracing request, was shown to whoever asks it; it is never shown again."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    question = models.OneToOneField(Question, on_delete=models.PROTECT, null=True, related_name="opened")
    known = models.OneToOneField(KnownQuestion, on_delete=models.PROTECT, null=True, related_name="opened")

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=True) ^ Q(known__isnull=True), name="one_question_opened"
            )
        ]

    def __str__(self) -> str:
        return f"opened {self.question_id or self.known_id}"


class Asked(Written):
    """How it was answered. Not saying is another answer than wrong (D8)."""

    class Outcome(models.TextChoices):
        """Right, wrong, and four ways of not saying."""

        RIGHT = "right", _("Right")
        WRONG = "wrong", _("Wrong")
        NOT_REMEMBERED = "not_remembered", _("Does not remember")
        WOULD_NOT_SAY = "would_not_say", _("Would not say")
        LINE_CUT = "line_cut", _("The line was cut")
        NEVER_TOLD = "never_told", _("Never told: taken too young")

    opened = models.OneToOneField(Opened, on_delete=models.PROTECT, related_name="asked")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)

    def __str__(self) -> str:
        return f"{self.opened_id} {self.outcome}"
