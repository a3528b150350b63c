"""What two decide about postings and portraits, and the one thing that one may do alone, reviewed (D12)."""

from __future__ import annotations

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.actions import evidence as acts
from vegerin.contacts.actions.urgent import opened_alone
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import Batch
from vegerin.guard.decisions import BEFORE, EMERGENCY, Kind, Shown, register
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import LEADERS


def shown(decision: Decision, reader: Reader) -> list[Shown]:
    """Its number and what it is; nothing that is in it."""
    thing = acts.thing_of(decision)
    if isinstance(thing, Batch):
        return [Shown(thing.code, say("{n} portraits").format(n=thing.size))]
    return [Shown(thing.code, str(thing.get_kind_display()))]


def shown_with_reader(decision: Decision, reader: Reader) -> list[Shown]:
    """And who would be named."""
    staff = Staff.objects.get(pk=decision.payload["staff"])
    return [*shown(decision, reader), Shown(staff.working_name)]


def enter_kinds() -> None:
    """Enter them. Nobody signs these by telephone: whoever signs has read the reason."""
    readers, signers = rules.who_may(Act.READ), rules.who_may(Act.SIGN)
    register(
        Kind(
            acts.OPEN,
            BEFORE,
            proposers=readers,
            deciders=signers,
            effect=acts.opening_decided,
            shows=shown,
            title=_("Whether something sealed is opened"),
            changes=_("Who asked may look: a day long, or two weeks for a batch. Each look is written down."),
            asks=_("What the look is to answer, and why nothing less would answer it."),
            by_telephone=False,
        )
    )
    register(
        Kind(
            acts.ALONE,
            EMERGENCY,
            proposers=readers,
            deciders=signers,
            effect=opened_alone,
            shows=shown,
            title=_("Opened by one alone, because time was short"),
            changes=_("It was opened already. You say whether that was right."),
            asks=_("Whether it could have waited, and what came of it."),
            by_telephone=False,
        )
    )
    register(
        Kind(
            acts.READER,
            BEFORE,
            proposers=readers,
            deciders=signers,
            effect=acts.reader_decided,
            shows=shown_with_reader,
            title=_("Whether another reader is named"),
            changes=_("The colleague waits for the key; somebody who holds it gives it."),
            asks=_("What this reader needs it for."),
            by_telephone=False,
        )
    )
    register(
        Kind(
            acts.DESTROY,
            BEFORE,
            proposers=readers,
            deciders=signers | LEADERS,
            effect=acts.destroying_decided,
            shows=shown,
            title=_("Whether a key is destroyed"),
            changes=_("Nobody opens it ever again. The row, its log and the count remain."),
            asks=_("Whose wish it is, and how it reached us."),
            by_telephone=False,
        )
    )
