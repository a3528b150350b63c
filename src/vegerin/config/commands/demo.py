"""Make, open and serve the exercise office: invented people, kept from start to start."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import threading
import webbrowser
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from vegerin.config.commands.serve import check_port_is_free, serve
from vegerin.guard import boot, commandline, founding, office
from vegerin.guard.refusals import Refused

HOST = "127.0.0.1"
# Written last: an exercise that broke off while it was being made is made again.
READY = "exercise.json"
NEEDED_MB = 200


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Make the exercise office if there is none, open it, serve it until Ctrl-C."""
    options = _parser().parse_args(arguments)
    folder = (options.office or Path("demo-office")).absolute()
    check_port_is_free(HOST, options.port)
    # A core dump would hold keys.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if options.fresh:
        remove(folder)
    if is_ready(folder):
        open_again(folder)
    else:
        remove(folder)
        make(folder)
    announce(options, folder)
    boot.share()
    serve(HOST, options.port)
    print("Stopped. What was entered is kept; ./run demo starts it again.", flush=True)
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("vegerin demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    parser.add_argument("--fresh", action="store_true", help="throw the exercise away and begin again")
    parser.add_argument("--office", type=Path, help="its folder (default: demo-office, here)")
    return parser


def is_ready(folder: Path) -> bool:
    """Whether a whole exercise office lies there."""
    return (folder / READY).exists()


def remove(folder: Path) -> None:
    """Throw an exercise away; refuses to touch anything else."""
    if not folder.exists():
        return
    if any(folder.iterdir()) and not office.read(folder).exercise:
        raise Refused(f"{folder} is not an exercise office. Choose another folder with --office.")
    shutil.rmtree(folder)
    shutil.rmtree(lists_beside(folder), ignore_errors=True)


def lists_beside(folder: Path) -> Path:
    """Where the lists lie that a newcomer may import: beside the office, which holds no name in clear."""
    return folder.with_name(folder.name + "-lists")


def make(folder: Path) -> None:
    """Found the office and fill it."""
    check_space(folder.parent)
    from vegerin.config.exercise import written_lists  # noqa: PLC0415 -- only the first start needs it
    from vegerin.config.exercise.accounts import LEADING  # noqa: PLC0415

    say("Making the exercise office (once; about a minute) ...")
    head, deputy = ((one.working_name, one.passphrase) for one in LEADING)
    founding.found(founding.Plan(folder, head=head, deputy=deputy, exercise=True))
    from django.db import connections  # noqa: PLC0415 -- Django is set up only now

    from vegerin.config.exercise import filling  # noqa: PLC0415

    written_lists.write_files(lists_beside(folder))
    filling.fill(today=date.today(), lists=lists_beside(folder), say=lambda what: say(f"  {what}"))
    made = json.dumps({"made_on": date.today().isoformat()})
    office.write_safely(folder / READY, made.encode())
    connections.close_all()  # a connection must not cross into the server's workers


def open_again(folder: Path) -> None:
    """Open the office that an earlier start made."""
    from vegerin.config.exercise.accounts import LEADING  # noqa: PLC0415 -- Django's settings read the folder

    commandline.choose_office(Namespace(office=folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vegerin.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connections  # noqa: PLC0415

    from vegerin.guard import unlocking  # noqa: PLC0415

    unlocking.unlock(LEADING[0].passphrase)
    connections.close_all()


def check_space(folder: Path) -> None:
    """Refuse before anything is made."""
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < NEEDED_MB:
        raise Refused(
            f"There is no space left in {folder}: {NEEDED_MB} MB are needed, {free_mb} MB are free."
        )


def announce(options: Namespace, folder: Path) -> None:
    """Address, passphrase and accounts."""
    from vegerin.config.exercise.accounts import ACCOUNTS, LEADING  # noqa: PLC0415 -- slow without need

    address = f"http://{HOST}:{options.port}/"
    print("\nExercise: invented people. An exercise office never becomes a real one.\n")
    print(f"  Address     {address}")
    print(f"  Unlocked with the passphrase of the head: {LEADING[0].passphrase}")
    print(f"  Lists to import: {lists_beside(folder)}\n")
    print("  working name         passphrase")
    for account in ACCOUNTS:
        print(f"  {account.working_name:<20} {account.passphrase}")
    print("\nCtrl-C stops it.", flush=True)
    if not options.no_browser:
        threading.Timer(1.5, webbrowser.open, [address]).start()


def say(sentence: str) -> None:
    """Progress, beside what scripts read."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
