"""Places: a list with search, a page for each, a map of homes and towns. Nobody's whereabouts are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register import actions, queries
from vegerin.register.forms import ControlForm, PlaceForm, PlaceNameForm, PlaceSearchForm
from vegerin.register.models import Place, PlaceControl
from vegerin.register.queries.places import DRAWN, HOMES
from vegerin.register.rules import SENTENCES, Act, may
from vegerin.register.shown import lines_for
from vegerin.register.views.doors import opens_for
from vegerin.register.words import controller_words
from vegerin.ui.languages import language_of_page
from vegerin.ui.pictures import map as pictures

ON_A_PAGE = 50
Kind = Place.Kind
# The sooner a place is named on the map, the lower its rank.
RANKS = {Kind.CITY: 0, Kind.TOWN: 1, Kind.COLLECTIVE: 2, Kind.SHRINE: 3, Kind.MOUNTAIN: 3, Kind.VILLAGE: 4}
LANGUAGES = ("en", "kmr", "ar")


@never_cache
@opens_for(Act.READ)
def places(request: GuardedRequest) -> HttpResponse:
    """All places by name; what is looked for stands in no address (D30)."""
    form = PlaceSearchForm(request.POST or None)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    rows: Iterable[Place]
    if asked:
        page, rows = None, queries.places_spelt(request.reader, asked)
    else:
        page = Paginator(queries.places_for(request.reader), ON_A_PAGE).get_page(request.GET.get("page"))
        rows = queries.with_names(page)
    context = {
        "form": form,
        "own_search": True,
        "asked": asked,
        "rows": [shown(one) for one in rows],
        "page": page,
        "may_add": may(request.reader, Act.ADD_PLACE),
    }
    return render(request, "register/places.html", context)


def shown(place: Place) -> dict[str, Any]:
    """A place in a list: its names by language, the reader's first; kind and district."""
    return {
        "url": reverse("register:place", args=[place.pk]),
        "name": name_of(place),
        "others": other_names(place),
        "kind": kind_words(place),
        "district": name_of(place.district) if place.district else "",
        "invented": place.invented,
    }


def names_by_language(place: Place) -> dict[str, list[str]]:
    """All spellings, the preferred one of each language first."""
    if place.spelt is None:
        queries.with_names([place])
    return place.spelt or {}


def in_order() -> list[str]:
    """The reader's language first."""
    mine = language_of_page(get_language()).places
    return sorted(LANGUAGES, key=lambda language: language != mine)


def name_of(place: Place) -> str:
    """The preferred name in the reader's language, else in another."""
    names = names_by_language(place)
    return next((names[language][0] for language in in_order() if language in names), place.name)


def other_names(place: Place) -> list[str]:
    """The preferred names in the other languages, each once."""
    names = names_by_language(place)
    firsts = [names[language][0] for language in in_order() if language in names]
    return [name for name in dict.fromkeys(firsts) if name != name_of(place)]


def kind_words(place: Place) -> str:
    """What it is. Where people were held is said in no list of places."""
    return str(Kind.TOWN.label if place.kind == Kind.CAPTIVITY else place.get_kind_display())


@never_cache
@opens_for(Act.READ)
def map_of_places(request: GuardedRequest) -> HttpResponse:
    """Homes round the mountain, or the towns of the region."""
    region = request.GET.get("show") == "region"
    spots = [spot_of(place) for place in queries.drawn_places(request.reader)]
    if region:
        spots = [spot for spot in spots if spot.is_town]
    frames = (
        (pictures.REGION, pictures.REGION_NARROW) if region else (pictures.MOUNTAIN, pictures.MOUNTAIN_NARROW)
    )
    return render(request, "register/map.html", {"region": region, "pictures": both_drawings(spots, *frames)})


def spot_of(place: Place, *, here: bool = False) -> pictures.Spot:
    """A place on the map; towns and the place in question in both scripts."""
    rank = RANKS.get(Kind(place.kind), 4)
    others = other_names(place) if here or rank <= 1 else []
    assert place.latitude is not None
    assert place.longitude is not None
    return pictures.Spot(
        place.longitude,
        place.latitude,
        name_of(place),
        others[-1] if others else "",
        rank=rank,
        url="" if here else reverse("register:place", args=[place.pk]),
        here=here,
    )


def both_drawings(
    spots: list[pictures.Spot], wide: pictures.Frame, narrow: pictures.Frame, *, width: int = 1100
) -> SafeString:
    """One for a desk and one for a telephone; the sheet shows one of them."""
    drawn = pictures.draw_map(spots, wide, width=width, classes="map wide")
    drawn += pictures.draw_map(spots, narrow, width=380, classes="map narrow")
    return mark_safe(drawn)  # noqa: S308 -- every word in it is escaped by svg.text


def the_place(request: GuardedRequest, place_id: object) -> Place:
    """The place of an address."""
    place = queries.place_for(request.reader, place_id)
    if place is None:
        raise NotYours
    return place


