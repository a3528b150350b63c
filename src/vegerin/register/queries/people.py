"""Persons as a reader may see them: names, facts, kin, household, wish, and what follows of their fate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from vegerin.engines.history import legal, wish
from vegerin.engines.history.dates import InexactDate
from vegerin.engines.history.status import Status
from vegerin.guard import once, prepared
from vegerin.guard.reader import Reader
from vegerin.register import histories
from vegerin.register.clusters import cluster_ids, clusters_of
from vegerin.register.models import (
    ContactWish,
    FamilyMark,
    Household,
    Judgement,
    KinKind,
    KinTie,
    LegalRuling,
    NameKind,
    NotKnown,
    Person,
    PersonFact,
    PersonName,
    Report,
)
from vegerin.register.models.base import read_date
from vegerin.register.rules import Act, may

HEAD_ORDER = {
    NameKind.CALLED_BY: 0,
    NameKind.BIRTH: 1,
    NameKind.AS_WRITTEN: 2,
    NameKind.SHORT_FORM: 3,
    NameKind.IMPOSED: 4,
}
# Of these the latest counts; of the others each stands beside the rest.
ONE_OF_A_KIND = {PersonFact.What.SEX, PersonFact.What.BORN, PersonFact.What.ORIGIN, PersonFact.What.HOUSEHOLD}


def people_for(reader: Reader) -> QuerySet[Person]:
    """The persons that exist for this reader."""
    return Person.objects.filter(seen(reader))


def seen(reader: Reader, path: str = "") -> Q:
    """That a row's person exists for this reader: a condition, so that nobody is listed to be compared."""
    at = f"{path}__" if path else ""
    if not may(reader, Act.READ):
        return Q(pk__in=[])
    # Who marked her own family sees no more of it than any family does (D30).
    own = FamilyMark.objects.filter(by=reader.staff).values("person")
    visible = ~Q(**{f"{at}pk__in": own})
    if may(reader, Act.READ_RESTRICTED):
        return visible
    return visible & Q(**{f"{at}level": Person.Level.OFFICE})


def whose_remains(reader: Reader) -> QuerySet[Person]:
    """Those about whose remains she may be asked: forensics sees nobody else."""
    if may(reader, Act.READ) or not may(reader, Act.COUNTERSIGN):
        return people_for(reader)
    own = FamilyMark.objects.filter(by=reader.staff).values("person")
    return Person.objects.filter(level=Person.Level.OFFICE).exclude(pk__in=own)


def own_family(reader: Reader, code: str) -> Person | None:
    """One of her own family, for the page that may be turned to any family."""
    marked = FamilyMark.objects.filter(by=reader.staff, person__code=str(code).upper())
    row = marked.select_related("person__origin").first()
    return row.person if row else None


def person_for(reader: Reader, code: str | UUID) -> Person | None:
    """One person by code or id; None where there is none for this reader."""
    try:
        found = prepared.rows(_person_of_id, reader, UUID(str(code)))
    except ValueError:
        found = prepared.rows(_person_of_code, reader, str(code).upper())
    return next(iter(found), None)


def _person_of_id(reader: Reader, pk: UUID) -> QuerySet[Person]:
    return people_for(reader).select_related("origin", "household").filter(pk=pk)


def _person_of_code(reader: Reader, code: str) -> QuerySet[Person]:
    return people_for(reader).select_related("origin", "household").filter(code=code)


@once.asked
def cluster_of(reader: Reader, person: Person) -> list[Person]:
    """All rows that are held to be this person and exist for this reader, herself first."""
    others = cluster_ids(person.pk) - {person.pk}
    return [person, *prepared.rows(_people_by_code, reader, others)]


def _people_by_code(reader: Reader, ids: set[UUID]) -> QuerySet[Person]:
    return people_for(reader).filter(pk__in=ids).order_by("code")


def status_for(
    reader: Reader, person: Person, *, as_of: date | None = None, known_by: datetime | None = None
) -> Status:
    """What follows on a day from all that was known by a moment: one status for all readers."""
    as_of = as_of or timezone.localdate()
    told = histories.told_of(frozenset(cluster_ids(person.pk)))
    return histories.status_of_told(told, as_of=as_of, known_by=known_by)


def statuses_for(reader: Reader, persons: Iterable[Person]) -> dict[UUID, Status]:
    """What follows today for each of many, with as few questions as for one."""
    clusters = clusters_of(person.pk for person in persons)
    told = histories.told_of(frozenset().union(*clusters.values()))
    return {
        pk: histories.status_of_told(
            [row for row in told if row.person_id in cluster], as_of=timezone.localdate()
        )
        for pk, cluster in clusters.items()
    }


@dataclass(frozen=True)
class ShownName:
    """One name with what it is to her, and from whom it came."""

    text: str
    kind: str
    label: str
    script: str
    language: str
    used_from: InexactDate
    used_to: InexactDate
    report: Report | None
    has_sealed_rest: bool
    row: PersonName


