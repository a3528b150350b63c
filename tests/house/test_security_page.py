"""Every file and every test that SECURITY.md names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    line.split("|")[1:-1] for line in (ROOT / "SECURITY.md").read_text().splitlines() if line.startswith("| ")
][2:]


def test_every_property_names_files_that_are_there():
    named = {name for row in ROWS for name in re.findall(r"`([\w/]+\.py)`", row[1])}

    missing = [
        name
        for name in named
        if not ((ROOT / "src/vegerin/guard" / name).exists() or (ROOT / "src/vegerin" / name).exists())
    ]

    assert len(ROWS) > 20
    assert missing == []


def test_every_property_names_tests_that_are_there():
    missing = []
    for row in ROWS:
        file = ""
        for name in re.findall(r"`([^`]+)`", row[2]):
            place, _, test = name.partition("::")
            file = file if place == "…" else place
            text = (ROOT / "tests" / file).read_text()
            word = test.rpartition("::")[2]
            if word and not re.search(rf"(def|class) {word}\b", text):
                missing.append(name)

    assert missing == []
