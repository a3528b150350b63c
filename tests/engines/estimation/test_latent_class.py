"""Latent classes: the census of Kosovo, agreement of chains, and slow twins of the sampler and its slope."""

import numpy as np
import pytest

from tests.engines.references import FOLDER
from vegerin.engines.answers import read_case
from vegerin.engines.estimation.cases import table_of
from vegerin.engines.estimation.diagnostics import effective_size, r_hat
from vegerin.engines.estimation.latent_chains import Chains, log_prior, log_weights, slope
from vegerin.engines.estimation.latent_class import latent_class
from vegerin.engines.estimation.tables import OverlapTable
from vegerin.engines.fields import Fields


def table(name: str) -> OverlapTable:
    return table_of(Fields(read_case(str(FOLDER / f"{name}.json")).content, name))


def arguments(name: str = "hepatitis-a-taiwan", *, classes: int = 4, impossible: int = 0) -> list:
    """What the slope is asked of: a state far from the top, with or without an impossible cell.

    The state is drawn and not travelled to: where a chain arrives depends on the machine's last digit.
    """
    ordered = table(name).ordered()[0]
    possible = ordered.possible.copy()
    counts = ordered.counts.copy()
    if impossible:
        possible[impossible], counts[impossible] = False, 0
    rng = np.random.default_rng(5)
    chains = Chains(
        OverlapTable(ordered.lists, counts, possible), rng=rng, chains=3, classes=classes, fast=False
    )
    chains.odds += rng.normal(0, 1, chains.odds.shape)
    chains.sticks += rng.normal(0, 3, chains.sticks.shape)
    chains.sticks[1, -1] = 26.0  # a piece that leaves next to nothing of the stick
    chains.concentration = rng.gamma(2.0, size=3)
    return [
        chains.odds,
        chains.sticks,
        chains.concentration,
        chains.on,
        chains.count,
        chains.on_unseen,
        chains.listed,
    ]


def height_by_hand(odds, sticks, concentration, on, count, on_unseen, listed) -> float:
    """The log posterior of one chain, cell by cell and class by class."""
    prob, absent = 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(odds))
    weight = np.exp(log_weights(sticks[None]))[0]

    def chance(lists: np.ndarray) -> float:
        each = [np.prod(np.where(lists > 0, p, q)) for p, q in zip(prob, absent, strict=True)]
        return float(np.dot(weight, each))

    found = 1 - sum(chance(lists) for lists in on_unseen)
    likelihood = sum(n * np.log(chance(lists)) for lists, n in zip(on, count, strict=True))
    # Not 1 - piece: a piece may leave 1e-11 of the stick, and the difference keeps five digits of it.
    piece, left = 1 / (1 + np.exp(-sticks)), 1 / (1 + np.exp(sticks))
    prior = np.log(prob * absent).sum() + (np.log(piece) + concentration * np.log(left)).sum()
    return float(likelihood - listed * np.log(found) + prior)


@pytest.mark.parametrize("impossible", [0, 7])
def test_the_height_and_its_slope_are_those_of_the_formula_written_out(impossible: int) -> None:
    odds, sticks, concentration, *fixed = arguments(impossible=impossible)

    height, of_odds, of_sticks, unlisted = slope(odds, sticks, concentration, *fixed)

    for r in range(len(odds)):

        def at(x: np.ndarray, z: np.ndarray, r: int = r) -> float:
            return height_by_hand(x, z, concentration[r], *fixed)

        assert height[r] == pytest.approx(at(odds[r], sticks[r]), rel=1e-9)
        for where in np.ndindex(odds[r].shape):
            nudge = np.zeros_like(odds[r])
            nudge[where] = 1e-5
            risen = (at(odds[r] + nudge, sticks[r]) - at(odds[r] - nudge, sticks[r])) / 2e-5
            assert of_odds[r][where] == pytest.approx(risen, rel=1e-4, abs=1e-3)
        for where in range(sticks.shape[1]):
            nudge = np.zeros_like(sticks[r])
            nudge[where] = 1e-5
            risen = (at(odds[r], sticks[r] + nudge) - at(odds[r], sticks[r] - nudge)) / 2e-5
            assert of_sticks[r][where] == pytest.approx(risen, rel=1e-4, abs=1e-3)
    assert (unlisted > 0).all()


@pytest.mark.parametrize("impossible", [0, 7])
def test_loops_and_arrays_give_the_same_slope(impossible: int) -> None:
    latent_fast = pytest.importorskip("vegerin.engines.estimation.latent_fast", reason="needs [fast]")
    given = arguments(classes=10, impossible=impossible)

    for one, other in zip(slope(*given), latent_fast.slope(*given), strict=True):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