@once.asked
def names_for(reader: Reader, person: Person) -> list[ShownName]:
    """The names of all rows that are this person; the one she asks to be called by first (D2)."""
    rows = prepared.rows(_names_standing, reader, ids_of(reader, person))
    return sorted(map(shown_name, rows), key=lambda name: HEAD_ORDER[NameKind(name.kind)])


def _names_standing(reader: Reader, people: list[UUID]) -> QuerySet[PersonName]:
    rows = PersonName.objects.filter(person__in=people, corrected_by=None, not_so=False)
    if not may(reader, Act.READ_IMPOSED):
        rows = rows.exclude(kind=NameKind.IMPOSED)
    return rows.select_related("written", "report")


def ids_of(reader: Reader, person: Person) -> list[UUID]:
    """The ids of all rows that are held to be this person and exist for this reader."""
    return [row.pk for row in cluster_of(reader, person)]


def shown_name(row: PersonName) -> ShownName:
    """A row as it is shown."""
    return ShownName(
        text=row.written.text,
        kind=row.kind,
        label=str(NameKind(row.kind).label),
        script=row.written.script,
        language=row.written.language,
        used_from=row.used_from,
        used_to=row.used_to,
        report=row.report,
        has_sealed_rest=bool(row.sealed_rest),
        row=row,
    )


@dataclass(frozen=True)
class Fact:
    """One thing known: since when, from whom, and what it may be used for."""

    what: str
    label: str
    value: str
    not_known: str
    when: InexactDate | None
    since: date
    from_whom: str
    may_be_used_for: tuple[str, ...]
    report: Report | None
    earlier: tuple[Fact, ...]
    row: PersonFact


def facts_for(reader: Reader, person: Person) -> list[Fact]:
    """What is known of her and need not be asked again: the latest of each, and what it replaced."""
    by_what: dict[str, list[PersonFact]] = {}
    for row in prepared.rows(_facts_told, ids_of(reader, person)):
        key = row.what if row.what in ONE_OF_A_KIND else f"{row.what}:{row.value}"
        by_what.setdefault(key, []).append(row)
    facts = [shown_fact(told) for told in by_what.values()]
    order = list(PersonFact.What.values)
    return sorted(facts, key=lambda fact: order.index(fact.what))


def _facts_told(people: list[UUID]) -> QuerySet[PersonFact]:
    rows = PersonFact.objects.filter(person__in=people).select_related("report", "place")
    return rows.order_by("recorded_at", "id")


def shown_fact(told: list[PersonFact]) -> Fact:
    """A fact and what it replaced. A value outlives a later *not asked*."""
    known = [row for row in told if row.value_not != NotKnown.NOT_ASKED] or told
    row = known[-1]
    return Fact(
        what=row.what,
        label=str(PersonFact.What(row.what).label),
        value=row.value,
        not_known=row.value_not,
        when=read_date(row, "on") if row.on_earliest or row.on_latest else None,
        since=row.told_on or timezone.localdate(row.recorded_at),
        from_whom=row.told_by or (row.report.code if row.report else ""),
        may_be_used_for=tuple(str(PersonFact.Use(use).label) for use in row.uses),
        report=row.report,
        earlier=tuple(shown_fact([old]) for old in reversed(known[:-1])),
        row=row,
    )


@dataclass(frozen=True)
class ShownKin:
    """Somebody related to her, seen from her side."""

    person: Person
    kind: str
    label: str
    tie: str
    tie_label: str
    row: KinTie


# The same tie seen from the other side, by the sex of the one who is named.
OTHER_SIDE: dict[str, tuple[str, str]] = {
    KinKind.FATHER: (KinKind.DAUGHTER, KinKind.SON),
    KinKind.MOTHER: (KinKind.DAUGHTER, KinKind.SON),
    KinKind.DAUGHTER: (KinKind.MOTHER, KinKind.FATHER),
    KinKind.SON: (KinKind.MOTHER, KinKind.FATHER),
    KinKind.HUSBAND: (KinKind.WIFE, KinKind.HUSBAND),
    KinKind.WIFE: (KinKind.WIFE, KinKind.HUSBAND),
    KinKind.BROTHER: (KinKind.SISTER, KinKind.BROTHER),
    KinKind.SISTER: (KinKind.SISTER, KinKind.BROTHER),
    KinKind.GRANDPARENT: (KinKind.GRANDCHILD, KinKind.GRANDCHILD),
    KinKind.GRANDCHILD: (KinKind.GRANDPARENT, KinKind.GRANDPARENT),
    KinKind.UNCLE_AUNT: (KinKind.NEPHEW_NIECE, KinKind.NEPHEW_NIECE),
    KinKind.NEPHEW_NIECE: (KinKind.UNCLE_AUNT, KinKind.UNCLE_AUNT),
    KinKind.COUSIN: (KinKind.COUSIN, KinKind.COUSIN),
    KinKind.IN_LAW: (KinKind.IN_LAW, KinKind.IN_LAW),
    KinKind.GUARDIAN: ("ward", "ward"),
}


