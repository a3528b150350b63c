"""Who may do what with figures, as a table; and the sentence when not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
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
