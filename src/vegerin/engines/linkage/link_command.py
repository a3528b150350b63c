"""link: which records of several lists are one person, which one family; proposals and questions.

usage: vegerin link LIST.csv [LIST.csv ...] --out DIR [--model FILE] [--labels FILE]
                    [--same-list-repeats NAME] [--state DIR]
       vegerin link --add NEW.csv --state DIR [--out DIR] [--retrain]
       vegerin link train --out FILE [--people N] [--seed N]
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vegerin.engines.answers import BAD_INPUT, DONE, BadInput, Stopwatch, read_bytes
from vegerin.engines.linkage import state
from vegerin.engines.linkage.labels import learn_from
from vegerin.engines.linkage.linking import Linked, add, link
from vegerin.engines.linkage.model import SAME, Model, as_json, from_json, shipped
from vegerin.engines.linkage.records import columns_of, longer, read_rows
from vegerin.engines.linkage.review import DOUBTFUL, Question, decision, match_families, questions, why
from vegerin.engines.linkage.training import train


def main(arguments: list[str]) -> int:
    """Link lists, or train the model."""
    try:
        if arguments[:1] == ["train"]:
            return _train(arguments[1:])
        options = _options().parse_args(arguments)
        _check_options(options)
        _link(options)
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return DONE


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vegerin link", description=__doc__)
    parser.add_argument("lists", nargs="*", metavar="LIST.csv")
    parser.add_argument("--out", type=Path, metavar="DIR", help="without it, the folder of --state")
    parser.add_argument(
        "--add", action="append", default=[], metavar="NEW.csv", help="link a new list into --state"
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="DIR",
        help="an earlier run: what it counted stays as it is",
    )
    parser.add_argument("--retrain", action="store_true", help="with --add: count and compare all anew")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--same-list-repeats", action="append", default=[], metavar="NAME")
    parser.add_argument(
        "--seed", type=int, default=0, help="nothing is drawn by chance here; kept for the contract"
    )
    parser.add_argument("--json", action="store_true", help="print report.json too")
    return parser


def _link(options: argparse.Namespace) -> None:
    watch = Stopwatch()
    before = None
    if options.add:
        with watch.stage("loading the state"):
            before, model = state.load(options.state)
        linked = _added(before, model, options, watch)
    else:
        linked, model = _whole_run(options, watch)
    if options.labels:
        linked = learn_from(options.labels, linked, repeats=linked.repeats)
    out = options.out or options.state
    with watch.stage("writing"):
        report = write_all(linked, out)
    with watch.stage("keeping the state"):
        state.save(linked, model, out)
        if before:
            state.write_history(out, options.state, _persons(before), _persons(linked))
    report["timings"] = watch.seconds
    (out / "report.json").write_text(json.dumps(report, indent=1, ensure_ascii=False), "utf-8")
    if options.json:
        print(json.dumps(report, ensure_ascii=False))


def _whole_run(options: argparse.Namespace, watch: Stopwatch) -> tuple[Linked, Model]:
    """All lists at once; with --state with what that run counted and learnt."""
    pinned = None
    model = _model_of(options.model) if options.model else shipped()
    if options.state:
        pinned, model = state.pinned(options.state)
    with watch.stage("reading"):
        rows = [row for name in options.lists for row in read_rows(name)]
        records = columns_of(rows, words=pinned.words if pinned else None)
    _check_lists(records.lists, options)
    repeats = frozenset(records.lists.index(name) for name in options.same_list_repeats)
    return link(records, model=model, background=pinned, repeats=repeats, progress=_say, watch=watch), model


def _model_of(file: Path) -> Model:
    raw = read_bytes(str(file))
    try:
        return from_json(raw.decode("utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput(f"{file}: holds no linkage model. Make one with `vegerin link train`.") from None


def _added(before: Linked, model: Model, options: argparse.Namespace, watch: Stopwatch) -> Linked:
    """New lists linked into the state's run; with --retrain all is counted and compared anew."""
    with watch.stage("reading"):
        rows = [row for name in options.add for row in read_rows(name)]
    known = set(before.records.lists) & {row.list for row in rows}
    if known:
        raise BadInput(f"{', '.join(sorted(known))}: in the state already. Give the new list another name.")
    names = list(dict.fromkeys((*before.records.lists, *(row.list for row in rows))))
    repeats = before.repeats | {names.index(name) for name in options.same_list_repeats}
    if not options.retrain:
        return add(before, rows, model=model, repeats=repeats, progress=_say, watch=watch)
    records = longer(before.records, rows, words=before.background.words)
    return link(records, model=model, repeats=repeats, progress=_say, watch=watch)


def _persons(linked: Linked) -> dict[tuple[str, str], str]:
    return {(of_list, record): person for person, of_list, record in _grouped(linked, linked.cluster)}


def _check_options(options: argparse.Namespace) -> None:
    if not options.out and not options.state:
        raise BadInput("Say with --out DIR where the files should go.")
    if options.out and options.out.exists() and not options.out.is_dir():
        raise BadInput(f"--out {options.out}: is a file. Name a folder.")
    if options.add and not options.state:
        raise BadInput("--add needs --state DIR: the run into which the list is linked.")
    if bool(options.lists) == bool(options.add):
        raise BadInput("Name the lists to link (LIST.csv LIST.csv --out DIR), or one to --add, not both.")
    if options.out:
        _made(options.out)


