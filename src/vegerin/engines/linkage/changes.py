"""One field of one row in two releases: what changed, and the named reason.

The kinds are a fixed list (`KINDS`), from the lightest to the gravest. A change has one kind, the gravest of
its reasons, and is `explained` when every difference has a reason of its own. `spelling`, `part_replaced`
and `other` say only that something differs; they explain nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from vegerin.engines import names
from vegerin.engines.linkage.letters import (
    PUNCTUATION,
    UNNAMED,
    Step,
    gravest,
    is_explained,
    steps_between,
    words,
)
from vegerin.engines.linkage.not_known import is_unknown
from vegerin.engines.linkage.skeletons import long_vowels_agree, romanised_alike, script_of, skeleton
from vegerin.engines.names import lexicon

KINDS: Mapping[str, str] = {
    "spacing": "More or fewer blanks between the parts; the same parts.",
    "letter_case": "Capital and small letters.",
    "code_points": "The same letter under another code point (ک for ك, ی for ي, presentation forms).",
    "diacritics_tatweel": "Vowel signs, tatweel, marks on Latin letters, invisible signs.",
    "punctuation": "Brackets, hyphens, apostrophes and full stops.",
    "digits": "The same number in other digits, or written another way.",
    "hamza_alef": "Hamza or the form of alef: أ إ آ ا, ؤ و, ئ ي, ء written or not.",
    "ya": "ي and ى.",
    "ta_marbuta": "ة and ه, or ة and ت, at the end of a part.",
    "final_a": "A last a written ى, ا or ه.",
    "compound_spacing": "A compound written together or apart: عبد الله, ابو علي, نور الدين.",
    "doubled_letter": "A letter written once or twice: داود, داوود.",
    "long_a": "The long a inside some names written or not: اسماعيل, اسمعيل.",
    "split_in_print": "A blank inside a part, or two parts run together, where no compound is.",
    "letters_swapped_in_print": "Lam-alef or a whole part in the wrong order, as PDF extraction leaves it.",
    "letters_lost_in_print": "A letter of a ligature lost, doubled or misread: مصطفى, مصطف; شراب, سراب.",
    "dots": "Letters of one body with other dots: ب ت ث ن ي, ج ح خ, ر ز, ف ق.",
    "same_sound": "Letters of one sound: س ص, ت ط, د ض, ذ ز ظ.",
    "letters_transposed": "Two neighbouring letters changed places.",
    "stray_in_print": "A letter torn from its ligature stands alone as if it were a part.",
    "romanisation": "The same name in another Latin spelling.",
    "script": "The same name in another script.",
    "follows_other_script": "The part whose other script changed, for a named reason, is romanised anew.",
    "filler": "A digit, dash or sign that stands for a missing part was put in or taken out.",
    "order": "The same parts in another order.",
    "part_added": "A part was added; the others stay.",
    "part_left_out": "A part was left out; the others stay.",
    "written_otherwise": "The same value under another code (m, male, ذكر) or date form.",
    "unknown_became_known": "It was not known and now is.",
    "more_exact": "The same date or place, said more exactly.",
    "age_by_date": "The age grew by the time between the releases.",
    "became_unknown": "It was known and now is not.",
    "spelling": "Letters differ and no letter rule covers them.",
    "part_replaced": "A part became another name.",
    "other": "Another value.",
}
NOT_EXPLAINED = frozenset({"became_unknown", "spelling", "part_replaced", "other"})
ORDER = tuple(KINDS)

_SAME_CODES = (
    frozenset(words("m male man ذكر nêr mêr نێر")),
    frozenset(words("f female woman انثى أنثى انثي mê jin مێ")),
)
_FILLER = re.compile(r"^[0-9٠-٩\-_.?؟*]+$")
_LONGEST_COMPARED = 160


@dataclass(frozen=True)
class Change:
    """One field that differs: its values, the gravest reason, whether all of it is explained."""

    field: str
    old: str
    new: str
    kind: str
    explained: bool
    reasons: tuple[Step, ...] = ()


def change_of_text(field: str, old: str, new: str, *, as_name: bool = True) -> Change:
    """Why a written value differs.

    >>> change_of_text("name", "مصطفى أحمد", "مصطف احمد").kind
    'letters_lost_in_print'
    >>> change_of_text("name", "وفاء حسن الخطيب", "وفاء على الخطيب").explained
    False
    """
    plain = _plain_change(field, old, new)
    if plain is not None:
        return plain
    if max(len(old), len(new)) > _LONGEST_COMPARED:
        return Change(field, old, new, "other", False)
    reasons = _reasons(old, new)
    kind = gravest([step.rule for step in reasons], ORDER) if reasons else "spacing"
    if not as_name and kind in {"spelling", "part_replaced", "part_added", "part_left_out", "order"}:
        kind = "other"
    return Change(field, old, new, kind, kind not in NOT_EXPLAINED, reasons)


def _plain_change(field: str, old: str, new: str) -> Change | None:
    """Changes that need no look at the letters: unknown, blanks, codes, numbers."""
    if is_unknown(old) and is_unknown(new):
        return Change(field, old, new, "written_otherwise", True)
    if is_unknown(old):
        return Change(field, old, new, "unknown_became_known", True)
    if is_unknown(new):
        return Change(field, old, new, "became_unknown", False)
    if old.split() == new.split():
        return Change(field, old, new, "spacing", True)
    if any({old.strip().casefold(), new.strip().casefold()} <= codes for codes in _SAME_CODES):
        return Change(field, old, new, "written_otherwise", True)
    if _as_number(old) is not None and _as_number(old) == _as_number(new):
        return Change(field, old, new, "digits", True)
    return None


def _as_number(value: str) -> float | None:
    try:
        return float(value.strip().replace("٫", "."))
    except ValueError:
        return None


def _reasons(old: str, new: str) -> tuple[Step, ...]:
    """The named steps of all differing stretches of parts."""
    before, after = old.split(), new.split()
    steps: list[Step] = []
    if (
        " ".join(before) != old.strip()
        or " ".join(after) != new.strip()
        or old != old.strip()
        or new != new.strip()
    ):
        steps.append(Step("spacing", "", ""))
    if sorted(map(_folded, before)) == sorted(map(_folded, after)) and _order_differs(before, after):
        return (*steps, Step("order", " ".join(before), " ".join(after)))
    steps += _stretches(before, after)
    if {"part_added", "part_left_out"} <= {step.rule for step in steps}:
        steps = _place_by_place(before, after)
    return tuple(replace(step, rule="spelling") if step.rule == UNNAMED else step for step in steps)


def _place_by_place(before: list[str], after: list[str]) -> list[Step]:
    """Where parts seem to come and go: names that stand twice in a row may only have been aligned wrongly."""
    if len(before) == len(after):
        beside = [_stretches([one], [other]) for one, other in zip(before, after, strict=True)]
        steps = [step for each in beside for step in each]
        if not {UNNAMED, *NOT_EXPLAINED} & {step.rule for step in steps}:
            return steps
    return [Step("part_replaced", " ".join(before), " ".join(after))]


def _order_differs(before: list[str], after: list[str]) -> bool:
    return [_folded(part) for part in before] != [_folded(part) for part in after]


_FOLDS = str.maketrans(
    {**dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ة": "ه", "ؤ": "و", "ک": "ك", "ی": "ي", "ئ": "ي"}
)


def _folded(part: str) -> str:
    bare = "".join(sign for sign in part.casefold() if sign not in PUNCTUATION)
    return bare.translate(_FOLDS)


def _stretches(before: list[str], after: list[str]) -> list[Step]:
    """Stretches of parts that differ, each explained by itself."""
    matcher = SequenceMatcher(None, list(map(_folded, before)), list(map(_folded, after)), autojunk=False)
    steps: list[Step] = []
    kept = sum(block.size for block in matcher.get_matching_blocks())
    for tag, i, k, j, m in matcher.get_opcodes():
        old, new = before[i:k], after[j:m]
        if tag == "equal":
            for one, other in zip(old, new, strict=True):
                steps += steps_between(one, other)
        else:
            steps += _stretch(old, new, kept=kept)
    return steps


def _stretch(old: list[str], new: list[str], *, kept: int) -> list[Step]:
    """One stretch: letter rules over its whole text; else script, romanisation, fillers, parts."""
    joined_old, joined_new = " ".join(old), " ".join(new)
    if not old or not new:
        return [_parts_gone_or_come(old, new, kept=kept)]
    steps = steps_between(joined_old, joined_new)
    if is_explained(steps, joined_old) and not _two_known_names(steps, old, new):
        return list(steps)
    another = _other_script_or_romanisation(joined_old, joined_new)
    if another:
        return [Step(another, joined_old, joined_new)]
    without = _one_part_apart(old, new, kept=kept)
    if without is not None:
        return without
    unlike = _distance(steps) * 2 > max(len(joined_old), len(joined_new))
    return [Step("part_replaced" if unlike else "spelling", joined_old, joined_new)]


# A dot, a sound, two letters that changed places make another name as easily as a slip.
MAY_BE_OTHER_NAMES = frozenset({"dots", "same_sound", "letters_transposed"})


def _two_known_names(steps: tuple[Step, ...], old: list[str], new: list[str]) -> bool:
    """Whether such a step leads from one known name to another: زينب and زيني, عزير and عزيز."""
    if len(old) != len(new) or not MAY_BE_OTHER_NAMES & {step.rule for step in steps}:
        return False
    known = lexicon.shipped()
    return any(
        known.ids(one) and known.ids(other) and not known.share(one, other)
        for one, other in zip(old, new, strict=True)
    )


def _distance(steps: tuple[Step, ...]) -> int:
    return sum(max(len(step.old), len(step.new)) for step in steps)


def _parts_gone_or_come(old: list[str], new: list[str], *, kept: int) -> Step:
    """Parts that stand on one side only: a filler, a part; more than stays is another name."""
    parts = old or new
    if all(_FILLER.match(part) for part in parts):
        return Step("filler", " ".join(old), " ".join(new))
    if all(len(set(part)) == 1 and len(part) <= 2 and script_of(part) == "arabic" for part in parts):
        return Step("stray_in_print", " ".join(old), " ".join(new))
    if kept < max(len(parts), 2):
        return Step("part_replaced", " ".join(old), " ".join(new))
    return Step("part_added" if new else "part_left_out", " ".join(old), " ".join(new))


def _one_part_apart(old: list[str], new: list[str], *, kept: int) -> list[Step] | None:
    """The stretches differ by parts on one side, and what is left over is explained by letter rules."""
    longer, shorter = (old, new) if len(old) > len(new) else (new, old)
    for start in range(len(shorter) + 1 if len(longer) > len(shorter) else 0):
        extra = len(longer) - len(shorter)
        rest = longer[:start] + longer[start + extra :]
        out = longer[start : start + extra]
        pair = (rest, shorter) if longer is old else (shorter, rest)
        steps = steps_between(" ".join(pair[0]), " ".join(pair[1]))
        if is_explained(steps, " ".join(pair[0])):
            gone = _parts_gone_or_come(
                out if longer is old else [], [] if longer is old else out, kept=kept + len(rest)
            )
            return [gone, *steps]
    return None


def _other_script_or_romanisation(old: str, new: str) -> str:
    """`romanisation` or `script` where the names sound alike, or are known as usual spellings of one name."""
    if _digits(old) != _digits(new):
        return ""
    scripts = script_of(old), script_of(new)
    if scripts == ("latin", "latin"):
        alike = romanised_alike(old) == romanised_alike(new) or _usual_spellings(old, new)
        return "romanisation" if alike and romanised_alike(old) else ""
    if set(scripts) != {"arabic", "latin"}:
        return ""
    arabic, latin = (old, new) if scripts[0] == "arabic" else (new, old)
    alike = _same_in_both(arabic, latin) or _usual_spellings(old, new) or can_be_one_name(old, new)
    return "script" if alike else ""


def _same_in_both(arabic: str, latin: str) -> bool:
    """Whether each part has the same consonants and long vowels in both scripts."""
    ours, theirs = arabic.split(), latin.split()
    if len(ours) != len(theirs):
        ours, theirs = ["".join(ours)], ["".join(theirs)]
    return all(
        skeleton(one) == skeleton(other) != "" and long_vowels_agree(one, other)
        for one, other in zip(ours, theirs, strict=True)
    )


def _usual_spellings(old: str, new: str) -> bool:
    """Whether the names engine's reviewed lexicon knows each part as a usual spelling of the other."""
    ours, theirs = old.split(), new.split()
    if len(ours) != len(theirs):
        return False
    return all(one == other or _is_usual(one, other) for one, other in zip(ours, theirs, strict=True))


