"""Inquirers: who asks, her numbers and what may be done with them, what she allows, what is known of her."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.base import Written
from vegerin.register.models.people import Sex


class Inquirer(Written):
    """Who asks. She is no part of the record of the one she seeks; her numbers lie in her own compartment."""

    code = models.CharField(max_length=12, unique=True, editable=False)
    name = models.CharField(max_length=200)  # as she said it; found through register.WrittenName
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def compartment(self) -> str:
        """Liaison and verifier."""
        return f"contact:{self.pk}"


class InquirerPhone(Written):
    """A family's number, sealed, with what may be done with it. All *no* until she said yes (D11)."""

    inquirer = models.ForeignKey(Inquirer, on_delete=models.PROTECT, related_name="phones")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    number = models.BinaryField(editable=False)  # sealed JSON: as told, +964…, who answers, since, safe hours
    same_as = models.CharField(max_length=64, db_index=True, editable=False)
    may_ring = models.BooleanField(default=False)
    may_message = models.BooleanField(default=False)
    may_leave_word = models.BooleanField(default=False)
    may_say_who_we_are = models.BooleanField(default=False)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"phone {self.id}"


class InquirerMark(Written):
    """What is known of an inquirer herself; of each kind of mark the latest counts (D1)."""

    class Kind(models.TextChoices):
        """*Not to be told* is seen by verifier and liaison only."""

        CHECKED = "checked", _("Checked: this is the family")
        NOT_CHECKED = "not_checked", _("No longer sure that this is the family")
        NOT_TO_BE_TOLD = "not_to_be_told", _("Not to be told")
        MAY_BE_TOLD = "may_be_told", _("May be told again, as far as her wish allows")

    inquirer = models.ForeignKey(Inquirer, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    why = models.BinaryField(default=bytes, editable=False)  # sealed

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return self.kind


class KnownQuestion(Written):
    """Something only the family knows, collected beforehand from every family alike (D1). Sealed."""

    inquirer = models.ForeignKey(Inquirer, on_delete=models.PROTECT, related_name="known_questions")
    request = models.ForeignKey(
        "register.TracingRequest", on_delete=models.PROTECT, related_name="known_questions"
    )
    words = models.BinaryField(editable=False)  # sealed JSON: question, answer

    def __str__(self) -> str:
        return f"question {self.id}"


class Consent(Written):
    """What an inquirer allows, for one purpose; who does not read hears it and says it back (D3)."""

    class Purpose(models.TextChoices):
        """What for. Each is asked by itself."""

        SEARCH = "search", _("To look for them, with what was told us")
        PARTNER = "partner", _("To ask a partner organisation")
        AUTHORITY = "authority", _("To ask an authority")
        PICTURE = "picture", _("To show a picture that was given us")
        SAMPLE = "sample", _("To be asked for a sample, for comparison with remains")

    class Answer(models.TextChoices):
        """What was said."""

        GIVEN = "given", _("Yes")
        REFUSED = "refused", _("No")
        NOT_ASKED = "not_asked", _("Not asked")
        WITHDRAWN = "withdrawn", _("Taken back")

    class How(models.TextChoices):
        """How it was given."""

        SIGNED = "signed", _("Signed")
        THUMB = "thumb", _("Thumb")
        VOICE = "voice", _("Voice, recorded")
        SAID = "said", _("Said on the telephone")

    class Interpreter(models.TextChoices):
        """Who interpreted. A child or relative never does; to refuse one needs no reason."""

        NOBODY = "nobody", _("Nobody: we speak her or his language")
        OURS = "ours", _("An interpreter of the office")
        REFUSED = "refused", _("None was wished")

    inquirer = models.ForeignKey(Inquirer, on_delete=models.PROTECT, related_name="consents")
    request = models.ForeignKey("register.TracingRequest", on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    receiver = models.CharField(max_length=120, blank=True, default="")  # whom, where the purpose has one
    how = models.CharField(max_length=8, choices=How.choices, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    read_aloud = models.BooleanField(default=False)
    said_back = models.BinaryField(default=bytes, editable=False)  # sealed: in her words
    witness = models.CharField(max_length=60, blank=True, default="")  # a role or working name
    interpreter = models.CharField(max_length=8, choices=Interpreter.choices, default=Interpreter.NOBODY)
    until = models.DateField(null=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(how__in=("thumb", "voice")) | (Q(read_aloud=True) & ~Q(witness="")),
                name="who_does_not_read_hears_it_before_a_witness",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.answer}"
