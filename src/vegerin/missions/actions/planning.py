"""Opening a mission, choosing the group, the risk sheet, sealed notes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import actions as guard
from vegerin.guard import clock, decisions, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused, sentence_of
from vegerin.guard.roles import Role
from vegerin.missions import queries, rules
from vegerin.missions.actions.once import done_once
from vegerin.missions.actions.speaking import speak_where_two_plan
from vegerin.missions.models import (
    NOTE_LIVES,
    Attempt,
    Membership,
    Mission,
    MissionClosed,
    Note,
    RiskAnswer,
    RuleRead,
    Step,
    TakenOut,
)
from vegerin.missions.payment import speaks_of_payment
from vegerin.missions.rules import Act
from vegerin.missions.stages import ENDED, OPEN, Reason, Stage
from vegerin.register.models import Person, Place
from vegerin.register.queries import kin_of_each
from vegerin.register.sealed import sealed

LEAVE = "mission.leave"
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def open_mission(*, lead: Staff, region: Place | None, code: str = "", by: Reader) -> Mission:
    """A mission with its first attempt; planner, lead and approvers hold its key. Its code is drawn."""
    rules.check_may(by, Act.PLAN)
    if lead.pk == by.staff.pk:
        raise Refused(_("Who plans does not lead. Name somebody else as field lead."))
    with transaction.atomic():
        mission = Mission.objects.create(
            code=code or new_code(),
            duty_code=f"D{clock.draw_word(4)}", planner=by.staff, lead=lead,
            region=region, by=by.staff,
        )  # fmt: skip
        Attempt.objects.create(mission=mission, number=1, by=by.staff)
        members = {one.pk: one for one in [by.staff, lead, *staff_with(Role.HEAD, Role.DEPUTY)]}
        guard.make_compartment(mission.compartment, members=members.values(), by=by)
        trail.record("mission.opened", by=by, about=f"mission:{mission.pk}")
    return mission


def new_code() -> str:
    """A code nobody bears yet, short enough to be said on a bad line."""
    while True:
        code = f"{secrets.choice(_LETTERS)}{secrets.randbelow(90) + 10}{secrets.choice(_LETTERS)}"
        if not Mission.objects.filter(code=code).exists():
            return code


def choose(*, mission: Mission, persons: list[Person], by: Reader) -> None:
    """Take people into the group; an approval that was for another group no longer stands (R42)."""
    rules.check_may(by, Act.PLAN)
    attempt = planned_attempt(mission)
    with transaction.atomic():
        here = {one.pk for one in queries.group_of(mission)}
        for person in persons:
            if person.pk not in here:
                Membership.objects.create(mission=mission, person=person, goes=True, by=by.staff)
                speak_where_two_plan(mission, person, by=by)
        void_approval(attempt, by=by)
        trail.record("mission.group", by=by, about=f"mission:{mission.pk}", detail={"n": len(persons)})


def take_out(*, mission: Mission, person: Person, why: str, by: Reader) -> TakenOut:
    """Take somebody out who came into a plan by mistake, as long as nobody has approved a group with her.

    Nobody is left behind by it: no wish, no event, no fact. Who signs the go sees it and why (R42).
    """
    rules.check_may(by, Act.PLAN)
    if not why.strip():
        raise Refused(_("Say why, in a sentence."))
    with done_once():
        # The trail has one writer at a time: what is checked after it stays so until this is written.
        trail.record("mission.taken_out", by=by, about=f"mission:{mission.pk}")
        sentence = why_not_taken_out(Mission.objects.get(pk=mission.pk), person, by)
        if sentence:
            raise Refused(sentence)
        row = Membership.objects.create(mission=mission, person=person, goes=False, by=by.staff)
        taken = TakenOut(membership=row, by=by.staff)
        taken.why = sealed(taken, "why", why.strip(), by=by, compartment=mission.compartment)
        taken.save()
    return taken


def why_not_taken_out(mission: Mission, person: Person, reader: Reader) -> str:
    """Why this is no mistake of a plan any more; empty where she may simply be taken out."""
    attempt = planned_attempt(mission)
    rows = [row for row in mission.memberships.all() if row.person_id == person.pk]
    if not rows or not rows[-1].goes:
        return _("This person is not in the group.")
    signed = Step.objects.filter(attempt__mission=mission, stage=Stage.APPROVED)
    if queries.stage_of(attempt) is Stage.APPROVED or signed.filter(recorded_at__gt=rows[-1].recorded_at):
        return _(
            "Two have approved a group with this person. Leaving somebody takes the group's wish and two."
        )
    group = {one.pk for one in queries.group_of(mission)}
    kin = kin_of_each(reader, [person]).get(person.pk, [])
    if any(one.person.pk in group for one in kin):
        return _(
            "A relative of hers or his is in the group as well. Parting them takes the group's wish and two."
        )
    return ""


def propose_leaving(*, mission: Mission, person: Person, wish: str, why: str, by: Reader) -> Decision:
    """Leaving anyone needs the group's own wish, a reason, and two (R42)."""
    if not rules.may(by, Act.PLAN) and not rules.may(by, Act.MOVE):
        raise Refused(str(rules.SENTENCES[Act.PLAN]))
    planned_attempt(mission)
    if not wish.strip():
        raise Refused(_("Write down what the group itself wishes, in its words."))
    if person not in queries.group_of(mission):
        raise Refused(_("This person is not in the group."))
    row = Membership(mission=mission, person=person, goes=False, by=by.staff)
    envelope = sealed(row, "wish", wish.strip(), by=by, compartment=mission.compartment)
    return decisions.propose(
        kind=LEAVE,
        about=f"mission:{mission.pk}",
        reason=why,
        payload={
            "mission": str(mission.pk),
            "person": str(person.pk),
            "row": str(row.pk),
            "wish": envelope.hex(),
        },
        by=by,
    )


