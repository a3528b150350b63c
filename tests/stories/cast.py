"""An invented family and the people of an office, for tests that walk through pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from vegerin.engines.history import dates
from vegerin.guard.roles import Role
from vegerin.register import actions
from vegerin.register.models import Person, Place
from vegerin.register.values import Claim, Link, NewName


@dataclass
class Cast:
    """Who plays."""

    clerk: Any
    officer: Any
    verifier: Any
    nobody: Any
    head: Any
    planner: Any
    lead: Any
    naze: Person
    xelil: Person
    more: Any  # somebody of another role


def cast(office: Any, staff: Any) -> Cast:
    """A clerk, a register officer, a verifier, an auditor without the register; a sister and a brother."""
    clerk = staff(Role.CLERK, name="delal")
    officer = staff(Role.REGISTER_OFFICER, name="zozan")
    verifier = staff(Role.VERIFIER, name="ferhan")
    nobody = staff(Role.AUDITOR, name="kawa")
    planner, lead = staff(Role.PLANNER, name="rojda"), staff(Role.FIELD_LEAD, name="sîrwan")
    home = Place.objects.filter(kind="village").order_by("name").first()
    naze = person_of(
        officer, home, [("Nazê Berces Qolo", "birth"), ("نازي برجس قولو", "as_written")], "female", 2001
    )
    xelil = person_of(
        officer, home, [("Xelîl Berces Qolo", "birth"), ("خليل برجس قولو", "as_written")], "male", 1994
    )
    berces = person_of(officer, home, [("Berces Qolo Heso", "birth")], "male", 1968)
    for child, kind in ((naze, "father"), (xelil, "father")):
        actions.add_kin(person=child, relative=berces, kind=kind, tie="blood", by=officer)
    told(officer, naze, "abducted", dates.day(2014, 8, 3), home, told_on=date(2014, 9, 2))
    seen_in = Place.objects.filter(kind="town").order_by("name").first()
    told(officer, naze, "seen", dates.season(2016, "summer"), seen_in, told_on=date(2016, 10, 1))
    told(
        clerk,
        naze,
        "called",
        dates.on(timezone.localdate() - timedelta(days=20)),
        None,
        told_on=timezone.localdate() - timedelta(days=20),
        words="Dayê, ez sax im. Ez nikarim zêde biaxivim. Ji Perî re bêje.",
        teller="mother",
    )
    return Cast(clerk, officer, verifier, nobody, office.head, planner, lead, naze, xelil, staff)


def person_of(by: Any, home: Place | None, names: list[tuple[str, str]], sex: str, year: int) -> Person:
    return actions.add_person(
        names=[NewName(text, kind=kind) for text, kind in names],
        sex=sex,
        born=dates.year(year),
        origin=home or "unknown",
        owner=by.staff,
        review_on=timezone.localdate() + timedelta(days=4),
        told_by="brother",
        told_on=date(2014, 9, 2),
        by=by,
    )


def told(
    by: Any,
    person: Person,
    kind: str,
    happened: Any,
    place: Place | None,
    *,
    told_on: date,
    words: str = "As told.",
    teller: str = "brother",
) -> Any:
    return actions.record_report(
        channel="call",
        told_at=datetime(told_on.year, told_on.month, told_on.day, 18, tzinfo=UTC),
        words=words,
        language="kmr",
        source_grade="B",
        content_grade="plausible",
        chain=[Link(step="told", role=teller), Link(step="wrote", role="clerk")],
        claims=[Claim(person, kind, happened, place=place)],
        by=by,
    )
