"""One list that repeats people: learnt from itself, without labels."""

import csv
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from vegerin.engines.linkage.link_command import main
from vegerin.engines.linkage.repeating.clustering import Compared, between, grouped
from vegerin.engines.linkage.repeating.columns import Column, Kind, columns_of_list
from vegerin.engines.linkage.repeating.keys import atoms_of, candidates
from vegerin.engines.linkage.repeating.levels import (
    ALIKE,
    ELSEWHERE,
    EXACT,
    LEVELS,
    NEAR,
    SLIP_IN_YEAR,
    UNLIKE,
)
from vegerin.engines.linkage.repeating.linking import compared_levels, levels_of, link_repeating
from vegerin.engines.linkage.repeating.weights import BELIEVED, SAME_M, Weights, by_chance, chances, learnt
from vegerin.engines.linkage.rows import Row

HEADINGS = ("record_id", "first_name", "surname", "dob", "town", "postcode", "gender", "trade")
FIRST = ("Ada", "Basil", "Clara", "Duncan", "Edith", "Fergus", "Greta", "Hector", "Ivor", "Judith", "Lorna")
LAST = (
    "Ashdown",
    "Birkett",
    "Colvin",
    "Dunmore",
    "Eastwick",
    "Farrow",
    "Gillam",
    "Hesketh",
    "Inskip",
    "Jowett",
)
TOWNS = ("Alston", "Brigg", "Cromer", "Dursley", "Epping", "Frome")


@pytest.fixture(scope="module")
def made() -> tuple[list[Row], list[int]]:
    return log(people=120, seed=4)


def log(*, people: int, seed: int) -> tuple[list[Row], list[int]]:
    """A log of invented people, each reported two to six times, with slips, gaps and neighbours' codes."""
    rng = np.random.default_rng(seed)
    said, person = [], []
    for number in range(people):
        town = TOWNS[int(rng.integers(len(TOWNS)))]
        true = {
            "first_name": FIRST[int(rng.integers(len(FIRST)))],
            "surname": LAST[int(rng.integers(len(LAST)))],
            "dob": f"{rng.integers(1940, 2000)}-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}",
            "town": town,
            "postcode": f"{town[:2].lower()}{rng.integers(1, 9)} {number % 10}{chr(97 + number % 26)}x",
            "gender": ("male", "female")[int(rng.integers(2))],
            "trade": ("miller", "nurse", "porter", "tailor")[int(rng.integers(4))],
        }
        for _ in range(int(rng.integers(2, 7))):
            said.append({column: slip(value, rng) for column, value in true.items()})
            person.append(number)
    order = rng.permutation(len(said)).tolist()
    rows = [Row("log", n + 2, {"record_id": f"r{n}"} | said[at]) for n, at in enumerate(order)]
    return rows, [person[at] for at in order]


def slip(value: str, rng: np.random.Generator) -> str:
    if rng.random() < 0.15:
        return ""
    if rng.random() < 0.12:
        at = int(rng.integers(1, len(value)))
        return value[:at] + "z" + value[at + 1 :]
    return value


def f1_of(group: list[int], person: list[int]) -> float:
    pairs = list(combinations(range(len(group)), 2))
    said = {(a, b) for a, b in pairs if group[a] == group[b]}
    true = {(a, b) for a, b in pairs if person[a] == person[b]}
    return 2 * len(said & true) / (len(said) + len(true))


def test_people_reported_several_times_are_found_without_labels(made):
    rows, person = made

    found = link_repeating(rows)

    assert f1_of(found.group, person) > 0.97


def test_what_it_says_of_chances_holds(made):
    rows, person = made

    found = link_repeating(rows)

    truth = np.array(person)
    right = truth[found.one] == truth[found.other]
    assert found.p[:, 0].sum() == pytest.approx(right.sum(), rel=0.03)
    assert found.p.min() >= 0
    np.testing.assert_allclose(found.p.sum(axis=1), 1.0, atol=1e-9)


def test_the_same_list_in_another_order_gives_the_same_people(made):
    rows, _ = made
    order = np.random.default_rng(9).permutation(len(rows)).tolist()

    found, other = link_repeating(rows), link_repeating([rows[at] for at in order])

    def together(rows, group):
        people = {}
        for row, number in zip(rows, group, strict=True):
            people.setdefault(number, set()).add(row.get("record_id"))
        return {frozenset(people) for people in people.values()}

    first, second = together(rows, found.group), together([rows[at] for at in order], other.group)
    # What strangers agree on is drawn by chance, so that a doubtful record may change sides.
    assert len(first & second) >= 0.95 * len(first | second)


