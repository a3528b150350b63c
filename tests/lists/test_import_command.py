"""`vegerin lists import` in a real office: unlock, sign-in, kill -9 in the middle, the same file again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import served
from tests.served import HEAD, HEAD_WORDS, vegerin
from vegerin.config.exercise import written_lists
from vegerin.config.exercise.people import SEED

ROWS = 3_000
STYLES = [make for _name, make, *_ in written_lists.LISTS]


def mixed_list(rows: int) -> str:
    """A list of invented people as three hands wrote it: Arabic, English and Kurmanji spelling."""
    hands = [list(written_lists.long_list(rows, make=make, seed=SEED)) for make in STYLES]
    lines = ["no,name,village"]
    for number in range(rows):
        row = hands[number % len(hands)][number]
        name = row.get("full_name") or " ".join(row[key] for key in ("given", "father") if row.get(key))
        lines.append(f'{number + 1},"{name}",{row.get("village", "")}')
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists") / "office"
    served.found(folder)
    return folder


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "mixed.csv"
    path.write_text(mixed_list(ROWS), encoding="utf-8")
    return path


def importing(folder: Path, file: Path, *more: str) -> list[str]:
    return [
        "lists", "import", str(file), "--list", "Mixed", "--release", "2026-03-14",
        "--office", str(folder), "--as", HEAD, *more,
    ]  # fmt: skip


def killed_in_the_middle(words: list[str]) -> str:
    """Start the command, wait for its first progress, and kill it without a warning."""
    read_end, write_end = os.pipe()
    os.write(write_end, HEAD_WORDS.encode())
    os.close(write_end)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("VEGERIN")}
    running = subprocess.Popen(
        [sys.executable, "-m", "vegerin.config.cli", *words, "--passphrase-fd", str(read_end)],
        pass_fds=[read_end], env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    os.close(read_end)
    assert running.stderr is not None
    line = running.stderr.readline()
    running.kill()
    running.wait()
    return line


def test_a_list_of_three_thousand_survives_kill_and_adds_nothing_twice(folder: Path, file: Path) -> None:
    progress = killed_in_the_middle(importing(folder, file))

    continued = vegerin(*importing(folder, file), lines=HEAD_WORDS)
    again = vegerin(*importing(folder, file), lines=HEAD_WORDS)
    checked = vegerin("check", "--office", str(folder), lines=HEAD_WORDS)

    assert "of 3,000 rows" in progress
    assert (continued.returncode, continued.stdout) == (0, "3,000 rows added, 0 left out.\n"), (
        continued.stderr
    )
    assert "3,000 of 3,000" in continued.stderr
    assert again.stdout == "0 rows added, 0 left out.\n"
    assert checked.returncode == 0, checked.stdout


def test_a_mapping_in_a_file_is_used_and_a_wrong_one_refused(folder: Path, tmp_path: Path) -> None:
    file, columns = tmp_path / "odd.csv", tmp_path / "columns.json"
    file.write_text("a,b\n1,Xidir Murad\n", encoding="utf-8")
    words = [
        "lists",
        "import",
        str(file),
        "--list",
        "Odd",
        "--release",
        "2026-03-14",
        "--office",
        str(folder),
    ]

    guessed = vegerin(*words, "--as", HEAD, lines=HEAD_WORDS)
    columns.write_text(json.dumps({"b": "name"}), encoding="utf-8")
    wrong = vegerin(*words, "--as", HEAD, "--columns", str(columns), lines=HEAD_WORDS)
    columns.write_text(json.dumps({"a": "own_id", "b": "full_name"}), encoding="utf-8")
    right = vegerin(*words, "--as", HEAD, "--columns", str(columns), lines=HEAD_WORDS)

    assert (guessed.returncode, guessed.stderr.count("\n")) == (2, 1)
    assert "No column holds a name" in guessed.stderr
    assert "'name' is no field for the column 'b'" in wrong.stderr
    assert right.stdout == "1 rows added, 0 left out.\n"


def test_a_stranger_imports_nothing(folder: Path, file: Path) -> None:
    words = importing(folder, file)
    words[words.index("--as") + 1] = "Stranger"

    refused = vegerin(*words, lines=HEAD_WORDS)

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_the_next_release_is_known_under_other_headings_and_what_is_not_said_is_named(
    folder: Path, tmp_path: Path
) -> None:
    names = [f"{given} {father}" for given in ("خدر", "نازي", "بري", "خليل") for father in FATHERS]
    first, next_one = tmp_path / "first.csv", tmp_path / "next.csv"
    first.write_text(
        "\n".join(["id,name,age", *(f"B{at},{name},9" for at, name in enumerate(names))]), "utf-8"
    )
    rows = [f"{name};b{at};x" for at, name in enumerate(names) if at]
    next_one.write_text("\n".join(["Committee", "", "name;Ṭ;eye", *rows]), "utf-16")
    words = ["lists", "import", "--list", "Third", "--office", str(folder), "--as", HEAD]

    vegerin(*words, str(first), "--release", "2026-03-14", lines=HEAD_WORDS)
    later = vegerin(*words, str(next_one), "--release", "2026-06-01", lines=HEAD_WORDS)

    assert later.stdout == "23 rows added, 0 left out, 23 unchanged, 1 gone: ask the list's owner.\n", (
        later.stderr
    )
    assert "the headings stand in row 3" in later.stderr
    assert "'Ṭ' is taken for own_id, by what stands in it." in later.stderr
    assert "Kept sealed and not used: 'eye'." in later.stderr
    assert "The release before also said: age. This one does not." in later.stderr


FATHERS = ("مراد حسو", "علي قولو", "حسو الياس", "قولو مراد", "جندي خلف", "خلف علي")
