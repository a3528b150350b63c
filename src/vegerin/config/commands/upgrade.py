"""Change the tables of an office on PostgreSQL for a new version, as the role that owns them."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from getpass import getpass

import django

from vegerin.guard import boot, commandline, office
from vegerin.guard.refusals import Refused


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Ask for an opener's passphrase and the owner's password; neither is kept."""
    parser = ArgumentParser("vegerin upgrade", description=__doc__)
    commandline.add_office(parser)
    options = parser.parse_args(arguments)
    folder = commandline.choose_office(options)
    database = office.read(folder).database
    if "owner" not in database:
        raise Refused("This office changes its tables by itself when it is unlocked. There is nothing to do.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vegerin.config.settings")
    django.setup()
    from vegerin.guard import unlocking  # noqa: PLC0415 -- Django is set up only now

    typed = commandline.passphrases_from(options)
    passphrase = typed.pop(0) if typed else getpass("An opener's passphrase: ")
    password = typed.pop(0) if typed else getpass(f"PostgreSQL's password of {database['owner']}: ")
    unlocking.upgrade(passphrase, owner_password=password)
    boot.lock()
    print("The tables are as this version needs them.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
