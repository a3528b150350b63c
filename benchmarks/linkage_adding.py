"""Linkage: a list of 200 records added to long lists; its files beside those of a run over all lists.

./run bench linkage_adding [--people N] [--seed N] [--folder DIR]
Three runs of `vegerin link` on an invented population, one process each: all lists but 200 records, the 200
added, all lists with that state. 100,000 people take half an hour. DIR: keep the lists and the runs there.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

from vegerin.engines.linkage.populations import population
from vegerin.engines.linkage.rows import COLUMNS

FILES = ("pairs.csv", "clusters.csv", "families.csv", "review.csv")
NEW, PEOPLE, SEED = 200, 20_000, 79
LISTS = ("office", "aid", "camps")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        records = write_lists(folder, asked.people, asked.seed)
        print(
            f"## {records:,} records ({date.today()}, {platform.machine()})\n\n| what | measured |\n|---|---|"
        )
        for what, measured in figures(folder):
            print(f"| {what} | {measured} |", flush=True)


def write_lists(folder: Path, people: int, seed: int) -> int:
    """Write the lists, the first rows of the last one as a list of their own; how many records there are."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in population(people=people, seed=seed).rows:
        rows[row.list].append(row.said)
    rows["later"], rows[LISTS[-1]] = rows[LISTS[-1]][:NEW], rows[LISTS[-1]][NEW:]
    for name, said in rows.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(said)
    return sum(map(len, rows.values()))


def figures(folder: Path) -> list[tuple[str, str]]:
    lists = [f"{name}.csv" for name in LISTS]
    first = run(folder, *lists, "--out", "first")
    added = run(folder, "--add", "later.csv", "--state", "first", "--out", "added")
    full = run(folder, *lists, "later.csv", "--state", "first", "--out", "full")
    same = [(folder / "added" / file).read_bytes() == (folder / "full" / file).read_bytes() for file in FILES]
    loading = added.pop("loading the state")
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in added.items())
    return [
        ("the first run, the full run: CPU seconds", f"{sum(first.values()):.0f}, {sum(full.values()):.0f}"),
        (
            f"{NEW} records added: loading; all else",
            f"{loading:.2f} s; {sum(added.values()):.2f} s ({stages})",
        ),
        ("the four files, byte for byte those of the full run", f"{sum(same)} of {len(FILES)}"),
    ]


def run(folder: Path, *arguments: str) -> dict[str, float]:
    """The CPU seconds of each stage."""
    command = [sys.executable, "-m", "vegerin.config.cli", "link", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    out = folder / arguments[arguments.index("--out") + 1]
    return dict(json.loads((out / "report.json").read_text("utf-8"))["timings"])


if __name__ == "__main__":
    main()
