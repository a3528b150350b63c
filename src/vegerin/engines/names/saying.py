"""Why two names were thought one or two, in sentences that can be read aloud on the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vegerin.engines.answers import Reason

if TYPE_CHECKING:
    from vegerin.engines.names.comparing import Comparer, PartEvidence
    from vegerin.engines.names.parsing import ParsedName

SAYS = {
    "names.equal": "Both write {a}.",
    "names.usual": "{a} and {b} are usual spellings of one name.",
    "names.spelling": "{a} and {b} can be spellings of one name.",
    "names.near": "{a} and {b} are close, but may be two names.",
    "names.different": "{a} and {b} are different names.",
    "names.one_in": "About 1 person in {one_in} bears it, among {counted}.",
    "names.agree.one": "The {role} agrees ({a}, {b}).",
    "names.agree.two": "The {role} and the {also} agree.",
    "names.agree.many": "All {count} names after the first agree.",
    "names.not_given": "The {role} is not given on one side.",
    "names.turned": "The names stand in another order.",
    "names.nothing": "There is no name to compare on one side.",
}
# Below this a name is too rare in the counted lists for its number to help a listener.
RAREST_SAID = 2000


def reason(code: str, **values: object) -> Reason:
    """A reason with its English sentence."""
    return Reason(code, values, SAYS[code].format(**values))


def reasons(
    by: Comparer, one: ParsedName, other: ParsedName, parts: Sequence[PartEvidence], *, turned: bool
) -> tuple[Reason, ...]:
    """The first name by itself, then who agrees, who differs, and who is not given."""
    if not parts:
        return (reason("names.nothing"),)
    first, *rest = parts
    said = [_of_part(first), *_how_common(by, first), *_agreeing([part for part in rest if _agrees(part)])]
    said += [_of_part(part) for part in rest if not _agrees(part)]
    said += [reason("names.turned")] if turned else []
    return (*said, *_not_given(one, other))


def _agrees(part: PartEvidence) -> bool:
    return part.how in {"equal", "usual", "spelling"}


def _of_part(part: PartEvidence) -> Reason:
    if part.how == "equal":
        return reason("names.equal", a=part.a)
    return reason(f"names.{part.how}", a=part.a, b=part.b)


def _how_common(by: Comparer, part: PartEvidence) -> list[Reason]:
    one_in = by.frequencies.one_in(part.a) if _agrees(part) else None
    if one_in is None or one_in > RAREST_SAID:
        return []
    return [reason("names.one_in", one_in=one_in, counted=by.frequencies.counted)]


def _agreeing(parts: Sequence[PartEvidence]) -> list[Reason]:
    roles = [ROLE_WORDS.get(part.role, "") for part in parts]
    if not parts:
        return []
    if not all(roles):
        return (
            [_of_part(part) for part in parts]
            if len(parts) == 1
            else [reason("names.agree.many", count=len(parts))]
        )
    if len(parts) == 1:
        return [reason("names.agree.one", role=roles[0], a=parts[0].a, b=parts[0].b)]
    if len(parts) == 2:
        return [reason("names.agree.two", role=roles[0], also=roles[1])]
    return [reason("names.agree.many", count=len(parts))]


ROLE_WORDS = {
    "given": "given name",
    "father": "father",
    "grandfather": "grandfather",
    "great_grandfather": "great-grandfather",
    "mother": "mother",
    "lineage": "lineage",
}


def _not_given(one: ParsedName, other: ParsedName) -> list[Reason]:
    here, there = ({part.role for part in parsed.names} for parsed in (one, other))
    missing = [role for role in ("father", "grandfather", "mother") if (role in here) != (role in there)]
    return [reason("names.not_given", role=role) for role in missing]
