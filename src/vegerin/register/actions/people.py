"""Opening a case and adding what is known of a person: facts, kin, household, wish, rulings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from vegerin.engines.history.dates import InexactDate
from vegerin.engines.history.legal import Legal
from vegerin.engines.history.wish import Wish
from vegerin.guard import trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.actions.families import keep_closed
from vegerin.register.actions.judging import write_review
from vegerin.register.actions.names import add_name
from vegerin.register.actions.tasks import end_tasks, undo_if_declared
from vegerin.register.codes import bears, new_code
from vegerin.register.models import (
    ContactWish,
    Household,
    HouseholdMember,
    KinKind,
    KinTie,
    LegalRuling,
    NotKnown,
    Person,
    PersonFact,
    Place,
    Report,
    Sex,
    TieKind,
)
from vegerin.register.models.base import date_columns
from vegerin.register.rules import Act, check_may
from vegerin.register.task_kinds import Kind
from vegerin.register.values import NewName

What = PersonFact.What
IN_WORDS = {What.TONGUE, What.VOICE, What.MARK, What.STATEMENT}


def add_person(
    *,
    names: Sequence[NewName] = (),
    sex: str = NotKnown.NOT_ASKED,
    born: InexactDate | str = NotKnown.NOT_ASKED,
    origin: Place | str = NotKnown.NOT_ASKED,
    household: Household | None = None,
    owner: Staff | None = None,
    team: str = "",
    review_on: date | None,
    review_class: str = "open",
    told_by: str = "",
    told_on: date | None = None,
    report: Report | None = None,
    by: Reader,
) -> Person:
    """Open a case. It has an owner and a day on which it is looked at again (R29); names may be missing.

    What is not known is said by a `NotKnown`: of sex, birth and home.
    """
    check_may(by, Act.ADD_PERSON)
    told: dict[str, Any] = {"told_by": told_by, "told_on": told_on, "report": report}
    with transaction.atomic():
        person = new_person()
        write_review(
            person=person, owner=owner, team=team, review_on=review_on, review_class=review_class, by=by
        )
        for name in names:
            add_name(
                person=person,
                text=name.text,
                kind=name.kind,
                script=name.script,
                language=name.language,
                used_from=name.used_from,
                used_to=name.used_to,
                report=report,
                by=by,
            )
        for what, value in ((What.SEX, sex), (What.BORN, born), (What.ORIGIN, origin)):
            write_fact(person=person, what=what, value=value, uses=(), by=by, **told)
        if household:
            join_household(household=household, person=person, by=by)
        trail.record("person.added", by=by, about=f"person:{person.pk}")
    return person


def new_person() -> Person:
    """An empty row under a code nobody bears yet."""
    person = Person(
        code=new_code("P", taken=bears(Person)),
        sex_not=NotKnown.NOT_ASKED,
        born_not=NotKnown.NOT_ASKED,
        origin_not=NotKnown.NOT_ASKED,
    )
    person.save(force_insert=True)
    return person


def set_fact(
    *,
    person: Person,
    what: str,
    value: Any,
    uses: Iterable[str] = (),
    told_by: str = "",
    told_on: date | None = None,
    report: Report | None = None,
    by: Reader,
) -> PersonFact:
    """Add one thing known of a person, or why it is not known (a `NotKnown`)."""
    check_may(by, Act.ADD_FACT)
    with transaction.atomic():
        fact = write_fact(
            person=person,
            what=What(what),
            value=value,
            uses=uses,
            told_by=told_by,
            told_on=told_on,
            report=report,
            by=by,
        )
        trail.record("fact.added", by=by, about=f"person:{person.pk}", detail={"what": str(what)})
    return fact


def write_fact(
    *, person: Person, what: What, value: Any, uses: Iterable[str], by: Reader, **told: Any
) -> PersonFact:
    """The row of a fact, and the column that caches it."""
    columns = fact_columns(what, value)
    fact = PersonFact.objects.create(
        person=person, what=what, uses=[PersonFact.Use(use) for use in uses], by=by.staff, **columns, **told
    )
    cache_fact(person, fact)
    return fact


def fact_columns(what: What, value: Any) -> dict[str, Any]:
    """A value as the columns of a fact; refuses a value that does not fit what it is of."""
    if isinstance(value, str) and value in NotKnown.values:
        return {"value_not": NotKnown(value)}
    if what is What.SEX and value in Sex.values:
        return {"value": str(value)}
    if what is What.BORN and isinstance(value, InexactDate):
        if not value.is_known:
            return {"value_not": NotKnown.UNKNOWN}
        return {"value": str(value), **date_columns("on", value)}
    if what is What.ORIGIN and isinstance(value, Place):
        return {"value": value.name, "place": value}
    if what is What.HOUSEHOLD and isinstance(value, Household):
        return {"value": value.code, "household": value}
    if what in IN_WORDS and isinstance(value, str) and value.strip():
        return {"value": value.strip()}
    raise Refused(f"{value!r} does not say her {what.label}. Give the value, or why it is not known.")


def cache_fact(person: Person, fact: PersonFact) -> None:
    """Write the column that caches a fact; the one place that does."""
    columns = cached_columns(fact)
    if columns:
        for column, value in columns.items():
            setattr(person, column, value)
        Person.objects.filter(pk=person.pk).update(**columns)


def cached_columns(fact: PersonFact) -> dict[str, Any]:
    """What a fact says in the columns of a person."""
    match fact.what:
        case What.SEX:
            return {"sex": fact.value, "sex_not": fact.value_not}
        case What.BORN:
            born = {
                f"born_{part}": getattr(fact, f"on_{part}")
                for part in ("earliest", "latest", "precision", "basis", "anchor")
            }
            return {**born, "born_not": fact.value_not}
        case What.ORIGIN:
            return {"origin_id": fact.place_id, "origin_not": fact.value_not}
        case What.HOUSEHOLD:
            return {"household_id": fact.household_id}
    return {}


def restrict_person(*, person: Person, level: str, by: Reader) -> None:
    """Let a person exist for verifiers, child protection and the head only, or for the office again."""
    check_may(by, Act.READ_RESTRICTED)
    person.level = Person.Level(level)
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(level=person.level)
        trail.record("person.level", by=by, about=f"person:{person.pk}", detail={"level": str(level)})


def add_household(
    *, village: Place | None = None, house: str = "", kind: str = Household.Kind.HOUSE, by: Reader
) -> Household:
    """A house at the time of the abduction (R4), or a group taken or freed together (R6)."""
    check_may(by, Act.ADD_PERSON)
    with transaction.atomic():
        household = Household.objects.create(
            code=new_code("H", taken=bears(Household)),
            kind=Household.Kind(kind),
            village=village,
            house=house,
            by=by.staff,
        )
        trail.record("household.added", by=by, about=f"household:{household.pk}")
    return household


def join_household(
    *,
    household: Household,
    person: Person,
    role: str = "",
    stayed_behind_for: Person | None = None,
    by: Reader,
) -> HouseholdMember:
    """Somebody belongs to a household; a house at the abduction is also a fact of hers."""
    check_may(by, Act.ADD_PERSON)
    with transaction.atomic():
        member = HouseholdMember.objects.create(
            household=household, person=person, role=role, stayed_behind_for=stayed_behind_for, by=by.staff
        )
        if household.kind == Household.Kind.HOUSE:
            write_fact(person=person, what=What.HOUSEHOLD, value=household, uses=(), by=by)
            keep_closed(household.members.values_list("person", flat=True), by=by)
        trail.record("household.joined", by=by, about=f"person:{person.pk}")
    return member


def add_kin(
    *,
    person: Person,
    relative: Person,
    kind: str,
    tie: str = TieKind.CLAIMED,
    report: Report | None = None,
    corrects: KinTie | None = None,
    by: Reader,
) -> KinTie:
    """The relative is the father, sister … of the person: by blood, by law, or claimed."""
    check_may(by, Act.ADD_KIN)
    if person == relative:
        raise Refused("Nobody is her own relative. Choose two persons.")
    with transaction.atomic():
        row = KinTie.objects.create(
            person=person,
            relative=relative,
            kind=KinKind(kind),
            tie=TieKind(tie),
            report=report,
            corrects=corrects,
            by=by.staff,
        )
        keep_closed([person.pk, relative.pk], by=by)
        trail.record("kin.added", by=by, about=f"person:{person.pk}", detail={"tie": str(tie)})
    return row


def take_back_kin(*, tie: KinTie, by: Reader) -> KinTie:
    """Say that a tie is not so: a new row that names the old one."""
    check_may(by, Act.ADD_KIN)
    with transaction.atomic():
        row = KinTie.objects.create(
            person=tie.person,
            relative=tie.relative,
            kind=tie.kind,
            tie=tie.tie,
            corrects=tie,
            not_so=True,
            by=by.staff,
        )
        trail.record("kin.taken_back", by=by, about=f"person:{tie.person_id}")
    return row


def record_wish(
    *, person: Person, wish: str, asked_at: datetime | None = None, named: Iterable[str] = (), by: Reader
) -> ContactWish:
    """What she said when she was asked who may know of her (D1)."""
    check_may(by, Act.RECORD_WISH)
    with transaction.atomic():
        row = ContactWish.objects.create(
            person=person,
            wish=Wish(wish),
            asked_at=asked_at or timezone.now(),
            named=sorted(named),
            by=by.staff,
        )
        if row.wish != Wish.NOT_ASKED:
            end_tasks(person, Kind.ASK_WISH, why="asked", by=by)
        trail.record("wish.recorded", by=by, about=f"person:{person.pk}")
    return row


def record_ruling(
    *, person: Person, legal: str, ruled_on: date, court: str = "", number: str = "", by: Reader
) -> LegalRuling:
    """What a court has said (D31); it changes no fate."""
    check_may(by, Act.RECORD_RULING)
    with transaction.atomic():
        row = LegalRuling.objects.create(
            person=person, legal=Legal(legal), ruled_on=ruled_on, court=court, number=number, by=by.staff
        )
        if row.legal == Legal.ANNULLED:
            end_tasks(person, Kind.UNDO_RULING, why="annulled", by=by)
        else:
            undo_if_declared(person, by=by)
        trail.record("ruling.recorded", by=by, about=f"person:{person.pk}")
    return row
