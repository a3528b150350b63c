"""What others published: a statement in its own words, and the figures in it. A correction is a new row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import InexactDate
from vegerin.register.models.base import (
    Written,
    date_fields,
    ends_after_it_begins,
    known_or_not,
    not_known_field,
    read_date,
)


class OutsideStatement(Written):
    """One statement of one issuer: what was said, as of when, where it can be read."""

    issuer = models.CharField(max_length=120)
    words = models.CharField(max_length=600, blank=True)  # as published, in its own language
    published_on = models.DateField(null=True)
    as_of_earliest, as_of_latest, as_of_precision, as_of_basis, as_of_anchor = date_fields()
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=400, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    why = models.CharField(max_length=300, blank=True)  # of a correction: who corrected it, and what

    class Meta:
        ordering = ["as_of_earliest", "recorded_at", "id"]
        constraints = [ends_after_it_begins("as_of", name="statement_as_of_in_order")]

    def __str__(self) -> str:
        return f"{self.issuer}, {self.as_of}"

    @property
    def as_of(self) -> InexactDate:
        """The day for which it speaks."""
        return read_date(self, "as_of")


class OutsideFigure(Written):
    """One number of a statement, or that it is said to be unknown; whom it counts stands beside it."""

    class Quantity(models.TextChoices):
        """What is counted."""

        ABDUCTED = "abducted", _("Abducted")
        RETURNED = "returned", _("Rescued and returned")
        REMAINING = "remaining", _("Remaining, fate unknown")
        HANDED_OVER = "handed_over", _("Bodies identified and handed over")
        GRAVES = "graves", _("Mass graves")
        POPULATION = "population", _("People before")
        OTHER = "other", _("Other")

    class Group(models.TextChoices):
        """Who is counted; the definition says it exactly."""

        ALL = "all", _("everybody")
        FEMALE = "female", _("women and girls")
        MALE = "male", _("men and boys")
        WOMEN = "women", _("women")
        MEN = "men", _("men")
        GIRLS = "girls", _("girls")
        BOYS = "boys", _("boys")
        CHILDREN = "children", _("children")
        WOMEN_CHILDREN = "women_children", _("women and children")

    class Exactness(models.TextChoices):
        """How exact the issuer is."""

        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    statement = models.ForeignKey(OutsideStatement, on_delete=models.PROTECT, related_name="figures")
    quantity = models.CharField(max_length=12, choices=Quantity.choices)
    group = models.CharField(max_length=15, choices=Group.choices, default=Group.ALL)
    value = models.BigIntegerField(null=True)
    value_not = not_known_field()
    exactness = models.CharField(max_length=8, choices=Exactness.choices, default=Exactness.EXACT)
    definition = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["quantity", "group", "recorded_at", "id"]
        indexes = [models.Index(fields=["quantity"])]
        constraints = [known_or_not("value", name="outside_value_known_or_not", empty=None)]

    def __str__(self) -> str:
        return f"{self.quantity} ({self.group}): {self.value if self.value is not None else self.value_not}"
