"""What contacts lend to desks: a checklist to fill in after a call; for verifiers what cannot wait."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.contacts import queries, rules
from vegerin.contacts.models import Checklist, FamilyContact
from vegerin.contacts.rules import Act
from vegerin.guard import desk, prepared
from vegerin.guard.clock import SOUND_AGAIN_AFTER
from vegerin.guard.desk import ENOUGH, Aside, Do, Item, Rank
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Report, Source
from vegerin.ui import dates

TELLINGS = 6  # those told to last; whoever tells rarely is found by her code


def register_all() -> None:
    """Enter them."""
    desk.register("contacts", items_for)
    desk.beside("contacts", asides_for)
    desk.asks(
        Role.VERIFIER, gettext_lazy("What can be made sure tonight?"), act=gettext_lazy("Contacts"),
        view="contacts:room", order=20,
    )  # fmt: skip
    desk.asks(
        Role.SOURCE_HANDLER, gettext_lazy("Who has been silent?"), act=gettext_lazy("Sources"),
        view="contacts:sources", order=40,
    )  # fmt: skip


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """Checklists first noted by her, then those that ask for a verifier."""
    for report in queries.next_to_note(reader):
        yield note_item(report)
    for report in queries.forgotten(reader):
        yield forgotten_item(report)
    late = queries.overdue_holds(reader)
    known = queries.verifiers() if late else None
    for checklist in late[:ENOUGH]:
        yield overdue_item(reader, checklist, known)
    for checklist in prepared.rows(queries.waiting, reader, first=ENOUGH):
        if checklist not in late:
            yield waiting_item(reader, checklist)
    for report in queries.rang_again(reader)[:ENOUGH]:
        yield again_item(report)
    for source in queries.sources_to_hear(reader):
        yield listen_item(source)
    for row in queries.families_due(reader):
        yield family_item(row)


def note_item(report: Report) -> Item:
    """Her own checklist; it stays until it is filled in or two have said why not, and is late after a day."""
    late = queries.overdue_to_note(report)
    says = (
        _("What did you notice in this contact? Nobody has noted it yet: fill it in, or say why not.")
        if late
        else _("What did you notice in this contact? A minute, while you remember.")
    )
    return Item(
        Rank.OVERDUE if late else Rank.WORK,
        report.code,
        says=says,
        about=f"checklist:{report.pk}",
        at=report.recorded_at,
        when=dates.clock(report.recorded_at),
        under=dates.day(report.recorded_at) if late else "",
        acts=(Do(_("Fill in"), reverse("contacts:checklist", args=[report.pk])),),
    )


def forgotten_item(report: Report) -> Item:
    """A colleague's, a day later: ask whoever took the call, or say why it stays empty."""
    says = _("Nobody has noted what {name} noticed in this contact. Ask, or say why it stays empty.")
    return Item(
        Rank.OVERDUE,
        report.code,
        says=says.format(name=report.by.working_name),
        about=f"checklist:{report.pk}",
        at=report.recorded_at,
        when=dates.clock(report.recorded_at),
        under=dates.day(report.recorded_at),
        acts=(Do(_("Open"), reverse("contacts:checklist", args=[report.pk])),),
    )


def listen_item(source: Source) -> Item:
    """A helper who told us often, and to whom nobody listened: before the next question (R55)."""
    return Item(
        Rank.PROMISED,
        source.code_name,
        says=_("Told us often, and nobody has asked how they are. Do that before asking again."),
        about=f"listen:{source.pk}",
        acts=(Do(_("Open"), reverse("contacts:source", args=[source.pk])),),
    )


def family_item(row: FamilyContact) -> Item:
    """The family of one who fell for us: somebody goes to them again, by name and day."""
    late = row.next_on <= timezone.localdate()
    return Item(
        Rank.OVERDUE if late else Rank.PROMISED,
        _("A family of ours"),
        says=_("Somebody who helped us was killed. You promised to be with the family."),
        about=f"family:{row.burned_id}",
        when=dates.day(row.next_on),
        acts=(Do(_("I was there"), reverse("contacts:again", args=[row.burned_id])),),
    )


