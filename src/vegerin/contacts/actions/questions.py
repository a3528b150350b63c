"""Questions only a family can answer: collected beforehand, taken once, their answer kept (D1, D8)."""

from __future__ import annotations

import json

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.contacts import queries, rules
from vegerin.contacts.models import Asked, Opened, Question
from vegerin.contacts.rules import Act
from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.models import Person
from vegerin.register.sealed import sealed


def collect_question(*, person: Person, question: str, answer: str, by: Reader) -> Question:
    """Keep something only the family can know."""
    rules.check_may(by, Act.COLLECT)
    if not question.strip() or not answer.strip():
        raise Refused(_("A question needs its answer."))
    with transaction.atomic():
        row = Question(person=person, by=by.staff)
        told = json.dumps({"question": question.strip(), "answer": answer.strip()}, ensure_ascii=False)
        row.words = sealed(row, "words", told, by=by)
        row.save()
        trail.record("question.collected", by=by, about=f"person:{person.pk}")
    return row


def open_question(*, person: Person, by: Reader) -> Opened:
    """Take the next question; from now on it is never shown again, asked or not."""
    rules.check_may(by, Act.WEIGH)
    with transaction.atomic():
        left = queries.questions_left(by, person)
        if not left:
            raise Refused(_("No question is left. Ask the family for another first."))
        question = left[0]
        kept = {"question": question} if isinstance(question, Question) else {"known": question}
        row = Opened.objects.create(person=person, by=by.staff, **kept)
        trail.record("question.opened", by=by, about=f"person:{person.pk}")
    return row


def record_answer(*, opened: Opened, outcome: str, by: Reader) -> Asked:
    """Write down how it was answered."""
    rules.check_may(by, Act.WEIGH)
    if opened.by_id != by.staff.pk:
        raise Refused(_("Only who opened the question says how it was answered."))
    if Asked.objects.filter(opened=opened).exists():
        raise Refused(_("This question has its answer."))
    with transaction.atomic():
        row = Asked.objects.create(opened=opened, outcome=Asked.Outcome(outcome), by=by.staff)
        trail.record("question.asked", by=by, about=f"person:{opened.person_id}")
    return row
