"""What is stated as probable happens that often: graves drawn from the prior of the answer, truth known.

The full count, with intervals, is `./run bench kinship_calibration`; its table stands in the methods page.
"""

import numpy as np
import pytest
from benchmarks.kinship_calibration import one_grave

from vegerin.engines.kinship.verdict import POLICY

BINS = ((0.01, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.99), (0.99, POLICY))


def stated_and_true(seeds):
    """Every pairing's posterior with whether it is true."""
    graves = [one_grave(seed) for seed in seeds]
    return np.concatenate([p for p, _, _ in graves]), np.concatenate([t for _, t, _ in graves])


def assert_calibrated(stated, true):
    for low, high in BINS:
        here = (stated >= low) & (stated < high)
        doubt = 4 * np.sqrt((stated[here] * (1 - stated[here])).sum()) + 3
        assert abs(true[here].sum() - stated[here].sum()) <= doubt, (low, high, here.sum())
    sure = stated >= POLICY
    wrong = int((~true[sure]).sum())
    assert wrong <= max(2, sure.sum() / 2_000), (wrong, sure.sum())


def test_pairings_are_true_as_often_as_stated():
    assert_calibrated(*stated_and_true(range(30)))


@pytest.mark.long
def test_twenty_thousand_sure_pairings_are_wrong_once_in_two_thousand_at_most():
    stated, true = stated_and_true(range(10_000, 17_000))

    assert (stated >= POLICY).sum() >= 20_000
    assert_calibrated(stated, true)
