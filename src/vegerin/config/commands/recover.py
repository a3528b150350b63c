"""Let somebody into the recoverable compartments with three of the five recovery sheets."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from vegerin.guard import commandline
from vegerin.guard.refusals import Refused


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Read the sheets, one a line, from the terminal; they are never kept."""
    parser = ArgumentParser("vegerin recover", description=__doc__)
    commandline.add_sign_in(parser)
    parser.add_argument(
        "--for", dest="name", required=True, metavar="NAME", help="working name of whom to let in"
    )
    options = parser.parse_args(arguments)
    with commandline.signed_in(options) as reader:
        from vegerin.guard import recovery  # noqa: PLC0415 -- Django is set up only now
        from vegerin.guard.models import Staff  # noqa: PLC0415
        from vegerin.guard.roles import LEADERS  # noqa: PLC0415

        if not reader.has(*LEADERS):
            raise Refused("Only the head of office and the deputy hold a recovery.")
        staff = Staff.objects.filter(working_name=options.name, is_active=True).first()
        if staff is None:
            raise Refused(f"Nobody here works under the name {options.name}.")
        print("Type three sheets, one a line:", file=sys.stderr)
        sheets = [sys.stdin.readline() for _ in range(recovery.NEEDED)]
        codes = recovery.recover(sheets=sheets, staff=staff, by=reader)
        print(f"{options.name} can open {len(codes)} compartments: {', '.join(codes)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
