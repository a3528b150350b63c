"""What the guard stores: staff and their roles, the trail, decisions by two, drafts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.guard.append_only import AppendOnly
from vegerin.guard.roles import Role


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by working name."""


class Staff(AbstractBaseUser):
    """A member of staff, under a working name and never the real one (R39)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    working_name = models.CharField(_("working name"), max_length=60, unique=True)
    language = models.CharField(max_length=10, default="en")  # "": the one in which she signs in
    public_key = models.BinaryField(max_length=32)
    wrapped_private_key = models.BinaryField()
    must_choose_passphrase = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    opener_slot = models.CharField(
        max_length=16, blank=True
    )  # her slot in slots.json, if she opens the office
    blurs_names = models.BooleanField(default=False)  # until touched: somebody may stand behind the chair
    second_factor = models.BinaryField(default=bytes, blank=True)  # TOTP secret, sealed to the person
    second_factor_step = models.BigIntegerField(default=0)  # the last code's time step: none counts twice

    USERNAME_FIELD = "working_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[StaffManager] = StaffManager()

    def __str__(self) -> str:
        return self.working_name


class RecoveryCode(models.Model):
    """One code that stands in for the second factor, once. Kept as a hash."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class RoleGrant(AppendOnly):
    """A role given to or taken from somebody; the latest row counts."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    granted = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: at the founding

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.staff_id}: {'' if self.granted else 'no longer '}{self.role}"


class FailedSignIn(models.Model):
    """How often a name failed lately; kept by a keyed hash, so that it lists nobody."""

    name_hash = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    waits_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} failures"


class TrailEntry(AppendOnly):
    """One thing that was done or looked at; each row carries the hash of the one before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    staff = models.CharField(max_length=36, blank=True)  # no foreign key: the trail outlives everything
    about = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    secret = models.BinaryField(default=bytes)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["about", "number"]), models.Index(fields=["staff", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Checkpoint(AppendOnly):
    """The trail's head, signed; copies of it are given to others."""

    number = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class Decision(AppendOnly):
    """Something proposed by one that a second person decides or reviews."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True)
    payload = models.JSONField(default=dict)  # ids and codes only
    reason = models.TextField()
    concerns = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Signature(AppendOnly):
    """The second person's word on a decision; there is one for each."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="signature")
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.decision_id}: {'approved' if self.approved else 'refused'}"


class Draft(models.Model):
    """A half-typed form, sealed to its writer; survives power loss and the idle lock."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=120)
    sealed = models.BinaryField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "form"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return f"draft {self.form}"


class SpokenCode(AppendOnly):
    """One line of somebody's card of spoken codes: it stands for her signature by telephone, once (D13)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="spoken_codes")
    card = models.UUIDField()  # the newest card counts
    number = models.PositiveSmallIntegerField()
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "number"]

    def __str__(self) -> str:
        return f"line {self.number}"


class SpokenTry(AppendOnly):
    """A line of a card that was asked for over the telephone: right or wrong, it is used up."""

    code = models.OneToOneField(SpokenCode, on_delete=models.PROTECT, related_name="tried")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="spoken")
    right = models.BooleanField()
    typed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.code_id}: {'right' if self.right else 'wrong'}"


class PassedOn(AppendOnly):
    """A thing whose own row never changes, such as a promise, and whose it is since somebody left (D28)."""

    what = models.CharField(max_length=120)  # "promise:<id>"
    of = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["what"])]

    def __str__(self) -> str:
        return f"{self.what} to {self.to_id}"


class AuthorityRequest(AppendOnly):
    """What an authority asked of the office, and on which ground (R106); what it asked for is sealed."""

    class Kind(models.TextChoices):
        """Which authority."""

        COURT = "court", _("Court or investigating judge")
        PROSECUTOR = "prosecutor", _("Public prosecutor")
        POLICE = "police", _("Police")
        SECURITY = "security", _("Security or intelligence service")
        COMMISSION = "commission", _("Evidence or missing-persons commission")
        OTHER = "other", _("Another authority")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    authority = models.CharField(max_length=120)
    legal_ground = models.TextField(blank=True)  # empty: none was named
    paper_number = models.CharField(max_length=60, blank=True)
    asked_for = models.BinaryField()  # sealed to the leaders
    received_on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"request of {self.kind}"


class AuthorityReview(AppendOnly):
    """What the legal adviser says about a request; the latest counts."""

    class Verdict(models.TextChoices):
        """Whether the office must answer it."""

        BINDING = "binding", _("It binds us")
        NOT_BINDING = "not_binding", _("It does not bind us")
        UNCLEAR = "unclear", _("Not clear; ask for the paper")

    request = models.ForeignKey(AuthorityRequest, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    why = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.verdict}"


class AuthorityAnswer(AppendOnly):
    """What was answered: nothing, or what two decided; the latest counts."""

    request = models.ForeignKey(AuthorityRequest, on_delete=models.PROTECT, related_name="answers")
    gives = models.BooleanField()  # False: we give nothing
    words = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {'something' if self.gives else 'nothing'}"


class Printed(AppendOnly):
    """Something went onto paper: what, which copy of it, for whom; it waits to be shredded (D27)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=30)  # a code of `guard.papers.WHAT`
    about = models.CharField(max_length=120, blank=True)  # ids and codes only
    copy = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["what", "about", "copy"], name="each_copy_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.about}, copy {self.copy}"


class Shredded(AppendOnly):
    """A paper is gone: who saw to it, and when."""

    printed = models.OneToOneField(Printed, on_delete=models.PROTECT, related_name="shredded")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.printed_id} shredded"
