"""Somebody leaves the office: what she plans, leads or keeps passes to a colleague of the role (D28)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vegerin.guard import actions as guard
from vegerin.guard import leaving, trail
from vegerin.guard.models import Staff
from vegerin.guard.queries import reader_for
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS, Role
from vegerin.missions import others, queries
from vegerin.missions.actions.once import done_once
from vegerin.missions.models import HelperLost, Mission, MissionPassedOn, MustSpeak
from vegerin.missions.stages import ENDED, Stage

Part = MissionPassedOn.Part
WHO = {Part.PLAN: frozenset({Role.PLANNER}), Part.LEAD: LEADERS | {Role.FIELD_LEAD}}
SENTENCES = {
    Part.PLAN: _("A mission passes to a planner who neither leads it nor signed that it goes."),
    Part.LEAD: _(
        "A mission passes to a field lead or a senior who neither plans it nor signed that it goes."
    ),
}


def pass_on_mission(*, mission: Mission, part: str, to: Staff, by: Reader) -> MissionPassedOn:
    """Somebody else plans or leads it now; its key opens for her as soon as a member lets her in."""
    which = Part(part)
    if not may_take_over(mission, which, to):
        raise Refused(SENTENCES[which])
    with done_once():
        row = MissionPassedOn.objects.create(mission=mission, part=which, to=to, by=by.staff)
        let_in(mission.compartment, to, by=by)
        detail = {"part": which.value, "to": str(to.pk)}
        trail.record("mission.passed_on", by=by, about=f"mission:{mission.pk}", detail=detail)
    return row


def may_take_over(mission: Mission, part: Part, to: Staff) -> bool:
    """Planner, approver and field lead stay three people whoever leaves (R44)."""
    other = mission.led_by if part is Part.PLAN else mission.planned_by
    return reader_for(to, None).has(*WHO[part]) and to != other and to not in signed_by(mission)


def signed_by(mission: Mission) -> set[Staff]:
    """Who signed that the attempt of now goes; nobody while it is only planned, and nobody after it ended."""
    attempt = queries.last_attempt(mission)
    if queries.stage_of(attempt) in ENDED | {Stage.PLANNED}:
        return set()
    return {step.by for step in attempt.steps.select_related("by") if step.stage == Stage.APPROVED}


def let_in(compartment: str, to: Staff, *, by: Reader) -> None:
    """She waits for the key; whoever holds it gives it at once."""
    guard.ask_into_compartment(code=compartment, staff=to, by=by)
    if by.can_open(compartment) and not reader_holds(compartment, to):
        guard.grant_compartment(code=compartment, staff=to, by=by)


def reader_holds(compartment: str, staff: Staff) -> bool:
    """Whether somebody has the key already."""
    from vegerin.guard import keystore  # noqa: PLC0415 -- opened with the office

    members = keystore.current().members(compartment=compartment)
    return any(member.staff == str(staff.pk) and member.sealed for member in members)


def pass_on_speaking(*, row: MustSpeak, of: Staff, to: Staff, by: Reader) -> None:
    """Somebody else goes between the two; what only the go-between reads opens for her."""
    leaving.note_passed_on(what=f"{others.SPEAKS}:{row.pk}", of=of, to=to, by=by)
    let_in(row.compartment, to, by=by)


def pass_on_family(*, lost: HelperLost, of: Staff, to: Staff, by: Reader) -> None:
    """Somebody else is there for the family of one who was lost (D17)."""
    leaving.note_passed_on(what=f"{others.VISITS}:{lost.pk}", of=of, to=to, by=by)
