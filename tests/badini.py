"""A first Badini of a Kurmanji sentence: Arabic letters, with its own words and endings.

For whoever fills the catalogue: the result is read and corrected by a person, never trusted.

python -m tests.badini < kurmanji.txt
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

LETTERS = dict(zip("abcçdeêfghîjklmnopqrsştuvwxyz", "ابجچدەێفگهیژکلمنۆپقرسشتوڤوخیز", strict=True))
LETTERS |= {"i": "", "û": "وو"}
FIRST = {"a": "ئا", "e": "ئە", "ê": "ئێ", "i": "ئ", "î": "ئی", "o": "ئۆ", "u": "ئو", "û": "ئوو"}
SIGNS = str.maketrans({",": "،", ";": "؛", "?": "؟"})
KEPT = re.compile(
    r"\{\w+\}|%\(\w+\)[sd]|<[^>]+>|\b(?:CSV|Excel|xlsx|PostgreSQL|DNA|EEEE|MMMM|QR|PDF|OK|A4)\b"
    r"|\b(?:owner|user)=|\b[A-Z]\d[\d-]*\b|\bd MMMM\b|Ctrl Enter|Kurmancî|Xelîl|Khaleel|Khalil|\b[A-Z]\b"
)
WORDS = dict(
    line.split("\t") for line in Path(__file__).with_name("badini_words.tsv").read_text("utf-8").splitlines()
)
PREFIXES = (("hil", "هەل"), ("kamp", "کەمپ"), ("kaxez", "کاغەز"), ("nivîs", "نڤیس"), ("hevkar", "هەڤکار"))
COPULA = {"e": "ە", "ye": "یە", "in": "ن", "im": "م", "î": "ی"}
# Not verbs, though they begin and end like them.
NOUNS = set("nasname name navçe ne dine nabe vegere neyne neşîne".split())  # noqa: SIM905 -- easier to keep
VERB = re.compile(r"(?:di|na|ve(?:di|na)|ra(?:di|na)|hil(?:di|na)|der(?:di|na)|wer(?:di|na)|lê(?:di|na)).+e")
WISH = re.compile(r"(?:bi|ve|hil|wer|ra|ne).+e")
AFTER_WISH = {"da", "bila", "divê", "dikare", "dikarin", "nikare", "dikarî", "nikarî", "dê", "dixwaze", "ku_"}
UNTIL_COMMA = {"heke", "dema"}


def badini(sentence: str) -> str:
    """The sentence in Badini, to be read by a person."""
    clauses = re.split(r"(?<=[.;:!?])\s+", sentence)
    return " ".join(_clause(clause) for clause in clauses)


# `tu` is `no` before these, else `you`.
NOUNS_AFTER_NO = (
    "axaftin|doz|stûn|lîste|karmend|rêgez|rêza|rêz|tiştê|kaxez|kaxeza|form|nav|kes|bersiv|peyam|cih|rol|agahî"
)
# What Badini says otherwise, before the letters are turned: (Kurmanji, what to turn instead).
TURNS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bheta (yek|hûr|ew)\b", r"heta ku_ \1"),
        (r"\bheta ku ew\b", "heta ku_ ew"),
        (r"\bji bo\b", "bo"),
        (r"\bJi bo\b", "Bo"),
        (r"\b[Ww]inda ye\b", "bêserûşûne"),
        (rf"\b[Tt]u (?=(?:{NOUNS_AFTER_NO})\b)", "çi "),
        (r"\b(ya|[Gg]ava|[Dd]îtina|[Aa]xaftina|rêza) bê\b", r"\1 bihêt"),
        (r"\bbê(?=[.?]|$)", "bihêt"),
        (r"\bku (vê )?veke\b", r"ku \1vekebit"),
        (r"\bku (\w+ qebûl) bike\b", r"ku \1 bikebit"),
        (r"\bji (\w+(?: \w+){0,3}) re\b", r"bo \1"),
        (r"\bJi (\w+(?: \w+){0,3}) re\b", r"Bo \1"),
        (r"\b([Nn])as (dike|dikî|dikin|kir|nekir)\b", r"\1as\2"),
        (r"\btê de\b", "tede"),
        (r"\bTê de\b", "tede"),
        (r"\bne (?=(?:ji|li|bi|di|wek|cihê|piştrast|rast|ya|yê|ew|îro|vê)\b)", "ne_ "),
        (r"\bhat (?=\w+(?:in|în)\b|dan\b)", "hate "),
        (r"\bHat (?=\w+(?:in|în)\b|dan\b)", "Hate "),
        (r"\bhatin (?=\w+(?:in|în)\b|dan\b)", "hatine "),
        (r"\btê (?=\w+(?:in|în)\b)", "dihête "),
        (r"\bTê (?=\w+(?:in|în)\b)", "Dihête "),
        (r"\b([Nn])ayê (?=\w+(?:in|în)\b|\w*dan\b)", r"\1ahête "),
        (r"\bbê (?=\w+(?:in|în)\b|\w*dan\b)", "bihête "),
        (r"\b([Nn])ehat (?=\w+(?:in|în)\b)", r"\1ehate "),
        (r"\btune bike\b", "ji nav bibe"),
        (r"\bberdewam be\b", "berdewam bibe"),
        (r"biceribîne", "biceribîne bike"),
    )
)


def _clause(clause: str) -> str:
    for pattern, instead in TURNS:
        clause = pattern.sub(instead, clause)
    said: list[str] = []
    wishes = until_comma = False
    for piece in re.findall(rf"{KEPT.pattern}|[\w’]+|\s+|[^\w\s]", clause):
        if KEPT.fullmatch(piece) or not re.match(r"\w", piece):
            said.append(piece.translate(SIGNS) if len(piece) == 1 else piece)
            until_comma = until_comma and piece != ","
            continue
        word = piece.lower()
        if word in COPULA and len(said) > 1 and said[-1] == " " and said[-2][-1:].isalpha():
            said[-1:] = ["یە" if word == "e" and said[-2].endswith("ە") else COPULA[word]]
            continue
        said.append(_word(word, wishes=wishes or until_comma))
        until_comma = until_comma or word in UNTIL_COMMA
        wishes = wishes or word in AFTER_WISH
    return "".join(said)


def _word(word: str, *, wishes: bool) -> str:
    word = word.rstrip("_")
    if word in WORDS:
        return WORDS[word]
    if VERB.fullmatch(word) and word not in NOUNS:
        word = word[:-1] + "ît"
    elif wishes and word == "bêje":
        word = "bêjît"
    elif wishes and WISH.fullmatch(word) and word not in NOUNS:
        word = word[:-1] + "ît" if not word.endswith(("ke", "de")) else word + "t"
    if len(word) > 5 and not word.startswith(("ve", "bi")):
        word = re.sub(r"eke$", "eka", word)
    for latin, arabic in PREFIXES:
        if word.startswith(latin):
            return arabic + _letters(word[len(latin) :], first=False)
    return _letters(word, first=True)


def _letters(word: str, *, first: bool) -> str:
    said = "".join(
        FIRST.get(c, "") if first and not i and c in FIRST else LETTERS.get(c, c) for i, c in enumerate(word)
    )
    said = said.replace("خوە", "خۆ").replace("خوا", "خوا")
    return said[:-1] + "هـ" if said.endswith("ه") else said


if __name__ == "__main__":
    for line in sys.stdin:
        print("|||".join(badini(part) for part in line.rstrip("\n").split("|||")))
