"""What she lets be used, one use at a time, and that she took it back (R60, R80)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person


class UseConsent(Written):
    """Consent to one use by one receiver; a second use asks again (D3)."""

    class What(models.TextChoices):
        """What may be used."""

        PHOTOGRAPH = "photograph", _("A photograph")
        VOICE = "voice", _("The voice")
        WORDS = "words", _("Her or his words")
        NAME = "name", _("Her or his name")

    class How(models.TextChoices):
        """How it was given."""

        SIGNED = "signed", _("Signed")
        THUMB = "thumb", _("Thumb")
        VOICE = "voice", _("Spoken, recorded")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="uses")
    what = models.CharField(max_length=10, choices=What.choices)
    use = models.CharField(max_length=160)
    receiver = models.CharField(max_length=120)
    until = models.DateField(null=True)
    how = models.CharField(max_length=6, choices=How.choices)
    said_back = models.CharField(max_length=300)  # in her words, after it was read aloud

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.what} for {self.receiver}"


class UseWithdrawn(Written):
    """She took it back: from this moment it may not be used, whatever was agreed."""

    consent = models.OneToOneField(UseConsent, on_delete=models.PROTECT, related_name="withdrawn")

    def __str__(self) -> str:
        return f"{self.consent_id} withdrawn"
