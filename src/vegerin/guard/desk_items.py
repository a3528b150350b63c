"""What the guard lends to desks: codes nobody has heard from, and decisions that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vegerin.guard import authorities, clock, decisions, desk, office, papers, prepared, second_factor
from vegerin.guard.desk import Do, Item, Nothing, Rank
from vegerin.guard.models import AuthorityRequest, Decision
from vegerin.guard.reader import Reader
from vegerin.guard.roles import LEADERS, Role
from vegerin.ui import dates

HEAR_ALARMS = LEADERS | {Role.DUTY_OFFICER}
DECIDERS = LEADERS | {Role.VERIFIER, Role.REGISTER_OFFICER}


def register_all() -> None:
    """Enter the guard's things, and what the leaders' desks ask."""
    desk.register("guard", items_for, hands_over=handed_over)
    question = gettext_lazy("What are we asked for?")
    act = gettext_lazy("Requests of authorities")
    desk.asks(Role.LEGAL_ADVISER, question, act=act, view="guard:authorities", order=45)
    desk.asks(
        Role.AUDITOR,
        gettext_lazy("What was opened?"),
        act=gettext_lazy("Check the trail"),
        view="guard:trail",
    )
    desk.asks(
        Role.DATA_PROTECTION,
        gettext_lazy("Who opened what, and may it be?"),
        act=gettext_lazy("Check the trail"),
        view="guard:trail",
    )
    desk.count("guard", counts_since)
    for role in LEADERS:
        question, act = gettext_lazy("What waits for my word?"), gettext_lazy("Read what waits")
        desk.asks(role, question, act=act, view="guard:decisions", order=10)


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """Alarms for whoever leads or is on duty, decisions for whoever may sign."""
    if reader.has(*HEAR_ALARMS):
        yield from alarms()
    yield from (authority_item(one) for one in prepared.rows(authorities.open_for, reader, first=desk.ENOUGH))
    yield from paper_item(reader)
    yield from factor_items(reader)
    waiting = decisions.waiting_for(reader)
    about = decisions.about_each(waiting, reader)
    yield from (decision_item(one, about[one.pk]) for one in waiting)
    if not waiting and reader.has(*DECIDERS):
        yield Nothing(
            Rank.WORD,
            _("Nothing waits for your signature"),
            _("When a colleague proposes something you may decide, it stands here."),
        )


def factor_items(reader: Reader) -> Iterator[Item]:
    """A second factor that went off this week: its owner may not have done it, and who leads should know."""
    for person, at in second_factor.switched_off_lately(reader):
        own = person.pk == reader.staff.pk
        says = (
            _("Your second factor was switched off. If that was not you, tell the head at once.")
            if own
            else _(
                "The second factor was switched off: the passphrase alone signs in. Ask whether that is so."
            )
        )
        page = reverse("guard:account") if own else reverse("guard:person", args=[person.pk])
        yield Item(
            Rank.BACK,
            person.working_name,
            says,
            about=f"factor:{person.pk}",
            at=at,
            when=dates.clock(at),
            under=dates.day(at),
            acts=(Do(_("Open"), page),),
        )


def handed_over(reader: Reader) -> Iterator[desk.Lent]:
    """Beside these, every code that is still to be heard from."""
    yield from items_for(reader)
    if reader.has(*HEAR_ALARMS):
        now = timezone.now()
        rows = clock.expected(office.folder_from_environment())
        yield from (expected_item(row) for row in rows if row.state(now) in QUIET and not row.taken_at)


QUIET = frozenset({clock.State.WAITING, clock.State.WITHIN_MARGIN})


def expected_item(row: clock.Expected) -> Item:
    """A code whose time has not come."""
    return Item(
        Rank.PROMISED,
        row.code,
        _("Expected {time}, margin {n} minutes.").format(time=dates.moment(row.due), n=row.margin_minutes),
        about=f"clock:{row.code}",
        at=row.due,
        when=dates.clock(row.due),
        queue=gettext_lazy("On the duty screen"),
    )


def paper_item(reader: Reader) -> Iterator[Item]:
    """Paper that one printed before today and has not shredded."""
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if count := prepared.how_many(papers.own_of_before, reader, begins):
        sentence = ngettext("{n} paper to be shredded", "{n} papers to be shredded", count).format(n=count)
        link = reverse("guard:papers")
        yield Item(Rank.WORK, sentence, about="papers", glyph="clock-open", acts=(Do(_("See which"), link),))


def alarms() -> Iterator[Item]:
    """Codes of the clock store that should have been heard from; codes and times only."""
    now = timezone.now()
    for row in clock.expected(office.folder_from_environment()):
        state = row.state(now)
        if state is clock.State.ALARM or row.taken_at:
            yield Item(
                Rank.DANGER,
                row.code,
                _("Not heard from since {time}.").format(time=dates.moment(row.due)),
                about=f"clock:{row.code}",
                at=row.due,
                when=dates.clock(row.due),
                glyph="clock-full",
                acts=(Do(_("To the duty screen"), reverse("guard:duty"), filled=True),),
                taken=state is clock.State.TAKEN,
            )


def authority_item(request: AuthorityRequest) -> Item:
    """What an authority asked and nobody has answered."""
    reviewed = request.reviews.all()
    says = _("Reviewed; waits for an answer.") if reviewed else _("Waits for the legal adviser.")
    return Item(
        Rank.WORD,
        _("An authority asks: {kind}").format(kind=request.get_kind_display()),
        says,
        about=f"authority:{request.pk}",
        at=request.at,
        when=dates.clock(request.at),
        under=dates.day(request.at),
        glyph="diamond-half",
        acts=(Do(_("Open"), reverse("guard:authority", args=[request.pk])),),
        queue=gettext_lazy("Asked by authorities"),
    )


def decision_item(one: Decision, said: decisions.About) -> Item:
    """One decision; a fact whose 24 hours are over is late."""
    overdue = one.due_at is not None and one.due_at < timezone.now()
    proposed = _("{name} proposed it: {reason}").format(name=one.proposed_by.working_name, reason=said.reason)
    return Item(
        Rank.OVERDUE if overdue else Rank.WORD,
        str(decisions.KINDS[one.kind].title or one.kind),
        whom(said) or proposed,
        about=f"decision:{one.pk}",
        at=one.due_at or one.proposed_at,
        when=dates.clock(one.proposed_at),
        under=dates.day(one.proposed_at),
        glyph="diamond-half",
        acts=(Do(_("Read and decide"), reverse("guard:decision", args=[one.pk])),),
    )


def whom(said: decisions.About) -> str:
    """Whom or what a decision is about, in one line."""
    return " · ".join(f"{each.name} ({each.says})" if each.says else each.name for each in said.shown)


def counts_since(moment: datetime) -> Iterator[desk.Count]:
    """Alarms of the duty screen, and facts that a second person reviews within 24 hours."""
    now, folder = timezone.now(), office.folder_from_environment()
    past = [one for one in clock.heeded(folder) if one.overdue_from >= moment]
    standing = [row for row in clock.expected(folder) if row.overdue_from <= now]
    begun = [row for row in standing if row.first_step_at]
    yield desk.Count(
        _("Codes not heard from; a first step within 15 minutes"),
        raised=len(past) + len(standing),
        acted=len(past) + len(begun),
        in_time=sum(one.in_time for one in past)
        + sum(
            row.first_step_at <= row.overdue_from + clock.SOUND_AGAIN_AFTER
            for row in begun
            if row.first_step_at
        ),
    )
    due = Decision.objects.filter(due_at__gte=moment, due_at__lt=now + decisions.REVIEW_WITHIN)
    yield desk.Count(
        _("Facts that count at once; reviewed within 24 hours"),
        raised=due.count(),
        acted=due.exclude(signature=None).count(),
        in_time=due.filter(signature__at__lte=F("due_at")).count(),
    )
