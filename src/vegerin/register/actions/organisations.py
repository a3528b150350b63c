"""Organisations, what is agreed with them, and what is handed to them: never past the end of an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vegerin.guard import trail
from vegerin.guard.models import Staff
from vegerin.guard.queries import roles_of
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register.models import Agreement, AgreementEnd, Organisation, Person, Seat, Share
from vegerin.register.rules import Act, check_may
from vegerin.ui import dates

# Of what concerns one person, somebody's consent is written down first.
OF_A_PERSON = {Agreement.What.TRACING, Agreement.What.REFERRAL, Agreement.What.PAPERS, Agreement.What.SAMPLES}


def add_organisation(*, name: str, kind: str, works_on: str = "", by: Reader) -> Organisation:
    """A body that is not this office."""
    check_may(by, Act.AGREE)
    name = " ".join(name.split())
    if not name:
        raise Refused("Write the organisation's name.")
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Refused("An organisation of this name stands here already.")
    with transaction.atomic():
        row = Organisation.objects.create(
            name=name, kind=Organisation.Kind(kind), works_on=works_on.strip(), by=by.staff
        )
        trail.record("organisation.added", by=by, about=f"organisation:{row.pk}")
    return row


def seat_partner(*, staff: Staff, organisation: Organisation, by: Reader) -> Seat:
    """From now on this account signs in for this organisation, and reads what is agreed with it."""
    check_may(by, Act.AGREE)
    if Role.PARTNER not in roles_of(staff):
        raise Refused("This account is no partner's. Its role says what it opens.")
    with transaction.atomic():
        row = Seat.objects.create(staff=staff, organisation=organisation, by=by.staff)
        trail.record("organisation.seat", by=by, about=f"organisation:{organisation.pk}")
    return row


def record_agreement(
    *,
    organisation: Organisation,
    purpose: str,
    what: Sequence[str],
    begins: date,
    ends: date,
    paper: str = "",
    by: Reader,
) -> Agreement:
    """What may be shared, for which purpose, until when; without an end nothing is agreed."""
    check_may(by, Act.AGREE)
    if not purpose.strip():
        raise Refused("Say for which purpose. Nothing is shared without one.")
    if not what:
        raise Refused("Say what may be shared.")
    if ends < begins:
        raise Refused("It ends before it begins. Look at both days again.")
    with transaction.atomic():
        row = Agreement.objects.create(
            organisation=organisation,
            purpose=purpose.strip(),
            what=[Agreement.What(one).value for one in what],
            begins=begins,
            ends=ends,
            paper=paper.strip(),
            by=by.staff,
        )
        trail.record("agreement.made", by=by, about=f"organisation:{organisation.pk}")
    return row


def end_agreement(*, agreement: Agreement, last_day: date, why: str, by: Reader) -> AgreementEnd:
    """End it before its day."""
    check_may(by, Act.AGREE)
    if not why.strip():
        raise Refused("Say why, in a sentence.")
    if last_day > agreement.last_day:
        raise Refused("This only ends an agreement sooner. For longer, make a new one.")
    with transaction.atomic():
        row = AgreementEnd.objects.create(
            agreement=agreement, last_day=last_day, why=why.strip(), by=by.staff
        )
        trail.record("agreement.ended", by=by, about=f"organisation:{agreement.organisation_id}")
    return row


def record_share(
    *,
    organisation: Organisation,
    what: str,
    says: str,
    person: Person | None = None,
    consent: str = "",
    shared_on: date | None = None,
    by: Reader,
) -> Share:
    """Write down that something is handed over; refused where no agreement runs that allows it (R107)."""
    check_may(by, Act.SHARE)
    day = shared_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused("This day has not come yet. Write it down when it is handed over.")
    agreement = agreement_for(organisation, what, day)
    if not says.strip():
        raise Refused("Say what it is, without a name.")
    check_consent(what, person, consent)
    with transaction.atomic():
        row = Share.objects.create(
            agreement=agreement,
            what=what,
            says=says.strip(),
            person=person,
            consent=consent.strip(),
            shared_on=day,
            by=by.staff,
        )
        about = f"person:{person.pk}" if person else f"organisation:{organisation.pk}"
        trail.record("organisation.shared", by=by, about=about, detail={"what": what})
    return row


def check_consent(what: str, person: Person | None, consent: str) -> None:
    """What concerns one person names her by her number, and whose consent there is."""
    if what in OF_A_PERSON and person is None:
        raise Refused("Say whom it concerns, by her or his number here.")
    if person is not None and not consent.strip():
        raise Refused("Write who agreed to this, when and how. Without consent nothing leaves the office.")


def agreement_for(organisation: Organisation, what: str, day: date) -> Agreement:
    """The agreement under which this may be shared on that day; refuses in a sentence."""
    known = list(organisation.agreements.prefetch_related("endings"))
    if not known:
        sentence = _("Nothing is agreed with {name}. The head or the legal adviser makes an agreement first.")
        raise Refused(sentence.format(name=organisation.name))
    running = [one for one in known if one.runs_on(day)]
    if not running:
        raise Refused(why_none_runs(organisation, known, day))
    for one in running:
        if what in one.what:
            return one
    sentence = _("What is agreed with {name} does not cover this. It is for: {purposes}.")
    purposes = "; ".join(one.purpose for one in running)
    raise Refused(sentence.format(name=organisation.name, purposes=purposes))


def why_none_runs(organisation: Organisation, known: Sequence[Agreement], day: date) -> str:
    """It ended, or it has not begun."""
    ended = [one.last_day for one in known if one.last_day < day]
    if ended:
        sentence = _("The agreement with {name} ended on {day}. Nothing is shared past its end.")
        return sentence.format(name=organisation.name, day=dates.day(max(ended)))
    sentence = _("The agreement with {name} begins on {day}. Nothing is shared before.")
    return sentence.format(name=organisation.name, day=dates.day(min(one.begins for one in known)))
