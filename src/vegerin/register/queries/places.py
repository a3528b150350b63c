"""Places: found by name, never by name alone; and who controlled them on a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils.translation import get_language

from vegerin.guard import prepared
from vegerin.guard.reader import Reader
from vegerin.register.models import Person, Place, PlaceControl, PlaceName
from vegerin.register.queries.people import people_for
from vegerin.register.rules import Act, may
from vegerin.ui.languages import language_of_page

MOST_PLACES = 40


def place_named(reader: Reader, text: str) -> list[Place]:
    """All places of a name, in any language, for a person to choose from; a prefix is enough."""
    text = " ".join(text.split())
    if not text:
        return []
    found = PlaceName.objects.filter(text__istartswith=text)
    places = Place.objects.filter(pk__in=found.values("place")).select_related("district")
    return list(places.prefetch_related("names").order_by("name", "id")[:MOST_PLACES])


def place_name(reader: Reader, place: Place | UUID | str | None) -> str:
    """A place's name in the language of the page, else in English."""
    place_id = place.pk if isinstance(place, Place) else place
    if not place_id:
        return ""
    names = PlaceName.objects.filter(place_id=str(place_id)).order_by("position")
    by_language: dict[str, str] = {}
    for name in names:
        by_language.setdefault(name.language, name.text)
    language = language_of_page(get_language()).places
    return by_language.get(language) or by_language.get("en") or next(iter(by_language.values()), "")


def controller_of(place: Place, on: date) -> str:
    """Who controlled a place on a day, or its district; "" where nobody has told."""
    for where in filter(None, (place.pk, place.district_id)):
        controls = PlaceControl.objects.filter(place=where, corrected_by=None)
        held = sorted((control for control in controls if holds(control, on)), key=certain_since)
        if held:
            return held[-1].controller
    return ""


def holds(control: PlaceControl, on: date) -> bool:
    """Whether a control may have lasted on a day: from its earliest beginning to its latest end."""
    begins = control.begins.earliest or date.min
    ends = control.ends.latest or date.max
    return begins <= on <= ends


def certain_since(control: PlaceControl) -> date:
    """Of two that may both have held a place, the later one is named."""
    return control.begins.latest or date.min


def controls_of(reader: Reader, place: Place) -> Iterable[PlaceControl]:
    """The time line of who controlled a place (R5)."""
    return sorted(
        PlaceControl.objects.filter(place=place, corrected_by=None),
        key=lambda control: control.begins.earliest or date.min,
    )


# A grave is shown where graves are worked on, not in a list of places.
LISTED = frozenset(Place.Kind) - {Place.Kind.GRAVE}
# What a map may draw: homes, and the towns between which people find their way. No camp, no crossing,
# no place where anybody was held.
DRAWN = frozenset(
    {
        Place.Kind.CITY,
        Place.Kind.TOWN,
        Place.Kind.COLLECTIVE,
        Place.Kind.VILLAGE,
        Place.Kind.SHRINE,
        Place.Kind.MOUNTAIN,
    }
)
HOMES = frozenset({Place.Kind.COLLECTIVE, Place.Kind.VILLAGE, Place.Kind.LOCALITY})
SAME_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ە": "ه", "ة": "ه"})
NOT_LETTERS = re.compile(r"[\W_]+")


def places_for(reader: Reader) -> QuerySet[Place]:
    """The places of the gazetteer that this reader may look up."""
    if not may(reader, Act.READ):
        return Place.objects.none()
    uncurated = Case(When(kind=Place.Kind.LOCALITY, then=1), default=0, output_field=IntegerField())
    listed = Place.objects.filter(kind__in=LISTED).select_related("district")
    return listed.order_by("-invented", uncurated, "name", "id")


def place_for(reader: Reader, place_id: object) -> Place | None:
    """One place by its id, with its spellings."""
    found = with_names(prepared.rows(_place_of_id, reader, UUID(str(place_id))))
    return next(iter(found), None)


def _place_of_id(reader: Reader, pk: UUID) -> QuerySet[Place]:
    return places_for(reader).filter(pk=pk)


def with_names(places: Iterable[Place]) -> list[Place]:
    """These places, they and their districts with all their spellings, asked once."""
    rows = list(places)
    every = [*rows, *(row.district for row in rows if row.district)]
    found: dict[UUID, dict[str, list[str]]] = {}
    for place, language, text in prepared.rows(_spellings, [row.pk for row in every]):
        found.setdefault(place, {}).setdefault(language, []).append(text)
    for row in every:
        row.spelt = found.get(row.pk, {})
    return rows


def _spellings(places: list[UUID]) -> QuerySet[Any, Any]:
    rows = PlaceName.objects.filter(place__in=places).order_by("position", "id")
    return rows.values_list("place", "language", "text")


def places_spelt(reader: Reader, text: str) -> list[Place]:
    """Places whose name holds what was written, in any spelling, with or without marks on its letters."""
    asked = folded(text)
    if not asked:
        return []
    found = {row.place_id for row in PlaceName.objects.only("place_id", "text") if asked in folded(row.text)}
    rows = with_names(places_for(reader).filter(pk__in=found))
    places = sorted(rows, key=lambda place: begins_elsewhere(place, asked))
    return places[:MOST_PLACES]


def begins_elsewhere(place: Place, asked: str) -> tuple[bool, str]:
    """Places whose name begins with what was asked come first."""
    spelt = (name for names in (place.spelt or {}).values() for name in names)
    return not any(folded(name).startswith(asked) for name in spelt), place.name


def folded(text: str) -> str:
    """A name without marks, spaces and hyphens, so that Sinune finds Sinûnê.

    >>> folded("Sinûnê"), folded("تلّ عزير") == folded("تل عزير"), folded("Gir Zerik")
    ('sinune', True, 'girzerik')
    """
    letters = unicodedata.normalize("NFKD", text.casefold().translate(SAME_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("ı", "i")
    return NOT_LETTERS.sub("", plain)


def drawn_places(reader: Reader) -> list[Place]:
    """What the map shows; people are not on it."""
    return with_names(prepared.rows(_drawn, reader))


def _drawn(reader: Reader) -> QuerySet[Place]:
    return places_for(reader).filter(kind__in=DRAWN).exclude(latitude=None).exclude(invented=True)


def people_from(reader: Reader, place: Place) -> QuerySet[Person]:
    """Those whose home it was, house by house (R4); only where it is a home, never a camp (D24)."""
    if place.kind not in HOMES:
        return Person.objects.none()
    return (
        people_for(reader)
        .filter(origin=place)
        .select_related("household")
        .order_by("household__code", "code")
    )


def controls_told(reader: Reader, place: Place) -> list[PlaceControl]:
    """All that was told of who controlled a place, also what was corrected."""
    if not may(reader, Act.READ):
        return []
    rows = PlaceControl.objects.filter(place=place).select_related("by").prefetch_related("corrected_by")
    return sorted(rows, key=lambda row: (row.begins.earliest or date.min, row.recorded_at))
