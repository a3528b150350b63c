"""What each report added: a line of log-odds for every claim of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vegerin.ui.pictures.log_odds import Added, draw_log_odds

Pictures = list[tuple[str, str]]


def draw(case: Mapping[str, Any], answer: Mapping[str, Any]) -> Pictures:
    """A line of log-odds for every claim that has reports."""
    claims = {str(claim["id"]): claim for claim in case.get("claim_cases") or [] if "id" in claim}
    return list(_lines(claims, answer, default=case))


def _lines(
    claims: Mapping[str, Mapping[str, Any]], answer: Mapping[str, Any], *, default: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    for row in answer.get("results") or []:
        found = row.get("answer")
        if not isinstance(found, Mapping) or not found.get("weights"):
            continue
        claim = claims.get(row["id"], default)
        title = f"{row['id']}: {claim.get('description', '')} ({found['icd203']})"
        added = [Added(name, weight) for name, weight in found["weights"].items() if weight]
        prior = float(claim.get("prior", 0.5))
        yield title, draw_log_odds(added, prior=prior, title=title, prior_word="before", after_word="after")
