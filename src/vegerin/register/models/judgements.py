"""Who is the same person, who looks after a case and when, and what closes it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person


class Judgement(Written):
    """Two persons are one, are two, or nobody can say. The latest of a pair counts; undoing adds a row."""

    class Verdict(models.TextChoices):
        """What was judged."""

        SAME = "same", _("The same person")
        DIFFERENT = "different", _("Two persons")
        UNSURE = "unsure", _("Cannot be said")

    a = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=400)
    new_evidence = models.ForeignKey("register.Report", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.UUIDField(null=True)  # of the two who signed, where two must

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["a", "b", "recorded_at"]), models.Index(fields=["b"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="a_pair_is_written_once"),
            # Joining two persons always takes two people.
            models.CheckConstraint(
                condition=~models.Q(verdict="same") | models.Q(decision__isnull=False), name="joined_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} {self.verdict} {self.b_id}"


class CaseReview(Written):
    """Who looks after a person's case, and when it is looked at again (R29, D29). The latest counts."""

    class Class(models.TextChoices):
        """How often a case is looked at."""

        LIVE = "live", _("Live lead")
        OPEN = "open", _("Open search")
        QUIET = "quiet", _("Quiet")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    team = models.CharField(max_length=60, blank=True, default="")
    review_class = models.CharField(max_length=6, choices=Class.choices, default=Class.OPEN)
    review_on = models.DateField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | ~models.Q(team=""), name="a_case_has_an_owner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.review_class} {self.review_on}"


class CaseNote(Written):
    """What whoever takes a case over must know (D28). Sealed."""

    review = models.OneToOneField(CaseReview, on_delete=models.PROTECT, related_name="note")
    words = models.BinaryField(editable=False)  # sealed

    # Everybody who may look after a case reads the notes of all cases, so they share one compartment.
    compartment = "case:notes"

    def __str__(self) -> str:
        return f"note {self.id}"


class Closing(Written):
    """Closed as untraceable by two, or opened again; a closed case stays searchable. The latest counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="closings")
    closed = models.BooleanField()
    why = models.CharField(max_length=400)
    decision = models.UUIDField(null=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed=False) | models.Q(decision__isnull=False), name="closed_by_two"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {'closed' if self.closed else 'open'}"
