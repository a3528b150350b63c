"""A written name, taken apart: who is whose, what is a title, how sure the order is. The text is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from vegerin.engines.names import lexicon, words
from vegerin.engines.names.compounds import FAITH, GOD, joined
from vegerin.engines.names.letters import folded, script_of, style_of

# A name of a person has few parts; what is longer is text, and is parsed no further.
MOST_WORDS = 24
MOST_LETTERS = 100  # of one word; the form itself is always kept whole
# Roles that speak for who a person is; titles are recognised in order to be ignored (D24).
NAME_ROLES = frozenset(
    {"given", "father", "grandfather", "great_grandfather", "mother", "lineage", "unknown"}
)


@dataclass(frozen=True)
class Part:
    """One part of a name as it was written, what it is, and how sure that is (0–1)."""

    text: str
    role: str
    sure: float


@dataclass(frozen=True)
class ParsedName:
    """A written name and its parts; `form` is exactly what was written."""

    form: str
    script: str
    style: str
    parts: tuple[Part, ...]
    order_sure: float

    @cached_property
    def names(self) -> tuple[Part, ...]:
        """The parts that can be compared and keyed: no titles, particles or kunya."""
        return tuple(part for part in self.parts if part.role in NAME_ROLES)

    def part(self, role: str) -> str:
        """The text of the first part with this role, or "".

        >>> parse("Xelîl Mirad Qasim").part("father")
        'Mirad'
        """
        return next((part.text for part in self.parts if part.role == role), "")


@dataclass(frozen=True)
class _Word:
    """One word, or several that make one name; `article` when it carries one."""

    text: str
    kind: str
    article: bool = False


@lru_cache(maxsize=65536)
def parse(form: str) -> ParsedName:
    """Take a name apart.

    >>> [(part.text, part.role) for part in parse("Şêx Xelîl kurê Mirad Şingalî").parts]
    [('Şêx', 'title'), ('Xelîl', 'given'), ('kurê', 'particle'), ('Mirad', 'father'), ('Şingalî', 'lineage')]
    >>> [(part.text, part.role) for part in parse("عبد الرحمن خليل").parts]
    [('عبد الرحمن', 'given'), ('خليل', 'father')]
    """
    before_comma, comma, after_comma = _one_comma(form)
    found = _father_after(_classified(joined(_split(form))))
    parts = _with_roles(found)
    sure = _order_sure(parts, found)
    if comma and before_comma and after_comma:
        parts, sure = _turned(parts, len(_classified(joined(_split(before_comma))))), 0.6
    return ParsedName(form, script_of(form), style_of(form), tuple(parts), round(sure, 2))


def compared_parts(parsed: ParsedName) -> list[str]:
    """The parts that speak: names; a kunya only when nothing else was said."""
    names = [_with_its_article_apart(part.text) for part in parsed.names]
    return names or [part.text for part in parsed.parts if part.role == "kunya"]


def tells_of_a_relative(parsed: ParsedName) -> bool:
    """Whether the first name is of a relative, and her own is not said: a daughter of Khalil, Murad's wife.

    >>> tells_of_a_relative(parse("ابنة خليل")), tells_of_a_relative(parse("نادية خليل"))
    (True, False)
    """
    roles = {part.role for part in parsed.names}
    return bool(roles & {"father", "unknown"}) and "given" not in roles


def stands_alone(word: str) -> bool:
    """Whether a word is one name whatever stands beside it: no title, article or half of a compound.

    >>> stands_alone("Xelîl"), stands_alone("Abd"), stands_alone("الدين")
    (True, False, False)
    """
    return _kind(word) == "name" and words.bare(word) not in _HALVES and _split(word) == [word]


def _one_comma(form: str) -> tuple[str, str, str]:
    """A single comma may turn a name around: Murad, Khalil."""
    pieces = re.split("[,،]", form)
    if len(pieces) != 2:
        return form, "", ""
    return pieces[0].strip(), ",", pieces[1].strip()


def _split(form: str) -> list[str]:
    """Words as written; a dash binds only an article or the two halves of a compound; ةال is two words."""
    pieces: list[str] = []
    for piece in re.split(r"[\s,،;/()\[\]{}|\"«»“”]+", _TA_BEFORE_ARTICLE.sub("ة ", form)):
        pieces.extend(_dashed(piece) if _has_letter(piece) else [])
    return [piece[:MOST_LETTERS] for piece in pieces[:MOST_WORDS]]


# فاطمةالزهراء; elsewhere Kurdish may write ة for ە (ريبةر)
_TA_BEFORE_ARTICLE = re.compile(r"(?<=\w\w)ة(?=ال\w\w)")


def _has_letter(piece: str) -> bool:
    return any(letter.isalpha() for letter in piece)


def _dashed(piece: str) -> list[str]:
    halves = [half for half in re.split("[-‐‑–—_]", piece) if _has_letter(half)]
    if len(halves) < 2:
        return [piece]
    first, last = words.bare(halves[0]), words.bare(halves[-1])
    if first in words.ARTICLES or first in words.ABD or last in words.SECOND_HALVES:
        return [piece]
    return [piece] if len(halves) == 2 and min(map(len, halves)) <= 2 else halves


def _classified(texts: list[str]) -> list[_Word]:
    """What each word is by itself; a title needs a name beside it, or it is the name."""
    kinds = _kinds_of(texts)
    names_in_all = sum(kind in {"name", "title?"} for kind in kinds)
    found: list[_Word] = []
    skip = False
    for at, text in enumerate(texts):
        if skip:
            skip = False
            continue
        kind, following = kinds[at], texts[at + 1] if at + 1 < len(texts) else ""
        if kind == "title" and (names_in_all == 0 or (names_in_all == 1 and len(texts) == 1)):
            kind = "name"
        if kind == "title?":
            kind = "title" if _is_title(at, texts, kinds, names_in_all, found) else "name"
        if kind == "kunya":
            skip = bool(following) and kinds[at + 1] in {"name", "title?"}
            text = f"{text} {following}" if skip else text
            kind = "name" if not skip or words.bare(following) in words.KUNYA_NAMES else "kunya"
        found.append(_Word(text, kind, article=_carries_article(text)))
    return found


_ALSO_NAMES = frozenset({"kur", "ben", "kec", "ولد", "كور", "anne"})


def _kinds_of(texts: list[str]) -> list[str]:
    """What each word is by itself and by its place."""
    kinds = [_kind(text) for text in texts]
    if not texts:
        return kinds
    first, beside = words.bare(texts[0]), kinds[1:2]
    if kinds[0] in {"son", "daughter", "mother"} and first in _ALSO_NAMES:
        kinds[0] = "name"  # nobody stands before it whose son it could tell of
    if first in words.CHILD_OF | words.WIFE_OF and beside in (["name"], ["filler"]) and "name" in kinds[1:]:
        kinds[0] = "child" if first in words.CHILD_OF else "wife"
    if first in _ALSO_GRANDFATHER and beside == ["title"]:
        kinds[0] = "title"  # Baba Şêx
    if first in _ALSO_LIGHT and not (len(texts) == 2 and style_of(" ".join(texts)) == "kmr"):
        kinds[0] = "name"  # Diya Hassan is a man; diya Rojîn is her mother
    return kinds


_ALSO_GRANDFATHER = frozenset({"baba", "babe", "bave", "بابا"})
_ALSO_LIGHT = frozenset({"diya"})


def _is_title(at: int, texts: list[str], kinds: list[str], names_in_all: int, before: list[_Word]) -> bool:
    """Whether a word that is a name as well is a title here: by its article, its place, or said twice."""
    small = words.bare(texts[at])
    if any(word.kind == "name" for word in before) and small in words.AFTER_A_NAME:
        return True
    if any(word.kind == "title" and words.bare(word.text) == small for word in before):
        return kinds[at + 1 : at + 2] == ["name"]
    return (at == 0 and names_in_all > 3) or _is_called(texts[at], kinds[at + 1 :])


def _father_after(found: list[_Word]) -> list[_Word]:
    """Hasan oğlu Ali is Ali, Hasan's son: he is put before his father."""
    turned = len(found) > 2 and [word.kind for word in found[:3]] in (
        ["name", "son", "name"],
        ["name", "daughter", "name"],
    )
    if turned and words.bare(found[1].text) in words.AFTER_THE_FATHER:
        return [found[2], *found[:2], *found[3:]]
    return found


