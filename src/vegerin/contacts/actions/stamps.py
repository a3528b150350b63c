"""Stamps of a time authority where one is reachable; where not they wait, and each day is signed by us."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone

from vegerin.contacts import custody, days, time_authority
from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import Daily, Roll, Stamp
from vegerin.guard import office, trail
from vegerin.guard.reader import Reader


def ask_for_stamps(*, by: Reader) -> tuple[int, int]:
    """Ask for every roll that has none: how many came, and how many still wait."""
    authority = time_authority.of(office.folder_from_environment())
    waiting = list(Roll.objects.filter(stamp=None))
    came = 0
    for roll in waiting if authority else []:
        try:
            token, at = time_authority.ask(authority, roll.hash)  # type: ignore[arg-type]
        except time_authority.Unreachable:
            trail.record("evidence.no_stamp", by=by, about=f"roll:{roll.pk}")
            break  # the others wait too: nobody waits for it at the page
        keep_stamp(roll, token, at, authority.fingerprint, by=by)  # type: ignore[union-attr]
        came += 1
    return came, len(waiting) - came


def keep_stamp(roll: Roll, token: bytes, at: datetime, authority: str, *, by: Reader) -> Stamp:
    """The stamp, and a line of custody for what it stands over."""
    with transaction.atomic():
        row = Stamp.objects.create(roll=roll, stamped_at=at, token=token, authority=authority, by=by.staff)
        first = roll.items.select_related("batch").order_by("number").first()
        if first is not None:
            custody.note("stamped", first.batch or first, by=by)
    return row


def sign_days(*, by: Reader) -> list[Daily]:
    """Sign each day that is over, has rolls and was not signed yet, the earliest first."""
    try:
        with transaction.atomic():
            return write_days(by=by)
    except IntegrityError:
        return []  # somebody signed them in the same moment


def write_days(*, by: Reader) -> list[Daily]:
    """Their lists, each holding the one before."""
    last, made = Daily.objects.last(), []
    before = last.hash if last else days.BEGINNING
    for day, hashes in unsigned_rolls(last).items():
        text = days.text_of(day, before=before, rolls=hashes)
        before = days.hash_of(text)
        row = Daily.objects.create(day=day, text=text, hash=before, signature=days.signed(text), by=by.staff)
        trail.record("evidence.day_signed", by=by, detail={"day": str(day), "hash": before})
        made.append(row)
    return made


def unsigned_rolls(last: Daily | None) -> dict[date, list[str]]:
    """By day, those of days that are over."""
    rows = Roll.objects.filter(recorded_at__lt=begins(timezone.localdate()))
    if last is not None:
        rows = rows.filter(recorded_at__gte=begins(last.day, after=True))
    rolls: dict[date, list[str]] = {}
    for roll in rows.order_by("recorded_at", "id"):
        rolls.setdefault(timezone.localdate(roll.recorded_at), []).append(roll.hash)
    return rolls


def begins(day: date, *, after: bool = False) -> datetime:
    """Midnight in Baghdad; `after` it, where the day ends."""
    midnight = datetime.combine(day, time.max if after else time.min)
    return timezone.make_aware(midnight)


def set_authority(*, address: str, certificate: bytes, by: Reader) -> None:
    """Whom to ask, from now on; an empty address asks nobody."""
    rules.check_may(by, Act.SET_AUTHORITY)
    folder = office.folder_from_environment()
    if address:
        time_authority.write(folder, address=address, pem=certificate)
    else:
        time_authority.forget(folder)
    trail.record("evidence.authority", by=by, detail={"set": bool(address)})
