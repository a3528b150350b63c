"""Staff, keys that wait, decisions by two, the trail."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from vegerin.guard import (
    actions,
    decisions,
    keys_in_words,
    keystore,
    leaving,
    passphrases,
    queries,
    trail,
    trail_words,
)
from vegerin.guard.doors import opens_to
from vegerin.guard.forms import InviteForm, RoleForm
from vegerin.guard.models import Decision, Staff, TrailEntry
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import LEADERS, Role

SEES_STAFF = LEADERS | {Role.DATA_PROTECTION, Role.AUDITOR}
SEES_TRAIL = frozenset({Role.AUDITOR, Role.DATA_PROTECTION})
ROWS = 50
PROPOSED = {"close": "staff.close", "new-keys": "staff.new_keys"}


@opens_to(*SEES_STAFF)
def staff(request: Any) -> HttpResponse:
    """Everybody, with roles, and what waits for a second person."""
    everybody = Staff.objects.order_by("-is_active", "working_name")
    roles = queries.all_roles()
    rows = [(person, sorted(roles[person.pk])) for person in everybody]
    return render(request, "guard/staff.html", {"rows": rows, "may_invite": request.reader.has(*LEADERS)})


@opens_to(*LEADERS)
def invite(request: Any) -> HttpResponse:
    """Somebody new: the account at once, the first role after a second person's word."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        told, first = form.cleaned_data, passphrases.suggest()
        person = actions.add_staff(
            working_name=told["working_name"],
            passphrase=first,
            language=told["language"],
            must_choose_passphrase=True,
            by=request.reader,
        )
        _propose_role("role.give", person, told["role"], told["reason"], request.reader)
        return render(request, "guard/invited.html", {"person": person, "passphrase": first})
    return render(request, "guard/invite.html", {"form": form})


@opens_to(*SEES_STAFF)
def person(request: Any, staff_id: str) -> HttpResponse:
    """One colleague: roles, keys, and the acts that a second person decides."""
    colleague = get_object_or_404(Staff, pk=staff_id)
    form = RoleForm(request.POST or None)
    what = request.POST.get("act", "role.give")
    if request.method == "POST" and not request.reader.has(*LEADERS):
        raise Refused(_("Only the head of office and the deputy propose this."))
    if form.is_valid() and what in {"role.give", "role.take"}:
        _propose_role(what, colleague, form.cleaned_data["role"], form.cleaned_data["reason"], request.reader)
        return redirect("guard:decisions")
    members = keystore.current().members(staff=str(colleague.pk))
    known = {
        "person": colleague,
        "roles": sorted(queries.roles_of(colleague)),
        "compartments": keys_in_words.lines_of(members, request.reader),
        "form": form,
        "leads": request.reader.has(*LEADERS) and colleague != request.reader.staff,
        "may_renew": _new_keys_allowed(colleague).exists(),
    }
    return render(request, "guard/person.html", known)


@require_POST
@opens_to(*LEADERS)
def propose_for(request: Any, staff_id: str, kind: str) -> HttpResponse:
    """Propose to close an account, or to allow new keys."""
    colleague = get_object_or_404(Staff, pk=staff_id)
    if kind not in PROPOSED:
        raise NotYours
    if kind == "close":
        leaving.check_nothing_held(colleague)
    decisions.propose(
        kind=PROPOSED[kind],
        about=str(colleague.pk),
        payload={"staff": str(colleague.pk)},
        reason=request.POST.get("reason", ""),
        concerns=colleague,
        by=request.reader,
    )
    return redirect("guard:decisions")


