"""What a leaver may hold of missions: plans, leads, what she goes between, families of the lost (D28)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from vegerin.guard import leaving
from vegerin.guard.leaving import Held
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import others, queries
from vegerin.missions.actions import passing_on
from vegerin.missions.forms_around import CONTACTS, GO_BETWEEN
from vegerin.missions.models import HelperLost, Mission, MissionPassedOn, MustSpeak
from vegerin.missions.stages import OPEN

Part = MissionPassedOn.Part


def register_all() -> None:
    """Enter them."""
    leaving.register("missions_planned", planned_by, pass_on_plans)
    leaving.register("missions_led", led_by, pass_on_leads)
    leaving.register("go_between", goes_between, pass_on_speaking)
    leaving.register("helper_families", visits, pass_on_visits)


def missions_of(staff: Staff, part: Part) -> list[Mission]:
    """Those that are not done with: a plan until its key is destroyed, a lead until it is closed."""
    over = {"faded": None} if part is Part.PLAN else {"closed": None}
    return list(
        Mission.objects.filter(queries.kept_by(staff, part), **over).prefetch_related("passed_on__to")
    )


def planned_by(staff: Staff) -> Held:
    """By code."""
    how = _("To a planner who neither leads it nor signed that it goes.")
    return Held(_("Missions planned"), _codes(staff, Part.PLAN), how, takers=passing_on.WHO[Part.PLAN])


def led_by(staff: Staff) -> Held:
    """By code, and which of them are on the way."""
    out = any(queries.stage_of(queries.last_attempt(one)) in OPEN for one in missions_of(staff, Part.LEAD))
    how = _("To a field lead or a senior who neither plans it nor signed that it goes.")
    told = _("One is on the way: say it to whoever waits for the next call.")
    said = f"{how} {told}" if out else how
    return Held(_("Missions led"), _codes(staff, Part.LEAD), said, takers=passing_on.WHO[Part.LEAD])


def _codes(staff: Staff, part: Part) -> tuple[str, ...]:
    return tuple(mission.code for mission in missions_of(staff, part))


def pass_on_plans(staff: Staff, to: Staff, by: Reader) -> None:
    """Each that she may take; what is left asks for somebody else."""
    _pass(staff, Part.PLAN, to, by)


def pass_on_leads(staff: Staff, to: Staff, by: Reader) -> None:
    """Each that she may take; what is left asks for somebody else."""
    _pass(staff, Part.LEAD, to, by)


def _pass(staff: Staff, part: Part, to: Staff, by: Reader) -> None:
    missions = missions_of(staff, part)
    hers = [one for one in missions if passing_on.may_take_over(one, part, to)]
    if missions and not hers:
        raise Refused(passing_on.SENTENCES[part])
    for mission in hers:
        passing_on.pass_on_mission(mission=mission, part=part, to=to, by=by)


def speaking_of(staff: Staff) -> list[MustSpeak]:
    """Where two wait for her word."""
    rows = MustSpeak.objects.filter(spoken=None).select_related("go_between", "person")
    since = others.passed(others.SPEAKS)
    return [row for row in rows if since.get(str(row.pk), row.go_between) == staff]


def goes_between(staff: Staff) -> Held:
    """By the person's code."""
    how = _("The colleague you name can open it once whoever leaves agrees, on the page Keys.")
    codes = tuple(row.person.code for row in speaking_of(staff))
    return Held(_("Go-between about"), codes, how, True, takers=frozenset(GO_BETWEEN))


def pass_on_speaking(staff: Staff, to: Staff, by: Reader) -> None:
    """One colleague for all of them."""
    for row in speaking_of(staff):
        passing_on.pass_on_speaking(row=row, of=staff, to=to, by=by)


def families_of(staff: Staff) -> list[HelperLost]:
    """Families of the lost who have her as their contact."""
    since = others.passed(others.VISITS)
    named = Q(contact=staff) | Q(pk__in=[pk for pk, to in since.items() if to == staff])
    rows = HelperLost.objects.filter(named).select_related("helper", "contact")
    return [row for row in rows if since.get(str(row.pk), row.contact) == staff]


def visits(staff: Staff) -> Held:
    """By the helper's code name."""
    codes = tuple(row.helper.code_name for row in families_of(staff))
    return Held(_("Families of helpers we lost"), codes, "", True, takers=frozenset(CONTACTS))


def pass_on_visits(staff: Staff, to: Staff, by: Reader) -> None:
    """One colleague for all of them."""
    for row in families_of(staff):
        passing_on.pass_on_family(lost=row, of=staff, to=to, by=by)
