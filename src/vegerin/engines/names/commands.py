"""names: take names apart, key them, score pairs, rank candidates (parse, keys, score, rank, train).

vegerin names parse FORM...                               a JSON line for each form
vegerin names keys FORM...                                a JSON line for each form
vegerin names score PAIRS.tsv [--without-lexicon]         the same rows with score and why
vegerin names rank QUERIES.tsv CANDIDATES.txt [--k 10] [--without-lexicon] [--to kmr|en|de_tr|ar|ckb]
    --to: whose spelling is wanted; of equally likely names the one so written comes first
vegerin names train --out MODEL.npz [--data data/names] [--pairs PAIRS.tsv]
Your own model: score and rank with --model MODEL.npz.
"-" reads standard input; with parse and keys, a form a line.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from vegerin.engines.answers import BAD_INPUT, DONE, BadInput, Stopwatch, read_bytes
from vegerin.engines.asking import refusal

if TYPE_CHECKING:
    from vegerin.engines.names.comparing import Comparer


def main(arguments: list[str]) -> int:
    """Run one of the words."""
    watch = Stopwatch()
    try:
        asked = _arguments(arguments)
        with watch.stage(asked.word):
            status: int = asked.run(asked)
            sys.stdout.flush()
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # whoever reads has read enough (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    if asked.timings:
        print(json.dumps({"timings": watch.seconds}), file=sys.stderr)
    return status


class _Parser(argparse.ArgumentParser):
    """Refuses like every word does, in a sentence, instead of two lines of usage."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(refusal(self.prog, message))


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(
        prog="vegerin names", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words = parser.add_subparsers(required=True, metavar="WORD", dest="word")
    for word, run in (("parse", _parse), ("keys", _keys)):
        forms = words.add_parser(word)
        forms.add_argument("forms", nargs="+", metavar="FORM")
        forms.set_defaults(run=run)
    score = words.add_parser("score")
    score.add_argument("pairs", metavar="PAIRS.tsv")
    score.set_defaults(run=_score)
    rank = words.add_parser("rank")
    rank.add_argument("queries", metavar="QUERIES.tsv")
    rank.add_argument("candidates", metavar="CANDIDATES.txt")
    rank.add_argument("--k", type=_at_least_one, default=10, help="how many for each query (10)")
    rank.add_argument("--to", choices=("kmr", "en", "de_tr", "ar", "ckb"), help="whose spelling is wanted")
    rank.set_defaults(run=_rank)
    train = words.add_parser("train")
    train.add_argument("--data", default="", help="folder of public tables (data/names)")
    train.add_argument("--pairs", action="append", metavar="PAIRS.tsv", help="your own confirmed pairs: a, b")
    train.add_argument("--out", required=True, metavar="MODEL.npz")
    train.add_argument("--seed", type=int, default=19481210)
    train.set_defaults(run=_train)
    for word_parser in (score, rank):
        word_parser.add_argument("--model", default="", metavar="MODEL.npz", help="a model you trained")
        word_parser.add_argument("--without-lexicon", action="store_true", help="only what letters tell")
    for word_parser in words.choices.values():
        if word_parser is not train:
            word_parser.add_argument("--seed", type=int, default=0, help="nothing is drawn by chance here")
        word_parser.add_argument("--json", action="store_true", help="answers as JSON lines")
        word_parser.add_argument("--timings", action="store_true", help="CPU seconds, on standard error")
    return parser.parse_args(arguments)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} should be a number, 1 or more")
    return int(text)


def _forms(given: Sequence[str]) -> Iterator[str]:
    for place, form in enumerate(given, start=1):
        if form == "-":
            yield from (line for line in _lines(_text("-")) if line.strip())
        elif _NOT_UTF_8.search(form):
            raise BadInput(f"form {place}: {form!a} is not UTF-8. Write it in UTF-8.")
        else:
            yield form


_NOT_UTF_8 = re.compile("[\ud800-\udfff]")