def overdue_item(reader: Reader, checklist: Checklist, known: queries.Verifiers | None = None) -> Item:
    """Nobody moves, and nobody has looked for two hours: it sounds, and says who is asked now and next."""
    due, asked, following = (
        queries.look_by(checklist), queries.who_is_asked(checklist), queries.next_verifier(checklist, known),
    )  # fmt: skip
    acts = []
    if rules.may(reader, Act.WEIGH):
        acts.append(Do(_("Look"), reverse("contacts:why", args=[checklist.pk]), filled=True))
    if following is not None and following.pk != reader.staff.pk:
        ask = _("Ask {name} instead").format(name=following.working_name)
        acts.append(Do(ask, reverse("contacts:ask_next", args=[checklist.pk]), post=True))
    return Item(
        Rank.DANGER,
        checklist.report.code,
        says=overdue_words(asked, mine=asked is not None and asked.pk == reader.staff.pk),
        about=f"why:{checklist.pk}",
        at=due,
        when=dates.clock(due),
        acts=tuple(acts),
        taken=asked_just_now(checklist),
    )


def overdue_words(asked: Staff | None, *, mine: bool) -> str:
    """Who should have looked; nothing of what it adds up to."""
    if mine:
        return _("Two hours have passed and nobody has looked. You are asked: look now.")
    if asked is None:
        return _("Two hours have passed and nobody has looked. No verifier is free; name one.")
    sentence = _("Two hours have passed and nobody has looked. {name} was asked: ring {name}.")
    return sentence.format(name=asked.working_name)


def asked_just_now(checklist: Checklist) -> bool:
    """Whether the next was asked within a quarter of an hour: so long it is silent (D29)."""
    latest = max((row.recorded_at for row in checklist.asked_next.all()), default=None)
    return latest is not None and timezone.now() < latest + SOUND_AGAIN_AFTER


def waiting_item(reader: Reader, checklist: Checklist) -> Item:
    """A contact that asks for a verifier: who is asked, and by when."""
    due = queries.look_by(checklist)
    asked = queries.who_is_asked(checklist)
    mine = asked is not None and asked.pk == reader.staff.pk
    asks = _("You are asked to look: {band}.") if mine else _("A contact asks for a verifier: {band}.")
    return Item(
        Rank.OVERDUE if due < timezone.now() else Rank.WORD,
        checklist.report.code,
        says=asks.format(band=checklist.get_band_display()),
        about=f"why:{checklist.pk}",
        at=due,
        when=dates.clock(due),
        acts=(Do(_("Look"), reverse("contacts:why", args=[checklist.pk]), filled=mine),),
    )


def again_item(report: Report) -> Item:
    """The number of an earlier trap rang, and nobody has noted anything of it."""
    return Item(
        Rank.OVERDUE,
        report.code,
        says=_("The number of a call that asked for caution was heard again; nothing was noted yet."),
        about=f"again:{report.pk}",
        at=report.recorded_at,
        when=dates.clock(report.recorded_at),
        acts=(Do(_("Look"), reverse("contacts:checklist", args=[report.pk]), filled=True),),
    )


def asides_for(reader: Reader) -> Iterator[Aside]:
    """The short form, while a news day is open; the way to whoever tells, by code alone."""
    day = queries.news_day_now()
    if day is not None and rules.may(reader, Act.TAKE_NEWS):
        yield Aside(
            _("News day"),
            (_("Every caller is rung by {time}.").format(time=dates.moment(day.call_by)),),
            (Do(_("Take a call in the short form"), reverse("contacts:news")),),
        )
    tellings = queries.tellings_heard(reader, most=TELLINGS)
    if tellings:
        yield Aside(
            _("Who tells you"),
            (_("At her or his pace: this reminds of nothing."),),
            tuple(Do(person.code, reverse("contacts:told", args=[person.code])) for person in tellings),
        )
