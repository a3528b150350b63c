"""Others' lists: import a release into the record, or compare two releases without it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from vegerin.engines.answers import BAD_INPUT, DONE, BadInput, read_bytes
from vegerin.engines.asking import Parser
from vegerin.guard import commandline
from vegerin.lists.columns import ColumnsWrong, Field, checked_columns
from vegerin.lists.comparing import compare_files
from vegerin.lists.files import say_bad_rows, table_in
from vegerin.lists.raw_rows import BadRow


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
    parser = Parser(prog="vegerin lists", description=__doc__)
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
    compare.add_argument(
        "--json", action="store_true", help="one JSON object (what a file or a pipe gets in any case)"
    )
    compare.add_argument("--timings", action="store_true", help="CPU seconds per stage")
    compare.set_defaults(act=compare_files)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2024-08-08") from None


def _import(asked: argparse.Namespace) -> int:
    """Bring a file's rows in; a run that stopped goes on with the next row."""
    raw = read_bytes(asked.file)
    table = table_in(raw, asked.file)
    chosen = _columns_in(asked.columns) if asked.columns else None
    with commandline.signed_in(asked) as reader:
        from vegerin.lists import actions, queries  # noqa: PLC0415 -- Django is set up only now

        recognised = queries.recognised_columns(reader, asked.list_name, table)
        try:
            columns = checked_columns(chosen if chosen is not None else recognised.columns, table.headings)
        except ColumnsWrong as error:
            raise BadInput(f"{asked.columns or asked.file}: {error}") from None
        _say_columns(columns, by_values=() if chosen else recognised.by_values, before=recognised.before)
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
        say_bad_rows(asked.file, [row for row in table.rows() if isinstance(row, BadRow)])
        print(_imported(finished.counts, rows=0 if already else finished.rows, left_out=finished.bad_rows))
    return DONE


def _say_columns(columns: Mapping[str, Field], *, by_values: Iterable[str], before: Iterable[Field]) -> None:
    """What each column holds, as far as it has to be known: nothing is left out in silence."""
    for heading in by_values:
        print(f"{heading!r} is taken for {columns[heading]}, by what stands in it.", file=sys.stderr)
    unused = [heading for heading, kind in columns.items() if kind == Field.NOT_USED]
    if unused:
        print(f"Kept sealed and not used: {', '.join(map(repr, unused))}.", file=sys.stderr)
    missing = [kind for kind in before if kind not in columns.values()]
    if missing:
        print(f"The release before also said: {', '.join(missing)}. This one does not.", file=sys.stderr)


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
