"""When every opener's passphrase is lost: three of the five recovery sheets open the office again."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from getpass import getpass

import django

from vegerin.guard import boot, commandline, passphrases
from vegerin.guard.refusals import Refused

NEEDED = 3


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Read three sheets and a new passphrase; neither is ever kept."""
    parser = ArgumentParser("vegerin recover", description=__doc__)
    commandline.add_office(parser)
    parser.add_argument("--for", dest="name", required=True, metavar="NAME", help="who gets new keys")
    options = parser.parse_args(arguments)
    folder = commandline.choose_office(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vegerin.config.settings")
    django.setup()
    typed = commandline.passphrases_from(options)
    sheets = typed[:NEEDED] or [input(f"Sheet {number}: ") for number in range(1, NEEDED + 1)]
    from vegerin.guard import recovery, unlocking  # noqa: PLC0415 -- Django is set up only now
    from vegerin.guard.models import Staff  # noqa: PLC0415

    unlocking.open_with(recovery.open_office(folder, sheets))
    try:
        staff = Staff.objects.filter(working_name=options.name, is_active=True).first()
        if staff is None:
            raise Refused(f"Nobody here works under the name {options.name}.")
        codes = recovery.begin_again(staff=staff, passphrase=_new_passphrase(typed), sheets=sheets)
    finally:
        boot.lock()
    print(
        f"{options.name} opens the office, and {len(codes)} compartments: {', '.join(codes) or 'none yet'}."
    )
    return 0


def _new_passphrase(typed: list[str]) -> str:
    words = typed[NEEDED] if len(typed) > NEEDED else getpass("A new passphrase: ")
    if len(typed) <= NEEDED and getpass("The same again: ") != words:
        raise Refused("The two passphrases are not alike. Nothing was changed.")
    passphrases.check_strength(words)
    return words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
