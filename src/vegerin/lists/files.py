"""Files as the commands read them: a table or one sentence, and the rows that were left out."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from vegerin.engines.answers import BadInput
from vegerin.lists.raw_rows import BadRow, Unreadable
from vegerin.lists.reading import Table, read_table

_MOST_SAID = 20


def table_in(raw: bytes, name: str) -> Table:
    """The table, or a refusal in a sentence; what of the file is not read, is said."""
    try:
        table = read_table(raw, name)
    except Unreadable as error:
        raise BadInput(str(error)) from None
    if table.above:
        print(above_words(table), file=sys.stderr)
    if table.sheets_beside:
        left = ", ".join(map(repr, table.sheets_beside))
        print(f"{name}: the sheet {table.sheet!r} is read; not read: {left}.", file=sys.stderr)
    return table


def above_words(table: Table) -> str:
    """What is passed over on top of a table."""
    return f"{table.name}: the headings stand in row {table.above + 1}; what stands above them is left out."


def say_bad_rows(name: str, bad: Sequence[BadRow]) -> None:
    """The first rows that were left out, each with its reason."""
    for row in bad[:_MOST_SAID]:
        print(f"{name}: {row.says}", file=sys.stderr)
    if len(bad) > _MOST_SAID:
        print(f"{name}: {len(bad) - _MOST_SAID} more rows were left out.", file=sys.stderr)
