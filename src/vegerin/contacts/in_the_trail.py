"""What the trail says of this room, and what its things are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_noop as _

from vegerin.contacts.models import Batch, Custody, Evidence
from vegerin.guard import things, trail_words
from vegerin.guard.reader import Reader


def _of_evidence(reader: Reader, ids: Collection[str]) -> Mapping[str, str]:
    """One file, or those that came together."""
    return {**things.by_code(Batch.objects)(reader, ids), **things.by_code(Evidence.objects)(reader, ids)}


KINDS = {
    "interview.noted": _("What is not to be asked again was noted"),
    "interview.prepared": _("The page before an interview was opened"),
    "evidence.urgent": _("A picture needs somebody at once"),
    "evidence.copies": _("Clean copies were made"),
    "evidence.seen": _("A family saw pictures"),
    "evidence.second_line": _("A second line was followed for what a family said"),
    "evidence.authority": _("The authority for stamps of time was set"),
    "evidence.day_signed": _("The list of a day was signed"),
    "evidence.no_stamp": _("A stamp of time could not be had"),
    "news.opened": _("A news day was opened"),
    "news.call": _("A call of a news day was taken"),
    "news.answered": _("A call of a news day was answered"),
    "question.collected": _("A question only the family can answer was collected"),
    "question.opened": _("The family's questions were opened"),
    "question.asked": _("A question only the family can answer was asked"),
    "contact.noted": _("The checklist after a call was filled in"),
    "contact.not_noted": _("Two said why the checklist of a call stays empty"),
    "contact.taken": _("A contact that may be a trap was taken up"),
    "contact.asked_next": _("The next line to try was asked"),
    "contact.cleared": _("A contact was cleared"),
    "contact.compared": _("What was told of a person was weighed"),
    "source.card": _("A source's card was kept"),
    "source.card_opened": _("A source's card was opened"),
    "source.helper": _("How a source is was written down"),
    "source.burned": _("A source was burned"),
    "source.family": _("The family of a source was visited"),
    "copresence.asked": _("It was asked who may have seen a person"),
}
THINGS = {
    "evidence": (_("Evidence"), _of_evidence),
    "checklist": (_("The checklist after a call"), things.no_codes),
    "news": (_("A news day"), things.no_codes),
    "burned": (_("The family of a source"), things.no_codes),
    "showing": (_("Pictures before a family"), things.no_codes),
    "answer": (_("What a family said"), things.no_codes),
    "roll": (_("The list of a day"), things.no_codes),
}


def register_all() -> None:
    """Enter them."""
    trail_words.enter(KINDS)
    trail_words.enter({f"evidence.{one.value}": one.label for one in Custody.What})
    for prefix, (words, codes) in THINGS.items():
        things.register(prefix, words, codes)
