"""Places: found by name, never by name alone; and who controlled them on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from vegerin.guard.reader import Reader
from vegerin.register.models import Place, PlaceControl, PlaceName
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
    """A place's name in the reader's language, else in English."""
    place_id = place.pk if isinstance(place, Place) else place
    if not place_id:
        return ""
    names = PlaceName.objects.filter(place_id=str(place_id)).order_by("position")
    by_language: dict[str, str] = {}
    for name in names:
        by_language.setdefault(name.language, name.text)
    language = language_of_page(reader.staff.language).places
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
