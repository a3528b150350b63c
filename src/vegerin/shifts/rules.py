"""Who may do what with shifts, as a table; and the sentence when not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.acts import Acts
from vegerin.guard.roles import Role


class Act(StrEnum):
    """What can be done with shifts."""

    SEE = "see"  # who is on duty, the second signer
    PLAN = "plan"  # turns of others, stand-ins
    HAND_OVER = "hand_over"
    GO_OUT = "go_out"  # check in while alone
    COUNT = "count"  # what became of the alarms


SHARING = frozenset({Act.SEE, Act.HAND_OVER, Act.GO_OUT})
LEADING = frozenset(Act)

MAY: Mapping[Role, frozenset[Act]] = {
    **dict.fromkeys(Role, SHARING),
    Role.HEAD: LEADING,
    Role.DEPUTY: LEADING,
    Role.DUTY_OFFICER: LEADING,
    Role.AUDITOR: frozenset({Act.SEE, Act.COUNT}),
    Role.DATA_PROTECTION: frozenset({Act.SEE, Act.COUNT}),
    Role.FIELD_LEAD: frozenset(),  # one mission and nothing else
    Role.PARTNER: frozenset(),
}

SENTENCES: Mapping[Act, Promise] = {
    Act.SEE: _("The rota opens to those who work in the office."),
    Act.PLAN: _("The head, the deputy and the duty officer plan turns. Ask one of them."),
    Act.HAND_OVER: _("Whoever shares the shift's work hands it over."),
    Act.GO_OUT: _("Whoever works for the office checks in here. Ask the duty officer for a code."),
    Act.COUNT: _("The head, the duty officer and the auditor see what became of alarms."),
}

ACTS = Acts(MAY, SENTENCES)
may, check_may, who_may = ACTS.may, ACTS.check_may, ACTS.who_may
