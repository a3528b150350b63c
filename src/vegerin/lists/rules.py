"""Who may do what with others' lists, as a table; and the sentence when not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.acts import Acts
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

ACTS = Acts(MAY, SENTENCES)
may, check_may, who_may = ACTS.may, ACTS.check_may, ACTS.who_may
