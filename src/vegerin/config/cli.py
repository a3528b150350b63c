"""The `vegerin` command: one word, then what that word's own module makes of the rest."""

from __future__ import annotations

import sys
from importlib import import_module

from vegerin.config import drawings

# Each word's module has `main(arguments) -> exit status` and a docstring whose first line is its help.
# Imported only when its word is spoken: the science is heavy.
WORDS: dict[str, str] = {
    "demo": "vegerin.config.commands.demo",
    "init": "vegerin.config.commands.init",
    "serve": "vegerin.config.commands.serve",
    "unlock": "vegerin.config.commands.unlock",
    "upgrade": "vegerin.config.commands.upgrade",
    "backup": "vegerin.config.commands.backup",
    "check": "vegerin.config.commands.check",
    "recover": "vegerin.config.commands.recover",
    "exercise": "vegerin.config.exercise.command",
    "estimate": "vegerin.engines.estimation.command",
    "weigh": "vegerin.engines.history.weigh_command",
    "protect": "vegerin.engines.disclosure.command",
    "names": "vegerin.engines.names.commands",
    "link": "vegerin.engines.linkage.link_command",
    "kinship": "vegerin.engines.kinship.command",
    "lists": "vegerin.lists.commands",
    "figures": "vegerin.figures.commands",
    "stamps": "vegerin.contacts.commands",
}


def main(arguments: list[str] | None = None) -> int:
    """Run the word that was asked for."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in {"-h", "--help", "help"}:
        print(help_text())
        return 0
    module_name = WORDS.get(words[0])
    if module_name is None:
        known = ", ".join(WORDS)
        print(f"There is no word {words[0]!r}. Known: {known}.", file=sys.stderr)
        return 2
    word, rest = words[0], words[1:]
    if drawings.asked(word, rest):
        return drawings.drawn(word, import_module(module_name).main, rest)
    status: int = import_module(module_name).main(rest)
    return status


def help_text() -> str:
    """What the command can do, a line for each word."""
    width = max(map(len, WORDS), default=0)
    lines = [f"  {word:<{width}}  {first_line(module)}" for word, module in WORDS.items()]
    return "\n".join(["vegerin WORD ...", "", *lines, "", "vegerin WORD --help tells more."])


def first_line(module_name: str) -> str:
    """The first line of the module's docstring."""
    return (import_module(module_name).__doc__ or "").strip().split("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
