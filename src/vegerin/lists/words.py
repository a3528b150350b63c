"""What the engine says in codes, in sentences that can be translated."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vegerin.lists.columns import Field
from vegerin.lists.raw_rows import Unreadable
from vegerin.ui.scripts import isolated, language_of
from vegerin.ui.templatetags.ui import thousands

FIELD_WORDS: Mapping[Field, Promise] = {
    Field.OWN_ID: _("The list’s own number"),
    Field.FULL_NAME: _("Name, whole"),
    Field.FULL_NAME_LATIN: _("Name, whole, Latin letters"),
    Field.GIVEN: _("Given name"),
    Field.FATHER: _("Father’s name"),
    Field.GRANDFATHER: _("Grandfather’s name"),
    Field.MOTHER: _("Mother’s name"),
    Field.LINEAGE: _("Family name"),
    Field.SEX: _("Sex"),
    Field.AGE: _("Age"),
    Field.AGE_ON: _("Day on which the age was said"),
    Field.BORN: _("Born"),
    Field.VILLAGE: _("Village"),
    Field.HOUSEHOLD: _("Household number"),
    Field.TAKEN_ON: _("Taken on"),
    Field.IMPOSED_NAME: _("Name forced on her (sealed)"),
    Field.PHONE: _("Telephone (sealed)"),
    Field.ADDRESS: _("Address or camp (sealed)"),
    Field.REMARK: _("Remark (sealed)"),
    Field.NOT_USED: _("Keep sealed, do not use"),
}
# What a row says beside its names, in the order of a page.
FACTS = (
    Field.MOTHER,
    Field.SEX,
    Field.AGE,
    Field.AGE_ON,
    Field.BORN,
    Field.VILLAGE,
    Field.HOUSEHOLD,
    Field.TAKEN_ON,
)

KINDS_OF_CHANGE: Mapping[str, Promise] = {
    "spacing": _("blanks between the parts"),
    "letter_case": _("capital and small letters"),
    "code_points": _("the same letter, coded otherwise"),
    "diacritics_tatweel": _("vowel signs or tatweel"),
    "punctuation": _("brackets or hyphens"),
    "digits": _("the same number in other digits"),
    "hamza_alef": _("hamza or form of alef"),
    "ya": _("form of ya"),
    "ta_marbuta": _("ta marbuta"),
    "final_a": _("last a written otherwise"),
    "compound_spacing": _("compound together or apart"),
    "doubled_letter": _("a letter once or twice"),
    "long_a": _("long a written or not"),
    "split_in_print": _("a blank inside a part"),
    "letters_swapped_in_print": _("letters swapped in print"),
    "letters_lost_in_print": _("letters lost in print"),
    "dots": _("dots of a letter"),
    "same_sound": _("letters of one sound"),
    "letters_transposed": _("two letters changed places"),
    "stray_in_print": _("a letter torn off in print"),
    "romanisation": _("another Latin spelling"),
    "script": _("another script"),
    "follows_other_script": _("follows the name in the other script"),
    "filler": _("a sign for a missing part"),
    "order": _("order of the parts"),
    "part_added": _("a part was added"),
    "part_left_out": _("a part was left out"),
    "written_otherwise": _("the same, written otherwise"),
    "unknown_became_known": _("it was not known and now is"),
    "more_exact": _("said more exactly"),
    "age_by_date": _("older by the time between"),
    "became_unknown": _("it was known and now is not"),
    "spelling": _("spelling, no rule explains it"),
    "part_replaced": _("a part became another name"),
    "other": _("another value"),
}


def questions(reason: str, count: int) -> str:
    """Why a run asks, and how often; "" for a reason that needs no sentence."""
    if reason == "doubtful":
        sentence = ngettext(
            "{count} pair may be one person or two.", "{count} pairs may be one person or two.", count
        )
    elif reason == "row_and_person":
        sentence = ngettext(
            "{count} row is very likely a person of the register. It becomes one only at your word.",
            "{count} rows are very likely people of the register. They become so only at your word.",
            count,
        )
    elif reason == "forbidden_by_constraint":
        sentence = ngettext(
            "{count} pair fits, but one of the two is put together with a row that the other cannot be.",
            "{count} pairs fit, but one of the two is put together with a row that the other cannot be.",
            count,
        )
    elif reason == "place_in_family":
        sentence = ngettext(
            "{count} pair shares a family with one place left, and no name.",
            "{count} pairs share a family with one place left, and no name.",
            count,
        )
    else:
        return ""
    return sentence.format(count=thousands(count))


BAD_ROWS: Mapping[str, Promise] = {
    "cell_count": _("Its cells: {count}. The headings: {headings}."),
    "quote_open": _("A quotation mark opens and never closes."),
    "quote_wrong": _("Letters stand outside their quotation marks."),
    "cell_long": _("The cell under “{heading}” holds {letters} signs; at most {most}."),
    "nul": _("The cell under “{heading}” holds signs that are no letters."),
    "encoding": _("The cell under “{heading}” is not in the file’s encoding."),
}


def why_bad(code: str, values: Mapping[str, Any]) -> str:
    """Why a row did not go in."""
    sentence = BAD_ROWS.get(code)
    return str(sentence).format(**values) if sentence else code


def why_unreadable(error: Unreadable) -> str:
    """Why a file is no list, in the reader's language."""
    values = {key: isolated(text) if isinstance(text, str) else text for key, text in error.values.items()}
    return say(error.sentence).format(**values)


def marked(old: str, new: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both texts in pieces, each with whether it differs; a blank that differs is shown as one.

    >>> marked("Xidir", "Xidr")[0]["parts"]
    [('Xid', False), ('i', True), ('r', False)]
    """
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for tag, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for pieces, piece in ((before, old[i:k]), (after, new[j:m])):
            if piece:
                pieces.append((piece, tag != "equal"))
    return _pieces(old, before), _pieces(new, after)


def _pieces(text: str, parts: list[tuple[str, bool]]) -> dict[str, Any]:
    return {"text": text, "parts": parts, "language": language_of(text, "")}
