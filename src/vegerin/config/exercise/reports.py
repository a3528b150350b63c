"""What was told of the invented people, entered in the order of the telling."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from vegerin.config.exercise.frames import frame
from vegerin.config.exercise.office import Exercise, moment, recorded
from vegerin.config.exercise.plan import Plan, Saying, Told
from vegerin.engines.history import dates
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Event, Household, Report
from vegerin.register.models.base import played_at
from vegerin.register.values import Claim, Link, NewFile, NewPhone

COUNTERSIGN = ("register.countersign", "register.countersign_remains")
WHY = {
    "corroborated": "A second teller, who does not know the first, says the same.",
    "plausible": "Place and time fit what others told.",
    "doubted": "The place does not fit the month in which it was told.",
}
PROVENANCE = "Given by one who fled, out of a telephone; for the families to look at, for nothing else."


def enter_reports(exercise: Exercise, plan: Plan) -> None:
    """What was told, in the order in which it was told."""
    for number, told in enumerate(plan.in_order()):
        at = recorded(told.on, number)
        with played_at(at):
            report = register.record_report(by=writer(exercise, told), **columns_of(exercise, told))
        events = list(Event.objects.filter(report=report).order_by("recorded_at", "id"))
        by_claim = {(event.person_id, event.kind): event for event in events}
        with played_at(min(at + timedelta(days=1), timezone.now())):
            for saying in told.sayings:
                follow_up(exercise, saying, by_claim[exercise.people[saying.who].pk, saying.kind])
        if told.pictures:
            show_pictures(exercise, report, told)
        if told.next_call:
            agree_next_call(exercise, report, told)


def agree_next_call(exercise: Exercise, report: Report, told: Told) -> None:
    """The call that was agreed; one is overdue, so that a desk has something to look at."""
    who, days, hour = told.next_call or ("they_ring", 0, 0)
    at = timezone.make_aware(datetime.combine(exercise.today + timedelta(days=days), time(hour)))
    about, by = exercise.people[told.sayings[0].who], writer(exercise, told)
    register.promise_call(report=report, at=at, who=who, other=told.teller, person=about, by=by)


def columns_of(exercise: Exercise, told: Told) -> dict[str, Any]:
    """A planned report as the register's action takes it."""
    steps = [Link("saw", told.saw)] if told.saw else []
    steps += [Link("told", told.teller, language=told.language), Link("wrote", "clerk")]
    about = exercise.people[told.sayings[0].who]
    return {
        "channel": told.channel,
        "told_at": moment(told.on),
        "words": told.words,
        "language": told.language,
        "chain": steps,
        "verbatim_of": "told",
        "source_grade": told.grade,
        "content_grade": told.content,
        "gravity": told.gravity,
        "claims": [claim_of(exercise, saying) for saying in told.sayings],
        "phones": [NewPhone(told.number, from_captivity=told.from_captivity, person=about)]
        if told.number
        else [],
        "files": [picture(number) for number in range(1, told.pictures + 1)],
    }


def writer(exercise: Exercise, told: Told) -> Reader:
    """Who takes a report: the telephone rings at the clerk's, those who fled speak to a verifier."""
    roles = {"call": Role.CLERK, "message": Role.CLERK, "visit": Role.CLERK, "letter": Role.CLERK}
    return exercise.reader(roles.get(told.channel, Role.VERIFIER))


def claim_of(exercise: Exercise, saying: Saying) -> Claim:
    """One claim."""
    return Claim(
        exercise.people[saying.who],
        saying.kind,
        dates.parse(saying.happened),
        place=exercise.place(saying.place, of=saying.who),
        details=saying.details,
    )


def picture(number: int) -> NewFile:
    """An empty numbered frame in the place of a portrait."""
    return NewFile(
        frame(number), "picture", PROVENANCE, name=f"frame-{number:02}.png", in_adversary_hands=True
    )


def follow_up(exercise: Exercise, saying: Saying, event: Event) -> None:
    """The judgement of a claim, and the second signature under it."""
    if saying.verdict:
        why = saying.why or WHY[saying.verdict]
        register.assess_event(event=event, verdict=saying.verdict, why=why, by=exercise.reader(Role.VERIFIER))
    if saying.by_two:
        waiting = Decision.objects.filter(
            kind__in=COUNTERSIGN, about=f"person:{event.person_id}", signature=None
        )
        for decision in waiting:
            if decision.payload["event"] == str(event.pk):
                decisions.approve(decision=decision, by=exercise.reader(Role.HEAD))


def show_pictures(exercise: Exercise, report: Report, told: Told) -> None:
    """One family is shown pictures one at a time: it was not the first, and the second it knew."""
    by = exercise.reader(Role.LIAISON)
    person = exercise.people[told.sayings[0].who]
    first, second = report.attachments.order_by("position")[:2]
    for attachment, answer in ((first, "not_her"), (second, "known")):
        register.show_picture(attachment=attachment, person=person, answer=answer, shown_to="mother", by=by)


def enter_the_rest(exercise: Exercise, plan: Plan) -> None:
    """Wishes, names forced on somebody, and groups."""
    asked_at = timezone.now() - timedelta(days=200)
    for number, wish in plan.wishes.items():
        person = exercise.people[number]
        register.record_wish(person=person, wish=wish, asked_at=asked_at, by=exercise.reader(Role.LIAISON))
    for number, names in plan.other_names.items():
        for text, kind in names:
            by = exercise.reader(Role.CHILD_PROTECTION)
            register.add_name(person=exercise.people[number], text=text, kind=kind, by=by)
    for house, members in plan.groups.items():
        by = exercise.reader(Role.REGISTER_OFFICER)
        group = register.add_household(kind=Household.Kind.GROUP, house=house, by=by)
        for number in members:
            register.join_household(household=group, person=exercise.people[number], by=by)
