"""When a call is tried again, after nobody answered."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.ui.fields import AnswerField, ClockField, DayField

EVENING, MORNING = time(20), time(9)


class AgainForm(forms.Form):
    """A time that fits them, not us."""

    when = AnswerField(
        label=_("When?"),
        choices=(
            ("hours", _("In 2 hours")),
            ("evening", _("This evening, 20:00")),
            ("morning", _("Tomorrow, 09:00")),
            ("tomorrow_evening", _("Tomorrow evening, 20:00")),
            ("other", _("Another time, below")),
        ),
        initial="tomorrow_evening",
        required=True,
    )
    day = DayField(label=_("Day"), required=False)
    clock = ClockField(label=_("Time, Baghdad"), required=False)

    def clean(self) -> dict[str, Any]:
        """A time that lies ahead."""
        told = super().clean() or {}
        if told.get("when") == "other" and not (told.get("day") and told.get("clock")):
            self.add_error("day", _("Write the day and the hour."))
        elif not self.errors and self.chosen(timezone.now()) <= timezone.now():
            self.add_error("when", _("This time is past. Choose one that lies ahead."))
        return told

    def chosen(self, now: datetime) -> datetime:
        """The moment."""
        told, today = self.cleaned_data, timezone.localdate(now)
        tomorrow = today + timedelta(days=1)
        days = {
            "evening": (today, EVENING),
            "morning": (tomorrow, MORNING),
            "tomorrow_evening": (tomorrow, EVENING),
            "other": (told.get("day"), told.get("clock")),
        }
        if told["when"] == "hours":
            return now + timedelta(hours=2)
        return timezone.make_aware(datetime.combine(*days[told["when"]]))  # type: ignore[arg-type]
