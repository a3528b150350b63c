"""What every page needs to know: the office's neutral name, the doors of the bar, the looks chosen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vegerin.ui import digits
from vegerin.ui.addresses import this_page
from vegerin.ui.bar import ACCOUNT, Shown, doors_for
from vegerin.ui.languages import language_of_page

LOOKS = ("light", "dark")
# With more doors than this the bar has no room for the role beside the working name.
ROOM_FOR_A_ROLE = 5
# Letters that fit into the bar at 1280 beside search, languages and name; each word takes some around it.
ROOM_FOR_WORDS, LETTERS_BETWEEN, LETTERS_FOR_MORE = 52, 3, 8
LETTERS_FOR_DIGITS = 4  # where a reader chooses between two kinds of digits


def page(request: HttpRequest) -> dict[str, Any]:
    """Values for `ui/base.html`."""
    reader = getattr(request, "reader", None)
    match = request.resolver_match
    look = request.COOKIES.get("look", "")
    language = language_of_page(get_language())
    doors = doors_for(reader, match.view_name if match else "")
    return {
        "office_name": office_name(),
        "exercise": bool(getattr(getattr(settings, "OFFICE", None), "exercise", False)),
        "reader": reader,
        "printed_at": timezone.now(),
        "blurs": bool(reader and getattr(reader.staff, "blurs_names", False)),
        "role_words": role_words(reader) if len(doors) <= ROOM_FOR_A_ROLE else "",
        "doors": doors,
        **in_the_bar(doors, taken=LETTERS_FOR_DIGITS if language.may_have_eastern_digits else 0),
        "view_name": match.view_name if match else "",
        "languages": settings.LANGUAGES,
        "language": language.code,
        "own_name": language.own_name,
        "may_have_eastern_digits": language.may_have_eastern_digits,
        "eastern_digits": digits.wanted(request),
        "this_page": this_page(request),
        "look": look if look in LOOKS else "",
        "search_url": url_behind_a_door("register:search", doors),
        "report_url": url_behind_a_door("register:new_report", doors),
        "account_url": url_or_nothing(ACCOUNT) if reader else "",
        "lock_url": url_or_nothing("guard:lock") if reader else "",
        "help_url": help_url(match.view_name if match else "") if reader else "",
        "draft_url": url_or_nothing("guard:draft") if reader else "",
    }


def in_the_bar(doors: list[Shown], *, taken: int = 0) -> dict[str, Any]:
    """The doors that have room in the bar, in their order; the others stand behind *More*."""
    room, first = ROOM_FOR_WORDS - taken, 0
    for door in doors:
        room -= len(str(door.word)) + LETTERS_BETWEEN
        if room < 0:
            break
        first += 1
    if first == len(doors) - 1 and room + LETTERS_FOR_MORE >= 0:  # one word more takes less room than *More*
        first += 1
    more = doors[first:]
    return {
        "doors_first": doors[:first],
        "doors_more": more,
        "more_is_current": any(door.current for door in more),
    }


def office_name() -> str:
    """The neutral name the office chose; never what it does (D35)."""
    chosen = getattr(getattr(settings, "OFFICE", None), "name", "")
    return chosen if chosen and chosen != "Office" else _("Office")


def help_url(view_name: str) -> str:
    """Help with the page that is shown."""
    try:
        return reverse("guard:help", args=[view_name]) if view_name and view_name != "guard:help" else ""
    except NoReverseMatch:
        return ""


def url_or_nothing(view: str) -> str:
    """The address of a view, or nothing where its room is left out."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def url_behind_a_door(view: str, doors: list[Shown]) -> str:
    """The address of a view, where this reader's bar has a door to it."""
    url = url_or_nothing(view)
    return url if any(door.url == url for door in doors) else ""


def role_words(reader: Any) -> str:
    """What she is here, where it fits beside her working name."""
    labels = sorted(str(role.label) for role in getattr(reader, "roles", ()))
    return labels[0] if len(labels) == 1 else ""
