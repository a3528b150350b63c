"""Others' lists: import a release into the record, or compare two releases without it."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from vegerin import __version__
from vegerin.engines.answers import BAD_INPUT, DONE, BadInput, read_bytes
from vegerin.engines.linkage.changes import KINDS, NOT_EXPLAINED, Change
from vegerin.engines.linkage.differences import Difference, difference
from vegerin.guard import commandline
from vegerin.lists.columns import ColumnsWrong, Field, checked_columns, guess_columns
from vegerin.lists.raw_rows import BadRow, Unreadable
from vegerin.lists.reading import Table, read_table


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Run `vegerin lists difference` or `vegerin lists import`."""
    try:
        asked = _parser().parse_args(arguments)
    except SystemExit as stopped:
        return int(stopped.code or DONE)
    try:
        status: int = asked.act(asked)
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vegerin lists", description=__doc__)
    words = parser.add_subparsers(required=True, metavar="import|difference")
    bring_in = words.add_parser("import", help="bring a release of a list into the record")
    bring_in.add_argument("file", help="CSV or Excel, the headings in the first row")
    bring_in.add_argument("--list", required=True, dest="list_name", metavar="NAME", help="which list it is")
    bring_in.add_argument("--release", required=True, type=_day, metavar="DATE", help="day of the release")
    bring_in.add_argument("--compiler", default="", help="who compiled it")
    bring_in.add_argument(
        "--columns", metavar="MAP.json", help="heading -> field (default: as the last time)"
    )
    commandline.add_sign_in(bring_in)
    bring_in.set_defaults(act=_import)
    compare = words.add_parser("difference", help="what a release says otherwise than an earlier one")
    compare.add_argument("old")
    compare.add_argument("new")
    compare.add_argument("--id", dest="id_column", metavar="COLUMN", help="the column with the list's own id")
    compare.add_argument("--old-date", type=_day, help="day of the first release (else from its file name)")
    compare.add_argument("--new-date", type=_day, help="day of the second release (else from its file name)")
    compare.add_argument("--json", action="store_true", help="one JSON object")
    compare.set_defaults(act=_difference)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2024-08-08") from None


def _import(asked: argparse.Namespace) -> int:
    """Bring a file's rows in; a run that stopped goes on with the next row."""
    raw = read_bytes(asked.file)
    table = _table(raw, asked.file)
    chosen = _columns_in(asked.columns) if asked.columns else None
    with commandline.signed_in(asked) as reader:
        from vegerin.lists import actions, queries  # noqa: PLC0415 -- Django is set up only now

        saved = queries.saved_columns(reader, asked.list_name)
        guessed = {
            heading: saved.get(heading, kind) for heading, kind in guess_columns(table.headings).items()
        }
        try:
            columns = checked_columns(chosen if chosen is not None else guessed, table.headings)
        except ColumnsWrong as error:
            raise BadInput(f"{asked.columns or asked.file}: {error}") from None
        release = actions.start_import(
            raw=raw,
            file_name=Path(asked.file).name,
            list_name=asked.list_name,
            compiler=asked.compiler,
            released_on=asked.release,
            columns=columns,
            by=reader,
        )
        already = release.is_finished
        finished = actions.continue_import(release=release, raw=raw, by=reader, progress=_bar)
        _say_bad_rows(asked.file, [row for row in table.rows() if isinstance(row, BadRow)])
        print(_imported(finished.counts, rows=0 if already else finished.rows, left_out=finished.bad_rows))
    return DONE


def _columns_in(name: str) -> dict[str, object]:
    """The mapping in a file: a JSON object, heading -> field."""
    try:
        columns = json.loads(read_bytes(name).decode("utf-8-sig"))
    except ValueError:
        columns = None
    if not isinstance(columns, dict):
        raise BadInput(f'{name}: is no JSON object. Write it as {{"heading": "field", ...}}.')
    return columns


