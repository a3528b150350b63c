"""Organisations and what is agreed with them, for those who work with them."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from vegerin.guard.models import Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Agreement, Organisation, Seat, Share
from vegerin.register.queries.people import seen
from vegerin.register.rules import Act, may


def organisations_for(reader: Reader) -> QuerySet[Organisation]:
    """Every organisation with its agreements."""
    if not may(reader, Act.SEE_BODIES):
        return Organisation.objects.none()
    agreements = Agreement.objects.prefetch_related("endings")
    return Organisation.objects.prefetch_related(Prefetch("agreements", agreements))


def organisation_for(reader: Reader, organisation_id: object) -> Organisation | None:
    """One organisation by its id."""
    return organisations_for(reader).filter(pk=str(organisation_id)).first()


def agreement_by_id(reader: Reader, agreement_id: object) -> Agreement | None:
    """One agreement by its id."""
    if not may(reader, Act.SEE_BODIES):
        return None
    rows = Agreement.objects.select_related("organisation").prefetch_related("endings")
    return rows.filter(pk=str(agreement_id)).first()


def shares_with(reader: Reader, organisation: Organisation) -> QuerySet[Share]:
    """What was handed to it, as far as it concerns nobody or somebody whom this reader may see."""
    if not may(reader, Act.SEE_BODIES):
        return Share.objects.none()
    rows = Share.objects.filter(agreement__organisation=organisation).select_related(
        "person", "by", "agreement"
    )
    return rows.filter(Q(person=None) | seen(reader, "person"))


def organisation_of(reader: Reader) -> Organisation | None:
    """The organisation a partner signs in for."""
    seats = Seat.objects.filter(staff=reader.staff).select_related("organisation")
    latest = seats.order_by("recorded_at", "id").last() if reader.has(Role.PARTNER) else None
    return latest.organisation if latest else None


def agreements_with_us(reader: Reader) -> list[Agreement]:
    """What is agreed with a partner's own organisation, what ends first above."""
    rows = Agreement.objects.filter(organisation=organisation_of(reader)).prefetch_related("endings")
    return sorted(rows, key=lambda one: one.last_day)


def handed_to_us(reader: Reader) -> QuerySet[Share]:
    """What was handed to a partner's own organisation, the newest first."""
    ours = organisation_of(reader)
    return Share.objects.filter(agreement__organisation=ours) if ours else Share.objects.none()


def seats_of(reader: Reader, organisation: Organisation) -> list[Staff]:
    """Who signs in for an organisation now."""
    if not may(reader, Act.SEE_BODIES):
        return []
    rows = Seat.objects.filter(staff__is_active=True).select_related("staff").order_by("recorded_at", "id")
    latest = {row.staff_id: row for row in rows}
    return [row.staff for row in latest.values() if row.organisation_id == organisation.pk]


def partners_for(reader: Reader) -> list[Staff]:
    """Accounts with the role of a partner, for whoever says for whom each signs in."""
    return sorted(staff_with(Role.PARTNER), key=str) if may(reader, Act.AGREE) else []
