"""How commands open the office and know who is speaking: `--office`, `--passphrase-fd`, `--as`.

A passphrase never stands on a command line or in the environment. From a descriptor, the first line is
an opener's passphrase, the second that of whoever signs in (the same person may leave it out).
"""

from __future__ import annotations

import errno
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import django

from vegerin.guard import boot, office, slots
from vegerin.guard.refusals import Refused
from vegerin.guard.sqlcipher.base import SqliteTooOld, check_sqlite

if TYPE_CHECKING:
    from vegerin.guard.reader import Reader

BAD = 2


def add_office(parser: ArgumentParser) -> None:
    """Which office, and where its passphrase comes from."""
    parser.add_argument("--office", type=Path, help="the office's folder (default: office, here)")
    parser.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="read passphrases from this descriptor"
    )


def add_sign_in(parser: ArgumentParser) -> None:
    """The same, and who is speaking: for commands that write."""
    add_office(parser)
    parser.add_argument("--as", dest="working_name", metavar="NAME", help="your working name")


def choose_office(options: Namespace) -> Path:
    """Point this process at the office; before Django is set up."""
    os.umask(0o077)
    if options.office:
        os.environ["VEGERIN_OFFICE"] = str(options.office.absolute())
    folder = office.folder_from_environment()
    if not slots.exist(folder):
        raise office.OfficeError(f"There is no office in {folder}. Make one with: vegerin init")
    check_sqlite()
    return folder


@contextmanager
def opened(options: Namespace) -> Iterator[list[str]]:
    """The office, open for one command; gives the passphrases that were read and not yet used."""
    choose_office(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vegerin.config.settings")
    django.setup()
    from vegerin.guard import unlocking  # noqa: PLC0415 -- Django is set up only now

    typed = passphrases_from(options)
    unlocking.unlock(typed[0] if typed else getpass("An opener's passphrase: "))
    try:
        yield typed
    finally:
        boot.lock()


@contextmanager
def signed_in(options: Namespace) -> Iterator[Reader]:
    """The office open, and a reader with her keys; for commands that write."""
    with opened(options) as typed:
        from vegerin.guard import signing_in, trail  # noqa: PLC0415 -- Django is set up only now

        name = options.working_name or input("Your working name: ")
        passphrase, code = _own_words(typed)
        found = signing_in.sign_in(working_name=name, passphrase=passphrase, code=code)
        if found is None:
            raise Refused("That did not open. Check name, passphrase and code; then wait a minute.")
        reader, _ = found
        yield reader
        trail.record("sign_out", by=reader)


def _own_words(typed: list[str]) -> tuple[str, str]:
    """Passphrase and code of whoever signs in: typed, or the lines after the opener's."""
    if not typed:
        return getpass("Your passphrase: "), input("Code from your authenticator, if you set one up: ")
    own = [*typed[1:], ""] if len(typed) > 1 else [typed[0], ""]
    return own[0], own[1]


def passphrases_from(options: Namespace) -> list[str]:
    """The lines of the descriptor; none without one."""
    if options.passphrase_fd is None:
        return []
    with os.fdopen(options.passphrase_fd, encoding="utf-8") as lines:
        return [line.rstrip("\r\n") for line in lines if line.strip()]


def in_one_line(main: Callable[[list[str]], int]) -> Callable[[list[str]], int]:
    """What goes wrong as one sentence and exit status 2, never as a traceback."""

    @wraps(main)
    def careful(arguments: list[str]) -> int:
        try:
            return main(arguments)
        except (office.OfficeError, Refused, SqliteTooOld) as error:
            print(error, file=sys.stderr)
        except KeyboardInterrupt:
            print("Stopped.", file=sys.stderr)
        except Exception as error:
            sentence = _known(error)
            if sentence is None:
                raise
            print(sentence, file=sys.stderr)
        return BAD

    return careful


def _known(error: Exception) -> str | None:
    if type(error).__name__ in {"CannotOpen", "KeystoreBroken", "TooManyOpeners"}:
        return str(error)
    if (isinstance(error, OSError) and error.errno == errno.ENOSPC) or "disk is full" in str(error):
        return "There is no space left on the disk; what was saved before is safe."
    if isinstance(error, PermissionError):
        return f"{error.filename} may not be read or written by you."
    return None
