"""weigh: what reports are worth together, traps, survival, and non-genetic likelihood ratios."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from vegerin.engines.answers import Answer, BadInput, Case, Reason, answer_each
from vegerin.engines.asking import Parser
from vegerin.engines.fields import Fields
from vegerin.engines.history import nongenetic
from vegerin.engines.history.alive import Hazard, Heard, alive, constant
from vegerin.engines.history.weigh import (
    CONTENT,
    VERIFIED,
    Told,
    Weights,
    defaults,
    fading,
    trap,
    weigh,
)

METHOD = "log-odds of independent groups, research section 4.2; closed-form likelihood ratios"
# Hair, eyes, skin: never used (do-no-harm.md, D24 and the brief); asked for, the answer is null.
UNKNOWN_LOOKS = "no.looks"


def main(arguments: list[str]) -> int:
    """Answer every case file."""
    parser = Parser(prog="vegerin weigh", description=__doc__)
    parser.add_argument("cases", nargs="+", metavar="CASE.json", help='file name, or "-"')
    parser.add_argument("--json", action="store_true", help="the answer is JSON in any case")
    parser.add_argument("--timings", action="store_true")
    asked = parser.parse_args(arguments)
    return answer_each(asked.cases, solve, with_timings=asked.timings)


def solve(case: Case) -> Answer:
    """The answer for one case of a kind this engine knows."""
    content = Fields(case.content, case.id)
    if case.kind == "evidence":
        return evidence(content)
    if case.kind == "missing-person-lr":
        return missing_person(content)
    raise BadInput(f'{case.id}: kind is {case.kind!r}; weigh knows "evidence" and "missing-person-lr".')


# Reports, traps, survival


def evidence(content: Fields) -> Answer:
    """Every claim, call and survival case of the file, in its order."""
    using = weights_for(content.part("params"))
    results = []
    for kind, answer in (
        ("claim_cases", claim_answer),
        ("trap_cases", trap_answer),
        ("survival_filter_cases", survival_answer),
    ):
        for index, part in enumerate(content.parts(kind, default=())):
            name = part.text("id", default=f"{kind}[{index}]")
            results.append({"id": name, **answer(Fields(part.content, f"{content.place}.{name}"), using)})
    if "reports" in content:
        results.append({"id": content.place, **claim_answer(content, using)})
    return Answer(results, METHOD, {"weights": using})


def weights_for(params: Fields) -> Weights:
    """The documented numbers, with those the case gives in their place."""
    standard = defaults()
    tables = {
        name: {**getattr(standard, name), **positive_table(params, name)}
        for name in ("reliability", "credibility", "quality", "trap_lr")
        if name in params
    }
    rules = {
        name: params.number(name, low=low, high=high)
        for name, low, high in (
            ("hop_factor", 0, 1),
            ("dependence_discount", 0, 1),
            ("cap_group_lr", 1, 1e12),
            ("cap_verified_lr", 1, 1e12),
            ("false_report_base", 1e-9, 1),
            ("trap_prior", 0, 1),
            ("trap_cap_up", 1, 1e12),
            ("trap_cap_down", 1, 1e12),
        )
        if name in params
    }
    return replace(standard, **tables, **rules)  # type: ignore[arg-type]  # names and types are listed above


def positive_table(params: Fields, name: str) -> dict[str, float]:
    """A table of the case: probabilities, or likelihood ratios above 0 for the trap signs."""
    table = params.part(name)
    low, high = (1e-12, 1e12) if name == "trap_lr" else (0, 1)
    return {key: table.number(key, low=low, high=high) for key in table}


def told(report: Fields, using: Weights, *, ids: set[str]) -> Told:
    """One report as the model takes it."""
    kind = report.text("kind", default=VERIFIED)
    code = report.text("code", default="").upper()
    if kind != VERIFIED:
        if len(code) != 2 or code[0] not in using.reliability or code[1] not in using.credibility:
            raise report.wrong("code", 'a letter A-F and a digit 1-6, such as "B2"')
        if kind not in using.quality:
            raise report.wrong("kind", "one of " + ", ".join([*using.quality, VERIFIED]))
    name = report.text("id")
    if name in ids:
        raise report.wrong("id", "different for every report of a case")
    ids.add(name)
    fades = 1.0
    if "halflife" in report:
        fades = fading(
            age_days=report.number("age_days", low=0, default=0),
            half_life_days=report.number("halflife", low=1e-6),
        )
    return Told(
        id=name,
        says=report.yes("says", default=True),
        code=code,
        kind=kind,
        hops=report.whole("hops", low=0, high=10_000, default=0),
        group=report.text("group", default=""),
        origin=report.text("origin", default=""),
        part=CONTENT if report.text("claim", default="") == CONTENT else "identity",
        p_trap=report.number("p_trap", low=0, high=1, default=0),
        fading=fades,
    )


def claim_answer(part: Fields, using: Weights) -> dict[str, Any]:
    """The answer about one claim."""
    ids: set[str] = set()
    reports = [told(report, using, ids=ids) for report in part.parts("reports", default=())]
    weighed = weigh(reports, prior=part.number("prior", low=0, high=1, default=0.5), using=using)
    return {
        "answer": {
            "weights": weighed.weights,
            "probability": weighed.probability,
            "icd203": weighed.icd203,
            "leave_one_group_out": weighed.leave_one_group_out,
        },
        "confidence": weighed.confidence,
        "linchpins": weighed.linchpins,
    }


def trap_answer(part: Fields, using: Weights) -> dict[str, Any]:
    """The answer about one call."""
    signs = [str(sign) for sign in part.listed("indicators", default=())]
    for sign in signs:
        if sign not in using.trap_lr:
            raise BadInput(f"{part.place}: there is no sign {sign!r}; known are {', '.join(using.trap_lr)}.")
    prior = part.number("prior", low=0, high=1, default=using.trap_prior)
    return {"answer": trap(signs, prior=prior, using=using)}


def survival_answer(part: Fields, using: Weights) -> dict[str, Any]:
    """The answer about one person's life."""
    ids: set[str] = set()
    heard = [
        Heard(report.number("t", low=-1e6, high=1e6), told(report, using, ids=ids))
        for report in part.parts("reports", default=())
    ]
    asked = {
        "p0": part.number("p0", low=0, high=1, default=1),
        "start": part.number("start", low=-1e6, high=1e6, default=0),
        "evaluate_at": part.number("evaluate_at", low=-1e6, high=1e6),
    }
    rate = part.content.get("hazard_per_year")
    if isinstance(rate, Mapping):  # scenarios by name: low, central, high
        named = Fields(rate, f"{part.place}.hazard_per_year")
        return {
            "answer": {
                name: alive(heard, hazard=constant(named.number(name, low=0, high=1e6)), using=using, **asked)
                for name in named
            }
        }
    return {"answer": alive(heard, hazard=hazard_of(part), using=using, **asked)}


