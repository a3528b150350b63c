"""Y and mitochondrial DNA: passed on whole along one line, so matched, not peeled.

A match says that two people may share the line of fathers, or of mothers; many others share it too. How
many is stated from a database of haplotypes by the upper 95 % limit of Clopper & Pearson (1934), as SWGDAM
asks. In a case:

    {"kind": "haplotype_match", "line": "Y", "meioses": 2, "rate": 0.002,
     "reference": {"DYS19": "14", ...}, "remains": {"DYS19": "14", ...},
     "database": {"count": 0, "size": 3000, "name": "..."}}

For mtDNA the loci are positions; what is not written was not read. The answer never joins the autosomal
likelihood ratio by itself: relatives of one line share both.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import comb
from typing import Any

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.case import Reading

LINES = {"Y": "line of fathers", "mtDNA": "line of mothers"}

# Changes per locus and meiosis unless the case says otherwise; differences up to which a line is not excluded
# (mtDNA: SWGDAM 2013; Y: the chance of as many changes is stated beside).
RATE = {"Y": 0.002, "mtDNA": 0.0}
INCONCLUSIVE = {"Y": 2, "mtDNA": 1}


def haplotype_match(reading: Reading) -> dict[str, Any]:
    """Whether two haplotypes may be of one line, and how common such a match is."""
    line = reading.part("line", str)
    if line not in LINES:
        raise BadInput(f"'line' is {line!r}; it should be one of {', '.join(LINES)}.")
    one, two = (_haplotype(reading, key) for key in ("reference", "remains"))
    shared = sorted(one.keys() & two.keys())
    if not shared:
        raise BadInput("The two haplotypes share no locus. Type one that both have.")
    different = [locus for locus in shared if one[locus] != two[locus]]
    base = reading.part("database", dict)
    count, size = (_whole(base, key) for key in ("count", "size"))
    frequency = frequency_limit(count, size)
    rate = reading.number("rate", low=0, high=1, default=RATE[line])
    meioses = int(reading.number("meioses", low=1, high=100, default=1))
    changed = 1 - (1 - rate) ** meioses
    n, k = len(shared), len(different)
    chance = comb(n, k) * changed**k * (1 - changed) ** (n - k)
    word = "match" if not k else "inconclusive" if k <= INCONCLUSIVE[line] else "excluded"
    return {
        "line": line,
        "loci": n,
        "different": different,
        "word": word,
        "chance_of_these_changes": chance,
        "frequency_at_most": frequency,
        "LR_at_least": None if k else chance / frequency,
        "says": _says(line, word, n, different, frequency, count, size),
    }


def frequency_limit(count: int, size: int) -> float:
    """The frequency to state for a haplotype seen `count` times among `size` (Clopper-Pearson, upper 95 %).

    >>> round(frequency_limit(0, 1000), 6)
    0.002991
    """
    if size <= 0 or not 0 <= count <= size:
        raise BadInput("'database' should hold 'size' above 0 and 'count' between 0 and the size.")
    if count == size:
        return 1.0
    from scipy.stats import beta  # noqa: PLC0415 -- slow import

    return float(beta.ppf(0.95, count + 1, size - count))


def _says(line: str, word: str, n: int, different: list[str], frequency: float, count: int, size: int) -> str:
    rarity = f"at most one person in {1 / frequency:.0f} has it"
    seen = f"This haplotype was seen {count} times among {size}; {rarity}"
    if word == "match":
        return f"All {n} loci agree: the same {LINES[line]} is possible. {seen}, the whole line among them."
    where = ", ".join(different)
    if word == "inconclusive":
        return f"{len(different)} of {n} loci differ ({where}): neither excluded nor supported. {seen}."
    return f"{len(different)} of {n} loci differ ({where}): not of the same {LINES[line]}."


def _haplotype(reading: Reading, key: str) -> dict[str, tuple[str, ...]]:
    """Locus to its alleles in order; a duplicated locus (DYS385) has two."""
    typed: dict[str, tuple[str, ...]] = {}
    for locus, value in reading.part(key, dict).items():
        alleles = value if isinstance(value, list) else [value]
        if any(isinstance(allele, (bool, list, Mapping)) for allele in alleles):
            raise BadInput(f"{locus} of {key!r}: {value!r} is not an allele.")
        shown = tuple(sorted(str(allele).strip() for allele in alleles if allele not in (None, "", "-")))
        if shown:
            typed[str(locus).upper()] = shown
    return typed


def _whole(record: Mapping[str, Any], key: str) -> int:
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput(f"{key!r} of 'database' is {value!r}; it should be a whole number.")
    return value
