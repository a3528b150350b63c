"""How invented names are written down: in a script, with another clerk's vowels, with slips of the hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Rng = np.random.Generator
Spelt = dict[str, list[str]]

SCRIPTS = ("kmr_latn", "arab", "ckb_arab", "en", "de_tr")
_ARABIC = ("arab", "ckb_arab")


def _rules(said: str) -> list[list[str]]:
    return [pair.split(">") for pair in said.split()]


# What another clerk hears: Latin letters in any Latin script, Arabic ones in Arabic.
_HEARD = _rules(
    "e>a a>e i>ee ee>i i>e e>i ou>u oo>u u>o o>u kh>x x>kh kh>h sh>s ai>ei ay>ai ei>ai y>i dh>d gh>g j>g q>k "
    "k>q w>v v>w th>t ss>s l>ll m>mm s>ss d>dd ya>ia ia>ya ah>a a>ah y>ie"
)
_SEEN = _rules("ى>ي ي>ى ة>ه ه>ة أ>ا إ>ا ك>ج ج>ك ك>گ گ>ك ئ>ي ؤ>و ظ>ض ض>ظ ق>ك ت>ط ي>ى")


def spelt(row: Mapping[str, str]) -> Spelt:
    """The spellings of one name by script, out of a row of a name table."""
    forms = {
        script: [form.strip() for form in row.get(script, "").split("|") if form.strip()]
        for script in SCRIPTS
    }
    latin = forms["en"] or forms["kmr_latn"] or forms["de_tr"]
    arabic = forms["arab"] or forms["ckb_arab"]
    return {
        script: found or ((arabic or latin) if script in _ARABIC else (latin or arabic))
        for script, found in forms.items()
    }


def written(name: Spelt, script: str, rng: Rng, *, heard: float, slips: float) -> str:
    """One spelling of the name, perhaps as another clerk heard it, perhaps with a slip."""
    form = name[script][rng.integers(len(name[script]))]
    if rng.random() < heard:
        form = _as_heard(form, _SEEN if script in _ARABIC else _HEARD, rng)
    return mistyped(form, rng) if rng.random() < slips and len(form) > 2 else form


def _as_heard(form: str, rules: list[list[str]], rng: Rng) -> str:
    able = [(old, new) for old, new in rules if old in form[1:].casefold()]
    if not able:
        return form
    old, new = able[int(rng.integers(len(able)))]
    at = form.casefold().index(old, 1)
    return form[:at] + new + form[at + len(old) :]


def mistyped(form: str, rng: Rng) -> str:
    """A letter lost, two swapped, one doubled, or one replaced."""
    at = int(rng.integers(1, len(form)))
    kind = int(rng.integers(4))
    if kind == 0:
        return form[:at] + form[at + 1 :]
    if kind == 1:
        return form[: at - 1] + form[at] + form[at - 1] + form[at + 1 :]
    if kind == 2:
        return form[:at] + form[at - 1] + form[at:]
    return form[:at] + form[int(rng.integers(len(form)))] + form[at + 1 :]
