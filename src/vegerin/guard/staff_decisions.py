"""What about staff takes two people: roles, leaving, new keys after a lost passphrase."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import actions
from vegerin.guard.decisions import Kind, When, register
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import LEADERS, Role


def _staff(decision: Decision) -> Staff:
    return Staff.objects.get(pk=decision.payload["staff"])


def _give(decision: Decision, by: Reader) -> None:
    actions.give_role(staff=_staff(decision), role=Role(decision.payload["role"]), by=by)


def _take(decision: Decision, by: Reader) -> None:
    actions.take_role(staff=_staff(decision), role=Role(decision.payload["role"]), by=by)


def _close(decision: Decision, by: Reader) -> None:
    actions.close_account(staff=_staff(decision), by=by)


def _allow_new_keys(decision: Decision, by: Reader) -> None:
    """Nothing yet: a leader then hands her a first passphrase on the staff page."""


def register_all() -> None:
    """Enter them into the table of kinds."""
    for code, effect, title, changes, asks in (
        (
            "role.give",
            _give,
            _("Give a role"),
            _("The role counts at once; what is sealed opens when a member lets the colleague in."),
            _("What this colleague does that needs the role."),
        ),
        (
            "role.take",
            _take,
            _("Take a role"),
            _("The pages of the role close at once, and so do the keys that came with it alone."),
            _("Why the role is no longer needed, and who does its work."),
        ),
        (
            "staff.close",
            _close,
            _("Close an account"),
            _("Roles, keys and passphrase go, for good. What was held must have passed on before."),
            _("That everything was handed over, and to whom."),
        ),
        (
            "staff.new_keys",
            _allow_new_keys,
            _("New keys after a lost passphrase"),
            _("A new pair of keys can be made. It opens nothing until members grant it again."),
            _("How you made sure that it is this colleague who asks."),
        ),
    ):
        # Whoever lets somebody in does so with her own hand: no spoken code.
        register(
            Kind(
                code,
                When.BEFORE,
                LEADERS,
                LEADERS,
                effect,
                title,
                changes=changes,
                asks=asks,
                by_telephone=False,
            )
        )
