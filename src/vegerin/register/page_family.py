"""What may be turned towards a family: names, home, and as much of the life as she or he wishes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vegerin.engines.history.kinds import KINDS, Fate, Sign
from vegerin.engines.history.status import Status
from vegerin.engines.history.wish import Wish
from vegerin.guard.reader import Reader
from vegerin.register import lifeline, queries
from vegerin.register.models import NameKind, Person
from vegerin.register.queries import ShownEvent
from vegerin.register.shown import (
    in_readers_order,
    place_names,
)
from vegerin.ui.life import life_context


def shown_names(reader: Reader, person: Person) -> list[dict[str, str]]:
    """Her names, hers first; a name forced on her never heads the page and has a row of its own."""
    return [
        {"text": name.text, "kind": name.label if name.kind != NameKind.BIRTH else ""}
        for name in in_readers_order(queries.names_for(reader, person))
        if name.kind != NameKind.IMPOSED
    ]


def home_of(person: Person) -> set[UUID]:
    """Her home's id, if it is known."""
    return {person.origin_id} if person.origin_id else set()


def life_for_family(reader: Reader, person: Person, status: Status) -> dict[str, Any]:
    """What may be turned towards a family: names, home, the day she was taken; more only as she wishes (D1).

    A death is told by people, never by a page; so it is left out until the family was told.
    """
    told = queries.wish_for(reader, person)
    wish = told.wish if told else Wish.NOT_ASKED
    events = [event for event in queries.events_for(reader, person) if family_may_see(event, wish)]
    shown = {event.place for event in events if event.place and wish is Wish.FAMILY_WHERE}
    places = place_names(shown | home_of(person))
    home = places.get(person.origin_id, "") if person.origin_id else ""
    quiet = replace(status, fate=Fate.MISSING)
    life = lifeline.life_of(person, events, status=quiet, places=places, home=home)
    return {
        "person": person,
        "names": shown_names(reader, person),
        "says": _("She or he is searched for."),
        "life": life_context(replace(life, told=())),
        "closing": _(
            "The search stays open. When something is known for you, someone you know will tell you."
        ),
    }


def family_may_see(event: ShownEvent, wish: Wish) -> bool:
    """The taking is known to every family; signs of life only if she wishes it and nobody doubts them."""
    if event.kind == "abducted":
        return True
    sure = event.decided_by_two or event.verdict in {"corroborated", "plausible"}
    return sure and KINDS[event.kind].sign is Sign.LIFE and wish in {Wish.FAMILY_ALIVE, Wish.FAMILY_WHERE}
