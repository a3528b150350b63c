"""Time since: every curve found a second, independent way, and a published one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from vegerin.engines.answers import Case
from vegerin.engines.estimation.command import solve
from vegerin.engines.estimation.estimate import Options
from vegerin.engines.estimation.intervals import (
    innermost,
    interval_exponential,
    interval_weibull,
    turnbull,
)
from vegerin.engines.estimation.survival import (
    DIED,
    RETURNED,
    aalen_johansen,
    exponential,
    kaplan_meier,
    log_rank,
    weibull,
)

NOT_YET = np.inf
# Time until breasts retracted after radiotherapy alone (Finkelstein & Wolfe 1985, doi:10.2307/2530965).
COSMESIS = [
    *[(45, NOT_YET), (6, 10), (0, 7), (46, NOT_YET), (46, NOT_YET), (7, 16), (17, NOT_YET), (7, 14)],
    *[(37, 44), (0, 8), (4, 11), (15, NOT_YET), (11, 15), (22, NOT_YET), (46, NOT_YET), (46, NOT_YET)],
    *[(25, 37), (46, NOT_YET), (26, 40), (46, NOT_YET), (27, 34), (36, 44), (46, NOT_YET), (36, 48)],
    *[(37, NOT_YET), (40, NOT_YET), (17, 25), (46, NOT_YET), (11, 18), (38, NOT_YET), (5, 12)],
    *[(37, NOT_YET), (0, 5), (18, NOT_YET), (24, NOT_YET), (36, NOT_YET), (5, 11), (19, 35), (17, 25)],
    *[(24, NOT_YET), (32, NOT_YET), (33, NOT_YET), (19, 26), (37, NOT_YET), (34, NOT_YET), (36, NOT_YET)],
]
LEFT, RIGHT = ([pair[side] for pair in COSMESIS] for side in (0, 1))

times = st.lists(st.integers(1, 12).map(float), min_size=3, max_size=25)


def as_censored(left: list[float], right: list[float]) -> stats.CensoredData:
    """The same intervals as SciPy wants them."""
    between = [(a, b) for a, b in zip(left, right, strict=True) if a < b < NOT_YET]
    exact = [a for a, b in zip(left, right, strict=True) if a == b]
    open_ = [a for a, b in zip(left, right, strict=True) if b == NOT_YET]
    return stats.CensoredData(uncensored=exact, right=open_, interval=between or None)


def test_turnbulls_curve_of_the_cosmesis_data_is_the_published_one() -> None:
    curve = turnbull(LEFT, RIGHT).curve

    # Masses as printed by R's package interval (Fay & Shaw 2010, doi:10.18637/jss.v036.i02).
    mass = [0.0463, 0.0334, 0.0887, 0.0708, 0.0926, 0.0818, 0.1209, 0.4656]
    found = -np.diff([1.0, *(point.surv for point in curve)])
    with_mass = found > 1e-4
    assert [point.time for point, there in zip(curve, with_mass, strict=True) if there] == [
        *[4.5, 6.5, 7.5, 11.5, 24.5, 33.5, 39.0, 47.0]
    ]
    assert found[with_mass] == pytest.approx(mass, abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 6)), min_size=2, max_size=10))
def test_turnbulls_curve_has_the_likelihood_that_a_general_maximiser_finds(
    spans: list[tuple[int, int]],
) -> None:
    left = np.array([a for a, _ in spans], dtype=float)
    right = np.array([a + w if w < 6 else NOT_YET for a, w in spans])
    places = innermost(left, right)
    holds = np.array(
        [[a <= p and q <= b for p, q in places] for a, b in zip(left, right, strict=True)], float
    )
    survival = [point.surv for point in turnbull(left.tolist(), right.tolist()).curve]

    def against(x: np.ndarray) -> float:
        return -float(np.log(np.maximum(holds @ (np.exp(x) / np.exp(x).sum()), 1e-300)).sum())

    found = min(
        optimize.minimize(against, start).fun
        for start in (np.zeros(len(places)), np.arange(len(places)) / 3.0)
    )
    mass = -np.diff([1.0, *survival, *([0.0] if len(survival) < len(places) else [])])
    ours = -float(np.log(np.maximum(holds @ np.maximum(mass, 0), 1e-300)).sum())
    assert ours == pytest.approx(found, abs=1e-3)


def test_the_interval_weibull_and_exponential_are_scipys() -> None:
    data = as_censored(LEFT, RIGHT)

    shape, _, scale = stats.weibull_min.fit(data, floc=0)
    _, mean = stats.expon.fit(data, floc=0)

    ours, rate = interval_weibull(LEFT, RIGHT), interval_exponential(LEFT, RIGHT)
    assert (ours.shape, ours.scale) == pytest.approx((shape, scale), rel=1e-3)
    assert rate.rate == pytest.approx(1 / mean, rel=1e-3)
    likelihood = sum(
        np.log(np.exp(-((a / ours.scale) ** ours.shape)) - np.exp(-((b / ours.scale) ** ours.shape)))
        for a, b in COSMESIS
    )
    assert ours.loglik == pytest.approx(likelihood, rel=1e-9)
    assert rate.loglik == pytest.approx(
        sum(np.log(np.exp(-rate.rate * a) - np.exp(-rate.rate * b)) for a, b in COSMESIS), rel=1e-9
    )


def test_exact_dates_among_intervals_are_densities() -> None:
    left, right = [1.0, 2.0, 2.5, 0.0, 4.0], [1.0, 3.0, 2.5, 2.0, NOT_YET]

    shape, _, scale = stats.weibull_min.fit(as_censored(left, right), floc=0)

    ours = interval_weibull(left, right)
    assert (ours.shape, ours.scale) == pytest.approx((shape, scale), rel=1e-3)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@settings(max_examples=30, deadline=None)
@given(times, st.randoms(use_true_random=False))
def test_kaplan_meier_and_its_limits_are_scipys(when: list[float], chance) -> None:
    event = [int(chance.random() < 0.6) for _ in when]
    event[0] = 1
    data = stats.CensoredData(
        uncensored=[t for t, e in zip(when, event, strict=True) if e],
        right=[t for t, e in zip(when, event, strict=True) if not e],
    )

    theirs = stats.ecdf(data).sf
    curve = kaplan_meier(when, event).curve

    assert [theirs.evaluate(step.time) for step in curve] == pytest.approx([step.surv for step in curve])
    with np.errstate(all="ignore"):
        limits = theirs.confidence_interval(method="log-log")
    for step in curve:
        if step.lo is not None:
            assert step.lo == pytest.approx(float(limits.low.evaluate(step.time)), rel=1e-4)
            assert step.hi == pytest.approx(float(limits.high.evaluate(step.time)), rel=1e-4)


def test_the_log_rank_test_is_scipys() -> None:
    rng = np.random.default_rng(3)
    groups = [np.ceil(rng.exponential(scale, 30) * 4) for scale in (2, 3)]
    events = [(rng.random(30) < 0.7).astype(int) for _ in groups]
    data = [
        stats.CensoredData(uncensored=when[e > 0], right=when[e == 0])
        for when, e in zip(groups, events, strict=True)
    ]

    ours = log_rank([g.tolist() for g in groups], [e.tolist() for e in events])
    theirs = stats.logrank(*data)

    assert (ours.chisq, ours.p) == pytest.approx((theirs.statistic**2, theirs.pvalue))


def test_exponential_and_weibull_are_scipys() -> None:
    rng = np.random.default_rng(4)
    when, event = (rng.weibull(1.4, 60) * 9).tolist(), (rng.random(60) < 0.6).astype(int).tolist()
    data = stats.CensoredData(
        uncensored=[t for t, e in zip(when, event, strict=True) if e],
        right=[t for t, e in zip(when, event, strict=True) if not e],
    )

    shape, _, scale = stats.weibull_min.fit(data, floc=0)
    _, mean = stats.expon.fit(data, floc=0)

    ours = weibull(when, event)
    assert (ours.shape, ours.scale) == pytest.approx((shape, scale), rel=1e-3)
    assert exponential(when, event).rate == pytest.approx(1 / mean, rel=1e-3)


def shares_with_weights(when: np.ndarray, what: np.ndarray, weight: np.ndarray) -> dict[float, tuple]:
    """The product formula with people counted by weight: the slow twin."""
    missing, back, dead, found = 1.0, 0.0, 0.0, {}
    for t in sorted(set(when[what > 0].tolist())):
        at_risk = weight[when >= t].sum()
        returned, died = (weight[(when == t) & (what == cause)].sum() for cause in (RETURNED, DIED))
        back, dead = back + missing * returned / at_risk, dead + missing * died / at_risk
        missing *= 1 - (returned + died) / at_risk
        found[t] = (missing, back, dead)
    return found


@settings(max_examples=20, deadline=None)
@given(times, st.randoms(use_true_random=False))
def test_aalen_johansen_and_its_errors_are_those_of_nudging_every_person(when: list[float], chance) -> None:
    what = np.array([chance.choice([0, 1, 1, 2]) for _ in when])
    what[0] = RETURNED
    at, ones = np.array(when), np.ones(len(when))

    curve = aalen_johansen(when, what.tolist()).curve

    plain = shares_with_weights(at, what, ones)
    squares = {t: np.zeros(2) for t in plain}
    for i in range(len(when)):
        nudge = np.where(np.arange(len(when)) == i, 1e-5, 0.0)
        up, down = (shares_with_weights(at, what, ones + sign * nudge) for sign in (1, -1))
        for t in plain:
            squares[t] += ((np.array(up[t][1:]) - np.array(down[t][1:])) / 2e-5) ** 2
    for row in curve:
        assert (row.p_missing, row.p_alive, row.p_dead) == pytest.approx(plain[row.time])
        assert (row.se_alive, row.se_dead) == pytest.approx(np.sqrt(squares[row.time]), abs=1e-6)


def test_events_may_be_said_as_true_and_false() -> None:
    times = [1.0, 2.0, 3.0]

    said, numbered = (
        solve(Case("x", "survival", {"km": {"time": times, "event": events}}, ""), Options()).results["km"]
        for events in ([True, False, True], [1, 0, 1])
    )

    assert said == numbered
