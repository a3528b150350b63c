"""What counts in a mission only when two have signed, and what one senior may do alone (D13)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vegerin.guard.decisions import BEFORE, EMERGENCY, REVIEW, Kind, Shown, register
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.missions import queries
from vegerin.missions.actions import arriving, deciding, fading, planning, speaking, watching
from vegerin.missions.models import Mission
from vegerin.missions.rules import Act, who_may


def shown(decision: Decision, reader: Reader) -> list[Shown]:
    """The mission's code, for those for whom it exists."""
    mission = queries.missions_for(reader).filter(pk=decision.about.removeprefix("mission:")).first()
    return [Shown(mission.code, url=f"/missions/{mission.code}/")] if mission else []


def shown_go(decision: Decision, reader: Reader) -> list[Shown]:
    """The same; and whoever signs reads that somebody was taken out of the plan as a mistake (R42)."""
    mission = queries.missions_for(reader).filter(pk=decision.about.removeprefix("mission:")).first()
    if mission is None:
        return []
    n = len(queries.taken_out_of(mission))
    says = ngettext(
        "%(n)s person was taken out of this plan as a mistake. Read on its page who it was, and why.",
        "%(n)s people were taken out of this plan as a mistake. Read on its page who they were, and why.",
        n,
    )
    return [Shown(mission.code, says % {"n": n} if n else "", url=f"/missions/{mission.code}/")]


def three_are_three(decision: Decision, staff: Staff) -> str:
    """Whoever plans or leads it neither signs nor reviews that it goes, whatever her roles (R44)."""
    mission = Mission.objects.filter(pk=decision.about.removeprefix("mission:")).first()
    apart = mission is None or staff not in (mission.planned_by, mission.led_by)
    return "" if apart else deciding.NOT_APART


KINDS = (
    Kind(
        deciding.GO,
        BEFORE,
        proposers=who_may(Act.PLAN),
        deciders=who_may(Act.DECIDE),
        effect=deciding.go_by_two,
        bars=three_are_three,
        shows=shown_go,
        title=_("Letting a mission go"),
        asks=_("What you checked yourself: risk sheet, rota, who receives them. No place, no way, no name."),
    ),
    Kind(
        deciding.EMERGENCY_GO,
        EMERGENCY,
        proposers=who_may(Act.EMERGENCY),
        deciders=who_may(Act.DECIDE),
        effect=deciding.gone_in_emergency,
        bars=three_are_three,
        shows=shown_go,
        title=_("A mission that went in an emergency"),
        asks=_("Whether it could have waited, and what is to be watched now. No place, no way, no name."),
    ),
    Kind(
        planning.LEAVE,
        BEFORE,
        proposers=who_may(Act.PLAN) | who_may(Act.MOVE),
        deciders=who_may(Act.DECIDE),
        effect=planning.left_by_two,
        shows=shown,
        title=_("Leaving somebody of the group"),
        asks=_("Why the others go without this person, in words that could be read to her or him."),
    ),
    Kind(
        arriving.FACT,
        REVIEW,
        proposers=who_may(Act.TELL),
        deciders=who_may(Act.TELL),
        effect=arriving.fact_counts,
        shows=shown,
        title=_("What happened on the way"),
        asks=_("How you know it too: from whom by role, and when."),
    ),
    Kind(
        arriving.NEWS,
        BEFORE,
        proposers=who_may(Act.NEWS),
        deciders=who_may(Act.DECIDE),
        effect=arriving.news_by_two,
        shows=shown,
        title=_("Words about a mission for outside"),
        asks=_("That these words harm nobody who is still on the way or still held."),
    ),
    Kind(
        fading.FADE,
        BEFORE,
        proposers=who_may(Act.PLAN) | who_may(Act.DECIDE),
        deciders=who_may(Act.DECIDE),
        effect=fading.faded_by_two,
        shows=shown,
        title=_("Destroying a mission's key, after what must survive was moved"),
        asks=_("That you have seen what was moved, and to whom."),
    ),
    Kind(
        speaking.CLEAR_FLAG,
        BEFORE,
        proposers=who_may(Act.PLAN) | who_may(Act.DECIDE),
        deciders=who_may(Act.DECIDE),
        effect=speaking.flag_cleared_by_two,
        shows=shown,
        title=_("Letting one mission go on after it was stopped"),
        asks=_("What has changed since it was stopped."),
    ),
    Kind(
        watching.WATCH,
        BEFORE,
        proposers=who_may(Act.WATCH),
        deciders=who_may(Act.WATCH),
        effect=watching.watch_by_two,
        title=_("Letting somebody watch channels, to read only"),
        asks=_("What is to be found there, and who talks with the colleague afterwards."),
    ),
)


def enter_kinds() -> None:
    """Enter the kinds into the guard's table."""
    for kind in KINDS:
        register(kind)
