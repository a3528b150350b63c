"""What the other side's household knows: is the mother who is named here among the women who live there?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.blocking import among, mixed
from vegerin.engines.linkage.filling import kin_of
from vegerin.engines.linkage.records import Ints, Records

Longs = npt.NDArray[np.int64]

NOT_KNOWN = -1
OLDER = 11  # years: a mother is at least so much older


class Relatives:
    """Names by family, to be looked up by key: two spellings that share a key may be one name."""

    def __init__(self, records: Records, families: Ints, *, asked: Longs | None = None) -> None:
        """`asked`: the only records whose families will be asked for."""
        self.records, self.families = records, families
        self.keys = records.spellings.key_array()
        self.size = np.bincount(families, minlength=1)
        everyone = np.arange(len(records)) if asked is None else kin_of(asked, families)
        self.given = self._by_family("given", everyone)
        self.women = self._by_family("given", everyone[records.sex[everyone] != 1])
        self.fathers = self._by_family("father", everyone)

    def _by_family(self, role: str, members: Longs) -> Longs:
        form = self.records.parts[role][members]
        members, form = members[form >= 0], form[form >= 0]
        keys = self.keys[form]
        family = np.broadcast_to(self.families[members][:, None].astype(np.int64), keys.shape)
        return np.unique(mixed(keys[keys != 0], family[keys != 0]))

    def mother_at_home(self, one: Longs, other: Longs) -> Ints:
        """1 the mother named on one side lives in the other's household, 0 she does not, -1 not known."""
        mother, said = self.records.parts["mother"], self.records.parts["mother"]
        return np.maximum(
            self._at_home(mother, one, other, self.women, said[other] < 0),
            self._at_home(mother, other, one, self.women, said[one] < 0),
        )

    def kin_at_home(self, one: Longs, other: Longs) -> Ints:
        """The same of the relative whom a remark names."""
        kin = self.records.parts["kin"]
        always = np.ones(len(one), bool)
        return np.maximum(
            self._at_home(kin, one, other, self.given, always),
            self._at_home(kin, other, one, self.given, always),
        )

    def father_at_home(self, one: Longs, other: Longs) -> Ints:
        """A father not named on one side, but his name is in the household there: as a father, or himself."""
        father = self.records.parts["father"]
        found = [
            np.maximum(
                self._at_home(father, mine, theirs, self.fathers, father[theirs] < 0),
                self._at_home(father, mine, theirs, self.given, father[theirs] < 0),
            )
            for mine, theirs in ((one, other), (other, one))
        ]
        return np.maximum(*found)

    def _at_home(
        self, form: Ints, mine: Longs, theirs: Longs, known: Longs, asked: npt.NDArray[np.bool_]
    ) -> Ints:
        result = np.full(len(mine), NOT_KNOWN, np.int32)
        family = self.families[theirs]
        some = np.flatnonzero((form[mine] >= 0) & asked & (self.size[family] > 1))
        keys = self.keys[form[mine[some]]]
        looked_up = mixed(keys, np.broadcast_to(family[some][:, None].astype(np.int64), keys.shape))
        result[some] = ((keys != 0) & among(looked_up.ravel(), known).reshape(keys.shape)).any(axis=1)
        return result
