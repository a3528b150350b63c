"""A name that captors gave is no spelling of hers: it may bring a question, never an answer (D23)."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vegerin.engines.linkage.clusters import clusters
from vegerin.engines.linkage.comparing import may_be_joined
from vegerin.engines.linkage.link_command import main
from vegerin.engines.linkage.linking import Linked, link
from vegerin.engines.linkage.records import columns_of
from vegerin.engines.linkage.review import DECISIONS, decisions
from vegerin.engines.linkage.rows import read_rows

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


def linked_by_an_imposed_name(folder: Path) -> tuple[Linked, int]:
    """A run, and where in it the pair stands that shares an imposed name alone."""
    rows = []
    for name, text in (("office", OFFICE), ("camps", CAMPS.format("Ebû Bekir"))):
        (folder / f"{name}.csv").write_text(text, "utf-8")
        rows += read_rows(str(folder / f"{name}.csv"))
    linked = link(columns_of(rows))
    return linked, int(np.flatnonzero(linked.imposed & (linked.given < 0))[0])


@pytest.mark.parametrize(("chance", "one_person"), [(0.9, False), (0.999, False), (1.0, True)])
def test_nobody_is_put_together_by_an_imposed_name_before_people_say_so(tmp_path, chance, one_person):
    linked, at = linked_by_an_imposed_name(tmp_path)
    linked.p[at] = (chance, (1 - chance) / 2, (1 - chance) / 2)

    who, _ = clusters(linked.records, linked.one, linked.other, may_be_joined(vars(linked)))

    assert (who[linked.one[at]] == who[linked.other[at]]) is one_person


def test_however_sure_the_kin_make_it_an_imposed_name_is_a_question(tmp_path):
    linked, at = linked_by_an_imposed_name(tmp_path)
    p, cluster = linked.p.copy(), list(linked.cluster)
    p[at] = (0.99, 0.005, 0.005)
    cluster[linked.other[at]] = cluster[linked.one[at]]

    assert DECISIONS[decisions(replace(linked, p=p, cluster=cluster))[at]] == "review"

    p[at] = (1, 0, 0)  # people said so
    assert DECISIONS[decisions(replace(linked, p=p, cluster=cluster))[at]] == "link"


# Scenario E: six years old at the abduction, a name from the captors, and Arabic his only language now.
HOME = """record_id,full_name,mother,sex,birth_year,village,household,abducted_on
h1,Xelîl Mirad Qasim,,M,1970,Kocho,7,2014-08-15
h2,Leyla Hesen,,F,1974,Kocho,7,2014-08-15
h3,Nazdar Xelîl Mirad,Leyla,F,1998,Kocho,7,2014-08-15
h4,Berekat Xelîl Mirad,Leyla,M,2001,Kocho,7,2014-08-15
h5,Dilşad Xelîl Mirad,Leyla,M,2008,Kocho,7,2014-08-15
h6,Şêrîn Elî Xidir,Besê,F,2007,Kocho,8,2014-08-15
"""
CAMP = """record_id,full_name,mother,sex,age,age_on,village,household,abducted_on,alias
c1,نازدار خليل,ليلى,F,21,2019-03-01,كوجو,12,2014-08-15,
c2,بركات خليل,ليلى,M,18,2019-03-01,كوجو,12,2014-08-15,
c3,,ليلى,M,11,2019-03-01,كوجو,12,2014-08-15,ابو طلحة
"""


def test_a_boy_of_six_with_an_imposed_name_who_speaks_arabic_only_reaches_review(tmp_path):
    (tmp_path / "home.csv").write_text(HOME, "utf-8")
    (tmp_path / "camp.csv").write_text(CAMP, "utf-8")

    assert main([*(str(tmp_path / f"{name}.csv") for name in ("home", "camp")), "--out", str(tmp_path)]) == 0

    asked = {(row["record_a"], row["record_b"]) for row in rows(tmp_path / "review.csv")}
    decisions = {(row["record_a"], row["record_b"]): row["decision"] for row in rows(tmp_path / "pairs.csv")}
    assert ("h5", "c3") in asked
    assert decisions.get(("h5", "c3")) != "link"
