"""Doubtful links between lists, drawn anew: what the total owes to who is taken for whom."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from vegerin.engines.answers import BadInput
from vegerin.engines.estimation.cases import read
from vegerin.engines.estimation.links import CLUSTERS, PAIRS, Links, drawn

THREE_LISTS = np.array([0, 0, 1, 1, 2])


def links(*pairs: tuple[int, int, float]) -> Links:
    one, other, p_same = zip(*pairs, strict=True)
    return Links(THREE_LISTS, np.array(one), np.array(other), np.array(p_same))


def linked(folder: Path, *, clusters: str, pairs: str) -> Path:
    (folder / CLUSTERS).write_text("person_id,list,record_id\n" + clusters, encoding="utf-8")
    head = "list_a,record_a,list_b,record_b,p_same,decision\n"
    (folder / PAIRS).write_text(head + pairs, encoding="utf-8")
    return folder


def test_sure_links_give_the_same_table_every_time() -> None:
    sure = links((0, 2, 1.0), (2, 4, 1.0), (1, 3, 0.0))

    drawings = [drawn(sure, rng=np.random.default_rng(seed)) for seed in range(20)]

    # Records 0, 2 and 4 are one person on all lists; 1 and 3 stand alone.
    assert drawings == [Counter({0b111: 1, 0b001: 1, 0b010: 1})] * 20


def test_a_doubtful_link_is_there_as_often_as_it_is_probable() -> None:
    doubtful = links((0, 2, 0.3))

    joined = [drawn(doubtful, rng=np.random.default_rng(seed))[0b011] for seed in range(2000)]

    assert np.mean(joined) == pytest.approx(0.3, abs=4 * (0.3 * 0.7 / 2000) ** 0.5)


def test_nobody_stands_on_a_list_twice_and_the_surer_link_wins() -> None:
    rivals = links((1, 2, 0.9999), (0, 2, 0.9998))

    found = drawn(rivals, rng=np.random.default_rng(1))

    assert found == Counter({0b011: 1, 0b001: 1, 0b010: 1, 0b100: 1})


def test_the_folder_of_linked_lists_is_a_case_with_drawings(tmp_path: Path) -> None:
    clusters = "p1,A,1\np1,B,1\np2,A,2\np3,B,2\np4,C,1\n"
    pairs = "A,1,B,1,1,link\nA,2,B,2,0,no\nB,2,C,1,1,review\n"

    case = read(str(linked(tmp_path, clusters=clusters, pairs=pairs)))

    assert case.content["lists"] == ["A", "B", "C"]
    assert case.content["cells"] == [
        {"pattern": "100", "count": 1},
        {"pattern": "010", "count": 1},
        {"pattern": "110", "count": 1},
        {"pattern": "001", "count": 1},
    ]
    # What is only for review in the record is drawn by its probability here.
    each = [
        {"pattern": "100", "count": 1},
        {"pattern": "110", "count": 1},
        {"pattern": "011", "count": 1},
    ]
    assert case.content["linkage_draws"] == [each] * 20


@pytest.mark.parametrize(
    ("clusters", "pairs", "says"),
    [
        ("p1,A,1\np2,B,1\n", "A,1,B,9,0.5,no\n", "line 2: B: 9 is not in clusters.csv"),
        ("p1,A,1\np2,B,1\n", "A,1,B,1,often,no\n", "line 2: p_same is 'often'; it should be from 0 to 1"),
        ("p1,A,1\n", "", "holds 1 lists; it should be 2 to 8"),
        ("", "", "has no rows"),
    ],
)
def test_a_folder_that_is_none_is_refused_in_a_sentence(
    clusters: str, pairs: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=says):
        read(str(linked(tmp_path, clusters=clusters, pairs=pairs)))


def test_a_list_without_any_compared_pair_is_no_mistake(tmp_path: Path) -> None:
    case = read(str(linked(tmp_path, clusters="p1,A,1\np2,B,1\n", pairs="")))

    assert case.content["linkage_draws"][0] == case.content["cells"]
