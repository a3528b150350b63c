"""Found an office: its folder, its keys, its first people, its recovery sheets."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from getpass import getpass
from pathlib import Path

from vegerin.guard import commandline, founding, passphrases
from vegerin.guard.refusals import Refused

EXAMPLE = 'such as "host=db name=office owner=office_owner user=office"; the owner makes the tables'


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Ask what is not said on the command line, found, print what has to go onto paper."""
    options = _parser().parse_args(arguments)
    plan = _plan(options)
    sheets = founding.found(plan)
    _print_sheets(sheets)
    print(
        f"The office is in {plan.folder}. Start it with: vegerin serve --office {plan.folder}",
        file=sys.stderr,
    )
    print(
        f"Other computers reach it over TLS only: give them {plan.folder}/tls/ca.pem to trust "
        "(browser settings, certificates, authorities), and start with --host.",
        file=sys.stderr,
    )
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("vegerin init", description=__doc__)
    commandline.add_office(parser)
    parser.add_argument("--name", default="Office", help="a neutral name for screens and prints (D35)")
    parser.add_argument("--head", metavar="NAME", help="working name of the head of office")
    parser.add_argument("--deputy", metavar="NAME", help="working name of the deputy; decisions take two")
    parser.add_argument("--exercise", action="store_true", help="an exercise office: invented people only")
    parser.add_argument("--host", action="append", default=[], help="name or address in the office's network")
    parser.add_argument("--postgres", metavar="KEYS", help=EXAMPLE)
    return parser


def _plan(options: Namespace) -> founding.Plan:
    typed = commandline.passphrases_from(options)
    head = options.head or input("Working name of the head of office (never a real name): ")
    postgres = dict(pair.split("=", 1) for pair in (options.postgres or "").split())
    if postgres:
        _two_roles(postgres)
        for key, whose in (("owner_password", postgres["owner"]), ("password", postgres["user"])):
            postgres[key] = typed.pop(0) if typed else getpass(f"PostgreSQL's password of {whose}: ")
    head_words = _passphrase("Head", typed)
    deputy = (options.deputy, _passphrase("Deputy", typed)) if options.deputy else None
    return founding.Plan(
        folder=(options.office or Path("office")).absolute(),
        head=(head, head_words),
        deputy=deputy,
        name=options.name,
        exercise=options.exercise,
        hosts=options.host,
        postgres=postgres,
    )


def _two_roles(postgres: dict[str, str]) -> None:
    owner, user = postgres.get("owner"), postgres.get("user")
    if not owner or not user or owner == user:
        raise Refused("Name two roles of PostgreSQL, owner= and user=: the office must not own its tables.")


def _passphrase(whose: str, typed: list[str]) -> str:
    if typed:
        words = typed.pop(0)
    else:
        print(f"A passphrase drawn by chance, if you like: {passphrases.suggest()}", file=sys.stderr)
        words = getpass(f"{whose}'s passphrase: ")
        if getpass("The same again: ") != words:
            raise Refused("The two passphrases are not alike. Nothing was made.")
    passphrases.check_strength(words)
    return words


def _print_sheets(sheets: list[str]) -> None:
    print("Recovery sheets: print each alone, give them to five people in three places or more.")
    print("Any three open the recoverable compartments again. They are not kept anywhere.")
    for number, sheet in enumerate(sheets, 1):
        print(f"\nSheet {number} of {len(sheets)}\n  {sheet}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
