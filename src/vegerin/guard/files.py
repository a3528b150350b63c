"""Attachments: sealed files whose names say nothing; their keys are destroyed like any row's."""

from __future__ import annotations

import os
from pathlib import Path

from vegerin.guard import office, sealing
from vegerin.guard.reader import Reader

COLUMN = "file"


def keep(content: bytes, *, compartment: str, table: str, row: object, author: Reader | None = None) -> str:
    """Write a sealed file; returns the name to store in the row."""
    name = os.urandom(16).hex()
    sealed = sealing.seal(
        content, compartment=compartment, table=table, column=COLUMN, row=row, author=author
    )
    office.write_safely(_place(name), sealed)
    return name


def read(name: str, *, reader: Reader, table: str, row: object) -> bytes:
    """Open a sealed file; raises NotYours, Destroyed or Altered."""
    return sealing.unseal(_place(name).read_bytes(), reader=reader, table=table, column=COLUMN, row=row)


def _place(name: str) -> Path:
    if len(name) != 32 or not set(name) <= set("0123456789abcdef"):
        raise ValueError("Not the name of an attachment.")
    return office.folder_from_environment() / "attachments" / name
