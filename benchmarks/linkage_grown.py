"""Lists like given ones, several times as long: the same households once more, under other names.

Each copy keeps who lives with whom, what each list says and leaves out, its days, ages, places and slips. Its
names change places with others that are about as common, one rule for the whole copy: every Khalaf of the
copy is a Murad, his children are a Murad's children on each list, and each row is spelt as somebody's row of
that list spells that name, slips included. So names stay as common as they are and no two copies hold the
same people, which is what more people of one place would look like. Needs the truth.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from vegerin.engines.linkage.records import Records, columns_of
from vegerin.engines.linkage.rows import Row, read_rows
from vegerin.engines.names import lexicon

NEIGHBOURS = 8  # names that change places with one another are so near in how common they are
IN_ORDER = ("given", "father", "grandfather", "lineage", "mother")  # as a whole name tells them
SEX = {"father": "M", "grandfather": "M", "mother": "F", "lineage": "lineage"}
Name = tuple[str, str]  # an entry of the lexicon, and of which sex who bears it
Truth = dict[tuple[str, str], dict[str, str]]


@dataclass
class Names:
    """Who bears which name, how often each is borne, and how each list writes it, by script."""

    of_person: dict[str, Name] = field(default_factory=dict)
    borne: Counter[Name] = field(default_factory=Counter)
    written: dict[tuple[Name, str, int], list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Said:
    """A name that a row says: in which role, of whom, as it is written there."""

    at: int
    role: str
    person: str
    sex: str
    text: str


def grown(folder: Path, out: Path, times: int, seed: int) -> dict[str, float]:
    """Write the lists of a folder and its truth.csv that many times over into `out`, under the same file
    names; returns what share of the names in them could be told from the truth and were changed."""
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    truth = {(row["list"], row["record_id"]): row for row in told}
    files = sorted(file for file in folder.glob("*.csv") if file.name != "truth.csv")
    rows = [row for file in files for row in read_rows(str(file))]
    records = columns_of(rows)
    said = list(_said(rows, records, truth))
    names = _names(rows, records, said)
    of_row: dict[int, list[Said]] = defaultdict(list)
    for each in said:
        of_row[each.at].append(each)
    out.mkdir(parents=True, exist_ok=True)
    written: dict[str, list[dict[str, str]]] = defaultdict(list)
    changed: Counter[bool] = Counter()
    for copy in range(times):
        rng = np.random.default_rng([seed, copy])
        other = _other_names(names, rng) if copy else {}
        for at, row in enumerate(rows):
            cells = dict(row.said)
            if copy:
                cells, done = _renamed(
                    cells, row.list, int(records.script[at]), of_row[at], names, other, rng
                )
                changed.update(done)
            written[row.list].append(_apart(cells, copy))
    for name, cells_of in written.items():
        _write(out / f"{name}.csv", cells_of)
    _write(out / "truth.csv", [_apart(row, copy) for copy in range(times) for row in told])
    return {"changed": changed[True] / max(1, changed.total())}


def _said(rows: list[Row], records: Records, truth: Truth) -> Iterator[Said]:
    """Every name whose bearer the truth can tell, but imposed ones."""
    of_person = {row["person_id"]: row for row in truth.values()}
    for at, row in enumerate(rows):
        of = truth[row.list, row.said["record_id"]]
        father = of["father_id"]
        known = of_person.get(father, {}).get("father_id")
        bearer = {
            "given": "" if of["alias_replaced"] == "1" else of["person_id"],
            "father": father,
            "grandfather": known or (father and f"of {father}"),
            "mother": of["mother_id"],
            "lineage": of["household_id"],
        }
        for role in IN_ORDER:
            form = int(records.parts[role][at])
            if form >= 0 and bearer[role]:
                sex = SEX.get(role) or row.said.get("sex", "")
                yield Said(at, role, bearer[role], sex, records.spellings.forms[form])


def _names(rows: list[Row], records: Records, said: list[Said]) -> Names:
    """Each person's name is what most of her forms are usual spellings of."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    sex: dict[str, str] = {}
    known = lexicon.shipped()
    for each in said:
        votes[each.person].update(sorted(known.ids(each.text)))
        sex[each.person] = each.sex or sex.get(each.person, "")
    names = Names()
    for person, found in votes.items():
        if found and sex[person]:
            names.of_person[person] = (max(found, key=lambda entry: (found[entry], entry)), sex[person])
    names.borne.update(names.of_person.values())
    for each in said:
        if each.person in names.of_person:
            name, script = names.of_person[each.person], int(records.script[each.at])
            names.written[name, rows[each.at].list, script].append(each.text)
    return names


def _other_names(names: Names, rng: np.random.Generator) -> dict[Name, Name]:
    """Which name stands for which in this copy."""
    result = {}
    for sex in sorted({name[1] for name in names.borne}):
        usual = [name for name, _ in names.borne.most_common() if name[1] == sex]
        for at in range(0, len(usual), NEIGHBOURS):
            some = usual[at : at + NEIGHBOURS]
            result |= {
                name: some[place]
                for name, place in zip(some, rng.permutation(len(some)).tolist(), strict=True)
            }
    return result


def _renamed(
    cells: dict[str, str],
    of_list: str,
    script: int,
    said: list[Said],
    names: Names,
    other: dict[Name, Name],
    rng: np.random.Generator,
) -> tuple[dict[str, str], list[bool]]:
    """The row with its names changed; for each name whether it could be."""
    changes: list[tuple[Said, str]] = []
    for each in said:
        name = names.of_person.get(each.person)
        forms = names.written.get((other[name], of_list, script), []) if name else []
        changes.append((each, forms[int(rng.integers(len(forms)))] if forms else ""))
    done = []
    whole, end = cells.get("full_name", ""), 0
    for each, new in changes:
        if cells.get(each.role):
            found = bool(new) and each.text in cells[each.role]
            cells[each.role] = cells[each.role].replace(each.text, new, 1) if found else cells[each.role]
        else:
            place = whole.find(each.text, end)
            found = bool(new) and place >= 0
            if found:
                whole = whole[:place] + new + whole[place + len(each.text) :]
                end = place + len(new)
        done.append(found)
    return (cells | {"full_name": whole} if whole else cells), done


def _apart(cells: dict[str, str], copy: int) -> dict[str, str]:
    """The row with numbers of its own; ancestors who stand on no list as well."""
    numbered = ("record_id", "household", "person_id", "household_id", "father_id", "mother_id")
    return {
        column: f"{copy}-{value}" if column in numbered and value else value
        for column, value in cells.items()
    }


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(
            out, list(dict.fromkeys(column for row in rows for column in row)), restval=""
        )
        writer.writeheader()
        writer.writerows(rows)
