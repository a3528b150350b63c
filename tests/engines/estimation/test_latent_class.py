"""Latent classes: the census of Kosovo, agreement of chains, and the same answer with and without numba."""

import numpy as np
import pytest

from tests.engines.references import FOLDER
from vegerin.engines.answers import read_case
from vegerin.engines.estimation.cases import table_of
from vegerin.engines.estimation.diagnostics import effective_size, r_hat
from vegerin.engines.estimation.latent_class import _Sampler, latent_class
from vegerin.engines.estimation.tables import OverlapTable
from vegerin.engines.fields import Fields


def table(name: str) -> OverlapTable:
    return table_of(Fields(read_case(str(FOLDER / f"{name}.json")).content, name))


@pytest.mark.long
def test_the_census_of_kosovo_is_met() -> None:
    found = latent_class(table("kosovo-1999"), rng=np.random.default_rng(1))

    assert found.converged
    assert found.median == pytest.approx(10_401, rel=0.05)
    assert found.q025 < 10_401 < found.q975


def test_a_small_table_converges_to_what_the_package_finds() -> None:
    # LCMCR prints medians of 732 to 734 for three seeds.
    found = latent_class(table("spina-bifida"), rng=np.random.default_rng(1), most_iterations=4000)

    assert found.median == pytest.approx(733, rel=0.02)


def test_loops_and_arrays_sample_the_same_distribution() -> None:
    tables = table("hepatitis-a-taiwan").ordered()[0]
    medians = []
    for fast in (True, False):
        sampler = _Sampler(tables, rng=np.random.default_rng(4), chains=8, classes=10, fast=fast)
        sampler.run(200)
        unlisted, _ = sampler.run(800)
        medians.append(float(np.median(unlisted)) + tables.listed)

    assert medians[0] == pytest.approx(
        medians[1], rel=0.12
    )  # 8 short chains; LCMCR's own seeds differ by 3 %


def test_chains_that_disagree_are_seen() -> None:
    rng = np.random.default_rng(1)
    agreeing = rng.normal(size=(2000, 4))

    assert r_hat(agreeing) < 1.01
    assert r_hat(agreeing + np.array([0, 0, 0, 1])) > 1.1
    assert effective_size(np.repeat(agreeing, 10, axis=0)) < 0.2 * agreeing.size * 10


def test_chains_that_have_not_arrived_are_said_to_disagree() -> None:
    found = latent_class(table("kosovo-1999"), rng=np.random.default_rng(1), most_iterations=1500)

    assert not found.converged
