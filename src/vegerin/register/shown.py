"""How a person stands in a line of text: her name in the reader's script, whose child, when born, from where.

For lists of people the number of questions to the database stays the same, however long the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from vegerin.engines.history.dates import FERMAN, age_on
from vegerin.guard import prepared
from vegerin.guard.reader import Reader
from vegerin.register.models import KinKind, KinTie, NameKind, Person, PersonName, PlaceName
from vegerin.register.queries.people import seen
from vegerin.register.words import listed
from vegerin.ui.dates import inexact
from vegerin.ui.languages import language_of_page
from vegerin.ui.scripts import direction_of

PARENTS = (KinKind.FATHER, KinKind.MOTHER)
Rows = QuerySet[Any, Any]
CHILDREN = (KinKind.DAUGHTER, KinKind.SON)


@dataclass(frozen=True)
class Line:
    """One person in a list."""

    person: Person
    name: str
    other_name: str
    line: str
    url: str

    @property
    def code(self) -> str:
        """Her number."""
        return str(self.person.code)

    @property
    def badge(self) -> str:
        """Her fate, as the cache has it."""
        return f"fate.{self.person.fate}"


class Named(Protocol):
    """A name of somebody, and what it is to her."""

    @property
    def text(self) -> str:
        """As written."""

    @property
    def kind(self) -> str:
        """A code of `NameKind`."""


Name = TypeVar("Name", bound=Named)


@dataclass(frozen=True)
class Spelt:
    """A name in a line."""

    text: str
    kind: str


@dataclass(frozen=True)
class Parent:
    """Father or mother of somebody in a line."""

    pk: UUID
    name: str


@dataclass
class Around:
    """What the lines of some people need, asked once."""

    names: dict[UUID, list[Spelt]] = field(default_factory=dict)
    parents: dict[UUID, dict[str, str]] = field(default_factory=dict)
    places: dict[UUID, str] = field(default_factory=dict)


def lines_for(reader: Reader, people: Sequence[Person]) -> list[Line]:
    """The people as lines, in their order."""
    around = asked_once(reader, people)
    return [line_of(person, around) for person in people]


def asked_once(reader: Reader, people: Sequence[Person]) -> Around:
    """Names, parents and homes of these people, in four questions."""
    ids = {person.pk for person in people}
    if not ids:
        return Around()
    parents = parents_of(reader, ids)
    near = {parent.pk for both in parents.values() for parent in both.values()}
    names = names_of(ids | near)
    return Around(
        names,
        {
            child: {kind: given(head_of(parent, names)) for kind, parent in both.items()}
            for child, both in parents.items()
        },
        place_names({person.origin_id for person in people if person.origin_id}),
    )


def parents_of(reader: Reader, ids: Iterable[UUID]) -> dict[UUID, dict[str, Parent]]:
    """Father and mother of these people, from ties told from either side."""
    people = list(ids)
    found: dict[UUID, dict[str, Parent]] = {}
    for child, kind, pk, name in prepared.rows(_parents_told, reader, people):
        found.setdefault(child, {})[kind] = Parent(pk, name)
    for child, sex, pk, name in prepared.rows(_children_told, reader, people):
        kind = KinKind.FATHER if sex == "male" else KinKind.MOTHER
        found.setdefault(child, {}).setdefault(kind, Parent(pk, name))
    return found


def _parents_told(reader: Reader, people: Sequence[UUID]) -> Rows:
    ties = _standing().filter(seen(reader, "relative"), person__in=people, kind__in=PARENTS)
    return ties.values_list("person", "kind", "relative", "relative__name")


def _children_told(reader: Reader, people: Sequence[UUID]) -> Rows:
    ties = _standing().filter(seen(reader, "person"), relative__in=people, kind__in=CHILDREN)
    return ties.values_list("relative", "person__sex", "person", "person__name")


def _standing() -> QuerySet[KinTie]:
    return KinTie.objects.filter(corrected_by=None, not_so=False).order_by("recorded_at", "id")


def names_of(ids: Iterable[UUID]) -> dict[UUID, list[Spelt]]:
    """Their names that stand, without those forced on them."""
    found: dict[UUID, list[Spelt]] = {}
    for person, kind, text in prepared.rows(_names_told, list(ids)):
        found.setdefault(person, []).append(Spelt(text, kind))
    return found


def _names_told(people: Sequence[UUID]) -> Rows:
    rows = PersonName.objects.filter(person__in=people, corrected_by=None, not_so=False)
    return rows.exclude(kind=NameKind.IMPOSED).values_list("person", "kind", "written__text")


def head_of(person: Person | Parent, names: dict[UUID, list[Spelt]]) -> str:
    """The name by which a reader of this page knows her."""
    ordered = in_readers_order(names.get(person.pk, []))
    return ordered[0].text if ordered else person.name


def place_names(places: Iterable[UUID]) -> dict[UUID, str]:
    """Places in the reader's language, else in English."""
    wanted = page_language()
    found: dict[UUID, dict[str, str]] = {}
    for place, language, text in prepared.rows(_place_names, list(places)):
        found.setdefault(place, {}).setdefault(language, text)
    return {
        place: names.get(wanted) or names.get("en") or next(iter(names.values()), "")
        for place, names in found.items()
    }


