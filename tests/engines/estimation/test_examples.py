"""The worked examples in the engines' docstrings run."""

import doctest
from importlib import import_module

import pytest

MODULES = [
    "vegerin.engines.fields",
    "vegerin.engines.history.weigh",
    "vegerin.engines.history.alive",
    "vegerin.engines.history.nongenetic",
]


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_run(name: str) -> None:
    result = doctest.testmod(import_module(name))

    assert result.attempted > 0
    assert result.failed == 0
