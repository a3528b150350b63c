"""The acts of a mission's page: for each its words, the form it asks for, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.missions import actions, forms, forms_around, forms_moving
from vegerin.missions.models import Attempt, Condition, FieldPass, Followed, Line, Mission, Note, ReturnClaim

Do = Callable[..., Any]


@dataclass(frozen=True)
class Doing:
    """One act: what it is called, its form, what it does."""

    title: Promise
    form: type[forms.ForReader]
    do: Do
    button: Promise | None = None

    @property
    def word(self) -> Promise:
        """What its button says."""
        return self.button or self.title


def _of_attempt(action: Do) -> Do:
    return lambda *, mission, attempt, told, by: action(attempt=attempt, **told, by=by)


def _of_mission(action: Do) -> Do:
    return lambda *, mission, attempt, told, by: action(mission=mission, **told, by=by)


def _leave(*, mission: Mission, attempt: Attempt, told: dict[str, Any], by: Reader) -> None:
    actions.propose_leaving(mission=mission, **told, by=by)


def _clear_flag(*, mission: Mission, attempt: Attempt, told: dict[str, Any], by: Reader) -> None:
    actions.propose_clearing_flag(**told, by=by)


PROPOSE, WRITE_DOWN = _("Propose it"), _("Write it down")
ACTS: dict[str, Doing] = {
    "leave": Doing(
        _("Leave somebody: the group's wish, a reason, two signatures"), forms.LeaveForm, _leave, PROPOSE
    ),
    "note": Doing(_("Add a note"), forms.NoteForm, _of_mission(actions.add_note)),
    "go": Doing(_("Propose that it goes"), forms.WhyForm, _of_attempt(actions.propose_go)),
    "emergency": Doing(
        _("Emergency: let it go on my signature, reviewed within 24 hours"),
        forms.WhyForm, _of_attempt(actions.emergency_go), _("Let it go"),
    ),
    "step": Doing(_("Next step"), forms_moving.StepForm, _of_attempt(actions.take_step), _("Take the step")),
    "phase": Doing(
        _("What is being done now"), forms_moving.PhaseForm, _of_attempt(actions.enter_phase), _("Enter it")
    ),
    "back": Doing(
        _("Back to an earlier part of the way"),
        forms_moving.BackForm, _of_attempt(actions.enter_phase), _("Enter it"),
    ),
    "heard": Doing(
        _("They were heard from"),
        forms_moving.HeardForm, _of_attempt(actions.heard_from), _("Set the next time"),
    ),
    "fact": Doing(
        _("Something happened: it counts at once"), forms.FactForm, _of_attempt(actions.tell_fact), WRITE_DOWN
    ),
    "tick": Doing(_("Tick one"), forms.TickForm, _of_attempt(actions.tick)),
    "news": Doing(
        _("Words for outside"), forms.NewsForm, _of_attempt(actions.propose_news), _("Propose them")
    ),
    "again": Doing(_("Plan another attempt"), forms.ForReader, _of_mission(actions.next_attempt)),
    "fade": Doing(
        _("Destroy the mission's key: two confirm that all was moved"),
        forms.WhyForm, _of_mission(actions.propose_fading), PROPOSE,
    ),
    "pass": Doing(
        _("Give a pass: code names only, for hours"),
        forms.PassForm, _of_attempt(actions.give_pass), _("Give it"),
    ),
    "another": Doing(
        _("Another network works on somebody of the group"),
        forms_around.AnotherForm, _of_mission(actions.another_works), _("Tell the go-between"),
    ),
    "shown": Doing(
        _("Something was shown in public"),
        forms_around.ShownForm, _of_mission(actions.was_shown), WRITE_DOWN,
    ),
    "clear_flag": Doing(
        _("Clear what stopped it: two signatures"), forms_around.FlagForm, _clear_flag, PROPOSE
    ),
    "helper": Doing(
        _("A helper goes with it"), forms_around.HelperOutForm, _of_mission(actions.send_helper)
    ),
}  # fmt: skip


def _tell_kin(line: Line, request: GuardedRequest) -> None:
    form = forms.KinForm(request.POST, reader=request.reader)
    if form.is_valid():
        actions.tell_kin(line=line, how=form.cleaned_data["how"], by=request.reader)


def _keep(note: Note, request: GuardedRequest) -> None:
    form = forms_around.KeepForm(request.POST, reader=request.reader)
    if form.is_valid():
        until = timezone.now() + timedelta(days=form.cleaned_data["days"])
        actions.extend_note(note=note, until=until, by=request.reader)


def _follow(line: Line, request: GuardedRequest) -> None:
    what = request.POST.get("what", "")
    if what in Followed.What.values:
        actions.follow(line=line, what=what, words=request.POST.get("words", ""), by=request.reader)


def _claim(line: Line, request: GuardedRequest) -> None:
    body, name = request.POST.get("body", ""), request.POST.get("name", "")
    if body in ReturnClaim.Body.values:
        actions.claim_return(line=line, body=body, name=name, by=request.reader)


ROW_ACTS: dict[str, tuple[Callable[[Mission], Any], Callable[[Any, GuardedRequest], Any]]] = {
    "second": (
        lambda mission: Line.objects.filter(attempt__mission=mission),
        lambda line, request: actions.tick_second(line=line, by=request.reader),
    ),
    "kin": (lambda mission: Line.objects.filter(attempt__mission=mission), _tell_kin),
    "claim": (lambda mission: Line.objects.filter(attempt__mission=mission), _claim),
    "verify": (
        lambda mission: ReturnClaim.objects.filter(line__attempt__mission=mission),
        lambda claim, request: actions.verify_claim(claim=claim, by=request.reader),
    ),
    "follow": (lambda mission: Line.objects.filter(attempt__mission=mission), _follow),
    "keep": (lambda mission: mission.notes.all(), _keep),
    "met": (
        lambda mission: Condition.objects.filter(attempt__mission=mission),
        lambda row, request: actions.sign_condition(condition=row, by=request.reader),
    ),
    "move": (
        lambda mission: mission.notes.all(),
        lambda note, request: actions.move_note(note=note, by=request.reader),
    ),
    "rule": (
        lambda mission: mission.notes.all(),
        lambda note, request: actions.read_rule(note=note, by=request.reader),
    ),
    "revoke": (
        lambda mission: FieldPass.objects.filter(attempt__mission=mission),
        lambda row, request: actions.revoke_pass(field_pass=row, by=request.reader),
    ),
}
