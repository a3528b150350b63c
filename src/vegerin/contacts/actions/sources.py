"""Sources: who it is, what is owed to a helper, and what happens at once when one is burned or taken."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.contacts import queries, rules
from vegerin.contacts.models import Burned, FamilyContact, HelperNote, SourceCard, TouchedPlace
from vegerin.contacts.rules import Act
from vegerin.guard import trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Caution, Source
from vegerin.register.sealed import sealed

FIRST_VISIT = 7  # days after which somebody is with a fallen helper's family again, at the latest


def add_source(*, code_name: str, deputy: Staff, by: Reader) -> Source:
    """A source of mine, with a deputy who handles sources too."""
    rules.check_may(by, Act.HANDLE)
    if deputy not in queries.deputies_for(by):
        raise Refused(_("The deputy is somebody else who handles sources."))
    return register.add_source(code_name=code_name, deputy=deputy, by=by)


def keep_card(*, source: Source, words: str, by: Reader) -> SourceCard:
    """Write down who it is, for handler and deputy alone."""
    check_mine(source, by)
    if not words.strip():
        raise Refused(_("Write who it is, or leave it unwritten: unwritten is safest."))
    with transaction.atomic():
        row = SourceCard(source=source, by=by.staff)
        row.words = sealed(row, "words", words.strip(), by=by, compartment=source.compartment)
        row.save()
        trail.record("source.card", by=by, about=f"source:{source.pk}")
    return row


def note_helper(*, source: Source, kind: str, on: date, words: str = "", by: Reader) -> HelperNote:
    """Next of kin, last rest, last debriefing."""
    check_mine(source, by)
    with transaction.atomic():
        row = HelperNote(source=source, kind=HelperNote.Kind(kind), on=on, by=by.staff)
        if words.strip():
            row.words = sealed(row, "words", words.strip(), by=by, compartment=source.compartment)
        row.save()
        trail.record("source.helper", by=by, about=f"source:{source.pk}", detail={"kind": kind})
    return row


def burn(
    *,
    source: Source,
    taken: bool,
    killed: bool = False,
    contact: Staff | None = None,
    next_on: date | None = None,
    by: Reader,
) -> Burned:
    """Say so; missions, other sources and places it touched are marked in the same moment (R34)."""
    check_mine(source, by)
    if killed and (contact is None or next_on is None):
        raise Refused(_("Name who of us goes to the family, and when."))
    kind = Caution.Kind.TAKEN if taken or killed else Caution.Kind.COMPROMISED
    with transaction.atomic():
        caution = register.raise_caution(kind=kind, source=source, by=by)
        row = Burned.objects.create(source=source, caution=caution, killed=killed, by=by.staff)
        for other in queries.sources_beside(source):
            register.raise_caution(kind=Caution.Kind.COMPROMISED, source=other, by=by)
        for place in queries.places_told_by(source):
            TouchedPlace.objects.create(burned=row, place=place, by=by.staff)
        if killed and contact is not None and next_on is not None:
            FamilyContact.objects.create(burned=row, contact=contact, next_on=next_on, by=by.staff)
        trail.record("source.burned", by=by, about=f"source:{source.pk}", detail={"kind": str(kind)})
    return row


def go_again(*, burned: Burned, next_on: date, by: Reader) -> FamilyContact:
    """The named contact was with the family, and says when next."""
    latest = burned.family_contacts.last()
    if latest is None or latest.contact_id != by.staff.pk:
        raise NotYours
    with transaction.atomic():
        row = FamilyContact.objects.create(burned=burned, contact=by.staff, next_on=next_on, by=by.staff)
        trail.record("source.family", by=by, about=f"burned:{burned.pk}")
    return row


def propose_clearing_caution(*, caution: Caution, why: str, by: Reader) -> None:
    """Propose that what stops missions is cleared; a contact is cleared on its own page."""
    if hasattr(caution, "raised_by") and not by.has(Role.VERIFIER):
        raise Refused(_("This came from a contact. A verifier clears the contact."))
    if hasattr(caution, "raised_by"):
        raise Refused(_("This came from a contact. Clear the contact."))
    register.propose_clearing(caution=caution, why=why, by=by)


def check_mine(source: Source, by: Reader) -> None:
    """Handler or deputy; for everybody else it does not exist."""
    if source not in queries.my_sources(by):
        raise NotYours
