"""Speed of the estimation engines beside the other programs, on the reference tables.

./run bench estimation [--without-fast]. CPU seconds, warm, in process, without import and compilation; best
of three. The peers' seconds are those of reference/peer-timings.json, measured on another machine.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

# benchmarks/coverage.py is named like a package that numba looks for; this folder must not be searched first.
sys.path = [folder for folder in sys.path if Path(folder or ".").resolve() != Path(__file__).parent.resolve()]

import numpy as np  # noqa: E402 -- after the path is mended

from vegerin.engines.disclosure.cells import Given, build  # noqa: E402 -- after the path is mended
from vegerin.engines.disclosure.suppress import protect  # noqa: E402 -- after the path is mended
from vegerin.engines.estimation.bootstrap import bootstrap  # noqa: E402 -- after the path is mended
from vegerin.engines.estimation.cases import table_of  # noqa: E402 -- after the path is mended
from vegerin.engines.estimation.decomposable import graph_average  # noqa: E402 -- after the path is mended
from vegerin.engines.estimation.fitting import fit  # noqa: E402 -- after the path is mended
from vegerin.engines.estimation.latent_class import latent_class  # noqa: E402 -- after the path is mended
from vegerin.engines.estimation.loglinear import rank  # noqa: E402 -- after the path is mended
from vegerin.engines.estimation.models import hierarchical  # noqa: E402 -- after the path is mended
from vegerin.engines.estimation.tables import OverlapTable  # noqa: E402 -- after the path is mended
from vegerin.engines.fields import Fields  # noqa: E402 -- after the path is mended

REFERENCE = Path(__file__).parent.parent / "tests" / "engines" / "estimation" / "reference"


def content(name: str) -> dict:
    """A reference file."""
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))


def table(name: str) -> OverlapTable:
    """A reference table."""
    return table_of(Fields(content(name), name))


def seconds(work: Callable[[], object], *, runs: int = 3) -> float:
    """CPU seconds of the best run after one to warm up."""
    work()
    times = []
    for _ in range(runs):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def peer(dataset: str, beginning: str) -> float:
    """The peer's CPU seconds for a task."""
    rows = content("peer-timings")["rows"]
    return next(
        row["cpu_seconds"] for row in rows if row["dataset"] == dataset and row["task"].startswith(beginning)
    )


def large_table() -> object:
    """5,000 inner cells, three attributes, mean 8, a third below the threshold."""
    rng = np.random.default_rng(1)
    counts = rng.negative_binomial(1.3, 1.3 / 9.3, size=(10, 20, 25))
    cells = [(tuple(map(str, at)), int(counts[at])) for at in np.ndindex(counts.shape)]
    return build([Given(("a", "b", "c"), cells, {})])


def main() -> int:
    """Print a line a task."""
    fast = "--without-fast" not in sys.argv
    kosovo, uk = table("kosovo-1999"), table("uk-2013-5")
    four, five = hierarchical(4, 3), hierarchical(5, 2)
    ranked, large = rank(kosovo), large_table()
    rng = np.random.default_rng
    np.seterr(all="ignore")

    def one_sample() -> object:
        return latent_class(kosovo, rng=rng(1), fast=fast)

    def bootstrapped() -> object:
        return bootstrap(ranked, bootstraps=1000, rng=rng(1))

    def graphs() -> object:
        return graph_average(uk, max_unlisted=54_880, delta=1 / 32)

    theirs = {
        "four": peer("kosovo-1999", "all models order<=3"),
        "five": peer("uk-2013-5", "all models"),
        "bootstrap": peer("kosovo-1999", "BIC over all"),
        "graphs": peer("uk-2013-5", "dga"),
        "classes": peer("kosovo-1999", "LCMCR verdata"),
    }
    tasks = [
        ("113 models of four lists", lambda: fit(four, kosovo.counts, kosovo.possible), 0.02, "four", 3),
        ("1,024 models of five lists", lambda: fit(five, uk.counts, uk.possible), 0.2, "five", 3),
        ("1,000 bootstraps, reselection", bootstrapped, 3.0, "bootstrap", 2),
        ("graph average, five lists", graphs, 0.7, "graphs", 3),
        ("latent class, four chains", one_sample, 8.0, "classes", 1),
        ("5,000 cells protected", lambda: protect(large, threshold=5, zeros=False), 60.0, "", 1),
    ]
    print(f"numba: {'used where installed' if fast else 'not used'}")
    print(f"{'task':<34}{'ours s':>9}{'target':>9}{'peer s':>9}")
    for name, work, target, whose, runs in tasks:
        if runs == 1:
            began = time.process_time()
            if name.startswith("latent"):
                latent_class(kosovo, rng=rng(2), most_draws=400, fast=fast)  # compiled now
                began = time.process_time()
            work()
            ours = time.process_time() - began
        else:
            ours = seconds(work, runs=runs)
        print(f"{name:<34}{ours:>9.3f}{target:>9g}{theirs.get(whose, '-'):>9}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
