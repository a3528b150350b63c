"""A desk on which little lies says what its owner can do here, kindly, instead of standing empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from vegerin.guard import desk
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.rules import Act, may
from vegerin.ui.bar import Shown, doors_for

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LITTLE = 2
_HEALTH = _(
    "A treatment that somebody needs elsewhere stands on this desk, its words sealed to those who care for "
    "her or him. Notes on anybody's health are not kept in this office: keep them where you keep them now."
)
_PAPERS = _("Papers and court rulings are written down on a person's page, under Papers and rulings.")
_KEPT = _(
    "What must outlast a mission, a place or a danger that stays, is sealed to you and stands here at once."
)
_PUBLISHED = _("When something that was published turns out wrong, the correction that is due stands here.")
# What comes to a role's desk, or where its own work is done, as no door of the bar says it.
COMES: dict[Role, _StrPromise] = {
    Role.NURSE: _HEALTH,
    Role.DOCTOR: _HEALTH,
    Role.AID_CLERK: _PAPERS,
    Role.LEGAL_ADVISER: _PAPERS,
    Role.FORENSIC_OFFICER: _KEPT,
    Role.DNA_OFFICER: _KEPT,
    Role.GENETICIST: _KEPT,
    Role.FIGURES_OFFICER: _PUBLISHED,
    Role.PRESS_OFFICER: _PUBLISHED,
}


def doors_to_show(reader: Reader, shown: desk.Desk) -> list[Shown]:
    """The rooms that open to her, each with a sentence, where her desk holds little and asks for nothing."""
    rows = sum(len(queue.rows) for queue in shown.queues)
    if may(reader, Act.REPORT) or reader.has(Role.PARTNER, Role.FIELD_LEAD) or rows > LITTLE:
        return []
    return [door for door in doors_for(reader, "") if door.says]


def what_comes(reader: Reader) -> list[str]:
    """What comes to her desk by itself, each sentence once."""
    words = (COMES[role] for role in sorted(reader.roles) if role in COMES)
    return [str(one) for one in dict.fromkeys(words)]
