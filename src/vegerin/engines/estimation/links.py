"""From linked lists to overlap tables, once as linked and twenty times with the doubtful links drawn anew.

`vegerin link` writes which records it takes for one person (`clusters.csv`) and how probable it holds every
pair to be one person (`pairs.csv`). One wrong link moves a total by several per cent, so the links are drawn:
each pair is one person with its probability, the surest pairs first, and nobody stands on a list twice.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vegerin.engines.answers import BadInput, Case, read_bytes
from vegerin.engines.estimation.tables import FEWEST_LISTS, MOST_LISTS, Floats, Whole

CLUSTERS, PAIRS = "clusters.csv", "pairs.csv"
DRAWINGS = 20


@dataclass(frozen=True)
class Links:
    """Records and how probable each pair of them is one person.

    Args:
        of_list: which list each of n records stands on, by its number.
        one, other: the pairs (p,), each by two records.
        p_same: probability of each pair (p,).
    """

    of_list: Whole
    one: Whole
    other: Whole
    p_same: Floats


def drawn(links: Links, *, rng: np.random.Generator) -> Counter[int]:
    """Cells of an overlap table after one drawing of the links: people by the lists they stand on, as bits.

    >>> sure = Links(np.array([0, 0, 1]), np.array([0]), np.array([2]), np.array([1.0]))
    >>> drawn(sure, rng=np.random.default_rng(1))
    Counter({3: 1, 1: 1})
    """
    kept = np.flatnonzero(rng.random(links.p_same.size) < links.p_same)
    leader = list(range(links.of_list.size))
    lists = [1 << int(j) for j in links.of_list]

    def first(record: int) -> int:
        while leader[record] != record:
            leader[record] = record = leader[leader[record]]
        return record

    for at in kept[np.argsort(-links.p_same[kept], kind="stable")]:
        a, b = int(links.one[at]), int(links.other[at])
        repeats = links.of_list[a] == links.of_list[b]  # the same person twice on one list
        a, b = first(a), first(b)
        if a != b and (repeats or not lists[a] & lists[b]):
            leader[b] = a
            lists[a] |= lists[b]
    return Counter(lists[record] for record in range(len(leader)) if leader[record] == record)


def read_links(folder: str) -> Case:
    """The folder that `vegerin link --out` wrote, as a case with `cells` and `linkage_draws`."""
    clusters, raw_clusters = _rows(folder, CLUSTERS, ("person_id", "list", "record_id"))
    pairs, raw_pairs = _rows(folder, PAIRS, ("list_a", "record_a", "list_b", "record_b", "p_same"))
    names = sorted({row["list"] for row in clusters})
    if not FEWEST_LISTS <= len(names) <= MOST_LISTS:
        raise BadInput(
            f"{folder}/{CLUSTERS}: holds {len(names)} lists; it should be {FEWEST_LISTS} to {MOST_LISTS}."
        )
    people: dict[str, int] = {}
    for row in clusters:
        people[row["person_id"]] = people.get(row["person_id"], 0) | 1 << names.index(row["list"])
    links = _links(folder, clusters, pairs, names)
    sha256 = hashlib.sha256(raw_clusters + raw_pairs).hexdigest()
    rng = np.random.default_rng(int(sha256[:16], 16))  # the same links, the same drawings
    content = {
        "lists": names,
        "cells": _cells(Counter(people.values()), len(names)),
        "linkage_draws": [_cells(drawn(links, rng=rng), len(names)) for _ in range(DRAWINGS)],
    }
    return Case(Path(folder).name, "mse", content, sha256)


def _links(folder: str, clusters: Sequence[Any], pairs: Sequence[Any], names: Sequence[str]) -> Links:
    place = {(row["list"], row["record_id"]): at for at, row in enumerate(clusters)}
    one, other, p_same = [], [], []
    for line, row in enumerate(pairs, start=2):
        try:
            one.append(place[row["list_a"], row["record_a"]])
            other.append(place[row["list_b"], row["record_b"]])
            p_same.append(float(row["p_same"]))
        except KeyError as error:
            raise BadInput(
                f"{folder}/{PAIRS}: line {line}: {': '.join(error.args[0])} is not in {CLUSTERS}."
            ) from None
        except (TypeError, ValueError):
            p_same.append(-1.0)
        if not 0 <= p_same[-1] <= 1:
            raise BadInput(
                f"{folder}/{PAIRS}: line {line}: p_same is {row['p_same']!r}; it should be from 0 to 1."
            )
    of_list = np.array([names.index(row["list"]) for row in clusters])
    return Links(of_list, np.array(one, dtype=np.int64), np.array(other, dtype=np.int64), np.array(p_same))


def _cells(counts: Counter[int], k: int) -> list[dict[str, Any]]:
    return [
        {"pattern": "".join(str(cell >> j & 1) for j in range(k)), "count": counts[cell]}
        for cell in sorted(counts)
    ]


def _rows(folder: str, name: str, columns: Sequence[str]) -> tuple[list[dict[str, str]], bytes]:
    file = str(Path(folder) / name)
    raw = read_bytes(file)
    try:
        lines = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), strict=True)
        missing = [column for column in columns if column not in (lines.fieldnames or ())]
        rows = list(_as_dicts(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{file}: cannot be read as CSV in UTF-8 ({error}).") from None
    if missing or (not rows and name == CLUSTERS):
        what = f"column {missing[0]!r}" if missing else "rows"
        raise BadInput(f"{file}: has no {what}. Give the folder that `vegerin link --out` wrote.")
    return rows, raw


def _as_dicts(lines: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    yield from lines