def _is_called(text: str, following: list[str]) -> bool:
    """With its article a title is a title (al-Hajj Nizar), as long as a name follows."""
    return _called(words.bare(text)).startswith(("ال", "al-", "el-")) and "name" in following


def _kind(text: str) -> str:
    if text in _SHORT_SON:
        return "son"
    small = _called(words.bare(text))
    if small.replace(" ", "-") in words.NOT_KNOWN:
        return "not known"
    for kind, known in _KINDS:
        if small in known:
            return kind
    return "name"


def _called(small: str) -> str:
    """What follows an article, where that is a title: ash-Shaykh is shaykh, al Hajj is al-hajj."""
    article, _, rest = small.replace("-", " ").partition(" ")
    if rest and article in words.ARTICLES:
        return rest if rest in words.TITLES else f"al-{rest}"
    return small


_SHORT_SON = frozenset({"b.", "ب."})

_KINDS = (
    ("son", words.SON_OF), ("daughter", words.DAUGHTER_OF), ("mother", words.MOTHER_IS),
    ("kunya", words.KUNYA),
    ("title?", words.TITLES_OR_NAMES), ("title", words.TITLES), ("filler", words.FILLERS),
)  # fmt: skip


_HALVES = words.ABD | words.ARTICLES | words.SECOND_HALVES | FAITH | GOD | {"allah", "الله", "الدين"}


def _carries_article(text: str) -> bool:
    small = folded(text)
    if script_of(small) == "arab":
        return small.startswith("ال") and len(small) > 4 and small not in words.NOT_ARTICLE
    first, _, rest = small.replace("-", " ").partition(" ")
    return bool(rest) and (
        first in {"al", "el"} or (first in words.ARTICLES and words.is_sun_article(first, rest))
    )