@once.asked
def kin_of(reader: Reader, person: Person) -> list[ShownKin]:
    """Her relatives that exist for this reader, from ties told from either side."""
    cluster = ids_of(reader, person)
    return _as_kin(prepared.rows(_ties_of, reader, cluster), prepared.rows(_ties_to, reader, cluster))


def kin_of_each(reader: Reader, persons: Iterable[Person]) -> dict[UUID, list[ShownKin]]:
    """The same for each of many, with as few questions as for one."""
    asked = {person.pk for person in persons}
    clusters = clusters_of(asked)
    joined = set().union(*clusters.values()) - asked
    ids = sorted({*asked, *(row.pk for row in prepared.rows(_people_by_code, reader, joined))})
    hers, theirs = prepared.rows(_ties_of, reader, ids), prepared.rows(_ties_to, reader, ids)
    return {
        pk: _as_kin(
            [tie for tie in hers if tie.person_id in cluster],
            [tie for tie in theirs if tie.relative_id in cluster],
        )
        for pk, cluster in clusters.items()
    }


def _as_kin(hers: Iterable[KinTie], theirs: Iterable[KinTie]) -> list[ShownKin]:
    shown = {(tie.relative_id, tie.kind): shown_kin(tie, tie.relative, tie.kind) for tie in hers}
    for tie in theirs:
        kind = OTHER_SIDE[tie.kind][tie.person.sex == "male"]
        shown.setdefault((tie.person_id, kind), shown_kin(tie, tie.person, kind))
    order = [*KinKind.values, "ward"]
    return sorted(shown.values(), key=lambda kin: (order.index(kin.kind), kin.person.code))


def _ties_of(reader: Reader, people: list[UUID]) -> QuerySet[KinTie]:
    rows = KinTie.objects.filter(seen(reader, "relative"), person__in=people)
    return rows.filter(corrected_by=None, not_so=False).select_related("relative")


def _ties_to(reader: Reader, people: list[UUID]) -> QuerySet[KinTie]:
    rows = KinTie.objects.filter(seen(reader, "person"), relative__in=people)
    return rows.filter(corrected_by=None, not_so=False).select_related("person")


def shown_kin(tie: KinTie, other: Person, kind: str) -> ShownKin:
    """A tie as it is shown."""
    label = KinKind(kind).label if kind in KinKind.values else kind
    return ShownKin(other, str(kind), str(label), tie.tie, str(tie.get_tie_display()), tie)


@once.asked
def household_of(reader: Reader, person: Person) -> list[tuple[Household, list[Person]]]:
    """Her households and groups, each with its people that exist for this reader (R4, R6)."""
    households = prepared.rows(_households, ids_of(reader, person))
    return [(household, members_of(reader, household)) for household in households]


def members_of(reader: Reader, household: Household) -> list[Person]:
    """The people of a household that exist for this reader."""
    return prepared.rows(_members, reader, household)


def _households(people: list[UUID]) -> QuerySet[Household]:
    return Household.objects.filter(members__person__in=people).distinct()


def _members(reader: Reader, household: Household) -> QuerySet[Person]:
    return people_for(reader).filter(memberships__household=household).distinct()


def judgements_for(reader: Reader, person: Person) -> list[Judgement]:
    """What was judged of her and others, latest first."""
    cluster = cluster_ids(person.pk)
    rows = Judgement.objects.filter(seen(reader, "a"), seen(reader, "b")).select_related("a", "b", "by")
    return list((rows.filter(a__in=cluster) | rows.filter(b__in=cluster)).order_by("-recorded_at"))


def wish_for(reader: Reader, person: Person, *, known_by: datetime | None = None) -> wish.WishTold | None:
    """What she wishes others to know; None where she was not asked, or it is not this reader's to see."""
    if not may(reader, Act.READ_WISH):
        return None
    rows = prepared.rows(_wishes, cluster_ids(person.pk))
    return wish.wish_of(map(as_wish, rows), known_by=known_by)


def _wishes(people: set[UUID]) -> QuerySet[ContactWish]:
    return ContactWish.objects.filter(person__in=people)


def as_wish(row: ContactWish) -> wish.WishTold:
    """A row as the engine sees it."""
    return wish.WishTold(
        wish.Wish(row.wish), row.asked_at, row.recorded_at, frozenset(row.named), str(row.pk)
    )


def ruling_of(reader: Reader, person: Person, *, as_of: date | None = None) -> legal.Ruling | None:
    """What a court has said last."""
    if not may(reader, Act.READ):
        return None
    rows: Iterable[Any] = LegalRuling.objects.filter(person__in=cluster_ids(person.pk))
    rulings = (
        legal.Ruling(legal.Legal(r.legal), r.ruled_on, r.recorded_at, r.court, r.number, str(r.pk))
        for r in rows
    )
    return legal.legal_of(rulings, as_of=as_of or timezone.localdate())
