"""Organisations and what is agreed with them, for those who work with them."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from vegerin.guard.reader import Reader
from vegerin.register.models import Agreement, Organisation, Share
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
