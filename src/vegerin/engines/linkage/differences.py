"""Two releases of one list: who is new, who is gone, who is the same, and what changed with the reason.

Rows are matched by the list's own id where it has one (`same_rows`); what has no id there, or all rows of a
list without one, by what they say. A row that is gone is a question to the list's owner; nothing here
deletes anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from vegerin.engines.linkage.changes import (
    MAY_BE_OTHER_NAMES,
    Change,
    can_be_one_name,
    change_of_age,
    change_of_date,
    change_of_text,
)
from vegerin.engines.linkage.letters import Step, words
from vegerin.engines.linkage.not_known import is_unknown
from vegerin.engines.linkage.same_rows import by_content, by_content_among, by_id
from vegerin.engines.linkage.skeletons import romanised_alike, script_of

Row = Mapping[str, str]

NAME, AGE, DATE, TEXT = "name", "age", "date", "text"
_NAME_WORDS = frozenset(
    words(
        "name given father grandfather mother lineage alias surname family nav bav dê"
        " الاسم اسم الأب الاب الجد الأم الام اللقب ناو"
    )
)
_AGE_WORDS = frozenset(words("age العمر عمر temen تەمەن السن"))
_DATE_WORDS = frozenset(words("dob date born birth birthday year تاريخ الميلاد المواليد jidayik"))
_DAYS_IN_A_YEAR = 365.25


@dataclass(frozen=True)
class ChangedRow:
    """One person of the list whose row says something else now."""

    id: str
    changes: tuple[Change, ...]

    @property
    def explained(self) -> bool:
        """Whether each change has a named reason."""
        return all(change.explained for change in self.changes)


@dataclass(frozen=True)
class Difference:
    """What the second release says otherwise than the first."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    same: int
    changed: tuple[ChangedRow, ...]
    matched_by: str
    columns_added: tuple[str, ...] = ()
    columns_left_out: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    pairs: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    changed_places: tuple[int, ...] = field(default=(), repr=False)
    joined_by_id: frozenset[int] = field(default=frozenset(), repr=False)  # places of the new rows

    def kinds(self) -> dict[str, int]:
        """How often each kind of change occurs, most frequent first."""
        return dict(Counter(change.kind for row in self.changed for change in row.changes).most_common())


