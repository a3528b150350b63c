"""The gist of a telling: of all that was told what co-presence asks for, and nothing in her words.

Regions, dates, order and whom she saw, in the words in which the rows hold them; so a telling folds from
its gist as it does from its rows. It has one length, however much was told.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

PADDED_TO = 16384
Row = Mapping[str, Any]
KEPT = {
    "episode": ("what", "id", "region", "begins", "ends", "after", "before"),
    "saw": ("what", "id", "person", "region", "when"),
    "order": ("what", "ids"),
}


def of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The latest of each episode, of each whom she saw, and of their order; the pace is not in it."""
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if row["what"] in KEPT:
            told = {name: row[name] for name in KEPT[row["what"]] if name in row}
            latest[row["what"], row.get("id", "")] = told
    return list(latest.values())


def written(rows: Iterable[Row]) -> bytes:
    """As it is sealed: packed, with room at its end."""
    packed = zlib.compress(json.dumps(of(rows), ensure_ascii=False).encode(), 9)
    whole = len(packed).to_bytes(4, "big") + packed
    return whole.ljust(-(-len(whole) // PADDED_TO) * PADDED_TO, b"\0")


def read(content: bytes) -> list[dict[str, Any]]:
    """And back."""
    rows: list[dict[str, Any]] = json.loads(
        zlib.decompress(content[4 : 4 + int.from_bytes(content[:4], "big")])
    )
    return rows


def regions(rows: Iterable[Row]) -> set[str]:
    """Where she was."""
    return {row["region"] for row in rows if row["what"] == "episode" and row.get("region")}


def seen(rows: Iterable[Row]) -> set[str]:
    """Whom she saw, by id."""
    return {row["person"] for row in rows if row["what"] == "saw"}


def anchors(rows: Iterable[Row]) -> set[str]:
    """What her episodes came after and before."""
    return {one for row in rows for side in ("after", "before") for one in row.get(side, ())}
