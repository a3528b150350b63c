"""The guard's words in the bar."""

from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.guard.views_office import SEES_STAFF, SEES_TRAIL
from vegerin.ui import bar

BEHIND_DECISIONS = ["guard:decision", "guard:spoken", "guard:authorities", "guard:authority"]
COLLEAGUES = ["guard:person", "guard:invite"]
OWN_PAGES = ["guard:keys", "guard:passphrase", "guard:second_factor", "guard:opener", "guard:papers"]


def register_all() -> None:
    """Decisions and one's own account for everybody, staff and trail for those they open to."""
    bar.register(_("Decisions"), view="guard:decisions", may=_anybody, order=50, behind=BEHIND_DECISIONS)
    bar.register(
        _("Staff"), view="guard:staff", may=_sees_staff, order=60, behind=["guard:person", "guard:invite"]
    )
    bar.register(_("Trail"), view="guard:trail", may=_sees_trail, order=70)
    bar.register(_("My account"), view="guard:account", may=_anybody, order=80, behind=OWN_PAGES)


def _anybody(reader: Reader) -> bool:
    return True


def _sees_staff(reader: Reader) -> bool:
    return reader.has(*SEES_STAFF)


def _sees_trail(reader: Reader) -> bool:
    return reader.has(*SEES_TRAIL)
