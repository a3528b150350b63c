"""What an estimate says, when it refuses, and what must not change it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.references import FOLDER
from vegerin.config.cli import main
from vegerin.engines.answers import BadInput, Case, plain, read_case, without_answers
from vegerin.engines.estimation.answer import published
from vegerin.engines.estimation.cases import table_of
from vegerin.engines.estimation.command import solve
from vegerin.engines.estimation.estimate import Estimation, Options
from vegerin.engines.estimation.fitting import fit
from vegerin.engines.estimation.hidden import hidden_people
from vegerin.engines.estimation.loglinear import MANY, average, rank
from vegerin.engines.estimation.models import independence, terms_of_size
from vegerin.engines.estimation.screen import refusals
from vegerin.engines.estimation.tables import OverlapTable
from vegerin.engines.fields import Fields

QUICK = Options(
    only=frozenset({"screen", "independence", "best_bic", "bic_average", "dga", "leave_one_list_out"}),
    bootstraps=0,
)

counts_of_three = st.lists(st.integers(0, 60), min_size=7, max_size=7).map(
    lambda cells: np.array([0, *cells])
)
counts_of_four = st.lists(st.integers(1, 80), min_size=15, max_size=15).map(
    lambda cells: np.array([0, *cells])
)


def table(counts: np.ndarray) -> OverlapTable:
    k = counts.size.bit_length() - 1
    return OverlapTable(tuple("ABCDEFGH"[:k]), counts, np.ones(counts.size, dtype=bool))


@settings(max_examples=8, deadline=None)
@given(counts_of_four, st.permutations(range(4)))
def test_the_order_of_lists_changes_nothing(counts: np.ndarray, order: list[int]) -> None:
    one, other = table(counts), table(counts).taken(order)

    assert average(one, rank(one).fits).point == pytest.approx(
        average(other, rank(other).fits).point, rel=1e-6
    )
    assert Estimation(one, Options()).seed == Estimation(other, Options()).seed
    assert Estimation(one, QUICK).graphs["uniform"].mean == pytest.approx(
        Estimation(other, QUICK).graphs["uniform"].mean, rel=1e-9
    )


def test_the_order_of_lists_changes_no_draw() -> None:
    counts = np.array([0, 69, 55, 21, 63, 17, 18, 28])
    options = Options(only=frozenset({"bootstrap"}), bootstraps=200)

    one, other = (
        Estimation(each, options).bootstrap() for each in (table(counts), table(counts).taken([2, 0, 1]))
    )

    assert one.interval == pytest.approx(other.interval, rel=1e-6)


def test_doubling_every_count_doubles_the_points_and_narrows_the_interval() -> None:
    counts = np.array([0, 690, 550, 90, 630, 70, 80, 30])

    one, two = rank(table(counts)), rank(table(2 * counts))

    first, second = one.fitted(one.index(frozenset({1, 2, 4}))), two.fitted(two.index(frozenset({1, 2, 4})))
    assert second.point == pytest.approx(2 * first.point, rel=1e-6)
    assert second.se / second.point < first.se / first.point


@settings(max_examples=100, deadline=None)
@given(counts_of_three)
def test_a_table_is_estimated_or_refused_and_never_both(counts: np.ndarray) -> None:
    case = {
        "lists": ["A", "B", "C"],
        "cells": [{"pattern": f"{i & 1}{i >> 1 & 1}{i >> 2}", "count": int(counts[i])} for i in range(1, 8)],
    }

    results = plain(
        solve(Case("t", "mse", case, ""), Options(only=frozenset({"screen", "bic_average"}))).results
    )

    if counts.sum():
        assert results["bic_average"] is None or results["bic_average"]["point"] >= counts.sum()
    assert results["screen"]["n_listed"] == counts.sum()


REFUSED = {
    "nobody on two lists": ({"100": 9, "010": 9, "001": 9}, "No person stands on two lists"),
    "groups that share nobody": (
        {"100": 40, "010": 30, "001": 20, "110": 6},
        "fall into groups that share nobody",
    ),
    "too few on two lists": (
        {"100": 30, "010": 20, "110": 2, "011": 1},
        "Only 3 people stand on more than one list",
    ),
    "all the same": ({"111": 30}, "Every list holds the same people"),
    "nobody": ({"100": 0}, "No list holds anybody"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_estimated_is_refused_in_words_for_the_press(name: str) -> None:
    cells, reason = REFUSED[name]
    estimation = Estimation(OverlapTable.from_patterns(["A", "B", "C"], cells), QUICK)

    said = estimation.range()

    assert (said.low, said.high) == (None, None)
    assert said.words.startswith("Not estimable: how many were never listed cannot be told from these lists.")
    assert reason in said.words
    assert not any(word in said.words for word in ("likelihood", "identif", "MLE", "parameter"))


def test_the_case_where_a_peer_returns_ten_to_the_thirteen_is_refused() -> None:
    case = json.loads((FOLDER / "nonexistence-3.json").read_text())

    found = solve(Case("n", "mse", without_answers(case), ""), Options(only=frozenset({"range"})))

    assert found.results["range"].words.startswith("Not estimable")


def test_methods_that_disagree_leave_only_a_range() -> None:
    said = published(
        720,
        {"bic_average": (4000, 9000), "latent_class": (1600, 2500)},
        {"latent_class": 1980},
        at_least=False,
    )

    assert (said.low, said.high, said.agreement) == (1600, 9000, "apart")
    assert "Two methods disagree, so no single number may be named from this range" in said.words


def test_hidden_people_make_it_a_bound_from_below() -> None:
    said = published(1620, {"dga": (1950, 2100)}, {"dga": 2000}, at_least=True, why="Some are hidden.")

    assert said.at_least
    assert said.words.startswith("At least 1,900 people, of whom 1,620 are listed. Some are hidden.")


def drawn(classes: list[tuple[int, list[float]]], rng: np.random.Generator) -> OverlapTable:
    """A table of people in classes, each list finding each of them with the class's probability."""
    k = len(classes[0][1])
    cells = sum(
        np.bincount((rng.random((size, k)) < probs) @ (1 << np.arange(k)), minlength=2**k)
        for size, probs in classes
    )
    cells[0] = 0
    return table(cells)


