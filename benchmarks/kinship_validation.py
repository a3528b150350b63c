"""The validation table of docs/methods/kinship.md: largest difference from independent programs, by kind.

./run bench kinship_validation [FOLDER]: the cases copied here, and those of a folder beside.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from vegerin.engines.answers import plain, read_case
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.command import KINDS, _parser

HERE = Path(__file__).resolve().parents[1] / "tests/engines/kinship/reference"
PARTS = {
    "kinship_lr": lambda e: [h["loglik_per_marker"] for h in e["hypotheses"].values()],
    "linked_pair_lr": lambda e: [[h["loglik_joint"], h["loglik_unlinked"]] for h in e["hypotheses"].values()],
    "dropout_lr": lambda e: list(e["LR_per_marker"].values()),
    "exclusion_power": lambda e: e["EP_per_marker"],
    "direct_match": lambda e: np.log10(np.array(e["LR"]["values"], float) + 1e-300),
    "dvi_pairwise": lambda e: np.log(np.array(e["pairwise_LR"]["values"], float) + 1e-300),
    "dvi": lambda e: np.log(np.array(e["pairwise_LR"]["values"], float) + 1e-300),
    "genotype_distribution": lambda e: [
        v for t in e["tables"] for _, v in sorted(t["probs"].items()) if v > 1e-15
    ],
}
WHAT = {
    "kinship_lr": "ln L per locus",
    "linked_pair_lr": "ln L",
    "dropout_lr": "LR",
    "exclusion_power": "probability",
    "direct_match": "log10 LR",
    "dvi_pairwise": "ln LR",
    "dvi": "ln LR",
    "genotype_distribution": "probability",
}


def flat(value):
    """All numbers of a nested list, infinities as large numbers so that they compare."""
    text = json.dumps(plain(value)).replace('"-Inf"', "-1e300").replace('"Inf"', "1e300").replace("null", "0")
    found, waiting = [], [json.loads(text)]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting = [*one, *waiting]
        else:
            found.append(float(one))
    return np.array(found)


def main():
    folders = [HERE, *map(Path, sys.argv[1:])]
    paths = {
        path.stem: path
        for folder in folders
        for path in sorted(folder.glob("*.json"))
        if path.stem != "INDEX"
    }
    worst, count = defaultdict(float), defaultdict(int)
    for path in paths.values():
        case, raw = read_case(str(path)), json.loads(path.read_text())
        if case.kind not in PARTS:
            continue
        options = _parser().parse_args([str(path), "--strict", "--prior", "flat"])
        found = plain(KINDS[case.kind](Reading(case.content), options))
        one, two = flat(PARTS[case.kind](found)), flat(PARTS[case.kind](raw["expected"]))
        kind = case.kind + (" (bundled)" if raw["source"].get("type") == "bundled" else "")
        worst[kind] = max(worst[kind], float(np.abs(one - two).max()))
        count[kind] += 1
    print("| kind | cases | compared | largest difference |\n|---|---|---|---|")
    for kind in sorted(worst):
        print(f"| {kind} | {count[kind]} | {WHAT[kind.split(' ')[0]]} | {worst[kind]:.1e} |")


if __name__ == "__main__":
    main()