def difference(
    old: Sequence[Row],
    new: Sequence[Row],
    *,
    id_column: str | None = None,
    named_by: str | None = None,
    old_date: date | None = None,
    new_date: date | None = None,
    kinds_of_columns: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Difference:
    """Compare two releases of one list.

    Args:
        old, new: the rows as they were read, each a mapping column -> text.
        id_column: the list's own id; None to match rows by what they say.
        named_by: the column that names a row in the answer, where rows are not matched by it. It is not
            compared: serial numbers are given anew.
        old_date, new_date: the days of the releases, by which ages may grow; without them by one birthday.
        kinds_of_columns: column -> name, age, date or text; guessed from the headings where not given.
        progress: called with pairs done and pairs in all.

    >>> before = [{"id": "1", "name": "مصطفى علي", "age": "30"}, {"id": "2", "name": "خليل", "age": "-1"}]
    >>> after = [{"id": "1", "name": "مصطف علي", "age": "31"}, {"id": "3", "name": "نازي", "age": "9"}]
    >>> found = difference(before, after, id_column="id")
    >>> found.new, found.gone, [change.kind for change in found.changed[0].changes]
    (('3',), ('2',), ['letters_lost_in_print', 'age_by_date'])
    """
    old_columns, new_columns = _columns(old), _columns(new)
    ids = {id_column, named_by}
    shared = [column for column in old_columns if column in set(new_columns) and column not in ids]
    kinds = {column: kind_of_column(column) for column in shared} | dict(kinds_of_columns or {})
    pairs, joined = _met(old, new, id_column, shared, kinds)
    compare = _Comparison(
        shared,
        kinds,
        _years_between(old_date, new_date),
        _names_left_out(old_columns, new_columns),
        _usual_parts(old, shared, kinds),
    )
    same, changed, changed_places = 0, [], []
    own = id_column or named_by or ""
    for done, (i, j) in enumerate(pairs):
        changes = compare.rows(old[i], new[j])
        if changes:
            changed.append(ChangedRow(_id_of(new[j], own) or _id_of(old[i], own) or _row(j), changes))
            changed_places.append(j)
        else:
            same += 1
        if progress is not None and done % 500 == 0:
            progress(done, len(pairs))
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    return Difference(
        new=tuple(_id_of(row, own) or _row(j) for j, row in enumerate(new) if j not in right),
        gone=tuple(_id_of(row, own) or _row(i) for i, row in enumerate(old) if i not in left),
        same=same,
        changed=tuple(changed),
        matched_by="content" if id_column is None else f"id:{id_column}",
        columns_added=tuple(column for column in new_columns if column not in set(old_columns)),
        columns_left_out=tuple(column for column in old_columns if column not in set(new_columns)),
        repeated=() if id_column is None else _repeated(old, new, id_column),
        pairs=tuple(pairs),
        changed_places=tuple(changed_places),
        joined_by_id=joined,
    )


def _met(
    old: Sequence[Row],
    new: Sequence[Row],
    id_column: str | None,
    shared: Sequence[str],
    kinds: Mapping[str, str],
) -> tuple[list[tuple[int, int]], frozenset[int]]:
    """The places of rows that are one, and which of the new rows the list's own id joined."""
    if id_column is None:
        return by_content(old, new, shared, kinds), frozenset()
    pairs = by_id(old, new, id_column)
    joined = frozenset(j for _, j in pairs)
    return sorted([*pairs, *_without_an_id(old, new, pairs, id_column, shared, kinds)], key=_place), joined


def kind_of_column(heading: str) -> str:
    """What a column holds, by its heading.

    >>> [kind_of_column(heading) for heading in ("en_name", "Age", "dob", "source")]
    ['name', 'age', 'date', 'text']
    """
    words = heading.casefold().replace("-", "_").replace(" ", "_")
    pieces = set(words.split("_"))
    for kind, vocabulary in ((DATE, _DATE_WORDS), (AGE, _AGE_WORDS), (NAME, _NAME_WORDS)):
        if pieces & vocabulary:
            return kind
    return NAME if "name" in words or "اسم" in words else TEXT


@dataclass
class _Comparison:
    """How two rows are compared: the shared columns, what each holds, the birthdays that may lie between."""

    columns: Sequence[str]
    kinds: Mapping[str, str]
    years: tuple[int, int]
    left_out: Sequence[str] = ()  # names that only the earlier release says
    usual: frozenset[str] = frozenset()  # parts of names that several rows of the earlier release say

    def rows(self, old: Row, new: Row) -> tuple[Change, ...]:
        changes = tuple(
            self.values(column, old.get(column, ""), new.get(column, ""))
            for column in self.columns
            if old.get(column, "") != new.get(column, "")
        )
        said = _with_the_other_script(changes, stays=self._arabic_name_stays(old, new))
        return tuple(self._by_a_name_left_out(change, old) for change in said)

    def _by_a_name_left_out(self, change: Change, old: Row) -> Change:
        """Where no Arabic name is said any more, the earlier one tells whether it was romanised anew."""
        if change.kind not in _OPEN_KINDS or script_of(change.old + change.new) != "latin":
            return change
        arabic = (old.get(column, "") for column in self.left_out)
        if any(script_of(name) == "arabic" and can_be_one_name(name, change.new) for name in arabic):
            return _explained_by(change, "romanisation")
        return change

    def _arabic_name_stays(self, old: Row, new: Row) -> bool:
        """Whether the row has a name in Arabic script and all of those are as they were."""
        names = [column for column in self.columns if self.kinds[column] == NAME]
        arabic = [column for column in names if script_of(old.get(column, "")) == "arabic"]
        return bool(arabic) and all(old.get(column) == new.get(column) for column in arabic)

    def values(self, column: str, old: str, new: str) -> Change:
        kind = self.kinds[column]
        if kind == AGE:
            return change_of_age(column, old, new, years_between=self.years)
        if kind == DATE:
            return change_of_date(column, old, new)
        change = change_of_text(column, old, new, as_name=kind == NAME)
        return replace(change, kind="spelling", explained=False) if self._two_names(change) else change

    def _two_names(self, change: Change) -> bool:
        """Whether a dot or the like leads from a name that many bear here to another: فرح and فرج."""
        if not change.explained or MAY_BE_OTHER_NAMES.isdisjoint(step.rule for step in change.reasons):
            return False
        old, new = change.old.split(), change.new.split()
        return len(old) == len(new) and any(
            one != other and one in self.usual and other in self.usual
            for one, other in zip(old, new, strict=True)
        )


def _with_the_other_script(changes: Sequence[Change], *, stays: bool) -> Iterable[Change]:
    """A Latin name without a reason of its own is judged by its row's name in Arabic script.

    Where that stays, the name was romanised anew; where the same part changed there for a named reason,
    it follows; where it changed there for none, it became another name in both (امل, Amal; امال, Amaal).
    """
    arabic = [change for change in changes if script_of(change.old) == "arabic"]
    sources = [change for change in arabic if change.explained]
    open_ = [change for change in arabic if change.kind in _OPEN_KINDS]
    for change in changes:
        if change.kind == "romanisation" and any(_same_parts_changed(source, change) for source in open_):
            yield replace(change, kind="spelling", explained=False)
        elif change.kind not in _OPEN_KINDS or {script_of(change.old), script_of(change.new)} != {"latin"}:
            yield change
        elif any(_same_parts_changed(source, change) for source in sources):
            yield _explained_by(change, "follows_other_script")
        elif stays and _as_many_parts(change):
            yield _explained_by(change, "romanisation")
        else:
            yield change


_OPEN_KINDS = frozenset({"spelling", "part_replaced", "part_added", "part_left_out"})


def _explained_by(change: Change, kind: str) -> Change:
    named = tuple(step for step in change.reasons if step.rule not in _OPEN_KINDS)
    return replace(change, kind=kind, explained=True, reasons=(*named, Step(kind, change.old, change.new)))


def _as_many_parts(change: Change) -> bool:
    return len(change.old.split()) == len(change.new.split())


def _same_parts_changed(source: Change, latin: Change) -> bool:
    """Every Latin part that differs stands where one of the other script does, counted from either end."""
    return any(_changed_places(latin, way) <= _changed_places(source, way) for way in (1, -1))


def _changed_places(change: Change, direction: int) -> set[int]:
    """The places of parts that differ, and the places that only one side has."""
    old, new = change.old.split()[::direction], change.new.split()[::direction]
    differing = {
        place for place, (one, other) in enumerate(zip(old, new, strict=False)) if not _alike(one, other)
    }
    return differing | set(range(min(len(old), len(new)), max(len(old), len(new))))


def _alike(one: str, other: str) -> bool:
    """Equal, or the same Latin name romanised otherwise."""
    return one == other or (
        script_of(one) == "latin" and romanised_alike(one) == romanised_alike(other) != ""
    )


_USUAL = 5  # so many rows do not all hold one slip


def _usual_parts(rows: Sequence[Row], columns: Sequence[str], kinds: Mapping[str, str]) -> frozenset[str]:
    names = [column for column in columns if kinds[column] == NAME]
    counts = Counter(part for row in rows for column in names for part in row.get(column, "").split())
    return frozenset(part for part, count in counts.items() if count >= _USUAL)


def _names_left_out(old: Sequence[str], new: Sequence[str]) -> list[str]:
    return [column for column in old if column not in set(new) and kind_of_column(column) == NAME]


def _columns(rows: Sequence[Row]) -> list[str]:
    return list(rows[0]) if rows else []


def _id_of(row: Row, own: str) -> str:
    said = row.get(own, "")
    return said if said.strip() else ""


def _row(place: int) -> str:
    """A row that has no id is named by its place."""
    return f"row {place + 1}"


def _place(pair: tuple[int, int]) -> int:
    return pair[1]


def _without_an_id(
    old: Sequence[Row],
    new: Sequence[Row],
    pairs: Sequence[tuple[int, int]],
    id_column: str,
    shared: Sequence[str],
    kinds: Mapping[str, str],
) -> list[tuple[int, int]]:
    """Where the id of a row was left out in one release, it is known by what it says."""
    met_old, met_new = {i for i, _ in pairs}, {j for _, j in pairs}
    left = [i for i in range(len(old)) if i not in met_old]
    right = [j for j in range(len(new)) if j not in met_new]
    bare_left = {i for i in left if is_unknown(old[i].get(id_column, ""))}
    bare_right = {j for j in right if is_unknown(new[j].get(id_column, ""))}
    if not bare_left and not bare_right:
        return []
    found = by_content_among(old, new, left, right, shared, kinds)
    return [(i, j) for i, j in found if i in bare_left or j in bare_right]


def _years_between(old: date | None, new: date | None) -> tuple[int, int]:
    """The fewest and most birthdays between two days; one at most where a day is not known.

    >>> _years_between(date(2024, 4, 13), date(2024, 8, 8)), _years_between(None, None)
    ((0, 1), (0, 1))
    """
    if old is None or new is None or new <= old:
        return (0, 1)
    years = int((new - old).days / _DAYS_IN_A_YEAR)
    return years, years + 1


def _repeated(old: Sequence[Row], new: Sequence[Row], column: str) -> tuple[str, ...]:
    """Ids that one release gives to more than one row."""
    found: dict[str, None] = {}
    for rows in (old, new):
        counts = Counter(row.get(column, "").strip() for row in rows)
        found |= dict.fromkeys(key for key, count in counts.items() if count > 1)
    return tuple(found)
