"""Likelihoods three ways: closed form, the slow twin, and what must not matter."""

from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.kinship.twin import twin_likelihood, twin_pair
from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.likelihood import Question, likelihood, probabilities
from vegerin.engines.kinship.linkage import likelihood_of_pair
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.mutation import MutationModel, mutation_matrix
from vegerin.engines.kinship.observation import Degradation, degraded, seen
from vegerin.engines.kinship.pedigree import Pedigree, Person
from vegerin.engines.kinship.tables import genotype_table
from vegerin.engines.kinship.theta import likelihood_theta, probabilities_theta

TRIO = [("F", None, None, "M"), ("M", None, None, "F"), ("C", "F", "M", "F")]
SIBS = [*TRIO, ("D", "F", "M", "M")]
COUSINS_CHILDREN = [
    ("GF", None, None, "M"), ("GM", None, None, "F"), ("A", "GF", "GM", "M"), ("B", "GF", "GM", "F"),
    ("AW", None, None, "F"), ("BH", None, None, "M"), ("P", "A", "AW", "M"), ("Q", "BH", "B", "F"),
    ("C", "P", "Q", "F"), ("D", "P", "Q", "M"),
]  # fmt: skip
HALF_SIBS = [
    ("F", None, None, "M"),
    ("M", None, None, "F"),
    ("N", None, None, "F"),
    ("C", "F", "M", "F"),
    ("D", "F", "N", "M"),
]

ALLELES, FREQS = ("7", "8", "9"), (0.2, 0.5, 0.3)
MODELS = {
    "none": MutationModel(),
    "equal": MutationModel("equal", rate=0.03),
    "proportional": MutationModel("proportional", rate=0.02),
    "stepwise": MutationModel("stepwise", rate=0.05, rate2=0.01, range=0.1),
    "onestep": MutationModel("onestep", rate=0.04),
    "dawid": MutationModel("dawid", rate=0.02, range=0.3),
}


def marker(model="none", female=None, **rest):
    return Marker("S", ALLELES, FREQS, male=MODELS[model], female=MODELS[female or model], **rest)


def typed(where, pedigree, **genotypes):
    people = pedigree.index
    return {
        who: seen(where, alleles.split("/"), who=who, sex=pedigree.person(who).sex)
        for who, alleles in genotypes.items()
        if who in people
    }


def orders(where, alleles):
    a, b = (where.codes[x] for x in alleles.split("/"))
    return {(a, b), (b, a)}


def by_twin(pedigree, where, genotypes, **rest):
    males = [m.trivial for m in (where.male, where.female)]
    male, female = (
        None if trivial else mutation_matrix(model, ALLELES, FREQS).tolist()
        for trivial, model in zip(males, (where.male, where.female), strict=True)
    )
    wanted = {who: orders(where, alleles) for who, alleles in genotypes.items()}
    return twin_likelihood(pedigree, FREQS, wanted, male=male, female=female, **rest)


def test_parent_and_child_share_an_allele_as_the_textbook_says():
    pedigree, where = Pedigree.of(TRIO), marker()

    together = likelihood(pedigree, where, typed(where, pedigree, F="7/8", C="7/9"))

    assert isclose(together / (2 * 0.2 * 0.5 * 2 * 0.2 * 0.3), 1 / (4 * 0.2))


def test_siblings_with_one_homozygous_genotype_have_the_textbook_ratio():
    pedigree, where, p = Pedigree.of(SIBS), marker(), 0.2

    together = likelihood(pedigree, where, typed(where, pedigree, C="7/7", D="7/7"))

    assert isclose(together / p**4, (1 + p) ** 2 / (4 * p**2))


def test_balding_nichols_gives_a_homozygote_its_textbook_frequency():
    pedigree, where = Pedigree.of(TRIO[:1]), marker()

    chance = likelihood_theta(pedigree, where, typed(where, pedigree, F="7/7"), theta=0.01)

    assert isclose(chance, 0.2 * (0.01 + 0.99 * 0.2))


