"""Letter rules: by which named rules one spelling of a name turned into another.

A rule is a pair of letter groups and, where the rule is only true there, its surroundings. A change of
spelling is explained when every difference is one of these rules; a difference that none covers stays
unnamed. The rules on print come from reading releases of lists that went through a PDF: its ligatures lose
or change letters (مصطفى → مصطف, سميره → سميه, شراب → سراب) and lam-alef comes out in the wrong order
(أحلام → أحالم, عبدالله → عبدهللا). They hold in both directions, for a later release may repair them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache


def words(text: str) -> tuple[str, ...]:
    """A list of words written as one text."""
    return tuple(text.split())


_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_SIGNS = [*range(0x064B, 0x0660), 0x0670, 0x0640, *range(0x0610, 0x061B), *range(0x0300, 0x0370)]
MARKS = frozenset(map(chr, _SIGNS)) | frozenset(_INVISIBLE)
PUNCTUATION = frozenset("()[]{}<>«»\"'`´‘’ʼʾʿ“”.,،;؛:-–—_/\\|*+!?؟")
TOOTHED = frozenset("بتثنيئپ")
DUAL_JOINING = frozenset("بتثجحخسشصضطظعغفقكلمنهيئپچگک")
# Letters of one body: print or eye lost or added a dot.
BODIES = ("بتثنيپ", "جحخچ", "دذ", "رزژ", "سش", "صض", "طظ", "عغ", "فقڤ")
# Letters of one sound in spoken Arabic or Kurdish.
SOUNDS = "سص تط دض ذظ زظ ذز حه غق كق ثس ثت ڤف ڤو چج گك گج پب"
ALEFS = frozenset("اأإآٱ")
# Print ligatures that came out as one other letter: the pair, and what stood there instead.
LIGATURES_READ_AS = (
    ("صي", "ض"), ("صى", "ض"), ("سي", "ش"), ("سى", "ش"), ("سر", "ش"), ("في", "ق"), ("فى", "ق"),
    ("شي", "سى"), ("شى", "سى"), ("شي", "سي"), ("شر", "سر"), ("ني", "ثن ي"), ("جي", "جر"), ("حي", "حر"),
    ("خي", "خر"), ("جى", "جر"), ("حى", "حر"), ("خى", "خر"), ("نز", "ي"),
)  # fmt: skip
# Names that are written with or without the long a inside.
LONG_A = tuple(
    (full, short)
    for full, short in (
        ("رحمان", "رحمن"), ("اسماعيل", "اسمعيل"), ("اسحاق", "اسحق"), ("ابراهيم", "ابرهيم"),
        ("هارون", "هرون"), ("سليمان", "سليمن"), ("لقمان", "لقمن"), ("عثمان", "عثمن"), ("حارث", "حرث"),
    )
)  # fmt: skip

# What a rule is called, from the lightest to the gravest: the gravest names the whole change.
LIGHT = words(
    "spacing letter_case code_points diacritics_tatweel punctuation digits hamza_alef ya ta_marbuta final_a"
    " compound_spacing doubled_letter long_a"
)
HEAVY = words(
    "split_in_print letters_swapped_in_print letters_lost_in_print dots same_sound letters_transposed"
)
_ALONE = frozenset({"dots", "same_sound", "letters_transposed"})
NAMED = (*LIGHT, *HEAVY)
UNNAMED = "unnamed"
_HEAVY_PER_PART = 2


@dataclass(frozen=True)
class Step:
    """One difference between two spellings: what stood, what stands, by which rule."""

    rule: str
    old: str
    new: str
    at: int = 0


@dataclass(frozen=True)
class _Rule:
    """A pair of letter groups; `fits(text, at, end)` looks at the surroundings in the longer text."""

    name: str
    full: str
    short: str
    fits: Callable[[str, int, int], bool] | None = None


def steps_between(old: str, new: str) -> tuple[Step, ...]:
    """The cheapest way from one spelling to the other; a step without a rule is `unnamed`.

    >>> [step.rule for step in steps_between("مصطفى", "مصطف")]
    ['letters_lost_in_print']
    >>> [step.rule for step in steps_between("أحمد علي", "احمد على")]
    ['hamza_alef', 'ya']
    >>> [step.rule for step in steps_between("خالد", "خليل")]
    ['unnamed', 'unnamed', 'unnamed']
    """
    if len(set(old)) > 1 and len(old) > 2 and old == new[::-1] and old not in new:
        return (Step("letters_swapped_in_print", old, new),)
    return _walk(old, new)


def is_explained(steps: tuple[Step, ...], old: str) -> bool:
    """Every step has a rule, and no part carries so many grave ones that any name could become any other.

    A loss in print may happen twice in a part, a loss and a gain never: امير would "become" امين. Dots,
    sounds and neighbours that changed places may happen once, not beside a loss: حسن would "become" حسين.

    >>> is_explained(steps_between("حسن", "حسين"), "حسن")
    False
    """
    if any(step.rule == UNNAMED for step in steps):
        return False
    heavy: dict[int, list[Step]] = {}
    for step in steps:
        if step.rule in HEAVY:
            heavy.setdefault(old.count(" ", 0, step.at), []).append(step)
    return all(_bearable(grave) for grave in heavy.values())


def _bearable(grave: list[Step]) -> bool:
    ways = {len(step.new) > len(step.old) for step in grave if step.rule == "letters_lost_in_print"}
    many = len(grave) > _HEAVY_PER_PART or bool(_ALONE & {step.rule for step in grave})
    return len(grave) == 1 or (not many and len(ways) < 2)


def gravest(rules: list[str], order: tuple[str, ...] = NAMED) -> str:
    """The rule that names the whole change.

    >>> gravest(["ya", "letters_lost_in_print", "spacing"])
    'letters_lost_in_print'
    """
    return max(rules, key=order.index)


def _ends_part(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in " )/"


def _after(text: str, at: int, letters: frozenset[str]) -> bool:
    return at > 0 and text[at - 1] in letters


def _second_of_ligature(text: str, at: int, end: int) -> bool:
    """ر and ز vanish after a toothed letter anywhere, ن and م only where they end a part."""
    if not _after(text, at, TOOTHED):
        return False
    return text[at] in "رز" or _ends_part(text, end)


def _final_ya(text: str, at: int, end: int) -> bool:
    """A last ya vanishes with its ligature, never the only other letter of a part."""
    return _after(text, at, DUAL_JOINING) and _ends_part(text, end) and at > 1 and text[at - 2] != " "


def _last_letter(text: str, at: int, end: int) -> bool:
    return _ends_part(text, end)


def _inside(text: str, at: int, end: int) -> bool:
    return at > 0 and not _ends_part(text, end)


def _same_letter_beside(text: str, at: int, end: int) -> bool:
    return _after(text, at, frozenset(text[at])) and text[at] in "ولي"


_COMPOUND_STARTS = words(
    "عبد ابو أبو ابي أبي ام أم بن ابن بنت ال نور صلاح صالح عز زين سيف جمال علاء محي محى شمس جاد عوض عطا دخل"
    " فتح نصر خير ضياء بهاء abd abu umm bin ibn al el ebd ebu"
)
_COMPOUND_ENDS = ("الله", "هللا", "الدين", "ال", "allah", "din", "aldin")


def _beside_punctuation(text: str, at: int, end: int) -> bool:
    return text[at - 1 : at] in PUNCTUATION or text[end : end + 1] in PUNCTUATION


def _in_compound(text: str, at: int, end: int) -> bool:
    """The blank stands after abd, abu, umm … or before a part that begins with the article."""
    left = text[:at].rsplit(" ", 1)[-1].lstrip("(").casefold()
    right = text[end:].lstrip().casefold()
    return left in _COMPOUND_STARTS or right.startswith(_COMPOUND_ENDS)


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(pair[0], pair[1]) for pair in text.split()]


def _rules() -> tuple[_Rule, ...]:
    rules = [
        _Rule("spacing", " ", "", _beside_punctuation),
        _Rule("compound_spacing", " ", "", _in_compound),
        _Rule("split_in_print", " ", ""),
        _Rule("hamza_alef", "ء", "", lambda text, at, end: at > 0),
        _Rule("ta_marbuta", "ة", "ت", _last_letter),
        _Rule("letters_swapped_in_print", "الله", "هللا"),
        _Rule("letters_swapped_in_print", "لله", "هلل"),
        _Rule("letters_lost_in_print", "شر", "سر"),
        _Rule("letters_lost_in_print", "ىي", "ي"),
        _Rule("letters_lost_in_print", "ى ي", "ي"),
        _Rule("letters_lost_in_print", "ىي", "ى"),
        *(_Rule("doubled_letter", letter, "", _same_letter_beside) for letter in "ولي"),
        *(_Rule("hamza_alef", one, other) for one in "أإآٱ" for other in "اأإآ" if one != other),
        *(_Rule("hamza_alef", one, other) for one, other in _pairs("ؤو ئي ئى ئء ؤء أء")),
        _Rule("hamza_alef", "ئ", "", _inside),
        *(_Rule("final_a", one, other, _last_letter) for one, other in _pairs("ىا اه ةا")),
        _Rule("ya", "ي", "ى"),
        _Rule("ta_marbuta", "ة", "ه"),
        *(_Rule("code_points", one, other) for one, other in _pairs("کك یي یى ےي ەه ھه ہه ۀه")),
        *(_Rule("letters_swapped_in_print", f"ل{alef}", f"{alef}ل", _inside_or_end) for alef in "اأإآ"),
        *(_Rule("letters_lost_in_print", full, short) for full, short in LIGATURES_READ_AS),
        *(_Rule("letters_lost_in_print", letter, "", _second_of_ligature) for letter in "رزنم"),
        *(_Rule("letters_lost_in_print", letter, "", _final_ya) for letter in "يى"),
        *(_Rule("long_a", full, short) for full, short in LONG_A),
        *(_Rule("dots", one, other) for body in BODIES for one in body for other in body if one < other),
        *(_Rule("same_sound", one, other) for one, other in _pairs(SOUNDS)),
    ]
    return tuple(rules)


def _inside_or_end(text: str, at: int, end: int) -> bool:
    """Not the article: a part that begins with ال is not a swapped lam-alef."""
    return at > 0 and text[at - 1] != " "


_RULES = _rules()
_BY_FIRST: dict[str, list[_Rule]] = {}
for _rule in _RULES:
    _BY_FIRST.setdefault(_rule.full[0], []).append(_rule)
_BY_SHORT: dict[str, list[_Rule]] = {}
for _rule in _RULES:
    if _rule.short:
        _BY_SHORT.setdefault(_rule.short[0], []).append(_rule)

_COST = {name: 10 + place for place, name in enumerate(NAMED)} | {
    "dots": 32, "same_sound": 34, "letters_transposed": 36, UNNAMED: 100,
}  # fmt: skip


def _walk(old: str, new: str) -> tuple[Step, ...]:
    """Least-cost path by dynamic programming over both spellings, from their ends to their beginnings."""
    best: dict[tuple[int, int], tuple[int, Step | None, int, int]] = {}
    for i in range(len(old), -1, -1):
        for j in range(len(new), -1, -1):
            choices = [(best[k, m][0] + cost, step, k, m) for cost, step, k, m in _moves(old, new, i, j)]
            best[i, j] = min(choices, key=lambda choice: choice[0]) if choices else (0, None, i, j)
    i = j = 0
    steps: list[Step] = []
    while i < len(old) or j < len(new):
        _, step, i, j = best[i, j]
        if step is not None:
            steps.append(step)
    return tuple(steps)


def _moves(old: str, new: str, i: int, j: int) -> list[tuple[int, Step | None, int, int]]:
    """Every way on from here: an equal letter, a rule in either direction, or an unnamed difference."""
    if i < len(old) and j < len(new) and old[i] == new[j]:
        moves: list[tuple[int, Step | None, int, int]] = [(0, None, i + 1, j + 1)]
    else:
        moves = [_unnamed(old, new, i, j, k, m) for k, m in ((1, 1), (1, 0), (0, 1))
                 if i + k <= len(old) and j + m <= len(new)]  # fmt: skip
    if _changed_places(old[i : i + 2], new[j : j + 2]):
        step = Step("letters_transposed", old[i : i + 2], new[j : j + 2], i)
        moves.append((_COST["letters_transposed"], step, i + 2, j + 2))
    moves += _rule_moves(old, new, i, j, swapped=False)
    moves += _rule_moves(new, old, j, i, swapped=True)
    return moves


def _changed_places(two: str, others: str) -> bool:
    """Two neighbouring consonants changed places; a long vowel that moves makes another name (كامل, كمال)."""
    return len(two) == 2 and two == others[::-1] and two != others and not set(two) & _NOT_TRANSPOSED


_NOT_TRANSPOSED = frozenset(" اأإآىويءaeiouêîû") | PUNCTUATION


def _unnamed(old: str, new: str, i: int, j: int, k: int, m: int) -> tuple[int, Step, int, int]:
    rule = _single_letter_rule(old[i : i + k], new[j : j + m])
    return _COST[rule], Step(rule, old[i : i + k], new[j : j + m], i), i + k, j + m


@lru_cache(maxsize=4096)
def _single_letter_rule(one: str, other: str) -> str:
    """Rules that need no table: marks, punctuation, case, digits, code points."""
    letters = one + other
    if all(letter in MARKS for letter in letters):
        return "diacritics_tatweel"
    if all(letter in PUNCTUATION for letter in letters):
        return "punctuation"
    if not (one and other):
        return UNNAMED
    if one.isdecimal() and other.isdecimal() and int(one) == int(other):
        return "digits"
    if one.casefold() == other.casefold():
        return "letter_case"
    if unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other):
        return "code_points"
    if _bare(one) == _bare(other) and one.isalpha() and ord(max(one)) < 0x600:
        return "diacritics_tatweel"
    return UNNAMED


def _bare(letter: str) -> str:
    """The letter without its marks, in lower case; ı and ğ count as i and g."""
    decomposed = unicodedata.normalize("NFD", letter.casefold().replace("ı", "i"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _rule_moves(
    full: str, short: str, i: int, j: int, *, swapped: bool
) -> list[tuple[int, Step | None, int, int]]:
    """The rules whose longer side stands in `full` at i and whose shorter side stands in `short` at j."""
    moves: list[tuple[int, Step | None, int, int]] = []
    for rule in _BY_FIRST.get(full[i : i + 1], ()):
        end = i + len(rule.full)
        if not full.startswith(rule.full, i) or not short.startswith(rule.short, j):
            continue
        if rule.fits is not None and not rule.fits(full, i, end):
            continue
        after = j + len(rule.short)
        step = (
            Step(rule.name, rule.short, rule.full, j)
            if swapped
            else Step(rule.name, rule.full, rule.short, i)
        )
        moves.append(
            (_COST[rule.name], step, after, end) if swapped else (_COST[rule.name], step, end, after)
        )
    return moves
