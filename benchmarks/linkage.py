"""Linkage: how many of the true pairs of lists are found, and what is wrongly joined.

./run bench linkage [FOLDER [--times N] | --people N] [--seed N ...] [--long] [--without-peers]
                    [--repeating FILE]
FOLDER: LIST.csv files and truth.csv (list, record_id, person_id, household_id, alias_replaced); without
one, an invented population. --times: lists like these, so many times as long (`linkage_grown.py`). --long:
100,000 people of each seed too (half an hour each). Splink, as it comes and tuned, runs on the same lists in
the same run where it is installed (extra `peers`).
--repeating: historical_figures_with_errors_50k.csv.gz of splink_datasets too, one list that repeats people.
"""

from __future__ import annotations

import argparse
import csv
import platform
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np

from vegerin.engines.answers import Stopwatch
from vegerin.engines.linkage.linking import LEAST_KEPT, Linked, link
from vegerin.engines.linkage.model import SAME
from vegerin.engines.linkage.populations import population
from vegerin.engines.linkage.records import Records, columns_of
from vegerin.engines.linkage.review import match_families, questions
from vegerin.engines.linkage.rows import read_rows

ROOT = Path(__file__).resolve().parents[1]
UNSEEN_SEED, PEOPLE, LONG = 77, 12_000, 100_000
Found = tuple[Linked, np.ndarray, np.ndarray, np.ndarray]
MATCHED_MEMBERS = 2
FEW_RECORDS = 60_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, action="append", default=[])
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--repeating", type=Path, metavar="FILE")
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    seeds = asked.seed or [UNSEEN_SEED]
    if asked.folder and asked.times > 1:
        for seed in seeds:
            what = f"{asked.folder.name}, {asked.times} times as long, seed {seed}"
            told(what, of_grown, asked.folder, asked.times, seed, peers=not asked.without_peers)
    elif asked.folder:
        told(f"{asked.folder.name}", of_folder, asked.folder, peers=not asked.without_peers)
    for people in ([] if asked.folder else [asked.people]) + ([LONG] if asked.long else []):
        for seed in seeds:
            what = f"{people:,} people of seed {seed}"
            told(what, of_generator, people, seed, peers=not asked.without_peers)
    if asked.repeating:
        of_repeating(asked.repeating, peers=not asked.without_peers)


def of_repeating(file: Path, *, peers: bool) -> None:
    """The table of one list that repeats people."""
    from benchmarks import linkage_peers, linkage_repeating

    if not file.exists():
        print(f"\n{file.name} is not here: one list that repeats people was not measured.")
        return
    print(f"\n## one list that repeats people ({date.today()}, {platform.machine()})\n")
    print("| what | measured |\n|---|---|")
    for name, measured in linkage_repeating.figures(file, peers=peers and linkage_peers.available()):
        print(f"| {name} | {measured} |", flush=True)


