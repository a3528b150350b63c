"""How often the published range holds the truth, on tables drawn from populations that are known.

./run bench coverage [--tables 150] [--scenarios sim1,indep3] [--iterations 8000]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

# This file is named like a package that numba looks for; its folder must not be searched first.
sys.path = [folder for folder in sys.path if Path(folder or ".").resolve() != Path(__file__).parent.resolve()]

import numpy as np  # noqa: E402 -- after the path is mended

from vegerin.engines.estimation.estimate import Estimation, Options  # noqa: E402 -- as above
from vegerin.engines.estimation.tables import OverlapTable  # noqa: E402 -- as above

REFERENCE = Path(__file__).parent.parent / "tests" / "engines" / "estimation" / "reference"
SEED = 19481210  # the day of the Universal Declaration of Human Rights


def scenarios() -> dict[str, dict]:
    """Classes of people and how each list finds them."""
    content = json.loads((REFERENCE / "simulated-scenarios.json").read_text(encoding="utf-8"))
    return {scenario["id"]: scenario for scenario in content["scenarios"]}


def draw(scenario: dict, rng: np.random.Generator) -> OverlapTable:
    """One table: everybody is found by each list with the probability of their class."""
    k = scenario["lists"]
    cells = np.zeros(2**k, dtype=np.int64)
    for people in scenario["classes"]:
        on = rng.random((people["size"], k)) < np.array(people["probs"])
        cells += np.bincount(on @ (1 << np.arange(k)), minlength=2**k)
    cells[0] = 0
    return OverlapTable(tuple("ABCDE"[:k]), cells, np.ones(2**k, dtype=bool))


def main() -> int:
    """Print a line a scenario."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--tables", type=int, default=150)
    words.add_argument("--scenarios", default="")
    words.add_argument("--iterations", type=int, default=8000)
    asked = words.parse_args()
    chosen = [name for name in asked.scenarios.split(",") if name] or list(scenarios())
    options = Options(bootstraps=0, most_iterations=asked.iterations)
    print(f"{'scenario':<10}{'tables':>8}{'covered':>9}{'at least':>10}{'median error':>14}{'width / N':>11}")
    for name in chosen:
        scenario, rng = scenarios()[name], np.random.default_rng(SEED)
        truth = scenario["true_N"]
        found = [Estimation(draw(scenario, rng), options).range() for _ in range(asked.tables)]
        said = [each for each in found if each.low is not None and each.high is not None]
        covered = np.mean([each.low <= truth <= each.high for each in said])
        at_least = np.mean([each.at_least for each in said])
        error = np.median([each.median / truth - 1 for each in said])
        width = np.median([(each.high - each.low) / truth for each in said])
        print(
            f"{name:<10}{len(said):>8}{covered:>9.1%}{at_least:>10.1%}{error:>14.1%}{width:>11.2f}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
