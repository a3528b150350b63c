"""Which column of a new release is which column of the earlier one.

By its heading; where that says nothing, or says what the cells do not bear out, by what stands in the column.
A whole name and its parts are made comparable. Nothing is compared silently: whoever calls tells what was
recognised, and what is compared no longer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from vegerin.engines.linkage.same_rows import folded_id
from vegerin.engines.linkage.skeletons import script_of
from vegerin.lists.columns import PART_FIELDS, Field

LEAST_VALUES, LEAST_COMMON, MOST_TIMES = 20, 0.5, 4
_LOOKED_AT_FOR_SCRIPT = 500
Columns = Mapping[str, Sequence[str]]


def known_columns(
    before: Columns,
    now: Columns,
    said: Mapping[str, str],
    *,
    own_id: str = "",
    names: Collection[str] = (),
) -> dict[str, str]:
    """The columns of `now` as they are called in `before`.

    Args:
        before, now: what stands in each column.
        said: what the headings say: column of `now` -> column of `before`.
        own_id: the column of `before` with the list's own ids.
        names: the columns of `before` that hold whole names, each in one script.

    >>> ids = [f"L{at}" for at in range(30)]
    >>> known_columns({"id": ids}, {"No.": list(map(str, range(30))), "Ref": ids}, {"No.": "id"}, own_id="id")
    {'Ref': 'id'}
    """
    found: dict[str, str] = {}
    for heading in now:
        if said.get(heading) in before and said[heading] not in found.values():
            found[heading] = said[heading]
    values = _Values(before, now)
    found = _with_right_ids(found, values, own_id)
    found = _with_right_scripts(found, before, now, names)
    for heading in (each for each in now if each not in found):
        best = values.best_for(heading, [each for each in before if each not in found.values()])
        if best:
            found[heading] = best
    return found


class _Values:
    """What stands in the columns of two releases, and how much of it is the same."""

    def __init__(self, before: Columns, now: Columns) -> None:
        self.before = {column: _distinct(cells) for column, cells in before.items()}
        self.now = {column: _distinct(cells) for column, cells in now.items()}

    def common(self, heading: str, column: str) -> float:
        """The share of the shorter column that stands in the longer; 0 where one is far longer."""
        ours, theirs = self.now[heading], self.before[column]
        fewer, more = sorted((len(ours), len(theirs)))
        if fewer < LEAST_VALUES or more > MOST_TIMES * fewer:
            return 0.0
        return len(ours & theirs) / fewer

    def best_for(self, heading: str, columns: Sequence[str]) -> str:
        """The column of the earlier release that holds the same things."""
        shares = {column: self.common(heading, column) for column in columns}
        best = max(shares, key=lambda column: shares[column], default="")
        return best if best and shares[best] >= LEAST_COMMON else ""


def _distinct(cells: Sequence[str]) -> frozenset[str]:
    return frozenset(folded_id(cell) for cell in set(cells)) - {""}


def _with_right_ids(found: Mapping[str, str], values: _Values, own_id: str) -> dict[str, str]:
    """The own id is where the same ids stand: a new serial number under the old heading is none."""
    kept = dict(found)
    if not own_id:
        return kept
    heading = next((each for each, column in kept.items() if column == own_id), None)
    if heading is not None and values.common(heading, own_id) >= LEAST_COMMON:
        return kept
    others = [each for each in values.now if each not in kept]
    better = max(others, key=lambda each: values.common(each, own_id), default="")
    if better and values.common(better, own_id) >= LEAST_COMMON:
        if heading is not None:
            del kept[heading]
        kept[better] = own_id
    return kept


def _with_right_scripts(
    found: Mapping[str, str], before: Columns, now: Columns, names: Collection[str]
) -> dict[str, str]:
    """A whole name in Latin letters is compared with the earlier Latin one, whatever its heading says."""
    kept = dict(found)
    scripts = {column: most_used_script(before[column]) for column in names if column in before}
    for heading, column in found.items():
        free = [each for each in scripts if each not in kept.values()]
        script = most_used_script(now[heading]) if column in scripts else ""
        if script and script != scripts[column]:
            kept[heading] = next((each for each in free if scripts[each] == script), column)
    return kept


def most_used_script(cells: Sequence[str]) -> str:
    """`arabic`, `latin`, or nothing where neither prevails.

    >>> most_used_script(["خليل", "مراد", "Xelîl"]), most_used_script([""])
    ('arabic', '')
    """
    filled = [cell for cell in cells if cell.strip()]
    counted = Counter(map(script_of, filled[:: max(1, len(filled) // _LOOKED_AT_FOR_SCRIPT)]))
    script, count = counted.most_common(1)[0] if counted else ("", 0)
    return script if script in ("arabic", "latin") and 2 * count > counted.total() else ""


def columns_of_rows(rows: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Rows turned into columns."""
    return {column: [row.get(column, "") for row in rows] for column in (rows[0] if rows else ())}


def with_whole_names(
    rows: Sequence[Mapping[str, str]], fields: Mapping[str, Field], *, wanted: str
) -> list[dict[str, str]]:
    """Rows whose name stands in parts, with the parts joined under the other release's heading for the whole.

    >>> fields = {"n": Field.GIVEN, "f": Field.FATHER, "age": Field.AGE}
    >>> with_whole_names([{"n": "خليل", "f": "مراد", "age": "9"}], fields, wanted="name")
    [{'name': 'خليل مراد', 'age': '9'}]
    """
    parts = [column for part in PART_FIELDS for column, field in fields.items() if field == part]
    return [
        {wanted: " ".join(" ".join(row.get(part, "") for part in parts).split())}
        | {column: cell for column, cell in row.items() if column not in parts}
        for row in rows
    ]


def in_parts(fields: Mapping[str, Field]) -> bool:
    """Whether the name stands in parts only."""
    return Field.GIVEN in fields.values() and Field.FULL_NAME not in fields.values()
