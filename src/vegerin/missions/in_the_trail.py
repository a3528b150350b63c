"""What the trail says of this room, and what its things are called."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vegerin.guard import things, trail_words
from vegerin.missions.models import Mission

KINDS = {
    "mission.opened": _("A mission was opened"),
    "mission.group": _("The group of a mission was chosen"),
    "mission.taken_out": _("Somebody who came into a plan by mistake was taken out"),
    "mission.left": _("Somebody was left out of a group"),
    "mission.attempt": _("Another attempt of a mission began"),
    "mission.risk": _("A question of the risk sheet was answered"),
    "mission.note": _("A note of a mission was kept"),
    "mission.payment_rule_read": _("The rule about payments was read"),
    "mission.step": _("A mission came to its next stage"),
    "mission.phase": _("The way of a mission came to its next part"),
    "mission.time": _("The time of a check-in was set"),
    "mission.condition_met": _("A condition of a mission was met"),
    "mission.EMERGENCY_GO": _("A mission was let go in an emergency"),
    "mission.ticked": _("Somebody of a mission was accounted for"),
    "mission.kin_told": _("It was written down that a family was told"),
    "mission.claimed": _("Somebody else claims a return"),
    "mission.claim_verified": _("The claim to a return was verified"),
    "mission.followed": _("How somebody is after a mission was written down"),
    "mission.helper": _("A helper joined a mission"),
    "mission.must_speak": _("Another works on somebody too: two must speak"),
    "mission.have_spoken": _("Two who work on somebody have spoken"),
    "mission.flag": _("A mission was marked"),
    "mission.printed": _("The sheet of a mission was printed"),
    "mission.pass_given": _("A pass for the way was given"),
    "mission.pass_revoked": _("A pass for the way was taken back"),
    "mission.passed_on": _("A mission passed to a colleague"),
    "mission.closed": _("A mission was closed"),
    "mission.moved": _("What must survive was moved out of a mission"),
    "mission.note_kept": _("A note was kept from fading"),
    "mission.kept_opened": _("What survived a mission was opened"),
    "mission.key_destroyed": _("The key of a mission was destroyed"),
    "helper.added": _("A helper was entered"),
    "helper.day": _("A day of a helper was written down"),
    "helper.lost": _("A helper was lost"),
    "watch.day": _("A day of watching channels was written down"),
    "mayknow.opened": _("It was asked who of the detained may know"),
    "mayknow.step": _("A step with an authority was written down"),
}
THINGS = {
    "mission": (_("A mission"), things.by_code(Mission.objects)),
    "mission_sheet": (_("The sheet of a mission for the night"), things.by_code(Mission.objects)),
    "manifest": (_("A manifest"), things.by_code(Mission.objects)),
    "helper": (_("A helper"), things.no_codes),
    "watch": (_("Channels that are watched"), things.no_codes),
    "moved": (_("What survived a mission"), things.no_codes),
    "speak": (_("Who else works on somebody"), things.no_codes),
    "mayknow": (_("A question to an authority"), things.no_codes),
}


def register_all() -> None:
    """Enter them."""
    trail_words.enter(KINDS)
    for prefix, (words, codes) in THINGS.items():
        things.register(prefix, words, codes)
