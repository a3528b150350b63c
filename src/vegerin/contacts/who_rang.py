"""Whether a contact came from captivity, or claims to: by who rang, not by a name or a number."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from vegerin.register.models import Report, Telling

# Whatever reaches us without anybody standing before us. A posting names its account, and is no call.
CHANNELS = ("call", "voice_note", "message", "video", "social")
BACK = {"return_claimed", "returned"}  # she tells it herself because she is back
NOT_SAID = {"", "not said"}


def claims_captivity(report: Report) -> bool:
    """She tells it herself; or nobody is named, no number shows, and nobody said who tells it."""
    if report.channel not in CHANNELS:
        return False
    kinds = set(report.events.values_list("kind", flat=True))
    teller = who_told(report)
    if kinds & BACK:
        return False
    if is_herself(teller):
        return True
    nothing_known = not kinds and not report.phones.exists()
    return nothing_known and (teller in NOT_SAID or report.verbatim_of == Telling.Step.SAW)


def who_told(report: Report) -> str:
    """Whoever spoke to us: who passed it on, or else who told it."""
    roles = {link.step: link.role for link in report.chain.all()}
    return str(roles.get(Telling.Step.RELAYED) or roles.get(Telling.Step.TOLD, ""))


def is_herself(role: str) -> bool:
    """Herself or himself, in any language of the office."""
    return role.strip().casefold() in _herself()


@cache
def _herself() -> frozenset[str]:
    words = {"herself", "himself"}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words |= {gettext("herself"), gettext("himself")}
    return frozenset(word.casefold() for word in words)
