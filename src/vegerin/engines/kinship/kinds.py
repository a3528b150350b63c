"""One answer for each kind of case that is not a whole grave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from vegerin.engines.answers import BadInput, Reason
from vegerin.engines.kinship.case import Reading, at_marker, sexes
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.likelihood import Question, likelihood, ln, probabilities
from vegerin.engines.kinship.linkage import likelihood_of_pair
from vegerin.engines.kinship.markers import Marker, marker_key, mutation_of
from vegerin.engines.kinship.mutation import is_stationary, mutation_matrix, overall_rate
from vegerin.engines.kinship.observation import Degradation, Seen, degraded
from vegerin.engines.kinship.pedigree import Pedigree, Person, unrelated
from vegerin.engines.kinship.tables import genotype_names, genotype_table
from vegerin.engines.kinship.theta import likelihood_theta

# The id of somebody who is not of the family; no case can write it.
STRANGER = "\0stranger"


def kinship_lr(reading: Reading) -> dict[str, Any]:
    """The likelihood of each hypothesis, and the ratio of each to the last."""
    hypotheses = _hypotheses(reading)
    genotypes = reading.part("genotypes", dict)
    markers = reading.markers(genotypes)
    theta = reading.number("theta", low=0, high=1)
    people = sexes(*(component for components in hypotheses.values() for component in components))
    typings = reading.typings(people, genotypes, markers)
    logs = {
        name: log_likelihoods(components, markers, typings, theta=theta)
        for name, components in hypotheses.items()
    }
    return {
        "hypotheses": {
            name: {"loglik_per_marker": row, "loglik_total": float(row.sum())} for name, row in logs.items()
        },
        "LR": [_ratio(name, row, *list(logs.items())[-1]) for name, row in list(logs.items())[:-1]],
    }


def log_likelihoods(
    components: Sequence[Pedigree],
    markers: Sequence[Marker],
    typings: Mapping[str, Sequence[Seen | None]],
    *,
    theta: float = 0.0,
) -> Array:
    """ln of the likelihood at each marker of groups of people who are unrelated to one another."""
    if theta:
        whole = Pedigree.of(
            [person for component in components for person in component.people],
            inbreeding={who: f for component in components for who, f in component.inbreeding.items()},
        )
        return ln(
            [
                np.asarray(likelihood_theta(whole, marker, at_marker(typings, k, whole), theta=theta))
                for k, marker in enumerate(markers)
            ]
        )
    questions = [
        Question(component, marker, at_marker(typings, k, component))
        for component in components
        for k, marker in enumerate(markers)
    ]
    return np.asarray(ln(probabilities(questions)).reshape(len(components), len(markers)).sum(axis=0))


def _hypotheses(reading: Reading) -> dict[str, list[Pedigree]]:
    hypotheses: dict[str, list[Pedigree]] = {}
    for place, record in enumerate(reading.part("hypotheses", list), start=1):
        if not isinstance(record, Mapping) or not isinstance(record.get("components"), list):
            raise BadInput(f"Hypothesis {place} has no components. Add its pedigrees.")
        name = str(record.get("name", f"H{place}"))
        hypotheses[name] = [reading.pedigree(members) for members in record["components"]]
        ids = [person.id for component in hypotheses[name] for person in component.people]
        double = next((who for who in ids if ids.count(who) > 1), None)
        if double is not None:
            raise BadInput(f"{double} stands in two components of {name}. One person has one place.")
    if not hypotheses:
        raise BadInput("The case has no hypotheses. Add at least one.")
    reading.check_inbreeding()
    return hypotheses


def _ratio(numerator: str, above: Array, denominator: str, below: Array) -> dict[str, Any]:
    with np.errstate(invalid="ignore", over="ignore"):
        per_marker = above - below
        total = float(above.sum() - below.sum())
        ratio = float(np.exp(total))
    return {
        "numerator": numerator,
        "denominator": denominator,
        "lnLR_per_marker": per_marker,
        "lnLR_total": total,
        "LR_total": ratio,
        "log10LR_total": total / float(np.log(10)),
    }


def linked_pair_lr(reading: Reading) -> dict[str, Any]:
    """Two linked markers: the joint likelihood of each hypothesis, beside that without linkage."""
    hypotheses = _hypotheses(reading)
    genotypes = reading.part("genotypes", dict)
    markers = reading.markers(genotypes)
    if reading.number("theta", low=0, high=1):
        raise BadInput("Linkage and theta together are not computed. Set 'theta' to 0.")
    if len(markers) != 2:
        raise BadInput(f"A linked pair has two markers, not {len(markers)}.")
    rho = reading.number("rho", low=0, high=0.5, default=0.5)
    typings = reading.typings(sexes(*(c for cs in hypotheses.values() for c in cs)), genotypes, markers)
    found: dict[str, tuple[float, float]] = {}
    for name, components in hypotheses.items():
        pairs = [
            likelihood_of_pair(c, markers, [at_marker(typings, k, c) for k in (0, 1)], rho=rho)
            for c in components
        ]
        joint = float(ln([np.asarray(value) for value in pairs]).sum())
        found[name] = joint, float(log_likelihoods(components, markers, typings).sum())
    last, (last_joint, last_unlinked) = list(found.items())[-1]
    return {
        "hypotheses": {n: {"loglik_joint": j, "loglik_unlinked": u} for n, (j, u) in found.items()},
        "LR": [
            {
                "numerator": name,
                "denominator": last,
                "lnLR_linked": joint - last_joint,
                "LR_linked": float(np.exp(joint - last_joint)),
                "LR_unlinked": float(np.exp(unlinked - last_unlinked)),
            }
            for name, (joint, unlinked) in list(found.items())[:-1]
        ],
    }


def genotype_distribution(reading: Reading) -> dict[str, Any]:
    """The genotypes that one person may have, given the typed relatives."""
    pedigree, markers, typings, target = _one_person(reading)
    theta = reading.number("theta", low=0, high=1)
    tables = []
    for k, marker in enumerate(markers):
        probs = genotype_table(pedigree, marker, at_marker(typings, k, pedigree), target, theta=theta)
        names = genotype_names(marker, single=probs.ndim == 1)
        flat = probs[np.triu_indices(len(probs))] if probs.ndim == 2 else probs
        tables.append(
            {"marker": marker.name, "probs": {n: p for n, p in zip(names, flat, strict=True) if p > 0}}
        )
    return {"tables": tables}


def dropout_lr(reading: Reading) -> dict[str, Any]:
    """A degraded sample against one place in a family: drop-out, and drop-in where the case states one."""
    pedigree, markers, typings, target = _one_person(reading)
    observed = reading.part("observed_alleles", dict)
    chances = Degradation(reading.number("dropout", low=0, high=1), reading.number("dropin", low=0, high=1))
    sex = pedigree.person(target).sex
    theta = reading.number("theta", low=0, high=1)
    beside = Pedigree((*pedigree.people, Person(STRANGER, sex=sex)), pedigree.inbreeding)
    ratios: dict[str, float] = {}
    shown = {marker_key(str(name)): alleles for name, alleles in observed.items()}
    unknown = [
        name for name in observed if marker_key(str(name)) not in {marker_key(m.name) for m in markers}
    ]
    if unknown:
        raise BadInput(f"{target} shows alleles at {unknown[0]}, which has no frequencies. Add the marker.")
    for k, marker in enumerate(markers):
        alleles = shown.get(marker_key(marker.name))
        if alleles is None:
            continue
        if not isinstance(alleles, list):
            raise BadInput(f"{marker.name} of {target}: {alleles!r} should be a list of alleles.")
        others = {who: what for who, what in at_marker(typings, k, pedigree).items() if who != target}
        bone = degraded(marker, [str(a) for a in alleles], chances, who=target, sex=sex)
        together = likelihood_theta(pedigree, marker, {**others, target: bone}, theta=theta)
        apart = likelihood_theta(beside, marker, {**others, STRANGER: bone}, theta=theta)
        ratios[marker.name] = together / apart if apart else float("nan")
    return {"LR_per_marker": ratios, "LR_total": float(np.prod(list(ratios.values())))}


def exclusion_power(reading: Reading) -> dict[str, Any]:
    """The chance that somebody unrelated is excluded from a place in the family, mutation set aside.

    Where the family itself needs a mutation, its model stays on at that marker: nobody is excluded there by
    it.
    """
    pedigree, markers, typings, target = _one_person(reading)
    if reading.number("theta", low=0, high=1):
        raise BadInput("The power of exclusion is not computed with theta. Set 'theta' to 0.")
    power: list[float | None] = []
    for k, marker in enumerate(markers):
        around = {who: what for who, what in at_marker(typings, k, pedigree).items() if who != target}
        power.append(_power_at(pedigree, marker, around, target))
        if power[-1] is None:
            says = f"{marker.name}: the typed relatives exclude one another, so it counts for nothing."
            reading.warnings.append(Reason("marker.impossible", {"marker": marker.name}, says))
    known = [ep for ep in power if ep is not None]
    return {
        "EP_per_marker": power,
        "EP_total": 1 - float(np.prod([1 - ep for ep in known])),
        "expected_mismatch": float(np.sum(known)),
    }


def _power_at(pedigree: Pedigree, marker: Marker, around: Mapping[str, Seen], target: str) -> float | None:
    """The chance that a stranger's genotype has no place at this marker."""
    firm = marker.without_mutation()
    if likelihood(pedigree, firm, around) == 0:
        firm = marker
        if likelihood(pedigree, firm, around) == 0:
            return None
    table = genotype_table(pedigree, firm, around, target)
    alone = genotype_table(unrelated(target, pedigree.person(target).sex), firm, {}, target)
    flat = np.triu_indices(len(table)) if table.ndim == 2 else np.arange(len(table))
    return float(alone[flat][table[flat] == 0].sum())


