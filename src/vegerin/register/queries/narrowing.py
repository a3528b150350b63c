"""What narrows a search beside the name, and what of it a reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from vegerin.engines import names
from vegerin.engines.answers import Reason
from vegerin.engines.history.dates import InexactDate
from vegerin.guard.reader import Reader
from vegerin.register import owners
from vegerin.register.models import Person, Place
from vegerin.register.owners import OwnerLine
from vegerin.register.queries.people import people_for


@dataclass(frozen=True)
class Filters:
    """What else is known of the one who is looked for."""

    sex: str = ""
    born: InexactDate | None = None
    origin: Place | None = None
    origins: frozenset[UUID] = frozenset()  # places of one name: any of them
    village: str = ""  # as it was typed, for rows of lists
    fate: str = ""
    group: str = ""  # of a room's rows: one list
    owner_types: frozenset[str] = frozenset()

    @property
    def narrow(self) -> bool:
        """Whether anything but the name is asked for."""
        asked = (self.sex, self.born, self.origin, self.origins, self.village, self.fate, self.group)
        return any(asked)

    @property
    def is_second_attribute(self) -> bool:
        """Whether something beside the name is known, as an imposed name needs."""
        return bool(self.origin or self.origins or (self.sex and self.born and self.born.is_known))


@dataclass(frozen=True)
class Hit:
    """One person or row that may be meant, and why."""

    owner_type: str
    owner_id: str
    name: str
    kind: str
    score: float
    band: str
    why: tuple[Reason, ...]
    person: Person | None = None
    row: OwnerLine | None = None


def visible(reader: Reader, hits: list[Hit], filters: Filters, *, limit: int) -> Iterator[Hit]:
    """Of these, in order, the ones that exist for the reader and fit what else is known."""
    shown = 0
    for start in range(0, len(hits), 2 * limit):
        some = hits[start : start + 2 * limit]
        people = matching_people(reader, some, filters)
        rows = matching_rows(reader, some, filters)
        for hit in some:
            seen = replace(hit, person=people.get(hit.owner_id), row=rows.get((hit.owner_type, hit.owner_id)))
            if seen.person or seen.row:
                yield seen
                shown += 1
                if shown == limit:
                    return


def matching_people(reader: Reader, hits: list[Hit], filters: Filters) -> dict[str, Person]:
    """The persons among the hits."""
    ids = [hit.owner_id for hit in hits if hit.owner_type == "person"]
    if not ids:
        return {}
    people = people_for(reader).filter(pk__in=ids).select_related("origin", "household")
    if filters.sex:
        people = people.filter(sex__in=["", filters.sex])
    if filters.fate:
        people = people.filter(fate=filters.fate)
    origins = {filters.origin.pk} if filters.origin else set(filters.origins)
    if origins:
        people = people.filter(Q(origin__in=origins) | Q(origin=None))
    elif filters.village:
        people = people.filter(origin=None)  # no place bears the name that was typed
    if filters.group:
        people = people.filter(pk__in=owners.people_in(filters.group, reader=reader, ids=ids))
    born = filters.born
    return {str(person.pk): person for person in people if born is None or person.born.overlaps(born)}


def matching_rows(reader: Reader, hits: list[Hit], filters: Filters) -> dict[tuple[str, str], OwnerLine]:
    """The rows of other rooms among the hits."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        if hit.owner_type != "person":
            by_type[hit.owner_type].append(hit.owner_id)
    rows = {
        (owner_type, owner_id): line
        for owner_type, ids in by_type.items()
        for owner_id, line in owners.describe(owner_type, reader=reader, ids=ids).items()
    }
    return {owner: line for owner, line in rows.items() if fits(line, filters)}


def fits(line: OwnerLine, filters: Filters) -> bool:
    """Whether a row fits what else is known; what it does not say is no reason against it."""
    if filters.fate or (filters.sex and line.sex and line.sex != filters.sex):
        return False
    if filters.group and line.group != filters.group:
        return False
    if filters.village and line.village and not same_village(filters.village, line.village):
        return False
    born = filters.born
    if born is None or line.born_year is None or born.earliest is None or born.latest is None:
        return True
    return born.earliest.year - 1 <= line.born_year <= born.latest.year + 1


@lru_cache(maxsize=4096)
def same_village(asked: str, said: str) -> bool:
    """Whether two spellings may name one village, or the one begins with the other."""
    if said.casefold().startswith(asked.casefold()):
        return True
    return not set(names.part_keys(asked).keys).isdisjoint(names.part_keys(said).keys)
