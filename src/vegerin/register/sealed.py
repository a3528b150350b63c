"""Sealing one cell of one row of the register."""

from __future__ import annotations

from typing import Any

from vegerin.guard import sealing
from vegerin.guard.reader import Reader


def sealed(row: Any, column: str, value: bytes | str, *, by: Reader, compartment: str = "") -> bytes:
    """A value sealed for one cell of one row."""
    return sealing.seal(
        value,
        compartment=compartment or row.compartment,
        table=row._meta.db_table,
        column=column,
        row=row.pk,
        author=by,
    )
