"""`vegerin lists difference`: two releases of a list in files, compared without the record."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vegerin import __version__
from vegerin.engines.answers import DONE, BadInput, Stopwatch, read_bytes
from vegerin.engines.linkage.changes import KINDS, NOT_EXPLAINED, Change
from vegerin.engines.linkage.differences import AGE, DATE, NAME, Difference, difference, kind_of_column
from vegerin.engines.linkage.same_rows import ids_hold
from vegerin.lists.aligning import columns_of_rows, in_parts, known_columns, with_whole_names
from vegerin.lists.columns import PART_FIELDS, Field, guess_columns
from vegerin.lists.files import above_words, say_bad_rows, table_in
from vegerin.lists.raw_rows import BadRow
from vegerin.lists.reading import Table

Rows = list[dict[str, str]]
LEAST_FILLED, LEAST_DISTINCT, ENOUGH_ROWS = 0.5, 0.95, 20


@dataclass(frozen=True)
class Aligned:
    """Both releases with the same headings, the column that joins them, and what has to be said of it."""

    old: Rows
    new: Rows
    id_column: str | None
    named_by: str | None
    warnings: tuple[tuple[str, str], ...]


def compare_files(asked: argparse.Namespace) -> int:
    """Compare two files and print what differs."""
    watch = Stopwatch()
    with watch.stage("reading"):
        old_raw, new_raw = read_bytes(asked.old), read_bytes(asked.new)
        tables = table_in(old_raw, asked.old), table_in(new_raw, asked.new)
        (old, old_bad), (new, new_bad) = map(_rows, tables)
        aligned = aligned_releases(old, new, asked.id_column)
    with watch.stage("comparing"):
        found = difference(
            aligned.old,
            aligned.new,
            id_column=aligned.id_column,
            named_by=aligned.named_by,
            old_date=asked.old_date or _day_in(asked.old),
            new_date=asked.new_date or _day_in(asked.new),
        )
    for _code, says in aligned.warnings:
        print(says, file=sys.stderr)
    say_bad_rows(asked.old, old_bad)
    say_bad_rows(asked.new, new_bad)
    # A program reads JSON, asked for or not; a person at a terminal reads the counts.
    if asked.json or not sys.stdout.isatty():
        answer = _as_json(found, asked, (old_raw, new_raw), (old_bad, new_bad))
        above = [("headings_below", above_words(table)) for table in tables if table.above]
        answer["warnings"] = [{"code": code, "says": says} for code, says in (*above, *aligned.warnings)]
        if asked.timings:
            answer["timings"] = watch.seconds
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(_as_text(found))
        if asked.timings:
            print(json.dumps({"timings": watch.seconds}), file=sys.stderr)
    return DONE


_RENAMED = "The second release calls a column {heading!r} that the first calls {before!r}; they are compared."
_JOINED = "One release writes the name in parts, the other whole; the parts are joined and compared."
_NOT_SAID = "The second release does not say {columns}; nothing is compared there."
_NEW_IDS = "Under {column!r} the second release numbers other people; rows are matched by what they say."
_ASKED_FOR = (
    "Under {column!r} the second release numbers other people; it was asked for, so rows are matched by it."
)
_NO_IDS = (
    "The second release has no such numbers as {column!r} of the first; rows are matched by what they say."
)


def aligned_releases(old: Rows, new: Rows, asked: str | None) -> Aligned:
    """The second release under the first one's headings, and the column with the list's own id."""
    fields = guess_columns(list(old[0]))
    names = [column for column in old[0] if _holds_whole_names(column, fields)]
    own = asked if asked in old[0] else _own_id_among(fields)
    known = known_columns(
        columns_of_rows(old), columns_of_rows(new), _said(old, new), own_id=own or "", names=names
    )
    own = _id_column(asked, own, known, old, new)
    renamed = {heading: column for heading, column in known.items() if heading != column}
    warnings = [
        ("column_renamed", _RENAMED.format(heading=heading, before=before))
        for heading, before in renamed.items()
    ]
    taken = set(known.values())
    new = [{known.get(heading, _free(heading, taken)): cell for heading, cell in row.items()} for row in new]
    old, new, joined = _names_made_whole(old, new)
    warnings += [("name_in_parts", _JOINED)] if joined else []
    left_out = [column for column in old[0] if column not in new[0]]
    if left_out:
        warnings.append(("not_said", _NOT_SAID.format(columns=", ".join(map(repr, left_out)))))
    id_column, why_not = _trusted(own, asked, old, new, names)
    warnings += why_not
    return Aligned(old, new, id_column, own if own in old[0] else None, tuple(warnings))


def _holds_whole_names(column: str, fields: Mapping[str, Field]) -> bool:
    if fields[column] in {*PART_FIELDS, Field.MOTHER, Field.IMPOSED_NAME, Field.OWN_ID}:
        return False
    return kind_of_column(column) == NAME


def _own_id_among(fields: Mapping[str, Field]) -> str | None:
    """The column whose heading says that it holds the list's own id; `id` before any other."""
    if "id" in fields:
        return "id"
    return next((column for column, field in fields.items() if field == Field.OWN_ID), None)


def _said(old: Rows, new: Rows) -> dict[str, str]:
    """What the headings of the second release say: the same heading, else the same field."""
    gone = [heading for heading in old[0] if heading not in new[0]]
    before = {field: heading for heading, field in guess_columns(gone).items() if field != Field.NOT_USED}
    come = guess_columns([heading for heading in new[0] if heading not in old[0]])
    same = {heading: heading for heading in new[0] if heading in old[0]}
    return same | {heading: before[field] for heading, field in come.items() if field in before}


