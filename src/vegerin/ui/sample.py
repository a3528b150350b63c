"""Invented values for the page of all components, in the language of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from vegerin.ui import status
from vegerin.ui.fields import AnswerField, FileField, Passphrase, ToldField
from vegerin.ui.life import life_context
from vegerin.ui.pictures.life import Life, Look, Mark, Stay, Stretch

TODAY = date(2026, 11, 21)


class SampleForm(forms.Form):
    """One field of each kind."""

    village = forms.CharField(label=_l("Village"), help_text=_l("As the family says it."), required=False)
    born = forms.CharField(label=_l("Born"), help_text=_l("A year is enough."))
    voice = AnswerField(
        label=_l("Voice"),
        help_text=_l("Four answers, none is wrong."),
        choices=(
            ("known", _l("Known")),
            ("unsure", _l("Not sure")),
            ("no", _l("Not known")),
            ("not_asked", _l("Not asked")),
        ),
        initial="known",
    )
    mother = ToldField(label=_l("Mother's name"))
    passphrase = forms.CharField(label=_l("Passphrase"), widget=Passphrase, required=False)
    document = FileField(label=_l("A file"), help_text=_l("A table or a scanned page."), required=False)

    def clean_born(self) -> str:
        """An error that says what to write."""
        raise forms.ValidationError(_("2041 lies ahead of us. Write a year up to 2026."))


def sample() -> dict[str, Any]:
    """Everything the page shows."""
    form = SampleForm({"village": "Til Qeseb", "born": "2041", "voice": "known"})
    form.is_valid()
    return {
        "form": form,
        "looks": {
            _("Fate"): [f"fate.{code}" for code in status.FATES],
            _("Whereabouts"): [f"where.{code}" for code in status.WHEREABOUTS],
            _("Work and danger"): [f"work.{code}" for code in status.WORK],
            _("Judgement of a report"): [f"judged.{code}" for code in status.JUDGEMENTS],
        },
        "colours": COLOURS,
        "life": life_context(sample_life()),
        "signatures": [
            {"name": "Ferhan", "role": _("verifier"), "when": datetime(2026, 11, 20, 12, tzinfo=UTC)}
        ],
    }


COLOURS = (
    ("page", "desk"), ("surface", "read"), ("ink", "words"), ("fig", "act"), ("leaf", "home"),
    ("sun", "claim"), ("sun-soft", "found"), ("red", "danger"), ("fig-soft", "here"), ("sunken", "quiet"),
    ("line", "rows"), ("line-strong", "edges"),
)  # fmt: skip


def sample_life() -> Life:
    """The life of the pictures: invented."""
    taken = date(2014, 8, 3)
    return Life(
        today=TODAY,
        taken=taken,
        marks=(
            Mark(
                date(2001, 1, 1), date(2001, 12, 31), "circle-full", _("Born"), _("2001, year only"), "leaf"
            ),
            Mark(taken, taken, "cut", _("Taken from {place}").format(place="Til Qeseb"), "3 Aug 2014"),
            Mark(
                date(2014, 9, 1),
                date(2015, 3, 31),
                "circle-full",
                _("Seen, {place}").format(place="Tal Afar"),
                "Sep 2014 – Mar 2015",
            ),
            Mark(
                date(2016, 6, 1),
                date(2016, 8, 31),
                "circle-half",
                _("Seen, {place}").format(place="Raqqa"),
                "2016",
            ),
            Mark(date(2019, 3, 1), date(2019, 5, 31), "square-dotted", _("Said to have died"), _("doubted")),
            Mark(
                date(2019, 4, 1),
                date(2020, 9, 30),
                "circle-half",
                _("Seen, {place}").format(place="al-Hol"),
                "2019 – 2020",
            ),
            Mark(
                date(2026, 10, 29), date(2026, 10, 29), "circle-half", _("Called"), "29 Oct 2026", "sun-ink"
            ),
        ),
        stretches=(
            Stretch(date(2001, 6, 30), taken, Look.HOME),
            Stretch(taken, date(2015, 3, 31), Look.KNOWN),
            Stretch(date(2015, 3, 31), date(2016, 8, 31), Look.BELIEVED),
            Stretch(date(2016, 8, 31), date(2019, 4, 1), Look.UNKNOWN),
            Stretch(date(2019, 4, 1), date(2020, 9, 30), Look.BELIEVED),
            Stretch(date(2020, 9, 30), date(2026, 10, 29), Look.UNKNOWN),
            Stretch(date(2026, 10, 29), TODAY, Look.CLAIM),
        ),
        stays=(
            Stay(date(2001, 6, 30), taken, "Til Qeseb", "home"),
            Stay(date(2014, 9, 1), date(2015, 3, 31), "Tal Afar", "confirmed"),
            Stay(date(2016, 6, 1), date(2016, 8, 31), "Raqqa"),
            Stay(date(2019, 4, 1), date(2020, 9, 30), "al-Hol"),
            Stay(date(2026, 10, 29), TODAY, "NW Syria", "claim"),
        ),
        told=tuple(
            date(y, m, 5)
            for y, m in ((2014, 9), (2014, 10), (2015, 6), (2017, 11), (2019, 8), (2021, 2), (2026, 11))
        ),
    )