def test_untyped_founders_of_a_non_stationary_model_are_not_pruned():
    p = (0.2, 0.3, 0.4, 0.1)
    where = Marker(
        "S",
        ("a", "b", "c", "d"),
        p,
        male=MutationModel("equal", rate=0.01),
        female=MutationModel("equal", rate=0.01),
    )
    pedigree = Pedigree.of(TRIO)

    chance = likelihood(pedigree, where, typed(where, pedigree, F="a/a", C="b/b"))

    assert isclose(chance, 3.99111111111111e-05, rel_tol=1e-12)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("people", "genotypes"),
    [
        (TRIO, {"F": "7/8", "C": "9/9"}),
        (SIBS, {"C": "7/8", "D": "8/9"}),
        (SIBS, {"M": "7/7", "C": "7/8", "D": "9/9"}),
        (HALF_SIBS, {"C": "7/9", "D": "8/9"}),
    ],
)
def test_elimination_agrees_with_the_slow_twin(model, people, genotypes):
    pedigree, where = Pedigree.of(people), marker(model, "equal" if model == "none" else None)

    fast = likelihood(pedigree, where, typed(where, pedigree, **genotypes))

    assert isclose(fast, by_twin(pedigree, where, genotypes), rel_tol=1e-12)


def test_cousin_marriage_with_mutation_agrees_with_the_slow_twin():
    freqs, alleles = (0.4, 0.6), ("7", "8")
    where = Marker(
        "S", alleles, freqs, male=MutationModel("equal", rate=0.05), female=MutationModel("equal", rate=0.01)
    )
    pedigree = Pedigree.of(COUSINS_CHILDREN[:9])
    genotypes = {"GF": "7/8", "A": "7/7", "BH": "8/8", "AW": "7/8", "Q": "7/8", "C": "8/8"}
    male, female = ([[1 - r, r], [r, 1 - r]] for r in (0.05, 0.01))

    fast = likelihood(pedigree, where, typed(where, pedigree, **genotypes))
    slow = twin_likelihood(
        pedigree, freqs, {who: orders(where, g) for who, g in genotypes.items()}, male=male, female=female
    )

    assert isclose(fast, slow, rel_tol=1e-12)


def test_x_agrees_with_the_slow_twin():
    pedigree, where = Pedigree.of(SIBS), marker("equal", chrom="X")
    male = mutation_matrix(where.male, ALLELES, FREQS).tolist()

    fast = likelihood(pedigree, where, typed(where, pedigree, F="7/7", C="8/9", D="9/9"))
    slow = twin_likelihood(
        pedigree,
        FREQS,
        {"F": {(0,)}, "C": {(1, 2), (2, 1)}, "D": {(2,)}},
        male=male,
        female=male,
        x_linked=True,
    )

    assert isclose(fast, slow, rel_tol=1e-12)


def test_founder_inbreeding_agrees_with_the_slow_twin():
    pedigree, where = Pedigree.of(SIBS, inbreeding={"F": 0.125, "M": 0.0625}), marker("stepwise")
    genotypes = {"M": "8/8", "C": "7/8", "D": "8/8"}

    fast = likelihood(pedigree, where, typed(where, pedigree, **genotypes))

    assert isclose(fast, by_twin(pedigree, where, genotypes), rel_tol=1e-12)


@pytest.mark.parametrize(("father", "mother"), [("P", None), (None, "Q")])
def test_where_one_parent_is_named_the_other_is_unknown(father, mother):
    parent = father or mother
    people = [(parent, None, None, "M" if father else "F"), ("C", father, mother, "F")]
    where, genotypes = marker("equal"), {parent: "7/8", "C": "8/9"}
    whole = Pedigree.of([*people[:1], ("other", None, None, "F" if father else "M"),
                         ("C", father or "other", mother or "other", "F")])  # fmt: skip

    pedigree = Pedigree.of(people)

    values = [likelihood(p, where, typed(where, p, **genotypes)) for p in (pedigree, whole)]
    assert isclose(*values) and values[0] > 0


def test_identical_twins_count_as_one_person_with_two_families():
    people = [Person(*person) for person in SIBS[:3]] + [
        Person("D", "F", "M", "F", twin="C"), Person("H", sex="M"), Person("E", "H", "D", "M"),
    ]  # fmt: skip
    pedigree, where = Pedigree.of(people), marker("equal")
    genotypes = {"F": "7/8", "C": "7/9", "E": "8/9"}

    fast = likelihood(pedigree, where, typed(where, pedigree, **genotypes))

    assert isclose(fast, by_twin(pedigree, where, genotypes), rel_tol=1e-12)


