"""link: which records of several lists are one person, which one family; proposals and questions.

usage: vegerin link LIST.csv [LIST.csv ...] --out DIR [--model FILE] [--labels FILE]
                    [--same-list-repeats NAME] [--state DIR]
       vegerin link --add NEW.csv --state DIR [--out DIR] [--retrain]
       vegerin link train --out FILE [--people N] [--seed N]
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from vegerin.engines.answers import BAD_INPUT, DONE, BadInput, Stopwatch, read_bytes
from vegerin.engines.asking import Parser
from vegerin.engines.linkage import state
from vegerin.engines.linkage.labels import learn_from, learnt, taught_again
from vegerin.engines.linkage.linking import Linked, add, link
from vegerin.engines.linkage.model import Model, as_json, from_json, shipped
from vegerin.engines.linkage.outputs import write_files
from vegerin.engines.linkage.records import columns_of, longer
from vegerin.engines.linkage.repeating.command import link_one_list, names_are_known
from vegerin.engines.linkage.report import report
from vegerin.engines.linkage.rows import COLUMNS, Row, other_columns, read_rows
from vegerin.engines.linkage.training import train


def main(arguments: list[str]) -> int:
    """Link lists, or train the model."""
    try:
        if arguments[:1] == ["train"]:
            return _train(arguments[1:])
        options = _options().parse_args(arguments)
        _check_options(options)
        with _nothing_collected():
            _link(options)
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return DONE


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Nothing a run makes goes in circles; looking for what does would cost an added list a fourteenth."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _options() -> argparse.ArgumentParser:
    parser = Parser(prog="vegerin link", description=__doc__)
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
    parser.add_argument("--timings", action="store_true", help="report.json has them in any case")
    return parser


def _link(options: argparse.Namespace) -> None:
    watch = Stopwatch()
    if _is_one_list(options):
        with watch.stage("reading"):
            rows = read_rows(options.lists[0])
        _check_lists([rows[0].list] if rows else [], options)
        if not names_are_known(rows):
            said_of_one = link_one_list(rows, options.out, say=_say, watch=watch)
            if options.json:
                print(said_of_one)
            return
    out, before, lines = options.out or options.state, None, None
    if options.add:
        with watch.stage("loading the state"):
            before, model, lines = state.load(options.state)
        linked = _added(before, model, options, watch)
    else:
        linked, model = _whole_run(options, watch)
    if options.labels:
        linked = learn_from(options.labels, linked)
    # Where only a list came in, what the earlier run wrote stands, but for what the new list changes.
    goes_on = bool(before) and not options.retrain and not options.labels
    with watch.stage("writing"):
        told = write_files(linked, out, earlier=(options.state, lines) if goes_on and lines else None)
        said = report(linked, told)
    with watch.stage("keeping the state"):
        state.save(
            linked, model, told.lines, out, after=(options.state, before) if before and goes_on else None
        )
        if before:
            state.write_history(out, options.state, before, linked)
    said["timings"] = watch.seconds
    (out / "report.json").write_text(json.dumps(said, indent=1, ensure_ascii=False), "utf-8")
    if options.json:
        print(json.dumps(said, ensure_ascii=False))


def _is_one_list(options: argparse.Namespace) -> bool:
    """One list that repeats people, and nothing that only the trained model can take."""
    asked = (options.state, options.model, options.labels, options.add)
    return len(options.lists) == 1 and bool(options.same_list_repeats) and not any(asked)


def _whole_run(options: argparse.Namespace, watch: Stopwatch) -> tuple[Linked, Model]:
    """All lists at once; with --state with what that run counted and learnt."""
    pinned = None
    model = _model_of(options.model) if options.model else shipped()
    if options.state:
        pinned, model = state.pinned(options.state)
    with watch.stage("reading"):
        rows = _read(options.lists)
        records = columns_of(rows, words=pinned.words if pinned else None)
    _check_lists(records.lists, options)
    repeats = frozenset(records.lists.index(name) for name in options.same_list_repeats)
    linked = link(records, model=model, background=pinned, repeats=repeats, progress=_say, watch=watch)
    if options.state:
        linked = taught_again(linked, state.taught(options.state, records))
    return linked, model


def _read(names: Sequence[str]) -> list[Row]:
    """The rows of all files; which columns are not compared is said, for nobody looks for what is silent."""
    lists = {name: read_rows(name) for name in names}
    for name, rows in lists.items():
        if left_out := other_columns(rows):
            print(
                f"{name}: not compared, for no such column is known: {', '.join(left_out)}."
                f" Known: {', '.join(COLUMNS)}.",
                file=sys.stderr,
            )
    return [row for rows in lists.values() for row in rows]


def _model_of(file: Path) -> Model:
    raw = read_bytes(str(file))
    try:
        return from_json(raw.decode("utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput(f"{file}: holds no linkage model. Make one with `vegerin link train`.") from None


def _added(before: Linked, model: Model, options: argparse.Namespace, watch: Stopwatch) -> Linked:
    """New lists linked into the state's run; with --retrain all is counted and compared anew."""
    with watch.stage("reading"):
        rows = _read(options.add)
    known = set(before.records.lists) & {row.list for row in rows}
    if known:
        raise BadInput(f"{', '.join(sorted(known))}: in the state already. Give the new list another name.")
    names = list(dict.fromkeys((*before.records.lists, *(row.list for row in rows))))
    repeats = before.repeats | {names.index(name) for name in options.same_list_repeats}
    if not options.retrain:
        return add(before, rows, model=model, repeats=repeats, progress=_say, watch=watch)
    records = longer(before.records, rows, words=before.background.words)
    linked = link(records, model=model, repeats=repeats, progress=_say, watch=watch)
    return learnt(before.taught.said, linked)


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
        print(
            f"{lists[0] if lists else 'The list'}: one list that is not said to repeat people has nothing to"
            " be linked with. Each row is a person of its own; --add links the next list into this run.",
            file=sys.stderr,
        )


def _say(stage: str) -> None:
    print(f"{stage} ...", file=sys.stderr)


def _train(arguments: list[str]) -> int:
    parser = Parser(prog="vegerin link train")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args(arguments)
    if not options.out.resolve().parent.is_dir():
        raise BadInput(f"--out {options.out}: there is no such folder. Make it first.")
    model = train(people=options.people, seed=options.seed, progress=_say)
    options.out.write_text(as_json(model), "utf-8")
    return DONE
