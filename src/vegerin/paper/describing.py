"""A screen form as it stands on paper: its labels, helps and choices, with room to write by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import translation
from django.utils.translation import gettext as _

from vegerin.engines.history.dates import InexactDate
from vegerin.paper.definitions import PaperForm, Part
from vegerin.ui import dates
from vegerin.ui.fields import AnswerField, ClockField, DayField, ToldField
from vegerin.ui.languages import BY_CODE
from vegerin.ui.scripts import isolated
from vegerin.ui.words import listed

LINES_OF_A_TEXT = 5
SHORT_LABEL, SHORT_ANSWER = 40, 120  # letters that half a row and half a line hold
ROW, LETTER, BOX = 160, 2.3, 15  # millimetres: of a row, of a letter, of a box to tick
LINE, DAY, CLOCK, TEXT, CHOICES = "line", "day", "clock", "text", "choices"


@dataclass(frozen=True)
class PaperField:
    """One question on paper."""

    kind: str
    label: str
    help: str = ""
    choices: tuple[str, ...] = ()
    lines: int = 1
    short: bool = False  # two short ones share a row; short choices stand on the line of their question


def described(form: PaperForm, *, language: str) -> dict[str, Any]:
    """All that a sheet says, in its language, besides its serial and for whom it was printed."""
    with translation.override(language):
        return {
            "language": language.partition("-")[0],
            "rtl": BY_CODE[language].rtl,
            "title": str(form.title),
            "said_first": [str(sentence) for sentence in form.said_first],
            "parts": [_part(part, form.left_out) for part in form.parts for _again in range(part.times)],
            "signed": _signing() if form.signed else None,
            "day_words": [_("Day"), _("Month"), _("Year")],
            "clock_words": [_("Hour"), _("Minute")],
            "page": _("Page {page} of {pages}"),
            "serial_word": _("Serial"),
            "office_word": _("Filled in by (working name)"),
            "typed_word": _("Typed in on"),
        }


def _part(part: Part, left_out: frozenset[str]) -> dict[str, Any]:
    form = part.form()
    shown = [bound for bound in form if bound.name not in left_out and not bound.is_hidden]
    return {"title": str(part.title), "fields": [asdict(described_field(bound)) for bound in shown]}


def described_field(bound: BoundField) -> PaperField:
    """A field by what it asks for."""
    asked = _asked(bound)
    return replace(asked, short=_is_short(asked, bound.field))


def _asked(bound: BoundField) -> PaperField:
    field, label, help_text = bound.field, str(bound.label), str(bound.help_text)
    if isinstance(field, ToldField):
        choices = tuple(str(word) for _code, word in field.fields[1].choices)  # type: ignore[attr-defined]
        return PaperField(LINE, label, help_text, choices)
    if isinstance(field, (AnswerField, forms.ChoiceField)):
        return PaperField(CHOICES, label, help_text, _words(field))
    if isinstance(field, forms.BooleanField):
        return PaperField(CHOICES, label, help_text, (_("Yes"), _("No")))
    if isinstance(field.widget, forms.Textarea):
        return PaperField(TEXT, label, help_text, lines=LINES_OF_A_TEXT)
    kinds: dict[type, str] = {DayField: DAY, ClockField: CLOCK}
    kind = next((kind for one, kind in kinds.items() if isinstance(field, one)), LINE)
    return PaperField(kind, label, help_text)


def _is_short(asked: PaperField, field: forms.Field) -> bool:
    """Whether half a row is enough; of choices, whether they stand on the line of their question."""
    if asked.kind == CHOICES:
        letters = sum(map(len, (asked.label, asked.help, *asked.choices)))
        return letters * LETTER + len(asked.choices) * BOX <= ROW
    if len(asked.label) > SHORT_LABEL or len(asked.help) > SHORT_LABEL:
        return False
    answer = getattr(field, "max_length", None) or SHORT_ANSWER + 1
    return asked.kind in {DAY, CLOCK} or (asked.kind == LINE and answer <= SHORT_ANSWER)


def _words(field: Any) -> tuple[str, ...]:
    return tuple(str(word) for code, word in field.choices if code not in {"", None})


def _signing() -> dict[str, str]:
    return {
        "signature": _("Signature, or a mark"),
        "thumb": _("Thumb"),
        "witness": _("Witness: working name and signature"),
    }


def printed_for(*, name: str, at: Any, copy: int, exercise: bool, language: str) -> dict[str, str]:
    """The foot of each sheet (D27)."""
    with translation.override(language):
        sentence = _("Printed for {name}, {when}. Copy {copy}. Shred after use.")
        return {
            "printed": sentence.format(name=isolated(name), when=dates.moment(at), copy=copy),
            "exercise": _("exercise: invented people") if exercise else "",
        }


def answers(form: forms.Form) -> str:
    """What was answered, a line each, as it is kept among the words of a report."""
    said = [(bound, form.cleaned_data.get(bound.name)) for bound in form if not bound.is_hidden]
    return "\n".join(f"{bound.label}: {_said(bound, value)}" for bound, value in said if value)


def _said(bound: BoundField, value: Any) -> str:
    if isinstance(value, InexactDate):
        return dates.inexact(value)
    words = {code: str(word) for code, word in getattr(bound.field, "choices", ())}
    if isinstance(value, list):
        return listed(words.get(one, str(one)) for one in value)
    return dates.day(value) if isinstance(value, date) else words.get(value, str(value))
