"""A link run on disk, so that a new list can be linked into it without comparing the old ones again.

`model.json` and `background.json` can be read; `run.npz` and `forms.json` hold the columns. `history.csv`
tells what became of every person id that merged or split.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.linkage import background as backgrounds
from vegerin.engines.linkage.blocking import KeyTable, among
from vegerin.engines.linkage.linking import Linked
from vegerin.engines.linkage.model import Model, as_json, from_json
from vegerin.engines.linkage.records import COLUMN_NAMES, ROLES, Records
from vegerin.engines.linkage.spellings import Spellings

FOLDER = "state"
PAIR_COLUMNS = ("one", "other", "p", "given", "family", "imposed")
HISTORY = ("step", "person_id", "what", "other_person_id")


def save(linked: Linked, model: Model, folder: Path) -> None:
    """Write the run; an older state in the folder is replaced, its history kept."""
    state = folder / FOLDER
    state.mkdir(parents=True, exist_ok=True)
    records = linked.records
    uncommon = ~among(linked.table.key, linked.background.too_common)
    arrays: dict[str, Any] = {name: getattr(records, name) for name in COLUMN_NAMES}
    arrays |= {f"part_{role}": records.parts[role] for role in ROLES}
    arrays |= {name: getattr(linked, name) for name in PAIR_COLUMNS}
    arrays |= {
        "families": linked.families,
        "cluster": np.array(linked.cluster, np.int32),
        "forbidden": np.array(linked.forbidden, np.int64),
        "repeats": np.array(sorted(linked.repeats), np.int64),
        "compared": np.array(linked.compared),
        "form_keys": records.spellings.key_array(),
        "table_key": linked.table.key[uncommon],
        "table_record": linked.table.record[uncommon],
    }
    np.savez(state / "run.npz", **arrays)
    texts = {
        "lists": records.lists,
        "ids": records.ids,
        "forms": records.spellings.forms,
        "villages": records.villages.forms,
    }
    (state / "forms.json").write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
    (state / "background.json").write_text(linked.background.as_json(), "utf-8")
    (state / "model.json").write_text(as_json(model), "utf-8")


def load(folder: Path) -> tuple[Linked, Model]:
    """The run and its model; refuses a folder without a state."""
    state = folder / FOLDER
    if not (state / "run.npz").exists():
        raise BadInput(f"{folder}: holds no state of an earlier run. Link the first lists with --state too.")
    texts = json.loads((state / "forms.json").read_text("utf-8"))
    background, model = pinned(folder)
    with np.load(state / "run.npz", allow_pickle=False) as arrays:
        read = {name: arrays[name] for name in arrays.files}
    if not set(COLUMN_NAMES) <= set(read):
        raise BadInput(f"{folder}: its state is of an earlier version. Link its lists again without --add.")
    spellings, villages = _spellings(texts["forms"]), _spellings(texts["villages"])
    spellings.keys = read["form_keys"]
    records = Records(
        lists=tuple(texts["lists"]),
        ids=tuple(texts["ids"]),
        parts={role: read[f"part_{role}"] for role in ROLES},
        **{name: read[name] for name in COLUMN_NAMES},
        spellings=spellings,
        villages=villages,
        words=background.words,
    )
    linked = Linked(
        records=records,
        **{name: read[name] for name in PAIR_COLUMNS},
        families=read["families"],
        cluster=read["cluster"].tolist(),
        forbidden=read["forbidden"].tolist(),
        background=background,
        table=KeyTable(read["table_key"], read["table_record"]),
        compared=int(read["compared"]),
        repeats=frozenset(read["repeats"].tolist()),
    )
    return linked, model


def pinned(folder: Path) -> tuple[backgrounds.Background, Model]:
    """The background and the model of a state."""
    state = folder / FOLDER
    try:
        background = backgrounds.from_json((state / "background.json").read_text("utf-8"))
        model = from_json((state / "model.json").read_text("utf-8"))
    except OSError:
        raise BadInput(
            f"{folder}: holds no state of an earlier run. Link lists with --state first."
        ) from None
    return background, model


def _spellings(forms: list[str]) -> Spellings:
    made = Spellings()
    for form in forms:
        made.id_of(form)
    return made


def write_history(
    folder: Path, earlier: Path, before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]
) -> int:
    """Tell which person ids merged or split since the earlier run's folder; how many lines that were.

    Both map (list, record) to a person id.
    """
    file, told = folder / FOLDER / "history.csv", earlier / FOLDER / "history.csv"
    old = told.read_text("utf-8").splitlines()[1:] if told.exists() else []
    step = 1 + max((int(line.split(",", 1)[0]) for line in old), default=0)
    changes = list(changed(before, after))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([HISTORY, *csv.reader(old)])
        writer.writerows((step, *change) for change in changes)
    return len(changes)


def changed(
    before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]
) -> Iterable[tuple[str, str, str]]:
    """(person id, merged into | split off as, other id), sorted.

    >>> list(changed({("a", "1"): "a:1", ("b", "1"): "b:1"}, {("a", "1"): "a:1", ("b", "1"): "a:1"}))
    [('b:1', 'merged into', 'a:1')]
    """
    became: dict[str, set[str]] = defaultdict(set)
    for record, person in before.items():
        if record in after:
            became[person].add(after[record])
    for person, now in sorted(became.items()):
        for other in sorted(now - {person}):
            split = len(now) > 1
            yield person, "split off as" if split else "merged into", other
