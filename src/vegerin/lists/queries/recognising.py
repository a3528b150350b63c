"""What the columns of a new file hold, as far as headings, the last import and the cells tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vegerin.engines.linkage.skeletons import script_of
from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.aligning import Columns, columns_of_rows, known_columns
from vegerin.lists.columns import CLEAR, PART_FIELDS, Field, folded, guess_columns
from vegerin.lists.models import ListRelease, that_count
from vegerin.lists.queries.releases import saved_columns
from vegerin.lists.reading import Table
from vegerin.lists.rules import Act

_WHOLE = (Field.FULL_NAME, Field.FULL_NAME_LATIN)
# Of a list's own next release most names stand in it again; of fewer than these nothing is said.
LEAST_NAMES, LEAST_MET, SCRIPT = 20, 0.2, 200


@dataclass(frozen=True)
class Recognised:
    """Heading -> field; which of them only the cells told; what the release before said."""

    columns: dict[str, Field]
    by_values: tuple[str, ...] = ()
    before: tuple[Field, ...] = ()
    saved: bool = False
    names_before: int = 0
    names_met: int = 0

    @property
    def another_list(self) -> bool:
        """Whether so few names of the release before stand in this file that it may be another list's."""
        return self.names_before >= LEAST_NAMES and self.names_met < LEAST_MET * self.names_before

    @property
    def says_nothing(self) -> bool:
        """Whether no heading is known: perhaps there is none, and the first row is a person."""
        return not self.saved and set(self.columns.values()) <= {Field.NOT_USED}

    @property
    def missing(self) -> tuple[Field, ...]:
        """What the release before said and no column of this file says."""
        return tuple(kind for kind in self.before if kind not in self.columns.values())


def recognised_columns(reader: Reader, list_name: str, table: Table) -> Recognised:
    """A proposal; a person decides. Headings mapped before stay so, unless the cells speak against it."""
    saved = {
        heading: Field(kind)
        for heading, kind in saved_columns(reader, list_name).items()
        if heading in table.headings
    }
    said = guess_columns([heading for heading in table.headings if heading not in saved]) | saved
    before = _release_before(reader, list_name)
    if before is None:
        return Recognised(guess_columns(table.headings) | saved, saved=bool(saved))
    earlier = _columns_before(before)
    now = columns_of_rows(table.as_mappings()[0])
    open_to_guesses = {
        heading: cells for heading, cells in now.items() if saved.get(heading) != Field.NOT_USED
    }
    known = known_columns(earlier, open_to_guesses, said, own_id=Field.OWN_ID, names=_WHOLE)
    columns = {heading: _field(heading, known, said) for heading in table.headings}
    by_values = tuple(
        heading for heading, kind in columns.items() if kind != said[heading] and heading in known
    )
    fields = {str(columns[heading]): cells for heading, cells in now.items()}
    met, of = _names_met(earlier, fields)
    return Recognised(columns, by_values, tuple(map(Field, earlier)), bool(saved), of, met)


def _names_met(before: Columns, now: Columns) -> tuple[int, int]:
    """How many names of the release before stand in this file, of how many; in one script only."""
    ours, theirs = _names_in(before), _names_in(now)
    if not ours or not theirs or script_of(" ".join(ours[:SCRIPT])) != script_of(" ".join(theirs[:SCRIPT])):
        return 0, 0
    known = set(theirs)
    return sum(name in known for name in ours), len(ours)


def _names_in(columns: Columns) -> list[str]:
    """The names of the rows, a name in parts put together, without what differs between spellings."""
    kinds = [kind for kind in _WHOLE if kind in columns][:1] or [
        kind for kind in PART_FIELDS if kind in columns
    ]
    rows = zip(*(columns[kind] for kind in kinds), strict=True) if kinds else ()
    return [name for name in (folded(" ".join(cells)) for cells in rows) if name]


def _field(heading: str, known: Mapping[str, str], said: Mapping[str, Field]) -> Field:
    """What is known of a column; a field that another column turned out to hold is not given twice."""
    if heading in known:
        return Field(known[heading])
    return Field.NOT_USED if said[heading] in known.values() else said[heading]


def _release_before(reader: Reader, list_name: str) -> ListRelease | None:
    if not rules.may(reader, Act.IMPORT):
        return None
    finished = ListRelease.objects.filter(that_count(), list__name=list_name)
    return finished.order_by("-released_on", "-started_at").first()


def _columns_before(before: ListRelease) -> Columns:
    """What the release before said in clear, by field."""
    kinds = [kind for kind in Field if kind in CLEAR and kind in before.columns.values()]
    said = list(before.rows.order_by("number").values_list("said", flat=True).iterator(chunk_size=5000))
    return {kind: [row.get(kind, "") for row in said] for kind in kinds}
