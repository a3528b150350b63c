"""Search, next, check, verdict: what they say and never say."""

import csv
import json

import numpy as np
import pytest

from tests.engines.kinship.graves import SMALL_KIT, invented_grave
from vegerin.engines.kinship.bodies import direct_match
from vegerin.engines.kinship.bones import DEGRADATION
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.command import main
from vegerin.engines.kinship.grave import Family, ln_pairwise
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.reference_check import check_families
from vegerin.engines.kinship.relatives import next_relatives
from vegerin.engines.kinship.search import blocks, search
from vegerin.engines.kinship.simulate import KIT, as_seen, kit, profiles
from vegerin.engines.kinship.verdict import IDENTIFIED, LIKELY, OPEN, OUT, related_as_asked, verdict


def as_case(grave, **rest):
    """A grave as the JSON of the reference."""

    def typed(markers, row):
        return {
            m.name: [m.alleles[a] for a in what.genotype]
            for m, what in zip(markers, row, strict=True)
            if what is not None
        }

    members = [
        {
            "name": family.name,
            "members": [
                {"id": p.id, "father": p.father, "mother": p.mother, "sex": p.sex}
                for p in family.pedigree.people
            ],
        }
        for family in grave.families
    ]
    return {
        "kind": "dvi",
        "pm": [{"id": body.id, "sex": body.sex} for body in grave.remains],
        "families": members,
        "missing": [who for _, who in grave.places],
        "markers": [
            {"name": m.name, "alleles": list(m.alleles), "freqs": list(m.freqs)} for m in grave.markers
        ],
        "genotypes": {
            "pm": {body.id: typed(grave.markers, body.typing) for body in grave.remains},
            "am": {
                who: typed(grave.markers, row)
                for family in grave.families
                for who, row in family.typings.items()
            },
        },
        **rest,
    }


@pytest.fixture
def grave():
    return invented_grave(families=5, remains=8, seed=2, sizes=KIT[5:20])[0]


def test_look_ups_agree_with_the_exact_ratios_to_single_precision(grave):
    exact = ln_pairwise(grave)

    screened = np.concatenate([values for _, values in blocks(grave)], axis=1)

    here = np.isfinite(exact) & (exact > -250)
    assert np.allclose(screened[here], exact[here], atol=2e-4)


def test_search_writes_hits_with_rivals_and_alternatives(grave, tmp_path, capsys):
    path, out = tmp_path / "case.json", tmp_path / "hits.csv"
    path.write_text(json.dumps(as_case(grave)))

    status = main(["search", str(path), str(path), "--threshold", "1000", "--out", str(out)])

    rows = list(csv.DictReader(out.open()))
    assert status == 0
    assert list(rows[0]) == [
        "remains",
        "family",
        "missing",
        "log10_lr",
        "prior",
        "posterior",
        "exclusions",
        "next_missing",
        "next_remains",
        "alternative",
        "verdict",
        "reason",
        "sensitivity",
    ]
    assert all("mutation x 10" in row["sensitivity"] and "theta 0.03" in row["sensitivity"] for row in rows)
    assert all(row["next_missing"] and "sibling" in row["alternative"] for row in rows)
    assert json.loads(capsys.readouterr().out)["results"]["hits"] == len(rows)


def test_what_is_not_dna_enters_the_prior_of_a_hit(grave, tmp_path, capsys):
    path, out = tmp_path / "case.json", tmp_path / "hits.csv"
    path.write_text(json.dumps(as_case(grave)))
    main(["search", str(path), str(path), "--threshold", "1000", "--out", str(out)])
    first = next(csv.DictReader(out.open()))
    others = {who: {"place": "south"} for _, who in grave.places if who != first["missing"]}
    evidence = {
        "remains": {first["remains"]: {"place": "north"}},
        "missing": {first["missing"]: {"place": "north"}, **others},
    }
    path.write_text(json.dumps({**as_case(grave), "evidence": evidence}))

    main(["search", str(path), str(path), "--threshold", "1000", "--out", str(out)])

    again = next(row for row in csv.DictReader(out.open()) if row["remains"] == first["remains"])
    assert again["missing"] == first["missing"] and again["log10_lr"] == first["log10_lr"]
    assert float(again["prior"]) > float(first["prior"])


