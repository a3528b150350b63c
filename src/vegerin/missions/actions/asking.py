"""A detainee who may know what became of somebody: a question with a deadline, after the law is looked at."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import actions as guard
from vegerin.guard import trail
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS, Role
from vegerin.missions import others, rules
from vegerin.missions.models import MayKnow, MayKnowStep
from vegerin.missions.rules import Act
from vegerin.register.models import Person
from vegerin.register.sealed import sealed

What = MayKnowStep.What
REVIEWS = frozenset({What.MAY_BE_ASKED, What.MUST_NOT})
AFTER = {
    What.MAY_BE_ASKED: frozenset({""}),
    What.MUST_NOT: frozenset({"", What.MAY_BE_ASKED}),
    What.ASKED: frozenset({What.MAY_BE_ASKED, What.ASKED}),
    What.ANSWERED: frozenset({What.ASKED, What.ANSWERED}),
    What.NO_ANSWER: frozenset({What.ASKED}),
}


def ask_who_may_know(*, person: Person, authority: str, words: str, deadline: date, by: Reader) -> MayKnow:
    """A question about one missing person: to which authority, by when. Words are sealed."""
    rules.check_may(by, Act.ASK)
    if not words.strip() or not authority.strip():
        raise Refused(_("Write the question, and the authority that holds whoever may know."))
    if deadline < timezone.localdate():
        raise Refused(_("This day has passed."))
    row = MayKnow(person=person, authority=authority.strip(), deadline=deadline, by=by.staff)
    with transaction.atomic():
        lawyers = staff_with(*LEADERS, Role.LEGAL_ADVISER)
        members = {one.pk: one for one in [by.staff, *lawyers]}
        guard.make_compartment(row.compartment, members=members.values(), by=by)
        row.words = sealed(row, "words", words.strip(), by=by)
        row.save()
        trail.record("mayknow.opened", by=by, about=f"person:{person.pk}")
    return row


def step_of_question(*, question: MayKnow, what: str, words: str = "", by: Reader) -> MayKnowStep:
    """The next step: the law first, by a legal adviser who did not write the question."""
    step = What(what)
    rules.check_may(by, Act.LOOK_AT_LAW if step in REVIEWS else Act.ASK)
    if step in REVIEWS and question.by_id == by.staff.pk:
        raise Refused(_("Who wrote the question does not look at the law of it."))
    as_it_is = MayKnow.objects.get(pk=question.pk)  # with its steps as they are now, not as a page read them
    if others.step_of(as_it_is) not in AFTER[step]:
        raise Refused(_("The law is looked at before anybody asks, and asking comes before the answer."))
    if step in REVIEWS | {What.ANSWERED} and not words.strip():
        raise Refused(_("Write it in a sentence."))
    row = MayKnowStep(question=question, what=step, by=by.staff)
    with transaction.atomic():
        if words.strip():
            row.words = sealed(row, "words", words.strip(), by=by, compartment=question.compartment)
        row.save()
        trail.record("mayknow.step", by=by, about=f"person:{question.person_id}", detail={"what": step.value})
    return row
