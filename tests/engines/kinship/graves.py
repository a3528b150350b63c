"""Invented graves with known truth."""

import numpy as np

from vegerin.engines.kinship.grave import Family, Grave, Remains
from vegerin.engines.kinship.mutation import MutationModel
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.simulate import KIT, as_seen, kit, profiles

SMALL_KIT = KIT[2:20:2]


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


def invented_grave(*, families, remains, seed, model=None, sizes=SMALL_KIT, untyped=0.25, kinds=4):
    """A grave and the truth: for each remains its missing person, or None for a stranger."""
    rng = np.random.default_rng(seed)
    markers = kit(rng, mutation=model or MutationModel("proportional", rate=0.002), sizes=sizes)
    groups, found = [], []
    for i in range(families):
        people, typed, missing = family_members(int(rng.integers(kinds)), i)
        pedigree = Pedigree.of(people)
        drawn = profiles(pedigree, markers, rng)
        typings = {who: as_seen(drawn[who], rng) for who in typed}
        groups.append(Family(f"fam{i}", pedigree, tuple(missing), typings))
        found += [(who, drawn[who]) for who in missing]
    order = rng.permutation(len(found))[: int(remains * 0.9)]
    bodies = [found[i] for i in order]
    stranger = Pedigree.of([("x", None, None, "M")])
    bodies += [(None, profiles(stranger, markers, rng)["x"]) for _ in range(remains - len(bodies))]
    lying = tuple(
        Remains(f"V{j}", "M", tuple(as_seen(profile, rng, untyped=untyped)))
        for j, (_, profile) in enumerate(bodies)
    )
    return Grave(lying, tuple(groups), tuple(markers)), {f"V{j}": who for j, (who, _) in enumerate(bodies)}
