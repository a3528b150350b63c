"""How much reports are worth together: transparent log-odds, and the chance that a call is a trap.

Every number comes from `weights.tsv`, which names a source and a reason beside each. A probability made
here is shown to people; it never by itself writes "dead" or "verified" (docs/methods/weighing.md).
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("weights.tsv")
VERIFIED = "verified"  # physical presence, DNA or biometrics, decided by two officers
CONTENT = "content"  # what a caller says about place, demand or next contact: doubted when it may be a trap
DIRECT = frozenset(
    {"live_video_verified", "private_question_correct", "voice_two_relatives", "eyewitness_knew"}
)


@dataclass(frozen=True)
class Weights:
    """All numbers of the model; `defaults()` reads them from the table beside this file."""

    reliability: Mapping[str, float]
    credibility: Mapping[str, float]
    quality: Mapping[str, float]
    trap_lr: Mapping[str, float]
    hop_factor: float
    dependence_discount: float
    cap_group_lr: float
    cap_verified_lr: float
    false_report_base: float
    trap_prior: float
    trap_cap_up: float
    trap_cap_down: float


@dataclass(frozen=True)
class Told:
    """One report about one claim.

    Args:
        id: the report's own id.
        says: True when it supports the claim, False when it denies it.
        code: reliability letter and credibility digit, such as "B2"; empty for a verified one.
        kind: kind of observation, a key of the quality table, or "verified".
        hops: how many people passed it on after the one who saw.
        group: reports that may rest on one another share a group; by default each stands alone.
        origin: exact copies of one original share an origin and count once.
        part: "content" when the trap probability is to be taken off, otherwise "identity".
        p_trap: the probability that the call was a trap.
        fading: what is left of the weight after its age, between 0 and 1.
    """

    id: str
    says: bool
    code: str = ""
    kind: str = VERIFIED
    hops: int = 0
    group: str = ""
    origin: str = ""
    part: str = "identity"
    p_trap: float = 0.0
    fading: float = 1.0

    @property
    def dependence_group(self) -> str:
        return self.group or self.id


@dataclass(frozen=True)
class Weighed:
    """What reports say together about one claim, and what each of them added."""

    weights: Mapping[str, float]
    probability: float
    icd203: str
    leave_one_group_out: Mapping[str, float]
    confidence: str
    linchpins: tuple[str, ...] = field(default=())


@cache
def rows() -> tuple[dict[str, str], ...]:
    """The table of numbers, row by row, with source and reason."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t"))


@cache
def numbers(table: str) -> Mapping[str, float]:
    """One named table of numbers.

    >>> numbers("reliability")["B"]
    0.85
    """
    return {row["key"]: float(row["value"]) for row in rows() if row["table"] == table}


@cache
def defaults() -> Weights:
    """The office's documented numbers."""
    return Weights(
        reliability=numbers("reliability"),
        credibility=numbers("credibility"),
        quality=numbers("quality"),
        trap_lr=numbers("trap"),
        **numbers("rule"),
    )


def fading(*, age_days: float, half_life_days: float) -> float:
    """What an ageing claim keeps of its weight: half after each half-life.

    >>> fading(age_days=180, half_life_days=90)
    0.25
    """
    return float(0.5 ** (age_days / half_life_days))


def reliance(report: Told, *, using: Weights) -> float:
    """How far a report can be relied on: source times content times observation, less per retelling.

    >>> round(reliance(Told("a", True, "C3", "eyewitness_knew"), using=defaults()), 6)
    0.38675
    """
    source, content = report.code[0], report.code[1]
    graded = using.reliability[source] * using.credibility[content] * using.quality[report.kind]
    return graded * using.hop_factor**report.hops


def weight(report: Told, *, using: Weights | None = None) -> float:
    """The report's own log likelihood ratio, before others of its group are looked at.

    An unreliable source is noise, not a liar: with reliance r and base b the claim is told with
    probability r + (1-r)b when true and (1-r)b when false.

    >>> round(weight(Told("a", True, "C3", "eyewitness_knew")), 6)
    0.815945
    >>> round(weight(Told("a", False, "E5", "eyewitness_knew")), 6)
    -0.025501
    """
    using = using or defaults()
    if report.kind == VERIFIED:
        size = math.log(using.cap_verified_lr)
    else:
        rho, base = reliance(report, using=using), using.false_report_base
        noise = (1 - rho) * base
        size = math.log((rho + noise) / noise) if noise > 0 else math.log(using.cap_verified_lr)
    if report.part == CONTENT:
        size *= 1 - report.p_trap
    size *= report.fading
    return size if report.says else -size


