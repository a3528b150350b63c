"""Exchange formats: round trips, samples written by others where they lie, bad files refused with their
place.
"""

import json
import os
import re
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.command import main
from vegerin.engines.kinship.formats import FORMATS, read_any

SAMPLES = Path(os.environ.get("VEGERIN_FORMATS", "nowhere"))
PLACE = re.compile(r"line \d+, column \d+")

GRAVE = {
    "kind": "dvi",
    "theta": 0.0,
    "pm": [{"id": "V1", "sex": "M"}, {"id": "V2", "sex": "F"}],
    "families": [
        {
            "name": "F1",
            "members": [
                {"id": "F1: A", "father": None, "mother": None, "sex": "M"},
                {"id": "F1: B", "father": None, "mother": None, "sex": "F"},
                {"id": "F1: Missing M1", "father": "F1: A", "mother": "F1: B", "sex": "M"},
            ],
        }
    ],
    "missing": ["F1: Missing M1"],
    "markers": [
        {"name": "D3S1358", "chrom": "autosomal", "alleles": ["15", "16", "17.3"], "freqs": [0.5, 0.25, 0.25],
         "mutation": {"male": {"model": "equal", "rate": 0.002},
                      "female": {"model": "equal", "rate": 0.001}}},
        {"name": "TH01", "chrom": "autosomal", "alleles": ["6", "9.3"], "freqs": [0.5, 0.5]},
    ],
    "genotypes": {
        "pm": {"V1": {"D3S1358": ["15", "17.3"], "TH01": ["6", "6"]}, "V2": {"D3S1358": ["15", "16"]}},
        "am": {"F1: A": {"D3S1358": ["15", "15"], "TH01": ["6", "9.3"]}},
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", ["genemapper", "genemapper-wide", "genis", "codis"])
def test_profiles_come_back_as_they_went(kind):
    read, write = FORMATS[kind]

    back = read(write(GRAVE), "again")

    assert back["genotypes"]["pm"] == {**GRAVE["genotypes"]["pm"], **GRAVE["genotypes"]["am"]}
    assert [body["sex"] for body in back["pm"][:2]] == ["M", "F"]


def test_a_grave_comes_back_from_familias_as_it_went():
    read, write = FORMATS["familias-dvi"]

    assert read(write(GRAVE), "again") == GRAVE


def test_a_family_comes_back_from_ped_with_its_frequencies(tmp_path, capsys):
    case = {**GRAVE, "families": [{"name": "1", "members": [
        {"id": "A", "father": None, "mother": None, "sex": "M"},
        {"id": "B", "father": None, "mother": None, "sex": "F"},
        {"id": "C", "father": "A", "mother": "B", "sex": "U"}]}],
        "genotypes": {"pm": {}, "am": {"A": {"TH01": ["6", "9.3"]}}}}  # fmt: skip
    (tmp_path / "in.json").write_text(json.dumps(case))

    status = main(["convert", str(tmp_path / "in.json"), str(tmp_path / "out.ped")])
    back = read_any(str(tmp_path / "out.ped"))

    assert status == 0
    assert back["families"] == case["families"]
    assert back["genotypes"]["am"] == {"A": {"TH01": ["6", "9.3"]}}
    assert [marker["freqs"] for marker in back["markers"]] == [[0.5, 0.25, 0.25], [0.5, 0.5]]


BAD = {
    "genemapper": "Sample Name\tMarker\tAllele 1\nV1\tTH01\t6\nV1\tTH01\t7\n",
    "genemapper-wide": "Smaple File\tSample Name\tTH01\nrun.fsa\tV1\t6, 7\n",
    "genis": "Sample Name\tRange From\n",
    "codis": "<CODISImportFile><SPECIMEN><SPECIMENID>1</SPECIMENID><LOCUS></LOCUS></SPECIMEN>"
    "</CODISImportFile>",
    "familias": '"Output from Familias, version 3"\n"DO NOT EDIT!"\n3\n""\ntwo\n',
    "familias-dvi": '"Output from Familias, version 3"\n"DO NOT EDIT!"\n3 (DVI)\n""\n1\n"A"\nyes\n',
    "ped": "famid id fid mid sex TH01\n1 1 0 0 3 6/7\n",
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_line_and_column(kind):
    with pytest.raises(BadInput) as refused:
        FORMATS[kind][0](BAD[kind], "bad")

    assert PLACE.search(str(refused.value))


def test_entities_in_xml_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><CODISImportFile><SPECIMEN>&a;</SPECIMEN></CODISImportFile>'

    with pytest.raises(BadInput, match="entities"):
        FORMATS["codis"][0](bomb, "bomb")


def damaged(text, seed):
    """The text with some bytes changed, cut or doubled."""
    rng = np.random.default_rng(seed)
    letters = list(text)
    for _ in range(int(rng.integers(1, 6))):
        if not letters:
            break
        place = int(rng.integers(len(letters)))
        kind = int(rng.integers(4))
        if kind == 0:
            letters[place] = chr(int(rng.integers(1, 0x250)))
        elif kind == 1:
            del letters[place : place + int(rng.integers(1, 40))]
        elif kind == 2:
            letters[place:place] = letters[place : place + int(rng.integers(1, 40))]
        else:
            letters = letters[:place]
    return "".join(letters)


def read_or_refuse(kind, seed):
    read, write = FORMATS[kind]
    text = write(GRAVE) if kind != "familias" else write(LR_CASE)
    with suppress(BadInput):
        read(damaged(text, seed), "damaged")


LR_CASE = {
    "hypotheses": [{"name": "H1", "components": [GRAVE["families"][0]["members"]]}],
    "markers": GRAVE["markers"],
    "genotypes": GRAVE["genotypes"]["am"],
}


@pytest.mark.parametrize("kind", sorted(FORMATS))
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_damaged_files_are_read_or_refused(kind, seed):
    read_or_refuse(kind, seed)


@pytest.mark.long
def test_ten_thousand_damaged_files_are_read_or_refused():
    for seed in range(10_000):
        read_or_refuse(sorted(FORMATS)[seed % len(FORMATS)], seed)


MEMBERS = GRAVE["families"][0]["members"]
SMALL = {
    "dvi": GRAVE,
    "dvi with theta": {
        **GRAVE,
        "theta": 0.02,
        "event_size": 9,
        "unrecorded": {"sibling": 0.01},
        "evidence": {"remains": {"V1": {"sex": "M", "age": [20, 30], "place": "n"}},
                     "missing": {"F1: Missing M1": {"age": 25, "place": "n"}}},
    },
    "dvi_pairwise": {**GRAVE, "kind": "dvi_pairwise"},
    "kinship_lr": {
        "kind": "kinship_lr",
        "theta": 0.01,
        "founder_inbreeding": {"F1: A": 0.1},
        "hypotheses": [{"name": "H1", "components": [MEMBERS]},
                       {"name": "H2", "components": [MEMBERS[:1], MEMBERS[1:2]]}],
        "markers": [{**GRAVE["markers"][0], "silent_freq": 0.0, "chrom": "X"}, GRAVE["markers"][1]],
        "genotypes": {"F1: A": {"TH01": ["6", "-"]}, "F1: B": {"TH01": ["6", "9.3"]}},
    },
    "linked_pair_lr": {
        "kind": "linked_pair_lr",
        "rho": 0.1,
        "hypotheses": [{"name": "H1", "components": [MEMBERS]}],
        "markers": GRAVE["markers"],
        "genotypes": {"F1: A": {"TH01": ["6", "6"]}, "F1: B": {"D3S1358": ["15", "16"]}},
    },
    "dropout_lr": {
        "kind": "dropout_lr",
        "dropout": 0.2,
        "dropin": 0.01,
        "target": "F1: Missing M1",
        "pedigree": [MEMBERS],
        "markers": GRAVE["markers"],
        "genotypes": GRAVE["genotypes"]["am"],
        "observed_alleles": {"TH01": ["6"]},
    },
    "direct_match": {
        "kind": "direct_match",
        "threshold": 100,
        "samples": [{"id": "V1", "sex": "M", "dropout": 0.1}, {"id": "V2", "sex": "F"}],
        "markers": GRAVE["markers"],
        "genotypes": GRAVE["genotypes"]["pm"],
    },
    "mutation_matrix": {
        "kind": "mutation_matrix",
        "matrices": [{"name": "a", "mutation": {"model": "stepwise", "alleles": ["8", "9", "9.3"],
                      "freqs": [0.2, 0.3, 0.5], "rate": 0.01, "rate2": 0.001, "range": 0.1,
                      "transform": "PM"}}],
    },
    "kinship_coefficients": {
        "kind": "kinship_coefficients",
        "cases": [{"name": "a", "pedigree": MEMBERS, "ids": ["F1: A", "F1: Missing M1"]}],
    },
}  # fmt: skip
SMALL["genotype_distribution"] = {**SMALL["dropout_lr"], "kind": "genotype_distribution", "theta": 0.02}
SMALL["exclusion_power"] = {**SMALL["dropout_lr"], "kind": "exclusion_power"}


def damaged_case(seed):
    rng = np.random.default_rng(seed)
    case = json.loads(json.dumps(SMALL[sorted(SMALL)[seed % len(SMALL)]]))
    odd = [None, "", -1, 1e308, [], {}, "x", [None], {"id": None}, True, "17.5"]
    for _ in range(int(rng.integers(1, 4))):
        at = case
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = keys[int(rng.integers(len(keys)))]
            if not isinstance(at[key], (dict, list)) or rng.random() < 0.3:
                at[key] = json.loads(json.dumps(odd[int(rng.integers(len(odd)))]))
                break
            at = at[key]
    return case


@pytest.mark.long
def test_ten_thousand_damaged_cases_are_answered_or_refused(tmp_path, capsys):
    for seed in range(10_000):
        test_damaged_cases_are_answered_or_refused(seed, tmp_path, capsys)


@pytest.mark.parametrize("kind", SMALL)
def test_the_cases_to_be_damaged_are_answered_whole(kind, tmp_path, capsys):
    (tmp_path / "case.json").write_text(json.dumps(SMALL[kind]))

    assert main([str(tmp_path / "case.json")]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("seed", range(150))
def test_damaged_cases_are_answered_or_refused(seed, tmp_path, capsys):
    (tmp_path / "case.json").write_text(json.dumps(damaged_case(seed)))

    status = main([str(tmp_path / "case.json")])

    assert status in (0, 2)
    assert json.loads(capsys.readouterr().out)


OTHERS = {
    "familias/*.fam": ("familias", ()),
    "familias-dvi/*.fam": ("familias-dvi", ()),
    "familias-dvi/*Data.txt": ("genemapper-wide", ()),
    "genemapper/*": ("genemapper-wide", ("GeneMapperExampleBrokenHeader.txt",)),
    "codis/*.csv": ("genemapper-wide", ()),
    "codis/*.xml": (
        "codis",
        ("broken-allele.xml", "broken-locus.xml", "no-profiles.xml", "not-a-codis-file.xml"),
    ),
    "genis/*": ("genis", ("Mitocondrial.txt", "base_frequency_duplicated_alleles.csv")),
    "pedsuite/*.ped": ("ped", ()),
    "pedsuite/*.txt": (None, ()),
    "lrmix/s*t*.?sv": ("genemapper", ("suspect-broken.csv", "samplePopulationStatistics.csv")),
    "euroformix/test_[er]*.csv": ("genemapper", ()),
    "euroformix/*[Ff]req*.csv": (None, ()),
}


@pytest.mark.skipif(
    not SAMPLES.exists(), reason="set VEGERIN_FORMATS to the folder of samples written by others"
)
@pytest.mark.parametrize("pattern", OTHERS)
def test_samples_written_by_others_are_read_written_and_read_again(pattern):
    kind, corrupt = OTHERS[pattern]
    paths = sorted(SAMPLES.glob(pattern))
    assert paths
    for path in paths:
        if path.name in corrupt:
            with pytest.raises(BadInput, match=PLACE):
                read_any(str(path), kind)
            continue
        content = read_any(str(path))
        if content.get("genotypes") or content.get("hypotheses"):
            assert came_back(content, kind), path.name
        else:
            assert content["markers"], path.name


def came_back(content, kind):
    """Whether a format gives back everything that it can hold."""
    read, write = FORMATS[kind]
    back = read(write(content), "again")
    if kind in {"familias", "familias-dvi", "ped"}:
        keys = {"families", "missing", "hypotheses", "pm", "genotypes"} & content.keys()
        return {key: back.get(key) for key in keys} == {key: content[key] for key in keys}
    return back["genotypes"] == content["genotypes"] and back["pm"] == content["pm"]


def test_a_ladder_of_frequencies_is_read_with_its_minimum():
    text = "alelo;TH01;FGA\n0;0,001;\n6;0,4;\n9,3;0,6;\n20;;1\n"

    content = FORMATS["genis"][0](text, "ladder")

    assert [(m["name"], m["alleles"], m["freqs"]) for m in content["markers"]] == [
        ("TH01", ["6", "9.3"], [0.4, 0.6]),
        ("FGA", ["20"], [1.0]),
    ]
    assert content["minimum_frequencies"] == {"TH01": 0.001}


@pytest.mark.parametrize("text", ["allele,TH01\n6,1.5\n", "allele,TH01\n6,x\n", "allele,TH01\n6,1\n6,0\n"])
def test_a_bad_ladder_is_refused_with_its_place(text):
    with pytest.raises(BadInput, match=r"line [23], column [12]"):
        FORMATS["genis"][0](text, "ladder")
