"""Consonant skeletons: what is left of a name when everything that spellers disagree on is dropped.

A letter that may stand for several sounds gives several skeletons, cheapest first. The symbols:
A a vowel or ain at the start · b(p) d f(v) h j(ch, zh) k(q, g) l m n r s S(sh) t w x(kh, gh) y z.
A skeleton of one or two symbols is shared by too many names: it keeps what the name ends in,
o, i or a, and nothing for a consonant (Hemo is hmo, Hamê hmi, Ham hm).
"""

from __future__ import annotations

import re
from functools import lru_cache

from vegerin.engines.names.letters import folded, plain_latin, script_of
from vegerin.engines.names.lexicon import rows

Readings = tuple[tuple[str, float], ...]

MOST_KEYS = 8
MOST_COST, MOST_COST_SHORT = 3.0, 2.0
_BEAM = 24
SHORT = 2
NO_VOWEL: Readings = (("", 0.0),)
# Who writes these writes Kurmanji, or Turkish: c, s and x have one sound each.
_KURMANJI = frozenset("êîûşç")


def _rules() -> dict[str, dict[str, Readings]]:
    """Letters and what they may stand for: "^" starts a word, "$" ends it; symbol:cost, no cost means 0."""
    rules: dict[str, dict[str, Readings]] = {"arab": {}, "latn": {}, "kmr": {}}
    for row in rows("sounds.tsv"):
        rules[row["script"]][row["letters"]] = tuple(map(_reading, row["readings"].split(",")))
    rules["kmr"] = rules["latn"] | rules["kmr"]
    return rules


def _reading(written: str) -> tuple[str, float]:
    symbols, _, cost = written.partition(":")
    return symbols.replace("-", ""), float(cost or 0)


RULES = _rules()
_LONGEST = max(len(grapheme) for rules in RULES.values() for grapheme in rules)


@lru_cache(maxsize=200_000)
def skeletons(part: str) -> tuple[str, ...]:
    """The skeletons of one name part, likeliest first; never empty for a part with letters.

    >>> sorted(set(skeletons("خليل")) & set(skeletons("Xelîl")) & set(skeletons("Khaleel")))
    ['xll']
    """
    return tuple(skeleton for skeleton, _ in weighed_skeletons(part))


@lru_cache(maxsize=200_000)
def weighed_skeletons(part: str, *, ended: bool = True) -> tuple[tuple[str, float], ...]:
    """Each skeleton with the cost of the readings it took; the cost is a rough negative log-odds.

    `ended`: a short one keeps what the name ends in; not where it is one word of several.
    """
    small = folded(part)
    script = script_of(small)
    if script == "mixed":
        return _mixed(small)
    words = [
        "".join(letter for letter in word if letter.isalpha() or letter == "'") for word in small.split()
    ]
    letters = "".join(words)
    if script == "other":
        return ((letters, 0.0),) if letters else ()
    ending = ENDINGS[script].get(letters[-1:], NO_VOWEL) if ended else NO_VOWEL
    rules = RULES["kmr" if script == "latn" and not _KURMANJI.isdisjoint(letters) else script]
    if script == "latn":
        words = [_without_double_digraphs(_kept_marks(word)) for word in words]
    # In Latin and Sorani writing doubles are one sound (Hassan); in Arabic they are two (خلل).
    if script == "latn" or "ە" in letters:
        words = list(map(_without_doubles, words))
    letters = "".join(words)
    return _enumerate("^" + letters + "$", rules, ending)


def _mixed(small: str) -> tuple[tuple[str, float], ...]:
    """Letters of several scripts in one word: each run by its own rules."""
    runs: list[str] = []
    for letter in small:
        if runs and script_of(runs[-1] + letter) != "mixed":
            runs[-1] += letter
        else:
            runs.append(letter)
    beam = {"": 0.0}
    for run in runs:
        beam = _extended(beam, weighed_skeletons(run) or (("", 0.0),))
    return _best(beam)


def _kept_marks(letters: str) -> str:
    """ç and ş are sounds of their own; every other mark goes."""
    kept = letters.replace("ç", "\x00").replace("ş", "\x01").replace("š", "\x01").replace("č", "\x00")
    return plain_latin(kept).replace("\x00", "ç").replace("\x01", "ş")


