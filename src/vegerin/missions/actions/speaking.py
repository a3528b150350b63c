"""Others at work on one person, and what was shown in public: both stop a mission until settled."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import actions as guard
from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS
from vegerin.missions import others, queries, rules
from vegerin.missions.actions.once import done_once
from vegerin.missions.models import Exposure, Flag, FlagCleared, HaveSpoken, Mission, MustSpeak
from vegerin.missions.rules import Act
from vegerin.register import actions as register
from vegerin.register.models import Person
from vegerin.register.sealed import sealed

CLEAR_FLAG = "mission.clear_flag"


def another_works(
    *, mission: Mission, person: Person, go_between: Staff, other: str, by: Reader
) -> MustSpeak:
    """Say that another network works on her: who it is, only the go-between reads."""
    rules.check_may(by, Act.PLAN)
    if not other.strip():
        raise Refused(_("Say to the go-between who the other is; nobody else reads it."))
    return write_must_speak(mission, person, go_between=go_between, other=other.strip(), by=by)


def write_must_speak(
    mission: Mission,
    person: Person,
    *,
    go_between: Staff,
    other: str,
    other_mission: Mission | None = None,
    by: Reader,
) -> MustSpeak:
    """The row; its words are sealed to the go-between alone."""
    row = MustSpeak(
        person=person, mission=mission, other_mission=other_mission, go_between=go_between, by=by.staff
    )
    with transaction.atomic():
        guard.make_compartment(row.compartment, members=[go_between], by=by)
        row.other = sealed(row, "other", other, by=by)
        row.save()
        trail.record("mission.must_speak", by=by, about=f"person:{person.pk}")
    return row


def speak_where_two_plan(mission: Mission, person: Person, *, by: Reader) -> None:
    """Two planners have the same person: neither learns of the other, both learn to speak."""
    for other in queries.others_with(mission, person):
        pair = {mission.pk, other.pk}
        if other.planned_by == mission.planned_by:
            continue  # she knows
        known = MustSpeak.objects.filter(person=person, mission__in=pair, other_mission__in=pair)
        if not known.exists():
            words = f"{mission.code} · {other.code}"
            between = who_goes_between(mission, other)
            write_must_speak(mission, person, go_between=between, other=words, other_mission=other, by=by)


def who_goes_between(*missions: Mission) -> Staff:
    """A head or deputy who neither plans nor leads one of them, where there is one."""
    seniors = sorted(staff_with(*LEADERS), key=lambda one: one.working_name)
    involved = {pk for one in missions for pk in (one.planned_by.pk, one.led_by.pk)}
    return next((one for one in seniors if one.pk not in involved), seniors[0])


def have_spoken(*, must_speak: MustSpeak, goes: str, by: Reader) -> HaveSpoken:
    """The go-between, and nobody else, says that both have spoken and who goes on."""
    if others.go_between_of(must_speak) != by.staff:
        raise Refused(_("The go-between says this, and nobody else."))
    if HaveSpoken.objects.filter(must_speak=must_speak).exists():
        raise Refused(_("This is settled already."))
    with done_once():
        row = HaveSpoken.objects.create(must_speak=must_speak, goes=HaveSpoken.Goes(goes), by=by.staff)
        trail.record("mission.have_spoken", by=by, about=f"person:{must_speak.person_id}")
    return row


def was_shown(*, mission: Mission, person: Person | None, shown_on: date, where: str, by: Reader) -> Exposure:
    """Something was shown in public: the person, or where nobody is named the mission, is under caution."""
    rules.check_may(by, Act.PLAN)
    if shown_on > timezone.localdate():
        raise Refused(_("This day lies ahead of us."))
    if person is not None and person not in queries.group_of(mission):
        raise Refused(_("This person is not in the group."))
    with transaction.atomic():
        row = Exposure.objects.create(
            person=person,
            mission=mission,
            shown_on=shown_on,
            where=where.strip(),
            by=by.staff,
        )
        if person is not None:
            register.write_caution(kind="public", person=person, source=None, received_by=None, by=by)
        raise_flag(mission, Flag.Kind.PUBLIC, by=by)
    return row


def raise_flag(mission: Mission, kind: Flag.Kind, *, by: Reader) -> Flag:
    """The mission itself does not go until two have looked."""
    row = Flag.objects.create(mission=mission, kind=kind, by=by.staff)
    trail.record("mission.flag", by=by, about=f"mission:{mission.pk}", detail={"kind": kind.value})
    return row


def propose_clearing_flag(*, flag: Flag, why: str, by: Reader) -> Decision:
    """Propose that the mission may go on in spite of it."""
    if not (rules.may(by, Act.PLAN) or rules.may(by, Act.DECIDE)):
        raise Refused(str(rules.SENTENCES[Act.DECIDE]))
    if FlagCleared.objects.filter(flag=flag).exists():
        raise Refused(_("Two have cleared this already."))
    return decisions.propose(
        kind=CLEAR_FLAG,
        about=f"mission:{flag.mission_id}",
        reason=why,
        payload={"flag": str(flag.pk)},
        by=by,
    )


def flag_cleared_by_two(decision: Decision, by: Reader) -> FlagCleared:
    """What the second signature does."""
    flag = Flag.objects.select_related("mission").get(pk=decision.payload["flag"])
    if flag.mission.led_by == by.staff:
        raise Refused(_("Who leads the mission does not sign this."))
    if FlagCleared.objects.filter(flag=flag).exists():
        raise Refused(_("Two have cleared this already."))
    return FlagCleared.objects.create(flag=flag, decision=decision.pk, by=by.staff)
