"""What a pair of records says for *same person*, *same family* and *unrelated*.

Family evidence (father, grandfather, mother, lineage) is one block: brothers and sisters agree on all of it,
so agreement there must not count again and again for the person. The given name, sex and age speak for her.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.background import Background
from vegerin.engines.linkage.places import place_llr
from vegerin.engines.linkage.records import Ints, Records
from vegerin.engines.linkage.relatives import Relatives
from vegerin.engines.linkage.spellings import UNLIKE

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

FAMILY_ROLES = ("father", "grandfather", "mother", "lineage")
AGREES = 1.5  # from this log-likelihood ratio on two forms count as one name
LIFETIME = 60.0  # years over which births are spread
NO_YEAR = 2014.5  # ages are told as of the attack; only their differences count


@dataclass(frozen=True)
class Evidence:
    """m pairs: their log-likelihood ratios by part (NaN: not said on a side) and what is made of them."""

    given: Floats
    father: Floats
    grandfather: Floats
    mother: Floats
    lineage: Floats
    family: Floats
    said_of_family: Ints
    swapped: Ints
    gap: Floats
    unsure_years: Floats
    age: Floats
    sex: Ints
    village: Floats
    abducted: Ints
    rarity: Floats
    family_rarity: Floats
    surprise: Floats
    likely: Floats
    mother_at_home: Ints
    kin_at_home: Ints
    father_at_home: Ints
    one_script: Ints
    imposed: Ints

    def part(self, which: Longs | slice) -> Evidence:
        """Some of the pairs."""
        return Evidence(*(getattr(self, column.name)[which] for column in fields(self)))

    def columns(self, which: Longs | slice = slice(None)) -> npt.NDArray[np.float32]:
        """The model's columns (m, k); what was not said is far below all else."""
        values = [getattr(self, column.name)[which] for column in fields(self)]
        result = np.empty((len(values[0]), len(values)), np.float32)
        for at, value in enumerate(values):
            result[:, at] = np.nan_to_num(value, nan=-99.0)
        return result


COLUMNS = tuple(column.name for column in fields(Evidence))


def weigh_pairs(
    records: Records, one: Longs, other: Longs, *, background: Background, relatives: Relatives
) -> Evidence:
    """The evidence of m pairs of records."""
    llr, turned = _names(records, one, other)
    blocks = np.stack([llr[role] for role in FAMILY_ROLES])
    rarities = {role: _rarity(records, role, background.fathers, one, other) for role in FAMILY_ROLES}
    rarities["given"] = _rarity(records, "given", background.given, one, other)
    agreeing = sum(np.where(llr[role] > AGREES, rarities[role], 0.0) for role in ("given", *FAMILY_ROLES))
    village = place_llr(records, background, one, other)
    gap, unsure = _gap(records, one, other), _width(records, one) + _width(records, other)
    surprise = agreeing - np.log(max(1, background.records))
    return _compact(
        Evidence(
            given=np.nan_to_num(llr["given"], nan=UNLIKE),
            **{role: llr[role] for role in FAMILY_ROLES},
            family=np.nansum(np.clip(blocks, -6.0, 6.0), axis=0),
            said_of_family=(~np.isnan(blocks)).sum(axis=0).astype(np.int32),
            swapped=turned.astype(np.int32),
            gap=gap,
            unsure_years=unsure,
            age=np.fmax(_age(records, one), _age(records, other)),
            sex=_agreement(records.sex, one, other),
            village=village,
            abducted=_days_agree(records.abducted_on, one, other),
            rarity=rarities["given"],
            family_rarity=rarities["father"],
            surprise=surprise,
            # With the years of birth: how few such namesakes would stand there by chance.
            likely=surprise + np.nan_to_num(_age_llr(gap, unsure)),
            mother_at_home=relatives.mother_at_home(one, other),
            kin_at_home=relatives.kin_at_home(one, other),
            father_at_home=relatives.father_at_home(one, other),
            one_script=(records.script[one] == records.script[other]).astype(np.int32),
            imposed=((records.parts["alias"][one] >= 0) | (records.parts["alias"][other] >= 0)).astype(
                np.int32
            ),
        )
    )