def gibbs_medians(table: OverlapTable, *, classes: int, rounds: int, rng: np.random.Generator) -> float:
    """The slow twin: everybody's class is drawn, then the classes, as in Manrique-Vallier 2016."""
    cells = np.flatnonzero(table.counts)
    on = (cells[:, None] >> np.arange(table.k) & 1).astype(float)
    count = table.counts[cells]
    prob, weight, concentration = rng.random((classes, table.k)), np.full(classes, 1 / classes), 1.0
    draws = []
    for _ in range(rounds):
        chance = weight * np.exp(on @ np.log(prob).T + (1 - on) @ np.log1p(-prob).T)
        members = np.array(
            [rng.multinomial(n, row / row.sum()) for n, row in zip(count, chance, strict=True)]
        )
        none = weight * (1 - prob).prod(axis=1)
        missed = rng.poisson(rng.gamma(table.listed, none.sum() / (1 - none.sum())))
        everyone = members.sum(axis=0) + rng.multinomial(missed, none / none.sum())
        found = members.T @ on
        prob = np.clip(rng.beta(1 + found, 1 + everyone[:, None] - found), 1e-9, 1 - 1e-9)
        later = everyone[::-1].cumsum()[::-1] - everyone
        sticks = np.clip(rng.beta(1 + everyone[:-1], concentration + later[:-1]), 1e-9, 1 - 1e-9)
        weight = np.append(sticks, 1.0) * np.append(1.0, np.cumprod(1 - sticks))
        concentration = rng.gamma(0.25 + classes - 1, 1 / (0.25 - np.log1p(-sticks).sum()))
        draws.append(missed)
    return table.listed + float(np.median(draws[rounds // 5 :]))


def test_the_chains_find_what_drawing_everybodys_class_finds() -> None:
    bifida = table("spina-bifida")

    fast = latent_class(bifida, rng=np.random.default_rng(1), classes=3)
    slow = gibbs_medians(bifida, classes=3, rounds=6000, rng=np.random.default_rng(2))

    assert fast.converged
    assert fast.median == pytest.approx(slow, rel=0.015)


def test_swapping_places_keeps_the_prior_of_broken_sticks() -> None:
    # Density of pieces Beta(1, a), by hand for three classes: v1 = w1, v2 = w2 / (1 - w1).
    weight, a = np.log([[0.5, 0.3, 0.2]]), np.array([0.7])

    by_hand = np.log((1 - 0.5) ** (a - 1) * (1 - 0.6) ** (a - 1) / (1 - 0.5))

    assert log_prior(weight, a) == pytest.approx(by_hand)


@pytest.mark.parametrize("fast", [True, False])
def test_the_census_of_kosovo_is_met(fast: bool) -> None:
    found = latent_class(table("kosovo-1999"), rng=np.random.default_rng(1), fast=fast)

    assert found.converged
    assert found.median == pytest.approx(10_401, rel=0.05)
    assert found.q025 < 10_401 < found.q975


def test_a_small_table_converges_to_what_the_package_finds() -> None:
    # LCMCR prints medians of 732 to 734 for three seeds.
    found = latent_class(table("spina-bifida"), rng=np.random.default_rng(1))

    assert found.converged
    assert found.median == pytest.approx(733, rel=0.01)


@pytest.mark.long
@pytest.mark.parametrize(
    "name", ["kosovo-1999", "uk-2013-5", "hiv-rome", "new-orleans-5", "hepatitis-a-taiwan", "snowshoe-hare"]
)
def test_seeds_agree_within_three_per_cent(name: str) -> None:
    found = [latent_class(table(name), rng=np.random.default_rng(seed)) for seed in range(5)]

    medians = [each.median for each in found if each.converged]
    assert len(medians) == 5
    assert max(medians) / min(medians) < 1.03


def test_a_cell_where_nobody_can_stand_is_not_taken_for_one_where_nobody_does() -> None:
    cells = {"100": 300, "010": 250, "001": 200, "110": 75, "101": 60, "011": 50}
    lists = ["A", "B", "C"]

    open_, closed = (
        latent_class(OverlapTable.from_patterns(lists, cells, impossible=none), rng=np.random.default_rng(1))
        for none in ([], ["111"])
    )

    # Nobody on all three is a sign of lists that avoid one another, unless nobody could stand there.
    assert closed.median != pytest.approx(open_.median, rel=0.02)


def test_chains_that_disagree_are_seen() -> None:
    rng = np.random.default_rng(1)
    agreeing = rng.normal(size=(2000, 4))

    assert r_hat(agreeing) < 1.01
    assert r_hat(agreeing + np.array([0, 0, 0, 1])) > 1.1
    assert effective_size(np.repeat(agreeing, 10, axis=0)) < 0.2 * agreeing.size * 10


def test_chains_that_have_not_arrived_are_said_to_disagree() -> None:
    found = latent_class(
        table("kosovo-1999"), rng=np.random.default_rng(1), enough_draws=10**6, most_draws=300
    )

    assert not found.converged
