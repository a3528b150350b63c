"""The guard's words in the bar."""

from django.utils.translation import gettext_lazy as _

from vegerin.guard import decisions
from vegerin.guard.reader import Reader
from vegerin.guard.views_office import SEES_STAFF, SEES_TRAIL
from vegerin.ui import bar

BEHIND_DECISIONS = ["guard:decision", "guard:spoken", "guard:authorities", "guard:authority"]
COLLEAGUES = ["guard:person", "guard:invite"]
OWN_PAGES = ["guard:keys", "guard:passphrase", "guard:second_factor", "guard:opener", "guard:papers"]


def register_all() -> None:
    """One's own account for everybody; decisions, staff and trail for those who have to do with them."""
    bar.register(
        _("Decisions"), view="guard:decisions", may=_takes_part, order=50, behind=BEHIND_DECISIONS,
        says=_("What you proposed, what waits for your signature, and what became of both."),
    )  # fmt: skip
    bar.register(
        _("Staff"), view="guard:staff", may=_sees_staff, order=60, behind=COLLEAGUES,
        says=_("Who works here, and in which roles."),
    )  # fmt: skip
    bar.register(
        _("Trail"), view="guard:trail", may=_sees_trail, order=70,
        says=_("Who opened or wrote what, and when; by person, by kind or by colleague."),
    )  # fmt: skip
    bar.register(_("My account"), view="guard:account", may=_anybody, order=80, behind=OWN_PAGES)


def _anybody(reader: Reader) -> bool:
    return True


def _takes_part(reader: Reader) -> bool:
    return any(reader.has(*kind.proposers, *kind.deciders) for kind in decisions.KINDS.values())


def _sees_staff(reader: Reader) -> bool:
    return reader.has(*SEES_STAFF)


def _sees_trail(reader: Reader) -> bool:
    return reader.has(*SEES_TRAIL)
