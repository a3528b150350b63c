"""A link run on disk, so that a new list can be linked into it without comparing the old ones again.

`model.json` and `background.json` can be read and stay as they are. Each list that is added is a part of its
own (`part-2.npz`, `part-2.json`, its keys as plain arrays), never written again; what any list may change,
who is one person above all, is `now.npz`. What people said of pairs is `judged.json`: it binds every later
list too. `steps.json`, written last, tells which parts count. `history.csv`
tells what became of every person id that merged or split.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.linkage import background as backgrounds
from vegerin.engines.linkage.blocking import KeyTable, among
from vegerin.engines.linkage.clusters import Pair
from vegerin.engines.linkage.linking import Linked
from vegerin.engines.linkage.model import Model, as_json, from_json
from vegerin.engines.linkage.outputs import Lines, Names
from vegerin.engines.linkage.records import COLUMN_NAMES, ROLES, Records
from vegerin.engines.linkage.spellings import Compared, Spellings
from vegerin.engines.linkage.taught import NOTHING_TAUGHT, Taught

FOLDER, VERSION = "state", 3
JUDGED = "judged.json"
PAIR_COLUMNS = ("one", "other", "p", "given", "family", "imposed")
HISTORY = ("step", "person_id", "what", "other_person_id")
FORMS = ("spellings", "villages")


def save(
    linked: Linked, model: Model, lines: Lines, folder: Path, *, after: tuple[Path, Linked] | None = None
) -> None:
    """Write the run; `after`: the run that it adds a list to, and its folder: only what is new is written."""
    state = folder / FOLDER
    state.mkdir(parents=True, exist_ok=True)
    before, parts = None, 0
    if after:
        before, parts = after[1], _taken_over(after[0] / FOLDER, state)
    else:
        _new(state / "background.json").write_text(linked.background.as_json(), "utf-8")
        _new(state / "model.json").write_text(as_json(model), "utf-8")
    _save_part(linked, before, state / f"part-{parts + 1}")
    np.savez(
        state / "now.part.npz",
        cluster=np.array(linked.cluster, np.int32),
        forbidden=np.array(linked.forbidden, np.int64),
        decision=lines.decision,
        end=lines.end,
    )
    (state / "now.part.npz").replace(state / "now.npz")
    _save_taught(linked, state / JUDGED)
    said = {
        "version": VERSION,
        "parts": parts + 1,
        "lists": linked.records.lists,
        "repeats": sorted(linked.repeats),
        "compared": linked.compared,
    }
    (state / "steps.json.part").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    (state / "steps.json.part").replace(state / "steps.json")
    for file in state.glob("part-*"):
        if int(file.stem.split("-")[1]) > parts + 1:  # of a run that was here before
            file.unlink()


def _save_taught(linked: Linked, file: Path) -> None:
    """What people said of pairs, by list and record."""
    if not linked.taught.said:
        file.unlink(missing_ok=True)
        return
    records = linked.records
    names = [
        (records.lists[at], name) for at, name in zip(records.of_list.tolist(), records.ids, strict=True)
    ]
    said = [[*names[one], *names[other], same] for (one, other), same in sorted(linked.taught.said.items())]
    text = json.dumps({"steps": linked.taught.steps, "said": said}, ensure_ascii=False)
    _new(file).write_text(text, "utf-8")


def taught(folder: Path, records: Records) -> Taught:
    """What people said of pairs of these records, as a state keeps it."""
    file = folder / FOLDER / JUDGED
    if not file.exists():
        return NOTHING_TAUGHT
    kept = json.loads(file.read_text("utf-8"))
    of_list = records.of_list.tolist()
    place = {(records.lists[of_list[at]], name): at for at, name in enumerate(records.ids)}
    said: dict[Pair, bool] = {}
    for list_a, record_a, list_b, record_b, same in kept["said"]:
        one, other = place.get((list_a, record_a)), place.get((list_b, record_b))
        if one is not None and other is not None:
            said[min(one, other), max(one, other)] = same
    return Taught(said, tuple((slope, shift) for slope, shift in kept["steps"]))


def _taken_over(earlier: Path, state: Path) -> int:
    """How many parts the earlier state has, taken over where this one is another folder."""
    parts = int(json.loads((earlier / "steps.json").read_text("utf-8"))["parts"])
    if earlier.resolve() != state.resolve():
        for file in earlier.iterdir():
            if file.name.startswith("part-") or file.name in {"background.json", "model.json"}:
                _lent(file, state / file.name)
    return parts


def _lent(file: Path, here: Path) -> None:
    """One file under two names, for neither folder ever writes into it; copied where the disk cannot."""
    here.unlink(missing_ok=True)
    try:
        here.hardlink_to(file)
    except OSError:
        shutil.copy(file, here)


def _new(file: Path) -> Path:
    """A file of its own, whoever else holds what stood there under another name."""
    file.unlink(missing_ok=True)
    return file


def _save_part(linked: Linked, before: Linked | None, file: Path) -> None:
    """What the run holds more than the one before."""
    records = linked.records
    first, pairs = (len(before.records), len(before.one)) if before else (0, 0)
    tables = linked.tables[len(before.tables) if before else 0 :]
    arrays: dict[str, Any] = {name: getattr(records, name)[first:] for name in COLUMN_NAMES}
    arrays |= {f"part_{role}": records.parts[role][first:] for role in ROLES}
    arrays |= {name: getattr(linked, name)[pairs:] for name in PAIR_COLUMNS}
    arrays["families"] = linked.families[first:]
    arrays["form_keys"] = records.spellings.key_array()[records.spellings.known : -1]
    texts: dict[str, Any] = {"ids": records.ids[first:], "tables": len(tables)}
    for name in FORMS:
        forms: Spellings = getattr(records, name)
        texts[name] = forms.forms[forms.known :]
        texts[f"{name}_pooled"] = [forms.pools.get(at) for at in range(forms.known, len(forms.forms))]
        arrays[f"{name}_packed"], arrays[f"{name}_values"] = forms.compared.packed, forms.compared.values
    np.savez(_new(file.with_suffix(".npz")), **arrays)
    _new(file.with_suffix(".json")).write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
    for number, table in enumerate(tables):
        uncommon = ~among(table.key, linked.background.too_common)
        np.save(_new(file.with_name(f"{file.name}-key-{number}.npy")), table.key[uncommon])
        np.save(_new(file.with_name(f"{file.name}-record-{number}.npy")), table.record[uncommon])


def load(folder: Path) -> tuple[Linked, Model, Lines]:
    """The run as it was left, its model, and what stands in its pairs.csv."""
    background, model = pinned(folder)
    state = folder / FOLDER
    steps = json.loads((state / "steps.json").read_text("utf-8"))
    files = [state / f"part-{number}" for number in range(1, steps["parts"] + 1)]
    texts = [json.loads(file.with_suffix(".json").read_text("utf-8")) for file in files]
    arrays = [_arrays(file.with_suffix(".npz")) for file in files]
    read = {name: np.concatenate([part[name] for part in arrays]) for name in arrays[0]}
    now = _arrays(state / "now.npz")
    spellings, villages = (_spellings(name, texts, read) for name in FORMS)
    spellings.keys = np.concatenate((read["form_keys"], spellings.keys))
    records = Records(
        lists=tuple(steps["lists"]),
        ids=tuple(name for part in texts for name in part["ids"]),
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
        cluster=now["cluster"].tolist(),
        forbidden=now["forbidden"].tolist(),
        background=background,
        tables=tuple(table for file, part in zip(files, texts, strict=True) for table in _tables(file, part)),
        compared=steps["compared"],
        repeats=frozenset(steps["repeats"]),
        taught=taught(folder, records),
    )
    return linked, model, Lines(now["decision"], now["end"])


def _arrays(file: Path) -> dict[str, Any]:
    with np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _tables(file: Path, part: dict[str, Any]) -> Iterable[KeyTable]:
    """Keys stay on the disk: an added list asks for few of them."""
    for number in range(part["tables"]):
        yield KeyTable(
            *(
                np.load(file.with_name(f"{file.name}-{what}-{number}.npy"), mmap_mode="r")
                for what in ("key", "record")
            )
        )


def _spellings(name: str, texts: Sequence[dict[str, Any]], read: dict[str, Any]) -> Spellings:
    made = Spellings()
    for part in texts:
        for form, pooled in zip(part[name], part[f"{name}_pooled"], strict=True):
            at = made.id_of(form)
            if pooled is not None:
                made.pools[at] = pooled
    made.known = len(made.forms)
    packed, values = read[f"{name}_packed"], read[f"{name}_values"]
    if len(texts) > 1:
        order = np.argsort(packed, kind="stable")
        packed, values = packed[order], values[order]
    made.earlier = Compared(packed, values)
    return made


def pinned(folder: Path) -> tuple[backgrounds.Background, Model]:
    """The background and the model of a state."""
    state = folder / FOLDER
    if not (state / "background.json").exists():
        raise BadInput(
            f"{folder}: holds no state of an earlier run. Name the folder that one wrote (its --out)."
        )
    try:
        version = json.loads((state / "steps.json").read_text("utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        version = 0
    if version != VERSION:
        raise BadInput(f"{folder}: its state is of an earlier version. Link its lists again without --add.")
    background = backgrounds.from_json((state / "background.json").read_text("utf-8"))
    return background, from_json((state / "model.json").read_text("utf-8"))


def write_history(folder: Path, earlier: Path, before: Linked, linked: Linked) -> int:
    """Tell which person ids merged or split since the earlier run's folder; how many lines that were."""
    file, told = folder / FOLDER / "history.csv", earlier / FOLDER / "history.csv"
    old = told.read_text("utf-8").splitlines()[1:] if told.exists() else []
    step = 1 + max((int(line.split(",", 1)[0]) for line in old), default=0)
    changes = list(changed(*_persons(before, linked)))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([HISTORY, *csv.reader(old)])
        writer.writerows((step, *change) for change in changes)
    return len(changes)


def _persons(before: Linked, linked: Linked) -> tuple[dict[int, str], dict[int, str]]:
    """Of each record whose person was touched the person before, and now."""
    was = np.array(before.cluster, np.int64)
    now = np.array(linked.cluster, np.int64)[: len(was)]
    touched = np.flatnonzero(np.isin(was, was[was != now]))
    names = Names(linked)
    return (
        {at: names.group(int(was[at])) for at in touched.tolist()},
        {at: names.group(int(now[at])) for at in touched.tolist()},
    )


def changed(before: Mapping[Any, str], after: Mapping[Any, str]) -> Iterable[tuple[str, str, str]]:
    """(person id, merged into | split off as, other id), sorted; both map a record to a person.

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
