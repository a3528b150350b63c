"""Brings the rows of one release into the record, a few hundred in each transaction.

What is in stays in: after a crash the run goes on with the next row. All rows of a transaction come with
their names and their sealed cells, or none does.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vegerin.engines import names
from vegerin.engines.linkage.changes import Change
from vegerin.engines.linkage.differences import AGE, DATE, NAME, TEXT, difference
from vegerin.engines.linkage.not_known import is_unknown
from vegerin.engines.linkage.same_rows import ids_hold
from vegerin.guard import sealing
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.lists.aligning import in_parts, with_whole_names
from vegerin.lists.columns import CLEAR, Field, names_said
from vegerin.lists.models import BadListRow, ListRelease, ListRow, Standing, TakenBack, that_count
from vegerin.lists.raw_rows import BadRow, RawRow
from vegerin.lists.reading import Table, read_table
from vegerin.register import actions as register
from vegerin.register.values import NewWrittenName

SEALED_FOR = "report:verifier"  # telephone numbers, addresses, remarks: D26's default
ROWS_AT_ONCE = 500
OWNER = "list_row"
LONGEST_NAME = 200
# Of 1,812 names that changed beside their number between two real releases none came below one half; a
# brother's or sister's name, with the same father and grandfather, comes to a fifth.
LEAST_ALIKE = 0.25

_NAMED = (Field.FULL_NAME, Field.FULL_NAME_LATIN, Field.GIVEN, Field.FATHER, Field.GRANDFATHER, Field.LINEAGE)
_NAMES_OF_HER_OWN = (Field.FULL_NAME, Field.FULL_NAME_LATIN, Field.GIVEN)
_KINDS_OF_FIELDS: Mapping[str, str] = {
    **dict.fromkeys(Field, TEXT),
    **dict.fromkeys((*_NAMED, Field.MOTHER), NAME),
    **dict.fromkeys((Field.BORN, Field.TAKEN_ON, Field.AGE_ON), DATE),
    Field.AGE: AGE,
}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Follower:
    """What a row of the file is to the releases before."""

    standing: Standing = Standing.FIRST
    before: uuid.UUID | None = None
    origin: uuid.UUID | None = None
    changes: tuple[Change, ...] = ()
    names: frozenset[str] = frozenset()  # what finds the row before


@dataclass
class _Known:
    """A row of an earlier release, as far as the comparison needs it."""

    id: uuid.UUID
    origin: uuid.UUID
    said: Mapping[str, str]
    own_id: str = ""


@dataclass(frozen=True)
class Plan:
    """The file as read, and what each of its rows is to the releases before."""

    table: Table
    followers: Mapping[int, _Follower] = field(repr=False)
    gone: tuple[uuid.UUID, ...] = ()


def said_and_sealed(
    row: RawRow, headings: Sequence[str], columns: Mapping[str, Field]
) -> tuple[dict[str, str], dict[str, str]]:
    """The cells that stay readable by their field, and the others by their heading."""
    said: dict[str, str] = {}
    sealed: dict[str, str] = {}
    for heading, cell in zip(headings, row.cells, strict=True):
        kind = columns[heading]
        if not cell.strip():
            continue
        if kind in CLEAR:
            said[kind] = cell
        else:
            sealed[heading] = cell
    return said, sealed


def plan(release: ListRelease, raw: bytes) -> Plan:
    """Read the file and compare it with the release before."""
    table = read_table(raw, release.file_name)
    if release.before is None:
        return Plan(table, {})
    rows = [row for row in table.rows() if isinstance(row, RawRow)]
    said = said_in(rows, table, columns_of(release))
    earlier = _known_rows(release.before)
    found = difference(
        *names_made_whole(filled([known.said for known in earlier]), filled(said)),
        id_column=Field.OWN_ID if release.joined_by == "own_id" else None,
        named_by=Field.OWN_ID,
        old_date=release.before.released_on,
        new_date=release.released_on,
        kinds_of_columns=_KINDS_OF_FIELDS,
    )
    joined = found.joined_by_id if release.joined_by == "own_id" else frozenset()
    matched = {
        j: earlier[i]
        for i, j in found.pairs
        if j not in joined or may_be_one_person(earlier[i].said, said[j])
    }
    changes = dict(zip(found.changed_places, (row.changes for row in found.changed), strict=True))
    older = _older_rows(release) if release.joined_by == "own_id" else {}
    followers = {}
    for place, row in enumerate(rows):
        known = matched.get(place)
        back = _come_back(older, said[place]) if known is None else None
        followers[row.number] = _follower(known, back, changes.get(place, ()), joined=place in joined)
    met = {known.id for known in matched.values()}
    return Plan(table, followers, tuple(known.id for known in earlier if known.id not in met))


def _come_back(older: dict[str, _Known], said: Mapping[str, str]) -> _Known | None:
    """The row of this number that stood in an earlier release, if it may be the same person; each once."""
    own_id = said.get(Field.OWN_ID, "").strip()
    known = older.get(own_id)
    if known is None or not may_be_one_person(known.said, said):
        return None
    return older.pop(own_id)


def may_be_one_person(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether the names beside one number can be one person's; where either says none, nobody can tell.

    Lists give a free number to somebody else. What was said of the one must not pass to the other.

    >>> may_be_one_person({"full_name": "مصطفى علي حسن"}, {"full_name": "مصطف علي حسن"})
    True
    >>> may_be_one_person({"full_name": "خليل مراد خدر"}, {"full_name": "نازي مراد خدر"})
    False
    """
    ours, theirs = ([name for name in names_said(said) if not is_unknown(name)] for said in (one, other))
    if not ours or not theirs or set(ours) & set(theirs):
        return True
    return any(names.compare(a, b).score >= LEAST_ALIKE for a in ours for b in theirs)


