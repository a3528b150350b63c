"""What the command says of a grave beside its numbers."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.engines.kinship.graves import invented_grave
from tests.engines.kinship.test_verbs import as_case
from vegerin.engines.kinship.command import main
from vegerin.engines.kinship.simulate import KIT

CASE = next(
    path
    for path in sorted((Path(__file__).parent / "reference").glob("*.json"))
    if json.loads(path.read_text("utf-8")).get("kind") == "dvi"
)


def answered(tmp_path, capsys, case, *options):
    (tmp_path / "case.json").write_text(json.dumps(case), "utf-8")
    assert main([str(tmp_path / "case.json"), *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_theta_in_a_grave_is_the_theta_of_a_single_question(tmp_path, capsys):
    case = json.loads(CASE.read_text("utf-8")) | {"theta": 0.02}
    family, body = case["families"][0], case["pm"][0]["id"]
    who = next(m for m in case["missing"] if m in {p["id"] for p in family["members"]})
    renamed = [
        {k: (body if v == who and k in ("id", "father", "mother") else v) for k, v in p.items()}
        for p in family["members"]
    ]
    relatives = {p["id"] for p in family["members"]}
    genotypes = {body: case["genotypes"]["pm"][body]} | {
        w: g for w, g in case["genotypes"]["am"].items() if w in relatives
    }
    single = {
        "kind": "kinship_lr",
        "theta": 0.02,
        "markers": case["markers"],
        "genotypes": genotypes,
        "hypotheses": [
            {"name": "H1", "components": [renamed]},
            {"name": "H2", "components": [family["members"], [case["pm"][0]]]},
        ],
    }

    pairwise = answered(tmp_path, capsys, case)["results"]["pairwise_LR"]
    wanted = answered(tmp_path, capsys, single)["results"]["LR"][0]["LR_total"]

    found = pairwise["values"][pairwise["rows"].index(body)][pairwise["cols"].index(who)]
    assert np.isclose(found, wanted, rtol=1e-9)


def test_theta_goes_through_the_joint_answer_and_vanishes_with_theta(tmp_path, capsys):
    case = json.loads(CASE.read_text("utf-8"))

    plain, nearly, shared = (
        answered(tmp_path, capsys, case | {"theta": theta})["results"]["joint"] for theta in (0, 1e-9, 0.03)
    )

    assert np.allclose(plain["pairing_posterior"]["values"], nearly["pairing_posterior"]["values"], atol=1e-5)
    assert shared["best_loglik"] != plain["best_loglik"]
    assert shared["lp_gap"] == 0 and shared["posterior_error_bound"] == 0


def test_every_pairing_has_a_verdict_with_its_rivals(tmp_path, capsys):
    joint = answered(tmp_path, capsys, json.loads(CASE.read_text("utf-8")))["results"]["joint"]

    made = {v: m for v, m in joint["best_assignment"].items() if m != "*"}
    grouped = {who for group in joint["groups"] for who in group["missing"]}
    assert {one["remains"]: one["missing"] for one in joint["verdicts"]} == made
    assert all("sibling" in one["alternative"] and one["says"] for one in joint["verdicts"])
    assert {one["verdict"] for one in joint["verdicts"] if one["missing"] in grouped} <= {"inconclusive"}


def test_a_near_relative_nobody_recorded_can_keep_a_name_from_being_certain(tmp_path, capsys):
    grave, _ = invented_grave(families=3, remains=3, seed=4, kinds=1, sizes=KIT, untyped=0.0)
    case = as_case(grave)

    usual, wary = (
        answered(tmp_path, capsys, case | more)["results"]["joint"]["verdicts"]
        for more in ({}, {"unrecorded": {"sibling": 0.01}})
    )

    assert "identified" in {one["verdict"] for one in usual}
    assert "identified" not in {one["verdict"] for one in wary}
    assert all("unrecorded sibling" in one["says"] for one in usual)


def test_remains_that_are_kin_without_any_reference_are_found(tmp_path, capsys):
    grave, truth = invented_grave(families=4, remains=8, seed=3, kinds=2, sizes=KIT, untyped=0.0)
    case = as_case(grave)
    brothers = next(
        {v for v, who in truth.items() if who in members}
        for members in ({f"m{i}a", f"m{i}b"} for i in range(4))
        if len({v for v, who in truth.items() if who in members}) == 2
    )
    home = next(f for f in case["families"] if {truth[v] for v in brothers} & {p["id"] for p in f["members"]})
    case["families"].remove(home)
    case["missing"] = [m for m in case["missing"] if m not in {p["id"] for p in home["members"]}]

    joint = answered(tmp_path, capsys, case)["results"]["joint"]

    found = {frozenset(kin["remains"]): kin for kin in joint["kin_without_reference"]}
    assert found[frozenset(brothers)]["relation"] == "full siblings"
    assert "no reference" in found[frozenset(brothers)]["says"]


@pytest.mark.parametrize(
    ("evidence", "sign"),
    [
        ({"remains": {"V0": {"age": [20, 30]}}, "missing": {"m0a": {"age": 25}, "m1a": {"age": 60}}}, 1),
        ({"remains": {"V0": {"age": [20, 30]}}, "missing": {"m0a": {"age": 60}, "m1a": {"age": 25}}}, -1),
        ({"remains": {"V0": {"place": "n"}}, "missing": {"m0a": {"place": "n"}, "m1a": {"place": "s"}}}, 1),
    ],
)
def test_age_and_place_move_a_posterior_and_never_decide(evidence, sign, tmp_path, capsys):
    grave, _ = invented_grave(families=2, remains=1, seed=1, kinds=1, untyped=1.0)
    case = as_case(grave)

    before, after = (
        answered(tmp_path, capsys, case | more)["results"]["joint"]["pairing_posterior"]["values"][0]
        for more in ({}, {"evidence": evidence})
    )

    assert np.sign(after[0] - before[0]) == sign
    assert 0 < after[0] < 1 and 0 < after[1] < 1


def test_amelogenin_of_remains_is_evidence_with_an_error_rate(tmp_path, capsys):
    grave, _ = invented_grave(families=1, remains=1, seed=1, kinds=1, untyped=1.0)
    case = as_case(grave)
    case["pm"][0]["sex"] = "U"
    woman = json.loads(json.dumps(case).replace('"m0a"', '"M0a"'))
    woman["families"][0]["members"].append({"id": "W", "father": None, "mother": None, "sex": "F"})
    woman["missing"].append("W")
    woman["genotypes"]["pm"]["V0"]["Amelogenin"] = ["X", "Y"]

    row = answered(tmp_path, capsys, woman)["results"]["joint"]["pairing_posterior"]["values"][0]

    assert row[0] > 50 * row[1] > 0
