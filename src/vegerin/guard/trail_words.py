"""The trail as a person reads it: a sentence for what was done, the office's own code for what it was about.

Each room enters its kinds in `apps.ready`: `trail_words.enter({"person.opened": _("A page was opened")})`.
`{what}` in a sentence is a role, a kind of decision, what a compartment holds. Rows that name a thing by its
bare id say with `bare=` what kind of thing it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext

from vegerin.guard import compartments, decisions, sealing, things
from vegerin.guard.models import Staff, TrailEntry
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours
from vegerin.guard.roles import Role

_kinds: dict[str, Any] = {}
_bare: dict[str, str] = {}
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")


def enter(kinds: Mapping[str, Any], bare: Mapping[str, str] | None = None) -> None:
    """Say what rows of these kinds tell; a kind that was entered already is a mistake."""
    if twice := _kinds.keys() & kinds.keys():
        raise ValueError(f"The trail's kinds {sorted(twice)} are entered twice.")
    _kinds.update(kinds)
    _bare.update(bare or {})


def known() -> frozenset[str]:
    """Every kind that has words."""
    return frozenset(_kinds)


@dataclass(frozen=True)
class Line:
    """One row of the trail, in words."""

    entry: TrailEntry
    what: str
    who: str
    thing: str  # "A person"; without a code "A warning, first in row 12"
    code: str  # "P48213-7", or a working name
    secret: str

    @property
    def sealed(self) -> bool:
        """Whether there is something this reader cannot open."""
        return bool(self.entry.secret) and not self.secret


def lines(entries: Collection[TrailEntry], reader: Reader) -> list[Line]:
    """Rows in words, with one question for each kind of thing they are about."""
    staff = {str(pk): name for pk, name in Staff.objects.values_list("pk", "working_name")}
    codes = things.codes_of(reader, [thing_of(one) for one in entries])
    first = dict(
        TrailEntry.objects.filter(about__in={one.about for one in entries if one.about})
        .values_list("about")
        .annotate(Min("number"))
    )
    return [_line(one, reader, staff, codes, first) for one in entries]


def _line(
    entry: TrailEntry,
    reader: Reader,
    staff: Mapping[str, str],
    codes: Mapping[tuple[str, str], str],
    first: Mapping[str, int],
) -> Line:
    thing = thing_of(entry)
    code = staff.get(thing[1], "") or codes.get(thing, "")
    words = "" if thing[1] in staff or not entry.about else things.words_of(thing[0]) or gettext("Something")
    return Line(
        entry=entry,
        what=what_of(entry),
        who=staff.get(entry.staff, ""),
        thing=words
        if code or not words
        else gettext("{thing}, first in row {row}").format(thing=words, row=first[entry.about]),
        code=code,
        secret=_secret(entry, reader),
    )


def thing_of(entry: TrailEntry) -> tuple[str, str]:
    """The kind and id of what a row is about; a thing in custody bears its code before its id."""
    prefix, colon, one = entry.about.partition(":")
    if not colon:
        return _bare.get(entry.kind, ""), entry.about
    return ("", prefix) if things.OURS.fullmatch(prefix) else (prefix, one)


def what_of(entry: TrailEntry) -> str:
    """What was done, in a sentence."""
    words = gettext(_kinds[entry.kind]) if entry.kind in _kinds else gettext("Something was done")
    return words.format(what=_named(entry)) if "{what}" in words else words


def _named(entry: TrailEntry) -> str:
    """The role, the decision or the compartment that a row names."""
    if role := entry.detail.get("role"):
        return str(Role(role).label) if role in Role.values else gettext("a role")
    if entry.kind.startswith("compartment."):
        return compartments.words_of(entry.about)
    kind = decisions.KINDS.get(entry.detail.get("kind", ""))
    return str(kind.title) if kind and kind.title else gettext("A decision")


def _secret(entry: TrailEntry, reader: Reader) -> str:
    """What is sealed to the auditor; an address without the ids that stand in it."""
    if not entry.secret:
        return ""
    where: dict[str, Any] = {"table": "guard_trailentry", "column": "secret", "row": entry.number}
    try:
        return IDS.sub("…", sealing.unseal(bytes(entry.secret), reader=reader, **where).decode())
    except (NotYours, sealing.Destroyed, sealing.Altered):
        return ""