def _free(heading: str, taken: set[str]) -> str:
    """A heading of its own for a column that is another than the one so called in the first release."""
    return f"{heading} (2)" if heading in taken else heading


def _names_made_whole(old: Rows, new: Rows) -> tuple[Rows, Rows, bool]:
    """Where one release has the whole name and the other its parts, the parts are joined."""
    before, now = guess_columns(list(old[0])), guess_columns(list(new[0]))
    for rows, theirs in ((new, before), (old, now)):
        whole = next((column for column, field in theirs.items() if field == Field.FULL_NAME), "")
        fields = now if rows is new else before
        if whole and whole not in rows[0] and in_parts(fields):
            made = with_whole_names(rows, fields, wanted=whole)
            return (old, made, True) if rows is new else (made, new, True)
    return old, new, False


def _id_column(
    asked: str | None, own: str | None, known: Mapping[str, str], old: Rows, new: Rows
) -> str | None:
    """The column of the first release by which rows are joined; one that was asked for has to be there."""
    if asked is not None:
        column = asked if asked in old[0] else known.get(asked)
        if column is None:
            raise BadInput(f"The first release has no column {asked!r}. It has: {', '.join(old[0])}.")
        if column not in known.values():
            raise BadInput(f"The second release has no column {asked!r}. It has: {', '.join(new[0])}.")
        return column
    return own or next((column for column in known.values() if _looks_like_an_id(column, old)), None)


def _looks_like_an_id(column: str, rows: Rows) -> bool:
    """Whether (nearly) each row says something else there, and it is no name, age or date."""
    said = [row[column].strip() for row in rows if row[column].strip()]
    kind = kind_of_column(column)
    if kind in (NAME, AGE, DATE) or len(rows) < ENOUGH_ROWS or len(said) < len(rows) * LEAST_FILLED:
        return False
    return len(set(said)) >= LEAST_DISTINCT * len(said)


def _trusted(
    own: str | None, asked: str | None, old: Rows, new: Rows, names: Sequence[str]
) -> tuple[str | None, list[tuple[str, str]]]:
    """The id if one number is one person in both releases, else nothing and the reason."""
    if own is None:
        return None, []
    filled = [sum(bool(row.get(own, "").strip()) for row in rows) / len(rows) for rows in (old, new)]
    if asked is None and min(filled) < LEAST_FILLED:
        return None, [("no_id", _NO_IDS.format(column=own))]
    if ids_hold(old, new, own, [column for column in names if column in new[0]]):
        return own, []
    says = _NEW_IDS if asked is None else _ASKED_FOR
    return (None if asked is None else own), [("id_not_kept", says.format(column=own))]


def _rows(table: Table) -> tuple[Rows, list[BadRow]]:
    good, bad = table.as_mappings()
    if not good:
        reason = f" ({bad[0].says})" if bad else ""
        raise BadInput(f"{table.name} has headings and no row that can be read{reason}. Choose another file.")
    return good, bad


def _day_in(name: str) -> date | None:
    """The day that a file name carries, as 2024-08-08 or 20240808.

    >>> _day_in("release-2024-08-08.csv")
    datetime.date(2024, 8, 8)
    """
    found = re.search(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)", name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _as_json(
    found: Difference,
    asked: argparse.Namespace,
    raw: tuple[bytes, bytes],
    bad: tuple[Sequence[BadRow], Sequence[BadRow]],
) -> dict[str, object]:
    """The contract's object; beside it how rows were matched, counts of kinds, and where it comes from."""
    rows = [{"id": row.id, "changes": list(map(_change, row.changes))} for row in found.changed]
    return {
        "new": found.new,
        "gone": found.gone,
        "same": found.same,
        "changed": rows,
        "matched_by": found.matched_by,
        "columns_added": found.columns_added,
        "columns_left_out": found.columns_left_out,
        "repeated": found.repeated,
        "kinds": found.kinds(),
        "left_out": [
            {"file": name, "row": row.number, "says": row.says}
            for name, rows_left in zip((asked.old, asked.new), bad, strict=True)
            for row in rows_left
        ],
        "warnings": [],
        "provenance": {
            "version": __version__,
            "method": "release-difference",
            "parameters": {
                "id": asked.id_column,
                "kinds": list(KINDS),
                "not_explained": sorted(NOT_EXPLAINED),
            },
            "input_sha256": [hashlib.sha256(each).hexdigest() for each in raw],
            "seed": None,
        },
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "kind": change.kind,
        "explained": change.explained,
        "reasons": [{"kind": step.rule, "old": step.old, "new": step.new} for step in change.reasons],
    }


def _as_text(found: Difference) -> str:
    """The counts, and every kind of change with how often it occurs."""
    changes = [change for row in found.changed for change in row.changes]
    open_changes = sum(not change.explained for change in changes)
    width = max(map(len, KINDS))
    return "\n".join(
        [
            f"{len(found.new):>8,} new",
            f"{len(found.changed):>8,} changed",
            f"{len(found.gone):>8,} gone: ask the list's owner",
            f"{found.same:>8,} unchanged",
            f"Matched by {found.matched_by}.",
            f"{len(changes):,} changes, {open_changes:,} without a named reason:",
            *(f"{count:>8,} {kind:<{width}} {KINDS[kind]}" for kind, count in found.kinds().items()),
        ]
    )
