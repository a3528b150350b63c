"""Inputs that no office would send: answered or refused in a sentence, never a crash."""

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.engines.references import FOLDER, reference
from vegerin.config.cli import main

CASES = {
    "two-lists": "estimate",
    "survival": "estimate",
    "nonexistence-3": "estimate",
    "evidence-weighing": "weigh",
    "missing-person-lr": "weigh",
    "disclosure-control": "protect",
}
ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    1e308,
    -1e-300,
    0.5,
    "",
    "Total",
    "x" * 50,
    [],
    {},
    [[]],
    {"n": 1},
    "10",
    10**15,
]
QUICK = [
    "--only",
    "screen,independence,best_bic,bic_average,dga,leave_one_list_out,range",
    "--bootstraps",
    "0",
]


def spoiled(case: Any, rng: random.Random) -> Any:
    """The case with a few values replaced, dropped or doubled."""
    case = copy.deepcopy(case)
    for _ in range(rng.randint(1, 4)):
        holders = [case]
        for holder in holders:
            inner = holder.values() if isinstance(holder, dict) else holder
            holders.extend(each for each in inner if isinstance(each, (dict, list)))
        holder = rng.choice([each for each in holders if each] or [case])
        key = rng.choice(list(holder)) if isinstance(holder, dict) else rng.randrange(len(holder))
        kind = rng.randrange(3)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        else:
            holder[key] = rng.choice(ODD)
    return case


def run_spoiled(name: str, number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = random.Random(f"{name} {number}")
    file = tmp_path / "case.json"
    file.write_text(json.dumps(spoiled(reference(name), rng)))
    more = QUICK if name == "nonexistence-3" and CASES[name] == "estimate" else []

    status = main([CASES[name], str(file), *more])

    said = capsys.readouterr()
    assert status in {0, 2}
    answer = json.loads(said.out)
    assert ("error" in answer) == (status == 2)


@pytest.mark.parametrize("name", CASES)
def test_spoiled_cases_are_answered_or_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(25 if name != "nonexistence-3" else 4):
        run_spoiled(name, number, tmp_path, capsys)


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_many_spoiled_cases_are_answered_or_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(2000 if name != "nonexistence-3" else 60):
        run_spoiled(name, number, tmp_path, capsys)


def test_bytes_that_are_no_case_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.json"
    for raw in (b"", b"\xff\xfe", b"[1]", b"{", b'{"kind": "mse"}', b"[" * 5000):
        file.write_bytes(raw)
        for word in ("estimate", "weigh", "protect"):
            assert main([word, str(file)]) == 2
            assert "error" in json.loads(capsys.readouterr().out)


def test_the_reference_folder_is_where_it_should_be() -> None:
    assert (FOLDER / "kosovo-1999.json").exists()
