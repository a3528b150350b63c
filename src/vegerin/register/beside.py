"""What a family says of whom it seeks, beside what the register knows of somebody who may be meant.

One name is borne by cousins and neighbours. Whoever says who is meant sees first whether the mother who asks
is the mother who is known, whether years and villages meet, and where one side says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.engines import names
from vegerin.engines.history.dates import InexactDate
from vegerin.guard.reader import Reader
from vegerin.register import queries
from vegerin.register.models import Person, Relation, Seeking, Sought
from vegerin.register.shown import PARENTS, in_readers_order, names_of, place_names
from vegerin.ui.dates import inexact

AGREES, NEAR, DIFFERS, OPEN = "check", "wave", "barred", "more"
ONE_NAME = 0.5
WORDS: Mapping[str, Promise] = {
    AGREES: _("agrees"),
    NEAR: _("not the same"),
    DIFFERS: _("differs"),
    OPEN: _("nothing to compare"),
}


@dataclass(frozen=True)
class Beside:
    """One line: what the family says, what the register knows, and whether the two agree."""

    label: str
    family: str
    known: str
    icon: str

    @property
    def says(self) -> str:
        """The icon in a word."""
        return str(WORDS[self.icon])


def one_name(a: str, b: str) -> bool:
    """Whether two given names may be spellings of one, whatever their scripts."""
    return a.casefold() == b.casefold() or names.compare(a.split(" ")[0], b.split(" ")[0]).score > ONE_NAME


def beside(reader: Reader, pairs: Iterable[tuple[Sought, Person]]) -> dict[tuple[UUID, UUID], list[Beside]]:
    """For each pair its lines, with as few questions as for one."""
    wanted = list(pairs)
    people = [person for _sought, person in wanted]
    seekings: dict[UUID, list[Seeking]] = {sought.pk: [] for sought, _person in wanted}
    for one in Seeking.objects.filter(sought__in=seekings).select_related("inquirer"):
        seekings[one.sought_id].append(one)
    kin = queries.kin_of_each(reader, people)
    spelt = names_of({one.person.pk for each in kin.values() for one in each})
    homes = place_names({person.origin_id for person in people if person.origin_id})
    found = {}
    for sought, person in wanted:
        known: dict[str, list[list[str]]] = {}
        for relative in kin[person.pk]:
            written = in_readers_order(spelt.get(relative.person.pk, []))
            theirs = [one.text for one in written] or [relative.person.name]
            known.setdefault(relative.kind, []).append(theirs)
        found[sought.pk, person.pk] = [
            *(of_kin(one, known.get(one.relation, [])) for one in seekings[sought.pk]),
            *of_birth(sought, person),
            *of_home(sought, person, homes.get(person.origin_id) if person.origin_id else None),
        ]
    return found


def differs(lines: Iterable[Beside]) -> bool:
    """Whether something speaks against the two being one."""
    return any(line.icon == DIFFERS for line in lines)


def of_kin(seeking: Seeking, known: Sequence[list[str]]) -> Beside:
    """Who asks, beside who is known as that: one has one mother, and may have many brothers."""
    asks = seeking.inquirer.name
    same = any(one_name(asks, name) for each in known for name in each)
    only = seeking.relation in PARENTS and known
    icon = AGREES if same else DIFFERS if only else OPEN
    shown = " · ".join(each[0] for each in known if each)
    return Beside(str(Relation(seeking.relation).label), asks, shown, icon)


def of_birth(sought: Sought, person: Person) -> list[Beside]:
    """Years as families and papers give them are right within some years: apart is not yet against."""
    told, known = sought.born, person.born
    if not told.is_known:
        return []
    if not known.is_known:
        return [Beside(say("Born"), inexact(told), "", OPEN)]
    return [Beside(say("Born"), inexact(told), inexact(known), AGREES if meet(told, known) else NEAR)]


def of_home(sought: Sought, person: Person, home: str | None) -> list[Beside]:
    """The village, which may be another word for the same."""
    if not sought.village:
        return []
    if not home:
        return [Beside(say("Home"), sought.village, "", OPEN)]
    same = sought.place_id == person.origin_id if sought.place_id else one_name(sought.village, home)
    return [Beside(say("Home"), sought.village, home, AGREES if same else NEAR)]


def meet(a: InexactDate, b: InexactDate) -> bool:
    """Whether two dates may be one; an open end meets what lies on its side."""
    starts = [one for one in (a.earliest, b.earliest) if one]
    ends = [one for one in (a.latest, b.latest) if one]
    return not (starts and ends) or max(starts) <= min(ends)