def test_theta_lowers_the_ratio_of_a_true_match(grave):
    plain, shared = (search(grave, threshold=1e4, theta=theta) for theta in (0.0, 0.03))

    assert max(hit.log10_lr for hit in shared) < max(hit.log10_lr for hit in plain)


def test_next_ranks_a_parent_above_an_uncle_and_a_spouse_alone_tells_nothing(tmp_path, capsys):
    people = [
        ("GF", None, None, "M"), ("GM", None, None, "F"), ("F", "GF", "GM", "M"), ("U", "GF", "GM", "M"),
        ("M", None, None, "F"), ("X", "F", "M", "M"), ("W", None, None, "F"),
    ]  # fmt: skip
    markers = kit(np.random.default_rng(1), sizes=SMALL_KIT)
    case = {
        "kind": "genotype_distribution",
        "pedigree": [dict(zip(("id", "father", "mother", "sex"), person, strict=True)) for person in people],
        "target": "X",
        "genotypes": {},
        "markers": [{"name": m.name, "alleles": list(m.alleles), "freqs": list(m.freqs)} for m in markers],
    }
    (tmp_path / "case.json").write_text(json.dumps(case))

    assert main(["next", str(tmp_path / "case.json")]) == 0
    relatives = json.loads(capsys.readouterr().out)["results"]["relatives"]

    assert [relative["id"] for relative in relatives][:2] in (["F", "M"], ["M", "F"])
    assert relatives[-1]["id"] == "W"
    assert abs(relatives[-1]["bits"]) < 1e-9


def test_two_aunts_may_be_enough_where_neither_is_alone(tmp_path, capsys):
    people = [
        ("GF", None, None, "M"), ("GM", None, None, "F"), ("F", "GF", "GM", "M"), ("U", "GF", "GM", "M"),
        ("M", None, None, "F"), ("X", "F", "M", "M"), ("S1", "F", "M", "F"), ("S2", "F", "M", "F"),
        ("S3", "F", "M", "M"),
    ]  # fmt: skip
    markers = kit(np.random.default_rng(1), sizes=KIT[:9])
    case = {
        "kind": "genotype_distribution",
        "pedigree": [dict(zip(("id", "father", "mother", "sex"), person, strict=True)) for person in people],
        "target": "X",
        "genotypes": {},
        "candidates": ["S1", "S2", "S3", "U"],
        "event_size": 10,
        "markers": [{"name": m.name, "alleles": list(m.alleles), "freqs": list(m.freqs)} for m in markers],
    }
    (tmp_path / "case.json").write_text(json.dumps(case))

    assert main(["next", str(tmp_path / "case.json")]) == 0
    results = json.loads(capsys.readouterr().out)["results"]
    enough = results["enough"][0]

    single = max(relative["chance_of_passing"] for relative in results["relatives"])
    assert single < 0.95
    assert len(enough["groups"][0]["relatives"]) >= 2
    assert enough["groups"][0]["chance_of_passing"] > single
    assert enough["groups"][0]["relatives"][0] in enough["says"]


def test_information_grows_with_who_is_typed_already():
    people = [("F", None, None, "M"), ("M", None, None, "F"), ("X", "F", "M", "M"), ("S", "F", "M", "F")]
    pedigree, rng = Pedigree.of(people), np.random.default_rng(4)
    markers = kit(rng, sizes=SMALL_KIT)
    row = as_seen(profiles(pedigree, markers, rng)["M"], rng)
    nobody, mother = [{} for _ in markers], [{"M": what} for what in row]

    alone, _ = next_relatives(pedigree, markers, nobody, "X", candidates=["F"], others_missing=200, seed=1)
    both, now = next_relatives(pedigree, markers, mother, "X", candidates=["F"], others_missing=200, seed=1)

    assert both[0].bits > 0.9 * alone[0].bits
    assert both[0].chance_of_passing > now


def test_check_finds_a_swapped_sample_and_says_so_with_care():
    people = [("F", None, None, "M"), ("M", None, None, "F"), ("X", "F", "M", "M"), ("S", "F", "M", "F")]
    pedigree, rng = Pedigree.of(people), np.random.default_rng(3)
    markers = kit(rng, sizes=SMALL_KIT)
    drawn, other = profiles(pedigree, markers, rng), profiles(pedigree, markers, rng)
    true = {who: as_seen(drawn[who], rng) for who in ("F", "M", "S")}
    right = Family("right", pedigree, ("X",), true)
    wrong = Family("wrong", pedigree, ("X",), {**true, "S": as_seen(other["S"], rng)})

    assert check_families([right], markers)[0].fits
    checked = check_families([wrong], markers)[0]

    assert not checked.fits
    assert [finding.people for finding in checked.findings] == [("S",)]
    assert "geneticist only" in checked.findings[0].says
    assert "paternity" not in checked.findings[0].says


