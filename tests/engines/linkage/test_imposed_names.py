"""A name that captors gave is no spelling of hers: it may bring a question, never an answer (D23)."""

import csv
from pathlib import Path

import pytest

from vegerin.engines.linkage.link_command import main

OFFICE = """record_id,full_name,mother,sex,birth_year,village,household,alias
1,خليل مراد قاسم,,M,1970,سنجار,7,
2,ليلى حسن,,F,1974,سنجار,7,
3,نازدار خليل مراد,ليلى,F,1998,سنجار,7,
4,بركات خليل مراد,ليلى,M,2001,سنجار,7,
5,دلشاد خليل مراد,ليلى,M,2004,سنجار,7,ابو بكر
"""
CAMPS = """record_id,full_name,mother,sex,age,age_on,village,household
a,Xelîl Mirad,,M,45,2015-06-01,Şingal,T1
b,Nazdar Xelîl,Leyla,F,17,2015-06-01,Şingal,T1
c,Berekat Xelîl,Leyla,M,14,2015-06-01,Şingal,T1
d,{} Xelîl,Leyla,M,11,2015-06-01,Şingal,T1
"""


@pytest.fixture(params=["Ebû Bekir", "Xettab"], ids=["declared", "not declared"])
def answers(request, tmp_path) -> Path:
    """Dilshad stands on the second list under a name that the first one declares, or does not know."""
    for name, text in (("office", OFFICE), ("camps", CAMPS.format(request.param))):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    lists = [str(tmp_path / f"{name}.csv") for name in ("office", "camps")]
    assert main([*lists, "--out", str(tmp_path / "out")]) == 0
    return tmp_path / "out"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_child_under_an_imposed_name_is_asked_about_when_the_family_matched(answers):
    asked = {(row["record_a"], row["record_b"]) for row in rows(answers / "review.csv")}

    assert ("5", "d") in asked


def test_a_pair_that_rests_on_an_imposed_name_is_never_proposed_as_one(answers):
    decisions = {(row["record_a"], row["record_b"]): row["decision"] for row in rows(answers / "pairs.csv")}

    assert decisions["1", "a"] == "link"
    assert decisions.get(("5", "d")) != "link"
