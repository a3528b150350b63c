"""Invented graves with known truth."""

from math import comb, factorial

import numpy as np

from vegerin.engines.kinship.grave import Family, Grave, Remains
from vegerin.engines.kinship.mutation import MutationModel
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.simulate import KIT, as_seen, kit, profiles

SMALL_KIT, LARGER_KIT = KIT[2:20:2], KIT[2:18]


def family_members(kind, i):
    """People, typed, missing: a child of a typed father; two brothers; a nephew's uncle; father and son."""
    father, mother = f"F{i}", f"M{i}"
    people = [(father, None, None, "M"), (mother, None, None, "F")]
    child = (f"m{i}a", father, mother, "M")
    wife = (f"w{i}", None, None, "F")
    if kind == 0:
        return [*people, child], [father], [f"m{i}a"]
    if kind == 1:
        people += [child, (f"m{i}b", father, mother, "M"), (f"s{i}", father, mother, "F")]
        return people, [f"s{i}", mother], [f"m{i}a", f"m{i}b"]
    if kind == 2:
        people += [child, (f"b{i}", father, mother, "M"), wife, (f"n{i}", f"b{i}", f"w{i}", "M")]
        return people, [f"n{i}"], [f"m{i}a"]
    people += [child, wife, (f"m{i}b", f"m{i}a", f"w{i}", "M"), (f"t{i}", father, mother, "M")]
    return people, [f"t{i}", f"w{i}"], [f"m{i}a", f"m{i}b"]


def invented_families(rng, markers, families, *, kinds=4):
    """Families with their typed relatives, and the profile of each missing person."""
    groups, found = [], []
    for i in range(families):
        people, typed, missing = family_members(int(rng.integers(kinds)), i)
        pedigree = Pedigree.of(people)
        drawn = profiles(pedigree, markers, rng)
        typings = {who: as_seen(drawn[who], rng) for who in typed}
        groups.append(Family(f"fam{i}", pedigree, tuple(missing), typings))
        found += [(who, drawn[who]) for who in missing]
    return tuple(groups), found


def invented_grave(*, families, remains, seed, model=None, sizes=SMALL_KIT, untyped=0.25, kinds=4):
    """A grave and the truth: for each remains its missing person, or None for a stranger."""
    rng = np.random.default_rng(seed)
    markers = kit(rng, mutation=model or MutationModel("proportional", rate=0.002), sizes=sizes)
    groups, found = invented_families(rng, markers, families, kinds=kinds)
    order = rng.permutation(len(found))[: int(remains * 0.9)]
    return _grave(rng, markers, groups, [found[i] for i in order], remains, untyped)


def grave_from_prior(*, families, remains, seed, odds, model=None, sizes=SMALL_KIT, untyped=0.25):
    """As `invented_grave`, the assignment drawn from the prior in which each pairing weighs `odds`."""
    rng = np.random.default_rng(seed)
    markers = kit(rng, mutation=model or MutationModel("proportional", rate=0.002), sizes=sizes)
    groups, found = invented_families(rng, markers, families)
    counts = np.arange(min(remains, len(found)) + 1)
    ways = [comb(remains, k) * comb(len(found), k) * factorial(k) * odds**k for k in counts.tolist()]
    pairs = int(rng.choice(counts, p=np.array(ways, dtype=float) / sum(ways)))
    lying = [found[i] for i in rng.permutation(len(found))[:pairs]]
    return _grave(rng, markers, groups, lying, remains, untyped)


def _grave(rng, markers, groups, bodies, remains, untyped):
    """These bodies and strangers up to so many remains, in random order."""
    stranger = Pedigree.of([("x", None, None, "M")])
    bodies = [*bodies, *((None, profiles(stranger, markers, rng)["x"]) for _ in range(remains - len(bodies)))]
    lying = tuple(
        Remains(f"V{j}", "M", tuple(as_seen(profile, rng, untyped=untyped)))
        for j, (_, profile) in enumerate(bodies)
    )
    return Grave(lying, groups, tuple(markers)), {f"V{j}": who for j, (who, _) in enumerate(bodies)}
