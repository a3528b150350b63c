"""Every feature of the schema mixed with every other, through the command, against the slow twin."""

import json

import numpy as np
import pytest

from tests.engines.kinship.variations import (
    every_assignment,
    invented_case,
    invented_grave_case,
    invented_target,
    plain_chance_of_set,
    plain_genotypes,
    plain_ln_likelihood,
)
from vegerin.engines.kinship.command import main


def answered(case, tmp_path, capsys, *options):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case))
    code = main([str(path), *options])
    answer = json.loads(capsys.readouterr().out)
    return answer["results"] if code == 0 else answer["error"]


def number(value):
    return {"-Inf": -np.inf, "Inf": np.inf}.get(value, value) if isinstance(value, str) else value


def assert_a_case_agrees(seed, tmp_path, capsys):
    case = invented_case(seed)
    people = [person for component in case["hypotheses"][0]["components"] for person in component]

    found = answered(case, tmp_path, capsys)["hypotheses"]["H"]["loglik_total"]

    wanted = plain_ln_likelihood(
        case["markers"][0],
        people,
        {who: typed["S"] for who, typed in case["genotypes"].items()},
        inbreeding=case["founder_inbreeding"],
        theta=case["theta"],
    )
    assert number(found) == wanted or abs(number(found) - wanted) < 1e-9, case


@pytest.mark.parametrize("seed", range(60))
def test_any_mixture_of_features_agrees_with_the_slow_twin(seed, tmp_path, capsys):
    assert_a_case_agrees(seed, tmp_path, capsys)


@pytest.mark.long
def test_two_thousand_mixtures_of_features_agree_with_the_slow_twin(tmp_path, capsys):
    for seed in range(1_000, 3_000):
        assert_a_case_agrees(seed, tmp_path, capsys)


def assert_a_grave_agrees(seed, tmp_path, capsys):
    case = invented_grave_case(seed)
    table = every_assignment(case)
    nobody = table[(None,) * len(case["pm"])]
    if nobody == -np.inf:
        return  # the family contradicts itself: there is nothing to compare

    results = answered(case, tmp_path, capsys, "--prior", "flat")

    joint, posterior = results["joint"], results["joint"]["pairing_posterior"]
    values = np.array(list(table.values()))
    total = np.log(np.exp(values - values.max()).sum()) + values.max()
    assert joint["n_assignments"] == len(table)
    assert np.isclose(results["loglik_null"], nobody, atol=1e-9)
    assert np.isclose(joint["log_sum_likelihood"], total, atol=1e-9)
    assert np.isclose(joint["best_loglik"], values.max(), atol=1e-9)
    assert joint["optimal"] and joint["lp_gap"] < 1e-6 and joint["posterior_error_bound"] < 1e-9
    for v, body in enumerate(posterior["rows"]):
        for m, who in enumerate(posterior["cols"]):
            share = sum(np.exp(ln - total) for choice, ln in table.items() if choice[v] == who)
            assert np.isclose(posterior["values"][v][m], share, atol=1e-9), (body, who)
            alone = table.get(tuple(who if i == v else None for i in range(len(case["pm"]))))
            ratio = results["pairwise_LR"]["values"][v][m]
            assert (ratio is None) == (alone is None)
            assert alone is None or np.isclose(number(ratio), np.exp(alone - nobody), rtol=1e-8, atol=0)


@pytest.mark.parametrize("seed", range(12))
def test_any_small_grave_agrees_with_walking_through_all_assignments(seed, tmp_path, capsys):
    assert_a_grave_agrees(seed, tmp_path, capsys)


@pytest.mark.long
def test_two_hundred_small_graves_agree_with_walking_through_all(tmp_path, capsys):
    for seed in range(100, 300):
        assert_a_grave_agrees(seed, tmp_path, capsys)


@pytest.mark.parametrize("seed", range(30))
def test_genotypes_and_degraded_samples_agree_with_the_slow_twin(seed, tmp_path, capsys):
    case = invented_target(seed)
    as_target, as_stranger = plain_genotypes(case), plain_genotypes(case, stranger=True)
    names = [*case["markers"][0]["alleles"], "silent"]
    relatives = sum(as_target.values())

    ratio = answered({**case, "kind": "dropout_lr"}, tmp_path, capsys)["LR_per_marker"]["S"]
    tables = answered({**case, "kind": "genotype_distribution"}, tmp_path, capsys)

    above, below = (
        sum(chance * plain_chance_of_set(case, g) for g, chance in each.items())
        for each in (as_target, as_stranger)
    )
    assert ratio == (pytest.approx(above / below, rel=1e-9) if below else None)
    if relatives:
        wanted = {f"{names[g[0]]}/{names[g[-1]]}": p / relatives for g, p in as_target.items() if p > 0}
        assert tables["tables"][0]["probs"] == pytest.approx(wanted, abs=1e-10)
    else:
        assert "exclude one another" in tables


