"""The Arabic catalogue and what the code says: gathered, compared, compiled; needs no gettext tools.

python -m tests.catalogue            what is not translated yet
python -m tests.catalogue update     new sentences into the catalogue, old ones out, compiled
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent / "src" / "vegerin"
FILE = ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po"
# Refusals are written in plain English where they are raised and translated where they are shown.
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "Refused": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
PLURALS = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
SAME_DAY = datetime(2026, 11, 21, tzinfo=UTC)  # so that gathering twice writes the same bytes
Sentence = str | tuple[str, ...]


def sentences() -> Iterator[Sentence]:
    """Everything the pages say, in the order of the files."""
    for file in sorted(ROOT.rglob("*.py")):
        # Engines speak no language; migrations repeat what models say.
        if not {"migrations", "engines"} & set(file.parts):
            yield from in_python(file.read_bytes())
    for file in sorted(ROOT.rglob("*.html")):
        yield from in_template(file.read_text("utf-8"))


def in_python(source: bytes) -> Iterator[Sentence]:
    """The marked sentences of a module."""
    keywords = {**KEYWORDS, "say": None} if b"gettext as say" in source else KEYWORDS
    for _, said, _, _ in extract("python", BytesIO(source), keywords=keywords):
        if said:
            yield said


def in_template(source: str) -> Iterator[Sentence]:
    """The marked sentences of a template, as Django itself reads it."""
    from django.utils.translation.template import templatize

    yield from in_python(templatize(source).encode())


def kept() -> Catalog:
    """The catalogue as it is."""
    with FILE.open("rb") as file:
        return read_po(file, locale="ar")


def untranslated(catalogue: Catalog) -> list[Sentence]:
    """What the code says and the catalogue does not."""
    missing = []
    for said in dict.fromkeys(sentences()):
        message = catalogue.get(said)
        strings = message.string if message else ""
        whole = all(strings) if isinstance(strings, tuple) else bool(strings)
        if not message or not whole or message.fuzzy:
            missing.append(said)
    return missing


def gathered(old: Catalog | None) -> Catalog:
    """A catalogue of exactly what the code says, with the translations there are."""
    new = Catalog(
        locale="ar",
        project="Vegerin",
        header_comment="# The Arabic of Vegerin; unchecked by a native speaker, see GLOSSARY.md.",
        creation_date=SAME_DAY,
        revision_date=SAME_DAY,
        last_translator="",
        language_team="",
        copyright_holder="",
        msgid_bugs_address="",
        fuzzy=False,
    )
    new._num_plurals, new._plural_expr = 6, PLURALS.split("plural=")[1].rstrip(";")
    for said in sorted(dict.fromkeys(sentences()), key=str):
        message = old.get(said) if old else None
        new.add(said, message.string if message else "")
    return new


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def write(catalogue: Catalog) -> None:
    """Both files."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=False, sort_output=True)
    FILE.with_suffix(".mo").write_bytes(compiled(kept()))


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        write(gathered(kept() if FILE.exists() else None))
    for one in untranslated(kept()):
        print(one)
