"""How every engine's command reads its input, answers, and refuses.

The contract for all engines: a file gives an answer, several files give one line each,
a bad file among them gives a line with "error" and exit status 2 at the end.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

from vegerin import __version__

# A reference case carries its own solution; no engine may look at it.
ANSWER_KEYS = frozenset({"expected", "computed", "published", "existence", "truth", "true_owner"})

DONE, BAD_INPUT = 0, 2


class BadInput(ValueError):
    """The input cannot be used; the message is one sentence: file, place, culprit, what to do."""


@dataclass(frozen=True)
class Reason:
    """Why something was said: a code that the rooms translate, and the values in the sentence.

    >>> Reason("founders.unknown", {"person": "R2"}, "R2 has one parent in the pedigree.").says
    'R2 has one parent in the pedigree.'
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    says: str = ""


@dataclass(frozen=True)
class Case:
    """One input as it was read: its id, its kind, its content without any answers, its fingerprint."""

    id: str
    kind: str
    content: dict[str, Any]
    sha256: str


@dataclass(frozen=True)
class Answer:
    """What an engine says about one case, and how it came to say it."""

    results: Any
    method: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Reason, ...] = ()
    seed: int | None = None
    timings: Mapping[str, float] = field(default_factory=dict)


class Stopwatch:
    """CPU seconds per stage, for --timings.

    >>> watch = Stopwatch()
    >>> with watch.stage("read"):
    ...     pass
    >>> list(watch.seconds)
    ['read']
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - began


def without_answers(value: Any) -> Any:
    """The same structure without the keys that hold answers, wherever they stand.

    >>> without_answers({"n": 1, "expected": 2, "parts": [{"truth": 3, "peer_x": 1}]})
    {'n': 1, 'parts': [{}]}
    """
    if isinstance(value, dict):
        return {
            key: without_answers(inner)
            for key, inner in value.items()
            if key not in ANSWER_KEYS and not key.startswith("peer")
        }
    if isinstance(value, list):
        return [without_answers(inner) for inner in value]
    return value


def read_bytes(name: str) -> bytes:
    """The bytes of a file, or of standard input for "-"."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise BadInput(f"{name}: cannot be read ({error.strerror}). Check the file's name.") from None


def read_case(name: str) -> Case:
    """One JSON case by file name or "-"; refuses in one sentence."""
    raw = read_bytes(name)
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadInput(f"{name}: {place}: {error.msg}. The file should hold one JSON object.") from None
    except RecursionError:
        raise BadInput(f"{name}: nested too deeply. The file should hold one JSON object.") from None
    if not isinstance(content, dict):
        raise BadInput(f"{name}: holds a {type(content).__name__}. The file should hold one JSON object.")
    stem = "-" if name == "-" else Path(name).stem
    case_id = str(content.get("case_id") or content.get("id") or stem)
    kind = str(content.get("kind", ""))
    return Case(case_id, kind, without_answers(content), hashlib.sha256(raw).hexdigest())


def plain(value: Any) -> Any:
    """The value as JSON can hold it: infinities as strings, arrays as lists, dataclasses as objects.

    >>> plain({"a": float("-inf"), "b": (1, 2)})
    {'a': '-Inf', 'b': [1, 2]}
    """
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if hasattr(value, "tolist"):  # NumPy arrays and scalars
        return plain(value.tolist())
    if isinstance(value, float):
        if math.isinf(value):
            return "Inf" if value > 0 else "-Inf"
        return None if math.isnan(value) else value
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def as_json(case: Case, answer: Answer, *, with_timings: bool = False) -> str:
    """One answer as the contract prints it."""
    printed: dict[str, Any] = {
        "case_id": case.id,
        "kind": case.kind,
        "results": plain(answer.results),
        "warnings": [{"code": reason.code, "says": reason.says} for reason in answer.warnings],
        "provenance": {
            "version": __version__,
            "method": answer.method,
            "parameters": plain(answer.parameters),
            "input_sha256": case.sha256,
            "seed": answer.seed,
        },
    }
    if with_timings:
        printed["timings"] = plain(answer.timings)
    return json.dumps(printed, ensure_ascii=False, allow_nan=False)


def answer_each(
    names: Sequence[str],
    solve: Callable[[Case], Answer],
    *,
    with_timings: bool = False,
    read: Callable[[str], Case] = read_case,
) -> int:
    """Answer every file on its own line; a bad one gets a line with "error" and the status is 2."""
    status = DONE
    for name in names:
        try:
            case = read(name)
            line = as_json(case, solve(case), with_timings=with_timings)
        except BadInput as error:
            status = BAD_INPUT
            line = json.dumps({"file": name, "error": str(error)}, ensure_ascii=False)
            if len(names) == 1:
                print(error, file=sys.stderr)
        print(line, flush=True)
    return status
