"""Rounding instead of hiding: random rounding to base 3, and the 10-5 rule."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

LEAST_10_5 = 10


def base3(count: int, cell: Mapping[str, str], *, seed: int) -> int:
    """A count rounded to a multiple of 3, up or down by chance, to the right one on average (Stats NZ).

    17 becomes 18 with probability 2/3 and 15 with 1/3; multiples of 3 stay. The chance hangs on cell and
    seed, so that asking twice brings no second answer.

    >>> {base3(17, {"place": str(i)}, seed=1) for i in range(50)}, base3(6, {}, seed=1)
    ({18, 15}, 6)
    """
    rest = count % 3
    if rest == 0:
        return count
    written = repr((seed, count, sorted(cell.items()))).encode()
    chance = int.from_bytes(hashlib.sha256(written).digest()[:8], "big") / 2**64
    return count - rest + (3 if chance < rest / 3 else 0)


def ten_five(count: int) -> int | None:
    """Below 10 nothing is said; the rest is rounded to the nearest 5 (Office for National Statistics).

    >>> [ten_five(count) for count in (9, 10, 12, 13)]
    [None, 10, 10, 15]
    """
    return None if count < LEAST_10_5 else (count + 2) // 5 * 5
