"""All that is written about shifts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import clock, office, trail
from vegerin.guard.models import Staff, TrailEntry
from vegerin.guard.reader import Reader, seal_to
from vegerin.guard.refusals import Refused
from vegerin.shifts import queries
from vegerin.shifts.models import (
    HandOver,
    HandOverNote,
    HandOverSignature,
    Outing,
    StandIn,
    Turn,
    TurnDropped,
)
from vegerin.shifts.rules import Act, check_may, may

MARGIN_MINUTES = 10


def plan_turn(*, staff: Staff, part: str, starts_at: datetime, ends_at: datetime, by: Reader) -> Turn:
    """Put somebody on the rota."""
    check_may(by, Act.PLAN)
    if not staff.is_active:
        raise Refused(_("{name} has left the office."), name=staff.working_name)
    with transaction.atomic():
        turn = Turn.objects.create(
            staff=staff, part=Turn.Part(part), starts_at=starts_at, ends_at=ends_at, by=by.staff
        )
        trail.record("shift.turn", by=by, about=str(staff.pk), detail={"turn": str(turn.pk)})
    return turn


def drop_turn(*, turn: Turn, why: str, by: Reader) -> TurnDropped:
    """She cannot come: she says so herself, or whoever plans."""
    if turn.staff_id != by.staff.pk:
        check_may(by, Act.PLAN)
    if TurnDropped.objects.filter(turn=turn).exists():
        raise Refused(_("This turn is free already."))
    with transaction.atomic():
        dropped = TurnDropped.objects.create(turn=turn, why=TurnDropped.Why(why), by=by.staff)
        trail.record("shift.dropped", by=by, about=str(turn.staff_id), detail={"turn": str(turn.pk)})
    return dropped


def take_turn(*, turn: Turn, staff: Staff, by: Reader) -> Turn:
    """Somebody takes the hours of a turn that is free."""
    if not TurnDropped.objects.filter(turn=turn).exists():
        raise Refused(_("This turn is not free."))
    return plan_turn(staff=staff, part=turn.part, starts_at=turn.starts_at, ends_at=turn.ends_at, by=by)


def name_stand_in(*, absent: Staff, stands_in: Staff | None, by: Reader) -> StandIn:
    """Who stands in for whom from now on."""
    check_may(by, Act.PLAN)
    if stands_in == absent:
        raise Refused(_("The stand-in must be somebody else; name a colleague."))
    with transaction.atomic():
        row = StandIn.objects.create(absent=absent, stands_in=stands_in, by=by.staff)
        trail.record("shift.stand_in", by=by, about=str(absent.pk))
    return row


def hand_over(*, to: Staff, note: str = "", by: Reader) -> HandOver:
    """The first signature: what her shift leaves behind, as ids; the note is sealed to the two of them."""
    check_may(by, Act.HAND_OVER)
    if to == by.staff:
        raise Refused(_("A shift is handed to somebody else; two sign it."))
    if to not in queries.colleagues(by):
        raise Refused(_("{name} does not share the shift's work."), name=to.working_name)
    lines = [
        {"about": item.about, "rank": item.rank.name, "at": item.at.isoformat() if item.at else ""}
        for item in queries.lines_now(by)
        if item.about
    ]
    with transaction.atomic():
        made = HandOver.objects.create(to=to, lines=lines, by=by.staff)
        for reads in (to, by.staff) if note.strip() else ():
            sealed = seal_to(bytes(reads.public_key), note.strip().encode())
            HandOverNote.objects.create(hand_over=made, reads=reads, sealed=sealed, by=by.staff)
        trail.record("shift.handed_over", by=by, about=str(made.pk), detail={"lines": len(lines)})
    return made


def sign_hand_over(*, hand_over: HandOver, by: Reader) -> HandOverSignature:
    """The second signature: she has read it, and the shift is hers."""
    if hand_over.to_id != by.staff.pk:
        raise Refused(_("Whoever takes the shift signs; it was handed to somebody else."))
    if HandOverSignature.objects.filter(hand_over=hand_over).exists():
        raise Refused(_("This page is signed by both already."))
    with transaction.atomic():
        signature = HandOverSignature.objects.create(hand_over=hand_over, by=by.staff)
        trail.record("shift.taken_over", by=by, about=str(hand_over.pk))
    return signature


def go_out(*, back_in: timedelta, by: Reader) -> tuple[Outing, str]:
    """She goes out alone: a code and a word are drawn, and her silence will alarm (R39).

    No place is written down: she tells a colleague where she goes.
    """
    check_may(by, Act.GO_OUT)
    folder = office.folder_from_environment()
    if any(out.outing.by == by.staff for out in queries.out_alone(by)):
        raise Refused(_("You are out already; say that you are well there."))
    word = clock.draw_word()
    code = clock.draw_code("OUT", taken=Outing.objects.values_list("code", flat=True))
    with transaction.atomic():
        outing = Outing.objects.create(code=code, by=by.staff)
        trail.record("outing.begun", by=by, about=code)
    clock.expect(
        folder,
        code=code,
        due=timezone.now() + back_in,
        margin_minutes=MARGIN_MINUTES,
        duty_code=_drawn_duty_code(),
        check_word=word,
    )
    return outing, word


_NO_DIGIT_FIRST = str.maketrans("2346789", "ABCDEFG")
HEARD = "outing.heard"
LONGEST_OUT = timedelta(hours=24)


def _drawn_duty_code() -> str:
    return clock.draw_word(4).translate(_NO_DIGIT_FIRST)


def enter_outings_again() -> int:
    """On a clock that was lost: whoever went out in the last day and is not known to be back sounds now.

    Her time, her word and her duty code stood on the clock alone; the board printed next has new duty codes.
    """
    folder = office.folder_from_environment()
    known = {row.code for row in clock.expected(folder)}
    back = TrailEntry.objects.filter(kind=HEARD, detail__back=True).values("about")
    begun = Outing.objects.filter(recorded_at__gte=timezone.now() - LONGEST_OUT)
    out = [one for one in begun.exclude(code__in=back) if one.code not in known]
    for one in out:
        clock.expect(
            folder, code=one.code, due=timezone.now(), margin_minutes=0, duty_code=_drawn_duty_code()
        )
    return len(out)


def say_well(*, outing: Outing, again: timedelta | None, by: Reader) -> None:
    """She is heard from: back, or the next time."""
    if outing.by_id != by.staff.pk and not may(by, Act.PLAN):
        raise Refused(_("Whoever is out says it, or the duty officer enters it."))
    clock.heard_from(office.folder_from_environment(), code=outing.code, again=again)
    trail.record(HEARD, by=by, about=outing.code, detail={"back": again is None})
