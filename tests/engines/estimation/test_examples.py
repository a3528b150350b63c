"""The worked examples in the engines' docstrings run."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import vegerin.engines.estimation as estimation

MODULES = [
    "vegerin.engines.fields",
    "vegerin.engines.history.weigh",
    "vegerin.engines.history.alive",
    "vegerin.engines.history.nongenetic",
    "vegerin.engines.disclosure.attack",
    "vegerin.engines.disclosure.cells",
    "vegerin.engines.disclosure.rounding",
    "vegerin.engines.disclosure.sensitive",
    "vegerin.engines.disclosure.suppress",
    *(f"vegerin.engines.estimation.{module.name}" for module in pkgutil.iter_modules(estimation.__path__)),
]


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_run(name: str) -> None:
    result = doctest.testmod(import_module(name))

    assert result.failed == 0