def left_by_two(decision: Decision, by: Reader) -> Membership:
    """What the second signature does: she is planned to stay, and the approval has to be given again."""
    mission = Mission.objects.get(pk=decision.payload["mission"])
    if mission.led_by == by.staff:
        raise Refused(_("Who leads the mission does not sign this."))
    planned_attempt(mission)  # since it was proposed they may have left
    row = Membership.objects.create(
        pk=decision.payload["row"],
        mission=mission,
        person_id=decision.payload["person"],
        goes=False,
        wish=bytes.fromhex(decision.payload["wish"]),
        decision=decision.pk,
        by=by.staff,
    )
    void_approval(queries.last_attempt(mission), by=by)
    trail.record("mission.left", by=by, about=f"mission:{mission.pk}")
    return row


def void_approval(attempt: Attempt, *, by: Reader) -> None:
    """An approved attempt whose group changed is only planned again."""
    if queries.stage_of(attempt) is Stage.APPROVED:
        number = attempt.steps.count() + 1
        Step.objects.create(
            attempt=attempt, number=number, stage=Stage.PLANNED, reason=Reason.GROUP_CHANGED, by=by.staff
        )


def planned_attempt(mission: Mission) -> Attempt:
    """The attempt that can still be planned; on the way it is too late, and *what happened* is written."""
    if hasattr(mission, "closed"):
        raise Refused(_("This mission is closed."))
    attempt = queries.last_attempt(mission)
    if queries.stage_of(attempt) in OPEN:
        raise Refused(_("They are on the way. Write down what happened instead: it counts at once."))
    return attempt


def why_not_planned(mission: Mission) -> str:
    """Why its group stands as it is; empty where it can still be chosen."""
    return sentence_of(lambda: planned_attempt(mission))