def _bar(done: int, total: int) -> None:
    """A line on stderr that fills; where nobody looks, a line for each tenth."""
    filled = _BAR_WIDTH * done // max(total, 1)
    line = f"{'#' * filled}{'.' * (_BAR_WIDTH - filled)} {done:,} of {total:,} rows"
    if sys.stderr.isatty():
        print(f"\r{line}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
    elif done * 10 // max(total, 1) != (done - _BAR_STEP) * 10 // max(total, 1):
        print(line, file=sys.stderr, flush=True)


_BAR_WIDTH, _BAR_STEP = 30, 500


def _imported(counts: Mapping[str, int], *, rows: int, left_out: int) -> str:
    """What came in, and what the release says otherwise than the one before."""
    said = [f"{rows:,} rows added", f"{left_out:,} left out"]
    if "first" not in counts:
        names = (("new", "new"), ("back", "back again"), ("changed", "changed"), ("same", "unchanged"))
        said += [f"{counts[key]:,} {word}" for key, word in names if counts.get(key)]
        said.append(f"{counts.get('gone', 0):,} gone: ask the list's owner")
    return ", ".join(said) + "."


def _difference(asked: argparse.Namespace) -> int:
    """Compare two files and print what differs."""
    old_raw, new_raw = read_bytes(asked.old), read_bytes(asked.new)
    old, old_bad = _rows(_table(old_raw, asked.old))
    new, new_bad = _rows(_table(new_raw, asked.new))
    renamed = renamed_columns(old, new)
    new = [{renamed.get(heading, heading): cell for heading, cell in row.items()} for row in new]
    id_column = _id_column(asked.id_column, old, new)
    found = difference(
        old,
        new,
        id_column=id_column,
        old_date=asked.old_date or _day_in(asked.old),
        new_date=asked.new_date or _day_in(asked.new),
    )
    for heading, before in renamed.items():
        print(_RENAMED.format(heading=heading, before=before), file=sys.stderr)
    _say_bad_rows(asked.old, old_bad)
    _say_bad_rows(asked.new, new_bad)
    if asked.json:
        answer = _as_json(found, asked, (old_raw, new_raw), (old_bad, new_bad))
        answer["warnings"] = [
            {"code": "column_renamed", "says": _RENAMED.format(heading=heading, before=before)}
            for heading, before in renamed.items()
        ]
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(_as_text(found))
    return DONE


_RENAMED = "The second release calls a column {heading!r} that the first calls {before!r}; they are compared."


LEAST_VALUES, LEAST_COMMON, LOOKED_AT = 20, 0.5, 5000


def renamed_columns(old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Columns that bear another heading in the new release: by what both say, else by what stands in them.

    >>> renamed_columns([{"id": "1", "name": "خدر", "eye": ""}], [{"ID": "1", "Full name": "خدر", "eye": ""}])
    {'ID': 'id', 'Full name': 'name'}
    """
    gone = [heading for heading in old[0] if heading not in new[0]]
    come = [heading for heading in new[0] if heading not in old[0]]
    before = {kind: heading for heading, kind in guess_columns(gone).items() if kind != Field.NOT_USED}
    found = {heading: before[kind] for heading, kind in guess_columns(come).items() if kind in before}
    left = {heading: _values(old, heading) for heading in gone if heading not in found.values()}
    for heading in come:
        values = _values(new, heading)
        if heading in found or len(values) < LEAST_VALUES or not left:
            continue
        best = max(left, key=lambda each: len(values & left[each]))
        if len(values & left[best]) >= LEAST_COMMON * len(values):
            found[heading] = best
            del left[best]
    return found


def _values(rows: Sequence[Mapping[str, str]], heading: str) -> set[str]:
    return {row[heading].strip() for row in rows[:LOOKED_AT]} - {""}


def _table(raw: bytes, name: str) -> Table:
    try:
        return read_table(raw, name)
    except Unreadable as error:
        raise BadInput(str(error)) from None


def _rows(table: Table) -> tuple[list[dict[str, str]], list[BadRow]]:
    good, bad = table.as_mappings()
    if not good:
        reason = f" ({bad[0].says})" if bad else ""
        raise BadInput(f"{table.name} has headings and no row that can be read{reason}. Choose another file.")
    return good, bad


def _id_column(asked: str | None, old: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> str | None:
    """The column asked for; else `id`, where both releases have it filled in."""
    if asked is not None:
        for rows, which in ((old, "first"), (new, "second")):
            if asked not in rows[0]:
                columns = ", ".join(rows[0])
                raise BadInput(f"The {which} release has no column {asked!r}. It has: {columns}.")
        return asked
    if all("id" in rows[0] and all(row["id"].strip() for row in rows) for rows in (old, new)):
        return "id"
    return None


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


def _say_bad_rows(name: str, bad: Sequence[BadRow]) -> None:
    for row in bad[:20]:
        print(f"{name}: {row.says}", file=sys.stderr)
    if len(bad) > 20:
        print(f"{name}: {len(bad) - 20} more rows were left out.", file=sys.stderr)


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
