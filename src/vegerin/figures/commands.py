"""Figures of others: bring in a table of published statements."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from vegerin.guard import commandline

DONE, BAD = 0, 2


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Run `vegerin figures import`."""
    parser = argparse.ArgumentParser(prog="vegerin figures", description=__doc__)
    words = parser.add_subparsers(required=True, metavar="import")
    bring_in = words.add_parser("import", help="write down a table of statements; a second time adds nothing")
    bring_in.add_argument(
        "file", type=Path, help="tab-separated; docs/reference/figures.md names the columns"
    )
    bring_in.add_argument("--source", default="", help="where the table comes from")
    bring_in.add_argument("--licence", default="", help="under which licence it may be used")
    commandline.add_sign_in(bring_in)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stopped:
        return int(stopped.code or DONE)
    try:
        text = options.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        print(f"{options.file} cannot be read as a text in UTF-8.", file=sys.stderr)
        return BAD
    with commandline.signed_in(options) as reader:
        from vegerin.figures import actions  # noqa: PLC0415 -- Django is set up only now

        added, there = actions.import_statements(
            text=text, source=options.source, licence=options.licence, by=reader
        )
    print(f"{added} statements written down, {there} were there already.")
    return DONE
