"""Who may do what with postings and portraits, and the sentence when not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.acts import Acts
from vegerin.guard.roles import LEADERS, Role


class Act(StrEnum):
    """What can be done. To look at anything one must also be named for it."""

    HAND_IN = "hand_in"
    READ = "read"  # be named as a reader
    SHOW = "show"  # sit with a family
    SIGN = "sign"  # let a named reader open something, or name another
    SET_AUTHORITY = "set_authority"  # whom to ask for stamps of time
    HEAR = "hear"  # of what cannot wait, in text alone


MAY: Mapping[Role, frozenset[Act]] = {
    **dict.fromkeys(Role, frozenset()),
    Role.CLERK: frozenset({Act.HAND_IN}),
    Role.DUTY_OFFICER: frozenset({Act.HAND_IN, Act.HEAR}),
    Role.SOURCE_HANDLER: frozenset({Act.HAND_IN}),
    Role.LIAISON: frozenset({Act.HAND_IN, Act.READ, Act.SHOW}),
    Role.VERIFIER: frozenset({Act.HAND_IN, Act.READ, Act.SHOW, Act.SIGN}),
    Role.CHILD_PROTECTION: frozenset({Act.HAND_IN, Act.READ, Act.SHOW, Act.SIGN}),
    Role.LEGAL_ADVISER: frozenset({Act.HAND_IN, Act.READ, Act.SIGN}),
    **dict.fromkeys(LEADERS, frozenset({Act.SIGN, Act.HEAR, Act.SET_AUTHORITY})),
}

SENTENCES: Mapping[Act, Promise] = {
    Act.HAND_IN: _("Whoever takes calls or watches hands in what was found."),
    Act.READ: _("It opens to the readers who were named for it."),
    Act.SHOW: _("Liaisons, verifiers and child protection show portraits, one at a time."),
    Act.SIGN: _("A verifier, child protection, the legal adviser or the head signs second."),
    Act.SET_AUTHORITY: _("The head or the deputy says whom to ask for stamps of time."),
    Act.HEAR: _("The duty officer and the head hear at once of what cannot wait."),
}
NEVER_LEAVES = _("This never leaves the office: no file, no print, no copy. A court asks the legal adviser.")
NO_SUCH_NUMBER = _("This batch has no portrait of that number.")

ACTS = Acts(MAY, SENTENCES)
may, check_may, who_may = ACTS.may, ACTS.check_may, ACTS.who_may
