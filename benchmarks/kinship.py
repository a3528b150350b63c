"""How fast the kinship engine is, in CPU seconds, beside what peers were measured to need.

./run bench kinship [--national]: with --national also 12,000 remains against 3,000 families.
VEGERIN_REFERENCE names a folder with the plane crash, which is not copied here.
"""

import os
import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.engines.kinship.graves import family_members, invented_grave
from tests.engines.kinship.test_joint import large_family

from vegerin.engines.answers import read_case
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.grave import Family, Grave, Remains, ln_pairwise
from vegerin.engines.kinship.grave_case import read_grave
from vegerin.engines.kinship.joint import solve_grave
from vegerin.engines.kinship.likelihood import Question, probabilities
from vegerin.engines.kinship.mutation import MutationModel
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.search import SIDE_BY_SIDE, lookup_places, read_tables, screen, screening_tables
from vegerin.engines.kinship.simulate import KIT, as_seen, kit, profiles

STEPWISE = MutationModel("stepwise", rate=0.001, rate2=1e-5, range=0.1)
EQUAL = MutationModel("equal", rate=0.001)

COUSINS = [
    ("GF", None, None, "M"), ("GM", None, None, "F"), ("A", "GF", "GM", "M"), ("B", "GF", "GM", "F"),
    ("AW", None, None, "F"), ("BH", None, None, "M"), ("P", "A", "AW", "M"), ("Q", "BH", "B", "F"),
]  # fmt: skip
INBRED = [*COUSINS, ("C", "P", "Q", "F"), ("D", "P", "Q", "M")]


def measured(task, *, repeats=1):
    """CPU seconds of the quickest of some runs."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        task()
        times.append(time.process_time() - began)
    return min(times)


def one_likelihood(people, typed):
    rng = np.random.default_rng(1)
    markers, pedigree = kit(rng, mutation=STEPWISE), Pedigree.of(people)
    drawn = profiles(pedigree, markers, rng)
    rows = {who: as_seen(drawn[who], rng) for who in typed}
    questions = [
        Question(pedigree, marker, {who: row[k] for who, row in rows.items()})
        for k, marker in enumerate(markers)
    ]
    return lambda: probabilities(questions)


def tables_of_one_family():
    grave, _ = invented_grave(families=1, remains=1, seed=3, model=STEPWISE, sizes=KIT, kinds=2)
    return lambda: screening_tables(grave, grave.places[:1])


def many(*, families, remains, model, sizes, seed=5):
    """Families of one missing each; the first remains are theirs, the rest strangers."""
    rng = np.random.default_rng(seed)
    markers = kit(rng, sizes=sizes, mutation=model)
    groups, bodies = [], []
    for i in range(families):
        people, typed, missing = family_members(0 if i % 3 else 2, i)
        pedigree = Pedigree.of(people)
        drawn = profiles(pedigree, markers, rng)
        groups.append(
            Family(f"fam{i}", pedigree, tuple(missing), {who: as_seen(drawn[who], rng) for who in typed})
        )
        bodies.append(as_seen(drawn[missing[0]], rng))
    freqs = [marker.states.prior for marker in markers]
    while len(bodies) < remains:
        profile = np.array([rng.choice(len(p), 2, p=p / p.sum()) for p in freqs])
        bodies.append(as_seen(profile, rng))
    lying = tuple(Remains(f"V{j}", "M", tuple(row)) for j, row in enumerate(bodies[:remains]))
    return Grave(lying, tuple(groups), tuple(markers))


def lookups():
    grave = many(families=SIDE_BY_SIDE, remains=4_000, model=EQUAL, sizes=KIT)
    tables, places = screening_tables(grave, grave.places), lookup_places(grave)
    seconds = measured(lambda: read_tables(tables, places), repeats=5)
    return len(grave.remains) * len(grave.places) / seconds


def say(what, value, target, peer):
    print(f"| {what} | {value} | {target} | {peer} |", flush=True)


def main():
    print("| what | measured | target | peer |\n| --- | --- | --- | --- |")
    say("look-ups, NumPy", f"{lookups():.2g} LR/s", ">= 1e7", "dvir 70-150 LR/s")
    say(
        "one family's tables, 23 loci, stepwise",
        f"{measured(tables_of_one_family(), repeats=5) * 1e3:.1f} ms",
        "<= 15 ms",
        "-",
    )
    cousins = one_likelihood(COUSINS, ["P", "Q"])
    say(
        "first cousins, stepwise",
        f"{measured(cousins, repeats=5) * 1e3:.1f} ms",
        "<= 40 ms",
        "pedprobr 19.1 s",
    )
    inbred = one_likelihood(INBRED, ["C", "D"])
    say(
        "siblings of a cousin marriage, stepwise",
        f"{measured(inbred, repeats=5) * 1e3:.1f} ms",
        "<= 50 ms",
        "pedprobr > 200 s",
    )
    exercise = many(families=119, remains=87, model=EQUAL, sizes=KIT[:15])
    say(
        "87 remains x 119 families, 15 loci, equal",
        f"{measured(lambda: ln_pairwise(exercise)):.2f} s",
        "<= 0.4 s",
        "dvir 92.7 s",
    )
    grave, truth = invented_grave(families=68, remains=100, seed=1, sizes=KIT)
    began = time.process_time()
    joint = solve_grave(grave, ln_prior=-np.log(100))
    seconds = time.process_time() - began
    sure = [(v, m) for v, m in np.argwhere(joint.posterior >= 0.9995).tolist()]
    right = sum(truth[f"V{v}"] == grave.places[m][1] for v, m in sure)
    gap = "none" if joint.lp_gap is None else f"{joint.lp_gap:.1e}"
    bound = "none" if joint.error_bound is None else f"{joint.error_bound:.3f}"
    say(
        f"a grave: 100 remains, 68 families; gap {gap}, bound {bound}, {len(sure)} sure, {right} right",
        f"{seconds:.1f} s",
        "< 60 s",
        "dvir refuses",
    )
    large, _ = large_family(1)
    began = time.process_time()
    joint = solve_grave(large, ln_prior=-np.log(20), seed=1)
    say(
        f"one family, 11 missing, 2 references, {len(large.remains)} remains; bound {joint.error_bound:.3f}",
        f"{time.process_time() - began:.1f} s",
        "-",
        "dvir refuses",
    )
    crash = Path(os.environ.get("VEGERIN_REFERENCE", "nowhere")) / "J_planecrash.json"
    if crash.exists():
        case = read_grave(Reading(read_case(str(crash)).content))
        say(
            "planecrash, joint exact with certificate",
            f"{measured(lambda: solve_grave(case), repeats=3):.2f} s",
            "<= 0.5 s",
            "dvir 750 s",
        )
    if "--national" in sys.argv:
        nation = many(families=3_000, remains=12_000, model=STEPWISE, sizes=KIT)
        seconds = measured(lambda: screen(nation, ln_threshold=np.log(1e8)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        say(
            f"12,000 remains x 3,000 families; {peak:.2f} GB at most",
            f"{seconds:.0f} s",
            "< 120 s, < 2 GB",
            "dvir 5-6 days",
        )


if __name__ == "__main__":
    main()
