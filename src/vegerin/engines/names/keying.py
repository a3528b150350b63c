"""Keys: short plain columns on which any database finds a name again, whatever script it was written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vegerin.engines.names import lexicon, words
from vegerin.engines.names.letters import folded, plain_latin, script_of
from vegerin.engines.names.parsing import MOST_LETTERS, ParsedName, compared_parts, parse
from vegerin.engines.names.romanising import romanised
from vegerin.engines.names.skeletons import MOST_KEYS, by_cost, weighed_skeletons, without_one

MOST_TOGETHER = 16  # of several parts each may be read in its own ways
_BEAM = 3 * MOST_KEYS
LONGEST_FORM = 2_000  # letters that are romanised: what is longer is no name


@dataclass(frozen=True)
class Keys:
    """Two forms may be one name when they share a key; `one_deletion` forgives one lost consonant.

    `known`: the names of the lexicon of which it is a usual spelling or short form (Fatê is Fatima, as no
    rule of letters says); each begins with =, and two forms that share one may be one name too.
    `rough`: letters that Arabic tells apart by dots alone count as one, where four consonants or more are
    left, for a dot is easily lost in print or in reading; each begins with ~.
    """

    keys: tuple[str, ...]
    one_deletion: tuple[str, ...]
    romanised: str
    known: tuple[str, ...] = ()
    rough: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def keys(form: str) -> Keys:
    """Keys of a whole written name, its parts run together; titles, particles and articles are left out.

    >>> keys("Abdul Rahman").keys[0] == keys("Abdulrahman").keys[0]
    True
    """
    parsed = parse(_as_words(form))
    parts = tuple(compared_parts(parsed)) or (form[:MOST_LETTERS],)
    found = _run_together(parts, more=_left_out_or_kept(parsed, parts))
    known = _known(parts[0]) if len(parts) == 1 else ()
    rough = _rough(found)
    return Keys(found, (*_deletions(found), *rough), romanised(form[:LONGEST_FORM]), known, rough)


@lru_cache(maxsize=200_000)
def part_keys(part: str) -> Keys:
    """Keys of one part: a given name, a father's name, a lineage without its article."""
    part = part[:MOST_LETTERS]
    found = tuple(key for key, _ in _weighed(part))
    return Keys(found, _deletions(found), romanised(part), _known(part))


def _known(part: str) -> tuple[str, ...]:
    return tuple(f"={entry}" for entry in sorted(lexicon.shipped().ids(part)))


def pair_keys(
    parsed: ParsedName, first: str = "given", second: str = "father", *, most: int = MOST_KEYS
) -> tuple[str, ...]:
    """Keys of two parts together, for the index: rare where each part is common.

    >>> "xll|mrd" in set(pair_keys(parse("خليل مراد"))) & set(pair_keys(parse("Xelîl Mirad")))
    True
    """
    one, other = parsed.part(first), parsed.part(second)
    if not one or not other:
        return ()
    weighed = [
        (cost + also, f"{key}|{second_key}")
        for key, cost in _weighed(one)
        for second_key, also in _weighed(other)
    ]
    return tuple(key for _, key in sorted(weighed)[:most])


@lru_cache(maxsize=200_000)
def _weighed(part: str, *, ended: bool = True) -> tuple[tuple[str, float], ...]:
    """The skeletons of a part without its article, and read the other way where that is open."""
    part = _said_apart(part)
    found = dict(weighed_skeletons(without_article(part), ended=ended))
    for reading in _read_otherwise(part):
        for key, cost in weighed_skeletons(reading, ended=ended):
            found[key] = min(found.get(key, 99.0), cost + OTHER_READING)
    return tuple(sorted(found.items(), key=lambda item: (item[1], item[0]))[:MOST_KEYS])