TRIO = [
    {"id": "F", "father": None, "mother": None, "sex": "M"},
    {"id": "M", "father": None, "mother": None, "sex": "F"},
    {"id": "C", "father": "F", "mother": "M", "sex": "F"},
]
MARKER = {"name": "S", "alleles": ["8", "9"], "freqs": [0.4, 0.6]}
CASE = {"hypotheses": [{"components": [TRIO]}], "genotypes": {"C": {"S": ["8", "9"]}}, "markers": [MARKER]}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"thetas": 0.02}, "'thetas' is not known. Was 'theta' meant"),
        ({"markers": [{**MARKER, "mutations": {}}]}, "'mutations' is not known. Was 'mutation' meant"),
        ({"markers": [{**MARKER, "mutation": {"model": "equal", "rates": 0.1}}]}, "Was 'rate' meant"),
        ({"markers": [{**MARKER, "mutation": {"model": "equal"}}]}, "has no rate"),
        ({"markers": [{**MARKER, "mutation": {"model": "equal", "rate": -0.1}}]}, "between 0 and 1"),
        ({"founder_inbreeding": {"C": 0.1}}, "names C, who is no founder"),
        ({"theta": 1}, "theta is 1"),
    ],
)
def test_what_would_change_an_answer_unseen_is_refused(change, says, tmp_path, capsys):
    assert says in answered({"kind": "kinship_lr", **CASE, **change}, tmp_path, capsys)


@pytest.mark.parametrize("kind", ["linked_pair_lr", "exclusion_power"])
def test_theta_is_refused_where_it_is_not_computed(kind, tmp_path, capsys):
    case = {**CASE, "kind": kind, "theta": 0.01, "pedigree": TRIO, "target": "F"}

    assert "theta" in answered(case, tmp_path, capsys)


def test_matches_join_through_a_third_sample_and_never_across_sexes(tmp_path, capsys):
    markers = [{"name": f"L{k}", "alleles": ["1", "2"], "freqs": [0.01, 0.99]} for k in range(6)]
    typed = {"A": range(4), "B": range(6), "C": range(2, 6), "D": range(6)}
    case = {
        "kind": "direct_match",
        "threshold": 1e7,
        "markers": markers,
        "samples": [{"id": who, "sex": "F" if who == "D" else "M"} for who in typed],
        "genotypes": {who: {f"L{k}": ["1", "1"] for k in loci} for who, loci in typed.items()},
    }

    results = answered(case, tmp_path, capsys, "--strict")

    assert results["groups_at_threshold"] == [["B", "A", "C"], ["D"]]
    assert [row[3] for row in results["LR"]["values"]] == [0, 0, 0, 0]


def test_a_family_that_contradicts_itself_has_no_power_at_that_marker(tmp_path, capsys):
    case = {
        "kind": "exclusion_power",
        "pedigree": [*TRIO, {"id": "D", "father": "F", "mother": "M", "sex": "M"}],
        "target": "D",
        "markers": [{**MARKER, "name": "S"}, {**MARKER, "name": "T"}],
        "genotypes": {
            "F": {"S": ["8", "8"], "T": ["8", "8"]},
            "C": {"S": ["9", "9"]},
            "M": {"T": ["8", "8"]},
        },
    }

    results = answered(case, tmp_path, capsys)

    assert results["EP_per_marker"] == [None, pytest.approx(1 - 0.4**2)]
    assert results["EP_total"] == pytest.approx(1 - 0.4**2)


def test_remains_of_unknown_sex_are_counted_among_men_and_women(tmp_path, capsys):
    members = [*TRIO, {"id": "S", "father": "F", "mother": "M", "sex": "M"}]
    case = {
        "kind": "dvi",
        "markers": [MARKER],
        "pm": [{"id": "V1", "sex": "U"}, {"id": "V2", "sex": "M"}],
        "families": [{"name": "one", "members": members}],
        "missing": ["C", "S"],
        "genotypes": {
            "pm": {"V1": {"S": ["8", "9"]}, "V2": {"S": ["8", "8"]}},
            "am": {"F": {"S": ["8", "8"]}},
        },
    }

    # V1: nobody, C or S; V2: nobody or S; not both S.
    assert answered(case, tmp_path, capsys)["joint"]["n_assignments"] == 5


@pytest.mark.parametrize(
    ("remains", "word", "different"),
    [
        ({"DYS19": "14", "DYS385": [14, 11]}, "match", []),
        ({"DYS19": "15", "DYS385": [11, 14]}, "inconclusive", ["DYS19"]),
        ({"DYS19": "15", "DYS385": [11, 15], "DYS390": "25"}, "excluded", ["DYS19", "DYS385", "DYS390"]),
    ],
)
def test_a_haplotype_is_matched_with_the_frequency_it_is_stated_by(
    remains, word, different, tmp_path, capsys
):
    case = {
        "kind": "haplotype_match",
        "line": "Y",
        "rate": 0,
        "reference": {"DYS19": 14, "DYS385": [11, 14], "DYS390": "24"},
        "remains": remains,
        "database": {"count": 0, "size": 1000},
    }

    results = answered(case, tmp_path, capsys)

    limit = 1 - 0.05 ** (1 / 1000)
    assert (results["word"], results["different"]) == (word, different)
    assert results["frequency_at_most"] == pytest.approx(limit)
    assert results["LR_at_least"] == (pytest.approx(1 / limit) if word == "match" else None)
