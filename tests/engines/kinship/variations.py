"""Invented cases that mix every feature of the schema, and their answers by walking through everything."""

from itertools import product

import numpy as np

from tests.engines.kinship.twin import twin_likelihood
from vegerin.engines.kinship.pedigree import Pedigree

RATES = (0.001, 0.02, 0.05)


def plain_matrix(model, alleles, freqs):
    """A mutation matrix entry by entry, from the words of the schema."""
    n, rate = len(alleles), model.get("rate", 0.0)
    if model["model"] == "custom":
        return np.array(model["matrix"])
    matrix = np.array([[_chance(model, rate, alleles, freqs, i, j) for j in range(n)] for i in range(n)])
    np.fill_diagonal(matrix, 0.0)
    return matrix + np.diag(1 - matrix.sum(axis=1))


def _chance(model, rate, alleles, freqs, i, j):
    name, n, size = model["model"], len(alleles), [float(allele) for allele in alleles]
    if name == "trivial" or i == j:
        return 0.0
    if name == "equal":
        return rate / (n - 1)
    if name == "proportional":
        shown = sum(freqs)
        return rate / shown * (freqs[j] / shown) / sum(f / shown * (1 - f / shown) for f in freqs)
    if name == "onestep":
        near = [k for k in range(n) if abs(k - i) == 1]
        return rate / len(near) if j in near else 0.0
    if name == "dawid":
        weights = [model["range"] ** abs(a - b) for a in range(n) for b in range(n) if a != b]
        return rate * model["range"] ** abs(i - j) / sum(weights) / freqs[i]
    same = [k for k in range(n) if k != i and round(size[k] % 1, 4) == round(size[i] % 1, 4)]
    if j not in same:
        return model["rate2"] / (n - 1 - len(same))
    steps = [model["range"] ** abs(size[i] - size[k]) for k in same]
    return rate * model["range"] ** abs(size[i] - size[j]) / sum(steps)


def invented_marker(rng, name="S"):
    """Two or three alleles on an autosome or X, perhaps silent ones, and a model of mutation for each sex."""
    silent = round(float(rng.uniform(0.01, 0.1)), 4) if rng.random() < 0.3 else 0.0
    n = 2 if silent else int(rng.integers(2, 4))
    micro = n == 3 and rng.random() < 0.3
    freqs = [float(f) * (1 - silent) for f in rng.dirichlet(np.full(n, 4.0))]
    marker = {
        "name": name,
        "chrom": "X" if rng.random() < 0.3 else "autosomal",
        "alleles": (["8", "9.3", "10"] if micro else ["8", "9", "10"])[:n],
        "freqs": freqs,
    }
    if silent:
        marker["silent_freq"] = silent
    if rng.random() < 0.8:
        marker["mutation"] = {sex: _model(rng, n, micro, silent) for sex in ("male", "female")}
    return marker


def _model(rng, n, micro, silent):
    names = ["trivial", "equal", "proportional", "stepwise", "custom"]
    names += ([] if micro else ["onestep"]) + ([] if micro or silent else ["dawid"])
    model = {"model": str(rng.choice(names))}
    if model["model"] == "custom":
        matrix = 0.8 * np.eye(n) + 0.2 * rng.dirichlet(np.full(n, 2.0), size=n)
        return {**model, "matrix": matrix.tolist()}
    if model["model"] != "trivial":
        model |= {"rate": float(rng.choice(RATES))}
    if model["model"] in {"stepwise", "dawid"}:
        model |= {"rate2": 0.01, "range": 0.3}
    return model


def invented_people(rng, n, prefix):
    """Some people, most of them children of any two earlier ones: loops come by themselves."""
    people = []
    for i in range(n):
        men, women = ([p["id"] for p in people if p["sex"] == sex] for sex in "MF")
        born = men and women and rng.random() < 0.75
        father, mother = (str(rng.choice(ids)) if born else None for ids in (men, women))
        sex = str(rng.choice(["M", "F"]))
        people.append({"id": f"{prefix}{i}", "father": father, "mother": mother, "sex": sex})
    return people


def invented_typing(rng, marker, sex):
    """What is written of one person at one marker: whole, partial, or an X written once or twice."""
    if marker["chrom"] == "X" and sex == "M":
        return [str(rng.choice(marker["alleles"]))] * int(rng.integers(1, 3))
    typing = [str(allele) for allele in rng.choice(marker["alleles"], 2)]
    if rng.random() < 0.15:
        typing[int(rng.integers(2))] = "-"
    return typing