def test_the_same_list_gives_the_same_bytes(tmp_path, made):
    rows, _ = made
    file = written(tmp_path / "log.csv", rows)

    for out in ("a", "b"):
        assert main([file, "--same-list-repeats", "log", "--out", str(tmp_path / out)]) == 0

    for name in ("pairs.csv", "clusters.csv", "families.csv", "review.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def written(file: Path, rows: list[Row]) -> str:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, HEADINGS)
        writer.writeheader()
        writer.writerows(row.said for row in rows)
    return str(file)


def test_the_command_writes_every_record_once_and_says_what_it_compared(tmp_path, made, capsys):
    rows, _ = made

    done = main(
        [written(tmp_path / "log.csv", rows), "--same-list-repeats", "log", "--out", str(tmp_path / "out")]
    )

    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    clusters = list(csv.DictReader((tmp_path / "out" / "clusters.csv").open(encoding="utf-8")))
    pairs = list(csv.DictReader((tmp_path / "out" / "pairs.csv").open(encoding="utf-8")))
    people = {row["record_id"]: row["person_id"] for row in clusters}
    assert done == 0
    assert sorted(people) == sorted(row.get("record_id") for row in rows)
    assert report["records"] == len(rows)
    assert report["persons"] == len(set(people.values()))
    assert {pair["decision"] for pair in pairs} == {"link", "review", "no"}
    assert all(people[p["record_a"]] == people[p["record_b"]] for p in pairs if p["decision"] == "link")
    assert "trade (category)" in capsys.readouterr().err


@pytest.mark.parametrize("answer", ["cluster", "unique_id", "person_id", "truth", "true_owner"])
def test_a_column_that_gives_the_answer_away_is_never_compared(made, answer):
    rows, person = made
    telling = [
        Row("log", row.number, row.said | {answer: f"Q{p}"}) for row, p in zip(rows, person, strict=True)
    ]

    columns, left_out = columns_of_list(telling)

    assert answer in left_out
    assert answer not in {column.name for column in columns}


def test_a_column_that_nobody_knows_is_compared_by_what_it_holds():
    rows = []
    for at in range(200):
        said = {"seen": f"2014-08-{at % 9 + 1:02}", "tag": f"K{at % 50}", "side": "lr"[at % 2]}
        rows.append(Row("log", at, {"record_id": str(at)} | said))

    columns, left_out = columns_of_list(rows)

    assert {column.name: column.kind for column in columns} == {
        "seen": Kind.DATE,
        "tag": Kind.CODE,
        "side": Kind.CATEGORY,
    }
    assert left_out == ["record_id"]


def test_levels_of_a_fixed_tiny_list():
    said = [
        ("Thomas", "Clifford", "1630-08-01"),
        ("Thomaz", "Clifford", "1630-08-11"),
        ("T", "Cliford", ""),
        ("Clifford", "Thomas", "1745-01-01"),
        ("Emlie", "Bennet", "1930-08-01"),
    ]
    rows = [
        Row("log", at, dict(zip(("given", "surname", "dob"), each, strict=True)))
        for at, each in enumerate(said)
    ]
    columns, _ = columns_of_list(rows)

    found = compared_levels(levels_of(columns), np.zeros(4, np.int64), np.arange(1, 5))

    assert [column.name for column in columns] == ["given", "surname", "birth"]
    assert found.tolist() == [
        [ALIKE, EXACT, SLIP_IN_YEAR],
        [NEAR, ALIKE, 0],
        [ELSEWHERE, ELSEWHERE, UNLIKE],
        [UNLIKE, UNLIKE, 4],
    ]


def test_keys_find_the_pairs_that_a_slow_search_finds(made):
    rows, _ = made
    columns, _ = columns_of_list(rows[:80])
    largest = 6

    found = candidates(columns, largest=largest)

    assert set(zip(found.one.tolist(), found.other.tolist(), strict=True)) == slow_pairs(columns, largest)


def slow_pairs(columns: list[Column], largest: int) -> set[tuple[int, int]]:
    """Every key of every record in a dictionary; the obvious twin."""
    atoms = atoms_of(columns)
    count = len(columns[0].ids)

    def blocks(*parts):
        found = {}
        for at in range(count):
            key = tuple(int(part.key[at]) for part in parts)
            if all(key):
                found.setdefault(key, []).append(at)
        return found

    pairs = set()
    for atom in atoms:
        if atom.alone:
            pairs |= inside(blocks(atom), largest)
    for a, b in combinations(atoms, 2):
        if a.column == b.column:
            continue
        two = blocks(a, b)
        pairs |= inside(two, largest)
        crowded = {at for block in two.values() if len(block) > largest for at in block}
        for c in atoms:
            if c.column > max(a.column, b.column):
                three = {key: [at for at in block if at in crowded] for key, block in blocks(a, b, c).items()}
                pairs |= inside(three, largest)
    return pairs


def inside(blocks: dict[tuple[int, ...], list[int]], largest: int) -> set[tuple[int, int]]:
    return {pair for block in blocks.values() if len(block) <= largest for pair in combinations(block, 2)}


def test_em_on_one_column_settles_where_the_closed_form_says():
    """With one column and everything seen, the expected counts of one step can be written down."""
    column = Column("side", Kind.TEXT, np.zeros(40, np.int32), ("x",))
    levels = np.array([[EXACT]] * 30 + [[UNLIKE]] * 70, np.int8)
    u = np.full((1, LEVELS), 0.01)
    u[0, UNLIKE], u[0, EXACT] = 0.9, 0.05

    found = learnt([column], levels, np.zeros((100, 1)), u, unbiased=np.ones((100, 1), bool), records=40)

    p = chances(
        found,
        [np.log(found.m[0] / u[0])[levels[:, 0]], *(np.log(k[0] / u[0])[levels[:, 0]] for k in found.kin)],
    )
    counted = np.array(SAME_M) * BELIEVED
    counted[EXACT] += p[:30, 0].sum()
    counted[UNLIKE] += p[30:, 0].sum()
    np.testing.assert_allclose(found.m[0, 1:], (counted / counted.sum())[1:], atol=2e-3)
    np.testing.assert_allclose(found.same, (p[:, 0].sum() + 1) / (780 + 8), rtol=0.02)


def test_strangers_agree_as_often_as_the_values_shares_say():
    ids = np.array([0] * 60 + [1] * 40, np.int32)
    column = Column("town", Kind.PLACE, ids, ("Alston", "Brigg"))
    levels = np.zeros((1_000_000, 1), np.int8) + UNLIKE

    u = by_chance([column], levels)

    exact = (60 * 59 + 40 * 39) / (100 * 99)
    there = 100 * 99 / 2
    assert u[0, EXACT] == pytest.approx((exact / (1 + exact) * there + 2) / (there + 200), abs=0.2)
    assert u[0, 1:].sum() == pytest.approx(1.0, abs=1e-5)


def test_groups_are_as_likely_as_a_slow_sum_says():
    rng = np.random.default_rng(3)
    one, other = (np.array(side) for side in zip(*combinations(range(6), 2), strict=True))
    ratios = rng.uniform(0.1, 9, (15, 3)).astype(np.float32)
    ratios[rng.random((15, 3)) < 0.2] = np.nan
    compared = Compared(one, other, (ratios, np.ones_like(ratios)))
    weights = Weights(
        np.ones((3, LEVELS)), np.ones((3, LEVELS)), np.ones((1, 3, LEVELS)), 0.1, np.array([0.2])
    )
    group = np.array([0, 0, 0, 3, 3, 3])

    found = between(compared, group, weights)

    of_pair = {(a, b): ratios[at] for at, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True))}
    total = 0.0
    for column in range(3):
        ways = []
        for mine, theirs in (((0, 1, 2), (3, 4, 5)), ((3, 4, 5), (0, 1, 2))):
            logs = []
            for a in mine:
                said = [of_pair[min(a, b), max(a, b)][column] for b in theirs]
                said = [ratio for ratio in said if not np.isnan(ratio)]
                logs += [np.log(np.mean(said))] if said else []
            ways.append(np.mean(logs) if logs else 0.0)
        total += float(np.mean(ways))
    assert (found.one.tolist(), found.other.tolist(), found.pairs.tolist()) == ([0], [3], [9])
    assert found.p[0] == pytest.approx(0.1 * np.exp(total) / (0.1 * np.exp(total) + 0.9), rel=1e-5)


