"""What lists let count only when two have signed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vegerin.guard.decisions import BEFORE, Kind, Shown, register
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.lists import queries
from vegerin.lists.actions import taken_back_by_two
from vegerin.lists.queries.releases import TAKE_BACK
from vegerin.lists.rules import Act, who_may
from vegerin.ui import dates


def release_of(decision: Decision, reader: Reader) -> list[Shown]:
    """The release that may be taken back."""
    release = queries.release_for(reader, decision.payload["release"])
    if release is None:
        return []
    where = reverse("lists:release", args=[release.pk])
    return [Shown(release.list.name, f"{dates.day(release.released_on)} · {release.file_name}", where)]


def enter_kinds() -> None:
    """Enter them."""
    register(
        Kind(
            TAKE_BACK,
            BEFORE,
            proposers=who_may(Act.IMPORT),
            deciders=who_may(Act.IMPORT),
            effect=taken_back_by_two,
            shows=release_of,
            title=_("Taking back a release of a list"),
            changes=_(
                "The search, the counts and link runs leave its rows out. Nothing is deleted, and "
                "whoever was said to be a person stays one."
            ),
            asks=_("What you looked at yourself: the file, the day, the list, the columns."),
        )
    )