def mutation_matrices(reading: Reading) -> dict[str, Any]:
    """Mutation matrices by name."""
    answers = []
    for record in reading.part("matrices", list):
        if not isinstance(record, Mapping) or not isinstance(record.get("mutation"), Mapping):
            raise BadInput(f"A matrix has no mutation: {str(record)[:80]}.")
        asked = record["mutation"]
        name = str(record.get("name", ""))
        ladder = asked.get("alleles")
        if not isinstance(ladder, list) or not isinstance(asked.get("freqs") or [], list):
            raise BadInput(f"{name}: alleles and freqs should be two lists of one length.")
        alleles = [str(allele) for allele in ladder]
        freqs = asked.get("freqs") or [1 / max(len(alleles), 1)] * len(alleles)
        if not alleles or len(freqs) != len(alleles):
            raise BadInput(f"{name}: alleles and freqs should be two lists of one length.")
        if any(isinstance(f, bool) or not isinstance(f, (int, float)) or not 0 < f <= 1 for f in freqs):
            raise BadInput(f"{name}: freqs should be numbers above 0 and at most 1.")
        own = {key: value for key, value in asked.items() if key not in {"alleles", "freqs"}}
        matrix = mutation_matrix(mutation_of(own, marker=name), alleles, freqs)
        answers.append(
            {
                "name": name,
                "matrix": matrix,
                "stationary": is_stationary(matrix, freqs),
                "overall_rate": overall_rate(matrix, freqs),
            }
        )
    return {"matrices": answers}