def test_one_record_that_fits_two_people_is_no_bridge():
    """0 and 1 are one person, 3 and 4 another; 2 fits both, and they are not joined by it."""
    one, other = (np.array(side) for side in zip(*combinations(range(5), 2), strict=True))
    near = {(0, 1): 1e5, (3, 4): 1e5, (0, 2): 5e3, (1, 2): 5e3, (2, 3): 4e3, (2, 4): 4e3}
    ratios = np.array(
        [[near.get(pair, 1e-6)] for pair in zip(one.tolist(), other.tolist(), strict=True)], np.float32
    )
    compared = Compared(one, other, (ratios, np.ones_like(ratios)))
    weights = Weights(
        np.ones((1, LEVELS)), np.ones((1, LEVELS)), np.ones((1, 1, LEVELS)), 1e-3, np.array([1e-3])
    )

    group, _ = grouped(5, compared, lambda a, b: compared.part(np.empty(0, np.int64)), weights)

    assert group.tolist() == [0, 0, 0, 3, 3]


def test_a_log_of_nothing_and_of_one_record_is_linked_with_nothing():
    assert link_repeating([]).group == []
    assert link_repeating([Row("log", 2, {"record_id": "1", "first_name": "Emlie"})]).group == [0]


def test_names_of_the_trained_world_keep_the_trained_model(tmp_path, capsys):
    (tmp_path / "aid.csv").write_text(
        "record_id,full_name,sex\n1,شيرين خضر علي,F\n2,Şîrîn Xidir Elî,F\n3,Nadia Khalil Murad,F\n", "utf-8"
    )

    assert main([str(tmp_path / "aid.csv"), "--same-list-repeats", "aid", "--out", str(tmp_path)]) == 0

    assert "Learnt from this one list" not in capsys.readouterr().err
