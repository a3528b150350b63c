"""Missions of the exercise: one on the way with three people, one that is planned, one that is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from vegerin.engines.history import dates
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.missions import actions as missions
from vegerin.missions.models import Attempt, Mission, RiskAnswer
from vegerin.register import actions as register
from vegerin.register.models import Person
from vegerin.register.values import Claim, Link

ReaderOf = Callable[[Role], Reader]
DUE_IN = timedelta(hours=5)
SIZES = (3, 2, 2)  # on the way, planned, over
WORDS = (
    ("Ez wê nas dikim. Heta vê zivistanê li wir bû.", "fellow captive"),
    ("Min dengê wê bihîst. Navê diya xwe got.", "brother"),
)


def enter_missions(reader: ReaderOf, *, people: Sequence[Person], today: date) -> None:
    """Through the room's own actions, with people nobody had heard of for long."""
    chosen = list(people[: sum(SIZES)])
    for person in chosen:
        confirm(reader, person, today=today)
    first, second = SIZES[0], SIZES[0] + SIZES[1]
    on_the_way(reader, chosen[:first])
    waiting(reader, chosen[first:second])
    completed(reader, chosen[second:])
    around(reader, chosen[0], today=today)
    could_come(reader, people[sum(SIZES) : sum(SIZES) + 2], today=today)


def confirm(
    reader: ReaderOf, person: Person, *, lines: Sequence[tuple[str, str]] = WORDS, today: date
) -> None:
    """Two who do not know of each other saw her; two of us hold her to be alive."""
    verifier, lately = reader(Role.VERIFIER), dates.on(today - timedelta(days=12))
    for words, teller in lines:
        told(verifier, words, teller, Claim(person, "seen", lately))
    told(verifier, "The family question was answered rightly.", "verifier",
         Claim(person, "alive_confirmed", dates.on(today - timedelta(days=2))))  # fmt: skip
    waiting = Decision.objects.filter(about=f"person:{person.pk}", signature=None)
    for decision in waiting.filter(kind__startswith="register.countersign"):
        decisions.approve(decision=decision, by=reader(Role.HEAD))


def told(by: Reader, words: str, teller: str, claim: Claim) -> None:
    """One report with one claim."""
    register.record_report(
        channel="visit", told_at=timezone.now() - timedelta(hours=20), words=words, language="kmr",
        source_grade="B", content_grade="plausible", chain=[Link("told", teller), Link("wrote", "clerk")],
        claims=[claim], by=by,
    )  # fmt: skip


def opened(reader: ReaderOf, code: str, people: Sequence[Person]) -> Mission:
    """A mission with its group."""
    planner, lead = reader(Role.PLANNER), reader(Role.FIELD_LEAD)
    mission = missions.open_mission(lead=lead.staff, region=None, code=code, by=planner)
    missions.choose(mission=mission, persons=list(people), by=planner)
    for phase in ("contact", "verify", "approve"):
        missions.enter_phase(attempt=mission.attempts.get(), phase=phase, by=planner)
    return mission


def approved(reader: ReaderOf, mission: Mission) -> Attempt:
    """The risk sheet answered, two signatures."""
    planner, attempt = reader(Role.PLANNER), mission.attempts.get()
    for question in RiskAnswer.Question.values:
        missions.answer_risk(attempt=attempt, question=question, answer="settled", by=planner)
    decision = missions.propose_go(
        attempt=attempt, why="Two lines that do not know of each other say the same.", by=planner
    )
    decisions.approve(decision=decision, by=reader(Role.HEAD))
    return attempt


def on_the_way(reader: ReaderOf, people: Sequence[Person]) -> None:
    """Left, paused once because somebody was hurt, holding now."""
    planner, lead = reader(Role.PLANNER), reader(Role.FIELD_LEAD)
    mission = opened(reader, "K27R", people)
    attempt = approved(reader, mission)
    due = (timezone.now() + DUE_IN).replace(second=0, microsecond=0)
    missions.take_step(attempt=attempt, to="under_way", due=due - timedelta(hours=4), by=planner)
    missions.enter_phase(attempt=attempt, phase="pick_up", by=lead)
    missions.take_step(
        attempt=attempt, to="paused_medical", condition="A doctor has seen the hand, by telephone.",
        due=due - timedelta(hours=2), by=lead,
    )  # fmt: skip
    missions.sign_condition(condition=attempt.conditions.get(), by=planner)
    missions.take_step(attempt=attempt, to="under_way", due=due - timedelta(hours=1), by=planner)
    missions.enter_phase(attempt=attempt, phase="transit", by=lead)
    missions.take_step(attempt=attempt, to="holding", reason="weather", due=due, by=lead)
    missions.add_note(mission=mission, kind="plan", words="They wait until the rain is over.", by=planner)


def waiting(reader: ReaderOf, people: Sequence[Person]) -> None:
    """Planned: what is missing stands on its page."""
    opened(reader, "B63M", people)


def completed(reader: ReaderOf, people: Sequence[Person]) -> None:
    """Everybody received, ticked by two, the kin told; closed."""
    planner, reception = reader(Role.PLANNER), reader(Role.RECEPTION_MANAGER)
    mission = opened(reader, "T15L", people)
    attempt = approved(reader, mission)
    soon = timezone.now() + timedelta(hours=2)
    missions.take_step(attempt=attempt, to="under_way", due=soon, by=planner)
    for phase in ("pick_up", "transit", "crossing", "hand_over", "reception"):
        missions.enter_phase(attempt=attempt, phase=phase, by=planner)
    for person in people:
        line = missions.tick(attempt=attempt, person=person, outcome="received", age="grown", by=reception)
        missions.tick_second(line=line, by=planner)
        missions.tell_kin(line=line, how="told", by=reception)
        claim = missions.claim_return(line=line, body="office", by=reception)
        missions.verify_claim(claim=claim, by=planner)
    missions.claim_return(line=line, body="partner", name="A partner (exercise)", by=planner)
    for kind, words in (("hazard", "Mines beside the old wall."), ("others_seen", "Two more, in one house.")):
        note = missions.add_note(mission=mission, kind=kind, words=f"{words} (exercise)", by=planner)
        missions.move_note(note=note, by=planner)
    missions.take_step(attempt=attempt, to="completed", by=planner)
    missions.close_mission(mission=mission, by=planner)


def could_come(reader: ReaderOf, people: Sequence[Person], *, today: date) -> None:
    """Confirmed alive and in no mission: one came into a plan by mistake; of one we have one line alone."""
    planner, mission = reader(Role.PLANNER), Mission.objects.get(code="B63M")
    for person, lines in zip(people, (WORDS, ()), strict=True):
        confirm(reader, person, lines=lines, today=today)
    missions.choose(mission=mission, persons=[people[0]], by=planner)
    missions.take_out(
        mission=mission, person=people[0], why="Another of this name was meant (exercise).", by=planner
    )


def around(reader: ReaderOf, person: Person, *, today: date) -> None:
    """A helper with kin, and a question to somebody who may know."""
    planner = reader(Role.PLANNER)
    helper = missions.add_helper(
        code_name="Juniper", kin="A sister (exercise). Two of us go to her, in person.", by=planner
    )
    missions.day_of_helper(helper=helper, what="rested", on=today - timedelta(days=3), by=planner)
    missions.ask_who_may_know(
        person=person, authority="Court of a province (exercise)",
        words="Whether anybody held there knows who was in the school in the winter of 2016.",
        deadline=today + timedelta(days=20), by=planner,
    )  # fmt: skip
