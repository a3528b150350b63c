"""A grave as it stands in a case: remains, families, the missing; whatever is wrong is refused by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vegerin.engines.answers import BadInput, Reason
from vegerin.engines.kinship.case import Reading, sexes
from vegerin.engines.kinship.grave import Family, Grave, Remains
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen


def read_grave(reading: Reading) -> Grave:
    """The grave of a case of kind `dvi` or `dvi_pairwise`."""
    genotypes = reading.part("genotypes", dict)
    pm, am = (genotypes.get(side) or {} for side in ("pm", "am"))
    if not isinstance(pm, Mapping) or not isinstance(am, Mapping):
        raise BadInput("'genotypes' should hold 'pm' and 'am'.")
    markers = reading.markers(pm, am)
    bodies = _bodies(reading)
    typed = _without_unknown_x(reading, reading.typings(bodies, pm, markers), bodies, markers)
    families = _families(reading, markers, am)
    remains = tuple(
        Remains(who, sex, tuple(typed.get(who, [None] * len(markers)))) for who, sex in bodies.items()
    )
    return Grave(remains, families, tuple(markers))


def _without_unknown_x(
    reading: Reading,
    typed: Mapping[str, list[Seen | None]],
    sex_of: Mapping[str, str],
    markers: Sequence[Marker],
) -> Mapping[str, Sequence[Seen | None]]:
    """On X a typing means something only where the sex is known; where it is not it is left out."""
    unused = [
        who
        for who, row in typed.items()
        if sex_of[who] == "U"
        and any(m.x_linked and what is not None for m, what in zip(markers, row, strict=True))
    ]
    for who in unused:
        says = f"The sex of {who} is not known, so the typing on X was not used. State a sex to use it."
        reading.warnings.append(Reason("x.sex-unknown", {"remains": who}, says))
    return {
        who: [None if who in unused and m.x_linked else what for m, what in zip(markers, row, strict=True)]
        for who, row in typed.items()
    }


def _bodies(reading: Reading) -> dict[str, str]:
    bodies: dict[str, str] = {}
    for record in reading.part("pm", list):
        if not isinstance(record, Mapping) or "id" not in record:
            raise BadInput(f"One of 'pm' has no id: {str(record)[:80]}.")
        who, sex = str(record["id"]), str(record.get("sex") or "U").upper()
        if who in bodies:
            raise BadInput(f"The remains {who} stand twice in 'pm'. Give each an id of their own.")
        if sex not in {"M", "F", "U"}:
            raise BadInput(f"The sex of {who} is {sex!r}; it should be M, F or U.")
        bodies[who] = sex
    return bodies


def _families(reading: Reading, markers: Sequence[Marker], am: Mapping[str, object]) -> tuple[Family, ...]:
    missing = [str(who) for who in reading.part("missing", list)]
    families: list[Family] = []
    for place, record in enumerate(reading.part("families", list), start=1):
        if not isinstance(record, Mapping) or "members" not in record:
            raise BadInput(f"Family {place} has no members.")
        pedigree = reading.pedigree(record["members"])
        here = tuple(who for who in missing if who in pedigree)
        families.append(Family(str(record.get("name", f"F{place}")), pedigree, here, {}))
    reading.check_inbreeding()
    _check_places(families, missing)
    typed = reading.typings(sexes(*(family.pedigree for family in families)), am, markers)
    _warn_of_double(reading, families, typed)
    for who in missing:
        if who in typed and any(what is not None for what in typed[who]):
            raise BadInput(f"{who} is missing and typed at once. Take {who} out of one of the two.")
    return tuple(
        Family(f.name, f.pedigree, f.missing, {w: row for w, row in typed.items() if w in f.pedigree})
        for f in families
    )


def _warn_of_double(
    reading: Reading, families: Sequence[Family], typed: Mapping[str, Sequence[Seen | None]]
) -> None:
    """One id typed in two families: both are weighed with the profile, as if they were not related."""
    for who in typed:
        homes = [family.name for family in families if who in family.pedigree]
        if len(homes) > 1:
            says = f"{who} is typed and stands in {' and '.join(homes)}; if two people, give each an id."
            reading.warnings.append(Reason("person.in-two-families", {"person": who}, says))


def _check_places(families: Sequence[Family], missing: Sequence[str]) -> None:
    for who in missing:
        homes = [family.name for family in families if who in family.pedigree]
        if len(homes) != 1:
            where = "no family" if not homes else f"{len(homes)} families ({', '.join(homes)})"
            raise BadInput(f"The missing {who} stands in {where}; it should be one.")
    everyone = [p.id for family in families for p in family.pedigree.people if p.id in set(missing)]
    if len(missing) != len(set(missing)) or len(everyone) != len(set(everyone)):
        raise BadInput("A missing person stands twice. Give each an id of their own.")
