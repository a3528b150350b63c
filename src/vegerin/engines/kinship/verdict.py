"""One word for a pairing, with its reason in one sentence, and never without its rivals.

The policy is a posterior (ICMP: 99.95 %). The prior comes from the event: how many may lie here. Somebody on
no list may lie here too, and a near relative of the missing person explains the DNA nearly as well: an
unrecorded brother, half-brother or cousin stands beside every name with a small prior of his own. A verdict
is for the geneticist, who decides; *related as asked* is the only answer that leaves the room about the
living.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, log10

POLICY = 0.9995
PROBABLE = 0.99
EXCLUDED = 1e-6

IDENTIFIED, LIKELY, OPEN, OUT = "identified", "probable", "inconclusive", "excluded"

# How likely it is, beside the missing person, that a relative of this kind lies here whom neither the list
# nor the drawn family knows. A choice; a case may state its own under "unrecorded".
UNRECORDED: Mapping[str, float] = {"sibling": 1e-4, "half-sibling": 1e-4, "cousin": 1e-3}


@dataclass(frozen=True)
class Alternative:
    """A relative of the missing person whom nobody recorded: log10 LR of the missing person against this."""

    relation: str
    log10_lr: float


@dataclass(frozen=True)
class Verdict:
    """The word and the sentence."""

    word: str
    says: str


def verdict(
    posterior: float,
    *,
    error: float | None,
    rival: str | None,
    group: bool = False,
    policy: float = POLICY,
    alternatives: tuple[Alternative, ...] = (),
) -> Verdict:
    """What may be said of a pairing whose posterior is known up to an error.

    >>> verdict(0.99999, error=0.0, rival="V7").word
    'identified'
    >>> verdict(0.9999, error=None, rival="V7").word
    'probable'
    """
    beside = _beside(rival, alternatives)
    if group:
        says = f"Nothing typed tells the members of this group apart; {beside}."
        return Verdict(OPEN, says)
    if error is None:
        word = LIKELY if posterior >= PROBABLE else OPEN
        return Verdict(word, f"The posterior has no stated error, so it cannot pass the policy; {beside}.")
    if posterior - error >= policy:
        return Verdict(IDENTIFIED, f"The posterior {_odds(posterior)} passes {policy:.4%}; {beside}.")
    if posterior + error < EXCLUDED:
        return Verdict(OUT, f"The posterior {_odds(posterior)} is below one in a million; {beside}.")
    if posterior - error >= PROBABLE:
        return Verdict(LIKELY, f"The posterior {_odds(posterior)} is high but below {policy:.4%}; {beside}.")
    return Verdict(OPEN, f"The posterior {_odds(posterior)} decides nothing; {beside}.")


def with_unrecorded(
    posterior: float, alternatives: tuple[Alternative, ...], unrecorded: Mapping[str, float] = UNRECORDED
) -> float:
    """The posterior when unrecorded relatives of the missing person are counted among the rivals.

    >>> round(with_unrecorded(1.0, (Alternative("cousin", 0.0),)), 6)
    0.999001
    """
    more = sum(unrecorded.get(a.relation, 0.0) * 10 ** min(-a.log10_lr, 300.0) for a in alternatives)
    return posterior / (1 + posterior * more)


def as_text(alternatives: tuple[Alternative, ...]) -> str:
    """The alternatives in one line.

    >>> as_text((Alternative("sibling", 3.21),))
    'sibling +3.2'
    """
    return "; ".join(f"{a.relation} {a.log10_lr:+.1f}" for a in alternatives)


def _beside(rival: str | None, alternatives: tuple[Alternative, ...]) -> str:
    named = f"next comes {rival}" if rival else "nobody listed comes next"
    near = [a for a in alternatives if a.log10_lr < log10(POLICY / (1 - POLICY))]
    if not near:
        return named
    relations = " or ".join(f"{a.relation} (10^{a.log10_lr:.1f})" for a in near)
    return f"{named}; the DNA hardly tells this person from an unrecorded {relations}"


def related_as_asked(ln_ratio: float, *, policy: float = POLICY) -> str:
    """The only answer about a living child and a family that a panel named: yes, no, or cannot say (D5).

    >>> [related_as_asked(x) for x in (20.0, 1.0, -20.0)]
    ['yes', 'cannot say', 'no']
    """
    odds = log10(policy / (1 - policy))
    if ln_ratio / log(10) >= odds:
        return "yes"
    return "no" if ln_ratio / log(10) <= -odds else "cannot say"


def _odds(posterior: float) -> str:
    return f"{posterior:.6f}" if posterior < 0.999999 else "above 0.999999"