LOW, HIGH = [0.08, 0.1, 0.06, 0.08, 0.09, 0.07], [0.5, 0.45, 0.55, 0.4, 0.5, 0.45]


def share_flagged(classes: list[tuple[int, list[float]]], tables: int) -> float:
    rng = np.random.default_rng(19481210)
    flagged = []
    for _ in range(tables):
        estimation = Estimation(drawn(classes, rng), QUICK)
        flagged.append(
            hidden_people(
                estimation.table,
                estimation.chao,
                dependent=estimation.best_dependent,
                sharp=estimation.sharp if estimation.table.k > 4 else float("inf"),
            ).at_least
        )
    return float(np.mean(flagged))


# Three lists carry too little to see it as often.
@pytest.mark.parametrize(
    ("k", "tables", "wanted"),
    [(2, 5, 1.0), (3, 60, 0.75), (4, 60, 0.9), pytest.param(5, 20, 0.8, marks=pytest.mark.long)],
)
def test_tables_drawn_with_strong_heterogeneity_are_called_a_bound_from_below(
    k: int, tables: int, wanted: float
) -> None:
    assert share_flagged([(1800, LOW[:k]), (1200, HIGH[:k])], tables) >= wanted


@pytest.mark.parametrize(("k", "tables"), [(3, 60), (4, 60)])
def test_independent_lists_are_seldom_called_a_bound_from_below(k: int, tables: int) -> None:
    assert share_flagged([(2000, [0.3, 0.25, 0.2, 0.3][:k])], tables) <= 0.15


@pytest.mark.long
def test_classes_that_explain_the_lists_far_better_leave_dependent_lists_out_of_the_range() -> None:
    few, many = [0.66, 0.825, 0.759, 0.99, 0.693], [0.033, 0.033, 0.099, 0.132, 0.033]
    estimation = Estimation(
        drawn([(1800, many), (200, few)], np.random.default_rng(1)), Options(bootstraps=0)
    )

    said = estimation.range()

    assert said.rests_on == ("dga", "latent_class")
    assert "range.without_loglinear" in {reason.code for reason in estimation.warnings}
    assert said.low < 2000 < said.high < 20_000 < estimation.averaged.interval[1]


