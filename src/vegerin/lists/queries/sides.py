"""The two sides of a pair as people see them: name in its script, where it stands, what is said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from vegerin.engines.history.dates import InexactDate
from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.columns import Field
from vegerin.lists.models import ListRow
from vegerin.lists.queries.releases import born_said, last_rows, sex_said
from vegerin.lists.rules import Act
from vegerin.lists.side_keys import PERSON, ROW, key_of_person, key_of_row, kind_and_id
from vegerin.register.models import Person
from vegerin.register.queries import people_for
from vegerin.register.shown import Around, Parent, asked_once, given, line_of, parents_of
from vegerin.ui.scripts import direction_of, isolated


@dataclass(frozen=True)
class Side:
    """One of the two."""

    key: str
    name: str
    other_name: str
    stands: str  # on which list and row, or under which number
    url: str
    sex: str
    born: InexactDate
    mother: str
    village: str
    says: tuple[tuple[str, str], ...]  # (what, text) under the name
    said: Mapping[str, str] = field(default_factory=dict)  # what new evidence is measured by
    person: Person | None = None
    row: ListRow | None = None

    @property
    def is_arabic(self) -> bool:
        """Whether its name runs from the right."""
        return direction_of(self.name) == "rtl"


def sides_for(reader: Reader, keys: Iterable[str]) -> dict[str, Side]:
    """The sides the reader may see; the others are not there."""
    if not rules.may(reader, Act.FIND):
        return {}
    ids: dict[str, list[str]] = {ROW: [], PERSON: []}
    for key in dict.fromkeys(keys):
        kind, its = kind_and_id(key)
        ids[kind].append(its)
    rows = {key_of_row(origin): side_of_row(row) for origin, row in last_rows(ids[ROW]).items()}
    people = list(people_for(reader).filter(pk__in=ids[PERSON]).select_related("origin", "household"))
    around, parents = asked_once(reader, people), parents_of(reader, [person.pk for person in people])
    return rows | {
        key_of_person(person.pk): side_of_person(person, around, parents.get(person.pk, {}))
        for person in people
    }


def side_of_row(row: ListRow) -> Side:
    """A row, as its newest release has it."""
    names = row.names
    return Side(
        key=key_of_row(row.origin),
        name=names[0] if names else _("no name"),
        other_name=names[1] if len(names) > 1 else "",
        stands=_("{list}, row {number}").format(list=isolated(row.release.list.name), number=row.number),
        url=reverse("lists:row", args=[row.pk]),
        sex=sex_said(row),
        born=born_said(row),
        mother=row.said.get(Field.MOTHER, ""),
        village=row.said.get(Field.VILLAGE, ""),
        says=(),
        said=dict(row.said),
        row=row,
    )


def side_of_person(person: Person, around: Around, told: Mapping[str, Parent]) -> Side:
    """A person of the register, under the name of her own script first.

    `said` is the same in every language of the pages: else what was read in another looked like news.
    """
    line = line_of(person, around)
    parents = around.parents.get(person.pk, {})
    names = [name.text for name in around.names.get(person.pk, [])]
    head = person.name or line.name
    other = next((name for name in names if direction_of(name) != direction_of(head)), "")
    said = {
        Field.FULL_NAME: "; ".join(sorted(names)),
        Field.MOTHER: given(told["mother"].name) if "mother" in told else "",
        Field.BORN: str(person.born) if person.born.is_known else "",
    }
    return Side(
        key=key_of_person(person.pk),
        name=head,
        other_name=other,
        stands=person.code,
        url=line.url,
        sex=person.sex,
        born=person.born,
        mother=parents.get("mother", ""),
        village=around.places.get(person.origin_id, "") if person.origin_id else "",
        says=(),
        said={str(kind): text for kind, text in said.items() if text},
        person=person,
    )


def said_now(reader: Reader, keys: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """What sides say now."""
    return {key: side.said for key, side in sides_for(reader, keys).items()}
