"""What the register lets count only when two have signed (domain.md, "Two people needed")."""

from django.utils.translation import gettext_lazy as _

from vegerin.guard.decisions import BEFORE, Kind, register
from vegerin.guard.roles import Role
from vegerin.register import showing
from vegerin.register.actions import cautions, episodes, events, judging, reports, withdrawal
from vegerin.register.rules import Act, who_may

VERIFIER_AND_HANDLER = frozenset({Role.VERIFIER, Role.SOURCE_HANDLER})
# They work with remains and with donors; names of the living are not theirs to see (domain.md, section 4).
FORENSICS = frozenset({Role.FORENSIC_OFFICER, Role.DNA_OFFICER})


def second_signature(code: str, deciders: frozenset[Role]) -> Kind:
    """A second signature under an event, by those whose work it is."""
    return Kind(
        code,
        BEFORE,
        proposers=who_may(Act.RECORD_EVENT) | who_may(Act.REPORT),
        deciders=deciders,
        effect=events.signed_second,
        shows=showing.event_of,
        title=_("Second signature under what was recorded"),
        changes=_("It counts from then on: in what is held to be so of the person, and in the figures."),
        asks=_("What you read yourself before you sign: the words, who told them, the other reports."),
        said=showing.event_recorded,
        about_each=showing.about_events,
    )


KINDS = (
    second_signature(events.COUNTERSIGN, who_may(Act.COUNTERSIGN) - FORENSICS),
    second_signature(events.COUNTERSIGN_REMAINS, who_may(Act.COUNTERSIGN)),
    Kind(
        judging.JUDGE,
        BEFORE,
        proposers=who_may(Act.JUDGE),
        deciders=who_may(Act.JUDGE),
        effect=judging.judged_by_two,
        shows=showing.pair_of,
        about_each=showing.about_pairs,
        title=_("Whether two persons are one"),
        changes=_("They count as one person, or as two. Both rows stay; a later judgement can undo it."),
        asks=_("What makes them one or two: father, village, year. A likeness of names is not enough."),
    ),
    Kind(
        judging.CLOSE,
        BEFORE,
        proposers=who_may(Act.CLOSE),
        deciders=who_may(Act.CLOSE),
        effect=judging.closed_by_two,
        shows=showing.person_of,
        title=_("Closing a case as untraceable"),
        changes=_("The case leaves the desks. It stays searchable, and opens again with any news."),
        asks=_("What was tried, and why nothing more can be tried now."),
    ),
    Kind(
        reports.MAY_RING,
        BEFORE,
        proposers=VERIFIER_AND_HANDLER,
        deciders=VERIFIER_AND_HANDLER,
        effect=reports.ringing_decided,
        title=_("Whether a number may be rung"),
        changes=_("Whoever opens the number is told that it may be rung, or that it may not."),
        asks=_("How you know that ringing brings nobody into danger."),
    ),
    Kind(
        withdrawal.WITHDRAW,
        BEFORE,
        proposers=who_may(Act.WITHDRAW_BY_NUMBER),
        deciders=who_may(Act.WITHDRAW) | who_may(Act.WITHDRAW_BY_NUMBER),
        effect=withdrawal.withdrawn_by_two,
        shows=showing.report_of,
        about_each=showing.about_reports,
        title=_("Withdrawing a report"),
        changes=_(
            "The words, names, numbers and files of this report are destroyed for good. "
            "That it was told, and what was concluded, stays."
        ),
        asks=_("How you know that it is her wish, and her report."),
    ),
    Kind(
        cautions.CLEAR,
        BEFORE,
        proposers=who_may(Act.CAUTION),
        deciders=who_may(Act.CLEAR_CAUTION),
        effect=cautions.cleared_by_two,
        shows=showing.caution_of,
        title=_("Clearing what stops a mission"),
        asks=_("What has changed since it was stopped."),
    ),
    Kind(
        episodes.EPISODES,
        BEFORE,
        proposers=who_may(Act.SWITCH_EPISODES),
        deciders=who_may(Act.SWITCH_EPISODES),
        effect=episodes.episodes_decided,
        title=_("Whether captivity episodes are kept, and what for"),
        changes=_("Episodes can be written down, for the purpose that is named and for no other."),
        asks=_("Who asked for it, and why nothing less would serve."),
    ),
)


def enter_kinds() -> None:
    """Enter the kinds into the guard's table."""
    for kind in KINDS:
        register(kind)