def _names(records: Records, one: Longs, other: Longs) -> tuple[dict[str, Floats], npt.NDArray[np.bool_]]:
    """What each part of the names says, and where one side wrote the father's name first."""
    records.spellings.compare(_asked(records, one, other))
    llr = {
        role: records.spellings.llr(records.parts[role][one], records.parts[role][other])
        for role in ("given", *FAMILY_ROLES)
    }
    shifted, swapped = _shifted(records, one, other), _swapped(records, one, other)
    turned = (
        np.nan_to_num(swapped, nan=-99)
        > np.nan_to_num(llr["given"], nan=-99) + np.nan_to_num(llr["father"], nan=0) + 4.0
    )
    llr["given"] = np.where(turned, swapped / 2, llr["given"])
    llr["father"] = np.where(turned, swapped / 2, np.fmax(llr["father"], shifted))
    return llr, turned


def _compact(evidence: Evidence) -> Evidence:
    """In half the memory, and no less exact than the model's columns."""
    values = (getattr(evidence, column.name) for column in fields(evidence))
    return Evidence(*(value.astype(np.float32 if value.dtype.kind == "f" else np.int8) for value in values))


def _age_llr(gap: Floats, unsure: Floats) -> Floats:
    """Log-likelihood ratio of two years of birth so far apart, roughly."""
    return np.asarray(np.log(LIFETIME / (4.0 + unsure)) - np.minimum(gap, 8.0) ** 2 / 8.0)


def _asked(records: Records, one: Longs, other: Longs) -> Iterator[tuple[Ints, Ints]]:
    """The columns of names that are held against one another."""
    parts = records.parts
    for role in ("given", *FAMILY_ROLES):
        yield parts[role][one], parts[role][other]
    for mine, theirs in (("father", "grandfather"), ("given", "father")):
        yield parts[mine][one], parts[theirs][other]
        yield parts[theirs][one], parts[mine][other]


def _shifted(records: Records, one: Longs, other: Longs) -> Floats:
    """A middle name left out: one side's father is the other's grandfather. Discounted; NaN where not so."""
    father, grandfather = records.parts["father"], records.parts["grandfather"]
    return (
        np.fmax(
            records.spellings.llr(father[one], grandfather[other]),
            records.spellings.llr(grandfather[one], father[other]),
        )
        - 3.0
    )


def _swapped(records: Records, one: Longs, other: Longs) -> Floats:
    """Both parts together when one side wrote the father's name first."""
    given, father = records.parts["given"], records.parts["father"]
    across = records.spellings.llr(given[one], father[other])
    back = records.spellings.llr(father[one], given[other])
    return np.where(np.isnan(back), np.nan, across + back) - 2.0


def _gap(records: Records, one: Longs, other: Longs) -> Floats:
    """Years between the two ranges of birth, 0 when they meet; NaN when one is not said."""
    return (
        np.maximum(
            0.0,
            np.maximum(
                records.born_low[one] - records.born_high[other],
                records.born_low[other] - records.born_high[one],
            ),
        )
        + 0.0 * records.born_low[one] * records.born_low[other]
    )


def _width(records: Records, which: Longs) -> Floats:
    return np.asarray(records.born_high[which] - records.born_low[which])


def _age(records: Records, which: Longs) -> Floats:
    return np.asarray(NO_YEAR - (records.born_high[which] + records.born_low[which]) / 2)


def _agreement(column: Ints, one: Longs, other: Longs) -> Ints:
    """1 equal, 0 different, -1 not said on a side."""
    said = (column[one] >= 0) & (column[other] >= 0)
    return np.where(said, (column[one] == column[other]).astype(np.int32), -1).astype(np.int32)


def _days_agree(days: Ints, one: Longs, other: Longs) -> Ints:
    """2 one day, 1 one month where a side says no day, 0 neither, -1 not said on a side."""
    a, b = days[one], days[other]
    month = (a // 100 == b // 100) & ((a % 100 == 0) | (b % 100 == 0))
    found = np.where(a == b, 2, np.where(month, 1, 0))
    return np.where((a >= 0) & (b >= 0), found, -1).astype(np.int32)


def _rarity(records: Records, role: str, counted: Mapping[str, int], one: Longs, other: Longs) -> Floats:
    """How rare the commoner of the two forms is, -ln of its share; 0 where not said."""
    part = records.parts[role]
    found = np.minimum(
        records.spellings.rarity(part[one], counted), records.spellings.rarity(part[other], counted)
    )
    return np.where(np.isinf(found), 0.0, found)


def joined(parts: Sequence[Evidence]) -> Evidence:
    """The pairs of all."""
    return Evidence(*(np.concatenate([getattr(part, column) for part in parts]) for column in COLUMNS))
