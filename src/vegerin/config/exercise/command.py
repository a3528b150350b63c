"""Nameless populations and invented lists of any length, for tests and benchmarks."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain

from vegerin.config.exercise import nameless, written_lists
from vegerin.config.exercise.people import SEED

STYLES = {name: make for name, make, *_ in written_lists.LISTS}


def parser() -> argparse.ArgumentParser:
    """What may follow the word."""
    made = argparse.ArgumentParser(prog="vegerin exercise", description=__doc__)
    what = made.add_subparsers(dest="what", required=True)
    population = what.add_parser("population", help="codes with the days on which something changed")
    population.add_argument("--size", type=int, default=nameless.ABDUCTED)
    rows = what.add_parser("list", help="a list of invented people with the mistakes that lists have")
    rows.add_argument("--rows", type=int, default=1000)
    rows.add_argument("--style", choices=STYLES, default="families")
    rows.add_argument("--truth", action="store_true", help="add the column that says whose row it is")
    for each in (population, rows):
        each.add_argument("--seed", type=int, default=SEED)
    return made


def main(arguments: list[str]) -> int:
    """Write the asked-for population or list to standard output as CSV."""
    asked = parser().parse_args(arguments)
    if asked.what == "population":
        write(
            {key: "" if value is None else str(value) for key, value in asdict(person).items()}
            for person in people_of(asked)
        )
    else:
        write(rows_of(asked))
    return 0


def people_of(asked: argparse.Namespace) -> list[nameless.Nameless]:
    """The nameless people asked for."""
    return nameless.population(size=asked.size, seed=asked.seed)


def rows_of(asked: argparse.Namespace) -> Iterator[written_lists.Row]:
    """The rows asked for, with or without whose they are."""
    rows = written_lists.long_list(asked.rows, make=STYLES[asked.style], seed=asked.seed)
    if asked.truth:
        return rows
    return ({key: row[key] for key in row if key != "person"} for row in rows)


def write(rows: Iterator[dict[str, str]]) -> None:
    """The rows as CSV, one after the other, however many there are."""
    first = next(rows, None)
    if first is None:
        return
    writer = csv.DictWriter(sys.stdout, list(first), lineterminator="\n")
    writer.writeheader()
    writer.writerows(chain([first], rows))