def _made(folder: Path) -> None:
    """Make the folder before anything is compared."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"--out {folder}: cannot be made ({error.strerror}). Name another folder.") from None


def _check_lists(lists: Sequence[str], options: argparse.Namespace) -> None:
    if len({Path(name).stem for name in options.lists}) < len(options.lists):
        raise BadInput("Two lists have the same name. A list is named by its file: rename one.")
    for name in options.same_list_repeats:
        if name not in lists:
            raise BadInput(f"--same-list-repeats {name}: no such list. Known: {', '.join(lists)}.")
    if len(options.lists) < 2 and not options.same_list_repeats:
        raise BadInput("One list has nothing to be linked with. Give another, or say that it repeats people.")


def _say(stage: str) -> None:
    print(f"{stage} ...", file=sys.stderr)


def write_all(linked: Linked, folder: Path) -> dict[str, Any]:
    """Write pairs, clusters, families and review; what the report says of them."""
    folder.mkdir(parents=True, exist_ok=True)
    matched = match_families(linked.families.tolist(), linked.cluster)
    asked = questions(linked, matched)
    imposed = {(question.one, question.other) for question in asked if question.reason == "imposed_name"}
    decisions = _write_pairs(linked, folder / "pairs.csv", imposed)
    _write(folder / "clusters.csv", ("person_id", "list", "record_id"), _grouped(linked, linked.cluster))
    _write(
        folder / "families.csv",
        ("family_id", "list", "record_id"),
        _grouped(linked, _first_of(matched.of_record)),
    )
    _write(
        folder / "review.csv",
        ("rank", "family_screen", "list_a", "record_a", "list_b", "record_b", "p_same", "reason"),
        (
            (
                rank,
                _id(linked, _first_with(matched.of_record)[question.family]),
                *_two(linked, question),
                f"{question.p_same:.6g}",
                question.reason,
            )
            for rank, question in enumerate(asked, start=1)
        ),
    )
    return _report(linked, decisions, asked)


def _write_pairs(linked: Linked, file: Path, imposed: set[tuple[int, int]]) -> dict[str, int]:
    counts = {"link": 0, "review": 0, "no": 0, "not_written": linked.compared - len(linked.one)}

    def rows() -> Iterable[tuple[Any, ...]]:
        for at in range(len(linked.one)):
            p, one, other = linked.p[at], int(linked.one[at]), int(linked.other[at])
            said = decision(
                p,
                clustered=linked.cluster[one] == linked.cluster[other],
                rests_on_imposed_name=(one, other) in imposed and p[SAME] < DOUBTFUL[1],
            )
            counts[said] += 1
            clause = why(p, float(linked.given[at]), float(linked.family[at])) if said != "no" else ""
            yield (
                *_names(linked, one),
                *_names(linked, other),
                *(f"{value:.6g}" for value in p),
                said,
                clause,
            )

    columns = ("list_a", "record_a", "list_b", "record_b", "p_same", "p_family", "p_other", "decision", "why")
    _write(file, columns, rows())
    return counts


def _report(linked: Linked, decisions: dict[str, int], asked: Sequence[Question]) -> dict[str, Any]:
    p = linked.p[:, SAME]
    leader = np.array(linked.cluster)
    joined = leader[linked.one] == leader[linked.other]
    true_pairs, found = float(p.sum()), float(p[joined].sum())
    spread = math.sqrt(float((p[joined] * (1 - p[joined])).sum()))
    missed_spread = math.sqrt(float((p * (1 - p)).sum()))
    return {
        "records": len(linked.records),
        "lists": list(linked.records.lists),
        "pairs_compared": linked.compared,
        "decisions": decisions,
        "persons": len(set(linked.cluster)),
        "questions": {
            reason: sum(question.reason == reason for question in asked)
            for reason in sorted({question.reason for question in asked})
        },
        "expected_precision": _share(found, spread, int(joined.sum())),
        # Of the pairs that were compared; what no key brought together is not in it.
        "expected_recall_of_compared": _share(found, missed_spread, true_pairs),
    }


def _share(part: float, spread: float, whole: float) -> dict[str, float | None]:
    if not whole:
        return {"estimate": None, "low": None, "high": None}
    return {
        "estimate": part / whole,
        "low": max(0.0, (part - 1.96 * spread) / whole),
        "high": min(1.0, (part + 1.96 * spread) / whole),
    }


def _grouped(linked: Linked, leader: Sequence[int]) -> Iterable[tuple[str, str, str]]:
    for record, first in enumerate(leader):
        yield (_id(linked, first), *_names(linked, record))


def _first_with(groups: Sequence[int]) -> dict[int, int]:
    first: dict[int, int] = {}
    for record, group in enumerate(groups):
        first.setdefault(group, record)
    return first


def _first_of(groups: Sequence[int]) -> list[int]:
    first = _first_with(groups)
    return [first[group] for group in groups]


def _names(linked: Linked, record: int) -> tuple[str, str]:
    return linked.records.lists[linked.records.of_list[record]], linked.records.ids[record]


def _two(linked: Linked, question: Question) -> tuple[str, str, str, str]:
    return (*_names(linked, question.one), *_names(linked, question.other))


def _id(linked: Linked, record: int) -> str:
    """A group is named after its first record: the same lists give the same names."""
    return ":".join(_names(linked, record))


def _write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _train(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="vegerin link train")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args(arguments)
    if not options.out.resolve().parent.is_dir():
        raise BadInput(f"--out {options.out}: there is no such folder. Make it first.")
    model = train(people=options.people, seed=options.seed, progress=_say)
    options.out.write_text(as_json(model), "utf-8")
    return DONE
