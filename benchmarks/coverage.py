"""How often the published range holds the truth, on tables drawn from populations that are known.

./run bench coverage [--tables 150] [--scenarios sim1,indep3] [--keep FILE] [--seconds 500]

With --keep every table's answer is a line of FILE: a study that was broken off goes on where it stopped, and
--seconds ends one sitting.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# This file is named like a package that numba looks for; its folder must not be searched first.
sys.path = [folder for folder in sys.path if Path(folder or ".").resolve() != Path(__file__).parent.resolve()]

import numpy as np  # noqa: E402 -- after the path is mended

from vegerin.engines.estimation.estimate import Estimation, Options  # noqa: E402 -- as above
from vegerin.engines.estimation.tables import OverlapTable  # noqa: E402 -- as above

REFERENCE = Path(__file__).parent.parent / "tests" / "engines" / "estimation" / "reference"
SEED = 19481210  # the day of the Universal Declaration of Human Rights
OPTIONS = Options(bootstraps=0)


def scenarios() -> dict[str, dict]:
    """Classes of people and how each list finds them."""
    content = json.loads((REFERENCE / "simulated-scenarios.json").read_text(encoding="utf-8"))
    found = {scenario["id"]: scenario for scenario in content["scenarios"]}
    return {**found, **{f"hetero{k}": like_hetero4(found["hetero4"], k) for k in (2, 3, 5, 6, 7, 8)}}


def like_hetero4(hetero4: dict, k: int) -> dict:
    """The same strong heterogeneity on fewer or more lists."""
    classes = [{**people, "probs": (people["probs"] * 2)[:k]} for people in hetero4["classes"]]
    return {**hetero4, "lists": k, "classes": classes}


def draw(scenario: dict, rng: np.random.Generator) -> OverlapTable:
    """One table: everybody is found by each list with the probability of their class."""
    k = scenario["lists"]
    cells = np.zeros(2**k, dtype=np.int64)
    for people in scenario["classes"]:
        on = rng.random((people["size"], k)) < np.array(people["probs"])
        cells += np.bincount(on @ (1 << np.arange(k)), minlength=2**k)
    cells[0] = 0
    return OverlapTable(tuple("ABCDEFGH"[:k]), cells, np.ones(2**k, dtype=bool))


def answer(name: str, index: int) -> dict:
    """What is published about one drawn table, and what each method said."""
    estimation = Estimation(draw(scenarios()[name], np.random.default_rng([SEED, index])), OPTIONS)
    said = estimation.range()
    return {
        "scenario": name,
        "table": index,
        "low": said.low,
        "high": said.high,
        "at_least": said.at_least,
        "median": said.median,
        "intervals": {name: family.interval for name, family in estimation.families.items()},
        "sharp": estimation.sharp if np.isfinite(estimation.sharp) else None,
        "dependent": estimation.best_dependent,
        "converged": estimation.classes.converged if estimation.classes else None,
        "counts": estimation.table.counts.tolist(),
    }


def study(names: list[str], tables: int, keep: Path | None, seconds: float) -> Iterator[dict]:
    """Every table's answer, those of earlier sittings first."""
    ends = time.monotonic() + seconds
    kept = [json.loads(line) for line in keep.read_text().splitlines()] if keep and keep.exists() else []
    done = {(row["scenario"], row["table"]) for row in kept}
    yield from (row for row in kept if row["scenario"] in names)
    for index in range(tables):
        for name in names:
            if (name, index) in done or time.monotonic() > ends:
                continue
            row = answer(name, index)
            if keep:
                with keep.open("a") as lines:
                    lines.write(json.dumps(row) + "\n")
            yield row


def main() -> int:
    """Print a line a scenario."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--tables", type=int, default=150)
    words.add_argument("--scenarios", default="")
    words.add_argument("--keep", type=Path)
    words.add_argument("--seconds", type=float, default=1e9)
    asked = words.parse_args()
    names = [name for name in asked.scenarios.split(",") if name] or [
        name for name in scenarios() if name != "hetero4"
    ][:6]
    rows = list(study(names, asked.tables, asked.keep, asked.seconds))
    print(f"{'scenario':<10}{'tables':>7}{'covered':>9}{'at least':>10}{'median error':>14}{'width / N':>11}")
    for name in names:
        said = [row for row in rows if row["scenario"] == name and row["low"] is not None]
        if not said:
            continue
        truth = scenarios()[name]["true_N"]
        covered = np.mean([row["low"] <= truth <= row["high"] for row in said])
        at_least = np.mean([row["at_least"] for row in said])
        error = np.median([row["median"] / truth - 1 for row in said])
        width = np.median([(row["high"] - row["low"]) / truth for row in said])
        print(f"{name:<10}{len(said):>7}{covered:>9.1%}{at_least:>10.1%}{error:>14.1%}{width:>11.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
