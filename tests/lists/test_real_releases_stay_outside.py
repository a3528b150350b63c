"""Real releases of lists stay outside the repository; tests and benchmarks find them by the environment."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The pseudonyms that stand for identity numbers in the two real releases.
OWN_ID = re.compile(rb"\bL[0-9A-F]{10}\b")
READ_THEM = {
    "benchmarks/lists.py", "tests/engines/linkage/test_differences.py",
}  # fmt: skip
NAMED_ONLY = {"tests/lists/test_difference_command.py", "tests/lists/test_real_releases_stay_outside.py"}


def committed() -> dict[str, bytes]:
    """Every file that git keeps, and its bytes."""
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [path.decode() for path in said.split(b"\0") if path]
    return {path: (ROOT / path).read_bytes() for path in paths if (ROOT / path).is_file()}


def test_no_row_of_a_real_release_is_in_the_repository() -> None:
    rows = {path: len(OWN_ID.findall(content)) for path, content in committed().items()}

    assert {path: count for path, count in rows.items() if count} == {}
    assert OWN_ID.search(b"L" + b"0A" * 5 + b",name"), "the pattern finds a row where there is one"


def test_only_a_benchmark_and_a_skipped_test_read_them_and_by_the_environment() -> None:
    files = {path: text for path, text in committed().items() if path.endswith(".py")}

    reading = {path for path, text in files.items() if b"VEGERIN_LIST_RELEASES" in text} - NAMED_ONLY

    assert reading == READ_THEM
    assert all(b'os.environ.get("VEGERIN_LIST_RELEASES", "")' in files[path] for path in reading)


def test_the_benchmark_uses_an_office_that_is_thrown_away() -> None:
    benchmark = (ROOT / "benchmarks" / "lists.py").read_text("utf-8")

    assert 'with tempfile.TemporaryDirectory(prefix="vegerin-bench-") as office:' in benchmark
