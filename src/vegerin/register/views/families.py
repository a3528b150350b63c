"""Pages about the people around a person, her wish, one's own family, and tasks."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard import queries as guard
from vegerin.guard import trail
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.models import Staff
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register import actions, queries
from vegerin.register.around import around_context, inquirers_of
from vegerin.register.forms.families import (
    GoesForm,
    HouseholdForm,
    KinForm,
    MineForm,
    StepForm,
    WishForm,
)
from vegerin.register.models.tasks import CaseTask
from vegerin.register.rules import Act
from vegerin.register.shown import lines_for
from vegerin.register.task_kinds import DONE_AT
from vegerin.register.views.doors import opens_for, the_person
from vegerin.register.views.event import form_page


@never_cache
@opens_for(Act.READ)
def around(request: GuardedRequest, code: str) -> HttpResponse:
    """The family: by blood, by house, and what is to be done."""
    person = the_person(request, code)
    trail.record("person.around", by=request.reader, about=f"person:{person.pk}")
    return render(request, "register/around.html", around_context(request.reader, person))


@never_cache
@opens_for(Act.ADD_KIN)
def add_kin(request: GuardedRequest, code: str) -> HttpResponse:
    """One more relative."""
    person = the_person(request, code)
    form = KinForm(request.POST or None, reader=request.reader)
    if form.is_valid():
        try:
            actions.add_kin(person=person, **form.cleaned_data, by=request.reader)
            return redirect("register:around", person.code)
        except Refused as refusal:
            form.add_error("relative", refusal.sentence)
    beside = [
        (_("By blood only"), _("What is claimed stays claimed until a paper or a second teller says it."))
    ]
    return form_page(request, person, form=form, title=_("Add a relative"), act=_("Keep it"), beside=beside)


@never_cache
@opens_for(Act.ADD_PERSON)
def household(request: GuardedRequest, code: str) -> HttpResponse:
    """She belongs to a house or group: as what, and whether she stayed behind for somebody."""
    person = the_person(request, code)
    there = {str(one.pk): one for one, _people in queries.household_of(request.reader, person)}
    joined = [(pk, f"{one.code} {one.house}".strip()) for pk, one in there.items()]
    form = HouseholdForm(request.POST or None, joined=joined, reader=request.reader)
    if form.is_valid():
        said, by = form.cleaned_data, request.reader
        house = there.get(said["join"]) or actions.add_household(
            village=person.origin, house=said["house"], kind=said["kind"] or "house", by=by
        )
        for_whom = said["stayed_behind_for"]
        actions.join_household(
            household=house, person=person, role=said["role"], stayed_behind_for=for_whom, by=by
        )
        return redirect("register:around", person.code)
    return form_page(request, person, form=form, title=_("House or group"), act=_("Keep it"))


@never_cache
@opens_for(Act.REPORT)
def goes(request: GuardedRequest, code: str) -> HttpResponse:
    """A relative means to go: planner and liaison are told at once, for a child also child protection."""
    person = the_person(request, code)
    form = GoesForm(request.POST or None)
    if form.is_valid():
        minor = form.cleaned_data["minor"] == "yes"
        actions.a_relative_goes(person=person, who=form.cleaned_data["who"], minor=minor, by=request.reader)
        return redirect("register:around", person.code)
    beside = [
        (_("Do not talk him out of it alone"), _("Say that somebody of us speaks with him today.")),
        (_("Not asked"), _("Which way he means to take, or who helps him. If he tells it, do not write it.")),
    ]
    return form_page(
        request, person, form=form, title=_("A relative intends to go"), act=_("Tell planner and liaison"),
        beside=beside,
    )  # fmt: skip


@never_cache
@opens_for(Act.READ)
def mine(request: GuardedRequest, code: str) -> HttpResponse:
    """*This is my family*: two steps and a sentence."""
    person = the_person(request, code)
    others = [one for one in guard.staff_with(*request.reader.roles) if one.pk != request.reader.staff.pk]
    form = MineForm(request.POST or None, colleagues=[(str(one.pk), one.working_name) for one in others])
    if form.is_valid():
        chosen = form.cleaned_data["colleague"]
        colleague = Staff.objects.get(pk=chosen) if chosen else None
        actions.mark_family(person=person, colleague=colleague, by=request.reader)
        return redirect("register:family_view", person.code)
    beside = [
        (_("Why"), _("Nobody carries the search for a family of their own alone, and nobody is asked to.")),
        (
            _("What you keep"),
            _("The page that any family may see, and a colleague who tells you as one tells a family."),
        ),
    ]
    return form_page(
        request, person, form=form, title=_("This is my family"), act=_("Pass it on"), beside=beside
    )


@never_cache
@opens_for(Act.RECORD_WISH)
def wish(request: GuardedRequest, code: str) -> HttpResponse:
    """What she said when she was asked who may know (D1)."""
    person = the_person(request, code)
    form = WishForm(request.POST or None, inquirers=list(inquirers_of(request.reader, person)))
    if form.is_valid():
        said = form.cleaned_data
        actions.record_wish(
            person=person, wish=said["wish"], named=said.get("named") or (), by=request.reader
        )
        return redirect("register:person", person.code)
    beside = [
        (
            _("Ask alone, unhurried"),
            _("Say that each answer is right, and that it can be changed on any day."),
        ),
        (_("Until then"), _("Nothing goes to anyone. The newest answer counts.")),
    ]
    return form_page(request, person, form=form, title=_("Who may know?"), act=_("Keep it"), beside=beside)


@never_cache
@opens_to()
def task(request: GuardedRequest, task_id: uuid.UUID) -> HttpResponse:
    """One task: take it, give it longer, end it with a sentence."""
    row = queries.task_for(request.reader, task_id)
    if row is None:
        raise NotYours
    form = StepForm(request.POST or None)
    if form.is_valid():
        try:
            actions.step_task(task=row, **form.cleaned_data, by=request.reader)
            return redirect("register:desk")
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    line = lines_for(request.reader, [row.person])[0]
    beside = []
    if row.kind == row.Kind.UNDO_RULING:
        beside = [
            (
                _("It is undone when"),
                _("the new ruling stands among her papers. Then this task ends by itself."),
            )
        ]
    return form_page(
        request, row.person, form=form, title=str(row.get_kind_display()), whom=line.name, act=_("Keep it"),
        beside=beside, back=reverse("register:around", args=[row.person.code]),
        template="register/task.html", task=row, way=way_to(row),
    )  # fmt: skip


def way_to(task: CaseTask) -> tuple[str, str] | None:
    """Where a task is done, and what the way there is called."""
    found = DONE_AT.get(CaseTask.Kind(task.kind))
    return (reverse(found[0], args=[task.person.code]), str(found[1])) if found else None


@require_POST
@never_cache
@opens_for(Act.REFER)
def task_words(request: GuardedRequest, task_id: uuid.UUID) -> HttpResponse:
    """What a referral asks for, opened by an act that stands in the trail."""
    row = queries.task_for(request.reader, task_id)
    words = queries.words_of_task(request.reader, row) if row is not None else ""
    if row is None or not words:
        raise NotYours
    told = {
        "words": words,
        "title": row.get_kind_display(),
        "back": reverse("register:task", args=[row.pk]),
    }
    return render(request, "register/task_words.html", told)
