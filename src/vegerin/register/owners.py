"""Who owns a written name other than a person: rooms say how their rows are described, and to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vegerin.guard.reader import Reader


@dataclass(frozen=True)
class OwnerLine:
    """How a row of another room stands in a list of results."""

    title: str
    says: str
    url: str
    sex: str = ""
    born_year: int | None = None
    village: str = ""
    group: str = ""  # the list it stands on


@dataclass(frozen=True)
class Group:
    """One list whose rows may be asked for alone."""

    value: str
    title: str


Groups = Callable[[Reader], Iterable[Group]]
PeopleIn = Callable[[Reader, str, Iterable[str]], Iterable[str]]
Describe = Callable[[Reader, Iterable[str]], Mapping[str, OwnerLine]]

_describers: dict[str, Describe] = {}
_groups: list[tuple[Groups, PeopleIn]] = []


def register(owner_type: str, describe: Describe) -> None:
    """`describe(reader, ids)` returns only the rows this reader may see; in `apps.ready`."""
    if _describers.setdefault(owner_type, describe) is not describe:
        raise ValueError(f"Two rooms describe {owner_type!r}.")


def describe(owner_type: str, *, reader: Reader, ids: Iterable[str]) -> Mapping[str, OwnerLine]:
    """The rows the reader may see; none where the room is left out."""
    describer = _describers.get(owner_type)
    return describer(reader, ids) if describer else {}


def types() -> frozenset[str]:
    """The kinds of owners that rooms have lent."""
    return frozenset(_describers)


def register_groups(groups: Groups, people_in: PeopleIn) -> None:
    """Lists a search can be narrowed to, and which of some people stand on one; in `apps.ready`."""
    if (groups, people_in) not in _groups:
        _groups.append((groups, people_in))


def groups_for(reader: Reader) -> list[Group]:
    """The lists this reader may ask for."""
    return [group for groups, _ in _groups for group in groups(reader)]


def people_in(group: str, *, reader: Reader, ids: Iterable[str]) -> set[str]:
    """Of these people, who stands on a list."""
    asked = list(ids)
    return {str(one) for _, people in _groups for one in people(reader, group, asked)}