@lru_cache(maxsize=20_000)
def _is_usual(one: str, other: str) -> bool:
    return any(reason.code == "names.usual" for reason in names.compare(one, other).why)


_PART_LIKELY, _PART_POSSIBLE, _WHOLE_SURE = 0.3, 0.05, 0.9


def can_be_one_name(old: str, new: str) -> bool:
    """Whether each part may be a spelling of the other's; one may be unlikely where the whole is sure.

    >>> can_be_one_name("خليل عبدالله", "Khaleel Abdallah"), can_be_one_name("خليل مراد", "Khaleel Samir")
    (True, False)
    """
    ours, theirs = old.split(), new.split()
    if len(ours) != len(theirs):
        return names.compare(old, new).score > _WHOLE_SURE
    weakest = min(map(_score, ours, theirs))
    if weakest > _PART_LIKELY:
        return True
    return weakest > _PART_POSSIBLE and names.compare(old, new).score > _WHOLE_SURE


@lru_cache(maxsize=20_000)
def _score(one: str, other: str) -> float:
    return float(names.compare(one, other).score)


def _digits(text: str) -> list[str]:
    return [sign for sign in text if sign.isdecimal()]


def change_of_age(field: str, old: str, new: str, *, years_between: tuple[int, int]) -> Change:
    """Why an age differs; it may have grown by as many birthdays as fit between the releases.

    >>> change_of_age("age", "43", "44", years_between=(0, 1)).kind
    'age_by_date'
    """
    plain = _plain_change(field, old, new)
    if plain is not None:
        return plain
    before, after = _as_number(old), _as_number(new)
    if before is None or after is None:
        return change_of_text(field, old, new, as_name=False)
    fewest, most = years_between
    grew = fewest <= after - before <= most
    return Change(field, old, new, "age_by_date" if grew else "other", grew)


def change_of_date(field: str, old: str, new: str) -> Change:
    """Why a date differs: the same date in another form, or said more exactly.

    >>> change_of_date("dob", "1999", "1999-05-01").kind
    'more_exact'
    """
    plain = _plain_change(field, old, new)
    if plain is not None:
        return plain
    before, after = _date_parts(old), _date_parts(new)
    if before == after and before:
        return Change(field, old, new, "written_otherwise", True)
    if before and after[: len(before)] == before:
        return Change(field, old, new, "more_exact", True)
    return Change(field, old, new, "other", False)


def _date_parts(value: str) -> tuple[int, ...]:
    """Year, month, day as far as they are said; day-first forms are turned round."""
    numbers = [int(number) for number in re.findall(r"\d+", value)][:3]
    return tuple(reversed(numbers)) if len(numbers) > 1 and numbers[-1] > 31 else tuple(numbers)


def counted(changes: list[Change]) -> Counter[str]:
    """How often each kind occurs."""
    return Counter(change.kind for change in changes)
