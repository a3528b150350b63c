"""Whether chains have arrived: split R-hat and effective sample size."""

from __future__ import annotations

import numpy as np

from vegerin.engines.estimation.tables import Floats

STRETCHES = 4  # of each chain


def r_hat(draws: Floats) -> float:
    """Agreement of chains, each cut in half (Gelman & al. 2013, section 11.4); near 1 when they agree.

    Args:
        draws: (draws, chains).

    >>> rng = np.random.default_rng(1)
    >>> r_hat(rng.normal(size=(1000, 4))) < 1.01 < r_hat(rng.normal(size=(1000, 4)) + [0, 0, 0, 3])
    True
    """
    halves = _halves(draws)
    n = halves.shape[0]
    within = float(halves.var(axis=0, ddof=1).mean())
    if within == 0:
        return 1.0 if float(np.ptp(halves)) == 0 else np.inf
    between = n * float(halves.mean(axis=0).var(ddof=1))
    return float(np.sqrt((n - 1) / n + between / (n * within)))


def effective_size(draws: Floats) -> float:
    """How many independent draws these are worth (Geyer 1992; Vehtari & al. 2021, doi:10.1214/20-BA1221).

    >>> rng = np.random.default_rng(1)
    >>> 3000 < effective_size(rng.normal(size=(1000, 4))) < 5000
    True
    """
    halves = _halves(draws)
    n, chains = halves.shape
    centred = halves - halves.mean(axis=0)
    size = 2 ** int(np.ceil(np.log2(2 * n)))
    spectrum = np.fft.rfft(centred, n=size, axis=0)
    lagged = np.fft.irfft(np.abs(spectrum) ** 2, n=size, axis=0)[:n].mean(axis=1) / n
    within = lagged[0] * n / (n - 1)
    if within <= 0:
        return float(n * chains)
    total = within * (n - 1) / n + float(halves.mean(axis=0).var(ddof=1))
    correlation = 1 - (within - lagged) / total
    correlation[0] = 1.0
    pairs = correlation[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0)
    pairs = np.minimum.accumulate(pairs[: negative[0]] if negative.size else pairs)
    return float(n * chains / max(2 * pairs.sum() - 1, 1 / np.log10(n * chains)))


def error_of_median(draws: Floats) -> float:
    """How much the median would move from seed to seed: its standard error.

    The larger of two answers: from how many independent draws lie on either side of the median (Vehtari & al.
    2021, section 4.4), and from how far the medians of stretches of the chains lie apart: that sees slow
    moves.

    Args:
        draws: (draws, chains).

    >>> rng = np.random.default_rng(1)
    >>> 0.009 < error_of_median(rng.normal(size=(2500, 4))) < 0.018  # about sqrt(pi / 2) / 100
    True
    """
    worth = effective_size((draws <= np.median(draws)).astype(float))
    reach = 0.5 / np.sqrt(worth)
    low, high = np.quantile(draws, [max(0.0, 0.5 - reach), min(1.0, 0.5 + reach)])
    length = draws.shape[0] // STRETCHES
    stretches = draws[: STRETCHES * length].reshape(STRETCHES, length, -1)
    medians = np.median(stretches, axis=1)
    return max(float(high - low) / 2, float(medians.std(ddof=1) / np.sqrt(medians.size)))


def _halves(draws: Floats) -> Floats:
    half = draws.shape[0] // 2
    return np.concatenate([draws[:half], draws[half : 2 * half]], axis=1)