def invented_case(seed):
    """A family and perhaps a stranger, a part of them typed."""
    rng = np.random.default_rng(seed)
    marker = invented_marker(rng)
    components = [invented_people(rng, int(rng.integers(3, 6)), "P")]
    if rng.random() < 0.6:
        components.append(invented_people(rng, 1, "V"))
    people = [person for component in components for person in component]
    founders = [p["id"] for p in people if p["father"] is None]
    inbred = {who: 0.125 for who in founders if rng.random() < 0.5} if rng.random() < 0.3 else {}
    typed = {p["id"]: invented_typing(rng, marker, p["sex"]) for p in people if rng.random() < 0.65}
    components[0] = [components[0][i] for i in rng.permutation(len(components[0]))]
    return {
        "case_id": f"variation {seed}",
        "kind": "kinship_lr",
        "theta": float(rng.choice([0, 0, 0.01, 0.1])),
        "founder_inbreeding": inbred or None,
        "markers": [marker],
        "hypotheses": [{"name": "H", "components": components}],
        "genotypes": {who: {"S": typing} for who, typing in typed.items()},
    }


def plain_ln_likelihood(marker, people, typings, *, inbreeding=None, theta=0.0, genotypes=None):
    """ln P(typings) of people at one marker by the slow twin; `genotypes` are those of some known exactly."""
    alleles, silent = marker["alleles"], marker.get("silent_freq", 0.0)
    freqs = [*marker["freqs"], *([silent] if silent else [])]
    matrices = {sex: _full_matrix(marker, sex, len(freqs)) for sex in ("male", "female")}
    x_linked = marker["chrom"] == "X"
    sex_of = {person["id"]: person["sex"] for person in people}
    seen = {}
    for who, typing in typings.items():
        if x_linked and sex_of[who] == "M":
            seen[who] = {(alleles.index(typing[0]),)}
        elif set(typing) != {"-"}:
            pairs = product(range(len(freqs)), repeat=2)
            seen[who] = {pair for pair in pairs if _shows(pair, typing, alleles)}
    for who, genotype in (genotypes or {}).items():
        seen[who] = {genotype, genotype[::-1]}
    inbred = {w: f for w, f in (inbreeding or {}).items() if not (x_linked and sex_of.get(w) == "M")}
    pedigree = Pedigree.of(people, inbreeding={w: f for w, f in inbred.items() if w in sex_of})
    value = twin_likelihood(pedigree, freqs, seen, x_linked=x_linked, theta=theta, **matrices)
    return np.log(value) if value > 0 else -np.inf


def _full_matrix(marker, sex, n):
    if "mutation" not in marker:
        return None
    matrix = np.eye(n)
    shown = len(marker["alleles"])
    matrix[:shown, :shown] = plain_matrix(marker["mutation"][sex], marker["alleles"], marker["freqs"])
    return matrix.tolist()


def _shows(pair, typing, alleles):
    """Whether a genotype can be typed so; a silent allele shows nothing."""
    shown = [alleles[code] for code in pair if code < len(alleles)]
    if "-" in typing:
        return next(allele for allele in typing if allele != "-") in shown
    return sorted(shown * (3 - len(shown)) if shown else []) == sorted(typing)


def invented_grave_case(seed):
    """Two loci, one or two families with one or two missing each, up to three remains."""
    rng = np.random.default_rng(seed)
    markers = [invented_marker(rng, name) for name in ("L1", "L2")]
    typings, missing, families = {"pm": {}, "am": {}}, [], []
    for f in range(int(rng.integers(1, 3))):
        people = invented_people(rng, int(rng.integers(3, 5)), f"F{f}P")
        order = [people[i] for i in rng.permutation(len(people))]
        lost = int(rng.integers(1, 3))
        missing += [person["id"] for person in order[:lost]]
        for person in order[lost:]:
            typings["am"][person["id"]] = _profile(rng, markers, person["sex"])
        families.append({"name": f"F{f}", "members": people})
    remains = invented_people(rng, int(rng.integers(1, 4)), "V")
    for body in remains:
        body.update(father=None, mother=None)
        typings["pm"][body["id"]] = _profile(rng, markers, body["sex"])
    pm = [{"id": body["id"], "sex": body["sex"]} for body in remains]
    names = {"markers": markers, "pm": pm, "families": families, "missing": missing, "genotypes": typings}
    return {"case_id": f"grave {seed}", "kind": "dvi", **names}


def _profile(rng, markers, sex):
    return {m["name"]: invented_typing(rng, m, sex) for m in markers if rng.random() < 0.8}


