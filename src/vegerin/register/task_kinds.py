"""Kinds of tasks: who does them, in how many days; and what follows when somebody comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.register.models.tasks import CaseTask
from vegerin.register.rules import Act

Kind = CaseTask.Kind


@dataclass(frozen=True)
class TaskKind:
    """Whoever may do the act does the task, within so many days."""

    act: Act
    within: timedelta


KINDS: dict[Kind, TaskKind] = {
    Kind.UNDO_RULING: TaskKind(Act.RECORD_RULING, timedelta(days=30)),
    Kind.ASK_WISH: TaskKind(Act.RECORD_WISH, timedelta(days=7)),
    Kind.GOES_HIMSELF: TaskKind(Act.HEAR_WHO_GOES, timedelta(days=1)),
    Kind.GOES_HIMSELF_MINOR: TaskKind(Act.HEAR_WHO_GOES, timedelta(0)),
    Kind.REFERRAL: TaskKind(Act.REFER, timedelta(days=2)),
    Kind.CORRECT_PUBLISHED: TaskKind(Act.COUNT, timedelta(days=3)),
    Kind.TELL_IN_PERSON: TaskKind(Act.TELL, timedelta(days=2)),
    Kind.USE_WITHDRAWN: TaskKind(Act.RECORD_WISH, timedelta(days=1)),
}

# Where it is done: a page of hers, and what the way there is called.
DONE_AT: dict[Kind, tuple[str, Promise]] = {
    Kind.UNDO_RULING: ("register:papers", _("Papers and rulings")),
    Kind.ASK_WISH: ("register:wish", _("Who may know?")),
}