# A doubled consonant that is written with two letters: Bashshar, Takhkhan; in Mashhan sh stands before an h.
_DOUBLE_DIGRAPH = re.compile(r"(sh|kh|th|dh|gh|ch|zh)\1")
_DOUBLE = re.compile(r"([^h])\1+|(?<![sktdgcz])(h)h+")


def _without_double_digraphs(letters: str) -> str:
    return _DOUBLE_DIGRAPH.sub(r"\1", letters)


def _without_doubles(letters: str) -> str:
    """Adjacent doubles are one in Latin spelling (Hassan = Hasan); across a vowel they are two (Khalil)."""
    return _DOUBLE.sub(lambda found: found[0][0], letters)


def _enumerate(word: str, rules: dict[str, Readings], ending: Readings) -> tuple[tuple[str, float], ...]:
    beam = {"": 0.0}
    at = 0
    while at < len(word):
        readings, width = _longest(word, at, rules)
        at += width
        beam = _extended(beam, readings)
    return _best(_with_ending(beam, ending))


def _with_ending(beam: dict[str, float], ending: Readings) -> dict[str, float]:
    """Short skeletons take on the sound at the end of the name."""
    if min(map(len, beam)) > SHORT:
        return beam
    longer = {skeleton: cost for skeleton, cost in beam.items() if len(skeleton) > SHORT}
    return longer | _extended(
        {skeleton: cost for skeleton, cost in beam.items() if len(skeleton) <= SHORT}, ending
    )


def _longest(word: str, at: int, rules: dict[str, Readings]) -> tuple[Readings, int]:
    for width in range(min(_LONGEST, len(word) - at), 0, -1):
        readings = rules.get(word[at : at + width])
        if readings is not None:
            return readings, width
    letter = word[at]
    return (("" if letter in "^$'" else letter, 0.0),), 1


def _extended(beam: dict[str, float], readings: Readings) -> dict[str, float]:
    if len(readings) == 1:
        symbols, cost = readings[0]
        return {skeleton + symbols: so_far + cost for skeleton, so_far in beam.items()} if symbols else beam
    longer: dict[str, float] = {}
    for skeleton, so_far in beam.items():
        for symbols, cost in readings:
            candidate, total = skeleton + symbols, so_far + cost
            if total <= MOST_COST and total < longer.get(candidate, 99.0):
                longer[candidate] = total
    if len(longer) > _BEAM:
        longer = dict(sorted(longer.items(), key=by_cost)[:_BEAM])
    return longer


def by_cost(item: tuple[str, float]) -> tuple[float, str]:
    """The order of readings: the cheapest first, of equals by their letters."""
    return item[1], item[0]


def _best(beam: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """The cheapest; short skeletons collide most, so of them only the likely ones."""
    kept = [
        (key or "-", cost) for key, cost in beam.items() if cost <= MOST_COST_SHORT or len(key) > SHORT + 1
    ]
    return tuple(sorted(kept, key=by_cost)[:MOST_KEYS])


def _endings(table: str) -> dict[str, Readings]:
    pairs = (entry.split() for entry in table.split("|"))
    return {
        letter: tuple(map(_reading, readings.split(","))) for letters, readings in pairs for letter in letters
    }


# Final -ê is written ي or ه or ا; final ى is folded into ي. Who is called is Xeco or Xecê, Îso or Îsa.
ENDINGS = {
    "arab": _endings("وۆ o,i:1.2|يێ i,-:.5|اەةه -,i:1"),
    "latn": _endings("ouûwó o,i:1|iîyê i,-:.5|ea -,i:1"),
}


def without_one(skeleton: str) -> tuple[str, ...]:
    """The skeleton, and the skeleton with each one symbol left out (from three symbols up).

    >>> without_one("xll")
    ('xll', 'll', 'xl')
    """
    bare = skeleton.rstrip("oia")
    if len(bare) <= SHORT:
        return (skeleton,) if bare == skeleton or not bare else (skeleton, bare)
    return tuple(
        dict.fromkeys([skeleton, *[skeleton[:at] + skeleton[at + 1 :] for at in range(len(skeleton))]])
    )
