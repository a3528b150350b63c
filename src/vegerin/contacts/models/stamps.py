"""That we held it then: a time authority's token for each roll, and our own signed list of each day."""

from __future__ import annotations

from django.db import models

from vegerin.contacts.models.evidence import Roll
from vegerin.register.models.base import Written


class Stamp(Written):
    """An RFC 3161 token over the hash of a roll, verified against the pinned certificate when it came."""

    roll = models.OneToOneField(Roll, on_delete=models.PROTECT, related_name="stamp")
    stamped_at = models.DateTimeField()  # as the authority says
    token = models.BinaryField()
    authority = models.CharField(max_length=64)  # fingerprint of the certificate it was verified against

    def __str__(self) -> str:
        return f"stamp of {self.roll_id}"


class Daily(Written):
    """The rolls of one day in order, with the day before, signed with the office's Ed25519 key."""

    day = models.DateField(unique=True)
    text = models.TextField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"
