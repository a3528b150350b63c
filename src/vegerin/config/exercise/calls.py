"""What calls left behind in the exercise office: two that may be a trap, and questions of one family."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.db import transaction

from vegerin.config.exercise.cast import HER_NUMBER, TRAP_NUMBER
from vegerin.guard import sealing
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register import phones
from vegerin.register.models import Report
from vegerin.register.models.base import played_at

SIGNS = ("place_offered", "guard_absent", "deadline_pressure", "new_number", "unusual_wording")
WORDING = "Zû werin, îşev werin, kesekî din neşînin"
QUESTIONS = (
    ("What did her brother carve into the door of the stable?", "A boat"),
    ("Which animal followed her to school?", "The lame goat"),
    ("Çi di destê dapîrê de bû dema çîrok digotin?", "Tizbiya şîn a şikestî"),
)


def enter_calls(reader: Callable[[Role], Reader]) -> None:
    """Checklists of the trap's two calls; what only the family knows of her who rang."""
    contacts = import_module("vegerin.contacts.actions")
    clerk, liaison, verifier = reader(Role.CLERK), reader(Role.LIAISON), reader(Role.VERIFIER)
    first, second = calls_from(TRAP_NUMBER)
    checklist = contacts.fill_checklist(report=first, signs=SIGNS, named={"wording": WORDING}, by=clerk)
    contacts.take(checklist=checklist, next_line="Her aunt, who knows how she speaks", by=verifier)
    contacts.fill_checklist(report=second, signs=["deadline_pressure"], by=clerk)
    for role in (Role.CLERK, Role.LIAISON, Role.SOURCE_HANDLER, Role.VERIFIER, Role.REGISTER_OFFICER):
        note_earlier_calls(reader(role))
    person = calls_from(HER_NUMBER)[0].events.select_related("person")[0].person
    for question, answer in QUESTIONS:
        contacts.collect_question(person=person, question=question, answer=answer, by=liaison)


def note_earlier_calls(by: Reader) -> None:
    """Calls of earlier days were noted as they came, but for the last one: somebody asks for it."""
    contacts, queries = (import_module(f"vegerin.contacts.{door}") for door in ("actions", "queries"))
    late = [report for report in queries.to_note(by) if queries.overdue_to_note(report)]
    with transaction.atomic(), sealing.many():
        for report in late[:-1]:
            with played_at(report.recorded_at):
                contacts.fill_checklist(report=report, signs=[], by=by)


def calls_from(number: str) -> list[Report]:
    """The reports from one number, the oldest first."""
    return list(Report.objects.filter(phones__same_as=phones.same_as(number)).order_by("told_at"))