def _follower(
    known: _Known | None, older: _Known | None, changes: tuple[Change, ...], *, joined: bool
) -> _Follower:
    """A row met by content follows, but only the list's own id makes it the same row over releases."""
    if known is not None:
        standing = Standing.CHANGED if changes else Standing.SAME
        names_before = frozenset(names_to_find(known.said))
        return _Follower(standing, known.id, known.origin if joined else None, changes, names_before)
    if older is not None:
        return _Follower(Standing.BACK, older.id, older.origin)
    return _Follower(Standing.NEW)


def said_in(rows: Iterable[RawRow], table: Table, columns: Mapping[str, Field]) -> list[dict[str, str]]:
    """What the rows of a file say in clear, by field."""
    return [said_and_sealed(row, table.headings, columns)[0] for row in rows]


def names_made_whole(
    before: list[dict[str, str]], now: list[dict[str, str]]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Where one release writes the name whole and the other in parts, the parts are joined to compare."""
    fields = [{str(kind): Field(kind) for kind in (rows[0] if rows else ())} for rows in (before, now)]
    if str(Field.FULL_NAME) in fields[0] and in_parts(fields[1]):
        now = with_whole_names(now, fields[1], wanted=Field.FULL_NAME)
    elif str(Field.FULL_NAME) in fields[1] and in_parts(fields[0]):
        before = with_whole_names(before, fields[0], wanted=Field.FULL_NAME)
    return before, now


def own_ids_hold(before: ListRelease, table: Table, columns: Mapping[str, Field]) -> bool:
    """Whether the list's own numbers are the same people's as in the release before."""
    rows = [row for row in table.rows() if isinstance(row, RawRow)]
    earlier = [known.said for known in _known_rows(before)]
    old, new = names_made_whole(filled(earlier), filled(said_in(rows, table, columns)))
    return ids_hold(old, new, Field.OWN_ID, _NAMES_OF_HER_OWN)


def filled(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """All rows with the same fields, empty where a row says nothing."""
    fields = [kind for kind in Field if any(kind in row for row in rows)]
    return [{kind: row.get(kind, "") for kind in fields} for row in rows]


def columns_of(release: ListRelease) -> dict[str, Field]:
    """What each column of a release holds."""
    return {heading: Field(kind) for heading, kind in release.columns.items()}


def _known_rows(release: ListRelease) -> list[_Known]:
    values = release.rows.order_by("number").values_list("id", "origin", "said", "own_id")
    return [_Known(*each) for each in values.iterator(chunk_size=5000)]


def _older_rows(release: ListRelease) -> dict[str, _Known]:
    """The last row of each own id in the releases before the last one."""
    rows = (
        ListRow.objects.filter(that_count("release__"), release__list=release.list)
        .exclude(release=release.before)
        .exclude(own_id="")
        .order_by("release__released_on", "number")
        .values_list("id", "origin", "said", "own_id")
    )
    return {each[-1]: _Known(*each) for each in rows.iterator(chunk_size=5000)}


def bring_in(release: ListRelease, raw: bytes, *, by: Reader, progress: Progress | None = None) -> Plan:
    """Add every row that is not in yet."""
    planned = plan(release, raw)
    last = last_number(release)
    waiting = iter([row for row in planned.table.rows() if row.number > last])
    done = rows_in(release)
    while chunk := list(islice(waiting, ROWS_AT_ONCE)):
        with transaction.atomic():
            check_counts(release)
            _add(release, planned, chunk, by=by)
        done += len(chunk)
        if progress is not None:
            progress(done, release.rows_in_file)
    return planned


def check_counts(release: ListRelease) -> None:
    """Refuse what was taken back."""
    if TakenBack.objects.filter(release=release).exists():
        raise Refused(_("This release was taken back. Nothing is added to it and nothing said of its rows."))


def last_number(release: ListRelease) -> int:
    """The last row of the file that is in, good or bad."""
    numbers = [
        model.objects.filter(release=release).aggregate(last=Max("number"))["last"] or 0
        for model in (ListRow, BadListRow)
    ]
    return max(numbers)


def rows_in(release: ListRelease) -> int:
    """How many rows of the file are in, good or bad."""
    return release.rows.count() + release.bad_rows.count()


def _add(release: ListRelease, planned: Plan, chunk: Iterable[RawRow | BadRow], *, by: Reader) -> None:
    columns = columns_of(release)
    rows: list[ListRow] = []
    names: list[NewWrittenName] = []
    bad = []
    with sealing.many():
        for raw in chunk:
            if isinstance(raw, BadRow):
                bad.append(BadListRow(release=release, number=raw.number, code=raw.code, values=raw.values))
                continue
            follower = planned.followers.get(raw.number, _Follower())
            row = _row(release, planned, raw, columns, follower)
            rows.append(row)
            names += _new_names(row, follower.names)
        ListRow.objects.bulk_create(rows)
        BadListRow.objects.bulk_create(bad)
        register.add_written_names(names, by=by)


def _row(
    release: ListRelease, planned: Plan, raw: RawRow, columns: Mapping[str, Field], follower: _Follower
) -> ListRow:
    said, sealed = said_and_sealed(raw, planned.table.headings, columns)
    row = ListRow(
        release=release,
        number=raw.number,
        own_id=said.get(Field.OWN_ID, "").strip()[:200],
        standing=follower.standing,
        before_id=follower.before,
        said=said,
        changes=[_change(change) for change in follower.changes],
        explained=all(change.explained for change in follower.changes),
    )
    row.origin = follower.origin or row.id
    if sealed:
        row.sealed = sealing.seal(
            json.dumps(sealed, ensure_ascii=False),
            compartment=SEALED_FOR,
            table="lists_listrow",
            column="sealed",
            row=row.pk,
        )
    return row


def _change(change: Change) -> dict[str, Any]:
    return {
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "kind": change.kind,
        "explained": change.explained,
        "reasons": [[step.rule, step.old, step.new] for step in change.reasons],
    }


def _new_names(row: ListRow, known: Collection[str]) -> list[NewWrittenName]:
    """The row's names for the search, but those that find it already: what joined rows wrote before."""
    written = known if row.origin != row.id else ()
    new = (name for name in names_to_find(row.said) if name not in written)
    return [NewWrittenName(OWNER, str(row.origin), name) for name in new]


def names_to_find(said: Mapping[str, str]) -> list[str]:
    """The names of a row as the search keeps them."""
    return [" ".join(name[:LONGEST_NAME].split()) for name in names_said(said) if name.strip()]
