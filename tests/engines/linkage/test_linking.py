"""Lists in two scripts: the same person is found, a sibling is not taken for her, nothing is joined."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from vegerin.engines.linkage.link_command import main
from vegerin.engines.linkage.linking import link
from vegerin.engines.linkage.model import SAME
from vegerin.engines.linkage.populations import population
from vegerin.engines.linkage.records import columns_of
from vegerin.engines.linkage.rivals import Repeated, Sides
from vegerin.engines.linkage.rows import Row

OFFICE = """record_id,full_name,sex,birth_year,village,household
1,خليل مراد قاسم,M,1980,كوجو,1
2,نادية خليل مراد,F,2001,كوجو,1
3,نسرين خليل مراد,F,2004,كوجو,1
4,خضر علي حسن,M,1975,تل بنات,2
5,شيرين خضر علي,F,1999,تل بنات,2
"""
AID = """record_id,given,father,grandfather,sex,age,age_on,village,alias
a,Khaleel,Murad,Qassim,M,34,2014-08-03,Kocho,
b,Nadia,Khalil,Murad,F,13,2014-08-03,Kojo,
c,Nesreen,Khalil,Murad,F,10,2014-08-03,Kocho,
d,Umm Obaida,Khidir,Ali,F,15,2014-08-03,Tel Banat,Shireen
e,Azad,Bozan,Ilyas,M,40,2014-08-03,Hardan,
"""


@pytest.fixture
def lists(tmp_path) -> list[str]:
    (tmp_path / "office.csv").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "aid.csv").write_text(AID, encoding="utf-8")
    return [str(tmp_path / "office.csv"), str(tmp_path / "aid.csv")]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def probabilities(folder: Path) -> dict[tuple[str, str], float]:
    pairs = {}
    for row in rows(folder / "pairs.csv"):
        ends = {row["list_a"]: row["record_a"], row["list_b"]: row["record_b"]}
        pairs[ends["office"], ends["aid"]] = float(row["p_same"])
    return pairs


def test_the_same_person_is_likelier_than_her_sister(lists, tmp_path):
    assert main([*lists, "--out", str(tmp_path / "out")]) == 0

    found = probabilities(tmp_path / "out")
    for right, wrong in ((("1", "a"), ("1", "e")), (("2", "b"), ("2", "c")), (("3", "c"), ("3", "b"))):
        assert found[right] > 0.5 > found.get(wrong, 0.0)


def test_each_record_is_in_one_cluster_and_no_cluster_holds_two_of_a_list(lists, tmp_path):
    main([*lists, "--out", str(tmp_path / "out")])

    clusters = rows(tmp_path / "out" / "clusters.csv")
    assert sorted((row["list"], row["record_id"]) for row in clusters) == sorted(
        [("office", str(number)) for number in range(1, 6)] + [("aid", letter) for letter in "abcde"]
    )
    assert len({(row["person_id"], row["list"]) for row in clusters}) == len(clusters)


def test_the_three_chances_of_a_pair_sum_to_one_as_they_are_written(lists, tmp_path):
    assert main([*lists, "--out", str(tmp_path / "out")]) == 0

    sums = [
        sum(Decimal(row[chance]) for chance in ("p_same", "p_family", "p_other"))
        for row in rows(tmp_path / "out" / "pairs.csv")
    ]
    assert sums
    assert max(abs(total - 1) for total in sums) < Decimal("1e-9")


def test_the_same_lists_give_the_same_bytes(lists, tmp_path):
    for folder in ("once", "again"):
        main([*lists, "--out", str(tmp_path / folder)])

    for file in ("pairs.csv", "clusters.csv", "families.csv", "review.csv"):
        assert (tmp_path / "once" / file).read_bytes() == (tmp_path / "again" / file).read_bytes()


def test_the_report_expects_precision_with_an_interval(lists, tmp_path):
    main([*lists, "--out", str(tmp_path / "out")])

    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["records"] == 10
    assert 0 <= report["expected_precision"]["low"] <= report["expected_precision"]["estimate"] <= 1


def test_a_list_alone_is_what_the_next_one_is_linked_into(lists, tmp_path, capsys):
    alone, added, whole = (str(tmp_path / folder) for folder in ("alone", "added", "whole"))

    assert main([lists[0], "--out", alone]) == 0
    remark = capsys.readouterr().err
    assert main(["--add", lists[1], "--state", alone, "--out", added]) == 0
    assert main([*lists[:2], "--state", alone, "--out", whole]) == 0

    assert "nothing to be linked with" in remark
    persons = [line.split(",")[0] for line in (tmp_path / "alone" / "clusters.csv").read_text().split()[1:]]
    assert len(persons) == len(set(persons)) > 1
    for file in ("pairs.csv", "clusters.csv", "families.csv", "review.csv"):
        assert (tmp_path / "added" / file).read_bytes() == (tmp_path / "whole" / file).read_bytes()
    assert "link" in (tmp_path / "added" / "pairs.csv").read_text()


def test_a_generated_population_is_linked_well_and_siblings_are_not_taken_for_one_another():
    made = population(people=500, seed=23)

    linked = link(columns_of(made.rows))

    person, household = np.array(made.person), np.array(made.household)
    leader = np.array(linked.cluster)
    joined = leader[linked.one] == leader[linked.other]
    right = person[linked.one] == person[linked.other]
    siblings = (household[linked.one] == household[linked.other]) & ~right
    true_pairs = sum(count * (count - 1) // 2 for count in np.unique(person, return_counts=True)[1])
    precision = right[joined].mean()
    recall = (joined & right).sum() / true_pairs
    assert 2 * precision * recall / (precision + recall) > 0.75
    accepted = joined & (linked.p[:, SAME] >= 0.95)
    assert siblings[accepted].mean() < 0.02


def test_who_escaped_by_herself_and_stands_twice_on_the_aid_list_is_one_person(tmp_path):
    (tmp_path / "aid.csv").write_text(
        "record_id,full_name,mother,sex,birth_year,village,abducted_on,remark\n"
        "1,شيرين خضر علي حسن,بسي,F,1999,تل بنات,2014-08-03,escaped by herself\n"
        "2,Şîrîn Xidir Elî Hesen,Besê,F,1999,Tel Benat,2014-08-03,\n"
        "3,Nadia Khalil Murad,Leyla,F,2001,Kocho,2014-08-15,rescued\n",
        "utf-8",
    )

    assert main([str(tmp_path / "aid.csv"), "--same-list-repeats", "aid", "--out", str(tmp_path)]) == 0

    people = {row["record_id"]: row["person_id"] for row in rows(tmp_path / "clusters.csv")}
    assert people["1"] == people["2"] != people["3"]


def test_a_list_of_kin_that_repeats_people_says_how_often_it_is_right():
    made = population(people=700, seed=31)
    said = [
        Row("log", at, {**row.said, "household": f"{row.list}{row.get('household')}", "record_id": str(at)})
        for at, row in enumerate(made.rows)
    ]

    linked = link(columns_of(said), repeats=frozenset({0}))

    person, p = np.array(made.person), linked.p[:, SAME]
    right = person[linked.one] == person[linked.other]
    doubtful = (p > 0.05) & (p < 0.95)
    assert abs(p[doubtful].mean() - right[doubtful].mean()) < 0.1
    cluster = np.array(linked.cluster)
    joined = cluster[linked.one] == cluster[linked.other]
    assert right[joined].mean() > 0.75
    assert (joined & right).sum() > 0.6 * right.sum()


def test_who_stands_twice_on_a_list_is_no_rival_of_herself():
    records = columns_of([Row("log", at, {"record_id": str(at), "given": "Nadia"}) for at in range(4)])
    # The first record beside the second and third, who are one person, and beside the fourth.
    one, other, p = np.zeros(3, int), np.array([1, 2, 3]), np.array([0.7, 0.6, 0.2])
    known = Repeated(np.array([True]), np.array([0, 1, 1, 3]), np.arange(4))

    once = Sides.of_records(records, one, other, None).best_others(p)[0]
    twice = Sides.of_records(records, one, other, known).best_others(p)[0]

    assert once.tolist() == [0.6, 0.7, 0.7]
    assert twice.tolist() == [0.2, 0.2, 0.7]
