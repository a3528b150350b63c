"""What shifts lend to desks: pages to sign, the 17:00 warning, the board to print, whoever is out alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.guard import clock, decisions, desk, duty, office
from vegerin.guard.desk import Aside, Do, Item, Rank
from vegerin.guard.desk_items import whom
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import LEADERS, Role
from vegerin.register.words import listed
from vegerin.shifts import queries
from vegerin.shifts.models import HandOver
from vegerin.shifts.night import board_is_due, has_begun
from vegerin.shifts.rules import Act, may
from vegerin.ui import dates

BEFORE_NIGHT = gettext_lazy("Before the second goes home")
WARNED = LEADERS | {Role.DUTY_OFFICER, Role.VERIFIER, Role.REGISTER_OFFICER}


def register_all() -> None:
    """Enter them."""
    desk.register("shifts", items_for)
    desk.beside("shifts", asides_for)
    desk.asks(
        Role.DUTY_OFFICER,
        gettext_lazy("Who must be heard from?"),
        act=gettext_lazy("To the duty screen"),
        view="guard:duty",
        order=15,
    )


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """What of the shift waits for this reader."""
    if may(reader, Act.HAND_OVER):
        yield from (page_to_sign(page) for page in queries.to_sign(reader))
    if reader.has(*WARNED) and has_begun(timezone.now()):
        yield from before_the_second_goes(reader)
    if may(reader, Act.PLAN):
        yield from board_to_print()
    if may(reader, Act.GO_OUT):
        yield from (out_item(out, reader) for out in queries.out_alone(reader))


def page_to_sign(page: HandOver) -> Item:
    """A shift somebody hands to her."""
    return Item(
        Rank.WORD,
        _("{name} hands you the shift").format(name=page.by.working_name),
        _("Read it together, then sign."),
        about=f"shift:{page.pk}",
        at=page.recorded_at,
        when=dates.clock(page.recorded_at),
        under=dates.day(page.recorded_at),
        glyph="diamond-half",
        acts=(Do(_("Read and sign"), reverse("shifts:hand_over", args=[page.pk])),),
    )


def before_the_second_goes(reader: Reader) -> Iterator[Item]:
    """The 17:00 warning: that tonight cannot make two, and what has to be signed before (D13, D28)."""
    night = queries.tonight_for(reader)
    if not night.makes_two:
        who = listed(person.working_name for person in night.people)
        yield Item(
            Rank.WORD,
            _("Tonight's rota cannot make two"),
            _("Only {who} is there. Name a second signer on call.").format(who=who)
            if who
            else _("Nobody is on the rota. Name who is on duty, and a second signer on call."),
            about="shift:tonight",
            at=night.span.starts,
            when=dates.clock(night.span.starts),
            glyph="diamond-half",
            acts=(Do(_("To the rota"), reverse("shifts:rota")),),
            queue=BEFORE_NIGHT,
        )
    yield from waiting_before_night(reader, night)


def waiting_before_night(reader: Reader, night: queries.Tonight) -> Iterator[Item]:
    """What waits and nobody of tonight can sign, as far as this reader could sign or proposed it."""
    hers = {one.pk for one in decisions.waiting_for(reader)}
    stuck = [
        one
        for one in queries.not_signable_by(night.people)
        if one.pk in hers or one.proposed_by_id == reader.staff.pk
    ]
    home = queries.goes_home_at(timezone.now(), night.people) if stuck else None
    about = decisions.about_each(stuck, reader)
    for one in stuck:
        yield Item(
            Rank.WORD,
            str(decisions.KINDS[one.kind].title or one.kind),
            unsigned_tonight(about[one.pk], home),
            about=f"decision:{one.pk}",
            at=night.span.starts,
            when=dates.clock(one.proposed_at),
            under=dates.day(one.proposed_at),
            glyph="diamond-half",
            acts=(Do(_("Read and decide"), reverse("guard:decision", args=[one.pk])),),
            queue=BEFORE_NIGHT,
        )


def unsigned_tonight(said: decisions.About, home: datetime | None) -> str:
    """Whom it is about, and that tonight nobody can sign it."""
    says = _("Nobody of tonight can sign this.")
    if home:
        says = _("Nobody of tonight can sign this. Before {time}, please.").format(time=dates.clock(home))
    about = whom(said)
    return f"{about} · {says}" if about else says


def board_to_print() -> Iterator[Item]:
    """From 18:00: the board on paper, where somebody is expected and nobody has printed it (D15)."""
    since = board_is_due(timezone.now())
    if since and clock.expected(office.folder_from_environment()) and not duty.printed_since(since):
        yield Item(
            Rank.OVERDUE,
            _("Print the board"),
            _("For a night without power: codes, times and duty codes on one page."),
            about="shift:board",
            at=since,
            when=dates.clock(since),
            acts=(Do(_("To the board"), reverse("guard:duty_paper")),),
        )


def out_item(out: queries.Out, reader: Reader) -> Item:
    """Somebody out alone; silence past the margin is danger, and her name stands beside the code."""
    silent = out.state is clock.State.ALARM or out.expected.taken_at is not None
    own = out.outing.by == reader.staff
    name = out.outing.by.working_name
    here = reverse("shifts:out", args=[out.outing.pk])
    return Item(
        Rank.DANGER if silent else Rank.PROMISED,
        _("You are out alone") if own else _("{name} is out alone").format(name=name),
        _("Code {code}. Not heard from since {time}.").format(
            code=out.outing.code, time=dates.moment(out.expected.due)
        )
        if silent
        else _("Code {code}. Expected {time}.").format(
            code=out.outing.code, time=dates.moment(out.expected.due)
        ),
        about=f"clock:{out.outing.code}",
        at=out.expected.due,
        when=dates.clock(out.expected.due),
        glyph="clock-full" if silent else "clock-open",
        acts=(Do(_("I am well"), here, filled=True),)
        if own
        else (Do(_("To the duty screen"), reverse("guard:duty")),),
        taken=out.state is clock.State.TAKEN,
    )


def asides_for(reader: Reader) -> Iterator[Aside]:
    """Who is there tonight."""
    if not may(reader, Act.SEE):
        return
    night = queries.tonight_for(reader)
    acts = [Do(_("Rota"), reverse("shifts:rota"))]
    if may(reader, Act.HAND_OVER):
        acts.append(Do(_("Hand over the shift"), reverse("shifts:new_hand_over")))
    if may(reader, Act.GO_OUT):
        acts.append(Do(_("I go out alone"), reverse("shifts:go_out")))
    yield Aside(_("Tonight"), tuple(words_of(night)), tuple(acts))


def words_of(night: queries.Tonight) -> Iterator[str]:
    """Who is on duty, who signs second, who is ill."""
    yield (
        _("On duty: {names}.").format(names=names(night.duty)) if night.duty else _("Nobody is on duty yet.")
    )
    if night.second:
        yield _("Second signer on call: {names}.").format(names=names(night.second))
    else:
        yield _("No second signer is on call.")
    if night.ill:
        yield _("Ill: {names}.").format(names=names(night.ill))


def names(people: tuple[Staff, ...]) -> str:
    """Working names in a row."""
    return listed(person.working_name for person in people)