def _said_apart(part: str) -> str:
    """Salahaldin is Salah al-Din, عبدالحق is عبد الحق; what the letters are weighed by stays as written."""
    small = folded(part)
    apart = _DIN_IN_LATIN.sub(r"\1 ", small) if small.endswith("n") else _ABD_AL_HAQQ.sub("عبد ", small)
    return part if apart == small else apart


_DIN_IN_LATIN = re.compile(r"^(\w{2,}?)[ '-]?(?:[ae]l|(?<![aeo])ul)[ -]?(?=d(?:ee|ie?|î)n$)")
_ABD_AL_HAQQ = re.compile("^عبدال(?=ح[قي]$)")
OTHER_READING = 1.0
_RUN_TOGETHER = re.compile("^[ae]l(?=[^aeiouyl'][^ ]{3,}$)")


def _read_otherwise(part: str) -> tuple[str, ...]:
    """البرتي may be Alberti, and Alshammari is al-Shammari."""
    small = folded(part)
    if " " in small or "-" in small:
        return ()
    if script_of(small) == "arab":
        return (small,) if _bare_arabic(small) != small and not _WITH_HAMZA.match(part) else ()
    return (_RUN_TOGETHER.sub("", small),) if _RUN_TOGETHER.match(small) else ()


@lru_cache(maxsize=65536)
def without_article(text: str) -> str:
    """A part without al-/el- (assimilated or not) at its start or inside a compound.

    >>> without_article("ash-Shammari"), without_article("السنجاري"), without_article("Abd al-Rahman")
    ('shammari', 'سنجاري', 'abd rahman')
    """
    hamza = _WITH_HAMZA.match(text) is not None and _ALBU.match(folded(text)) is None
    text = _DIN_WITH_ARTICLE.sub(r"\1 دين", folded(text))
    text = _ALBU.sub(r"\1 ", text)
    pieces = _ABD_WITH_ARTICLE.sub(r"\1 ", text).replace("-", " ").split()
    kept = [piece for at, piece in enumerate(pieces) if not _is_article(pieces, at)]
    if hamza:  # ألونسو is Alonso: the article is never written with a hamza
        return " ".join((kept[0], *map(_bare_arabic, kept[1:])))
    return " ".join(_bare_arabic(piece) if script_of(piece) == "arab" else piece for piece in kept)


# Both scripts write the clan's al-bu in many ways; بو and bu are what is left.
_ALBU = re.compile(r"^(?:[ae]l[ -]?|ال ?)(bo?u|بو) (?=\S)")
_WITH_HAMZA = re.compile("\\s*[أإآ]ل")


# Abdulrahman, Abdurrahman, Evdilkerîm, عبدالرحمن: the article inside goes, as it does when it stands apart.
_ABD_WITH_ARTICLE = re.compile(
    r"^(abd|ebd|evd|عبد|عەبد|عەڤد)(?:[aeiou]l|[aeou](?=rr|ss|nn|zz)|ال|ول)[\s-]?(?=\w{3})"
)


_DIN_WITH_ARTICLE = re.compile(r"^(\w{2,})\s?الدين$")


def _is_article(pieces: list[str], at: int) -> bool:
    if at + 1 >= len(pieces) or pieces[at] not in words.ARTICLES:
        return False
    return pieces[at] in {"al", "el", "ul", "il", "ال"} or words.is_sun_article(pieces[at], pieces[at + 1])


def _bare_arabic(piece: str) -> str:
    has_article = piece.startswith("ال") and len(piece) > 3 and piece not in words.NOT_ARTICLE
    return piece[2:] if has_article else piece


def _run_together(parts: tuple[str, ...], *, more: Sequence[tuple[str, float]] = ()) -> tuple[str, ...]:
    """Several parts as one key; written out of place, a part may sound as it does within a word."""
    beam = {"": 0.0}
    for at, part in enumerate(parts):
        readings = _within(part, is_first=at == 0, is_last=at == len(parts) - 1)
        joined: dict[str, float] = {}
        for so_far, total in beam.items():
            for key, cost in readings:
                longer, together = so_far + key, total + cost
                if together < joined.get(longer, 99.0):
                    joined[longer] = together
        beam = dict(sorted(joined.items(), key=by_cost)[:_BEAM]) if len(joined) > _BEAM else joined
    for key, cost in (*_without_place_words(parts), *more):
        beam[key] = min(beam.get(key, 99.0), cost)
    most = MOST_KEYS if len(parts) == 1 else MOST_TOGETHER
    return tuple(key for key, _ in sorted(beam.items(), key=by_cost) if key)[:most]


