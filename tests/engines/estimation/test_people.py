"""How many people records are: closed forms, a slow twin, and another program's drawings of the links."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vegerin.engines.estimation import links, people
from vegerin.engines.estimation.people import NOTHING, Known, Number, Pair, number_of_people, summed, ways_of


def numbers(pairs: list[Pair], known: Known = NOTHING) -> dict[int, float]:
    """How probable each number of people is, over all components, by trying every combination."""
    found: Counter[int] = Counter()
    for chosen in itertools.product(*ways_of(pairs, known=known)):
        found[sum(len(way.groups) for way in chosen)] += math.prod(way.p for way in chosen)
    return dict(found)


def approximately(expected: dict[int, float]) -> object:
    return pytest.approx(expected, abs=1e-9)


def test_pairs_that_share_nobody_make_a_poisson_binomial() -> None:
    chances = (0.1, 0.35, 0.5, 0.95)
    pairs = [Pair(f"a{at}", f"b{at}", p) for at, p in enumerate(chances)]
    by_hand: Counter[int] = Counter()
    for joined in itertools.product((0, 1), repeat=4):
        by_hand[8 - sum(joined)] += math.prod(
            p if on else 1 - p for p, on in zip(chances, joined, strict=True)
        )

    assert numbers(pairs) == approximately(dict(by_hand))


def test_two_rivals_on_one_list_are_one_join_for_sure() -> None:
    rivals = [Pair("she", "row 1", 0.6), Pair("she", "row 2", 0.4)]
    once_each = Known({"row 1": "families", "row 2": "families"})

    assert numbers(rivals, once_each) == approximately({2: 1.0})
    assert numbers(rivals) == approximately({1: 0.24, 2: 0.52, 3: 0.24})  # on a list that may repeat


def test_who_is_one_by_two_others_is_not_joined_thrice() -> None:
    triangle = [Pair("a", "b", 0.9), Pair("a", "c", 0.9), Pair("b", "c", 0.9)]

    # ab and ac .81; of the .19 that is left bc takes the .09 that it still wants, evenly.
    one, two, three = 0.81 + 0.18 * 9 / 19, 0.18 * 10 / 19 + 0.01 * 9 / 19, 0.01 * 10 / 19

    assert numbers(triangle) == approximately({1: one, 2: two, 3: three})


def test_what_people_parted_stays_parted_whatever_leads_there() -> None:
    chain = [Pair("a", "b", 1.0), Pair("b", "c", 0.7)]

    assert numbers(chain, Known(parted=frozenset({frozenset({"a", "c"})}))) == approximately({2: 1.0})
    assert numbers(chain) == approximately({1: 0.7, 2: 0.3})


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0.01, 0.99), min_size=2, max_size=5))
def test_each_pair_keeps_its_probability_among_rivals(weights: list[float]) -> None:
    chances = [weight / max(1.0, sum(weights)) for weight in weights]
    rivals = [Pair("she", f"row {at}", p) for at, p in enumerate(chances)]
    known = Known({f"row {at}": "families" for at in range(len(rivals))})

    [ways] = ways_of(rivals, known=known)

    for pair in rivals:
        together = sum(way.p for way in ways if {pair.one, pair.other} in way.groups)
        assert together == pytest.approx(pair.p, abs=1e-9)


def test_the_sum_equals_the_slow_twin_over_all_combinations() -> None:
    pairs = [Pair("a", "b", 0.3), Pair("b", "c", 0.6), Pair("d", "e", 0.45), Pair("f", "g", 0.8)]
    chances = numbers(pairs)
    below = {at: sum(p for n, p in chances.items() if n <= at) for at in chances}

    found = number_of_people(ways_of(pairs), besides=100)

    assert found.likeliest == 100 + max(chances, key=lambda at: chances[at])
    assert found.low == 100 + min(at for at in below if below[at] >= 0.025)
    assert found.high == 100 + min(at for at in below if below[at] >= 0.975)


def test_the_drawings_of_the_estimates_say_the_same() -> None:
    rng = np.random.default_rng(19481210)
    p_same = rng.uniform(0.2, 0.9, 30)
    drawn = links.Links(np.array([0] * 30 + [1] * 30), np.arange(30), np.arange(30, 60), p_same)
    totals = [sum(links.drawn(drawn, rng=rng).values()) for _ in range(2000)]

    found = number_of_people(ways_of(Pair(f"a{at}", f"b{at}", float(p)) for at, p in enumerate(p_same)))

    low, high = np.quantile(totals, [0.025, 0.975])
    assert abs(found.low - low) <= 1
    assert abs(found.high - high) <= 1
    assert abs(found.likeliest - np.mean(totals)) < 1.5


def test_nothing_open_is_a_number_without_doubt() -> None:
    assert number_of_people([], besides=7) == summed([], besides=7) == Number(7, 7, 7)
    assert Number(7, 7, 7).is_sure


def test_a_long_chain_keeps_its_middle_though_not_every_way_is_followed() -> None:
    chain = [Pair(f"r{at:02}", f"r{at + 1:02}", 0.5) for at in range(40)]

    [ways] = ways_of(chain)

    mean = sum(way.p * len(way.groups) for way in ways)
    assert len(ways) <= people.MOST_WAYS
    assert sum(way.p for way in ways) == pytest.approx(1.0)
    assert mean == pytest.approx(41 - 20, abs=0.5)
    found = number_of_people([ways])
    assert (found.low, found.high) == pytest.approx((15, 27), abs=1.5)
