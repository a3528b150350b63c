"""Which row of a new release is which row of the earlier one: by the list's own id, else by what they say.

An id that only differs in capitals, blanks, digits of another script, leading noughts or a ".0" that a
spreadsheet put behind it is the same id. Serial numbers that are given anew with each release are none:
`ids_hold` tells by the names beside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from vegerin.engines.linkage.not_known import is_unknown
from vegerin.engines.linkage.skeletons import skeleton

Row = Mapping[str, str]
Pairs = list[tuple[int, int]]

NAME, AGE = "name", "age"
ENOUGH_IDS, LEAST_ALIKE, LOOKED_AT = 20, 0.3, 500


def folded_id(text: str) -> str:
    """An id without what copying it into a spreadsheet changes.

    >>> folded_id(" l-0042 "), folded_id("\\u200f٠٠٤٢"), folded_id("42.0")
    ('L-0042', '42', '42')
    """
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in seen.strip().upper())
    number = re.fullmatch(r"0*(\d+)(?:\.0+)?", plain)
    return number.group(1) if number else " ".join(plain.split())


def by_id(old: Sequence[Row], new: Sequence[Row], column: str) -> Pairs:
    """Rows with the same id; repeats are paired in their order, empty ids never."""
    left, right = range(len(old)), range(len(new))
    exact = _in_order(old, new, left, right, key=lambda row: _id(row, column))
    met_old, met_new = {i for i, _ in exact}, {j for _, j in exact}
    rest = _alone_on_both_sides(
        old,
        new,
        (i for i in left if i not in met_old),
        (j for j in right if j not in met_new),
        key=lambda row: folded_id(_id(row, column)),
    )
    return sorted([*exact, *rest], key=lambda pair: pair[1])


def _id(row: Row, column: str) -> str:
    said = row.get(column, "").strip()
    return "" if is_unknown(said) else said


def ids_hold(
    old: Sequence[Row], new: Sequence[Row], column: str, names: Sequence[str], *, new_column: str = ""
) -> bool:
    """Whether one id is one person in both releases: the names beside it say so, or nobody can tell.

    >>> old = [{"no": str(at), "name": f"{letter}b"} for at, letter in enumerate("bdfgjklmnrstvzdfbgjk")]
    >>> ids_hold(old, old, "no", ["name"]), ids_hold(old, [*old[7:], *old[:7]], "no", ["name"])
    (True, True)
    >>> shifted = [dict(row, no=str(at)) for at, row in enumerate([*old[7:], *old[:7]])]
    >>> ids_hold(old, shifted, "no", ["name"])
    False
    """
    theirs = new_column or column
    before = {folded_id(_id(row, column)): row for row in old}
    both = [(before[key], row) for row in new if (key := folded_id(_id(row, theirs))) in before and key]
    if len(both) < ENOUGH_IDS or not names:
        return True
    looked_at = both[:: max(1, len(both) // LOOKED_AT)]
    alike = sum(_some_name_alike(one, other, names) for one, other in looked_at)
    return alike >= LEAST_ALIKE * len(looked_at)


def _some_name_alike(one: Row, other: Row, names: Sequence[str]) -> bool:
    """Whether a name of one begins as a name of the other, in whatever script."""
    ours, theirs = ({_beginning(row.get(column, "")) for column in names} - {()} for row in (one, other))
    if not ours or not theirs:
        return True
    return any(a[: len(b)] == b[: len(a)] for a in ours for b in theirs)


def _beginning(name: str) -> tuple[str, ...]:
    return tuple(map(skeleton, name.split()[:2]))


def by_content(
    old: Sequence[Row], new: Sequence[Row], shared: Sequence[str], kinds: Mapping[str, str]
) -> Pairs:
    """All rows, by what they say."""
    return by_content_among(old, new, range(len(old)), range(len(new)), shared, kinds)


def by_content_among(
    old: Sequence[Row],
    new: Sequence[Row],
    ours: Iterable[int],
    theirs: Iterable[int],
    shared: Sequence[str],
    kinds: Mapping[str, str],
) -> Pairs:
    """Equal rows first; then a name of one spelling, then of the same consonants, that stands only once.

    A name that several bear is told apart by the other things that did not change, as the date of birth.
    """
    names = [column for column in shared if kinds[column] == NAME] or list(shared[:1])
    firm = [column for column in shared if column not in names and kinds[column] != AGE]
    whole = _spelling(names)
    left, right = dict.fromkeys(ours), dict.fromkeys(theirs)
    pairs = _in_order(old, new, left, right, key=_spelling(shared))
    _without(pairs, left, right)
    keys: list[Callable[[Row], str]] = []
    for of_name in (whole, *(_consonants(column) for column in names)):
        keys += [
            _with(of_name, _spelling(list(shared_but(shared, names)))),
            _with(of_name, _spelling(firm)),
            of_name,
        ]
    for key in keys:
        found = _alone_on_both_sides(old, new, left, right, key=key)
        _without(found, left, right)
        pairs += found
    return sorted(pairs, key=lambda pair: pair[1])


def shared_but(shared: Sequence[str], names: Sequence[str]) -> Iterable[str]:
    """The columns that are no names."""
    return (column for column in shared if column not in names)


def _spelling(columns: Sequence[str]) -> Callable[[Row], str]:
    return lambda row: "\0".join(" ".join(row.get(column, "").split()) for column in columns)


def _consonants(column: str) -> Callable[[Row], str]:
    return lambda row: skeleton("".join(row.get(column, "").split()))


def _with(name: Callable[[Row], str], rest: Callable[[Row], str]) -> Callable[[Row], str]:
    """The name with something beside it; without a name nothing."""

    def key(row: Row) -> str:
        said = name(row)
        return f"{said}\0{rest(row)}" if said.strip("\0 ") else ""

    return key


def _without(pairs: Pairs, left: dict[int, None], right: dict[int, None]) -> None:
    for i, j in pairs:
        del left[i], right[j]


def _in_order(
    old: Sequence[Row],
    new: Sequence[Row],
    left: Iterable[int],
    right: Iterable[int],
    *,
    key: Callable[[Row], str],
) -> Pairs:
    """Rows with one key, the first with the first; what says nothing meets nobody."""
    before, after = _by_key(old, left, key), _by_key(new, right, key)
    return [
        pair
        for said, ours in before.items()
        if said.strip("\0 ")
        for pair in zip(ours, after.get(said, ()), strict=False)
    ]


def _alone_on_both_sides(
    old: Sequence[Row],
    new: Sequence[Row],
    left: Iterable[int],
    right: Iterable[int],
    *,
    key: Callable[[Row], str],
) -> Pairs:
    """Rows whose key stands once in either release."""
    before, after = _by_key(old, left, key), _by_key(new, right, key)
    return [
        (ours[0], after[said][0])
        for said, ours in before.items()
        if said.strip("\0 ") and len(ours) == len(after.get(said, ())) == 1
    ]


def _by_key(rows: Sequence[Row], places: Iterable[int], key: Callable[[Row], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place in places:
        found[key(rows[place])].append(place)
    return found
