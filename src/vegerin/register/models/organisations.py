"""Organisations outside, what is agreed with each, for what and until when, and what was handed to it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person


class Organisation(Written):
    """A body that is not this office."""

    class Kind(models.TextChoices):
        """What it is."""

        AUTHORITY = "authority", _("Authority")
        COURT = "court", _("Court or evidence commission")
        INTERNATIONAL = "international", _("International body")
        RELIEF = "relief", _("Relief organisation")
        MEDICAL = "medical", _("Hospital or doctors")
        LABORATORY = "laboratory", _("Laboratory")
        PRESS = "press", _("Press")
        OTHER = "other", _("Other")

    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    works_on = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Seat(Written):
    """For which organisation somebody with the role of a partner signs in. The latest counts."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")

    def __str__(self) -> str:
        return f"{self.staff_id} for {self.organisation_id}"


class Agreement(Written):
    """What may be shared with an organisation, for which purpose, from when to when."""

    class What(models.TextChoices):
        """What may be handed over. Ties of mother and child, children's names before are in none (D25)."""

        FIGURES = "figures", _("Figures without persons")
        TRACING = "tracing", _("One person who is looked for, so that they can search too")
        REFERRAL = "referral", _("One person who asked for their help")
        PAPERS = "papers", _("Papers for one person's application")
        SAMPLES = "samples", _("Samples and profiles under a number")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    purpose = models.CharField(max_length=300)
    what = models.JSONField(default=list)
    begins = models.DateField()
    ends = models.DateField()
    paper = models.CharField(max_length=120, blank=True)  # number or place of the signed paper

    class Meta:
        ordering = ["-ends", "recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="agreement_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.purpose} until {self.ends}"

    @property
    def last_day(self) -> date:
        """The last day on which something may be shared: as agreed, or as it was ended before."""
        return min([self.ends, *(end.last_day for end in self.endings.all())])

    def runs_on(self, day: date) -> bool:
        """Whether it runs on a day."""
        return self.begins <= day <= self.last_day


class AgreementEnd(Written):
    """An agreement that ends before its day."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="endings")
    last_day = models.DateField()
    why = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.agreement_id} until {self.last_day}"


class Share(Written):
    """Something was handed over, under an agreement that ran; of one person with her consent."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="shares")
    what = models.CharField(max_length=10, choices=Agreement.What.choices)
    says = models.CharField(max_length=300)  # what it was, without a name
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="shares")
    consent = models.CharField(max_length=300, blank=True)  # who agreed, when and how
    shared_on = models.DateField()

    class Meta:
        ordering = ["-shared_on", "-recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(consent=""), name="nobody_is_shared_without_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} on {self.shared_on}"
