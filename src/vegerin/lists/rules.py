"""Who may do what with others' lists, as a table; and the sentence when not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role


class Act(StrEnum):
    """What can be done with a list."""

    FIND = "find"  # meet a row in the search and open it
    SEE = "see"  # lists, releases, differences
    IMPORT = "import"
    DECIDE = "decide"  # say which person a row is
    ASK = "ask"  # the question to the list's owner
    LINK = "link"  # start a link run
    LEARN = "learn"  # let decisions teach, or refuse what they teach


FINDING = frozenset({Act.FIND})
SEEING = frozenset({Act.FIND, Act.SEE})
ALL = frozenset(Act)

MAY: Mapping[Role, frozenset[Act]] = {
    **dict.fromkeys(Role, frozenset()),
    Role.CLERK: FINDING,
    Role.LIAISON: FINDING,
    Role.REGISTER_OFFICER: ALL,
    Role.VERIFIER: SEEING | {Act.DECIDE},
    Role.HEAD: ALL - {Act.DECIDE},
    Role.DEPUTY: ALL - {Act.DECIDE},
    Role.CHILD_PROTECTION: FINDING,
    Role.DUTY_OFFICER: FINDING,
}

SENTENCES: Mapping[Act, Promise] = {
    Act.FIND: _("Rows of lists open to those who work with the register."),
    Act.SEE: _("Register officers, verifiers and the head see others’ lists."),
    Act.IMPORT: _("Register officers and the head import lists. Ask one of them."),
    Act.DECIDE: _("Register officers and verifiers say which person a row is."),
    Act.ASK: _("Register officers and the head ask a list’s owner."),
    Act.LINK: _("Register officers and the head start a link run. Ask one of them."),
    Act.LEARN: _("Register officers and the head let decisions teach, or refuse it."),
}


def may(reader: Reader | None, act: Act) -> bool:
    """Whether one of the reader's roles allows it."""
    return reader is not None and any(act in MAY[role] for role in reader.roles)


def check_may(reader: Reader, act: Act) -> None:
    """Refuse with the sentence for the act."""
    if not may(reader, act):
        raise Refused(str(SENTENCES[act]))


def who_may(act: Act) -> frozenset[Role]:
    """The roles that allow an act."""
    return frozenset(role for role, acts in MAY.items() if act in acts)
