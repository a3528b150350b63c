"""One word for a pairing, with its reason in one sentence, and never without its rivals.

The policy is a posterior (ICMP: 99.95 %). The prior comes from the event: how many may lie here. A verdict is
for the geneticist, who decides; *related as asked* is the only answer that leaves the room about the living.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

POLICY = 0.9995
PROBABLE = 0.99
EXCLUDED = 1e-6

IDENTIFIED, LIKELY, OPEN, OUT = "identified", "probable", "inconclusive", "excluded"


@dataclass(frozen=True)
class Verdict:
    """The word and the sentence."""

    word: str
    says: str


def verdict(
    posterior: float, *, error: float | None, rival: str | None, group: bool = False, policy: float = POLICY
) -> Verdict:
    """What may be said of a pairing whose posterior is known up to an error.

    >>> verdict(0.99999, error=0.0, rival="V7").word
    'identified'
    >>> verdict(0.9999, error=None, rival="V7").word
    'probable'
    """
    beside = f"next comes {rival}" if rival else "nobody comes next"
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


def related_as_asked(ln_ratio: float, *, policy: float = POLICY) -> str:
    """The only answer about a living child and a family that a panel named: yes, no, or cannot say (D5).

    >>> [related_as_asked(x) for x in (20.0, 1.0, -20.0)]
    ['yes', 'cannot say', 'no']
    """
    odds = policy / (1 - policy)
    if ln_ratio / 2.302585092994046 >= log10(odds):
        return "yes"
    return "no" if ln_ratio / 2.302585092994046 <= -log10(odds) else "cannot say"


def _odds(posterior: float) -> str:
    return f"{posterior:.6f}" if posterior < 0.999999 else "above 0.999999"
