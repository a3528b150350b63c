"""The blocking plan as SQL: the same joins on DuckDB, Spark or PostgreSQL, when lists outgrow one machine.

The rules of `blocking.py` become one table (key, record, list), computed once; the plan joins it with itself.
`blocking.candidate_pairs` is the same plan in NumPy, quicker in one process.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.blocking import LARGEST_BLOCK, KeyTable
from vegerin.engines.linkage.records import Records

Longs = npt.NDArray[np.int64]

TABLE = "blocking_keys"
PLAN = f"""
WITH sizes AS (
    SELECT key FROM {TABLE} GROUP BY key HAVING count(*) BETWEEN 2 AND {LARGEST_BLOCK}
),
kept AS (
    SELECT keys.key, keys.record, keys.list FROM {TABLE} AS keys JOIN sizes ON keys.key = sizes.key
)
SELECT DISTINCT a.record AS one, b.record AS other
FROM kept AS a JOIN kept AS b ON a.key = b.key AND a.record < b.record AND a.list <> b.list
ORDER BY other, one
"""  # noqa: S608 -- our own names, nothing said by a user


class Connection(Protocol):
    """What a DuckDB connection can do."""

    def register(self, name: str, table: Any) -> Any:
        """Lend a table."""

    def execute(self, query: str) -> Any:
        """Ask."""


def columns(records: Records, table: KeyTable) -> dict[str, npt.NDArray[Any]]:
    """The table that the plan joins, by column."""
    return {"key": table.key, "record": table.record, "list": records.of_list[table.record]}


def on_duckdb(
    records: Records, table: KeyTable, *, connection: Connection | None = None
) -> tuple[Longs, Longs]:
    """Candidate pairs by the plan on DuckDB, in memory unless a connection is given (extra `duckdb`)."""
    import duckdb  # noqa: PLC0415 -- an extra

    asked = connection or duckdb.connect()
    asked.execute(f"CREATE OR REPLACE TABLE {TABLE} (key BIGINT, record BIGINT, list INTEGER)")
    lent = columns(records, table)
    asked.register("lent", lent)
    asked.execute(f"INSERT INTO {TABLE} SELECT key, record, list FROM lent")  # noqa: S608 -- our own names
    found = asked.execute(PLAN).fetchnumpy()
    return np.asarray(found["one"], np.int64), np.asarray(found["other"], np.int64)


def on_spark(records: Records, table: KeyTable, session: Any) -> tuple[Longs, Longs]:
    """Candidate pairs by the plan on a Spark session (extra `spark`)."""
    named = columns(records, table)
    rows = zip(*(named[name].tolist() for name in ("key", "record", "list")), strict=True)
    session.createDataFrame(list(rows), "key long, record long, list int").createOrReplaceTempView(TABLE)
    found = session.sql(PLAN).collect()
    return (
        np.array([row["one"] for row in found], np.int64),
        np.array([row["other"] for row in found], np.int64),
    )
