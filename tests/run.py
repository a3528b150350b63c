"""All tests: what this machine lacks is installed where it may be, or named in one line.

The record's tests run twice: on SQLCipher and on PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# What the tests drive beside Python, and the Debian package that brings it.
PROGRAMS = {"chromium": "chromium", "initdb": "postgresql", "openssl": "openssl"}


def main(arguments: list[str]) -> int:
    """Install, run on SQLCipher, run the record again on PostgreSQL."""
    long = "--long" in arguments
    rest = [argument for argument in arguments if argument != "--long"]
    install_what_is_missing()
    marks = "" if long else "not long"
    first = run(marks, rest)
    print("\nThe record again, on PostgreSQL:", flush=True)
    second = run(" and ".join(filter(None, ["record", marks])), rest, VEGERIN_TEST_DATABASE="postgres")
    # Exit status 5: nothing among the tests asked for was the record's.
    return first or (0 if second == 5 and rest else second)


def run(marks: str, rest: list[str], **environment: str) -> int:
    """One run of pytest; on as many processors as there are, unless the caller says otherwise."""
    several = [] if any(word.startswith("-n") for word in rest) else ["-n", str(min(os.cpu_count() or 1, 4))]
    command = [sys.executable, "-m", "pytest", "-m", marks, "--dist", "loadfile", *several, *rest]
    return subprocess.run(command, env={**os.environ, **environment}).returncode


def install_what_is_missing() -> None:
    """As root on Debian, by its own package manager; elsewhere the tests say what they skip."""
    missing = [package for program, package in PROGRAMS.items() if not there(program)]
    if not missing:
        return
    if os.getuid() != 0 or not shutil.which("apt-get"):
        print(f"Not installed here: {', '.join(missing)}; the tests that need it are skipped.", flush=True)
        return
    print(f"Installing {', '.join(missing)} ...", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, **quiet)
    install = ["apt-get", "install", "-qq", "--no-install-recommends", *missing]
    if subprocess.run(install, env=environment, **quiet).returncode:
        print(f"{', '.join(missing)} could not be installed; the tests that need it are skipped.", flush=True)


def there(program: str) -> bool:
    """Whether a program can be run; Debian keeps PostgreSQL's own in a folder of their version."""
    return bool(shutil.which(program) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
