"""Sheets of paper: each has a serial that is known here before anybody writes on it."""

from __future__ import annotations

from django.db import models

from vegerin.register.models.base import Written

# What each is, `paper.definitions` says.
KINDS = ("request", "call", "arrival", "consent")
# English, Arabic, Kurmanji in both letters: what the people who fill them read.
PAPER_LANGUAGES = ("en", "ar", "kmr", "kmr-arab")


class Printing(Written):
    """One batch of empty forms, printed at once."""

    form = models.CharField(max_length=20)  # one of KINDS
    language = models.CharField(max_length=10)
    sheets = models.PositiveIntegerField()
    copy = models.PositiveIntegerField()

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return f"{self.sheets} × {self.form} ({self.language})"


class Sheet(Written):
    """One form of a batch. What was typed from it is a report that bears its serial."""

    serial = models.CharField(max_length=16, unique=True)
    printing = models.ForeignKey(Printing, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["printing", "position"]

    def __str__(self) -> str:
        return str(self.serial)
