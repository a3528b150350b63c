"""The gazetteer that comes with the product: places in three languages, and who controlled them when."""

from __future__ import annotations

import csv
import math
import uuid
from collections.abc import Iterator
from datetime import date
from importlib import resources
from typing import Any

from vegerin.engines.history.dates import FERMAN, InexactDate, month, on

GAZETTEER = uuid.UUID("5f3a1c1e-8a52-4a6e-9a40-0c1d8e4b2014")
LANGUAGES = {"name_en": "en", "name_ku": "kmr", "name_ar": "ar"}
# What a living person's place is told as: the nearest of these.
DISTRICTS = {"city", "town"}
# Towns, camps and crossings are told as themselves.
COARSE = {"city", "town", "captivity_place", "camp_idp", "camp_detention", "crossing"}

# Shafaq, 10 Dec 2024: attacked 3 Aug 2014, the town freed in Nov 2015, the province in Aug 2017.
CONTROLS = (
    ("Sinjar", "Daesh", on(FERMAN), month(2015, 11), "Shafaq, 10 Dec 2024: the town freed in November 2015"),
    (
        "Tal Afar",
        "Daesh",
        month(2014, 6),
        month(2017, 8),
        "Shafaq, 10 Dec 2024: the province freed in August 2017",
    ),
    ("Mosul", "Daesh", month(2014, 6), month(2017, 7), "general knowledge"),
    ("Raqqa", "Daesh", InexactDate(None, date(2014, 8, 3)), month(2017, 10), "general knowledge"),
)


def rows() -> Iterator[dict[str, str]]:
    """The rows of the file."""
    file = resources.files("vegerin.register") / "resources" / "sinjar-gazetteer.tsv"
    with file.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def load() -> int:
    """Enter the places that are not there yet; how many came in."""
    from vegerin.register.models import Place, PlaceName  # noqa: PLC0415 -- also called while migrating

    there = set(Place.objects.values_list("id", flat=True))
    places = [place for place in map(as_place, rows()) if place["id"] not in there]
    Place.objects.bulk_create(Place(**without(place, "names")) for place in places)
    PlaceName.objects.bulk_create(
        PlaceName(place_id=place["id"], text=text, language=language, position=position)
        for place in places
        for language, texts in place["names"].items()
        for position, text in enumerate(texts)
    )
    give_districts()
    give_controls()
    return len(places)


def as_place(row: dict[str, str]) -> dict[str, Any]:
    """One row as columns; its id follows from its name, kind and coordinates, the same everywhere."""
    names = {
        language: tuple(dict.fromkeys(text.strip() for text in row[column].split(" / ") if text.strip()))
        for column, language in LANGUAGES.items()
    }
    return {
        "id": uuid.uuid5(GAZETTEER, "|".join(row[key] for key in ("name_en", "kind", "lat", "lon"))),
        "name": names["en"][0],
        "kind": row["kind"],
        "latitude": float(row["lat"]) if row["lat"] else None,
        "longitude": float(row["lon"]) if row["lon"] else None,
        "source": row["source"][:400],
        "names": names,
    }


def give_districts() -> None:
    """Each village learns its nearest town or city."""
    from vegerin.register.models import Place  # noqa: PLC0415

    towns = [p for p in Place.objects.filter(kind__in=DISTRICTS) if p.latitude is not None]
    small = [
        p for p in Place.objects.filter(district=None).exclude(kind__in=COARSE) if p.latitude is not None
    ]
    for place in small:
        place.district = min(towns, key=lambda town: apart(place, town), default=None)
    Place.objects.bulk_update(small, ["district"])


def give_controls() -> None:
    """Enter who controlled a town, where a published source tells it."""
    from vegerin.register.models import Place, PlaceControl  # noqa: PLC0415
    from vegerin.register.models.base import date_columns  # noqa: PLC0415

    for name, controller, begins, ends, source in CONTROLS:
        place = Place.objects.filter(name=name, kind__in=COARSE).first()
        if place and not place.controls.exists():
            dates = date_columns("from", begins) | date_columns("to", ends) | {"from_basis": source}
            PlaceControl.objects.create(place=place, controller=controller, by=None, **dates)


def apart(one: Any, other: Any) -> float:
    """How far two places lie apart, near enough to choose the nearest."""
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(one.latitude - other.latitude, east)


def without(row: dict[str, Any], key: str) -> dict[str, Any]:
    """A row without one column."""
    return {name: value for name, value in row.items() if name != key}