def every_assignment(case):
    """ln likelihood of every assignment: a tuple with a missing person or None for each remains."""
    remains = [(body["id"], body["sex"]) for body in case["pm"]]
    sex_of = {p["id"]: p["sex"] for family in case["families"] for p in family["members"]}
    pm, am = case["genotypes"]["pm"], case["genotypes"]["am"]
    found, known = {}, {}

    def ln_family(place, pairs):
        if (place, pairs) not in known:
            people = case["families"][place]["members"]
            profiles = {**am, **{who: pm[body] for body, who in pairs}}
            known[place, pairs] = _ln_all_loci(case, people, profiles)
        return known[place, pairs]

    for choice in product([None, *case["missing"]], repeat=len(remains)):
        pairs = [(body, who) for (body, _), who in zip(remains, choice, strict=True) if who]
        if len({who for _, who in pairs}) < len(pairs):
            continue
        if any(sex_of[who] != dict(remains)[body] for body, who in pairs):
            continue
        alone = [p for p, who in zip(remains, choice, strict=True) if who is None]
        total = sum(
            _ln_all_loci(case, [{"id": body, "father": None, "mother": None, "sex": sex}], {body: pm[body]})
            for body, sex in alone
        )
        for place, family in enumerate(case["families"]):
            ids = {person["id"] for person in family["members"]}
            total += ln_family(place, tuple(pair for pair in pairs if pair[1] in ids))
        found[choice] = total
    return found


def _ln_all_loci(case, people, profiles):
    ids = {person["id"] for person in people}
    return sum(
        plain_ln_likelihood(
            marker,
            people,
            {
                who: typed[marker["name"]]
                for who, typed in profiles.items()
                if who in ids and marker["name"] in typed
            },
        )
        for marker in case["markers"]
    )


def invented_target(seed):
    """One family of an invented case, one of its people as the target and untyped; with theta at times."""
    case, rng = invented_case(seed), np.random.default_rng([seed, 1])
    people = case["hypotheses"][0]["components"][0]
    ids = [person["id"] for person in people]
    target = people[int(rng.integers(len(people)))]
    inbred = {w: f for w, f in (case["founder_inbreeding"] or {}).items() if w in ids}
    marker = case["markers"][0]
    shown = int(rng.integers(len(marker["alleles"]) + 1))
    return {
        "case_id": case["case_id"],
        "theta": case["theta"],
        "founder_inbreeding": inbred or None,
        "markers": [marker],
        "pedigree": people,
        "target": target["id"],
        "genotypes": {w: t for w, t in case["genotypes"].items() if w in ids and w != target["id"]},
        "dropout": 0.25,
        "dropin": float(rng.choice([0, 0.1])),
        "observed_alleles": {"S": sorted(rng.choice(marker["alleles"], shown, replace=False).tolist())},
    }


def plain_genotypes(case, *, stranger=False):
    """P(typed relatives, genotype) for each genotype of the target, or of a stranger beside the family."""
    marker, people = case["markers"][0], list(case["pedigree"])
    who, sex = case["target"], next(p["sex"] for p in case["pedigree"] if p["id"] == case["target"])
    if stranger:
        who = "stranger"
        people.append({"id": who, "father": None, "mother": None, "sex": sex})
    n = len(marker["alleles"]) + bool(marker.get("silent_freq"))
    single = marker["chrom"] == "X" and sex == "M"
    genotypes = [(a,) for a in range(n)] if single else [(a, b) for a in range(n) for b in range(a, n)]
    typings = {w: typed["S"] for w, typed in case["genotypes"].items()}
    rest = {"inbreeding": case["founder_inbreeding"], "theta": case["theta"]}
    return {
        g: np.exp(plain_ln_likelihood(marker, people, typings, genotypes={who: g}, **rest)) for g in genotypes
    }


def plain_chance_of_set(case, genotype):
    """P(alleles seen | genotype), copy by copy."""
    marker = case["markers"][0]
    copies = [marker["alleles"][code] for code in genotype if code < len(marker["alleles"])]
    seen = set(case["observed_alleles"]["S"])
    chance = 1.0
    for allele in set(copies):
        lost = case["dropout"] ** copies.count(allele)
        chance *= 1 - lost if allele in seen else lost
    extra = seen - set(copies)
    for allele in extra:
        chance *= case["dropin"] * marker["freqs"][marker["alleles"].index(allele)]
    return chance if extra else chance * (1 - case["dropin"])
