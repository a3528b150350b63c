"""How far two pictures' coarse looks are apart, in bits: pure numbers, for many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NEAR = 32  # of 256 bits may differ
Words = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]  # the last axis: four words of 64 bits


def words(looks: Sequence[int]) -> Words:
    """Each look as four words."""
    return np.frombuffer(b"".join(one.to_bytes(32, "big") for one in looks), dtype=">u8").reshape(-1, 4)


def nearest(ours: Words, theirs: Words, whole: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
    """For each of theirs the least difference: to our whole, and of their whole to each of our cuts."""
    to_whole = np.bitwise_count(theirs ^ ours[0]).sum(axis=1)
    to_cuts = np.bitwise_count(theirs[None, :] ^ ours[:, None]).sum(axis=2).min(axis=0)
    found: list[int] = np.where(whole, to_cuts, to_whole).tolist()
    return found
