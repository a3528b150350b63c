"""requirements.tsv says which test holds which number; a number without a line there does not count."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("requirements.tsv")
NUMBERS = {f"R{n}" for n in range(1, 111)} | {f"D{n}" for n in range(1, 36)}


def lines() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def names_of_tests(file: str) -> frozenset[str]:
    """Names of a file's tests; those of a class as `Class::test`."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)
            }
    return frozenset(found)


def test_the_table_has_its_three_columns() -> None:
    assert TABLE.read_text("utf-8").splitlines()[0] == "number\ttest\tasserts"


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line['number']} {line['test']}")
def test_a_line_names_a_requirement_and_a_test_that_is_there(line: dict[str, str]) -> None:
    file, _, name = line["test"].partition("::")

    assert line["number"] in NUMBERS
    assert re.sub(r"\[.*\]$", "", name) in names_of_tests(file), f"{line['test']} is not there"
    assert len(line["asserts"]) > 10, "say what it asserts"


def test_no_line_stands_twice() -> None:
    seen = [(line["number"], line["test"], line["asserts"]) for line in lines()]

    assert sorted(set(seen)) == sorted(seen)
