"""Splink on the same lists: romanised names with Jaro–Winkler, and tuned with a crude consonant key.

The tuned run is given the truth of these very lists to learn its m probabilities from: its best case.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import numpy as np

from vegerin.engines import names
from vegerin.engines.linkage.records import Records
from vegerin.engines.linkage.skeletons import skeleton

PARTS = ("given", "father", "grandfather", "mother")
THRESHOLDS = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99)


def available() -> bool:
    try:
        import splink  # noqa: F401
    except ImportError:
        return False
    return True


def runs(records: Records, person: np.ndarray) -> Iterator[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
    """Each run's name, its pairs and their probabilities."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    for name, tuned in (("Splink, default", False), ("Splink, tuned", True)):
        yield name, *_run(records, person, tuned=tuned)


def _columns(records: Records) -> dict[str, list[Any]]:
    forms = [*records.spellings.forms, None]
    columns: dict[str, list[Any]] = {"unique_id": list(range(len(records)))}
    for role in PARTS:
        said = [forms[at] for at in records.parts[role].tolist()]
        columns[role] = [names.part_keys(form).romanised if form else None for form in said]
        columns[f"{role}_key"] = [skeleton(form) if form else None for form in said]
    villages = [*records.villages.forms, None]
    said = [villages[at] for at in records.village.tolist()]
    columns["village"] = [names.part_keys(form).romanised if form else None for form in said]
    columns["village_key"] = [skeleton(form) if form else None for form in said]
    born = (records.born_low + records.born_high) / 2
    columns["born"] = [None if np.isnan(year) else int(year) for year in born]
    columns["band"] = [None if np.isnan(year) else int(year // 5) for year in born]
    columns["sex"] = [None if sex < 0 else int(sex) for sex in records.sex.tolist()]
    return columns


def _run(records: Records, person: np.ndarray, *, tuned: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    import pyarrow
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns, key = _columns(records) | {"person": person.tolist()}, "_key" if tuned else ""
    api = DuckDBAPI()
    tables = [
        api.register(
            pyarrow.table(
                {
                    name: [value[at] for at in np.flatnonzero(records.of_list == number)]
                    for name, value in columns.items()
                }
            ),
            dataset_display_name=of_list,
        )
        for number, of_list in enumerate(records.lists)
    ]
    more = [
        block_on("given_key", "grandfather_key"),
        block_on("given_key", "band"),
        block_on("father_key", "grandfather_key", "band"),
        block_on("father_key", "village_key", "band"),
    ]
    rules = [
        block_on(f"given{key}", f"father{key}"),
        block_on(f"given{key}", f"village{key}"),
        block_on(f"given{key}", "band", "sex"),
        *(more if tuned else []),
    ]
    year = cl.CustomComparison(
        comparison_levels=[
            {
                "sql_condition": "born_l IS NULL OR born_r IS NULL",
                "is_null_level": True,
                "label_for_charts": "null",
            },
            {"sql_condition": "abs(born_l - born_r) <= 1", "label_for_charts": "1 year"},
            {"sql_condition": "abs(born_l - born_r) <= 4", "label_for_charts": "4 years"},
            {"sql_condition": "ELSE", "label_for_charts": "more"},
        ],
        output_column_name="born",
    )

    def name_comparison(role: str) -> Any:
        if not tuned:
            return cl.JaroWinklerAtThresholds(role, [0.92, 0.8])
        near = f"jaro_winkler_similarity({role}_l, {role}_r)"
        key = f"{role}_key_l = {role}_key_r"
        said = f"{role}_l IS NULL OR {role}_r IS NULL"
        frequent = {"tf_adjustment_column": f"{role}_key"}
        return cl.CustomComparison(
            comparison_levels=[
                {"sql_condition": said, "is_null_level": True, "label_for_charts": "null"},
                {
                    "sql_condition": f"{key} AND {near} >= 0.8",
                    "label_for_charts": "key and sound",
                    **frequent,
                },
                {"sql_condition": key, "label_for_charts": "key", **frequent},
                {"sql_condition": f"{near} >= 0.88", "label_for_charts": "near"},
                {"sql_condition": "ELSE", "label_for_charts": "other"},
            ],
            output_column_name=role,
        )

    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            *(name_comparison(role) for role in PARTS),
            name_comparison("village"),
            year,
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=rules,
        additional_columns_to_retain=[],
    )
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on(f"given{key}", f"father{key}", f"grandfather{key}")], recall=0.3
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    if tuned:
        linker.training.estimate_m_from_label_column("person")
    else:
        for rule in (block_on("given", "father"), block_on("village", "born", "sex")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.001)
    table = api.duckdb_con.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {found.physical_name}"
    ).fetchnumpy()
    low = np.minimum(table["unique_id_l"], table["unique_id_r"]).astype(np.int64)
    high = np.maximum(table["unique_id_l"], table["unique_id_r"]).astype(np.int64)
    return low, high, np.asarray(table["match_probability"], float)


def figures(records: Records, person: np.ndarray) -> Iterator[tuple[str, str]]:
    """Splink's best F1 over thresholds with at most one record a list, and recall at precision ≥ .99."""
    from benchmarks.linkage import f1_of, recall_at

    of_list = records.of_list.tolist()

    pairs = np.unique(person, return_counts=True)[1]
    true_pairs = int((pairs * (pairs - 1) // 2).sum())
    for name, one, other, p in runs(records, person):
        best = max(
            f1_of(np.array(one_of_each_list(of_list, one, other, p, threshold)), person)
            for threshold in THRESHOLDS
        )
        right = person[one] == person[other]
        yield (
            f"{name}: pairs compared; best precision, recall, F1; recall at precision ≥ .99",
            f"{right.sum() / true_pairs:.3f}; {best[1]:.3f}, {best[2]:.3f}, **{best[0]:.3f}**; "
            f"{recall_at(p, right, true_pairs, 0.99):.3f}",
        )


def one_of_each_list(
    of_list: list[int], one: np.ndarray, other: np.ndarray, p: np.ndarray, threshold: float
) -> list[int]:
    """A group for each record: best pairs first, no list twice; what was not compared is no word against."""
    likely = np.flatnonzero(p >= threshold)
    likely = likely[np.argsort(-p[likely], kind="stable")]
    leader, members = list(range(len(of_list))), {at: [at] for at in range(len(of_list))}
    for a, b in zip(one[likely].tolist(), other[likely].tolist(), strict=True):
        a, b = leader[a], leader[b]
        if a != b and not {of_list[at] for at in members[a]} & {of_list[at] for at in members[b]}:
            members[a] += members[b]
            for at in members.pop(b):
                leader[at] = a
    return leader
