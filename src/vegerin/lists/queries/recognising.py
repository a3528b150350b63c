"""What the columns of a new file hold, as far as headings, the last import and the cells tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.aligning import Columns, columns_of_rows, known_columns
from vegerin.lists.columns import CLEAR, Field, guess_columns
from vegerin.lists.models import ListRelease
from vegerin.lists.queries.releases import saved_columns
from vegerin.lists.reading import Table
from vegerin.lists.rules import Act

_WHOLE = (Field.FULL_NAME, Field.FULL_NAME_LATIN)


@dataclass(frozen=True)
class Recognised:
    """Heading -> field; which of them only the cells told; what the release before said."""

    columns: dict[str, Field]
    by_values: tuple[str, ...] = ()
    before: tuple[Field, ...] = ()
    saved: bool = False

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
    return Recognised(columns, by_values, tuple(map(Field, earlier)), bool(saved))


def _field(heading: str, known: Mapping[str, str], said: Mapping[str, Field]) -> Field:
    """What is known of a column; a field that another column turned out to hold is not given twice."""
    if heading in known:
        return Field(known[heading])
    return Field.NOT_USED if said[heading] in known.values() else said[heading]


def _release_before(reader: Reader, list_name: str) -> ListRelease | None:
    if not rules.may(reader, Act.IMPORT):
        return None
    finished = ListRelease.objects.filter(list__name=list_name, finished__isnull=False)
    return finished.order_by("-released_on", "-started_at").first()


def _columns_before(before: ListRelease) -> Columns:
    """What the release before said in clear, by field."""
    kinds = [kind for kind in Field if kind in CLEAR and kind in before.columns.values()]
    said = list(before.rows.order_by("number").values_list("said", flat=True).iterator(chunk_size=5000))
    return {kind: [row.get(kind, "") for row in said] for kind in kinds}
