"""Which cells are sensitive: small ones, and small differences to earlier releases (D19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from vegerin.engines.disclosure.attack import Mask, Values
from vegerin.engines.disclosure.cells import Key, Tables

Release = Mapping[Key, int]


def sensitive(tables: Tables, *, threshold: int, zeros: bool, earlier: Sequence[Release] = ()) -> Mask:
    """Cells with fewer people than the threshold, and cells that changed by fewer since a release."""
    small = tables.counts < threshold
    if not zeros:
        small &= tables.counts > 0
    for release in earlier:
        for i, key in enumerate(tables.keys):
            if key in release and 0 < abs(int(tables.counts[i]) - release[key]) < threshold:
                small[i] = True
    return np.asarray(small & tables.published)


def must_reach(tables: Tables, *, threshold: int, earlier: Sequence[Release] = ()) -> Values:
    """What a sensitive cell must seem able to hold: the threshold, and as many more than at each release.

    A cell of 36 that was 35 a month ago is safe when it could be 40, for the change could then be 5.
    """
    reach = np.full(tables.counts.size, float(threshold))
    for release in earlier:
        for i, key in enumerate(tables.keys):
            if key in release and 0 < abs(int(tables.counts[i]) - release[key]) < threshold:
                reach[i] = max(reach[i], release[key] + threshold)
    return reach


def known_before(tables: Tables, earlier: Sequence[Release]) -> Mask:
    """Cells whose present count stands in an earlier release: no hiding helps them."""
    return np.array(
        [
            any(release.get(key) == int(count) for release in earlier)
            for key, count in zip(tables.keys, tables.counts, strict=True)
        ],
        dtype=bool,
    )


def completed(tables: Tables, release: Release) -> Release:
    """The release with the sums and differences its readers could make from it, as it hid them or not.

    >>> from vegerin.engines.disclosure.cells import Given, build
    >>> tables = build([Given(("place",), [(("A",), 7), (("B",), 9)], {})])
    >>> found = completed(tables, {frozenset({("place", "A")}): 6, frozenset(): 15})
    >>> found[frozenset({("place", "B")})]
    9
    """
    known = dict(release)
    grown = True
    while grown:
        grown = False
        for whole, parts in tables.sums:
            missing = [i for i in (whole, *parts) if tables.keys[i] not in known]
            if len(missing) != 1:
                continue
            at = missing[0]
            rest = sum(known[tables.keys[i]] for i in parts if i != at)
            value = rest if at == whole else known[tables.keys[whole]] - rest
            if value < 0:  # the release counted other cells under the same names
                continue
            known[tables.keys[at]] = value
            grown = True
    return known