@lru_cache(maxsize=65536)
def _within(part: str, *, is_first: bool, is_last: bool) -> tuple[tuple[str, float], ...]:
    """A part among others: Khurbat is Khurba before another word, and Tall Afar is Tallafar."""
    is_only = is_first and is_last
    found: dict[str, float] = {}
    for reading, extra in _spelt_otherwise(part):
        for key, cost in _weighed(reading, ended=is_only):
            key = key if is_only else key.strip("-")
            found[key] = min(found.get(key, 99.0), cost + extra)
    if not is_last and _BOUND.search(plain_latin(folded(part))):
        _also(found, {key[:-1]: cost for key, cost in found.items() if key.endswith("t") and len(key) > 2})
    if not is_first:
        _also(found, {key[1:]: cost for key, cost in found.items() if key.startswith("A")})
    if not is_first and _AND.match(part):
        _also(found, dict(_weighed(part[1:], ended=False)))
    return tuple(sorted(found.items(), key=by_cost)[:MOST_KEYS])


def _also(found: dict[str, float], more: Mapping[str, float]) -> None:
    for key, cost in more.items():
        found[key] = min(found.get(key, 99.0), cost + WRITTEN_APART)


def _spelt_otherwise(part: str) -> Iterator[tuple[str, float]]:
    """As it stands; an h that only lengthens a vowel (Dahrkah); an article with a hamza, or inside a word;
    a double that is no root's (حللوز is Halluz)."""
    small = folded(part).lstrip("'")
    yield (small if script_of(small) == "latn" else part), 0.0
    if _LENGTHENED.search(plain_latin(small)):
        yield _LENGTHENED.sub(r"\1", small), LENGTHENED
    if _WITH_HAMZA.match(part) and len(small) > 4:
        yield part.replace("أل", "ال", 1).replace("إل", "ال", 1).replace("آل", "ال", 1), LENGTHENED
    if _GLUED.search(small):
        yield _GLUED.sub(r"\1 \2", small), LENGTHENED
    if _TWICE.search(small):
        yield _TWICE.sub(r"\1", small), LENGTHENED


_LONG_VOWELS = frozenset("āīūĀĪŪ")


def _as_words(form: str) -> str:
    """A ة ends a word (قريةالطاسه); maps write Qaşr al Banāt: beside their long vowels ş is no sh."""
    form = _BETWEEN.sub("", _AND_THE.sub("ال", _TA_INSIDE.sub("ة ", form)))
    return form if _LONG_VOWELS.isdisjoint(form) else form.replace("ş", "s").replace("Ş", "S")


_TA_INSIDE = re.compile("ة(?=[\u0621-\u06d5])")
_AND_THE = re.compile(r"(?<=\s)وال(?=\s|[^\sدي]{3})")  # and the
_BETWEEN = re.compile(r"(?<=\s)[iîyêIÎYÊييیێ]\s(?=\S)")  # the Kurdish and Persian ezafe


_LENGTHENED = re.compile("(?<=[^aeiou])([ae])h(?=[bcdfgjklmnpqrstvwxyz])")
_GLUED = re.compile(r"^([\u0621-\u06d5]{3,})ال([\u0621-\u06d5]{3,})$")  # محمدالجاسم
_TWICE = re.compile("([\u0628-\u063a\u0641-\u0648])\\1(?=[\u0621-\u06d5])")
LENGTHENED = 1.2
WRITTEN_APART = 1.0
_BOUND = re.compile("at$|et$")
_AND = re.compile("و(?=[\u0621-\u06d5]{4})")  # *and* is written with the next word


