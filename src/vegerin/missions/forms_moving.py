"""What moves an attempt on: a step, a part of the way, a word that they were heard from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.guard.meanwhile import Row, UponWhatStands, who
from vegerin.missions import queries
from vegerin.missions.forms import ForReader, margin_field, offer, time_field, words_field
from vegerin.missions.models import CheckIn
from vegerin.missions.stages import MOVES, Phase, Reason, Stage, next_stages, step_words
from vegerin.ui.dates import moment
from vegerin.ui.fields import NOT_CHOSEN


class OnTheWay(UponWhatStands, ForReader):
    """A form upon where they are and when they are awaited: a page that stood open may not know."""

    def rows_kept(self) -> list[Row]:
        """Its steps and its times."""
        if self.moves is None:
            self.moves = queries.moves_of(self.attempt) if self.attempt else []
        return self.moves

    def meanwhile(self, later: Sequence[Row]) -> str:
        """Who moved it on, or set a time."""
        last = later[-1]
        told = {"name": who(last), "when": moment(last.recorded_at)}
        if isinstance(last, CheckIn):
            return say(
                "{name} set the next time meanwhile, {when}: {due}. Nothing of yours is kept yet. If yours "
                "is the newer word, send it again."
            ).format(due=moment(last.due), **told)
        return say(
            "{name} moved this on meanwhile, {when}: {stage}. Nothing of yours is kept yet. If it still "
            "holds, send it again."
        ).format(stage=last.get_stage_display(), **told)


class StepForm(OnTheWay):
    """One step, with what that step asks for and nothing else. Which step it is stands in the form."""

    to = forms.CharField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[NOT_CHOSEN, *Reason.choices],
        error_messages={"required": _("Say why, from the list.")},
    )
    condition = words_field(_("Before they go on, this has to be fulfilled"), rows=2)
    due = time_field()
    margin_minutes = margin_field()

    def __init__(self, *args: Any, to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here = queries.stage_of(self.attempt) if self.attempt else Stage.PLANNED
        self.step = to or str(self.data.get(self.add_prefix("to"), ""))
        self.initial["to"], self.auto_id = self.step, f"id_{self.step}-%s"
        self.words = step_words(self.here, Stage(self.step)) if self._is_a_step() else ""
        for name in set(self.fields) - self._asked():
            del self.fields[name]

    def _is_a_step(self) -> bool:
        return self.step in next_stages(self.here)

    def _asked(self) -> set[str]:
        if not self._is_a_step():
            return {"to", "upon"}
        to = Stage(self.step)
        asks = MOVES[self.here, to]
        written = str(self.data.get(self.add_prefix("condition"), "")).strip()  # before somebody else paused
        pauses = to is Stage.PAUSED_MEDICAL and bool(self.here is not to or written)
        return {
            "to",
            "upon",
            *(["reason"] if asks.reason else []),
            *(["condition"] if pauses else []),
            *(["due", "margin_minutes"] if asks.next_time else []),
        }

    def clean_to(self) -> str:
        """A step of the table, by one hand."""
        if not self._is_a_step():
            here = str(self.here.label)
            raise forms.ValidationError(say("From {here} there is no such step.").format(here=here))
        return self.step


class PhaseForm(ForReader):
    """The next part of the way."""

    phase = forms.ChoiceField(choices=Phase.choices, widget=forms.HiddenInput)


class BackForm(ForReader):
    """Back to an earlier part of the way, and why."""

    phase = forms.ChoiceField(label=_("Back to"))
    reason = forms.ChoiceField(label=_("Why back"), choices=[NOT_CHOSEN, *Reason.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = list(Phase)
        here = queries.phase_of(self.attempt) if self.attempt else Phase.LOCATE
        before = [(one.value, one.label) for one in order[: order.index(here)]]
        offer(self, "phase", [NOT_CHOSEN, *before])


class HeardForm(OnTheWay):
    """They were heard from; the next time."""

    next_due = time_field()
    margin_minutes = margin_field()