def _with_roles(found: list[_Word]) -> list[Part]:
    names = [word for word in found if word.kind == "name"]
    kinds = [word.kind for word in found]
    lineage = _lineages(names, beside_kunya="kunya" in kinds)
    if len(found) > 1 and kinds[0] == "name" and kinds[1] in {"son", "daughter"}:
        lineage.pop(id(found[0]), None)  # whose son is said of a person, not of a lineage
    parts: list[Part] = []
    mother_next, kinds_met = False, kinds[0] if kinds else ""
    # A son of Khalil, of whom nothing else was known: Khalil is his father, not he himself.
    generation = 1 if kinds_met in {"son", "daughter", "child"} else 0
    for word in found:
        generation += word.kind == "not known"
        if word.kind == "mother":
            mother_next = True
        if word.kind == "name" and mother_next:
            parts.append(Part(word.text, "mother", 0.9))
            mother_next = False
        elif word.kind == "name" and id(word) in lineage:
            parts.append(Part(word.text, "lineage", lineage[id(word)]))
        elif word.kind == "name" and kinds_met == "wife":
            parts.append(Part(word.text, "unknown", 0.5))
        elif word.kind == "name":
            parts.append(
                _in_line(word.text, generation, after_particle=bool(parts) and parts[-1].role == "particle")
            )
            generation += 1
        else:
            role = {"kunya": "kunya", "title": "title"}.get(word.kind, "particle")
            parts.append(Part(word.text, role, 0.9))
    return parts


def _in_line(text: str, generation: int, *, after_particle: bool) -> Part:
    if generation >= len(words.ROLES):
        return Part(text, "unknown", 0.5)
    # Each further generation is a little less sure: lists leave fathers out and add lineages.
    sure = 0.97 if after_particle else (0.95, 0.9, 0.8, 0.6)[generation]
    if generation == 0 and words.bare(text) in words.TITLES_OR_NAMES:
        sure = 0.6
    return Part(text, words.ROLES[generation], sure)


def _lineages(names: list[_Word], *, beside_kunya: bool) -> dict[int, float]:
    """Which words are lineage or nisba: known ones, and a last one with an article or a nisba's ending."""
    found: dict[int, float] = {}
    for at, word in enumerate(names):
        if len(names) == 1 and not beside_kunya:
            break
        last = at == len(names) - 1
        if lexicon.is_lineage(word.text) and (last or at == 0):
            found[id(word)] = 0.95 if last else 0.7
        elif last and (at >= 1 or beside_kunya) and word.article:
            found[id(word)] = 0.85
        elif last and at >= 1 and _is_nisba(word.text, _ARTICLE_RUN_TOGETHER):
            found[id(word)] = 0.75
        elif at == 0 and word.article and _is_nisba(word.text, _ARTICLE):
            found[id(word)] = 0.7
    return found


# Alshammari, Essaadi, Eddulaimi; of al-Hadi and Elhami what follows is a given name.
# Assiri may be عسيري: an a before a doubled letter is no article for sure.
_ARTICLE_RUN_TOGETHER = re.compile(r"(?:[ae]l(?=[^aeiouhl])|e(sh|[sdtnrz])(?=\1)|ash(?=sh))(\w{4,})")
_ARTICLE = re.compile(r"(?:ال|[ae]\w{1,2}[ -])(\w{4,})()")


def _with_its_article_apart(text: str) -> str:
    """Alshammari is compared as al-Shammari."""
    if not text[:1].isascii() or not _is_nisba(text, _ARTICLE_RUN_TOGETHER):
        return text
    found = _ARTICLE_RUN_TOGETHER.match(words.bare(text))
    at = found.start(2) if found else 0
    return f"{text[:at]}-{text[at:]}"


_ENDS_AS_NISBA = re.compile(r"(?:[iî]|ee|[aeou]y|[يى])$")


def _is_nisba(text: str, article: re.Pattern[str]) -> bool:
    """Whether a word is an article and a name of whence or of whom: al-Jubouri, Essaadi, الجبوري."""
    small = words.bare(text)
    found = article.fullmatch(small)
    if not found or not _ENDS_AS_NISBA.search(small):
        return False
    return not lexicon.shipped().ids(text) and not lexicon.shipped().ids(found[found.lastindex or 1])


def _order_sure(parts: list[Part], found: list[_Word]) -> float:
    names = [part for part in parts if part.role in NAME_ROLES]
    if not names:
        return 0.0
    if len(names) == 1:
        return 1.0
    if any(word.kind in {"son", "daughter"} for word in found):
        return 0.97
    if names[0].role == "lineage":
        return 0.6
    return 0.9 if script_of(names[0].text) == "arab" else 0.85


def _turned(parts: list[Part], width: int) -> list[Part]:
    """What stood before the comma comes after: the given name stood last."""
    turned = [*parts[width:], *parts[:width]]
    generation = 0
    again: list[Part] = []
    for part in turned:
        if part.role in words.ROLES:
            again.append(Part(part.text, words.ROLES[generation], 0.6))
            generation += 1
        else:
            again.append(part)
    return again