def _place_names(places: Sequence[UUID]) -> Rows:
    rows = PlaceName.objects.filter(place__in=places).order_by("position")
    return rows.values_list("place", "language", "text")


def page_language() -> str:
    """In whose spelling the reader of this page reads places."""
    return language_of_page(get_language()).places


def given(name: str) -> str:
    """The first part of a name, enough beside somebody else's."""
    return name.split(" ")[0] if name else ""


def line_of(person: Person, around: Around) -> Line:
    """One person as a line."""
    names = in_readers_order(around.names.get(person.pk, []))
    head = names[0].text if names else person.name or _("Name not known")
    other = next((name.text for name in names[1:] if direction_of(name.text) != direction_of(head)), "")
    words = [
        child_of(person, around.parents.get(person.pk, {})),
        _("born {date}").format(date=inexact(person.born)) if person.born.is_known else "",
        around.places.get(person.origin_id, "") if person.origin_id else "",
    ]
    url = reverse("register:person", args=[person.code])
    return Line(person, head, other, " · ".join(word for word in words if word), url)


def in_readers_order(names: Iterable[Name]) -> list[Name]:
    """The name she asks to be called by, then the reader's script, then birth, then the rest."""
    script = "rtl" if get_language_bidi() else "ltr"
    order = [NameKind.CALLED_BY, NameKind.BIRTH, NameKind.AS_WRITTEN, NameKind.SHORT_FORM, NameKind.IMPOSED]
    return sorted(
        names,
        key=lambda name: (
            name.kind == NameKind.IMPOSED,
            name.kind != NameKind.CALLED_BY,
            direction_of(name.text) != script,
            order.index(NameKind(name.kind)),
        ),
    )


def child_of(person: Person, parents: dict[str, str]) -> str:
    """Whose child."""
    both = [parents[kind] for kind in (KinKind.FATHER, KinKind.MOTHER) if parents.get(kind)]
    if not both:
        return ""
    sentences = {
        ("female", 2): _("daughter of {father} and {mother}"),
        ("male", 2): _("son of {father} and {mother}"),
        ("", 2): _("child of {father} and {mother}"),
        ("female", 1): _("daughter of {father}"),
        ("male", 1): _("son of {father}"),
        ("", 1): _("child of {father}"),
    }
    return sentences[person.sex, len(both)].format(father=both[0], mother=both[-1])


def ages(person: Person, *, taken: date | None = None, alive: bool = True) -> str:
    """Born when, how old now, how old when taken."""
    born = person.born
    if not born.is_known:
        return ""
    words = [_("born {date}").format(date=inexact(born))]
    now = age_on(born, timezone.localdate()) if alive else None
    then = age_on(born, taken or FERMAN) if taken else None
    if now:
        words.append(_("{years} years old now").format(years=years(now.youngest, now.oldest)))
    if then:
        words.append(_("{years} when taken").format(years=years(then.youngest, then.oldest)))
    return listed(words)


def years(youngest: int, oldest: int) -> str:
    """25, or 24 to 25."""
    if youngest == oldest:
        return str(youngest)
    return _("{youngest} to {oldest}").format(youngest=youngest, oldest=oldest)
