"""What cannot wait, for the duty officer's desk and the one who opens it; and claims to verify."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import ShowingAnswer, Urgent
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.queries import showings as read
from vegerin.guard import clock, desk, office
from vegerin.guard.desk import ENOUGH, Aside, Do, Item, Rank
from vegerin.guard.reader import Reader
from vegerin.register.queries import place_name
from vegerin.ui import dates


def register_all() -> None:
    """Enter them."""
    desk.register("evidence", items_for)
    desk.beside("evidence", asides_for)


def asides_for(reader: Reader) -> Iterator[Aside]:
    """The way in for whoever hands things in and reads none: her bar has no word for it."""
    if rules.may(reader, Act.HAND_IN) and not rules.may(reader, Act.READ):
        says = _("What you hand in is sealed at once. It opens to the readers you name, and to nobody else.")
        to_it = Do(_("Hand in a posting"), reverse("contacts:hand_in"))
        yield Aside(_("Postings and portraits"), (says,), (to_it,))


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """Text alone: the age, the region, the hour; then what families said and nobody has followed up."""
    taken = taken_codes()
    for row in queries.urgent_now(reader)[:ENOUGH]:
        yield urgent_item(reader, row, taken=row.code in taken)
    for answer in read.to_verify(reader)[:ENOUGH]:
        yield claim_item(answer)


def taken_codes() -> set[str]:
    """Codes whose alarm somebody has taken."""
    now = timezone.now()
    rows = clock.expected(office.folder_from_environment())
    return {row.code for row in rows if row.state(now) is clock.State.TAKEN}


def urgent_item(reader: Reader, row: Urgent, *, taken: bool) -> Item:
    """Who opens it, and for her the way there (D12)."""
    facts = [
        str(row.get_age_band_display()),
        place_name(reader, row.region) if row.region else _("Region not known"),
        _("handed in {time}").format(time=dates.clock(row.recorded_at)),
    ]
    mine = row.viewer_id == reader.staff.pk
    asks = _("You may open it now, alone.") if mine else _("{name} may open it; wake {name}.")
    to_it = Do(_("Open it"), reverse("contacts:evidence", args=[row.evidence_id]), filled=True)
    return Item(
        Rank.DANGER,
        row.code,
        " · ".join([*facts, asks.format(name=row.viewer.working_name)]),
        about=f"clock:{row.code}" if rules.may(reader, Act.HEAR) else f"evidence:{row.evidence_id}",
        at=row.recorded_at,
        when=dates.clock(row.recorded_at),
        glyph="clock-full",
        acts=(to_it if mine else Do(_("To the duty screen"), reverse("guard:duty"), filled=True),),
        taken=taken,
    )


def claim_item(answer: ShowingAnswer) -> Item:
    """One family's word about a portrait."""
    evidence = answer.showing.evidence
    return Item(
        Rank.WORK,
        evidence.code,
        _("A family says it knows who this is. A second line is to be followed."),
        about=f"claim:{answer.pk}",
        at=answer.recorded_at,
        when=dates.day(answer.recorded_at),
        acts=(Do(_("Follow it"), reverse("contacts:claim", args=[answer.pk])),),
        queue=gettext_lazy("What families said of portraits"),
    )