def kinship_coefficients(reading: Reading) -> dict[str, Any]:
    """Coefficients of kinship and inbreeding."""
    answers = []
    for record in reading.part("cases", list):
        if not isinstance(record, Mapping):
            raise BadInput("Each of 'cases' should be an object with a pedigree.")
        members = record.get("pedigree")
        inbreeding = record.get("founder_inbreeding") or reading.content.get("founder_inbreeding")
        pedigree = Reading({"founder_inbreeding": inbreeding}).pedigree(members)
        asked = record.get("ids") or [person.id for person in pedigree.people]
        if not isinstance(asked, list):
            raise BadInput(f"'ids' is {asked!r}; it should be a list of people.")
        ids = [str(who) for who in asked]
        for who in ids:
            pedigree.person(who)
        places = [pedigree.index[who] for who in ids]
        kinship = pedigree.kinship()[np.ix_(places, places)]
        answers.append(
            {"name": record.get("name"), "kinship": kinship, "inbreeding": 2 * np.diag(kinship) - 1}
        )
    return {"cases": answers}


def _one_person(
    reading: Reading,
) -> tuple[Pedigree, list[Marker], dict[str, list[Seen | None]], str]:
    pedigree = reading.pedigree(reading.part("pedigree", list))
    reading.check_inbreeding()
    genotypes = reading.part("genotypes", dict)
    markers = reading.markers(genotypes)
    target = str(reading.part("target", str))
    pedigree.person(target)
    return pedigree, markers, reading.typings(sexes(pedigree), genotypes, markers), target
