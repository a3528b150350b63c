"""All that is read of missions: each takes the reader; a mission that is not hers does not exist."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone

from vegerin.guard import sealing
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.missions import rules
from vegerin.missions.manifest import Manifest
from vegerin.missions.models import (
    HARD_STOP,
    Attempt,
    CheckIn,
    Condition,
    FieldPass,
    HelperOut,
    Line,
    Mission,
    MissionPassedOn,
    Note,
    RiskAnswer,
    Step,
    TakenOut,
)
from vegerin.missions.stages import ENDED, FOLLOWS, OPEN, Outcome, Phase, Stage
from vegerin.register.models import Person

Part = MissionPassedOn.Part
ON_A_BOARD = (
    "memberships__person", "attempts__steps", "attempts__phases", "attempts__check_ins__heard",
    "attempts__risks", "attempts__conditions__met", "attempts__lines__ticked", "attempts__lines__followed",
    "flags__cleared", "notes__moved", "notes__rule_read", "helpers_out",
)  # fmt: skip


def missions_for(reader: Reader) -> QuerySet[Mission]:
    """Those this reader plans or leads; all for the head; those on the way for duty and reception."""
    missions = Mission.objects.select_related("planner", "lead", "region", "closed")
    missions = missions.prefetch_related("passed_on__to")
    if reader.has(*rules.EVERY_MISSION):
        return missions
    hers = Q()
    if reader.has(Role.PLANNER):
        hers |= kept_by(reader.staff, Part.PLAN)
    if reader.has(Role.FIELD_LEAD):
        hers |= kept_by(reader.staff, Part.LEAD)
    if reader.has(Role.DUTY_OFFICER, Role.RECEPTION_MANAGER):
        hers |= Q(pk__in=[one.mission_id for one in attempts_out()])
    return missions.filter(hers) if hers else missions.none()


def boards_for(reader: Reader) -> list[Mission]:
    """The same with all that a board or a desk shows of each, in as few questions for many as for one."""
    return list(missions_for(reader).prefetch_related(*ON_A_BOARD))


def kept_by(staff: Staff, part: Part) -> Q:
    """Missions that are hers to plan or to lead now: named so, or taken over, and not passed on since."""
    rows = MissionPassedOn.objects.filter(mission=OuterRef("pk"), part=part)
    latest = rows.order_by("-recorded_at", "-id").values("to")[:1]
    named = {"planner" if part is Part.PLAN else "lead": staff}
    taken = MissionPassedOn.objects.filter(part=part, to=staff).values("mission")
    last = Mission.objects.filter(pk__in=taken).annotate(now=Subquery(latest)).filter(now=staff.pk)
    return (Q(**named) & ~Exists(rows)) | Q(pk__in=last.values("pk"))


def mission_for(reader: Reader, code: str) -> Mission | None:
    """One mission by its code."""
    return missions_for(reader).filter(code=code.upper()).first()


def code_on_paper(reader: Reader, mission_id: str) -> str:
    """Which mission a sheet of paper is about, for who may enter this room; nothing for others (R36)."""
    if not reader.has(*rules.WHO_ENTERS):
        return ""
    return Mission.objects.values_list("code", flat=True).get(pk=mission_id)


def attempts_out() -> list[Attempt]:
    """Every attempt that is under way, holding or paused, whoever may see it: for alarms and desks."""
    attempts = Attempt.objects.select_related("mission").prefetch_related("steps", "check_ins__heard")
    return [one for one in attempts if stage_of(one) in OPEN]


def stage_of(attempt: Attempt) -> Stage:
    """Where it stands: its last step."""
    steps = list(attempt.steps.all())
    return Stage(steps[-1].stage) if steps else Stage.PLANNED


def moves_of(attempt: Attempt) -> list[Step | CheckIn]:
    """Its steps and the times that were set, in the order in which they came."""
    rows: list[Step | CheckIn] = [*attempt.steps.select_related("by")]
    return sorted([*rows, *attempt.check_ins.select_related("by")], key=lambda row: row.recorded_at)


def next_number(attempt: Attempt) -> int:
    """The number its next step takes."""
    last = Attempt.objects.get(pk=attempt.pk).steps.order_by("number").last()
    return last.number + 1 if last else 1


def phase_of(attempt: Attempt) -> Phase:
    """What is being done: the last phase entered."""
    phases = list(attempt.phases.all())
    return Phase(phases[-1].phase) if phases else Phase.LOCATE


def last_attempt(mission: Mission) -> Attempt:
    """The attempt that is planned or on the way, or the last that was."""
    attempts = list(mission.attempts.all())
    if not attempts:
        raise LookupError(f"Mission {mission.code} has no attempt.")
    return attempts[-1]


def group_of(mission: Mission) -> list[Person]:
    """Who goes: for each person the latest row counts."""
    goes: dict[object, tuple[bool, Person]] = {}
    for row in rows_of(mission, "memberships", "person"):
        goes[row.person_id] = (row.goes, row.person)
    return [person for going, person in goes.values() if going]


def taken_out_of(mission: Mission) -> list[TakenOut]:
    """Who came into the plan by mistake, and was taken out before anybody approved it."""
    rows = TakenOut.objects.filter(membership__mission=mission).order_by("recorded_at", "id")
    return list(rows.select_related("membership__person", "by"))


def rows_of(owner: Mission | Attempt, name: str, *beside: str) -> list[Any]:
    """Rows as they were read for a board; asked anew with what stands beside them where they were not."""
    rows = getattr(owner, name)
    read = name in getattr(owner, "_prefetched_objects_cache", {})
    return list(rows.all() if read else rows.select_related(*beside))


def mark_of(group: list[Person]) -> str:
    """What tells one group from another; an approval is for one group."""
    return hashlib.sha256("\n".join(sorted(str(one.pk) for one in group)).encode()).hexdigest()


def approval_stands(attempt: Attempt) -> bool:
    """Whether the last approval was for the group as it is now."""
    approved = attempt.steps.filter(stage=Stage.APPROVED).order_by("number").last()
    return approved is not None and approved.group == mark_of(group_of(attempt.mission))


def open_check_in(attempt: Attempt) -> CheckIn | None:
    """The time by which they must be heard from."""
    silent = [one for one in rows_of(attempt, "check_ins", "heard") if not hasattr(one, "heard")]
    return silent[-1] if silent else None


def answers_of(attempt: Attempt) -> dict[str, RiskAnswer]:
    """The latest answer to each question of the risk sheet."""
    return {row.question: row for row in attempt.risks.all()}


def conditions_open(attempt: Attempt) -> list[Condition]:
    """What has to be fulfilled before the pause ends."""
    return [one for one in rows_of(attempt, "conditions", "met") if not hasattr(one, "met")]


def words_of(reader: Reader, row: Note | RiskAnswer | Condition | HelperOut) -> str:
    """The sealed words; empty where they faded or are not hers to read."""
    try:
        opened = sealing.unseal(
            bytes(row.words), reader=reader, table=row._meta.db_table, column="words", row=row.pk
        )
    except (sealing.NotYours, sealing.Destroyed):
        return ""
    return opened.decode()


def expires(note: Note) -> datetime:
    """When a note fades: as extended by name, and never past the hard stop."""
    until = max([note.expires_at, *(one.until for one in note.extensions.all())])
    stop = hard_stop(note.mission)
    return min(until, stop) if stop else until


def hard_stop(mission: Mission) -> datetime | None:
    """Thirty days after it was closed, or after its last attempt ended: no extension passes it."""
    closed = getattr(mission, "closed", None)
    if closed:
        return until_stop(closed.recorded_at)
    last = last_attempt(mission).steps.last()
    return until_stop(last.recorded_at) if last is not None and last.stage in ENDED else None


def until_stop(end: datetime) -> datetime:
    """Thirty days after an end."""
    return end + HARD_STOP


def is_out(mission: Mission) -> bool:
    """Whether its last attempt is on the way."""
    return stage_of(last_attempt(mission)) in OPEN


def still_to_move(mission: Mission) -> list[Note]:
    """Notes whose words must survive and still lie with the mission only."""
    notes = rows_of(mission, "notes", "moved", "rule_read")
    return [note for note in notes if note.must_survive and not hasattr(note, "moved")]


def asks_for_rule(mission: Mission) -> bool:
    """Whether a note speaks of money and the head has not read the rule (D9)."""
    notes = rows_of(mission, "notes", "moved", "rule_read")
    return any(note.asks_for_rule and not hasattr(note, "rule_read") for note in notes)


def manifest_of(attempt: Attempt) -> Manifest:
    """The manifest of an attempt; facts of the way and lines are both on it."""
    lines = list(
        attempt.lines.select_related("person", "by", "ticked__by", "verified__claim", "kin_told")
        .prefetch_related("claims")
    )  # fmt: skip
    return Manifest(group_of(attempt.mission), lines)


def proposed(missions: Iterable[Mission]) -> dict[UUID, datetime]:
    """Of each attempt whose go waits for a second signature, for the group as it is now: since when."""
    about = {f"mission:{one.pk}": one for one in missions}
    rows = Decision.objects.filter(kind="mission.go", about__in=list(about), signature=None)
    return {
        UUID(row.payload["attempt"]): row.proposed_at
        for row in rows.order_by("-proposed_at")
        if row.payload["group"] == mark_of(group_of(about[row.about]))
    }


def is_over(attempt: Attempt) -> bool:
    """Whether nothing more happens in it."""
    return stage_of(attempt) in ENDED


def pass_for(secret_hash: str) -> FieldPass | None:
    """What a field phone may show; nothing once it expired, was revoked, or its attempt has ended."""
    rows = FieldPass.objects.select_related("attempt__mission__closed", "revoked")
    found = rows.filter(secret_hash=secret_hash).first()
    return found if found is not None and pass_stands(found) else None


def pass_stands(field_pass: FieldPass) -> bool:
    """Whether it still shows anything: as long as people may walk by it, and not an hour longer.

    How many went, and when they were awaited, is what a pursuer wants of a lost phone (D16); once nobody is
    awaited it helps nobody of ours. It follows from the last step, so no clock has to end it (D14).
    """
    attempt = field_pass.attempt
    return field_pass.is_open and not is_over(attempt) and not hasattr(attempt.mission, "closed")


def lost_or_dead(attempt: Attempt) -> list[Line]:
    """Lines after which a family is owed a visit."""
    return [line for line in attempt.lines.all() if line.outcome in (Outcome.DIED, Outcome.LOST)]


def overdue(now: datetime | None = None) -> list[CheckIn]:
    """Times that have passed without a word."""
    now = now or timezone.now()
    found = [open_check_in(attempt) for attempt in attempts_out()]
    return [one for one in found if one is not None and one.due < now]


def sees_names(reader: Reader) -> bool:
    """Field lead and duty officer see codes; names stay with planner, head and reception."""
    return reader.has(Role.PLANNER, Role.HEAD, Role.DEPUTY, Role.RECEPTION_MANAGER)


def sees_plan(reader: Reader, mission: Mission) -> bool:
    """Whether group, risks and notes are hers: its planner's, its lead's, the head's."""
    plans = reader.has(Role.PLANNER) and reader.staff == mission.planned_by
    leads = reader.has(Role.FIELD_LEAD) and reader.staff == mission.led_by
    return reader.has(*rules.EVERY_MISSION) or plans or leads


def others_with(mission: Mission, person: Person) -> list[Mission]:
    """Other missions that are not closed and have the same person in their group."""
    rows = Mission.objects.filter(memberships__person=person, closed=None).exclude(pk=mission.pk).distinct()
    return [one for one in rows if person in group_of(one)]


def follow_ups(attempt: Attempt) -> list[tuple[Line, str]]:
    """What still has to follow: each line with both ticks, and what its outcome asks for."""
    prefetch_related_objects([attempt], "lines__ticked", "lines__followed")
    return [
        (line, what)
        for line in attempt.lines.all()
        if hasattr(line, "ticked")
        for what in FOLLOWS[Outcome(line.outcome)]
        if what not in {done.what for done in line.followed.all()}
    ]


def due_of(attempt: Attempt, clocks: dict[str, datetime] | None = None) -> datetime | None:
    """By when they must be heard from: what the record says, or later what duty set on the clock."""
    row = open_check_in(attempt)
    if row is None:
        return None
    told = (clocks or {}).get(f"{attempt.mission.code}-{attempt.number}")
    return max(row.due, told) if told else row.due
