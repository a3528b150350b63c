"""Reading the reference cases, and comparing an answer with what another program printed."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "estimation" / "reference"


def reference(name: str) -> dict[str, Any]:
    """A reference case with its answers."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def answered(capsys: pytest.CaptureFixture[str], word: str, *arguments: str) -> dict[str, Any]:
    """What the command prints, as a user runs it."""
    from vegerin.config.cli import main

    assert main([word, *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def differences(
    expected: Any, got: Any, *, rel: float, absolute: float = 1e-12, place: str = ""
) -> list[str]:
    """Every place where an answer is not what was expected."""
    if isinstance(expected, dict):
        return [
            d
            for k, v in expected.items()
            for d in differences(
                v,
                got.get(k, "absent") if isinstance(got, dict) else "absent",
                rel=rel,
                absolute=absolute,
                place=f"{place}.{k}",
            )
        ]
    if isinstance(expected, list):
        if not isinstance(got, list) or len(expected) != len(got):
            return [f"{place}: {expected!r} != {got!r}"]
        pairs = enumerate(zip(expected, got, strict=True))
        return [
            d
            for i, (e, g) in pairs
            for d in differences(e, g, rel=rel, absolute=absolute, place=f"{place}[{i}]")
        ]
    if isinstance(expected, (int, float)) and isinstance(got, (int, float)):
        same = math.isclose(expected, got, rel_tol=rel, abs_tol=absolute)
    else:
        same = expected == got
    return [] if same else [f"{place}: {expected!r} != {got!r}"]
