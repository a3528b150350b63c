"""One list that repeats people: Splink's historical figures with errors, and our own engine, in one run.

Nothing is fitted to the truth column; half of the people were looked at while the model was made, the other
half only measured. `unique_id` holds the truth and is never read as anything but a number of a row.
"""

from __future__ import annotations

import csv
import gzip
import logging
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.linkage import calibration_error, f1_of, recall_at

from vegerin.engines.answers import Stopwatch
from vegerin.engines.linkage.populations import population
from vegerin.engines.linkage.repeating.linking import Repeating, link_repeating
from vegerin.engines.linkage.rows import Row

SEED = 1
TRUTH = ("unique_id", "cluster")
GENERATED = (4_000, 5)  # people, seed
BINS = (0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 1.0001)
Said = list[dict[str, str]]


def figures(file: Path, *, peers: bool) -> Iterator[tuple[str, str]]:
    said, people = rows_of(file)
    first = set(people[: len(people) // 2])
    for part, rows in (
        ("first half of the people (looked at)", [row for row in said if row["cluster"] in first]),
        ("second half (unseen)", [row for row in said if row["cluster"] not in first]),
        ("all", said),
    ):
        yield from _ours(part, *as_list(rows))
    yield from _ours("own generator's three lists as one, learnt from itself", *generated())
    if peers:
        yield splink(said)


def rows_of(file: Path) -> tuple[Said, list[str]]:
    """The rows in any order, and the people in the order of the file: half of them was looked at."""
    raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    said = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    # Records stand sorted by person.
    people = list(dict.fromkeys(row["cluster"] for row in said))
    return [said[at] for at in np.random.default_rng(SEED).permutation(len(said))], people


def as_list(said: Said) -> tuple[list[Row], np.ndarray]:
    rows = []
    for at, row in enumerate(said, start=2):
        kept = {column: value for column, value in row.items() if column not in TRUTH}
        rows.append(Row("list", at, {"record_id": str(at)} | kept))
    return rows, np.unique([row["cluster"] for row in said], return_inverse=True)[1]


def generated() -> tuple[list[Row], np.ndarray]:
    people, seed = GENERATED
    made = population(people=people, seed=seed)
    columns = list(dict.fromkeys(column for row in made.rows for column in row.said))
    rows = []
    for at in np.random.default_rng(SEED).permutation(len(made.rows)).tolist():
        row = made.rows[at]
        said = {column: row.get(column) for column in columns} | {"record_id": str(at)}
        said["household"] = f"{row.list}{said.get('household')}" if said.get("household") else ""
        rows.append(Row("list", len(rows) + 2, said))
    return rows, np.array([made.person[int(row.get("record_id"))] for row in rows])


def _ours(part: str, rows: list[Row], person: np.ndarray) -> Iterator[tuple[str, str]]:
    watch = Stopwatch()
    found = link_repeating(rows, watch=watch)
    f1, precision, recall = f1_of(np.array(found.group), person)
    p, right = found.p[:, 0], person[found.one] == person[found.other]
    true_pairs = _pairs(person)
    middle = (p > 0.05) & (p < 0.95)
    yield (
        f"{part}: {len(rows):,} records, {true_pairs:,} true pairs; precision, recall, F1; recall at P ≥ .99",
        f"{precision:.3f}, {recall:.3f}, **{f1:.3f}**; {recall_at(p, right, true_pairs, 0.99):.3f} "
        f"({found.compared:,} pairs compared, {sum(watch.seconds.values()):.0f} CPU s)",
    )
    off = calibration_error(p, right), calibration_error(p[middle], right[middle])
    yield (
        f"{part}: expected calibration error, all; middle; said/seen",
        f"{off[0]:.3f}; {off[1]:.3f}; " + table(found, right),
    )


def table(found: Repeating, right: np.ndarray) -> str:
    p = found.p[:, 0]
    bins = [np.flatnonzero((p >= low) & (p < high)) for low, high in pairwise(BINS)]
    return ", ".join(f"{p[each].mean():.2f}/{right[each].mean():.2f}" for each in bins if len(each))


def _pairs(person: np.ndarray) -> int:
    sizes = np.unique(person, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def splink(said: Said) -> tuple[str, str]:
    """The model that Splink documents for this set: its clusters at .95, and at the best threshold."""
    begun = time.process_time()
    linker, person = _linker(said), np.unique([row["cluster"] for row in said], return_inverse=True)[1]
    pairs = linker.inference.predict(threshold_match_probability=0.05)
    found = {}
    for threshold in (0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999):
        grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
        rows = grouped.as_record_list()
        group = np.empty(len(said), np.int64)
        numbers: dict[Any, int] = {}
        for row in rows:
            group[row["unique_id"]] = numbers.setdefault(row["cluster_id"], len(numbers))
        found[threshold] = f1_of(group, person)
    at95, best = found[0.95], max(found.values())
    return (
        "Splink, its documented model for this set: clusters at .95; at the best threshold (P, R, F1)",
        f"{at95[1]:.3f}, {at95[2]:.3f}, **{at95[0]:.3f}**; {best[1]:.3f}, {best[2]:.3f}, **{best[0]:.3f}** "
        f"({time.process_time() - begun:.0f} CPU s)",
    )


def _linker(said: Said) -> Any:
    import pyarrow
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    names = ("first_name", "surname", "dob", "birth_place", "postcode_fake", "gender", "occupation")
    columns: dict[str, Any] = {name: [row[name] or None for row in said] for name in names}
    columns["unique_id"] = list(range(len(said)))
    columns["first_name_surname_concat"] = [
        f"{row['first_name']} {row['surname']}" if row["first_name"] and row["surname"] else None
        for row in said
    ]
    area = "substr(postcode_fake,1,3)"
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on(area, "dob"),
            block_on(area, "first_name"),
            block_on(area, "surname"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(pyarrow.table(columns)), settings)
    linker.training.estimate_probability_two_random_records_match(
        [
            "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
            "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname"
            " and substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
            "l.dob = r.dob and l.postcode_fake = r.postcode_fake",
        ],
        recall=0.6,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (block_on("first_name", "surname"), block_on("dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker
