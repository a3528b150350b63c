"""Who arrived: each line by two, each outcome told to the register once; facts of the way at once (D13)."""

from __future__ import annotations

import re

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.engines.history.dates import InexactDate, Precision
from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import queries, rules
from vegerin.missions.actions.following import look_soon
from vegerin.missions.actions.once import done_once
from vegerin.missions.models import Attempt, Fact, KinTold, Line, LineTicked, NewsRelease
from vegerin.missions.rules import Act
from vegerin.missions.stages import ARRIVED, EVENTS, OPEN, Outcome
from vegerin.register import actions as register
from vegerin.register.models import Person

STILL_THERE = frozenset({Outcome.STAYED, Outcome.RECAPTURED})
FACT, NEWS = "mission.fact", "mission.news"


def tell_fact(
    *, attempt: Attempt, kind: str, person: Person | None = None, label: str = "", why: str, by: Reader
) -> Decision:
    """What happened on the way: entered by one, it counts at once, a second reviews it within 24 hours."""
    rules.check_may(by, Act.TELL)
    if queries.stage_of(attempt) not in OPEN:
        raise Refused(_("They are not on the way."))
    if person is None and not label.strip():
        raise Refused(_("Say who: somebody of the register, or a word for whom nobody knows yet."))
    return decisions.propose(
        kind=FACT,
        about=f"mission:{attempt.mission_id}",
        reason=why,
        payload={
            "attempt": str(attempt.pk),
            "kind": Fact.Kind(kind).value,
            "person": str(person.pk) if person else "",
            "label": label.strip(),
        },
        by=by,
    )


def fact_counts(decision: Decision, by: Reader) -> Fact:
    """The row, at once."""
    told = decision.payload
    return Fact.objects.create(
        attempt_id=told["attempt"],
        kind=told["kind"],
        person_id=told["person"] or None,
        label=told["label"],
        decision=decision.pk,
        by=by.staff,
    )


def tick(
    *,
    attempt: Attempt,
    outcome: str,
    age: str,
    person: Person | None = None,
    label: str = "",
    sex: str = "",
    born_in_captivity: bool = False,
    by: Reader,
) -> Line:
    """The first of two: how it ended for one person. Who is in no record yet has a word instead of a name."""
    rules.check_may(by, Act.TICK)
    if queries.stage_of(attempt) not in OPEN:
        raise Refused(_("They are not on the way."))
    if person is None and not label.strip():
        raise Refused(_("Say who: somebody of the register, or a word for whom nobody knows yet."))
    if person is not None and attempt.lines.filter(person=person).exists():
        raise Refused(_("This person has a line already. Somebody else ticks it, or says what is wrong."))
    with done_once():
        line = Line.objects.create(
            attempt=attempt,
            person=person,
            label=label.strip(),
            sex=sex or (person.sex if person else ""),
            age=Line.Age(age),
            born_in_captivity=born_in_captivity,
            outcome=Outcome(outcome),
            by=by.staff,
        )
        trail.record("mission.ticked", by=by, about=f"mission:{attempt.mission_id}", detail={"line": 1})
    return line


def tick_second(*, line: Line, by: Reader) -> LineTicked:
    """The second of two: now the register learns how it ended."""
    rules.check_may(by, Act.TICK)
    if line.by_id == by.staff.pk:
        raise Refused(_("Two tick each line: somebody else has to look as well."))
    if LineTicked.objects.filter(line=line).exists():
        raise Refused(_("This line has both ticks."))
    with done_once():
        row = LineTicked.objects.create(line=line, by=by.staff)
        if line.person is not None and not line.born_in_captivity:  # never taken: in no figure (D19)
            today = timezone.localdate()
            register.record_event_of_two(
                person=line.person,
                kind=EVENTS[Outcome(line.outcome)],
                happened=InexactDate(today, today, Precision.DAY),
                first=line.by,
                settled=row.pk,
                details={"how": "mission"} if line.outcome in ARRIVED else {},
                by=by,
            )
            if line.outcome in STILL_THERE:
                look_soon(line.person, by=by)
        trail.record("mission.ticked", by=by, about=f"mission:{line.attempt.mission_id}", detail={"line": 2})
    return row


def tell_kin(*, line: Line, how: str, by: Reader) -> KinTold:
    """Write down that the next of kin have been told, or that she does not wish it."""
    rules.check_may(by, Act.TICK)
    with done_once():
        row = KinTold.objects.create(line=line, how=KinTold.How(how), by=by.staff)
        trail.record("mission.kin_told", by=by, about=f"mission:{line.attempt.mission_id}")
    return row


def propose_news(*, attempt: Attempt, words: str, why: str, by: Reader) -> Decision:
    """Words for outside, without a name; refused until all are received and their kin told (R58)."""
    rules.check_may(by, Act.NEWS)
    check_news(attempt, words)
    return decisions.propose(
        kind=NEWS,
        about=f"mission:{attempt.mission_id}",
        reason=why,
        payload={"attempt": str(attempt.pk), "words": words.strip()},
        by=by,
    )


def news_by_two(decision: Decision, by: Reader) -> NewsRelease:
    """What the second signature does."""
    attempt = Attempt.objects.get(pk=decision.payload["attempt"])
    check_news(attempt, decision.payload["words"])
    return NewsRelease.objects.create(
        attempt=attempt, words=decision.payload["words"], decision=decision, by=by.staff
    )


def check_news(attempt: Attempt, words: str) -> None:
    """Refuse while one is not received, one family not told, or a name or two sums stand in it."""
    if not words.strip():
        raise Refused(_("There is nothing written."))
    manifest = queries.manifest_of(attempt)
    if not manifest.is_complete:
        raise Refused(
            _("Somebody of the group has not been received or accounted for yet. Nothing goes out.")
        )
    if any(not hasattr(line, "kin_told") for line in manifest.lines):
        raise Refused(_("A family has not been told yet. It does not learn this from the news."))
    names = {
        name.casefold()
        for line in manifest.lines
        if line.person
        for name in re.findall(r"[^\W\d_]+", line.person.name)
        if len(name) > 2
    }
    said = set(re.findall(r"[^\W\d_]+|\d+", words.casefold()))
    if names & said:
        raise Refused(_("A name stands in these words. News goes out without names."))
    sums = {int(one) for one in said if one.isdigit()}  # Eastern digits too
    if manifest.arrived.all != manifest.counted.all and manifest.arrived.all in sums:
        raise Refused(
            _("This number counts children born in captivity; beside our figure it would show them.")
        )
