"""Are stated probabilities true? Invented graves drawn from the very prior that the answer is given.

./run bench kinship_calibration [HOW_MANY]: until so many pairings were stated at 99.95 % or more (20,000).
"""

import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.stats import beta

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.engines.kinship.graves import LARGER_KIT, SMALL_KIT, grave_from_prior

from vegerin.engines.kinship.joint import solve_grave
from vegerin.engines.kinship.mutation import MutationModel
from vegerin.engines.kinship.verdict import POLICY

ODDS = 1.0
EDGES = (0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, POLICY, 1.0 + 1e-9)
STEPWISE = MutationModel("stepwise", rate=0.002, rate2=1e-5, range=0.1)
PROPORTIONAL = MutationModel("proportional", rate=0.002)


def one_grave(seed):
    """The posteriors of all pairings of one grave, and which of them are true."""
    grave, truth = grave_from_prior(
        families=7,
        remains=10,
        seed=seed,
        odds=ODDS,
        sizes=SMALL_KIT if seed % 4 == 0 else LARGER_KIT,
        model=STEPWISE if seed % 5 == 0 else PROPORTIONAL,
    )
    joint = solve_grave(grave, ln_prior=np.log(ODDS), seed=seed)
    names = [who for _, who in grave.places]
    true = [[truth[body.id] == who for who in names] for body in grave.remains]
    return joint.posterior.ravel(), np.array(true).ravel(), joint.error_bound


def interval(hits, of):
    """95 % interval of a frequency (Clopper & Pearson 1934)."""
    low = 0.0 if hits == 0 else beta.ppf(0.025, hits, of - hits + 1)
    high = 1.0 if hits == of else beta.ppf(0.975, hits + 1, of - hits)
    return low, high


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    began, seed, sure = time.process_time(), 0, 0
    stated, true, bounds = [], [], []
    while sure < wanted:
        p, t, bound = one_grave(seed)
        stated.append(p)
        true.append(t)
        bounds.append(np.inf if bound is None else bound)
        sure += int((p >= POLICY).sum())
        seed += 1
        if seed % 500 == 0:
            print(f"{seed} graves, {sure} sure, {time.process_time() - began:.0f} s", file=sys.stderr)
    print(f"{seed} graves, {time.process_time() - began:.0f} CPU s; largest stated error {max(bounds):.2g}\n")
    print_table(np.concatenate(stated), np.concatenate(true))


def print_table(p, t):
    """Stated and true shares in steps of the stated probability."""
    print("| stated | pairings | stated in the mean | true | 95 % interval of the true |")
    print("|---|---|---|---|---|")
    for low, high in pairwise(EDGES):
        here = (p >= low) & (p < high)
        n, hits = int(here.sum()), int(t[here].sum())
        if n:
            a, b = interval(hits, n)
            mean = p[here].mean()
            print(f"| {low:g}–{min(high, 1):g} | {n} | {mean:.6f} | {hits / n:.6f} | {a:.6f}–{b:.6f} |")
    here = p >= POLICY
    wrong = int((~t[here]).sum())
    print(f"\n{int(here.sum())} pairings stated at {POLICY:.2%} or more, {wrong} of them wrong.")


if __name__ == "__main__":
    main()