def _without_place_words(parts: tuple[str, ...]) -> list[tuple[str, float]]:
    """Upper and lower, great and little: which of two villages is meant is often left out."""
    kept = tuple(part for part in parts if words.bare(without_article(part)) not in words.WHICH_OF_TWO)
    if not kept or len(kept) == len(parts):
        return []
    return [(key, WITHOUT_WHICH + at / 10) for at, key in enumerate(_run_together(kept)[:3])]


WITHOUT_WHICH = 0.5


def _tells_of_a_place(form: str) -> bool:
    """Whether a word of it says what kind of place this is: then a word is often left out."""
    said = {words.bare(without_article(word)) for word in form.split()}
    return not (said.isdisjoint(words.KINDS_OF_PLACE) and said.isdisjoint(words.FILLERS))


def _left_out_or_kept(parsed: ParsedName, parts: tuple[str, ...]) -> list[tuple[str, float]]:
    """The same with a word left out, as lists do; or with a word kept that is no title or *son of* here."""
    is_place = _tells_of_a_place(parsed.form)
    found = []
    if is_place or len(parts) > PAIR:
        found += _without_a_part(parts, first=0 if is_place else 1)
    if is_place or _nobodys_son(parsed):
        whole = tuple(part.text for part in parsed.parts if words.bare(part.text) not in words.FILLERS)
        found += [(key, WORD_KEPT) for key in _run_together(whole)[:2]] if whole != parts else []
    return found


def _without_a_part(parts: tuple[str, ...], first: int) -> list[tuple[str, float]]:
    """One word from the `first` on left out, where what is left still tells places apart.

    What kind of place it is tells least: of Tall Qarah the list beside it may have Qarah alone.
    """
    if len(parts) < PAIR:
        return []
    found = []
    for at in range(first, len(parts)):
        least = TELLING_ALONE if _is_kind_of_place(parts[at]) else TELLING
        found += [key for key in _run_together(parts[:at] + parts[at + 1 :])[:2] if len(key) >= least]
    return [(key, WITHOUT_A_PART) for key in found]


def _is_kind_of_place(word: str) -> bool:
    return words.bare(without_article(word)) in words.KINDS_OF_PLACE


def _nobodys_son(parsed: ParsedName) -> bool:
    """A word for *son* with no name before or after it is a name itself: Tel Kur, Bin Dayzan."""
    ends = (parsed.parts[0], parsed.parts[-1]) if len(parsed.parts) > 1 else ()
    return any(words.bare(part.text) in words.SON_OF | words.DAUGHTER_OF for part in ends)


WITHOUT_A_PART, WORD_KEPT, TELLING, TELLING_ALONE, PAIR = 1.5, 1.0, 4, 2, 2


# ب ت ن, ج ح خ, ر ز and س ش differ by their dots (so do ف and ق, but k is ك and گ as well); a vowel at the
# start of a word is often not written.
_DOTS = str.maketrans({"t": "b", "n": "b", "h": "j", "x": "j", "z": "r", "S": "s", "A": None})
_REPEATED = re.compile(r"(.)\1+")
MOST_ROUGH = 2


def _rough(found: tuple[str, ...]) -> tuple[str, ...]:
    """The likeliest skeletons with letters of one shape as one letter, and doubles as one.

    >>> _rough(("dlrtm",)), _rough(("dlrnm",)), _rough(("xll",))
    (('~dlrbm',), ('~dlrbm',), ())
    """
    rough: dict[str, None] = {}
    for key in found:
        left = _REPEATED.sub(r"\1", key.translate(_DOTS))
        if len(left) >= TELLING and left.isascii():
            rough[f"~{left}"] = None
            if len(rough) == MOST_ROUGH:
                break
    return tuple(rough)


def _deletions(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shorter for key in found for shorter in without_one(key)))
