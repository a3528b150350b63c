"""Who remains are, given the DNA of living relatives: likelihood ratios, whole graves, parts of one body.

vegerin kinship CASE.json [CASE.json ...] [--strict] [--prior flat|event] [--posteriors auto|exact|sampled]
                [--minimum-frequency F] [--seed N] [--timings] [--svg FILE]
vegerin kinship search PM FAMILIES --threshold T --out hits.csv
vegerin kinship next CASE.json | check CASE.json | convert IN OUT [--from F --to F]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from vegerin.engines.answers import Answer, BadInput, Case, Stopwatch, answer_each
from vegerin.engines.asking import Parser
from vegerin.engines.kinship import kinds
from vegerin.engines.kinship.bodies import direct_match
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.dvi import dvi, dvi_pairwise
from vegerin.engines.kinship.haplotypes import haplotype_match
from vegerin.engines.kinship.verbs import VERBS

Answering = Callable[[Reading, argparse.Namespace], dict[str, Any]]


def _plain(answer: Callable[[Reading], dict[str, Any]]) -> Answering:
    return lambda reading, _options: answer(reading)


KINDS: Mapping[str, Answering] = {
    "kinship_lr": _plain(kinds.kinship_lr),
    "linked_pair_lr": _plain(kinds.linked_pair_lr),
    "genotype_distribution": _plain(kinds.genotype_distribution),
    "dropout_lr": _plain(kinds.dropout_lr),
    "exclusion_power": _plain(kinds.exclusion_power),
    "mutation_matrix": _plain(kinds.mutation_matrices),
    "kinship_coefficients": _plain(kinds.kinship_coefficients),
    "haplotype_match": _plain(haplotype_match),
    "direct_match": lambda reading, options: direct_match(reading, strict=options.strict),
    "dvi_pairwise": _plain(dvi_pairwise),
    "dvi": lambda reading, options: dvi(
        reading, prior=options.prior, posteriors=options.posteriors, seed=options.seed
    ),
}

METHODS: Mapping[str, str] = {
    "direct_match": "one genotype behind two typings, with drop-out, drop-in and typing error",
    "haplotype_match": "haplotypes compared, frequency by Clopper and Pearson",
    "kinship_coefficients": "recursion over parents",
    "mutation_matrix": "closed form",
}
ELIMINATION = "elimination over allele copies"


def main(arguments: list[str]) -> int:
    """Answer each case on a line of its own, or follow a verb."""
    if arguments and arguments[0] in VERBS:
        return VERBS[arguments[0]](arguments[1:])
    options = _parser().parse_args(arguments)
    return answer_each(options.cases, partial(solve, options=options), with_timings=options.timings)


def solve(case: Case, *, options: argparse.Namespace) -> Answer:
    """The answer to one case; everything it refuses names the file's culprit."""
    watch = Stopwatch()
    answer = KINDS.get(case.kind)
    if answer is None:
        raise BadInput(f"{case.id}: the kind {case.kind!r} is not known. Known: {', '.join(KINDS)}.")
    reading = Reading(case.content, options.minimum_frequency)
    try:
        with watch.stage("answer"):
            results = answer(reading, options)
    except BadInput as error:
        raise BadInput(f"{case.id}: {error}") from None
    return Answer(
        results,
        METHODS.get(case.kind, ELIMINATION),
        _parameters(options),
        tuple(reading.warnings),
        options.seed,
        watch.seconds,
    )


def _parameters(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "strict": options.strict,
        "prior": options.prior,
        "posteriors": options.posteriors,
        "minimum_frequency": options.minimum_frequency,
    }


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="vegerin kinship", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", nargs="+", metavar="CASE.json", help="a case, or - for standard input")
    parser.add_argument("--strict", action="store_true", help="parts of one body: no drop-out, no error")
    parser.add_argument("--prior", choices=("flat", "event"), default="event", help="prior over assignments")
    parser.add_argument("--posteriors", choices=("auto", "exact", "sampled"), default="auto")
    parser.add_argument("--minimum-frequency", type=float, help="for alleles that the table does not hold")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="the default")
    parser.add_argument("--timings", action="store_true", help="CPU seconds per stage")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
