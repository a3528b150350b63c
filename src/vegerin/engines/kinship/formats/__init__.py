"""Exchange formats in and out; all meet in the reference's JSON. A bad file is refused whole, with its
place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vegerin.engines.answers import BadInput, read_bytes, read_case
from vegerin.engines.kinship.formats import codis, familias, familias_write, ped, tables

Content = dict[str, Any]
Reader = Callable[[str, str], Content]
Writer = Callable[[Mapping[str, Any]], str]

FORMATS: Mapping[str, tuple[Reader, Writer]] = {
    "familias": (familias.read, familias_write.write),
    "familias-dvi": (familias.read, familias_write.write_dvi),
    "genemapper": (tables.read_tall, tables.write_tall),
    "genemapper-wide": (tables.read_wide, tables.write_wide),
    "genis": (tables.read_genis, tables.write_genis),
    "codis": (codis.read, codis.write),
    "ped": (ped.read, ped.write),
    "json": (
        lambda text, name: _json(text, name),
        lambda content: json.dumps(content, ensure_ascii=False) + "\n",
    ),
}

ENDINGS = {".fam": "familias", ".xml": "codis", ".ped": "ped", ".json": "json"}

# The header tells which table this is.
TABLES = frozenset({".csv", ".tsv", ".txt"})

# A file larger than this is no case of one office.
LARGEST = 200_000_000


def read_any(name: str, kind: str | None = None) -> Content:
    """A file in any of the formats, as the content of a case."""
    if kind is None and Path(name).suffix.lower() not in TABLES:
        kind = _kind_of(name)
    if kind == "json":
        return read_case(name).content
    raw = read_bytes(name)
    if len(raw) > LARGEST:
        raise BadInput(f"{name}: holds {len(raw)} bytes. Split it.")
    text = decoded(raw, name)
    if kind is None and ped.is_list_of_frequencies(text):
        return {"kind": "dvi", "markers": ped.read_frequencies(text, name)}
    return FORMATS[kind or tables.kind_of_table(text)][0](text, name)


def decoded(raw: bytes, name: str) -> str:
    """Text of a file from Windows or Unix; what is not text is refused with its place."""
    if b"\x00" in raw:
        raise BadInput(f"{name}: byte {raw.index(0)} is 0; this is not a text file. Export it as text.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def write_any(content: Content, name: str, kind: str | None = None) -> str:
    """The content of a case as text in one of the formats."""
    return FORMATS[kind or _kind_of(name)][1](content)


def _kind_of(name: str) -> str:
    kind = ENDINGS.get(Path(name).suffix.lower())
    if kind is None:
        raise BadInput(f"{name}: the ending does not tell the format. Say it: {', '.join(sorted(FORMATS))}.")
    return kind


def _json(text: str, name: str) -> Content:
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"{name}: is not JSON ({error}).") from None
    if not isinstance(content, dict):
        raise BadInput(f"{name}: should hold one JSON object.")
    return content
