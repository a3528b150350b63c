"""In whose spelling a form is written: Xelîl is Kurmanji, Khaleel English, though both are one name.

Who asks for a name in Kurmanji wants Xelîl first. How likely a form is of the wanted spelling is added to
what the names themselves say; it is learnt from the letters of the hand table's columns, three at a time.

Where nobody says what is wanted, the list that is searched tells: among forms of which half are spelt in
Kurmanji, a Kurmanji spelling is likelier to be the one written than the names that the model learnt from,
nearly all English, would make it. That is the rule of Bayes for another share of two spellings.

Of spellings that differ by marks alone (Gérard, Gerard) the letters say nothing. The one without marks comes
first by a little, for most lists leave them out; letters of Kurdish, German and Turkish count as plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from vegerin.engines.names import chances, lexicon
from vegerin.engines.names.chances import LetterChances
from vegerin.engines.names.letters import folded, script_of
from vegerin.engines.names.spellings import Floats

# What may be asked for, and the columns of the two tables that are written so.
COLUMNS = {"kmr": ("kmr_latn", "name_kmr"), "en": ("en", "name_en_variants"), "de_tr": ("de_tr",),
           "ar": ("arab", "name_ar"), "ckb": ("ckb_arab",)}  # fmt: skip
SCRIPTS = {"kmr": "latn", "en": "latn", "de_tr": "latn", "ar": "arab", "ckb": "arab"}
RIVAL = {"en": "kmr", "de_tr": "kmr", "ar": "ckb", "ckb": "ar"}
OTHER_SCRIPT = -12.0  # as good as never
# What share of the letters of English names alone looks Kurmanji (12,901 public ones); and how many forms
# of that share stand beside a list before it is believed to have another.
USUAL_SHARE, DOUBTED = 0.165, 200
# How much speaks against marks. Chosen on tokens of the training side, where .05 to .7 did about as well.
MARKED = -0.2
LETTERS_OF_OURS = frozenset("çşêîûëłřḧẍäöüßğı")


def learn(forms: Mapping[str, Iterable[str]]) -> dict[str, LetterChances]:
    """Letter chances of each spelling from forms that are written so."""
    return {style: chances.learn(map(folded, written)) for style, written in forms.items()}


def forms_by_style(left_out: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """The forms of both tables by how they are written, without the rows that hold a form left out."""
    found: dict[str, list[str]] = {style: [] for style in COLUMNS}
    for table in ("variants.tsv", "given-names.tsv"):
        for row in lexicon.rows(table):
            cells = {
                style: [form for column in columns for form in _split(row.get(column, ""))]
                for style, columns in COLUMNS.items()
            }
            if left_out.isdisjoint(form for forms in cells.values() for form in forms):
                for style, written in cells.items():
                    found[style] += written
    return found


def _split(cell: str) -> list[str]:
    return [form.strip() for form in cell.replace("|", ",").replace("/", ",").split(",") if form.strip()]


@lru_cache(maxsize=1)
def shipped() -> dict[str, LetterChances]:
    """Learnt from the tables that come with the engine."""
    return learn(forms_by_style())


def log_chances(
    forms: Sequence[str], wanted: str, *, by: Mapping[str, LetterChances] | None = None
) -> Floats:
    """log of the chance that each form is written as wanted, all spellings of its script alike before.

    >>> kurmanji, english = log_chances(["Xelîl", "Khaleel"], "kmr")
    >>> bool(kurmanji > -0.1 and english < -3)
    True
    """
    by = by or shipped()
    found = np.full(len(forms), OTHER_SCRIPT)
    for at, form in enumerate(forms):
        small = folded(form)
        if script_of(small) in {SCRIPTS[wanted], "mixed"}:
            found[at] = max(OTHER_SCRIPT, _log_chance(small, wanted, by))
    return found


def by_share(forms: Sequence[str], *, by: Mapping[str, LetterChances] | None = None) -> Floats:
    """What speaks for each form by the share that Kurmanji spellings have among the Latin ones of the list.

    >>> among_english = by_share(["Xelîl", *["Khaleel", "Shireen", "Hussein", "Johnson"] * 100])
    >>> among_kurmanji = by_share(["Xelîl", *["Şîrîn", "Mîrza", "Xecê", "Bengîn"] * 100])
    >>> bool(among_kurmanji[0] > 1 > 0.1 > among_english[0])
    True
    """
    latin = np.array([script_of(folded(form)) == "latn" for form in forms], bool)
    chances = np.exp(log_chances(forms, "kmr", by=by))
    share = (chances[latin].sum() + DOUBTED * USUAL_SHARE) / (latin.sum() + DOUBTED)
    besides = np.log(chances * share / USUAL_SHARE + (1 - chances) * (1 - share) / (1 - USUAL_SHARE))
    return np.asarray(np.where(latin, besides, 0.0))


def plain_first(forms: Iterable[str]) -> Floats:
    """What speaks against each form for marks that most lists leave out.

    >>> plain_first(["Gerard", "Gérard", "Xelîl", "خليل"]).tolist()
    [0.0, -0.2, 0.0, 0.0]
    """
    return np.array([MARKED if _has_marks(folded(form)) else 0.0 for form in forms], float)


def _has_marks(form: str) -> bool:
    foreign = {letter for letter in form if letter.isalpha() and not letter.isascii()} - LETTERS_OF_OURS
    return bool(foreign) and script_of(form) == "latn"


def _log_chance(form: str, wanted: str, by: Mapping[str, LetterChances]) -> float:
    """Kurmanji among all Latin spellings; of the others only what looks like their rival is put back.

    English and German write many names alike, so letters cannot tell which of the two was meant.
    """
    own = by[wanted].log_of(form)
    if wanted != "kmr":
        return min(0.0, own - by[RIVAL[wanted]].log_of(form))
    logs = np.array([by[style].log_of(form) for style in by if SCRIPTS[style] == "latn"])
    return own - float(logs.max() + np.log(np.exp(logs - logs.max()).sum()))