@pytest.mark.parametrize("model", ["none", "stepwise"])
@pytest.mark.parametrize("genotypes", [{"C": "7/8", "D": "8/8"}, {"F": "7/8", "C": "7/9", "D": "9/9"}])
def test_theta_agrees_with_the_slow_twin(model, genotypes):
    pedigree, where = Pedigree.of([*SIBS, ("V", None, None, "M")]), marker(model)
    genotypes = {**genotypes, "V": "7/7"}

    fast = likelihood_theta(pedigree, where, typed(where, pedigree, **genotypes), theta=0.05)

    assert isclose(fast, by_twin(pedigree, where, genotypes, theta=0.05), rel_tol=1e-10)


WAYS = {
    "joint factor": {"SMALL_FACTOR": 400_000},
    "partitions": {"SMALL_FACTOR": 0},
    "quadrature": {"SMALL_FACTOR": 0, "MOST_DRAWS": 0, "LARGEST_FACTOR": 0},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("inbreeding", [{}, {"F": 0.125, "V": 0.25}])
def test_theta_agrees_with_the_slow_twin_whichever_way_it_is_taken(way, inbreeding, monkeypatch):
    for name, value in WAYS[way].items():
        monkeypatch.setattr(f"vegerin.engines.kinship.theta.{name}", value)
    pedigree = Pedigree.of([*SIBS, ("V", None, None, "M")], inbreeding=inbreeding)
    where, genotypes = marker("stepwise"), {"C": "7/8", "D": "8/8", "V": "7/7"}

    fast = likelihood_theta(pedigree, where, typed(where, pedigree, **genotypes), theta=0.05)

    assert isclose(fast, by_twin(pedigree, where, genotypes, theta=0.05), rel_tol=1e-10)


@pytest.mark.parametrize("way", WAYS)
def test_theta_of_a_table_sums_over_the_one_asked_for(way, monkeypatch):
    for name, value in WAYS[way].items():
        monkeypatch.setattr(f"vegerin.engines.kinship.theta.{name}", value)
    pedigree, where = Pedigree.of([*SIBS, ("V", None, None, "M")]), marker("stepwise")
    evidence = typed(where, pedigree, C="7/8", V="7/7") | {"M": seen(where, ["9", "-"], who="M", sex="F")}

    table = probabilities_theta([Question(pedigree, where, evidence, ("F",))], theta=0.05)[0]

    for a, b in ((0, 0), (0, 2), (2, 1)):
        one = typed(where, pedigree, F=f"{ALLELES[a]}/{ALLELES[b]}")
        both = table[a, b] + (table[b, a] if a != b else 0.0)
        assert isclose(
            both, likelihood_theta(pedigree, where, {**evidence, **one}, theta=0.05), rel_tol=1e-10
        )


def test_theta_of_cousins_with_steps_is_exact_and_quick():
    alleles = tuple(str(a) for a in range(8, 21))
    model = MutationModel("stepwise", rate=0.002, rate2=1e-5, range=0.1)
    freqs = tuple(np.random.default_rng(3).dirichlet(np.ones(13)))
    where = Marker("S", alleles, freqs, male=model, female=model)
    pedigree = Pedigree.of([*COUSINS_CHILDREN[:8], ("V", None, None, "M")])
    evidence = typed(where, pedigree, P="9/12", Q="12/13", V="9/9")

    values = [likelihood_theta(pedigree, where, evidence, theta=t) for t in (1e-9, 0.02)]

    assert isclose(values[0], likelihood(pedigree, where, evidence), rel_tol=1e-6)
    assert values[1] > 0


@pytest.mark.parametrize("rate", [0.0, 0.02])
@pytest.mark.parametrize("rho", [0.0, 0.1, 0.5])
def test_a_linked_pair_agrees_with_the_slow_twin(rho, rate):
    freqs, model = ((0.4, 0.6), (0.3, 0.7)), MutationModel("equal", rate=rate)
    pair = [Marker(name, ("7", "8"), p, male=model) for name, p in zip("AB", freqs, strict=True)]
    pedigree = Pedigree.of(SIBS)
    genotypes = {"F": ("7/8", "7/8"), "C": ("7/8", "7/7"), "D": ("8/8", "7/8")}
    evidence = [typed(pair[k], pedigree, **{who: g[k] for who, g in genotypes.items()}) for k in (0, 1)]
    codes = {who: [[int(a) - 7 for a in x.split("/")] for x in g] for who, g in genotypes.items()}

    fast = likelihood_of_pair(pedigree, pair, evidence, rho=rho)

    male = [[[1 - rate, rate], [rate, 1 - rate]]] * 2
    assert isclose(fast, twin_pair(pedigree, freqs, codes, rho, male=male), rel_tol=1e-12)


def test_a_silent_allele_explains_opposite_homozygotes():
    where = Marker("S", ("7", "8"), (0.5, 0.45), silent=0.05)
    pedigree = Pedigree.of(TRIO)

    chance = likelihood(pedigree, where, typed(where, pedigree, F="7/7", C="8/8"))

    assert isclose(chance, 2 * 0.5 * 0.05 * 0.5 * 0.45)


@pytest.mark.parametrize(
    ("model", "steps"),
    [
        (MutationModel("equal", rate=0.01), (0.005, 0.005)),
        (MutationModel("stepwise", rate=0.01, range=0.1), (0.01 / 1.1, 0.001 / 1.1)),
        (MutationModel("proportional", rate=0.01), (0.01 / 0.9 / 0.62 * 4 / 9, 0.01 / 0.9 / 0.62 * 2 / 9)),
    ],
)
def test_mutation_neither_reaches_nor_leaves_a_silent_allele(model, steps):
    where = Marker("S", ("7", "8", "9"), (0.3, 0.4, 0.2), silent=0.1, male=model)
    scale = 1 if model.model != "proportional" else 0.62 / (1 - (9 + 16 + 4) / 81)

    matrix = where.states.male

    assert np.allclose(matrix[0, 1:3], np.multiply(steps, scale))
    assert matrix[:3, 3].tolist() == [0.0, 0.0, 0.0]
    assert matrix[3].tolist() == [0.0, 0.0, 0.0, 1.0]


def test_dropout_of_nothing_is_the_plain_genotype():
    where, pedigree = marker(), Pedigree.of(SIBS)
    relatives = typed(where, pedigree, M="7/8", C="8/9")

    bone = degraded(where, ["7", "8"], Degradation(), who="D", sex="M")

    assert isclose(
        likelihood(pedigree, where, {**relatives, "D": bone}),
        likelihood(pedigree, where, {**relatives, **typed(where, pedigree, D="7/8")}),
    )


def test_what_a_degraded_sample_can_show_sums_to_one():
    where = marker()
    sets = [[], ["7"], ["8"], ["9"], ["7", "8"], ["7", "9"], ["8", "9"]]

    total = sum(degraded(where, s, Degradation(dropout=0.3), who="B", sex="M").table for s in sets)

    assert np.allclose(total, 1.0)


@pytest.mark.parametrize("model", MODELS)
def test_a_table_of_genotypes_sums_to_one(model):
    where, pedigree = marker(model), Pedigree.of(COUSINS_CHILDREN)

    table = genotype_table(pedigree, where, typed(where, pedigree, GF="7/8", AW="9/9", C="7/9"), "D")

    assert isclose(table.sum(), 1.0)


def test_lumping_changes_nothing():
    alleles = tuple(str(a) for a in range(5, 25))
    freqs = tuple(np.random.default_rng(5).dirichlet(np.ones(20)))
    pedigree = Pedigree.of(COUSINS_CHILDREN)
    for model in (MutationModel(), MODELS["equal"], MODELS["proportional"]):
        where = Marker("S", alleles, freqs, male=model, female=model)
        evidence = typed(where, pedigree, C="7/11", D="9/11", A="7/7")
        lumped = likelihood(pedigree, where, evidence)
        asked = probabilities([Question(pedigree, where, evidence, ("GM",))])[0].sum()
        assert isclose(lumped, asked, rel_tol=1e-12)


def test_mutation_towards_zero_meets_no_mutation():
    pedigree = Pedigree.of(SIBS)
    plain, nearly = (
        marker(),
        Marker(
            "S",
            ALLELES,
            FREQS,
            male=MutationModel("equal", rate=1e-12),
            female=MutationModel("stepwise", rate=1e-12),
        ),
    )
    for genotypes in ({"C": "7/8", "D": "8/8"}, {"F": "7/7", "C": "7/8"}):
        one, two = (
            likelihood(pedigree, where, typed(where, pedigree, **genotypes)) for where in (plain, nearly)
        )
        assert isclose(one, two, rel_tol=1e-9)


def test_theta_towards_zero_meets_no_theta():
    pedigree, where = Pedigree.of(SIBS), marker("stepwise")
    evidence = typed(where, pedigree, M="7/8", C="7/9", D="9/9")

    near = likelihood_theta(pedigree, where, evidence, theta=1e-10)

    assert isclose(near, likelihood(pedigree, where, evidence), rel_tol=1e-8)


def test_without_data_the_probability_is_one():
    assert likelihood(Pedigree.of(COUSINS_CHILDREN), marker("stepwise"), {}) == 1.0


def test_an_allele_off_the_ladder_names_marker_person_and_allele():
    with pytest.raises(BadInput, match=r"S of R2: allele 17\.5 is not on the ladder"):
        seen(marker(), ["7", "17.5"], who="R2", sex="M")


families = st.integers(0, 2**32 - 1)


def random_family(seed, *, people=9):
    """A random pedigree with random typings, loops likely."""
    rng = np.random.default_rng(seed)
    members, men, women = [], [], []
    for place in range(people):
        sex = "M" if rng.random() < 0.5 else "F"
        if men and women and rng.random() < 0.65:
            parents = (str(rng.choice(men)), str(rng.choice(women)))
        else:
            parents = (None, None)
        members.append((f"p{place}", *parents, sex))
        (men if sex == "M" else women).append(f"p{place}")
    typing = {m[0]: "/".join(rng.choice(ALLELES, 2, p=FREQS)) for m in members if rng.random() < 0.5}
    return members, typing, rng


@settings(max_examples=40, deadline=None)
@given(families)
def test_the_order_and_the_names_of_people_do_not_matter(seed):
    members, typing, rng = random_family(seed)
    where = marker("stepwise", "equal")
    pedigree = Pedigree.of(members)
    value = likelihood(pedigree, where, typed(where, pedigree, **typing))
    new = {m[0]: f"x{n}" for m, n in zip(members, rng.permutation(len(members)), strict=True)} | {None: None}
    shuffled = [(new[a], new[b], new[c], sex) for a, b, c, sex in members]
    rng.shuffle(shuffled)
    other = Pedigree.of([tuple(m) for m in shuffled])

    again = likelihood(other, where, typed(where, other, **{new[who]: g for who, g in typing.items()}))

    assert isclose(value, again, rel_tol=1e-11)


@settings(max_examples=40, deadline=None)
@given(families)
def test_the_order_of_alleles_does_not_matter(seed):
    members, typing, rng = random_family(seed)
    pedigree, order = Pedigree.of(members), rng.permutation(3)
    one = marker("proportional", "stepwise")
    two = Marker(
        "S",
        tuple(ALLELES[i] for i in order),
        tuple(FREQS[i] for i in order),
        male=one.male,
        female=one.female,
    )

    values = [likelihood(pedigree, where, typed(where, pedigree, **typing)) for where in (one, two)]

    assert isclose(*values, rel_tol=1e-11)


@settings(max_examples=25, deadline=None)
@given(families)
def test_summing_over_one_persons_genotypes_gives_back_the_rest(seed):
    members, typing, _ = random_family(seed, people=7)
    where, pedigree = marker("stepwise"), Pedigree.of(members)
    evidence = typed(where, pedigree, **typing)
    who = members[-1][0]
    evidence.pop(who, None)
    pairs = [f"{a}/{b}" for i, a in enumerate(ALLELES) for b in ALLELES[i:]]

    total = sum(
        likelihood(pedigree, where, {**evidence, **typed(where, pedigree, **{who: g})}) for g in pairs
    )

    assert isclose(total, likelihood(pedigree, where, evidence), rel_tol=1e-11)


@settings(max_examples=15, deadline=None)
@given(families)
def test_random_families_agree_with_the_slow_twin(seed):
    members, typing, _ = random_family(seed, people=5)
    where, pedigree = marker("stepwise", "equal"), Pedigree.of(members)

    fast = likelihood(pedigree, where, typed(where, pedigree, **typing))

    assert isclose(fast, by_twin(pedigree, where, typing), rel_tol=1e-11)
