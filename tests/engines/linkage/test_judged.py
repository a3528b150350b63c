"""What people judged stands: joined whatever the lists say, never joined by way of a third record."""

import csv
from pathlib import Path

import numpy as np
import pytest

from vegerin.engines.linkage.clusters import Judged, clusters
from vegerin.engines.linkage.link_command import main
from vegerin.engines.linkage.records import Records, columns_of
from vegerin.engines.linkage.rows import Row

OFFICE = """record_id,full_name,sex,birth_year,village,household
1,خليل مراد قاسم,M,1980,كوجو,1
2,نادية خليل مراد,F,2001,كوجو,1
3,نسرين خليل مراد,F,2004,كوجو,1
4,شيرين خضر علي,F,1999,تل بنات,2
5,جميلة خضر علي,F,2004,تل بنات,2
"""
AID = """record_id,given,father,grandfather,sex,age,age_on,village,alias
a,Khaleel,Murad,Qassim,M,34,2014-08-03,Kocho,
b,Nadia,Khalil,Murad,F,13,2014-08-03,Kojo,
c,Nesreen,Khalil,Murad,F,10,2014-08-03,Kocho,
d,Umm Obaida,Khidir,Ali,F,15,2014-08-03,Tel Banat,Shireen
e,Jamila,Khidir,Ali,F,10,2014-08-03,Tel Banat,
f,Azad,Bozan,Ilyas,M,40,2014-08-03,Hardan,
"""


def three_lists() -> Records:
    return columns_of([Row(name, 2, {"record_id": "1", "given": "Nadia"}) for name in "abcd"])


def grouped(
    said: dict[tuple[int, int], bool], p: dict[tuple[int, int], float]
) -> tuple[list[int], list[int]]:
    one, other = np.array(sorted(p), np.int64).T
    return clusters(
        three_lists(), one, other, np.array([p[pair] for pair in sorted(p)]), judged=Judged.of(said)
    )


def test_two_who_are_two_are_not_joined_by_way_of_a_third_however_sure():
    sure = {(0, 1): 0.999, (0, 2): 0.999, (0, 3): 0.999, (1, 3): 0.999, (2, 3): 0.999}

    leader, forbidden = grouped({(1, 2): False}, sure)

    assert leader[1] != leader[2]
    assert forbidden, "what the word broke comes back as a question"
    assert len(set(grouped({}, sure)[0])) == 1, "without the word all four are one"


def test_two_who_are_one_are_joined_though_the_lists_say_nothing_of_them():
    assert grouped({(0, 3): True}, {(0, 1): 0.97, (2, 3): 0.2})[0] == [0, 0, 2, 0]


def test_words_that_cannot_all_hold_leave_two_people_apart():
    leader, _ = grouped({(0, 1): True, (1, 2): True, (0, 2): False}, {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.9})

    assert leader[0] != leader[2]


@pytest.fixture
def lists(tmp_path) -> list[str]:
    (tmp_path / "office.csv").write_text(OFFICE, "utf-8")
    (tmp_path / "aid.csv").write_text(AID, "utf-8")
    return [str(tmp_path / "office.csv"), str(tmp_path / "aid.csv")]


def linked(lists: list[str], folder: Path, labels: str) -> dict[str, list[dict[str, str]]]:
    file = folder / "labels.csv"
    file.write_text("list_a,record_a,list_b,record_b,same\n" + labels, "utf-8")
    assert main([*lists, "--labels", str(file), "--out", str(folder / "out")]) == 0
    return {
        name: list(csv.DictReader((folder / "out" / f"{name}.csv").open(encoding="utf-8", newline="")))
        for name in ("pairs", "clusters", "review")
    }


def person_of(found: dict[str, list[dict[str, str]]]) -> dict[tuple[str, str], str]:
    return {(row["list"], row["record_id"]): row["person_id"] for row in found["clusters"]}


def of_pair(rows: list[dict[str, str]], office: str, aid: str) -> list[dict[str, str]]:
    return [row for row in rows if {row["record_a"], row["record_b"]} == {office, aid}]


def test_a_pair_that_no_key_brought_together_is_one_person_once_people_say_so(lists, tmp_path):
    before = linked(lists, tmp_path, "")

    after = linked(lists, tmp_path, "office,5,aid,f,1\n")

    assert person_of(before)["office", "5"] != person_of(before)["aid", "f"]
    assert person_of(after)["office", "5"] == person_of(after)["aid", "f"]
    [row] = of_pair(after["pairs"], "5", "f")
    assert (row["p_same"], row["decision"]) == ("1", "link")


def test_who_was_judged_two_is_asked_of_no_more_even_under_an_imposed_name(lists, tmp_path):
    before = linked(lists, tmp_path, "")

    after = linked(lists, tmp_path, "office,4,aid,d,0\noffice,2,aid,b,0\n")

    assert of_pair(before["review"], "4", "d"), "a forced name is asked about"
    assert person_of(before)["office", "2"] == person_of(before)["aid", "b"]
    for office, aid in (("4", "d"), ("2", "b")):
        assert not of_pair(after["review"], office, aid)
        [row] = of_pair(after["pairs"], office, aid)
        assert (row["p_same"], row["decision"]) == ("0", "no")
        assert person_of(after)["office", office] != person_of(after)["aid", aid]


def test_a_record_is_no_pair_with_itself(lists, tmp_path, capsys):
    (tmp_path / "labels.csv").write_text(
        "list_a,record_a,list_b,record_b,same\noffice,1,office,1,1\n", "utf-8"
    )

    assert main([*lists, "--labels", str(tmp_path / "labels.csv"), "--out", str(tmp_path / "out")]) == 2
    assert "line 2: one record twice is no pair." in capsys.readouterr().err
