"""The candidates that most likely write the same name as a query, best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from vegerin.engines.names.comparing import compare
from vegerin.engines.names.keying import keys
from vegerin.engines.names.lexicon import Lexicon


@dataclass(frozen=True)
class Ranked:
    """One candidate at its place."""

    form: str
    score: float
    llr: float


class Index:
    """Candidates behind their keys."""

    def __init__(self, candidates: Sequence[str], *, lexicon: Lexicon | None = None) -> None:
        self.candidates = list(dict.fromkeys(candidates))
        self.lexicon = lexicon
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for number, form in enumerate(self.candidates):
            for key in keys(form).one_deletion:
                self._by_key[key].append(number)

    def rank(self, form: str, *, most: int = 10) -> list[Ranked]:
        """The best candidates for one query."""
        numbers = {number for key in keys(form).one_deletion for number in self._by_key.get(key, ())}
        found = [(compare(form, self.candidates[number], lexicon=self.lexicon), number) for number in numbers]
        found.sort(key=lambda pair: (-pair[0].llr, pair[1]))
        return [
            Ranked(self.candidates[number], comparison.score, comparison.llr)
            for comparison, number in found[:most]
        ]