def test_a_copied_list_is_noticed_and_can_be_merged() -> None:
    counts = OverlapTable.from_patterns(
        ["A", "B", "C"], {"100": 40, "110": 100, "111": 12, "001": 60, "101": 9}
    )
    estimation = Estimation(counts, QUICK)

    estimation.screen()

    assert "screen.copy" in {reason.code for reason in estimation.warnings}
    merged = counts.merged(0, 1)
    assert (merged.lists, merged.counts.tolist()) == (("A + B", "C"), [0, 140, 60, 21])


def test_a_list_that_could_not_reach_a_place_leaves_its_cells_out() -> None:
    cells = {"100": 60, "010": 49, "110": 4, "001": 247, "101": 112, "011": 142}

    ranked = rank(OverlapTable.from_patterns(["A", "B", "C"], cells, impossible=["111"]))

    assert ranked.fits.cells == 6
    assert ranked.order


@pytest.mark.long
def test_the_search_over_six_lists_finds_the_best_of_all_32768_models_of_pairs() -> None:
    hare = table_of(Fields(read_case(str(FOLDER / "snowshoe-hare.json")).content, "hare"))
    alone = independence(6)
    pairs = terms_of_size(6, 2)
    every = [alone | {t for n, t in enumerate(pairs) if which >> n & 1} for which in range(2**15)]

    ranked = rank(hare)
    lowest = min(
        float(np.nanmin(fit(every[at : at + 4096], hare.counts, hare.possible).bic(hare.listed)))
        for at in range(0, len(every), 4096)
    )

    best = ranked.best(order=2)
    assert best is not None
    assert pytest.approx(lowest, abs=1e-6) == ranked.fitted(best).BIC


def test_leaving_each_list_out_is_always_shown() -> None:
    rows = Estimation(table(np.array([0, 69, 55, 21, 63, 17, 18, 28])), QUICK).leave_one_list_out()

    assert [row["without"] for row in rows] == ["A", "B", "C"]
    assert all(row["interval"][0] < row["point"] < row["interval"][1] for row in rows)


BIFIDA = {"100": 60, "010": 49, "110": 4, "001": 247, "101": 112, "011": 142, "111": 12}
HAV = {"100": 69, "010": 55, "001": 63, "110": 21, "101": 17, "011": 18, "111": 28}


