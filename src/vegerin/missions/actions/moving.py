"""Steps, phases, times: each logged with who and when. Silence is never longer without a new time (R49)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import clock, office, trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import around, queries, rules
from vegerin.missions.actions.once import done_once
from vegerin.missions.models import (
    NOTE_LIVES,
    Attempt,
    CheckIn,
    Condition,
    ConditionMet,
    Heard,
    Mission,
    MissionClosed,
    PhaseStep,
    Step,
)
from vegerin.missions.rules import Act
from vegerin.missions.stages import OPEN, Phase, Reason, Stage, move
from vegerin.register.sealed import sealed

MARGIN = 30
LONGEST = timedelta(hours=48)  # nobody is out of touch longer without somebody setting a new time


def take_step(
    *,
    attempt: Attempt,
    to: str,
    reason: str = "",
    due: datetime | None = None,
    margin_minutes: int = MARGIN,
    condition: str = "",
    by: Reader,
) -> Step:
    """The next step of an attempt; what the table asks for has to come with it."""
    rules.check_may(by, Act.MOVE)
    check_open(attempt.mission)
    number = queries.next_number(attempt)  # before the stage is looked at: one number, one step
    stage, here = Stage(to), queries.stage_of(attempt)
    asks = move(here, stage)
    if asks is None or asks.by_two:
        raise Refused(_("From {here} there is no such step."), here=str(here.label))
    if asks.reason and not reason:
        raise Refused(_("Say why, from the list."))
    if asks.next_time and due is None:
        raise Refused(_("Set the time by which they must be heard from."))
    check_step(attempt, here, stage, condition)
    with transaction.atomic():
        step = write_step(attempt, stage, reason=reason, number=number, by=by)
        if stage is Stage.PAUSED_MEDICAL and condition.strip():
            write_condition(attempt, condition, review_at=due or timezone.now(), by=by)
        if due is not None:
            set_time(attempt, due, margin_minutes, by=by)
        elif stage not in OPEN:
            forget_time(attempt)
    return step


def check_open(mission: Mission) -> None:
    """A closed mission stays as it is; read anew, since a second tab may have closed it."""
    if MissionClosed.objects.filter(mission=mission).exists():
        raise Refused(_("This mission is closed."))


def check_step(attempt: Attempt, here: Stage, to: Stage, condition: str) -> None:
    """What the table cannot know."""
    if to is Stage.UNDER_WAY and here is Stage.APPROVED and not queries.approval_stands(attempt):
        raise Refused(_("The group has changed since it was approved. It has to be approved again."))
    if to is Stage.UNDER_WAY and here is Stage.APPROVED:
        check_nothing_stops(attempt)
    if to is Stage.PAUSED_MEDICAL and here is not Stage.PAUSED_MEDICAL and not condition.strip():
        raise Refused(_("Write down what has to be fulfilled before they go on."))
    goes_on = here is Stage.PAUSED_MEDICAL and to in (Stage.UNDER_WAY, Stage.HOLDING)
    if goes_on and queries.conditions_open(attempt):
        raise Refused(_("A condition for going on is not signed."))
    if to is Stage.COMPLETED and not queries.manifest_of(attempt).is_complete:
        raise Refused(
            _("The manifest is not complete: everybody needs an outcome, and every line two ticks.")
        )


def check_nothing_stops(attempt: Attempt) -> None:
    """What came up since two signed stops the start as well, whoever takes the step."""
    if around.stops(attempt.mission):
        raise Refused(
            _("Something came up since this was approved. Planner and head see what, and what lifts it.")
        )


def write_step(
    attempt: Attempt,
    stage: Stage,
    *,
    reason: str = "",
    group: str = "",
    decision: UUID | None = None,
    number: int | None = None,
    by: Reader,
) -> Step:
    """The row; of two who make the same step at once only one does."""
    try:
        with transaction.atomic():
            step = Step.objects.create(
                attempt=attempt,
                number=number or queries.next_number(attempt),
                stage=stage,
                reason=Reason(reason) if reason else "",
                group=group,
                decision=decision,
                by=by.staff,
            )
    except IntegrityError:
        raise Refused(_("Somebody else has just moved this on. Look again.")) from None
    trail.record("mission.step", by=by, about=f"mission:{attempt.mission_id}", detail={"stage": stage.value})
    return step


def enter_phase(*, attempt: Attempt, phase: str, reason: str = "", by: Reader) -> PhaseStep:
    """What is being done now: the next in order, or a step back with its reason (R48)."""
    rules.check_may(by, Act.MOVE)
    check_open(attempt.mission)
    number = attempt.phases.count() + 1  # counted before it is checked, so that a race has one winner
    order, here, to = list(Phase), queries.phase_of(attempt), Phase(phase)
    ahead = order.index(to) - order.index(here)
    if ahead > 1 or ahead == 0:
        raise Refused(_("After {here} comes {next}."), here=str(here.label), next=_next(order, here))
    if ahead < 0 and not reason:
        raise Refused(_("Say why, from the list."))
    if order.index(to) >= order.index(Phase.PICK_UP) and queries.stage_of(attempt) not in OPEN:
        raise Refused(_("Nobody is picked up before the mission is under way."))
    with done_once():
        row = PhaseStep.objects.create(attempt=attempt, number=number, phase=to, reason=reason, by=by.staff)
        trail.record(
            "mission.phase", by=by, about=f"mission:{attempt.mission_id}", detail={"phase": to.value}
        )
    return row


def _next(order: list[Phase], here: Phase) -> str:
    place = order.index(here) + 1
    return str(order[place].label) if place < len(order) else str(here.label)


def heard_from(*, attempt: Attempt, next_due: datetime, margin_minutes: int = MARGIN, by: Reader) -> CheckIn:
    """They were heard from, and the next time is set: while they are out there is always one."""
    rules.check_may(by, Act.MOVE)
    if queries.stage_of(attempt) not in OPEN:
        raise Refused(_("They are not on the way."))
    return set_time(attempt, next_due, margin_minutes, by=by)


def set_time(attempt: Attempt, due: datetime, margin_minutes: int, *, by: Reader) -> CheckIn:
    """A new time, which is also a word that they were heard from; the clock store alarms without any key."""
    now = timezone.now()
    if not now < due <= now + LONGEST:
        raise Refused(_("Set a time within the next 48 hours."))
    with transaction.atomic():
        open_now = queries.open_check_in(attempt)
        if open_now is not None:
            Heard.objects.create(check_in=open_now, by=by.staff)
        row = CheckIn.objects.create(attempt=attempt, due=due, margin_minutes=margin_minutes, by=by.staff)
        trail.record("mission.time", by=by, about=f"mission:{attempt.mission_id}")
        # Inside the transaction: should it fail, an alarm too many is better than one too few.
        clock.expect(
            office.folder_from_environment(),
            code=clock_code(attempt),
            due=due,
            margin_minutes=margin_minutes,
            duty_code=attempt.mission.duty_code,
        )
    return row


def keep_clock_right() -> int:
    """Enter again whoever is out and stands not on the clock: a folder brought back, a file lost."""
    folder = office.folder_from_environment()
    known = {row.code for row in clock.expected(folder)}
    missing = [
        (one, row)
        for one in queries.attempts_out()
        if clock_code(one) not in known and (row := queries.open_check_in(one)) is not None
    ]
    for attempt, row in missing:
        clock.expect(
            folder, code=clock_code(attempt), due=row.due, margin_minutes=row.margin_minutes,
            duty_code=attempt.mission.duty_code,
        )  # fmt: skip
    return len(missing)


def forget_time(attempt: Attempt) -> None:
    """The attempt has ended: its code leaves the clock store once that is on disk."""
    folder, code = office.folder_from_environment(), clock_code(attempt)
    transaction.on_commit(lambda: clock.heard_from(folder, code=code))


def clock_code(attempt: Attempt) -> str:
    """What the duty screen shows."""
    return f"{attempt.mission.code}-{attempt.number}"


def write_condition(attempt: Attempt, words: str, *, review_at: datetime, by: Reader) -> Condition:
    """What must be fulfilled before the pause ends, sealed."""
    row = Condition(attempt=attempt, expires_at=timezone.now() + NOTE_LIVES, review_at=review_at, by=by.staff)
    row.words = sealed(row, "words", words.strip(), by=by, compartment=attempt.mission.compartment)
    row.save()
    return row


def sign_condition(*, condition: Condition, by: Reader) -> ConditionMet:
    """Somebody else than who set it signs that it is fulfilled."""
    rules.check_may(by, Act.MOVE)
    if condition.by_id == by.staff.pk:
        raise Refused(_("Somebody else than who set the condition signs that it is fulfilled."))
    with done_once():
        row = ConditionMet.objects.create(condition=condition, by=by.staff)
        trail.record("mission.condition_met", by=by, about=f"mission:{condition.attempt.mission_id}")
    return row