def weights_in_concert(reports: Sequence[Told], *, using: Weights | None = None) -> dict[str, float]:
    """What each report adds once copies, dependence and the cap are taken into account.

    Copies of one origin count once. Inside a group, reports of one direction are sorted by strength and the
    r-th keeps discount^(r-1). A group's sum is capped. The order in which reports came plays no part.

    >>> two = [Told(id, True, "B2", "eyewitness_knew", group="g") for id in "ab"]
    >>> {key: round(value, 6) for key, value in weights_in_concert(two).items()}
    {'a': 1.551463, 'b': 0.465439}
    """
    using = using or defaults()
    own = {report.id: weight(report, using=using) for report in reports}
    added = dict.fromkeys(own, 0.0)
    strongest_first = sorted(reports, key=lambda report: (-abs(own[report.id]), report.id))
    for members in _groups(_without_copies(strongest_first)).values():
        ranks = {True: 0, False: 0}
        for report in members:
            added[report.id] = own[report.id] * using.dependence_discount ** ranks[report.says]
            ranks[report.says] += 1
        _cap(members, added, using=using)
    return {report.id: added[report.id] for report in reports}


def _without_copies(strongest_first: Iterable[Told]) -> list[Told]:
    seen: set[str] = set()
    kept = []
    for report in strongest_first:
        if report.origin and report.origin in seen:
            continue
        seen.add(report.origin)
        kept.append(report)
    return kept


def _groups(reports: Iterable[Told]) -> dict[str, list[Told]]:
    groups: defaultdict[str, list[Told]] = defaultdict(list)
    for report in reports:
        groups[report.dependence_group].append(report)
    return groups


def _cap(members: Sequence[Told], added: dict[str, float], *, using: Weights) -> None:
    decided = any(report.kind == VERIFIED for report in members)
    cap = math.log(using.cap_verified_lr if decided else using.cap_group_lr)
    total = abs(math.fsum(added[report.id] for report in members))
    if total > cap:
        for report in members:
            added[report.id] *= cap / total


def weigh(reports: Sequence[Told], *, prior: float, using: Weights | None = None) -> Weighed:
    """The probability of a claim after all reports, with what it hangs on.

    >>> two = [Told("a", True, "B2", "eyewitness_knew"), Told("b", True, "B2", "eyewitness_knew")]
    >>> answer = weigh(two, prior=0.5)
    >>> round(answer.probability, 6), answer.icd203, answer.confidence
    (0.957013, 'almost certain', 'moderate')
    """
    using = using or defaults()
    weights = weights_in_concert(reports, using=using)
    probability = updated(prior, weights.values())
    word = icd203(probability)
    without: dict[str, float] = {}
    for group in sorted({report.dependence_group for report in reports}):
        left = [report for report in reports if report.dependence_group != group]
        without[group] = updated(prior, weights_in_concert(left, using=using).values())
    linchpins = tuple(group for group, other in without.items() if icd203(other) != word)
    return Weighed(weights, probability, word, without, confidence(reports), linchpins)


def updated(prior: float, weights: Iterable[float]) -> float:
    """A prior probability after adding log likelihood ratios.

    >>> updated(0.5, [math.log(3)])
    0.75
    """
    if prior <= 0 or prior >= 1:
        return float(prior)
    # fsum is exact, so the answer does not depend on the order of the reports.
    return logistic(math.fsum([math.log(prior), -math.log1p(-prior), *weights]))


def logistic(log_odds: float) -> float:
    """The probability with these log-odds, without overflow at either end."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1 + odds)


def icd203(probability: float) -> str:
    """The word of ICD 203 for a probability.

    >>> icd203(0.7), icd203(0.95)
    ('likely', 'almost certain')
    """
    bands = numbers("icd203")
    return max((lower, word) for word, lower in bands.items() if probability >= lower)[1]


def confidence(reports: Sequence[Told]) -> str:
    """How broad the ground is, apart from how likely the claim is: high, moderate or low.

    High: three independent groups or more, one of them direct and graded A or B. Moderate: two groups.

    >>> confidence([Told("a", True, "A1", "eyewitness_knew")])
    'low'
    """
    groups = {report.dependence_group for report in _without_copies(reports)}
    direct = any(
        report.kind == VERIFIED or (report.kind in DIRECT and report.code[:1] in "AB" and report.hops == 0)
        for report in reports
    )
    if len(groups) >= 3 and direct:
        return "high"
    return "moderate" if len(groups) >= 2 else "low"


@dataclass(frozen=True)
class Trap:
    """The chance that a call is a trap, and what the office does about it; it closes nothing (D8)."""

    p_trap: float
    action: str


def trap(indicators: Iterable[str], *, prior: float | None = None, using: Weights | None = None) -> Trap:
    """The chance of a trap from the signs noted after a call; each sign counts once.

    >>> trap(["asks_meeting_caller_terms", "third_voice", "deadline_pressure"])
    Trap(p_trap=0.5581395348837209, action='hold')
    """
    using = using or defaults()
    prior = using.trap_prior if prior is None else prior
    ratio = math.prod(using.trap_lr[sign] for sign in sorted(set(indicators)))
    ratio = min(max(ratio, 1 / using.trap_cap_down), using.trap_cap_up)
    odds = prior * ratio
    probability = odds / (odds + 1 - prior)
    actions = numbers("trap_action")
    return Trap(
        probability, max((lower, action) for action, lower in actions.items() if probability >= lower)[1]
    )
