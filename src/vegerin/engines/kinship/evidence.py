"""What else speaks for a pairing: sex as read from bone or amelogenin, age, place. Evidence, never a filter.

Each is a likelihood ratio: the chance of what was found if the remains are this missing person, over its
chance among all who are missing here. It enters the prior of a pairing, not the likelihood of the DNA.
In a case:

    "evidence": {"remains": {"V1": {"sex": "M", "sex_error": 0.1, "age": [20, 35], "place": "north"}},
                 "missing": {"M1": {"age": 28, "place": "north"}},
                 "age_error": 0.1, "place_agreement": 0.7}

The `sex` of a `pm` record stays what the reference makes of it: established, and then it excludes. Amelogenin
typed for remains whose sex is U is read with its error rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.grave import Grave
from vegerin.engines.kinship.markers import marker_key

# Error rates unless the case states others: sex read from bone; the Y of a man lost (drop-out, AMELY
# deletion: higher in South Asia, Steinlechner et al. 2002); a Y where there is none (contamination); age
# outside the stated range; remains found where the person was last known.
SEX_FROM_BONE, Y_LOST, Y_DROPPED_IN = 0.05, 0.03, 0.005
AGE_OUTSIDE, PLACE_AGREES = 0.1, 0.7


def ln_evidence(reading: Reading, grave: Grave) -> Array:
    """ln likelihood ratio of what is not DNA, for each remains and missing person; 0 where nothing is."""
    given = reading.content.get("evidence") or {}
    if not isinstance(given, Mapping):
        raise BadInput("'evidence' should be an object with 'remains' and 'missing'.")
    found, about = _by_id(given, "remains"), _by_id(given, "missing")
    people = [about.get(who, {}) for _, who in grave.places]
    sexes = [family.pedigree.person(who).sex for family, who in grave.places]
    total = np.zeros((len(grave.remains), len(grave.places)))
    for v, body in enumerate(grave.remains):
        record = found.get(body.id, {})
        chances = sex_chances(record, _amelogenin(reading, body.id) if body.sex == "U" else None)
        total[v] += _ln_sex(chances, sexes)
        total[v] += _ln_age(record, people, _rate(given, "age_error", AGE_OUTSIDE))
        total[v] += _ln_place(record, people, _rate(given, "place_agreement", PLACE_AGREES))
    return total


def sex_chances(record: Mapping[str, Any], amelogenin: Sequence[str] | None) -> dict[str, float]:
    """P(what was found | a man), P(what was found | a woman).

    >>> sex_chances({"sex": "M", "sex_error": 0.1}, None)
    {'M': 0.9, 'F': 0.1}
    """
    chances = {"M": 1.0, "F": 1.0}
    sex = str(record.get("sex") or "U").upper()
    if sex in chances:
        error = _rate(record, "sex_error", SEX_FROM_BONE)
        for one in chances:
            chances[one] *= 1 - error if one == sex else error
    if amelogenin:
        has_y = "Y" in {str(allele).strip().upper() for allele in amelogenin}
        chances["M"] *= 1 - Y_LOST if has_y else Y_LOST
        chances["F"] *= Y_DROPPED_IN if has_y else 1 - Y_DROPPED_IN
    return chances


def amelogenin_of(typed: Mapping[str, Any]) -> Sequence[str] | None:
    """The alleles typed at amelogenin, under any of its names."""
    for name, alleles in typed.items():
        if marker_key(str(name)) == "AMEL" and isinstance(alleles, (list, tuple)):
            shown = [str(a) for a in alleles if a is not None and str(a) not in {"", "-"}]
            return shown or None
    return None


def _amelogenin(reading: Reading, who: str) -> Sequence[str] | None:
    typed = (reading.content.get("genotypes") or {}).get("pm") or {}
    own = typed.get(who)
    return amelogenin_of(own) if isinstance(own, Mapping) else None


def _ln_sex(chances: Mapping[str, float], sexes: Sequence[str]) -> Array:
    known = [sex for sex in sexes if sex in chances]
    if not known or chances["M"] == chances["F"]:
        return np.zeros(len(sexes))
    overall = np.mean([chances[sex] for sex in known])
    return np.array([np.log(chances[sex] / overall) if sex in chances else 0.0 for sex in sexes])


def _ln_age(record: Mapping[str, Any], people: Sequence[Mapping[str, Any]], outside: float) -> Array:
    """A stated range holds the age with 1 - outside; among the missing as often as their ages do."""
    span = record.get("age")
    ages = [_age(person.get("age")) for person in people]
    known = [age for age in ages if age is not None]
    if span is None or not known:
        return np.zeros(len(people))
    try:
        low, high = (float(x) for x in span)
    except (TypeError, ValueError):
        raise BadInput(f"The age {span!r} should be two numbers: at least, at most.") from None
    within = (sum(low <= age <= high for age in known) + 0.5) / (len(known) + 1)
    inside, beyond = np.log((1 - outside) / within), np.log(outside / (1 - within))
    return np.array([0.0 if age is None else inside if low <= age <= high else beyond for age in ages])


def _age(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadInput(f"The age {value!r} of a missing person should be a number.")
    return float(value)


def _ln_place(record: Mapping[str, Any], people: Sequence[Mapping[str, Any]], agrees: float) -> Array:
    place = record.get("place")
    places = [person.get("place") for person in people]
    known = [one for one in places if one is not None]
    if place is None or not known:
        return np.zeros(len(people))
    here = (sum(one == place for one in known) + 0.5) / (len(known) + 1)
    same, other = np.log(agrees / here), np.log((1 - agrees) / (1 - here))
    return np.array([0.0 if one is None else same if one == place else other for one in places])


def _by_id(given: Mapping[str, Any], key: str) -> Mapping[str, Mapping[str, Any]]:
    records = given.get(key) or {}
    if not isinstance(records, Mapping) or not all(isinstance(r, Mapping) for r in records.values()):
        raise BadInput(f"'evidence' should hold {key!r} as an object of ids.")
    return records


def _rate(record: Mapping[str, Any], key: str, default: float) -> float:
    value = record.get(key, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1:
        raise BadInput(f"{key!r} is {value!r}; it should lie between 0 and 1.")
    return float(value)
