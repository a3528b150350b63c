"""Look whether the office is sound: triggers, trail, keystore, the file itself, cached statuses."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from vegerin.guard import commandline


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Print what every check found; exit 1 when anything is wrong."""
    parser = ArgumentParser("vegerin check", description=__doc__)
    commandline.add_office(parser)
    parser.add_argument("--index-again", action="store_true", help="first make the index of names anew")
    parser.add_argument("--statuses-again", action="store_true", help="first reckon every status anew")
    options = parser.parse_args(arguments)
    with commandline.opened(options):
        from vegerin.guard import checks, trail  # noqa: PLC0415 -- Django is set up only now

        if options.index_again:
            _index_again()
        if options.statuses_again:
            _statuses_again()
        sound = True
        for name, faults in checks.run():
            sound = sound and not faults
            print(f"{name}: {'sound' if not faults else ''}")
            for fault in faults:
                print(f"  {fault}")
        if sound:
            trail.checkpoint()
    return 0 if sound else 1


def _index_again() -> None:
    """After the engine's keys changed; the index holds nothing that the names do not say."""
    from django.db import transaction  # noqa: PLC0415 -- Django is set up only now

    from vegerin.register.indexing import index_again  # noqa: PLC0415 -- the same

    with transaction.atomic():
        print(f"Names indexed again: {index_again()}.")


def _statuses_again() -> None:
    """After a new version reckons otherwise; what was told stays as it is."""
    from django.db import transaction  # noqa: PLC0415 -- Django is set up only now

    from vegerin.register.actions.status import fold_again  # noqa: PLC0415 -- the same

    with transaction.atomic():
        print(f"Statuses that changed: {fold_again()}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
