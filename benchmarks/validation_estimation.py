"""The validation tables of docs/methods: our answers beside other programs' on the reference cases.

./run bench validation_estimation [--write] prints them, or puts them into docs/methods between their markers.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

# benchmarks/coverage.py is named like a package that numba looks for; this folder must not be searched first.
sys.path = [folder for folder in sys.path if Path(folder or ".").resolve() != Path(__file__).parent.resolve()]

from vegerin.engines.answers import plain, read_case  # noqa: E402 -- after the path is mended
from vegerin.engines.disclosure.command import solve as protect  # noqa: E402 -- as above
from vegerin.engines.estimation.command import solve as estimate  # noqa: E402 -- as above
from vegerin.engines.estimation.estimate import Options  # noqa: E402 -- as above
from vegerin.engines.history.weigh_command import solve as weigh  # noqa: E402 -- as above

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "tests" / "engines" / "estimation" / "reference"
DOCS = ROOT / "docs" / "methods"
TABLES = ("kosovo-1999", "hiv-rome", "spina-bifida", "hepatitis-a-taiwan", "uk-2013-5", "new-orleans-5")


def reference(name: str) -> dict:
    """A reference file with its answers."""
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))


def estimation_rows() -> Iterator[tuple[str, ...]]:
    """Table, quantity, peer, its value, ours."""
    yield "table", "quantity", "peer", "theirs", "ours", "difference"
    for name in TABLES:
        bootstraps = (
            1000 if any("BIC over all" in row["method"] for row in reference(name)["computed"]) else 0
        )
        parts = {"independence", "best_bic", "best_bic_pairs", "bootstrap", "dga"}
        case = read_case(str(REFERENCE / f"{name}.json"))
        ours = plain(estimate(case, Options(only=frozenset(parts), bootstraps=bootstraps)).results)
        for row in reference(name)["computed"]:
            method = row["method"]
            if method.startswith("independence (Mt)"):
                yield compared(name, "independence", row, row["point"], ours["independence"]["point"])
            elif found := re.match(r"best BIC among all (\d+) hierarchical models, order <= (\d)", method):
                best = ours["best_bic_pairs" if found[2] == "2" else "best_bic"]
                yield compared(
                    name, f"best of {found[1]} models {row['model']}", row, row["point"], best["point"]
                )
                upper = (row["interval_profile95"][1], best["interval_profile95"][1])
                yield compared(name, "its profile, upper limit", row, *upper)
            elif method.endswith("prior 1/N"):
                graph = ours["dga"]["prior_1_over_N"]
                yield compared(name, "graph average, mean", row, row["mean"], graph["mean"])
            elif method.startswith("BIC over all models, BCa"):
                limit = (row["interval"][1], ours["bootstrap"]["interval"][1])
                yield compared(name, "bootstrap with reselection, upper limit (random)", row, *limit)


def compared(name: str, what: str, row: dict, theirs: float, ours: float) -> tuple[str, ...]:
    """One line of the table."""
    return name, what, row["package"], f"{theirs:,.1f}", f"{ours:,.1f}", f"{ours / theirs - 1:+.4%}"


def weighing_rows() -> Iterator[tuple[str, ...]]:
    """Every evidence case: what should come, what comes."""
    yield "case", "expected", "ours", "difference"
    ours = {
        row["id"]: plain(row["answer"])
        for row in weigh(read_case(str(REFERENCE / "evidence-weighing.json"))).results
    }
    for group in ("claim_cases", "trap_cases", "survival_filter_cases"):
        for case in reference("evidence-weighing")[group]:
            key = next(key for key in ("probability", "p_trap", "p_alive") if key in case["expected"])
            expected, got = case["expected"][key], ours[case["id"]][key]
            yield case["id"], f"{expected:.6f}", f"{got:.6f}", f"{abs(expected - got):.1e}"


def disclosure_rows() -> Iterator[tuple[str, ...]]:
    """Every suppression case beside the peer."""
    yield "table", "sensitive", "peer hides", "we hide", "violations"
    cases = {case["id"]: case for case in reference("disclosure-control")["cases"]}
    for row in protect(read_case(str(REFERENCE / "disclosure-control.json"))).results:
        peer = cases[row["id"]]["peer_suppressed"]
        yield (
            row["id"],
            str(row["count_primary"]),
            str(peer),
            str(row["count_suppressed"]),
            str(len(row["audit"])),
        )


def markdown(rows: Iterator[tuple[str, ...]]) -> str:
    """A table."""
    head, *body = list(rows)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *body))


def main() -> int:
    """Print or write every table."""
    made = {"estimation": estimation_rows, "weighing": weighing_rows, "disclosure": disclosure_rows}
    for name, rows in made.items():
        table = markdown(rows())
        if "--write" not in sys.argv:
            print(f"\n{name}\n{table}")
            continue
        path = DOCS / f"{name}.md"
        text = path.read_text(encoding="utf-8")
        begin, end = "<!-- validation: begin -->\n", "\n<!-- validation: end -->"
        before, rest = text.split(begin)
        path.write_text(before + begin + table + end + rest.split(end)[1], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
