"""Who may do what with figures, as a table; and the sentence when not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.acts import Acts
from vegerin.guard.roles import Role


class Act(StrEnum):
    """What can be done with figures."""

    SEE = "see"  # what others publish, and what this register counts
    ADD = "add"  # write down what others published, or correct it


MAY: Mapping[Role, frozenset[Act]] = {
    **dict.fromkeys(Role, frozenset()),
    Role.FIGURES_OFFICER: frozenset(Act),
    Role.PRESS_OFFICER: frozenset(Act),
    Role.HEAD: frozenset(Act),
    Role.DEPUTY: frozenset(Act),
    Role.REGISTER_OFFICER: frozenset({Act.SEE}),
    Role.VERIFIER: frozenset({Act.SEE}),
    Role.LEGAL_ADVISER: frozenset({Act.SEE}),
}

SENTENCES: Mapping[Act, Promise] = {
    Act.SEE: _("Figures open to the figures and press officers, the head, register officers and verifiers."),
    Act.ADD: _("Figures and press officers and the head write down what others publish."),
}

ACTS = Acts(MAY, SENTENCES)
may, check_may, who_may = ACTS.may, ACTS.check_may, ACTS.who_may
