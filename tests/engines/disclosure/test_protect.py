"""Disclosure control: what a reader can work out from what is published, checked by another solver."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from tests.engines.references import FOLDER, answered, reference
from vegerin.engines.disclosure.cells import Given, Tables, build
from vegerin.engines.disclosure.rounding import (
    base3,
    bounds_base3,
    bounds_ten_five,
    ten_five,
    worked_out,
)
from vegerin.engines.disclosure.suppress import Protection, protect

CASES = {case["id"]: case for case in reference("disclosure-control")["cases"]}


def table(counts: np.ndarray, names: str = "abc", parents: dict[str, dict[str, str]] | None = None) -> Tables:
    cells = [
        (tuple(f"{names[d]}{i}" for d, i in enumerate(at)), int(counts[at]))
        for at in np.ndindex(counts.shape)
    ]
    return build([Given(tuple(names[: counts.ndim]), cells, parents or {})])


def drawn(shape: tuple[int, ...], *, mean: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).negative_binomial(1, 1 / (1 + mean), size=shape)


def by_another_solver(tables: Tables, hidden: np.ndarray, cell: int) -> tuple[float, float]:
    """The same question to SciPy, over all cells with the published ones fixed."""
    rows = np.zeros((len(tables.sums), hidden.size))
    for row, (whole, parts) in enumerate(tables.sums):
        rows[row, list(parts)] = 1
        rows[row, whole] -= 1
    bounds = [(0, None) if hidden[i] else (n, n) for i, n in enumerate(tables.counts)]
    ends = []
    for sign in (1, -1):
        cost = np.zeros(hidden.size)
        cost[cell] = sign
        ends.append(sign * linprog(cost, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=bounds).fun)
    return ends[0], ends[1]


def hidden_of(tables: Tables, found: Protection) -> np.ndarray:
    hidden = np.zeros(tables.counts.size, dtype=bool)
    hidden[list(found.intervals)] = True
    return hidden


def test_every_case_is_protected_with_no_more_cells_than_the_peer_and_a_quarter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = answered(capsys, "protect", str(FOLDER / "disclosure-control.json"))

    assert [row["audit"] for row in answer["results"]] == [[], [], []]
    assert [
        row["count_suppressed"] <= 1.25 * CASES[row["id"]]["peer_suppressed"] for row in answer["results"]
    ] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("threshold", "zeros"), [(5, False), (10, False), (5, True)])
def test_another_solver_finds_every_sensitive_cell_safe(seed: int, threshold: int, zeros: bool) -> None:
    tables = table(drawn((2, 5, 4), mean=12, seed=seed))

    found = protect(tables, threshold=threshold, zeros=zeros)

    hidden = hidden_of(tables, found)
    assert found.violations == []
    for cell in np.flatnonzero(found.primary):
        low, high = by_another_solver(tables, hidden, cell)
        assert high >= threshold - 1e-6
        assert high - low >= threshold - 1e-6
        assert found.intervals[cell] == pytest.approx((low, high), abs=1e-6)


def test_no_cell_is_hidden_that_need_not_be() -> None:
    tables = table(drawn((2, 5, 4), mean=12, seed=1))
    found = protect(tables, threshold=5, zeros=False)
    extra = [cell for cell in found.intervals if not found.primary[cell]]

    needed = []
    for cell in extra:
        fewer = hidden_of(tables, found)
        fewer[cell] = False
        unsafe = []
        for target in np.flatnonzero(found.primary):
            low, high = by_another_solver(tables, fewer, target)
            unsafe.append(high < 5 - 1e-6 or high - low < 5 - 1e-6)
        needed.append(any(unsafe))

    assert needed == [True] * len(extra)


def test_a_hierarchy_is_protected_at_every_level() -> None:
    counts = np.array([[3, 9], [8, 12], [7, 1], [15, 11]])
    parents = {"a": {"a0": "north", "a1": "north", "a2": "south", "a3": "south"}}
    tables = table(counts, parents=parents)

    found = protect(tables, threshold=5, zeros=False)

    north = next(i for i, name in enumerate(tables.names) if name == {"a": "north", "b": "b0"})
    assert int(tables.counts[north]) == 11
    assert found.violations == []
    assert all(
        by_another_solver(tables, hidden_of(tables, found), cell)[1] >= 5
        for cell in np.flatnonzero(found.primary)
    )


def test_linked_tables_share_their_margins() -> None:
    by_place = Given(
        ("sex", "place"), [(("F", "A"), 3), (("M", "A"), 9), (("F", "B"), 8), (("M", "B"), 12)], {}
    )
    by_age = Given(
        ("sex", "age"),
        [(("F", "child"), 6), (("M", "child"), 2), (("F", "adult"), 5), (("M", "adult"), 19)],
        {},
    )

    tables = build([by_place, by_age])
    found = protect(tables, threshold=5, zeros=False)

    assert len(tables.keys) == 9 + 9 - 3  # F, M and the total are one and the same cell
    assert found.violations == []


def test_what_was_published_before_cannot_be_hidden_any_more() -> None:
    tables = table(np.array([[3, 9], [8, 12]]))
    known = {frozenset({("a", "a0"), ("b", "b0")}): 3}

    found = protect(tables, threshold=5, zeros=False, earlier=[known])

    assert [violation.says for violation in found.violations] == [
        "stands in an earlier release with this count: it cannot be hidden any more"
    ]


def test_a_small_change_since_an_earlier_release_is_hidden() -> None:
    tables = table(np.array([[36, 19], [28, 22]]))
    a_day_ago = {frozenset({("a", "a0"), ("b", "b0")}): 35}

    found = protect(tables, threshold=5, zeros=False, earlier=[a_day_ago])

    first = next(i for i, name in enumerate(tables.names) if name == {"a": "a0", "b": "b0"})
    assert np.flatnonzero(found.primary).tolist() == [first]
    assert found.violations == []


def test_a_change_cannot_be_told_from_a_larger_one() -> None:
    tables = table(np.array([[36, 19], [28, 22]]))
    a_day_ago = {frozenset({("a", "a0"), ("b", "b0")}): 34}

    found = protect(tables, threshold=5, zeros=False, earlier=[a_day_ago])

    first = int(np.flatnonzero(found.primary)[0])
    assert found.intervals[first][1] >= 34 + 5


def test_sums_of_an_earlier_release_are_known_even_where_it_did_not_print_them() -> None:
    tables = table(np.array([[36, 19], [28, 22]]))
    inner = {frozenset({("a", "a0"), ("b", f"b{b}")}): n for b, n in ((0, 30), (1, 23))}

    found = protect(tables, threshold=5, zeros=False, earlier=[inner])

    sensitive = [tables.names[i] for i in np.flatnonzero(found.primary)]
    assert sensitive == [{"a": "a0", "b": "b1"}, {"a": "a0", "b": "Total"}]  # 23 to 19, and 53 to 55
    assert found.violations == []


def test_small_tables_are_protected_with_as_few_cells_as_can_be() -> None:
    counts = np.array([[1, 0], [0, 9], [25, 14], [8, 11], [0, 0]])

    found = protect(table(counts), threshold=5, zeros=True)

    # Trying every set of cells finds none of nine; the first way that comes to hand takes eleven.
    assert (int(found.hidden.sum()), found.violations) == (10, [])


def test_random_rounding_is_right_on_average_and_the_same_when_asked_again() -> None:
    drawn_17 = [base3(17, {"place": "A"}, seed=seed) for seed in range(3000)]

    assert set(drawn_17) == {15, 18}
    assert np.mean(drawn_17) == pytest.approx(17, abs=0.1)
    assert base3(17, {"place": "A"}, seed=5) == base3(17, {"place": "A"}, seed=5)
    assert [base3(n, {}, seed=1) for n in (0, 3, 6)] == [0, 3, 6]


def test_the_ten_five_rule_is_that_of_the_office_for_national_statistics() -> None:
    examples = reference("disclosure-control")["ten_five"]["examples"]

    assert [ten_five(row["count"]) for row in examples] == [row["out"] for row in examples]


def test_rounding_through_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "t.json"
    file.write_text(json.dumps({"kind": "sdc", "input": [{"a": "x", "n": 9}, {"a": "y", "n": 13}]}))

    answer = answered(capsys, "protect", str(file), "--round", "ten-five")

    rows = {row["a"]: row["n"] for row in answer["results"][0]["published"]}
    assert rows == {"x": None, "y": 15, "Total": 20}


BAD: list[tuple[dict[str, Any], str]] = [
    ({"input": []}, "t: input is []; it should be a list of cells, at least one."),
    ({"input": [{"a": "x", "n": -1}]}, "t.input[0]: n is -1; it should be a whole number, 0 or more."),
    ({"input": [{"a": "x", "n": 1}, {"a": "x", "n": 2}]}, "t.input[1]: x stands twice. Add the counts up."),
    (
        {"input": [{"a": "Total", "n": 1}]},
        't: a holds "Total", which is made from the inner cells. Leave it out.',
    ),
    (
        {"input": [{"a": "x", "n": 1}], "hierarchies": {"a": {"x": "y", "y": "x"}}},
        "t: The hierarchy of a goes in a circle at x.",
    ),
]


@pytest.mark.parametrize(("case", "says"), BAD)
def test_a_bad_table_is_refused_in_a_sentence(
    case: dict[str, Any], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from vegerin.config.cli import main

    file = tmp_path / "t.json"
    file.write_text(json.dumps({"kind": "sdc", **case}))

    assert main(["protect", str(file)]) == 2
    assert capsys.readouterr().err.strip() == says


def test_a_table_of_three_attributes_is_protected() -> None:
    tables = table(drawn((3, 6, 8), mean=8, seed=1))

    found = protect(tables, threshold=5, zeros=False)

    assert found.violations == []
    assert len(list(product(range(4), range(7), range(9)))) == tables.counts.size


@pytest.mark.long
@pytest.mark.parametrize("rule", ["base3", "ten-five"])
def test_what_rounding_leaves_open_is_what_trying_every_table_leaves_open(rule: str) -> None:
    rng = np.random.default_rng(7)
    for _ in range(15):
        counts = rng.integers(0, 7, size=4)
        cells = [(at, int(n)) for at, n in zip(product("ab", "xy"), counts, strict=True)]
        tables = build([Given(("p", "q"), cells, {})])
        shown = [
            base3(int(n), name, seed=3) if rule == "base3" else ten_five(int(n))
            for n, name in zip(tables.counts, tables.names, strict=True)
        ]
        bounds = [bounds_base3(value) if rule == "base3" else bounds_ten_five(value) for value in shown]

        found = worked_out(tables, bounds, range(len(tables.keys)))

        inner = [
            next(i for i, key in enumerate(tables.keys) if key == frozenset(zip("pq", at, strict=True)))
            for at, _ in cells
        ]
        possible = []
        for tried in product(range(12), repeat=4):
            table = np.zeros(len(tables.keys))
            table[inner] = tried
            for _ in range(2):
                for whole, parts in tables.sums:
                    table[whole] = table[list(parts)].sum()
            if all(low <= value <= high for value, (low, high) in zip(table, bounds, strict=True)):
                possible.append(table)
        for cell, interval in found.items():
            values = [table[cell] for table in possible]
            assert interval == (min(values), max(values))


def test_a_small_cell_that_rounding_does_not_cover_is_a_violation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # One person and her village are rounded apart, and together they say how many there are.
    file = tmp_path / "t.json"
    rows = [{"place": "a", "sex": "F", "n": 1}, {"place": "b", "sex": "F", "n": 30}]
    found = []
    for seed in range(12):
        file.write_text(json.dumps({"kind": "sdc", "id": "t", "input": rows}))
        answer = answered(capsys, "protect", str(file), "--round", "base3", "--seed", str(seed))
        case = answer["results"][0]
        low, high = case["feasible_intervals"][0]["lo"], case["feasible_intervals"][0]["hi"]
        assert bool(case["audit"]) == (high - low < 2) == bool(answer["warnings"])
        found.append(bool(case["audit"]))

    assert any(found)
    assert not all(found)