def hazard_of(part: Fields) -> Hazard:
    """One rate, or stretches [[begins, rate], ...]."""
    if not isinstance(part.content.get("hazard_per_year"), list):
        return constant(part.number("hazard_per_year", low=0, high=1e6))
    stretches = []
    for index, pair in enumerate(part.listed("hazard_per_year")):
        if not isinstance(pair, list) or len(pair) != 2:
            raise BadInput(f"{part.place}: hazard_per_year[{index}] should be [year it begins, rate].")
        stretch = Fields({"begins": pair[0], "rate": pair[1]}, f"{part.place}.hazard_per_year[{index}]")
        stretches.append((stretch.number("begins"), stretch.number("rate", low=0, high=1e6)))
    return stretches


# Sex, age, region, birth date, marks


def missing_person(content: Fields) -> Answer:
    """The likelihood ratio of every value that may be observed, for every case of the file."""
    results, warnings = [], []
    cases = content.parts("cases", default=()) if "cases" in content else [content]
    for index, part in enumerate(cases):
        name = part.text("id", default=str(index))
        evidence_kind = part.text("evidence", default="").strip().lower().replace("_", " ")
        solve_one = next(
            (solver for words, solver in SOLVERS.items() if re.search(words, evidence_kind)), None
        )
        if solve_one is None:
            says = f"{name}: {evidence_kind or 'no evidence named'} is not used; of looks only marks are."
            warnings.append(Reason(UNKNOWN_LOOKS, {"case": name}, says))
            results.append({"id": name, "answer": None})
            continue
        try:
            answer = solve_one(Fields(part.part("params").content, f"{content.place}.{name}"))
        except ValueError as error:
            raise (
                error if isinstance(error, BadInput) else BadInput(f"{content.place}.{name}: {error}")
            ) from None
        results.append({"id": name, "answer": answer})
    return Answer(results, METHOD, {}, tuple(warnings))


