"""Adding places and who controlled them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from vegerin.engines.history.dates import UNKNOWN, InexactDate
from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import gazetteer
from vegerin.register.models import Place, PlaceControl, PlaceName
from vegerin.register.models.base import date_columns
from vegerin.register.rules import Act, check_may


def add_place(
    *,
    names: Mapping[str, str],
    kind: str = Place.Kind.VILLAGE,
    latitude: float | None = None,
    longitude: float | None = None,
    district: Place | None = None,
    source: str = "",
    invented: bool = False,
    by: Reader,
) -> Place:
    """A place the gazetteer lacks, by its names in one or more languages."""
    check_may(by, Act.ADD_PLACE)
    spelt = {language: text.strip() for language, text in names.items() if text.strip()}
    if not spelt:
        raise Refused("Write the place's name in at least one language.")
    with transaction.atomic():
        place = Place.objects.create(
            id=uuid.uuid4(),
            name=spelt.get("en") or next(iter(spelt.values())),
            kind=Place.Kind(kind),
            latitude=latitude,
            longitude=longitude,
            district=district,
            source=source,
            invented=invented,
        )
        PlaceName.objects.bulk_create(
            PlaceName(place=place, language=language, text=text) for language, text in spelt.items()
        )
        if district is None and latitude is not None:
            gazetteer.give_districts()
            place.refresh_from_db()
        trail.record("place.added", by=by, about=f"place:{place.pk}")
    return place


def record_control(
    *,
    place: Place,
    controller: str,
    begins: InexactDate,
    ends: InexactDate = UNKNOWN,
    source: str = "",
    corrects: PlaceControl | None = None,
    by: Reader,
) -> PlaceControl:
    """Who controlled a place from when to when, and who says so."""
    check_may(by, Act.ADD_PLACE)
    if begins.earliest and ends.latest and ends.latest < begins.earliest:
        raise Refused("It ended before it began. Look at both dates again.")
    if source:
        begins = replace(begins, basis=source[:120])
    with transaction.atomic():
        row = PlaceControl.objects.create(
            place=place,
            controller=controller,
            corrects=corrects,
            by=by.staff,
            **date_columns("from", begins),
            **date_columns("to", ends),
        )
        trail.record("place.control", by=by, about=f"place:{place.pk}")
    return row


def add_place_name(*, place: Place, text: str, language: str, by: Reader) -> PlaceName:
    """One more spelling of a place; the first of a language stays the preferred one."""
    check_may(by, Act.ADD_PLACE)
    text = " ".join(text.split())
    if not text:
        raise Refused("Write the place's name.")
    there = PlaceName.objects.filter(place=place, language=language)
    known = there.filter(text=text).first()
    if known:
        return known
    with transaction.atomic():
        name = PlaceName.objects.create(place=place, text=text, language=language, position=there.count())
        trail.record("place.named", by=by, about=f"place:{place.pk}")
    return name
