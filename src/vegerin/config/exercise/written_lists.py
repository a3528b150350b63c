"""Lists as others make them: the same people, other scripts, other columns, other mistakes.

Three lists for the exercise office, of which each holds a part of the people, and one list of any
length for benchmarks. Every row carries in `person` whose row it is, which `csv_text` leaves out:
that is the truth against which a linkage is judged.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import count, islice
from pathlib import Path

from vegerin.config.exercise import mistakes
from vegerin.config.exercise.names import villages
from vegerin.config.exercise.people import SEED, Invented, invented_people

Row = dict[str, str]
TAKEN_ON = "2014-08-03"
EASTERN_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def families_row(person: Invented, rng: random.Random) -> Row:
    """A row of the list that families of the villages wrote by hand, in Arabic script."""
    written = [mistakes.spelling(name, "arab", rng) for name in person.chain]
    year = mistakes.year_as_told(person.born, rng)
    return {
        "person": str(person.number),
        "no": str(1000 + person.number),
        "full_name": mistakes.slipped(" ".join(mistakes.parts_as_told(written, rng)), rng, chance=0.10),
        "sex": person.sex,
        "birth_year": "" if year is None else str(year),
        "village": rng.choice(villages()[person.village].name.arab),
        "household": str(person.household),
    }


def helpers_row(person: Invented, rng: random.Random) -> Row:
    """A row of the list that an aid organisation typed in English, a column for each name."""
    written = [mistakes.spelling(name, "en", rng, usual=0.55) for name in person.chain]
    told = [*mistakes.parts_as_told(written, rng), "", ""][:3]
    given, father, grandfather = (mistakes.slipped(part, rng, chance=0.04) for part in told)
    year = mistakes.year_as_told(person.born, rng)
    asked_in = rng.choice((2015, 2016, 2017))
    return {
        "person": str(person.number),
        "record_id": f"H-{20000 + person.number}",
        "given": given,
        "father": father,
        "grandfather": grandfather,
        "mother": mistakes.spelling(person.mother_name, "en", rng) if rng.random() < 0.4 else "",
        "sex": person.sex if rng.random() > 0.01 else "",
        "age": "" if year is None else str(max(0, asked_in - year)),
        "age_on": f"{asked_in}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "village": rng.choice(villages()[person.village].name.en),
        "taken_on": TAKEN_ON if rng.random() < 0.8 else "",
    }


def camps_row(person: Invented, rng: random.Random) -> Row:
    """A row of the camps' list: whoever sat at the desk wrote as they were used to."""
    script = rng.choices(("kmr", "de", "ckb", "en", "arab"), weights=(50, 12, 12, 16, 10))[0]
    written = [mistakes.spelling(name, script, rng) for name in person.chain]
    year = mistakes.year_as_told(person.born, rng)
    place = villages()[person.village].name
    told_place = rng.choice(place.arab if script in ("arab", "ckb") else place.kmr + place.en)
    return {
        "person": str(person.number),
        "id": f"C{300 + person.village}-{person.number:05d}",
        "name": mistakes.slipped(" ".join(mistakes.parts_as_told(written, rng)), rng, chance=0.06),
        "sex": {"F": "female", "M": "male"}[person.sex],
        "born": "" if year is None else str(year).translate(EASTERN_DIGITS if script == "arab" else {}),
        "place": told_place,
    }


MakeRow = Callable[[Invented, random.Random], Row]
# name of the list, who makes a row, how many of a hundred people are on it, separator, date of the release
LISTS: tuple[tuple[str, MakeRow, int, str, date], ...] = (
    ("families", families_row, 72, ",", date(2016, 5, 1)),
    ("helpers", helpers_row, 52, ",", date(2016, 11, 15)),
    ("camps", camps_row, 38, ";", date(2018, 2, 10)),
)
# The families' next release stays outside the record: the first one a newcomer imports herself.
NEXT_RELEASE = date(2017, 3, 1)


def rows_for(people: Iterable[Invented], *, make: MakeRow, percent: int, seed: int) -> list[Row]:
    """The rows of one list: each person is on it or not, whatever the other lists hold."""
    rng = random.Random(seed)  # noqa: S311 -- a reproducible exercise, not a secret
    return [make(person, rng) for person in people if rng.random() * 100 < percent]


def next_release(rows: Sequence[Row], people: Sequence[Invented], *, seed: int) -> list[Row]:
    """The families' list a year later: some rows corrected, a few gone, some people new."""
    rng = random.Random(seed)  # noqa: S311 -- a reproducible exercise, not a secret
    born = {str(person.number): person.born for person in people}
    kept = [_corrected(row, born[row["person"]], rng) for row in rows if rng.random() > 0.02]
    listed = {row["person"] for row in rows}
    missing = [person for person in people if str(person.number) not in listed]
    return kept + [families_row(person, rng) for person in missing if rng.random() < 0.25]


def _corrected(row: Row, born: int, rng: random.Random) -> Row:
    if rng.random() < 0.06:
        return {**row, "full_name": mistakes.letter_for_its_twin(row["full_name"], rng)}
    if not row["birth_year"] and rng.random() < 0.5:
        return {**row, "birth_year": str(born)}
    return row


def csv_text(rows: Sequence[Row], *, separator: str = ",", with_truth: bool = False) -> str:
    """The rows as a file's text; whose row it is stays out unless asked for."""
    columns = [column for column in rows[0] if with_truth or column != "person"]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=separator, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def file_name(name: str, released_on: date) -> str:
    """What the file of a release is called."""
    return f"{name}-{released_on}.csv"


def write_files(folder: Path) -> list[Path]:
    """The three lists, and the next release of the first, as the files their owners would send."""
    people = invented_people()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for name, make, percent, separator, released_on in LISTS:
        rows = rows_for(people, make=make, percent=percent, seed=SEED)
        releases = [(released_on, rows)]
        if name == "families":
            releases.append((NEXT_RELEASE, next_release(rows, people, seed=SEED)))
        for day, of_the_day in releases:
            file = folder / file_name(name, day)
            # With a byte-order mark, as spreadsheets write it.
            file.write_text(csv_text(of_the_day, separator=separator), encoding="utf-8-sig", newline="")
            written.append(file)
    return written


def many_people(seed: int = SEED) -> Iterator[Invented]:
    """Invented people without end, in blocks of related families that share no numbers."""
    first = 0
    for block in count():
        people = invented_people(seed + block)
        for person in people:
            yield renumbered(person, by=first)
        first += len(people)


def renumbered(person: Invented, *, by: int) -> Invented:
    """The same person with every number moved."""
    moved = {
        name: None if (number := getattr(person, name)) is None else number + by
        for name in ("number", "household", "father", "mother", "spouse")
    }
    return Invented(**{**vars(person), **moved})


def long_list(length: int, *, make: MakeRow = families_row, seed: int = SEED) -> Iterator[Row]:
    """A list of that many rows, a person each, for benchmarks: 1,000 to 1,000,000."""
    rng = random.Random(seed)  # noqa: S311 -- a reproducible exercise, not a secret
    return (make(person, rng) for person in islice(many_people(seed), length))
