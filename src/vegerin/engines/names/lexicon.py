"""Usual spellings of one name, reviewed by people: what no rule about letters can know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from vegerin.engines.names.letters import folded

_FORM_COLUMNS = ("kmr_latn", "arab", "ckb_arab", "en", "de_tr")


@dataclass(frozen=True)
class Entry:
    """One name with all its usual spellings."""

    id: str
    kind: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Entries and, for each folded form, the entries it may be a spelling of."""

    entries: Mapping[str, Entry]
    by_form: Mapping[str, frozenset[str]] = field(repr=False)

    def ids(self, text: str) -> frozenset[str]:
        """The entries that have this spelling."""
        return self.by_form.get(_looked_up(text), frozenset())

    def share(self, one: str, other: str) -> bool:
        """Whether two forms are usual spellings of one name."""
        return not self.ids(one).isdisjoint(self.ids(other))


def of(entries: Iterable[Entry]) -> Lexicon:
    """A lexicon of these entries."""
    by_id = {entry.id: entry for entry in entries}
    by_form: dict[str, set[str]] = {}
    for entry in by_id.values():
        for form in entry.forms:
            by_form.setdefault(_looked_up(form), set()).add(entry.id)
    return Lexicon(by_id, {form: frozenset(ids) for form, ids in by_form.items()})


EMPTY = of(())


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The lexicon that comes with the engine; its provenance is in resources/README.md."""
    return of(_merged(_hand_table(), _given_names()))


def _merged(entries: list[Entry], more: list[Entry]) -> list[Entry]:
    """Both tables as one: rows with two spellings in common are one name, so that its count is one."""
    by_id = {entry.id: entry for entry in entries}
    known = of(entries)
    for entry in more:
        shared = Counter(found for form in entry.forms for found in sorted(known.ids(form)))
        found, count = max(shared.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if count < 2:
            by_id[entry.id] = entry
        else:
            old = by_id[found]
            by_id[found] = Entry(found, old.kind, tuple(dict.fromkeys((*old.forms, *entry.forms))))
    return list(by_id.values())


def rows(name: str) -> list[dict[str, str]]:
    """A table of the engine's resources."""
    text = resources.files("vegerin.engines.names").joinpath("resources", name).read_text(encoding="utf-8")
    header, *lines = text.splitlines()
    columns = header.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=False)) for line in lines if line]


def _hand_table() -> list[Entry]:
    return [
        Entry(
            row["id"],
            row["kind"],
            tuple(form for column in _FORM_COLUMNS for form in row[column].split("|") if form),
        )
        for row in rows("variants.tsv")
    ]


def _given_names() -> list[Entry]:
    entries = []
    for at, row in enumerate(rows("given-names.tsv"), start=1):
        english = [form.strip() for form in row["name_en_variants"].split(",")]
        arabic = [form.strip() for form in row["name_ar"].split("/")]
        entries.append(
            Entry(f"G{at:03d}", "given", tuple(filter(None, (row["name_kmr"].strip(), *arabic, *english))))
        )
    return entries


@lru_cache(maxsize=1)
def _lineage_forms() -> frozenset[str]:
    return frozenset(
        _looked_up(form)
        for entry in shipped().entries.values()
        if entry.kind == "lineage"
        for form in entry.forms
    )


def is_lineage(text: str) -> bool:
    """Whether this is a usual spelling of a lineage or nisba.

    >>> is_lineage("Şingalî"), is_lineage("Xelîl")
    (True, False)
    """
    return _looked_up(text) in _lineage_forms()


@lru_cache(maxsize=65536)
def _looked_up(text: str) -> str:
    """Folded, without spaces, dashes and apostrophes: Abdul-Rahman and Abdul Rahman are one spelling."""
    return "".join(letter for letter in folded(text) if letter.isalpha())
