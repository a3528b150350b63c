"""Pictures of what the engines answer: `vegerin WORD CASE.json --svg FILE`.

Engines know no pictures and pictures know no engines; here, above both, an answer is drawn. Each module has
`draw(case, answer)`: the titled pictures of one answer, from the case as it was read and the answer as it is
printed; none where there is nothing to draw.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

from vegerin.ui.pictures.sheet import draw_sheet

DRAWINGS: dict[str, str] = {
    "kinship": "vegerin.config.drawings.kinship",
    "estimate": "vegerin.config.drawings.estimation",
    "weigh": "vegerin.config.drawings.weighing",
}

BAD_INPUT = 2


def drawn(word: str, main: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Answer as always, and draw the answer into the file that follows --svg."""
    try:
        target, rest = split(arguments)
    except ValueError as error:
        return _refuse(str(error))
    printed = io.StringIO()
    with redirect_stdout(printed):
        status = main(rest)
    print(printed.getvalue(), end="")
    if status != 0:
        return status
    lines = printed.getvalue().splitlines()
    case = _case_of(rest)
    if len(lines) != 1 or case is None:
        return _refuse("--svg draws one answer: name one case, not standard input.")
    try:
        answer = json.loads(lines[0])
    except json.JSONDecodeError:
        return _refuse("--svg draws an answer that is printed as JSON; this one is not.")
    pictures = import_module(DRAWINGS[word]).draw(case, answer)
    if not pictures:
        return _refuse(
            f"{answer.get('case_id')}: there is no picture for a case of kind {answer.get('kind')!r}."
        )
    Path(target).write_text(draw_sheet(pictures, title=str(answer.get("case_id"))), encoding="utf-8")
    return status


def split(arguments: list[str]) -> tuple[str, list[str]]:
    """The file that follows --svg, and everything else.

    >>> split(["a.json", "--svg", "a.svg", "--seed", "1"])
    ('a.svg', ['a.json', '--seed', '1'])
    """
    for place, word in enumerate(arguments):
        if word.startswith("--svg="):
            return word.removeprefix("--svg="), arguments[:place] + arguments[place + 1 :]
        if word == "--svg":
            if place + 1 == len(arguments):
                raise ValueError("--svg needs the name of a file.")
            return arguments[place + 1], arguments[:place] + arguments[place + 2 :]
    raise ValueError("--svg needs the name of a file.")


def asked(word: str, arguments: list[str]) -> bool:
    """Whether a picture is wanted of a word that has one."""
    return word in DRAWINGS and any(a == "--svg" or a.startswith("--svg=") for a in arguments)


def _case_of(arguments: list[str]) -> dict[str, Any] | None:
    """The one case among the arguments, as it was read."""
    names = [a for a in arguments if not a.startswith("-") and Path(a).is_file()]
    if len(names) != 1:
        return None
    content = json.loads(Path(names[0]).read_text(encoding="utf-8-sig"))
    return content if isinstance(content, dict) else None


def _refuse(says: str) -> int:
    print(says, file=sys.stderr)
    return BAD_INPUT
