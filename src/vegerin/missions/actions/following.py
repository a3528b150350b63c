"""What has to follow an outcome: a visit to a family, treatment, the place of remains kept (R51, D14)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import rules
from vegerin.missions.actions.once import done_once
from vegerin.missions.models import Followed, Line, Note
from vegerin.missions.rules import Act
from vegerin.missions.stages import FOLLOWS, Outcome
from vegerin.register import actions as register
from vegerin.register.models import Person

KEPT_FIRST = {Followed.What.REMAINS: Note.Kind.DEATH, Followed.What.LAST_POINT: Note.Kind.LAST_POINT}
LOOKED_AT_WITHIN = timedelta(days=3)


def follow(*, line: Line, what: str, words: str = "", by: Reader) -> Followed:
    """Say that a duty is done: a place is moved first, a treatment is asked for in words."""
    rules.check_may(by, Act.TICK)
    duty = Followed.What(what)
    if duty not in FOLLOWS[Outcome(line.outcome)]:
        raise Refused(_("This does not follow from how it ended."))
    kept = KEPT_FIRST.get(duty)
    notes = Note.objects.filter(mission=line.attempt.mission, kind=kept, moved__isnull=False)
    if kept and not notes.filter(person=line.person).exists():
        raise Refused(_("Write the place into a sealed note about this person, and move it, first."))
    if Followed.objects.filter(line=line, what=duty).exists():
        raise Refused(_("This is done already."))
    refers = duty is Followed.What.TREATMENT and line.person is not None
    if refers and not words.strip():
        raise Refused(_("Write what is needed, and where; only those who care read it."))
    with done_once():
        if refers and line.person is not None:
            register.write_referral(person=line.person, words=words, by=by)
        row = Followed.objects.create(line=line, what=duty, by=by.staff)
        trail.record("mission.followed", by=by, about=f"mission:{line.attempt.mission_id}")
    return row


def look_soon(person: Person, *, by: Reader) -> None:
    """She who stayed behind or was taken again is a live lead from today (R7)."""
    latest = person.reviews.order_by("recorded_at", "id").last()
    owner, team = (latest.owner, latest.team) if latest else (by.staff, "")
    register.write_review(
        person=person, owner=owner, team=team, review_class="live",
        review_on=timezone.localdate() + LOOKED_AT_WITHIN, by=by,
    )  # fmt: skip