def as_list(table: Sequence[nongenetic.Observed]) -> list[dict[str, Any]]:
    """Every observable value with its likelihood ratio."""
    return [{"observed": row.value, "LR": row.lr} for row in table]


def population_of(params: Fields) -> dict[str, float]:
    """Shares by category, from an object or a list of numbers."""
    given = params.content.get("population")
    if isinstance(given, list):
        return {str(index): value for index, value in enumerate(params.numbers("population", low=0), start=1)}
    shares = params.part("population")
    return {key: shares.number(key, low=0) for key in shares}


def error_of(params: Fields) -> float:
    """How often the record is mistaken."""
    return params.number("error", low=0, high=1, default=0.05)


def sex_lr(params: Fields) -> list[dict[str, Any]]:
    """Sex as recorded against the missing person's."""
    return category_lr(params, {"F": 0.5, "M": 0.5})


def category_lr(params: Fields, default: Mapping[str, float]) -> list[dict[str, Any]]:
    """Any recorded category."""
    population = population_of(params) or dict(default)
    missing = params.text("missing")
    if not 0 < population.get(missing, 0) < sum(population.values()):
        raise params.wrong("missing", "one of several categories of the population with a share above 0")
    return as_list(nongenetic.category(missing=missing, error=error_of(params), population=population))


def region_lr(params: Fields) -> list[dict[str, Any]]:
    """Region: equally common ones by number, or shares by name."""
    if "missing" in params and "population" in params:
        return category_lr(params, {})
    if "share" in params:
        share = params.number("share", low=1e-12, high=1)
    elif isinstance(params.content.get("regions"), list):
        share = 1 / max(1, len(params.listed("regions")))
    else:
        share = 1 / params.whole("regions", low=1)
    return as_list(nongenetic.match(share=share, error=error_of(params)))


def ages_of(params: Fields) -> dict[int, float]:
    """How the population is spread over whole years of age; from 0 to 80 evenly unless said otherwise."""
    given = params.content.get("ages")
    if isinstance(given, Mapping):
        shares = params.part("ages")
        if not all(key.isdigit() and len(key) <= 3 for key in shares):
            raise params.wrong("ages", "shares by whole years of age")
        return {int(key): shares.number(key, low=0) for key in shares}
    if isinstance(given, list):
        return dict(enumerate(params.numbers("ages", low=0)))
    found = re.match(
        r"\s*(\d{1,3})\s*(?:\.\.|-|to)\s*(\d{1,3})", params.text("ages", default="0..80 uniform")
    )
    if not found or int(found[2]) < int(found[1]):
        raise params.wrong("ages", 'a span such as "0..80 uniform"')
    return dict.fromkeys(range(int(found[1]), int(found[2]) + 1), 1.0)


def age_lr(params: Fields) -> list[dict[str, Any]]:
    """An age estimate that holds the missing person's age, or does not."""
    return as_list(
        nongenetic.age_interval(
            age=params.whole("age", low=0, high=200),
            within=params.whole("range", low=0, high=200, default=0),
            error=error_of(params),
            ages=ages_of(params),
        )
    )


def birth_date_lr(params: Fields) -> dict[str, Any]:
    """The gap between two birth dates, by interval."""
    alpha = params.numbers("alpha", low=1e-12)
    shares = params.numbers("population", low=1e-12) if "population" in params else None
    if shares is not None and len(shares) != len(alpha):
        raise params.wrong("population", f"as long as alpha ({len(alpha)} numbers)")
    return {"LR_by_interval": [row.lr for row in nongenetic.birth_date(alpha=alpha, population=shares)]}


def mark_lr(params: Fields) -> list[dict[str, Any]]:
    """A described mark: seen, not seen, or not looked for."""
    rarity = params.number("rarity", low=1e-12, high=1)
    found = params.number("found_when_there", low=0, high=1, default=1 - error_of(params))
    return as_list(nongenetic.mark(rarity=rarity, found_when_there=found))


SOLVERS: dict[str, Callable[[Fields], Any]] = {
    r"\bsex\b": sex_lr,
    r"\bregion\b": region_lr,
    r"\bbirth ?date\b": birth_date_lr,
    r"^age\b": age_lr,
    r"\b(birth)?mark|\bscar|\btattoo": mark_lr,
}
