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
    language = models.CharField(max_length=10, default="en")
    public_key = models.BinaryField(max_length=32)
    wrapped_private_key = models.BinaryField()
    must_choose_passphrase = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    opener_slot = models.CharField(
        max_length=16, blank=True
    )  # her slot in slots.json, if she opens the office
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
