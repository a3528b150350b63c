"""The desk of a partner organisation: what is agreed with it, until when, and what was handed to it.

A partner opens nothing of the register; here stands what its own organisation knows from the office.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.guard import desk
from vegerin.guard.desk import ENOUGH, Aside, Item, Nothing, Rank
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Agreement, Share
from vegerin.register.queries.organisations import agreements_with_us, handed_to_us
from vegerin.register.words import listed
from vegerin.ui import dates

AGREED = gettext_lazy("What is agreed with you")
ASK = gettext_lazy("You open nothing of the register. To ask for something, speak with the family liaison.")
FAMILY = gettext_lazy(
    "For a family that cannot come, fill in the request form on paper with them. "
    "The office types it by its number and says that it was received."
)
HANDED = gettext_lazy("What was handed to you")


def register_all() -> None:
    """Enter it, and what the desk asks."""
    desk.register("partner", items_for)
    desk.beside("partner", asides_for)
    desk.asks(Role.PARTNER, gettext_lazy("What may be shared with us?"), order=70)


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """Agreements, those that end first above; then what was handed over, the newest first."""
    if not reader.has(Role.PARTNER):
        return
    yield from (agreement_item(one) for one in agreements_with_us(reader))
    yield Nothing(
        Rank.PROMISED,
        _("Nothing is agreed with you now"),
        _("Without an agreement nothing is shared. The head of the office makes one with your organisation."),
        queue=AGREED,
    )
    yield from (share_item(one) for one in handed_to_us(reader)[:ENOUGH])
    yield Nothing(
        Rank.WORK,
        _("Nothing was handed to you yet"),
        queue=HANDED,
    )


def asides_for(reader: Reader) -> Iterator[Aside]:
    """What a partner may do here."""
    if reader.has(Role.PARTNER):
        yield Aside(_("What this account opens"), (str(ASK), str(FAMILY)))


def agreement_item(agreement: Agreement) -> Item:
    """For what, what may be shared, until when."""
    words = {what.value: str(what.label) for what in Agreement.What}
    last = agreement.last_day
    ended = last < timezone.localdate()
    until = _("ended on {day}") if ended else _("until {day}")
    return Item(
        Rank.PROMISED,
        agreement.purpose,
        listed(words[what] for what in agreement.what),
        about=f"agreement:{agreement.pk}",
        when=until.format(day=dates.day(last)),
        queue=AGREED,
    )


def share_item(share: Share) -> Item:
    """What it was, without a name, and when."""
    return Item(
        Rank.WORK,
        str(share.get_what_display()),
        share.says,
        about=f"share:{share.pk}",
        when=dates.day(share.shared_on),
        glyph="diamond-full",
        queue=HANDED,
    )
