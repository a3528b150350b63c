"""The catalogues and what the code says: gathered, compared, compiled; needs no gettext tools.

python -m tests.catalogue                   what has no Arabic yet, and how much the other languages lack
python -m tests.catalogue update            new sentences into all catalogues, old ones out, compiled
python -m tests.catalogue missing kmr       what one language lacks, one sentence a line (plural: one|||other)
python -m tests.catalogue fill kmr FILE     sentences of a file, `English <tab> Kurmanji`, into its catalogue
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent / "src" / "vegerin"
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
TWO = (2, "(n != 1)")
# Folder of a catalogue: number of plural forms and their rule.
PLURALS = {
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"),
    "kmr": TWO,
    "kmr_Arab": TWO,
    "ckb": TWO,
    "de": TWO,
}
NAMES = {"ar": "Arabic", "kmr": "Kurmanji", "kmr_Arab": "Badini", "ckb": "Sorani", "de": "German"}
# What Django itself says on our forms, in languages it does not speak.
DJANGO_SAYS = (
    "Enter a valid value.",
    "Enter a whole number.",
    "Enter a number.",
    "Enter a valid date.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "Select a valid choice. That choice is not one of the available choices.",
    "“%(value)s” is not a valid value.",
    "Enter a list of values.",
    "The submitted file is empty.",
    "No file was submitted. Check the encoding type on the form.",
    "Null characters are not allowed.",
    "Ensure this value is less than or equal to %(limit_value)s.",
    "Ensure this value is greater than or equal to %(limit_value)s.",
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    (
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
)
SAME_DAY = datetime(2026, 11, 21, tzinfo=UTC)  # so that gathering twice writes the same bytes
BETWEEN = "|||"  # between the forms of a plural, in a file of translations
Sentence = str | tuple[str, ...]


def file_of(folder: str) -> Path:
    """The catalogue of a language."""
    return ROOT / "locale" / folder / "LC_MESSAGES" / "django.po"


@cache
def sentences() -> tuple[Sentence, ...]:
    """Everything the pages say, each once, in the order of the files."""
    return each_once([*DJANGO_SAYS, *_said_in_files()])


def each_once(said: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Different sentences; what is said alone and of a number too stands in a catalogue as the plural only.

    >>> each_once(["A row", ("A row", "{n} rows"), "A row"])
    (('A row', '{n} rows'),)
    """
    different = dict.fromkeys(said)
    of_a_number = {one[0] for one in different if isinstance(one, tuple)}
    return tuple(one for one in different if one not in of_a_number)


def _said_in_files() -> Iterator[Sentence]:
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


def kept(folder: str = "ar") -> Catalog:
    """The catalogue as it is."""
    with file_of(folder).open("rb") as file:
        return read_po(file, locale=folder)


def is_whole(string: str | tuple[str, ...] | list[str]) -> bool:
    """Whether a sentence has its translation, in every form."""
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def message_of(catalogue: Catalog, said: Sentence) -> Message | None:
    """The entry of exactly this sentence: Babel finds a plural under its singular, and the other way."""
    message = catalogue.get(said)
    return message if message and message.id == said else None


def untranslated(catalogue: Catalog) -> list[Sentence]:
    """What the code says and the catalogue does not."""
    missing = []
    for said in sentences():
        message = message_of(catalogue, said)
        if not message or not is_whole(message.string) or message.fuzzy:
            missing.append(said)
    return missing


def gathered(old: Catalog | None, folder: str = "ar") -> Catalog:
    """A catalogue of exactly what the code says, with the translations there are."""
    new = Catalog(
        locale=folder,
        project="Vegerin",
        header_comment=f"# The {NAMES[folder]} of Vegerin; unchecked by a native speaker, see GLOSSARY.md.",
        creation_date=SAME_DAY,
        revision_date=SAME_DAY,
        last_translator="",
        language_team="",
        copyright_holder="",
        msgid_bugs_address="",
        fuzzy=False,
    )
    new._num_plurals, new._plural_expr = PLURALS[folder]
    for said in sorted(sentences(), key=str):
        message = message_of(old, said) if old else None
        new.add(said, message.string if message else "")
    return new


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as Django reads it; a sentence that is not whole is left out."""
    for message in list(catalogue):
        if message.id and not is_whole(message.string):
            catalogue.delete(message.id)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def write(catalogue: Catalog, folder: str = "ar") -> None:
    """Both files."""
    file = file_of(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as open_file:
        write_po(open_file, catalogue, width=0, omit_header=False, sort_output=True)
    file.with_suffix(".mo").write_bytes(compiled(kept(folder)))


def update() -> None:
    """All catalogues say what the code says now."""
    for folder in PLURALS:
        write(gathered(kept(folder) if file_of(folder).exists() else None, folder), folder)


def on_one_line(said: Sentence) -> str:
    """A sentence as a file of translations writes it."""
    text = BETWEEN.join(said) if isinstance(said, (tuple, list)) else said
    return text.replace("\n", "\\n").replace("\t", "\\t")


def fill(folder: str, rows: list[str]) -> None:
    """Translations from rows `English <tab> translation`; a plural with one form repeats it."""
    catalogue = gathered(kept(folder), folder)
    ids = {on_one_line(said): said for said in sentences()}
    for row in rows:
        english, _, text = row.rstrip("\n").partition("\t")
        said = ids.get(english)
        if said is None or not text:
            print(f"not said any more: {english}", file=sys.stderr)
            continue
        forms = text.replace("\\n", "\n").replace("\\t", "\t").split(BETWEEN)
        count = PLURALS[folder][0]
        message = catalogue.get(said)
        message.string = tuple((forms * count)[:count]) if isinstance(said, tuple) else forms[0]
    write(catalogue, folder)


def main(arguments: list[str]) -> None:
    """The words above."""
    if arguments[:1] == ["missing"]:
        print("\n".join(map(on_one_line, untranslated(kept(arguments[1])))))
        return
    if arguments[:1] == ["fill"]:
        fill(arguments[1], Path(arguments[2]).read_text("utf-8").splitlines())
        return
    if arguments == ["update"]:
        update()
    for said in untranslated(kept()):
        print(said)
    if not arguments:
        for folder in PLURALS:
            print(f"{NAMES[folder]}: {len(untranslated(kept(folder)))} of {len(sentences())} missing")


if __name__ == "__main__":
    main(sys.argv[1:])
