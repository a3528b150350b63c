"""What is known of a person and who belongs to her or him: rows of a person's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vegerin.guard.reader import Reader
from vegerin.register import queries
from vegerin.register.models import NotKnown, Person, PersonFact
from vegerin.register.queries import Fact
from vegerin.register.shown import (
    PARENTS,
    Around,
    given,
    head_of,
    line_of,
    names_of,
    place_names,
)
from vegerin.register.words import (
    listed,
    teller_words,
)
from vegerin.ui import status as looks
from vegerin.ui.dates import day, inexact


def facts(reader: Reader, person: Person) -> list[dict[str, Any]]:
    """What is known, since when, from whom, and for what."""
    known = [fact for fact in queries.facts_for(reader, person) if fact.not_known != NotKnown.NOT_ASKED]
    places = place_names({fact.row.place_id for fact in known if fact.row.place_id})
    return [fact_row(fact, places) for fact in known]


def fact_row(fact: Fact, places: Mapping[UUID, str]) -> dict[str, Any]:
    """One row of *what is known*."""
    place = fact.row.place_id
    value = places.get(place, fact.value) if place else fact.value
    if fact.what == PersonFact.What.SEX and value:
        value = _("Female") if value == "female" else _("Male")
    if fact.what == PersonFact.What.BORN and fact.when:
        value = inexact(fact.when)
        if fact.when.basis:
            value = (
                _("{date} (1 July on a paper is often a filler)").format(date=value)
                if (fact.when.anchor == "1 July")
                else value
            )
    return {
        "label": fact.label,
        "value": value,
        "not_known": NotKnown(fact.not_known).label if fact.not_known else "",
        "since": since_words(fact),
        "uses": listed(fact.may_be_used_for),
    }


def forced_names(reader: Reader, person: Person) -> list[dict[str, Any]]:
    """Names forced on her, for verifier and child officer only (D23); never in the header."""
    return [
        {
            "label": name.label,
            "people": [{"name": name.text, "url": "", "says": used(name)}],
            "since": day(name.row.recorded_at),
            "uses": _("Only for search"),
        }
        for name in queries.names_for(reader, person)
        if name.kind == "imposed"
    ]


def used(name: queries.ShownName) -> str:
    """From when to when a name was used."""
    known = [inexact(date) for date in (name.used_from, name.used_to) if date.is_known]
    return " – ".join(known)


def since_words(fact: Fact) -> str:
    """Since when, and from whom."""
    if fact.from_whom:
        return _("{date}, {teller}").format(date=day(fact.since), teller=teller_words(fact.from_whom))
    return day(fact.since)


def people_around(reader: Reader, person: Person) -> list[Person]:
    """Her relatives and those of her houses."""
    kin = [one.person for one in queries.kin_of(reader, person)]
    houses = [one for _household, people in queries.household_of(reader, person) for one in people]
    return list({one.pk: one for one in [*kin, *houses] if one.pk != person.pk}.values())


def names_around(reader: Reader, person: Person) -> Around:
    """By which names those around her are known, asked once; whose children they are is not needed here."""
    return Around(names_of({one.pk for one in people_around(reader, person)}))


def parents_in(reader: Reader, person: Person, around: Around) -> dict[str, str]:
    """Father's and mother's given names."""
    kin = [one for one in queries.kin_of(reader, person) if one.kind in PARENTS]
    return {one.kind: given(head_of(one.person, around.names)) for one in kin}


def kin_rows(reader: Reader, person: Person, around: Around) -> list[dict[str, Any]]:
    """Her relatives, one row for each kind, each leading to their own page."""
    rows: dict[str, dict[str, Any]] = {}
    for one in queries.kin_of(reader, person):
        line = line_of(one.person, around)
        fate = str(looks.look_of(f"fate.{one.person.fate}").word)
        row = rows.setdefault(one.kind, {"label": one.label, "people": [], "since": "", "uses": ""})
        row["people"].append({"name": line.name, "url": line.url, "says": fate})
        told = _("{date}, {tie}").format(date=day(one.row.recorded_at), tie=one.tie_label)
        row["since"] = row["since"] or told
    return list(rows.values())


def household_rows(reader: Reader, person: Person, around: Around) -> list[dict[str, Any]]:
    """Those who lived in the house with her, or were taken with her, beyond her next kin."""
    rows = []
    near = {one.person.pk for one in queries.kin_of(reader, person)} | {person.pk}
    for household, people in queries.household_of(reader, person):
        others = [one for one in people if one.pk not in near]
        label = _("In the same house") if household.kind == "house" else _("With her or him when taken")
        if others:
            shown = [
                {"name": line.name, "url": line.url, "says": str(looks.look_of(line.badge).word)}
                for line in (line_of(one, around) for one in others)
            ]
            rows.append({"label": label, "people": shown, "since": day(household.recorded_at), "uses": ""})
    return rows