def told(what: str, made: Callable[..., Found], *of: object, peers: bool) -> None:
    """One table: ours, and Splink beside it on the same lists."""
    watch = Stopwatch()
    found = made(*of, watch)
    print(f"\n## {what} ({date.today()}, {platform.machine()}, Python {platform.python_version()})\n")
    print("| what | measured |\n|---|---|")
    for name, measured in figures(*found):
        print(f"| {name} | {measured} |", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| CPU seconds, memory | {sum(watch.seconds.values()):.0f} s, {memory:.0f} MB |", flush=True)
    for name, measured in of_peers(found) if peers else ():
        print(f"| {name} | {measured} |", flush=True)


def of_peers(found: Found) -> Iterator[tuple[str, str]]:
    from benchmarks import linkage_peers

    if not linkage_peers.available():
        yield "Splink", "not installed (extra `peers`)"
        return
    linked, person, _, _ = found
    yield from linkage_peers.figures(linked.records, person)


def of_folder(folder: Path, watch: Stopwatch) -> Found:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {(row["list"], row["record_id"]): row for row in csv.DictReader(file)}
    with watch.stage("reading"):
        names = sorted(str(file) for file in folder.glob("*.csv") if file.name != "truth.csv")
        records = columns_of([row for name in names for row in read_rows(name)])
    linked = link(records, least=least_for(records), watch=watch)
    of = [
        truth[records.lists[at], record]
        for at, record in zip(records.of_list.tolist(), records.ids, strict=True)
    ]
    person = np.unique([row["person_id"] for row in of], return_inverse=True)[1]
    household = np.unique([row["household_id"] for row in of], return_inverse=True)[1]
    return linked, person, household, np.array([row["alias_replaced"] == "1" for row in of])


def of_grown(folder: Path, times: int, seed: int, watch: Stopwatch) -> Found:
    from benchmarks.linkage_grown import grown

    with tempfile.TemporaryDirectory() as made:
        grown(folder, Path(made), times, seed)
        return of_folder(Path(made), watch)


def of_generator(people: int, seed: int, watch: Stopwatch) -> Found:
    made = population(people=people, seed=seed)
    with watch.stage("reading"):
        records = columns_of(made.rows)
    linked = link(records, least=least_for(records), watch=watch)
    return linked, np.array(made.person), np.array(made.household), np.array(made.renamed)


def least_for(records: Records) -> float:
    """All pairs are kept where there are few, so that the keys can be judged; else what a run keeps."""
    return 0.0 if len(records) < FEW_RECORDS else LEAST_KEPT


def figures(
    linked: Linked, person: np.ndarray, household: np.ndarray, alias: np.ndarray
) -> list[tuple[str, str]]:
    leader = np.array(linked.cluster)
    one, other, p = linked.one, linked.other, linked.p[:, SAME]
    right = person[one] == person[other]
    f1, precision, recall = f1_of(leader, person)
    pairs = np.unique(person, return_counts=True)[1]
    true_pairs = int((pairs * (pairs - 1) // 2).sum())
    accepted = (leader[one] == leader[other]) & (p >= 0.95)
    siblings = (household[one] == household[other]) & ~right
    middle = (p > 0.05) & (p < 0.95)
    asked = {
        (min(q.one, q.other), max(q.one, q.other))
        for q in questions(linked, match_families(linked.families.tolist(), linked.cluster))
    }
    off, off_middle = calibration_error(p, right), calibration_error(p[middle], right[middle])
    return [
        ("records, true pairs, pairs compared", f"{len(person):,}, {true_pairs:,}, {linked.compared:,}"),
        ("namesakes in 10,000 pairs of rows of one list", f"{10_000 * namesakes(linked.records):.1f}"),
        ("true pairs among those kept", f"{right.sum() / true_pairs:.3f}"),
        ("one record a list: precision, recall, F1", f"{precision:.3f}, {recall:.3f}, {f1:.3f}"),
        ("recall at precision ≥ .99", f"{recall_at(p, right, true_pairs, 0.99):.3f}"),
        ("siblings among accepted (p ≥ .95)", f"{siblings[accepted].mean():.4f}"),
        ("expected calibration error, all pairs; .05 < p < .95", f"{off:.3f}; {off_middle:.3f}"),
        *alias_reach(linked, person, household, alias, asked),
    ]  # fmt: skip


def namesakes(records: Records) -> float:
    """How often two rows of the longest list share given and father's name: how crowded the lists are.

    2.0 and 2.3 in 10,000 in two real releases, 2.0 in the office list of the sample, made by another hand.
    """
    longest = np.bincount(records.of_list).argmax()
    said = (records.of_list == longest) & (records.parts["given"] >= 0) & (records.parts["father"] >= 0)
    key = records.spellings.key_array()[:, 0]
    both = np.stack([key[records.parts[role][said]] for role in ("given", "father")])
    shared = np.unique(both, axis=1, return_counts=True)[1]
    count = int(said.sum())
    return float((shared * (shared - 1)).sum() / max(1, count * (count - 1)))


def f1_of(leader: np.ndarray, person: np.ndarray) -> tuple[float, float, float]:
    """F1, precision and recall of the pairs inside clusters."""
    sizes = [
        np.unique(groups, return_counts=True, axis=-1)[1]
        for groups in (leader, person, np.stack([leader, person]))
    ]
    said, true_pairs, found = (int((size * (size - 1) // 2).sum()) for size in sizes)
    precision, recall = found / max(1, said), found / max(1, true_pairs)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def alias_reach(
    linked: Linked, person: np.ndarray, household: np.ndarray, alias: np.ndarray, asked: set[tuple[int, int]]
) -> list[tuple[str, str]]:
    """Pairs under an imposed name: how many reach review, of all and of those that kin could bring there."""
    of_person: dict[int, list[int]] = {}
    for record, number in enumerate(person.tolist()):
        of_person.setdefault(number, []).append(record)
    pairs = [
        (a, b)
        for same in of_person.values()
        for at, a in enumerate(same)
        for b in same[at + 1 :]
        if alias[a] != alias[b]
    ]
    if not pairs:
        return [("true pairs under an imposed name that reach review", "none in these lists")]
    leader, of_list = np.array(linked.cluster), linked.records.of_list
    together = Counter()
    right = (leader[linked.one] == leader[linked.other]) & (person[linked.one] == person[linked.other])
    for a, b in zip(linked.one[right].tolist(), linked.other[right].tolist(), strict=True):
        together[household[a], *sorted((of_list[a], of_list[b]))] += 1
    able = [
        (a, b)
        for a, b in pairs
        if together[household[a], *sorted((of_list[a], of_list[b]))] >= MATCHED_MEMBERS
    ]
    return [
        (
            "true pairs under an imposed name that reach review",
            f"{sum(p in asked for p in pairs)} of {len(pairs)}",
        ),
        (
            "of those with two household members rightly linked",
            f"{sum(p in asked for p in able)} of {len(able)}",
        ),
    ]


def recall_at(p: np.ndarray, right: np.ndarray, true_pairs: int, precision: float) -> float:
    order = np.argsort(-p, kind="stable")
    found = right[order].cumsum()
    enough = np.flatnonzero(found / np.arange(1, len(order) + 1) >= precision)
    return float(found[enough[-1]] / true_pairs) if len(enough) else 0.0


def calibration_error(p: np.ndarray, right: np.ndarray) -> float:
    """Mean distance of said and seen over ten equal bins, weighted by how many pairs fall in each."""
    bins = np.minimum((p * 10).astype(int), 9)
    size = np.bincount(bins, minlength=10)
    gap = np.abs(np.bincount(bins, p, 10) - np.bincount(bins, right, 10))
    return float(gap.sum() / max(1, size.sum()))


if __name__ == "__main__":
    main()
