"""Helpers by code name: who waits for them at home, when they last rested and were listened to (D17, R55).

Which helper goes with which mission is sealed and fades; of going out the month remains.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import actions as guard
from vegerin.guard import trail
from vegerin.guard.models import Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS
from vegerin.missions import others, rules
from vegerin.missions.actions.once import done_once
from vegerin.missions.actions.speaking import raise_flag
from vegerin.missions.models import NOTE_LIVES, Flag, Helper, HelperDay, HelperLost, HelperOut, Mission
from vegerin.missions.rules import Act
from vegerin.register.sealed import sealed


def add_helper(*, code_name: str, kin: str, by: Reader) -> Helper:
    """A helper, and who is told if the helper does not come back."""
    rules.check_may(by, Act.PLAN)
    word = code_name.strip()
    if not word or not kin.strip():
        raise Refused(_("A code name, and who waits for this helper: without both nobody goes out."))
    if Helper.objects.filter(code_name=word).exists():
        raise Refused(_("Another helper has this code name."))
    row = Helper(code_name=word, by=by.staff)
    with transaction.atomic():
        members = {one.pk: one for one in [by.staff, *staff_with(*LEADERS)]}
        guard.make_compartment(row.compartment, members=members.values(), by=by)
        row.kin = sealed(row, "kin", kin.strip(), by=by)
        row.save()
        trail.record("helper.added", by=by, about=f"helper:{row.pk}")
    return row


def day_of_helper(*, helper: Helper, what: str, on: date | None = None, by: Reader) -> HelperDay:
    """Rest, being listened to, insurance, a visit to the family."""
    visits = HelperDay.What(what) is HelperDay.What.KIN_VISITED
    if not (rules.may(by, Act.PLAN) or rules.may(by, Act.DECIDE) or (visits and is_contact(helper, by))):
        raise Refused(str(rules.SENTENCES[Act.PLAN]))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("This day lies ahead of us."))
    with transaction.atomic():
        row = HelperDay.objects.create(helper=helper, what=HelperDay.What(what), on=day, by=by.staff)
        trail.record("helper.day", by=by, about=f"helper:{helper.pk}", detail={"what": what})
    return row


def is_contact(helper: Helper, by: Reader) -> bool:
    """Whether the family of a lost helper has this reader as its contact."""
    lost = HelperLost.objects.filter(helper=helper).select_related("contact").first()
    return lost is not None and others.contact_of(lost) == by.staff


def send_helper(*, mission: Mission, helper: Helper, by: Reader) -> HelperOut:
    """A helper goes with a mission: the tie is sealed and fades, the month is counted."""
    rules.check_may(by, Act.PLAN)
    if HelperLost.objects.filter(helper=helper).exists():
        raise Refused(_("This helper was taken or killed."))
    if hasattr(mission, "faded") or hasattr(mission, "closed"):
        raise Refused(_("This mission is closed."))
    row = HelperOut(mission=mission, expires_at=timezone.now() + NOTE_LIVES, by=by.staff)
    month = timezone.localdate().replace(day=1)
    with transaction.atomic():
        row.words = sealed(row, "words", helper.code_name, by=by, compartment=mission.compartment)
        row.save()
        HelperDay.objects.create(helper=helper, what=HelperDay.What.WENT, on=month, by=by.staff)
        trail.record("mission.helper", by=by, about=f"mission:{mission.pk}")
    return row


def helper_lost(*, helper: Helper, what: str, contact: Staff, by: Reader) -> HelperLost:
    """A helper was taken or killed: every mission the helper touched stands still, at once (R34).

    What this reader cannot open may be the helper's as well, and stands still too.
    """
    if not (rules.may(by, Act.PLAN) or rules.may(by, Act.DECIDE)):
        raise Refused(str(rules.SENTENCES[Act.PLAN]))
    if HelperLost.objects.filter(helper=helper).exists():
        raise Refused(_("This is written down already."))
    with done_once():
        row = HelperLost.objects.create(
            helper=helper, what=HelperLost.What(what), contact=contact, by=by.staff
        )
        trail.record("helper.lost", by=by, about=f"helper:{helper.pk}")
        for mission, kind in missions_touched(helper, by).items():
            raise_flag(mission, kind, by=by)
    return row


def missions_touched(helper: Helper, by: Reader) -> dict[Mission, Flag.Kind]:
    """Open missions this helper went with, as far as the ties can still be read."""
    found: dict[Mission, Flag.Kind] = {}
    for tie in HelperOut.objects.filter(mission__closed=None).select_related("mission"):
        word, faded = others.helper_word(by, tie)
        if word == helper.code_name:
            found[tie.mission] = Flag.Kind.HELPER_LOST
        elif not word and not faded:
            found.setdefault(tie.mission, Flag.Kind.HELPER_UNSURE)
    return found