def _lines(text: str) -> list[str]:
    """Lines as every system ends them; no other mark inside a name ends one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _text(name: str) -> str:
    raw = read_bytes(name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from None


def _print_each(forms: Iterable[str], describe: Callable[[str], object]) -> int:
    for form in forms:
        print(json.dumps(describe(form), ensure_ascii=False))
    return DONE


def _parse(asked: argparse.Namespace) -> int:
    from vegerin.engines.names.parsing import parse  # noqa: PLC0415 -- each word loads only what it needs

    return _print_each(_forms(asked.forms), lambda form: asdict(parse(form)))


def _keys(asked: argparse.Namespace) -> int:
    from vegerin.engines.names.keying import keys  # noqa: PLC0415 -- each word loads only what it needs

    def said(form: str) -> dict[str, object]:
        found = asdict(keys(form))
        # One column to join on: skeletons, what is left of them without dots, names of the lexicon.
        found["keys"] += (*found.pop("rough"), *found.pop("known"))
        return {"form": form, **found}

    return _print_each(_forms(asked.forms), said)


def _table(name: str, needed: Sequence[str]) -> tuple[list[str], list[dict[str, str]]]:
    """A TSV with a header; refuses in one sentence when a needed column is missing."""
    lines = [(number, line.split("\t")) for number, line in enumerate(_lines(_text(name)), start=1) if line]
    header = lines[0][1] if lines else []
    missing = [column for column in needed if column not in header]
    if missing:
        named = ", ".join(needed)
        raise BadInput(
            f"{name}: line 1: there is no column {missing[0]!r}. The first line should name {named}."
        )
    twice = next((column for at, column in enumerate(header) if column in header[:at]), None)
    if twice is not None:
        raise BadInput(f"{name}: line 1: the column {twice!r} stands there twice. Name each once.")
    for number, row in lines[1:]:
        if len(row) > len(header):
            cells = f"{len(row)} cells under {len(header)} columns"
            raise BadInput(f"{name}: line {number}: {cells}. Separate cells by one tab.")
    return header, [
        dict(zip(header, row + [""] * (len(header) - len(row)), strict=True)) for _, row in lines[1:]
    ]


def _comparer(asked: argparse.Namespace) -> Comparer:
    """With or without the lexicon, with the shipped model or one's own."""
    from vegerin.engines.names import comparing, frequencies, lexicon, model  # noqa: PLC0415 -- each loads what it needs

    known = lexicon.EMPTY if asked.without_lexicon else lexicon.shipped()
    if not asked.model:
        return comparing.comparer(lexicon=known)
    try:
        own = model.read(read_bytes(asked.model))
    except (KeyError, OSError, ValueError):
        raise BadInput(f"{asked.model}: is no names model. Make one with vegerin names train.") from None
    return comparing.Comparer(own, known, frequencies.shipped())


def _score(asked: argparse.Namespace) -> int:
    header, rows = _table(asked.pairs, ["a", "b"])
    by = _comparer(asked)
    columns = [*(column for column in header if column not in {"score", "why"}), "score", "why"]
    _print_header(columns, asked)
    for row in rows:
        found = by.compare(row["a"], row["b"])
        said = {**row, "score": found.score, "why": " ".join(reason.says for reason in found.why)}
        _print_row({column: said[column] for column in columns}, asked)
    return DONE


def _rank(asked: argparse.Namespace) -> int:
    from vegerin.engines.names import orthography  # noqa: PLC0415 -- each word loads only what it needs
    from vegerin.engines.names.ranking import Index  # noqa: PLC0415 -- the same

    if asked.queries == asked.candidates == "-":
        raise BadInput("-: can be only one of the two. Write the other into a file.")
    _, queries = _table(asked.queries, ["id", "form"])
    lines = _lines(_text(asked.candidates))
    with_tab = next((number for number, line in enumerate(lines, start=1) if "\t" in line.strip()), None)
    if with_tab is not None:
        raise BadInput(f"{asked.candidates}: line {with_tab}: holds a tab. Write one form a line.")
    candidates = [line.strip() for line in lines if line.strip()]
    if not candidates:
        raise BadInput(f"{asked.candidates}: holds no candidate. Write one form a line.")
    index = Index(candidates, by=_comparer(asked))
    wanted = orthography.log_chances(index.candidates, asked.to) if asked.to else None
    _print_header(["id", "rank", "form", "score"], asked)
    for query in queries:
        for place, found in enumerate(index.rank(query["form"], most=asked.k, wanted=wanted), start=1):
            row = {"id": query["id"], "rank": place, "form": found.form, "score": found.score}
            _print_row(row, asked)
    return DONE


def _train(asked: argparse.Namespace) -> int:
    from vegerin.engines.names import corpora, fitting, lexicon, model  # noqa: PLC0415 -- only here

    if not Path(asked.out).resolve().parent.is_dir():
        raise BadInput(f"--out {asked.out}: there is no such folder. Make it first.")
    if Path(asked.out).is_dir():
        raise BadInput(f"--out {asked.out}: is a folder. Name a file in it.")
    groups = corpora.of_lexicon(lexicon.shipped())
    groups += corpora.public(Path(asked.data)) if asked.data else []
    groups += [group for pairs in asked.pairs or [] for group in corpora.of_pairs(Path(pairs))]
    began = time.process_time()
    trained = fitting.fit(groups, seed=asked.seed, say=lambda line: print(line, file=sys.stderr, flush=True))
    content = model.written(trained)
    Path(asked.out).write_bytes(content)
    seconds = time.process_time() - began
    print(json.dumps({"out": asked.out, "bytes": len(content), "provenance": json.loads(trained.provenance)}))
    print(f"{seconds:.0f} CPU seconds.", file=sys.stderr)
    return DONE


def _print_header(columns: Sequence[str], asked: argparse.Namespace) -> None:
    if not asked.json:
        print("\t".join(columns))


def _print_row(row: Mapping[str, object], asked: argparse.Namespace) -> None:
    if asked.json:
        print(json.dumps(row, ensure_ascii=False))
    else:
        print("\t".join(f"{cell:.6f}" if isinstance(cell, float) else str(cell) for cell in row.values()))
