"""On a phone a table's rows become terms: every cell says whose column it is."""

from __future__ import annotations

import pytest

from vegerin.ui.stacked import with_labels

HEADS = '<table class="stacks"><thead><tr><th scope="col">Who</th><th scope="col">When</th></tr></thead>'


def test_each_cell_gets_the_head_of_its_column() -> None:
    table = HEADS + '<tbody><tr data-row><th scope="row">Nazê</th><td class="number">2014</td></tr></tbody>'

    assert '<td class="number" data-label="When">2014</td>' in with_labels(table)
    assert '<th scope="row">Nazê</th>' in with_labels(table)


@pytest.mark.parametrize(
    "cell", ['<td colspan="2">Nobody</td>', "<td></td>", "<td><form></form><button>Keep</button></td>"]
)
def test_what_needs_no_label_gets_none(cell) -> None:
    table = f"{HEADS}<tbody><tr>{cell}</tr></tbody></table>"

    assert with_labels(table) == table


def test_a_head_in_quotes_stays_inside_its_attribute() -> None:
    table = '<table><thead><tr><th>"Said"</th></tr></thead><tbody><tr><td>x</td></tr></tbody></table>'

    assert '<td data-label="&quot;Said&quot;">x</td>' in with_labels(table)
