"""What other rooms lend to the register, each once, in `apps.ready`: acts, and what only they know.

Slots on a person's page and owners of written names stand in modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vegerin.guard.desk import Do
from vegerin.guard.lent import Lent
from vegerin.guard.reader import Reader
from vegerin.register.models import KnownQuestion, Person, Report

on_person: Lent[Callable[[Reader, Person], Do | None]] = Lent("an act on a person's page")
after_report: Lent[Callable[[Reader, Report], Do | None]] = Lent("an act after a report")
asked_questions: Lent[Callable[[KnownQuestion], bool]] = Lent("whether a question was asked")
withdrawn_rows: Lent[Callable[[Report], Iterable[tuple[str, object]]]] = Lent("what goes with a report")
written_with: Lent[Callable[[Report, Reader], None]] = Lent("what is written down with a report")
watched_tasks: Lent[Callable[[Reader], list[tuple[str, str]]]] = Lent("tasks of watching")


def acts_on(person: Person, *, reader: Reader) -> list[Do]:
    """What this reader may do with this person in the other rooms: each lends it to those who may."""
    return [act for lends in on_person if (act := lends(reader, person))]


def acts_after(report: Report, *, reader: Reader) -> list[Do]:
    """What the other rooms ask once a report is kept."""
    return [act for lends in after_report if (act := lends(reader, report))]


def was_asked(question: KnownQuestion) -> bool:
    """Whether a room has shown a family's question to whoever asks it: then it is never shown again (D1)."""
    return any(says(question) for says in asked_questions)


def sealed_with(report: Report) -> list[tuple[str, object]]:
    """The sealed rows, as table and id, that go with a report when it is withdrawn (D4).

    What the office itself observed or decided is not the caller's, and stays.
    """
    return [row for rows in withdrawn_rows for row in rows(report)]


def write_with(report: Report, *, by: Reader) -> None:
    """What rooms write down in the moment in which a report is kept: all of it, or none."""
    for writes in written_with:
        writes(report, by)


def tasks_of(reader: Reader) -> list[tuple[str, str]]:
    """Id and purpose of her own tasks of watching that run today: one is named with what was found (R110)."""
    return [task for tasks in watched_tasks for task in tasks(reader)]
