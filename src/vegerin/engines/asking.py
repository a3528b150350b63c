"""What a command was asked, or in one sentence why it cannot be asked so."""

from __future__ import annotations

import argparse
from typing import NoReturn

from vegerin.engines.answers import BAD_INPUT

_REFUSALS = {
    "the following arguments are required: ": "{} {verb} missing",
    "unrecognized arguments: ": "{} is not known",
}


class Parser(argparse.ArgumentParser):
    """Refuses in a sentence, instead of lines of usage, with the status of bad input."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{refusal(self.prog, message)}\n")


def refusal(command: str, message: str) -> str:
    """The sentence: what is missing or not known, and where it can be looked up.

    >>> refusal("vegerin link train", "the following arguments are required: --out")
    'vegerin link train: --out is missing. See vegerin link --help.'
    """
    for begins, says in _REFUSALS.items():
        if message.startswith(begins):
            said = message.removeprefix(begins)
            message = says.format(said, verb="are" if ", " in said else "is")
    word = " ".join(command.split()[:2])
    return f"{command}: {message}. See {word} --help."