def cells_of(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [{"pattern": pattern, "count": count} for pattern, count in counts.items()]


def test_a_long_search_over_seven_lists_is_ranked_like_a_short_one() -> None:
    # People who differ strongly draw the search through thousands of models.
    hard, easy = np.array([0.08, 0.1, 0.06, 0.08, 0.08, 0.1, 0.06]), np.full(7, 0.5)
    rng = np.random.default_rng([7, 0])
    on = np.vstack([rng.random((1800, 7)) < hard, rng.random((1200, 7)) < easy])
    counts = np.bincount(on @ (1 << np.arange(7)), minlength=2**7)
    counts[0] = 0

    ranked = rank(table(counts))

    assert len(ranked.fits.models) > MANY
    assert ranked.fitted(ranked.order[0]).point > counts.sum()


def test_a_list_on_which_much_hangs_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    main(["estimate", str(FOLDER / "kosovo-1999.json"), "--only", "range"])

    answer = json.loads(capsys.readouterr().out)
    said = [reason["says"] for reason in answer["warnings"] if reason["code"] == "leave_one_out.HRW"]
    assert [row["without"] for row in answer["results"]["leave_one_list_out"]] == [
        "EXH",
        "ABA",
        "OSCE",
        "HRW",
    ]
    assert said == ["Without HRW the estimate would be 22,301, outside the range: much hangs on this list."]


def test_strata_add_up_and_one_without_an_estimate_is_named() -> None:
    alone = {"100": 5, "010": 4, "001": 3}
    strata = [
        {"name": "women", "cells": cells_of(HAV)},
        {"name": "men", "cells": cells_of(HAV)},
        {"name": "unknown", "cells": cells_of(alone)},
    ]
    case = {"lists": ["A", "B", "C"], "strata": strata}

    found = solve(Case("t", "mse", case, ""), Options(only=frozenset({"screen"}))).results

    together = found["strata"]
    assert found["screen"]["n_listed"] == 2 * 271 + 12
    assert together["left_out"] == 1
    assert "No person stands on two lists" in together["parts"][2]["says"]
    assert together["range"].at_least
    assert "One part at least cannot be estimated" in together["range"].words


@pytest.mark.long
def test_doubt_about_links_widens_the_interval() -> None:
    drawn = [cells_of({**HAV, "110": 21 + d, "100": 69 - d, "010": 55 - d}) for d in (-8, -4, 0, 4, 8)]
    case = {"lists": ["A", "B", "C"], "cells": cells_of(HAV)}

    def widths(draws: list[Any]) -> dict[str, float]:
        asked = Case("t", "mse", {**case, "linkage_draws": draws}, "")
        families = solve(asked, Options(only=frozenset({"screen"}))).results["over_links"]["families"]
        return {
            name: float(np.log(family.interval[1] - 271) - np.log(family.interval[0] - 271))
            for name, family in families.items()
        }

    doubtful, certain = widths(drawn), widths([cells_of(HAV)] * 5)
    assert set(doubtful) == {"bic_average", "dga", "latent_class"}
    assert all(doubtful[name] > certain[name] for name in ("bic_average", "latent_class"))


def test_the_points_of_strata_add_up_to_the_point_of_the_whole() -> None:
    case = {
        "lists": ["A", "B", "C"],
        "strata": [{"name": "women", "cells": cells_of(HAV)}, {"name": "men", "cells": cells_of(BIFIDA)}],
    }

    found = solve(Case("t", "mse", case, ""), Options(only=frozenset({"range"}))).results

    parts = found["strata"]["parts"]
    assert found["strata"]["point"] == pytest.approx(sum(part["point"] for part in parts))
    for name, family in found["strata"]["families"].items():
        assert family.point == pytest.approx(sum(part["families"][name].point for part in parts))
        assert family.interval[0] < family.point < family.interval[1]
    assert found["range"] == found["strata"]["range"]


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv_and_json_give_the_same_answer(
    between: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "A,B,C,Count\n0,0,0,0\n1,0,0,69\n0,1,0,55\n0,0,1,63\n1,1,0,21\n1,0,1,17\n0,1,1,18\n1,1,1,28\n"
    cells = tmp_path / "cells.csv"
    cells.write_text(rows.replace(",", between))
    taiwan = str(FOLDER / "hepatitis-a-taiwan.json")

    status = main(["estimate", str(cells), taiwan, "--only", "best_bic,independence"])

    one, other = (json.loads(line)["results"] for line in capsys.readouterr().out.splitlines())
    assert status == 0
    assert one["best_bic"]["point"] == pytest.approx(other["best_bic"]["point"])


def test_the_same_seed_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["estimate", str(FOLDER / "spina-bifida.json"), "--only", "bootstrap", "--seed", "7"]

    said = []
    for _ in range(2):
        assert main(asked) == 0
        said.append(capsys.readouterr().out)

    assert said[0] == said[1]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"lists": ["A"], "cells": []}, "t: lists is ['A']; it should be 2 to 8 different names."),
    (
        {"lists": ["A", "B"], "cells": [{"pattern": "12", "count": 1}]},
        "t.cells[0]: pattern is '12'; it should be 2 digits of 0 and 1, at least one of them 1, "
        "in quotation marks.",
    ),
    (
        {"lists": ["A", "B"], "cells": [{"pattern": "10", "count": 1.5}]},
        "t.cells[0]: count is 1.5; it should be a whole number from 0 to 100,000,000.",
    ),
    ({"lists": ["A", "B"]}, "t: cells is missing; it should be a list."),
]


@pytest.mark.parametrize(("content", "says"), BAD)
def test_a_bad_table_is_refused_in_a_sentence(content: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput) as refused:
        solve(Case("t", "mse", content, ""), QUICK)

    assert str(refused.value) == says


def test_refusals_have_no_false_alarm_on_the_reference_tables() -> None:
    for name in ("kosovo-1999", "hiv-rome", "uk-2013-5", "snowshoe-hare"):
        case = json.loads((FOLDER / f"{name}.json").read_text())
        cells = {cell["pattern"]: cell["count"] for cell in case["cells"]}
        assert refusals(OverlapTable.from_patterns(case["lists"], cells)) == []
