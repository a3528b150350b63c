"""./run says in one line what is missing on a machine, and stops."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("sh", "dirname", "cksum", "df", "awk", "cat", "env")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout without an environment, and a PATH with nothing but the plainest commands."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in NEEDED:
        (commands / name).symlink_to(shutil.which(name) or "/bin/" + name)
    for name in ("run", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def command(bare: Path, name: str, script: str) -> None:
    file = bare / "bin" / name
    file.unlink(missing_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def run(bare: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [bare / "run", *words],
        capture_output=True,
        text=True,
        env={"PATH": str(bare / "bin"), "HOME": os.environ.get("HOME", "/")},
        timeout=60,
    )


def test_a_machine_without_python_is_told_in_one_line(bare: Path) -> None:
    said = run(bare, "demo")

    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer; none was found" in said.stderr


def test_a_python_that_is_too_old_does_not_count(bare: Path) -> None:
    command(bare, "python3", "exit 1  # what `sys.version_info < (3, 11)` answers")

    said = run(bare, "demo")

    assert said.returncode == 2
    assert "needs Python 3.11 or newer; none was found" in said.stderr


def test_a_full_disk_is_told_in_one_line(bare: Path) -> None:
    command(bare, "python3", "exit 0")
    command(bare, "df", "printf 'Filesystem 1024-blocks Used Available\\nx 100 90 10000 90%% /\\n'")

    said = run(bare, "demo")

    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "no space left here: 1.5 GB are needed, 9 MB are free" in said.stderr


def test_an_unknown_word_shows_what_there_is(bare: Path) -> None:
    said = run(bare, "fly")

    assert said.returncode == 2
    assert "./run demo" in said.stderr


def test_an_unknown_benchmark_names_the_known_ones(bare: Path) -> None:
    said = subprocess.run([ROOT / "run", "bench", "no-such"], capture_output=True, text=True, timeout=60)

    assert said.returncode == 2
    assert "There is no benchmark 'no-such'" in said.stderr
