"""Every reference case found, through the command, against the answers of independent programs."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from vegerin.engines.kinship.command import main

HERE = Path(__file__).parent / "reference"
OUTSIDE = Path(os.environ["VEGERIN_REFERENCE"]) if "VEGERIN_REFERENCE" in os.environ else None
CASES = {path.stem: path for folder in (HERE, OUTSIDE) if folder for path in sorted(folder.glob("*.json"))}
CASES.pop("INDEX", None)
ELSEWHERE = [
    *("J_KETPchap481", "J_KETPexer498", "J_example1", "J_example2", "J_fire", "J_glrpaper_ex2"),
    *("J_planecrash", "J_symmetricSibs", "P04_klink_halfsib"),
]


def numbers(value):
    return np.array(
        json.loads(json.dumps(value).replace('"-Inf"', "-Infinity").replace('"Inf"', "Infinity")), float
    )


def assert_close(found, wanted, *, absolute=0.0, relative=0.0):
    found, wanted = numbers(found), numbers(wanted)
    assert found.shape == wanted.shape
    assert np.array_equal(np.isnan(found), np.isnan(wanted))
    same = (found == wanted) | np.isnan(wanted)
    with np.errstate(invalid="ignore"):
        gap = np.where(same, 0.0, np.abs(found - wanted))
        allowed = np.where(same, 1.0, absolute + relative * np.abs(wanted))
    assert (gap <= allowed).all(), gap.max()


def run(path, capsys, *options):
    assert main([str(path), *options]) == 0
    return json.loads(capsys.readouterr().out)["results"]


def kinship_lr(case, results):
    allowed = case["tolerance"]["abs_loglik_per_marker"]
    for name, wanted in case["expected"]["hypotheses"].items():
        found = results["hypotheses"][name]
        assert_close(found["loglik_per_marker"], wanted["loglik_per_marker"], absolute=allowed)
        assert_close(found["loglik_total"], wanted["loglik_total"], absolute=allowed * len(case["markers"]))
    for found, wanted in zip(results["LR"], case["expected"]["LR"], strict=True):
        assert (found["numerator"], found["denominator"]) == (wanted["numerator"], wanted["denominator"])
        assert_close(found["LR_total"], wanted["LR_total"], relative=1e-6)


def linked_pair_lr(case, results):
    for name, wanted in case["expected"]["hypotheses"].items():
        for key in ("loglik_joint", "loglik_unlinked"):
            assert_close(results["hypotheses"][name][key], wanted[key], absolute=1e-8)
    for found, wanted in zip(results["LR"], case["expected"]["LR"], strict=True):
        assert_close(found["LR_linked"], wanted["LR_linked"], relative=1e-8)


def genotype_distribution(case, results):
    for found, wanted in zip(results["tables"], case["expected"]["tables"], strict=True):
        names = sorted(set(found["probs"]) | set(wanted["probs"]))
        assert_close(
            [found["probs"].get(n, 0) for n in names],
            [wanted["probs"].get(n, 0) for n in names],
            absolute=1e-10,
        )


def dropout_lr(case, results):
    for name, wanted in case["expected"]["LR_per_marker"].items():
        assert_close(results["LR_per_marker"][name], wanted, relative=1e-8)
    assert_close(results["LR_total"], case["expected"]["LR_total"], relative=1e-8)


def direct_match(case, results):
    assert results["LR"]["ids"] == case["expected"]["LR"]["ids"]
    assert_close(results["LR"]["values"], case["expected"]["LR"]["values"], relative=1e-9)
    assert results["groups_at_threshold"] == case["expected"]["groups_at_threshold"]


def exclusion_power(case, results):
    assert_close(results["EP_per_marker"], case["expected"]["EP_per_marker"], absolute=1e-9)
    assert_close(results["EP_total"], case["expected"]["EP_total"], absolute=1e-9)
    assert_close(results["expected_mismatch"], case["expected"]["expected_mismatch"], absolute=1e-9)


def mutation_matrix(case, results):
    for found, wanted in zip(results["matrices"], case["matrices"], strict=True):
        assert found["name"] == wanted["name"]
        assert_close(found["matrix"], wanted["expected"]["matrix"], absolute=1e-12)
        assert found["stationary"] == wanted["expected"]["stationary"]
        assert_close(found["overall_rate"], wanted["expected"]["overall_rate"], absolute=1e-12)


def kinship_coefficients(case, results):
    for found, wanted in zip(results["cases"], case["cases"], strict=True):
        assert_close(found["kinship"], wanted["expected"]["kinship"], absolute=1e-12)
        assert_close(found["inbreeding"], wanted["expected"]["inbreeding"], absolute=1e-12)


def dvi_pairwise(case, results):
    found, wanted = results["pairwise_LR"], case["expected"]["pairwise_LR"]
    assert (found["rows"], found["cols"]) == (wanted["rows"], wanted["cols"])
    assert_close(found["values"], wanted["values"], relative=case["tolerance"].get("rel_LR", 1e-6))


def dvi(case, results):
    dvi_pairwise(case, results)
    expected, joint = case["expected"], results["joint"]
    assert_close(results["loglik_null"], expected["loglik_null"], absolute=1e-6)
    assert_close(results["exclusion_matrix"]["values"], expected["exclusion_matrix"])
    assert joint["optimal"] and joint["lp_gap"] < 1e-6 and joint["posterior_error_bound"] < 1e-6
    if "joint" in expected:
        wanted = expected["joint"]
        assert_close(joint["log_sum_likelihood"], wanted["log_sum_likelihood"], absolute=1e-6)
        assert_close(joint["best_loglik"], wanted["best_loglik"], absolute=1e-6)
        best = [
            row["assignment"] for row in wanted["table_top"] if wanted["best_loglik"] - row["loglik"] < 1e-6
        ]
        assert joint["best_assignment"] in best
        posterior = wanted["pairing_posterior_flat"]["values"]
        assert_close(joint["pairing_posterior"]["values"], posterior, absolute=1e-6)
        assert_close(
            [10 ** -rival["log10_ratio"] for rival in joint["rivals"]],
            [np.exp(-ln_glr(wanted, joint, rival)) for rival in joint["rivals"]],
            relative=1e-6,
        )


def ln_glr(wanted, joint, rival):
    rows, cols = joint["pairing_posterior"]["rows"], joint["pairing_posterior"]["cols"]
    return wanted["ln_GLR"]["values"][rows.index(rival["remains"])][cols.index(rival["missing"])]


CHECKS = {
    "kinship_lr": (kinship_lr, ()),
    "linked_pair_lr": (linked_pair_lr, ()),
    "genotype_distribution": (genotype_distribution, ()),
    "dropout_lr": (dropout_lr, ()),
    "direct_match": (direct_match, ("--strict",)),
    "exclusion_power": (exclusion_power, ()),
    "mutation_matrix": (mutation_matrix, ()),
    "kinship_coefficients": (kinship_coefficients, ()),
    "dvi_pairwise": (dvi_pairwise, ()),
    "dvi": (dvi, ("--prior", "flat")),
}


@pytest.mark.parametrize("name", sorted(set(CASES) | set(ELSEWHERE)))
def test_the_command_agrees_with_independent_programs(name, capsys):
    if name not in CASES:
        pytest.skip(f"{name} is not copied here; set VEGERIN_REFERENCE to a folder that has it")
    case = json.loads(CASES[name].read_text())
    check, options = CHECKS[case["kind"]]

    results = run(CASES[name], capsys, *options)

    check(case, results)


def test_every_kind_of_case_is_checked():
    assert {json.loads(path.read_text())["kind"] for path in CASES.values()} == set(CHECKS)
