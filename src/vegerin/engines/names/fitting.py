"""From groups of spellings to a model: emission tables, chances of letters, weights on a held-out half."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vegerin import __version__
from vegerin.engines.names import chances, whole
from vegerin.engines.names.comparing import Comparer
from vegerin.engines.names.corpora import Group, in_half, joined_by_form, with_plain
from vegerin.engines.names.frequencies import Frequencies
from vegerin.engines.names.lexicon import EMPTY
from vegerin.engines.names.model import DIRECTIONS, FEATURES, Model, Prepared, Weights
from vegerin.engines.names.spellings import Doubles
from vegerin.engines.names.training import Pair, train

POOL, QUERIES, LISTED = 5000, 500, 25
# Enough pairs within one script; more only takes longer.
MOST_PAIRS_WITHIN = 16_000


def fit(
    groups: Sequence[Group], *, seed: int = 19481210, say: Callable[[str], None] = lambda line: None
) -> Model:
    """Train on everything; weigh by what a model of one half says about the other half."""
    rng = np.random.default_rng(seed)
    together = joined_by_form(groups)
    say(f"{len(groups)} groups of spellings; first a model of one half, to weigh its evidence on the other")
    half = learn([group for group in together if in_half(group, 0)], rng, say)
    weights = {
        pair: weigh(half, [g for g in together if in_half(g, 1)], pair, rng) for pair in ("AL", "LL", "AA")
    }
    half = replace(half, weights=weights)
    whole_weights = weigh_whole(half, [group for group in together if in_half(group, 1)], rng)
    say("now the model of all")
    model = replace(learn(together, rng, say), weights=weights, whole=whole_weights)
    return replace(model, provenance=provenance(groups, seed))


def provenance(groups: Sequence[Group], seed: int) -> str:
    """What the model was trained on, as JSON, kept inside its file."""
    text = "\n".join(f"{group.id}\t{'|'.join(group.arabic)}\t{'|'.join(group.latin)}" for group in groups)
    return json.dumps(
        {
            "method": "names: EM over letters in context, conditional logit, logistic calibration",
            "version": __version__,
            "seed": seed,
            "groups": dict(sorted(Counter(group.source for group in groups).items())),
            "groups_sha256": hashlib.sha256(text.encode()).hexdigest(),
        },
        sort_keys=True,
    )


def learn(groups: Sequence[Group], rng: np.random.Generator, say: Callable[[str], None]) -> Model:
    """Emission tables and chances of letters; no weights yet."""
    emissions = {}
    taught = with_plain(groups)
    for direction, longest in DIRECTIONS.items():
        pairs = pairs_of(taught, direction, rng)
        say(f"  {direction}: {len(pairs)} pairs")
        emissions[direction] = train(pairs, longest=longest)
    letters = {
        "A": chances.learn(form for group in groups for form in group.arabic),
        "L": chances.learn(form for group in groups for form in group.latin),
    }
    return Model(emissions, letters, {})


def pairs_of(groups: Sequence[Group], direction: str, rng: np.random.Generator) -> list[Pair]:
    """Pairs of spellings in one direction; a group counts as much whether it has two spellings or ten."""
    source, target = direction.split(">")
    pairs = [pair for group in groups for pair in _pairs_of_group(group, source, target)]
    if source == target and len(pairs) > MOST_PAIRS_WITHIN:
        kept = rng.choice(len(pairs), MOST_PAIRS_WITHIN, replace=False)
        pairs = [pairs[at] for at in sorted(kept)]
    return pairs


def _pairs_of_group(group: Group, source: str, target: str) -> list[Pair]:
    forms = {"A": group.arabic, "L": group.latin}
    found = [(a, b) for a in forms[source] for b in forms[target] if source != target or a != b]
    return [Pair(a, b, group.weight / max(1.0, len(found) ** 0.5)) for a, b in found]


@dataclass(frozen=True)
class Lists:
    """For each query, features of its most likely candidates, and which of them are right."""

    features: Doubles
    right: Doubles


def weigh(half: Model, groups: Sequence[Group], pair: str, rng: np.random.Generator) -> Weights:
    """Weights that put the right spelling first, then one scale that makes it a log-likelihood ratio."""
    lists = candidate_lists(half, groups, pair, rng)
    rank = _ranking_weights(lists)
    slope, offset = _calibrated(lists, rank, rng)
    return Weights(rank.astype(np.float32), slope, offset)


def candidate_lists(half: Model, groups: Sequence[Group], pair: str, rng: np.random.Generator) -> Lists:
    """Held-out names asked for among many others."""
    source, target = pair[0], pair[1]
    asked = [
        g
        for g in groups
        if _forms(g, source) and _forms(g, target) and len(set(_forms(g, source) + _forms(g, target))) > 1
    ]
    asked = _more_of_names(asked, rng)
    pool = _pool(groups, target, asked, rng)
    ready = Prepared(half, pool)
    features, right = [], []
    for group in asked:
        query = str(rng.choice(_forms(group, source)))
        wanted = {form for form in _forms(group, target) if form != query}
        found = _list_for(ready, query, wanted, rng, within=source == target)
        if found is not None:
            features.append(found[0])
            right.append(found[1])
    return Lists(np.array(features), np.array(right))


def _forms(group: Group, script: str) -> tuple[str, ...]:
    return group.arabic if script == "A" else group.latin


def _more_of_names(groups: list[Group], rng: np.random.Generator) -> list[Group]:
    """Personal names of the region first, then as many from the other tables."""
    names = [group for group in groups if group.source in {"names", "pairs"}]
    others = [group for group in groups if group.source not in {"names", "pairs"}]
    rng.shuffle(names)
    rng.shuffle(others)
    return [*names[:QUERIES], *others[: max(100, QUERIES - len(names))]]


def _pool(
    groups: Sequence[Group], target: str, asked: Sequence[Group], rng: np.random.Generator
) -> list[str]:
    every = sorted({form for group in groups for form in _forms(group, target)})
    chosen = set(rng.choice(every, min(POOL, len(every)), replace=False).tolist())
    return sorted(chosen | {form for group in asked for form in _forms(group, target)})


def _list_for(
    ready: Prepared, query: str, wanted: set[str], rng: np.random.Generator, *, within: bool
) -> tuple[Doubles, Doubles] | None:
    features = ready.features(query).astype(np.float64)
    right = np.array([word in wanted for word in ready.parts])
    usable = np.array([word != query for word in ready.parts])
    likely = np.where(usable, features[:, 1] + features[:, 2] - features[:, 3 if within else 4], -1e9)
    some_right = np.nonzero(right)[0][:3]
    if not some_right.size:
        return None
    wrong = np.argsort(-np.where(right, -1e9, likely))
    near = wrong[: LISTED - 8]
    far = rng.choice(wrong[LISTED:-1], LISTED - len(near) - len(some_right), replace=False)
    listed = np.concatenate([some_right, near, far])
    return features[listed].astype(np.float64), right[listed].astype(np.float64)


WHOLE_PAIRS = 4000
# How many of the namesakes are written without a father: a given name alone is weak evidence.
LONE_NAMESAKES = 0.4


def weigh_whole(half: Model, groups: Sequence[Group], rng: np.random.Generator) -> tuple[float, ...]:
    """Weights of whole names, from invented ones: the same person, a sibling, a namesake, a stranger."""
    names = [group for group in groups if group.source in {"names", "pairs"} and group.arabic and group.latin]
    others = [group for group in groups if group.source == "tokens"]
    known = [
        *names,
        *(others[at] for at in rng.choice(len(others), min(len(others), len(names)), replace=False)),
    ]
    by = Comparer(half, EMPTY, Frequencies({}, 1, "nobody"))
    rows, labels = [], []
    for at in range(WHOLE_PAIRS):
        same = at % 2 == 0
        one, other = invented_pair(known, rng, same=same)
        left, right = _written(one, rng), _written(other, rng)
        pairing = whole.pair_up(left, right, by.part_llr)
        if len(left) > 1 or len(right) > 1:
            rows.append(whole.features(pairing))
            labels.append(float(same))
    return tuple(_logistic(np.array(rows), np.array(labels)).tolist())


Chain = list[Group]


def invented_pair(known: Sequence[Group], rng: np.random.Generator, *, same: bool) -> tuple[Chain, Chain]:
    """Two chains of names: one person twice, or two people, half of them close to one another."""
    one = [known[at] for at in rng.choice(len(known), int(rng.integers(2, 5)), replace=False)]
    if same:
        return one, list(one)
    other = list(one)
    strangers = [known[at] for at in rng.choice(len(known), len(one), replace=False)]
    kind = rng.random()
    if kind < 0.3:  # a brother or sister
        other[0] = strangers[0]
    elif kind < 0.5:  # a namesake with another father, or of whom no more was said
        other[1:] = [] if rng.random() < LONE_NAMESAKES else strangers[1:]
    elif kind < 0.6 and len(one) > 2:  # father's name shared, the others not
        other[0], other[2:] = strangers[0], strangers[2:]
    elif kind < 0.66:  # a father and his son: the same names the other way round
        other[0], other[1] = other[1], other[0]
    elif kind < 0.74:
        at = int(rng.integers(len(one)))
        other[at] = strangers[at]
    else:
        other = strangers
    return one, other


def _written(chain: Chain, rng: np.random.Generator) -> list[str]:
    """A chain as a list would print it: one script, the last names often left out, now and then a slip."""
    script = "A" if rng.random() < 0.5 else "L"
    kept = list(chain)
    if len(kept) > 2 and rng.random() < 0.4:
        kept.pop()
    if len(kept) > 2 and rng.random() < 0.06:
        kept.pop(1)
    if len(kept) > 1 and rng.random() < 0.04:
        kept[0], kept[1] = kept[1], kept[0]
    return [
        _slipped(str(rng.choice(_forms(group, script) or group.arabic or group.latin)), rng) for group in kept
    ]


def _slipped(word: str, rng: np.random.Generator) -> str:
    if len(word) < 4 or rng.random() > 0.04:
        return word
    at = int(rng.integers(1, len(word) - 1))
    return (
        word[:at] + word[at + 1 :]
        if rng.random() < 0.5
        else word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    )


def _logistic(rows: Doubles, labels: Doubles, *, ridge: float = 1e-3) -> Doubles:
    """Weights of a logistic curve, by Newton's steps."""
    found = np.zeros(rows.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (labels - chance) / len(rows) - ridge * found
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows / len(rows) + ridge * np.eye(rows.shape[1])
        found = found + np.linalg.solve(curve, slope)
    return found


def _ranking_weights(lists: Lists, *, rounds: int = 400, ridge: float = 1e-3) -> Doubles:
    """Conditional logit: the share of the right ones in each list is made as large as can be."""
    mean = lists.features.reshape(-1, len(FEATURES)).mean(axis=0)
    spread = lists.features.reshape(-1, len(FEATURES)).std(axis=0) + 1e-9
    spread[0] = 1.0
    scaled = (lists.features - mean) / spread
    weights = np.zeros(len(FEATURES))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, rounds + 1):
        share = _softmax(scaled @ weights)
        of_right = share * lists.right
        of_right /= np.maximum(of_right.sum(axis=1, keepdims=True), 1e-12)
        slope = ((of_right - share)[:, :, None] * scaled).sum(axis=1).mean(axis=0) - ridge * weights
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights = weights + 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    found: Doubles = weights / spread
    found[0] = -(found[1:] * mean[1:]).sum()
    return found


def _softmax(scores: Doubles) -> Doubles:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _calibrated(lists: Lists, rank: Doubles, rng: np.random.Generator) -> tuple[float, float]:
    """Slope and offset of a logistic curve: right spellings against as many wrong, most of them near."""
    scores = lists.features @ rank
    right = scores[lists.right > 0]
    wrong = scores[lists.right == 0]
    wrong = rng.choice(wrong, min(len(wrong), 20_000), replace=False)
    values = np.concatenate([right, wrong])
    labels = np.concatenate([np.ones(len(right)), np.zeros(len(wrong))])
    weights = np.concatenate([np.full(len(right), 0.5 / len(right)), np.full(len(wrong), 0.5 / len(wrong))])
    design = np.stack([values, np.ones(len(values))], axis=1)
    found = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (weights * (labels - chance))
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + 1e-9 * np.eye(2)
        found = found + np.linalg.solve(curve, slope)
    return float(found[0]), float(found[1])
