"""The search that runs behind a request (D7): over all there is, for the desk of someone who may see it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vegerin.engines.history.dates import InexactDate, between, same_day
from vegerin.guard import trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register.models import NameKind, NotKnown, Person, Sought, SoughtLink, SoughtMatch, WrittenName
from vegerin.register.queries.narrowing import Filters, Hit
from vegerin.register.queries.search import search
from vegerin.register.rules import Act, check_may

MOST = 8
SLACK = 3
CHOSEN = "chosen"
BEHIND = frozenset({Role.VERIFIER, Role.REGISTER_OFFICER})
NOBODY = Staff()  # has no family


def match_sought(*, sought: Sought, chosen: Person | None = None, by: Reader) -> list[SoughtMatch]:
    """Write down who may be meant. The clerk who took the request learns nothing of it, nor that it ran."""
    hits = hits_behind(sought.name, sex=sought.sex, born=sought.born)
    there = set(sought.matches.values_list("person_id", "row"))
    rows = [
        SoughtMatch(
            sought=sought,
            person=hit.person,
            row="" if hit.person else hit.owner_id,
            name=hit.name,
            band=hit.band,
            score=hit.score,
            by=by.staff,
        )
        for hit in hits
        if hit.person != chosen or hit.person is None
    ]
    if chosen is not None:
        rows.append(
            SoughtMatch(sought=sought, person=chosen, name=chosen.name, band=CHOSEN, score=1.0, by=by.staff)
        )
    new = [row for row in rows if (row.person_id, row.row) not in there]
    return SoughtMatch.objects.bulk_create(new)


def hits_behind(text: str, *, sex: str, born: InexactDate) -> Iterable[Hit]:
    """Persons and rows of lists that may be meant, with the eyes of those whose desk it lands on.

    Not with hers who writes it down: her own family is closed to her, and is to be found all the same.
    """
    filters = Filters(sex=sex, born=widened(born), owner_types=frozenset({"person", "list_row"}))
    found = search(Reader(NOBODY, BEHIND), text, limit=MOST, filters=filters).hits
    return [hit for hit in found if hit.kind != NameKind.IMPOSED]


def widened(born: InexactDate) -> InexactDate | None:
    """A year of birth as families and papers give it is right within three years."""
    if born.earliest is None or born.latest is None:
        return None
    return between(same_day(born.earliest, years=-SLACK), same_day(born.latest, years=SLACK))


def match_person(*, person: Person, by: Reader) -> list[SoughtMatch]:
    """Who has asked for somebody of this person's names: looked for when she comes back."""
    if not Sought.objects.exists():
        return []
    wanted = Filters(owner_types=frozenset({"sought"}))
    spelt = WrittenName.objects.filter(owner_type="person", owner_id=str(person.pk))
    best: dict[str, Hit] = {}
    for name in spelt.exclude(kind=NameKind.IMPOSED):
        for hit in search(Reader(NOBODY, BEHIND), name.text, limit=MOST, filters=wanted).hits:
            if hit.owner_id not in best or hit.score > best[hit.owner_id].score:
                best[hit.owner_id] = hit
    there = {str(pk) for pk in SoughtMatch.objects.filter(person=person).values_list("sought", flat=True)}
    return SoughtMatch.objects.bulk_create(
        SoughtMatch(
            sought_id=sought, person=person, name=hit.name, band=hit.band, score=hit.score, by=by.staff
        )
        for sought, hit in best.items()
        if sought not in there
    )


def link_sought(*, sought: Sought, person: Person, verdict: str, why: str, by: Reader) -> SoughtLink:
    """Say whether somebody sought is this person. It tells nobody anything: telling has a wall of its own."""
    check_may(by, Act.JUDGE)
    if not why.strip():
        raise Refused("Say why, in a sentence.")
    with transaction.atomic():
        row = SoughtLink.objects.create(
            sought=sought,
            person=person,
            verdict=SoughtLink.Verdict(verdict),
            why=why.strip(),
            by=by.staff,
        )
        trail.record(
            "request.linked",
            by=by,
            about=f"request:{sought.request_id}",
            detail={"person": str(person.pk), "verdict": str(verdict)},
        )
    return row


def open_case(*, sought: Sought, by: Reader) -> Person:
    """Nobody of the register is meant: a case for whom they seek, as they said it."""
    from vegerin.register.actions.people import add_person  # noqa: PLC0415 -- people search behind too
    from vegerin.register.values import NewName  # noqa: PLC0415

    check_may(by, Act.JUDGE)
    request = sought.request
    review = request.reviews.order_by("recorded_at", "id").last()
    with transaction.atomic():
        person = add_person(
            names=[NewName(sought.name)],
            sex=sought.sex or NotKnown.NOT_ASKED,
            born=sought.born if sought.born.is_known else NotKnown.NOT_ASKED,
            origin=sought.place or NotKnown.NOT_ASKED,
            owner=review.owner if review else by.staff,
            team=review.team if review else "",
            review_on=review.review_on if review else None,
            told_by="family",
            told_on=timezone.localdate(request.report.told_at),
            report=request.report,
            by=by,
        )
        why = _("Nobody of the register was meant; this case was opened for whom they seek.")
        link_sought(sought=sought, person=person, verdict="same", why=why, by=by)
    return person