@opens_to()
def leaver(request: Any, staff_id: str) -> HttpResponse:
    """What somebody who leaves still holds, and to whom each of it passes (D28)."""
    colleague = get_object_or_404(Staff, pk=staff_id)
    reader = request.reader
    if colleague != reader.staff and not reader.has(*LEADERS):
        raise NotYours
    if request.method == "POST":
        to = _colleague(request.POST.get("to", ""))
        kind, note = request.POST.get("kind", ""), request.POST.get("note", "")
        leaving.pass_on(staff=colleague, kind=kind, to=to, note=note, by=reader)
        return redirect("guard:leaver", colleague.pk)
    others = Staff.objects.filter(is_active=True).exclude(pk=colleague.pk).order_by("working_name")
    roles = queries.all_roles()
    staying = [(one, sorted(roles[one.pk])) for one in others if roles[one.pk]]
    own, every = colleague == reader.staff, leaving.held_by(colleague)
    held = [
        (kind, one, [row for row in staying if leaving.may_take(one, roles[row[0].pk])])
        for kind, one in every.items()
    ]
    hidden = {
        kind
        for kind, one in every.items()
        if one.hers_to_see and not (own and leaving.may_take(one, reader.roles))
    }
    told = {"person": colleague, "held": held, "hidden": hidden, "own": own}
    return render(request, "guard/leaver.html", told)


@require_POST
@opens_to(*LEADERS)
def new_keys(request: Any, staff_id: str) -> HttpResponse:
    """After two have agreed: a new pair under a first passphrase; members grant her compartments again."""
    colleague = get_object_or_404(Staff, pk=staff_id)
    if not _new_keys_allowed(colleague).exists():
        raise Refused(_("Two people have to agree first: propose new keys, with the reason."))
    first = passphrases.suggest()
    actions.renew_keys(staff=colleague, passphrase=first, by=request.reader)
    return render(request, "guard/invited.html", {"person": colleague, "passphrase": first})


@opens_to()
def keys(request: Any) -> HttpResponse:
    """Who waits for a compartment that this reader can open."""
    if request.method == "POST":
        colleague = _colleague(request.POST.get("staff", ""))
        for code in request.POST.getlist("code"):
            actions.grant_compartment(code=code, staff=colleague, by=request.reader)
        return redirect("guard:keys")
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for member in keystore.current().waiting():
        if member.staff != str(request.reader.staff.pk) and request.reader.can_open(member.compartment):
            codes[member.staff].append(member.compartment)
    waiting = [
        (colleague, codes[str(colleague.pk)], keys_in_words.lines(codes[str(colleague.pk)], request.reader))
        for colleague in Staff.objects.filter(pk__in=codes)
    ]
    members = keystore.current().members(staff=str(request.reader.staff.pk))
    mine = keys_in_words.lines_of(members, request.reader)
    return render(request, "guard/keys.html", {"waiting": waiting, "mine": mine})


@opens_to(*SEES_TRAIL)
def trail_page(request: Any) -> HttpResponse:
    """The trail, newest first; looking at it leaves a row too. Only the auditor's keys open its secrets."""
    rows: QuerySet[TrailEntry] = TrailEntry.objects.order_by("-number")
    for field in ("about", "staff", "kind"):
        if request.GET.get(field):
            rows = rows.filter(**{field: request.GET[field]})
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    lines = trail_words.lines(list(page), request.reader)
    trail.record("trail.read", by=request.reader, detail={"page": page.number})
    filtered = any(request.GET.get(field) for field in ("about", "staff", "kind"))
    return render(request, "guard/trail.html", {"lines": lines, "page": page, "filtered": filtered})


def _colleague(staff_id: str) -> Staff:
    """The colleague of a form; what is no id is nobody's."""
    found = next((one for one in Staff.objects.all() if str(one.pk) == staff_id), None)
    if found is None:
        raise NotYours
    return found


def _propose_role(kind: str, colleague: Staff, role: str, reason: str, by: Any) -> None:
    decisions.propose(
        kind=kind,
        about=str(colleague.pk),
        payload={"staff": str(colleague.pk), "role": role},
        reason=reason,
        concerns=colleague,
        by=by,
    )


def _new_keys_allowed(colleague: Staff) -> QuerySet[Decision]:
    """Agreed decisions newer than the last new keys."""
    last = TrailEntry.objects.filter(kind="staff.new_keys", about=str(colleague.pk)).last()
    agreed = Decision.objects.filter(kind="staff.new_keys", about=str(colleague.pk), signature__approved=True)
    return agreed.filter(signature__at__gt=last.at) if last else agreed
