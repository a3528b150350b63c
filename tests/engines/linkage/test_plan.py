"""The blocking plan in SQL finds the pairs that NumPy finds, on DuckDB and on Spark."""

import numpy as np
import pytest

from vegerin.engines.linkage import plan
from vegerin.engines.linkage.blocking import KeyTable, candidate_pairs, key_table, too_common
from vegerin.engines.linkage.populations import population
from vegerin.engines.linkage.records import Records, columns_of


def keyed(people: int) -> tuple[Records, KeyTable, np.ndarray]:
    """Records of an invented population, their keys, and the pairs that NumPy finds as (other, one)."""
    records = columns_of(population(people=people, seed=3).rows)
    table = key_table(records)
    one, other = candidate_pairs(records, table, too_common(table))
    return records, table, np.array(sorted(zip(other.tolist(), one.tolist(), strict=True)))


def by_plan(found: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return np.stack([found[1], found[0]], axis=1)


def test_duckdb_finds_the_same_pairs():
    pytest.importorskip("duckdb", reason="the extra `duckdb` is not installed")
    records, table, expected = keyed(400)

    assert (by_plan(plan.on_duckdb(records, table)) == expected).all()


@pytest.mark.long
def test_duckdb_and_spark_find_the_same_pairs_of_twenty_thousand_records():
    pytest.importorskip("duckdb", reason="the extra `duckdb` is not installed")
    spark = pytest.importorskip("pyspark.sql", reason="the extra `spark` is not installed")
    records, table, expected = keyed(13_800)
    assert len(records) > 19_000

    session = spark.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        on_spark = by_plan(plan.on_spark(records, table, session))
    finally:
        session.stop()

    assert (by_plan(plan.on_duckdb(records, table)) == expected).all()
    assert (on_spark == expected).all()
