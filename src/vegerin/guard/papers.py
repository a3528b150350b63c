"""Paper that left the printer: each print stands in the trail, has a copy number, and is shredded in the end.

    copy = papers.record_print(what="person", about=who.code, by=reader).copy

A room enters its kinds of paper with `papers.WHAT["manifest"] = _("A manifest")` in `apps.ready`; with
`papers.ABOUT["manifest"] = …` how it says to a reader which one, where that is more than a number; and with
`papers.SEEN_BY["manifest"] = …` for whom, beside who printed it, such a paper exists at all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from vegerin.guard import trail
from vegerin.guard.models import Printed, Shredded
from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS, Role

WHAT: dict[str, str | Promise] = {
    "person": _("The page of a person"),
    "blank_forms": _("Empty forms"),
    "filled_form": _("A filled form"),
    "board": _("The board of the night"),
}
ABOUT: dict[str, Callable[[Reader, str], str]] = {}
SEEN_BY: dict[str, frozenset[Role]] = {}
SEES_ALL = LEADERS | {Role.DATA_PROTECTION}


def record_print(*, what: str, about: str, sheets: int = 1, by: Reader) -> Printed:
    """A paper goes out: into the trail, with the number of its copy, until it is shredded."""
    with transaction.atomic():
        wait_for_turn(f"paper:{what}")
        last = Printed.objects.filter(what=what, about=about).aggregate(last=Max("copy"))["last"] or 0
        row = Printed.objects.create(what=what, about=about, copy=last + 1, sheets=sheets, by=by.staff)
        trail.record(
            "paper.printed", by=by, about=f"{what}:{about}", detail={"copy": row.copy, "sheets": sheets}
        )
    return row


def record_shredding(*, printed: Printed, by: Reader) -> Shredded:
    """The paper is gone; ticked by whoever shredded it."""
    with transaction.atomic():
        if Shredded.objects.filter(printed=printed).exists():
            raise Refused(gettext_noop("This paper is shredded already."))
        row = Shredded.objects.create(printed=printed, by=by.staff)
        trail.record("paper.shredded", by=by, about=f"paper:{printed.pk}")
    return row


def title_of(reader: Reader, printed: Printed) -> tuple[str, str]:
    """What a paper is in words, and its number where it has one and the reader may know it."""
    kind = str(WHAT.get(printed.what, printed.what))
    if printed.what in ABOUT:
        which = ABOUT[printed.what](reader, printed.about)
        return f"{kind}: {which}" if which else kind, ""
    return kind, printed.about


def papers_for(reader: Reader) -> QuerySet[Printed]:
    """One's own papers; for head, deputy and data protection all but those of a room shut to them."""
    rows = Printed.objects.select_related("by", "shredded__by")
    if not reader.has(*SEES_ALL):
        return rows.filter(by=reader.staff)
    shut = [what for what, roles in SEEN_BY.items() if not reader.has(*roles)]
    return rows.exclude(~Q(by=reader.staff), what__in=shut) if shut else rows


def to_be_shredded(reader: Reader) -> QuerySet[Printed]:
    """Those of them that are still about."""
    return papers_for(reader).filter(shredded=None)


def own_of_before(reader: Reader, moment: datetime) -> QuerySet[Printed]:
    """What she printed herself before a moment and has not shredded."""
    return to_be_shredded(reader).filter(by=reader.staff, at__lt=moment)