@pytest.mark.parametrize(
    ("posterior", "error", "word"),
    [
        (0.9999, 0.0, IDENTIFIED),
        (0.9996, 0.001, LIKELY),
        (0.6, 0.0, OPEN),
        (1e-9, 0.0, OUT),
        (0.99999, None, LIKELY),
    ],
)
def test_a_verdict_needs_the_policy_and_a_stated_error(posterior, error, word):
    said = verdict(posterior, error=error, rival="V7")

    assert said.word == word
    assert "V7" in said.says


def test_a_group_is_never_identified():
    assert verdict(1.0, error=0.0, rival="M2", group=True).word == OPEN


def test_about_the_living_there_are_three_answers_only():
    assert [related_as_asked(x) for x in (30.0, 0.0, -30.0)] == ["yes", "cannot say", "no"]


@pytest.mark.parametrize(
    ("one", "two", "says"),
    [
        ({"AMEL": ["X", "Y"]}, {"AMEL": ["X", "Y"]}, 1),
        ({"AMEL": ["X", "Y"]}, {"AMEL": ["X"]}, -1),  # a Y may be lost, so this only speaks against
        ({"AMEL": ["X", "Y"]}, {}, 0),
    ],
)
def test_amelogenin_is_evidence_about_parts_of_one_body(one, two, says):
    markers = [{"name": "S", "alleles": ["7", "8"], "freqs": [0.5, 0.5]}]
    case = {"samples": [{"id": "a"}, {"id": "b"}], "genotypes": {"a": one, "b": two}, "markers": markers}

    ratio = direct_match(Reading(case))["LR"]["values"][0, 1]

    assert ratio > 0
    assert np.sign(round(np.log(ratio), 9)) == says


def test_sex_from_bones_counts_less_than_sex_from_dna():
    def ratio(**two):
        case = {
            "samples": [{"id": "a", "sex": "M"}, {"id": "b", **two}],
            "genotypes": {},
            "markers": [{"name": "S", "alleles": ["7", "8"], "freqs": [0.5, 0.5]}],
        }
        return direct_match(Reading(case))["LR"]["values"][0, 1]

    assert (
        0
        < ratio(sex="F")
        < ratio(anthropological_sex="F")
        < 1
        < ratio(anthropological_sex="M")
        < ratio(sex="M")
    )


def test_parts_of_one_body_meet_again_despite_drop_out():
    rng = np.random.default_rng(8)
    markers = kit(rng, sizes=KIT[5:20])
    single, family = (
        Pedigree.of([("x", None, None, "M")]),
        Pedigree.of(
            [("F", None, None, "M"), ("M", None, None, "F"), ("x", "F", "M", "M"), ("y", "F", "M", "M")]
        ),
    )
    brothers, stranger = profiles(family, markers, rng), profiles(single, markers, rng)
    owners = {"b1": brothers["x"], "b2": brothers["x"], "b3": brothers["y"], "b4": stranger["x"]}
    genotypes = {}
    for who, profile in owners.items():
        genotypes[who] = {}
        for marker, pair in zip(markers, profile, strict=True):
            kept = [
                marker.alleles[a] for a in dict.fromkeys(pair.tolist()) if rng.random() > DEGRADATION.dropout
            ]
            if kept:
                genotypes[who][marker.name] = kept
    case = {
        "samples": [{"id": who, "sex": "M"} for who in owners],
        "genotypes": genotypes,
        "markers": [{"name": m.name, "alleles": list(m.alleles), "freqs": list(m.freqs)} for m in markers],
    }

    answer = direct_match(Reading(case))

    assert [set(body["samples"]) for body in answer["bodies"]] == [{"b1", "b2"}, {"b3"}, {"b4"}]
    assert answer["LR_vs_sibling"]["values"][0, 1] > 1e3
    assert answer["LR"]["values"][0, 2] < answer["LR"]["values"][0, 1]
