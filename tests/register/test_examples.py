"""The examples in the register's modules are true."""

import doctest

import pytest

from vegerin.register import codes, indexing, phones


@pytest.mark.parametrize("module", [codes, indexing, phones])
def test_every_example_in_the_module_is_true(module) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("number", ["00572", "48213", "99999"])
def test_a_slip_of_one_digit_or_two_swapped_is_noticed(number) -> None:
    right = f"P{number}-{codes.check_digit(number)}"
    slips = {right[:at] + digit + right[at + 1 :] for at in range(1, 6) for digit in "0123456789"} - {right}
    swaps = {right[:at] + right[at + 1] + right[at] + right[at + 2 :] for at in range(1, 5)} - {right}

    assert codes.is_right(right)
    assert not [code for code in slips | swaps if codes.is_right(code)]