def next_attempt(*, mission: Mission, by: Reader) -> Attempt:
    """Another try, after the last one ended; the group stays as it is."""
    rules.check_may(by, Act.PLAN)
    last = planned_attempt(mission)
    if queries.stage_of(last) not in ENDED:
        raise Refused(_("The attempt before has not ended."))
    with done_once():
        attempt = Attempt.objects.create(mission=mission, number=last.number + 1, by=by.staff)
        trail.record("mission.attempt", by=by, about=f"mission:{mission.pk}", detail={"n": attempt.number})
    return attempt


def answer_risk(*, attempt: Attempt, question: str, answer: str, words: str = "", by: Reader) -> RiskAnswer:
    """Answer one question of the risk sheet; the latest answer counts, its words are sealed and fade."""
    rules.check_may(by, Act.PLAN)
    if hasattr(attempt.mission, "closed"):
        raise Refused(_("This mission is closed."))
    with transaction.atomic():
        row = RiskAnswer(
            attempt=attempt,
            question=RiskAnswer.Question(question),
            answer=RiskAnswer.Answer(answer),
            expires_at=timezone.now() + NOTE_LIVES,
            by=by.staff,
        )
        if words.strip():
            row.words = sealed(row, "words", words.strip(), by=by, compartment=attempt.mission.compartment)
        row.save()
        trail.record("mission.risk", by=by, about=f"mission:{attempt.mission_id}", detail={"q": question})
    return row


def answer_sheet(*, attempt: Attempt, answers: Mapping[str, tuple[str, str]], by: Reader) -> None:
    """Several questions at once, each with its answer and words: all of them or none."""
    with transaction.atomic():
        for question, (answer, words) in answers.items():
            answer_risk(attempt=attempt, question=question, answer=answer, words=words, by=by)


def add_note(
    *,
    mission: Mission,
    kind: str,
    words: str,
    person: Person | None = None,
    expires_at: datetime | None = None,
    by: Reader,
) -> Note:
    """A sealed note that fades; a word of payment in it asks the head for one tick, stops nothing (D9)."""
    if not (rules.may(by, Act.PLAN) or rules.may(by, Act.TELL)):
        raise Refused(str(rules.SENTENCES[Act.TELL]))
    if not words.strip():
        raise Refused(_("There is nothing written."))
    if hasattr(mission, "faded"):
        raise Refused(_("The key of this mission is destroyed."))
    with transaction.atomic():
        note = Note(
            mission=mission,
            kind=Note.Kind(kind),
            person=person,
            expires_at=expires_at or timezone.now() + NOTE_LIVES,
            asks_for_rule=speaks_of_payment(words),
            by=by.staff,
        )
        note.words = sealed(note, "words", words.strip(), by=by, compartment=mission.compartment)
        note.save()
        trail.record("mission.note", by=by, about=f"mission:{mission.pk}", detail={"kind": kind})
    return note


def read_rule(*, note: Note, by: Reader) -> RuleRead:
    """The head has read the rule: no payment is planned or recorded here."""
    rules.check_may(by, Act.DECIDE)
    row, made = RuleRead.objects.get_or_create(note=note, defaults={"by": by.staff})
    if made:
        trail.record("mission.payment_rule_read", by=by, about=f"mission:{note.mission_id}")
    return row


def close_mission(*, mission: Mission, by: Reader) -> MissionClosed:
    """Nothing more is planned; its detail has thirty days from now. It is not opened again."""
    rules.check_may(by, Act.PLAN)
    with done_once():
        trail.record("mission.closed", by=by, about=f"mission:{mission.pk}")
        check_may_close(Mission.objects.get(pk=mission.pk))
        return MissionClosed.objects.create(mission=mission, by=by.staff)


def check_may_close(mission: Mission) -> None:
    """Refuse while they are on the way, or about to be."""
    if queries.stage_of(planned_attempt(mission)) is Stage.APPROVED:
        raise Refused(_("An approved attempt is broken off first, with its reason."))


def why_not_closed(mission: Mission) -> str:
    """The sentence beside the button; empty where it may be closed."""
    return sentence_of(lambda: check_may_close(mission))
