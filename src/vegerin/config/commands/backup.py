"""Copy the office while people work, and take the keys out of copies older than 14 days."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

from vegerin.guard import commandline


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Copy, and print where the copy lies."""
    parser = ArgumentParser("vegerin backup", description=__doc__)
    commandline.add_office(parser)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where the copies lie")
    options = parser.parse_args(arguments)
    with commandline.opened(options):
        from vegerin.guard import backups, office, trail  # noqa: PLC0415 -- Django is set up only now

        copy = backups.make(options.to.absolute(), now=datetime.now(UTC))
        trail.record("office.copied", by=None)
        if office.read(office.folder_from_environment()).on_postgres:
            print("The record lies on the PostgreSQL server: copy it with pg_dump.", file=sys.stderr)
    print(copy)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
