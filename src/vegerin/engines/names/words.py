"""Words inside names that are not names: titles, kunya, particles, articles, halves of compounds."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from vegerin.engines.names.letters import folded, plain_latin


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """How a word is looked up: folded, without marks, dots and apostrophes."""
    return plain_latin(folded(word)).strip(".,;:'\"()")


def _kinds() -> dict[str, frozenset[str]]:
    table = (
        resources.files("vegerin.engines.names")
        .joinpath("resources", "words.tsv")
        .read_text(encoding="utf-8")
    )
    lines = (line.split("\t") for line in table.splitlines()[1:])
    return {kind: frozenset(bare(word) for word in words.split()) for kind, words in lines}


_BY_KIND = _kinds()
# Recognised in order to be ignored (D24). Caste words are titles wherever another name stands beside them.
TITLES = _BY_KIND["titles"]
# Names as well as titles: a title only when enough names follow to be a name without it.
TITLES_OR_NAMES = _BY_KIND["titles_or_names"]
KUNYA = _BY_KIND["kunya"]
# With these the kunya word is part of a usual given name: Abu Bakr, Umm Kulthum.
KUNYA_NAMES = _BY_KIND["kunya_names"]
SON_OF = _BY_KIND["son_of"]
DAUGHTER_OF = _BY_KIND["daughter_of"]
MOTHER_IS = _BY_KIND["mother_is"]
# Before everything else: somebody of whom only a relative's name was known.
CHILD_OF = _BY_KIND["child_of"]
WIFE_OF = _BY_KIND["wife_of"]
# In the place of a name that nobody knew; a dash stands for the blank between two words.
NOT_KNOWN = _BY_KIND["not_known"]
# Said after a name: Tahsin Beg. Nobody is so called there.
AFTER_A_NAME = _BY_KIND["after_a_name"]
FILLERS = _BY_KIND["fillers"]
ARTICLES = _BY_KIND["articles"]
# Of the clan of: al-bu Mutaywit, البو متيوت.
ALBU = _BY_KIND["albu"]
# Which of two places of one name: upper, little, eastern.
WHICH_OF_TWO = _BY_KIND["which_of_two"]
# Hill, ruin, spring, village: what kind of place a name tells of, in the name itself.
KINDS_OF_PLACE = _BY_KIND["kinds_of_place"]
BU = frozenset({"bu", "bou", "بو"})
ABD = _BY_KIND["abd"]
AFTER_ABD = _BY_KIND["after_abd"]
# X al-Din, X Allah: one name in two words.
SECOND_HALVES = _BY_KIND["second_halves"]
# Begin with the letters of the article, and are names without one: Ilyas, Almas.
NOT_ARTICLE = _BY_KIND["not_article"]

ROLES = ("given", "father", "grandfather", "great_grandfather")


# Said after the father's name in Turkish: Ali Hasan oğlu, Hasan oğlu Ali.
AFTER_THE_FATHER = frozenset({"oglu", "kizi"})


def is_sun_article(article: str, following: str) -> bool:
    """Whether a Latin article has taken on the first letter of the word that follows.

    >>> is_sun_article("ash", "shammari"), is_sun_article("as", "dawood")
    (True, False)
    """
    sound = article[1:]
    return bool(sound) and following.startswith(sound)
