"""What a link run compares: rows of chosen releases and people of the register, as the engine reads them.

Nothing that is sealed goes in: no name forced on anybody, no telephone, no remark (D23, D26).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from vegerin.guard.reader import Reader
from vegerin.lists.columns import Field
from vegerin.lists.models import ListRelease, ListRow
from vegerin.lists.queries.releases import age_said, born_year, sex_said
from vegerin.lists.side_keys import key_of_person, key_of_row
from vegerin.register.models import KinKind, KinTie, NameKind, PersonName, Place, PlaceName
from vegerin.register.queries import people_for

REGISTER = "register"  # the name under which people of the register stand beside the lists
Side = dict[str, Any]  # {"list": name, "key": "row <origin>", "said": {column of the engine: text}}
_COLUMNS = {
    Field.GIVEN: "given",
    Field.FATHER: "father",
    Field.GRANDFATHER: "grandfather",
    Field.MOTHER: "mother",
    Field.LINEAGE: "lineage",
    Field.VILLAGE: "village",
    Field.HOUSEHOLD: "household",
    Field.TAKEN_ON: "abducted_on",
}


def sides(reader: Reader, releases: Sequence[ListRelease], *, register: bool) -> Iterator[Side]:
    """People first, so that a pair with a person begins with her."""
    villages = _villages()
    if register:
        yield from _people(reader)
    for release in releases:
        rows = ListRow.objects.filter(release=release).order_by("number")
        for row in rows.iterator(chunk_size=2000):
            row.release = release
            yield _row(row, villages)


def _row(row: ListRow, villages: dict[str, str]) -> Side:
    said = {column: row.said[kind].strip() for kind, column in _COLUMNS.items() if row.said.get(kind)}
    whole = row.said.get(Field.FULL_NAME) or row.said.get(Field.FULL_NAME_LATIN)
    if whole:
        said["full_name"] = whole
    if said.get("village"):
        said["village"] = villages.get(said["village"].casefold(), said["village"])
    year = born_year(row)
    if row.said.get(Field.BORN) and year is not None:
        said["birth_year"] = str(year)
    elif (age := age_said(row)) is not None:
        said["age"] = str(age)
        said["age_on"] = row.said.get(Field.AGE_ON, "").strip() or row.release.released_on.isoformat()
    said["sex"] = {"female": "F", "male": "M"}.get(sex_said(row), "")
    return {"list": row.release.list.name, "key": key_of_row(row.origin), "said": said}


def _people(reader: Reader) -> Iterator[Side]:
    """Everybody the reader may see, a row each: two rows of one person are a question like any other."""
    people = list(people_for(reader).select_related("origin").order_by("code"))
    ids = [person.pk for person in people]
    names, mothers = _written_names(ids), _mothers(ids)
    for person in people:
        said = {
            "full_name": names.get(person.pk) or person.name,
            "mother": mothers.get(person.pk, ""),
            "sex": {"female": "F", "male": "M"}.get(person.sex, ""),
            "village": person.origin.name if person.origin else "",
            "household": str(person.household_id or ""),
        }
        earliest, latest = person.born_earliest, person.born_latest
        if earliest and latest and latest.year - earliest.year <= 1:
            said["birth_year"] = str(earliest.year)
        yield {"list": REGISTER, "key": key_of_person(person.pk), "said": said}


def _written_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The longest spelling of each: it says most of the family."""
    rows = PersonName.objects.filter(person__in=list(ids), corrected_by=None, not_so=False)
    rows = rows.exclude(kind__in=(NameKind.IMPOSED, NameKind.SHORT_FORM, NameKind.CALLED_BY))
    best: dict[UUID, tuple[int, bool, str]] = {}
    for person, kind, text in rows.values_list("person_id", "kind", "written__text").order_by("written_id"):
        rank = (len(text.split()), kind == NameKind.BIRTH, text)
        if person not in best or rank[:2] > best[person][:2]:
            best[person] = rank
    return {person: text for person, (_, _, text) in best.items()}


def _mothers(ids: Iterable[UUID]) -> dict[UUID, str]:
    standing = KinTie.objects.filter(corrected_by=None, not_so=False, kind=KinKind.MOTHER)
    ties = standing.filter(person__in=list(ids)).values_list("person_id", "relative__name")
    return {person: name.split(" ")[0] for person, name in ties if name}


def _villages() -> dict[str, str]:
    """Every spelling of a place that means one place only, and that place's first name."""
    places: dict[str, set[UUID]] = {}
    for text, place in PlaceName.objects.values_list("text", "place_id"):
        places.setdefault(text.casefold(), set()).add(place)
    first = dict(Place.objects.values_list("id", "name"))
    return {text: first[next(iter(ids))] for text, ids in places.items() if len(ids) == 1}