@never_cache
@opens_for(Act.READ)
def place(request: GuardedRequest, place_id: object) -> HttpResponse:
    """One place: its spellings, where it lies, who controlled it when, whose home it was."""
    found = the_place(request, place_id)
    people = Paginator(queries.people_from(request.reader, found), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "place": found,
        "name": name_of(found),
        "others": other_names(found),
        "kind": kind_words(found),
        "district": found.district and shown(found.district),
        "spellings": spellings(found),
        "picture": picture_of(request, found),
        "controls": [shown_control(row) for row in queries.controls_told(request.reader, found)],
        "page": people,
        "houses": houses(request, people),
        "may_add": may(request.reader, Act.ADD_PLACE),
        "sentence": SENTENCES[Act.ADD_PLACE],
        "source": found.source if found.kind in DRAWN or found.kind in HOMES else "",
    }
    return render(request, "register/place.html", context)


def spellings(place: Place) -> list[tuple[str, list[str]]]:
    """All spellings under the name of their language."""
    words = {"en": _("English"), "kmr": _("Kurmanji"), "ar": _("Arabic")}
    names = names_by_language(place)
    return [(words.get(language, language), names[language]) for language in sorted(names, key=order_of)]


def order_of(language: str) -> int:
    """The reader's language first, unknown ones last."""
    order = in_order()
    return order.index(language) if language in order else len(order)


def picture_of(request: GuardedRequest, place: Place) -> SafeString | str:
    """Where a home or a town lies; of other places none is drawn."""
    if place.kind not in DRAWN or place.latitude is None or place.longitude is None or place.invented:
        return ""
    others = [one for one in queries.drawn_places(request.reader) if one.pk != place.pk]
    spots = [spot_of(place, here=True), *map(spot_of, others)]
    return both_drawings(
        spots,
        pictures.around(place.longitude, place.latitude, high=0.2, wide=2.1),
        pictures.around(place.longitude, place.latitude, high=0.16, wide=1.2),
        width=800,
    )


def shown_control(row: PlaceControl) -> dict[str, Any]:
    """Who, from when to when, who says so, and whether it was corrected."""
    return {
        "row": row,
        "who": controller_words(row.controller),
        "source": row.begins.basis,
        "corrected": bool(row.corrected_by.all()),
    }


def houses(request: GuardedRequest, people: Iterable[Any]) -> list[dict[str, Any]]:
    """The people of a page, house by house."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines_for(request.reader, list(people)):
        house = line.person.household
        code = house.code if house else ""
        kept = found.setdefault(code, {"code": code, "house": house.house if house else "", "lines": []})
        kept["lines"].append(line)
    return list(found.values())


@never_cache
@opens_for(Act.ADD_PLACE)
def add_place(request: GuardedRequest) -> HttpResponse:
    """A place that the gazetteer lacks."""
    form = PlaceForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        new = actions.add_place(
            names={language: told[language] for language in ("kmr", "ar", "en")},
            kind=told["kind"] or Kind.VILLAGE,
            latitude=told["latitude"],
            longitude=told["longitude"],
            source=told["source"],
            by=request.reader,
        )
        return redirect("register:place", new.pk)
    beside = [(_("Look first"), _("Look it up in all its spellings first: many places have two names."))]
    return form_page(request, form, title=_("Add a place"), act=_("Keep it"), beside=beside)


@never_cache
@opens_for(Act.ADD_PLACE)
def add_place_name(request: GuardedRequest, place_id: object) -> HttpResponse:
    """Another spelling of a place."""
    found = the_place(request, place_id)
    form = PlaceNameForm(request.POST or None)
    if form.is_valid():
        actions.add_place_name(place=found, **form.cleaned_data, by=request.reader)
        return redirect("register:place", found.pk)
    return form_page(request, form, title=_("Add a spelling"), act=_("Keep it"), place=found)


@never_cache
@opens_for(Act.ADD_PLACE)
def add_control(request: GuardedRequest, place_id: object) -> HttpResponse:
    """Who controlled a place; with `corrects` it takes the place of an earlier row, which stays."""
    found = the_place(request, place_id)
    old = next(
        (
            row
            for row in queries.controls_told(request.reader, found)
            if str(row.pk) == request.GET.get("corrects") and not row.corrected_by.all()
        ),
        None,
    )
    initial = {"controller": old.controller, "begins": old.begins, "ends": old.ends} if old else {}
    form = ControlForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.record_control(place=found, corrects=old, **form.cleaned_data, by=request.reader)
            return redirect("register:place", found.pk)
        except Refused as refusal:
            form.add_error(None, _(refusal.sentence))
    title = _("Correct who controlled it") if old else _("Who controlled it, and when")
    beside = [(_("Nothing is lost"), _("What stood here before stays and can be read; yours counts."))]
    return form_page(request, form, title=title, act=_("Keep it"), place=found, beside=beside if old else ())


def form_page(
    request: GuardedRequest,
    form: Any,
    *,
    title: str,
    act: str,
    place: Place | None = None,
    beside: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """A form about places."""
    context = {
        "form": form,
        "title": title,
        "page_title": _("Place"),
        "act": act,
        "back": reverse("register:place", args=[place.pk]) if place else reverse("register:places"),
        "back_word": name_of(place) if place else _("Places"),
        "beside": list(beside),
    }
    return render(request, "register/form.html", context)
