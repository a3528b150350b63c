"""How often keys bring spellings of one name together, and how often two names by chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.names_tasks import key_pairs

from vegerin.engines.names import keying


def key_figures() -> Iterator[str]:
    columns = ("skeletons: recall at collision", "and rough", "and the lexicon's", "with one deletion")
    yield f"| pairs | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for name, pairs in key_pairs().items():
        rng = random.Random(3)
        chosen = rng.sample(pairs, min(1200, len(pairs)))
        cells = [
            recall_and_collision(chosen, rng, keys)
            for keys in (
                skeletons,
                with_rough,
                with_known,
                lambda form: keying.keys(form).one_deletion,
            )
        ]
        yield f"| {name} | {' | '.join(f'{recall:.3f} at {collision:.2%}' for recall, collision in cells)} |"
    yield ""
    yield from curve()


def skeletons(form: str) -> tuple[str, ...]:
    return keying.keys(form).keys


def with_rough(form: str) -> tuple[str, ...]:
    found = keying.keys(form)
    return (*found.keys, *found.rough)


def with_known(form: str) -> tuple[str, ...]:
    found = keying.keys(form)
    return (*found.keys, *found.rough, *found.known)


def curve() -> Iterator[str]:
    """Recall against collision: the more skeletons of a name are keys, the more it finds and collides."""
    pairs = key_pairs()
    chosen = ("hand Arabic–English", "hand Arabic–Kurmanji", "German/Turkish–Arabic", "places Arabic–English")
    yield f"| skeletons a name | {' | '.join(chosen)} |"
    yield f"|---|{'---|' * len(chosen)}"
    for most in (1, 2, 3, 4, 6, 8):
        cells = []
        for name in chosen:
            rng = random.Random(3)
            some = rng.sample(pairs[name], min(1200, len(pairs[name])))
            cells.append(recall_and_collision(some, rng, lambda form, most=most: skeletons(form)[:most]))
        yield f"| {most} | {' | '.join(f'{recall:.3f} at {collision:.2%}' for recall, collision in cells)} |"


def recall_and_collision(
    pairs: Sequence[tuple[str, str, str]], rng: random.Random, keys: Callable[[str], Iterable[str]]
) -> tuple[float, float]:
    left, right = [set(keys(a)) for a, _, _ in pairs], [set(keys(b)) for _, b, _ in pairs]
    met = sum(not a.isdisjoint(b) for a, b in zip(left, right, strict=True))
    collided = tried = 0
    for _ in range(100_000):
        one, other = rng.randrange(len(pairs)), rng.randrange(len(pairs))
        if pairs[one][2] != pairs[other][2]:
            tried += 1
            collided += not left[one].isdisjoint(right[other])
    return met / len(pairs), collided / max(1, tried)
