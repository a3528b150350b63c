"""Words that are one name: Abd al-Rahman, Nasir al-Din, al Sinjari, Albu Sultan."""

from __future__ import annotations

from vegerin.engines.names import words


def joined(pieces: list[str]) -> list[str]:
    """Abd al-Rahman, Nasir al-Din, al Sinjari: words that are one name are put together."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        width = _width_of_name(pieces, at)
        found.append(" ".join(pieces[at : at + width]))
        at += width
    return found


def _width_of_name(pieces: list[str], at: int) -> int:
    here = words.bare(pieces[at])
    after = [words.bare(piece) for piece in pieces[at + 1 : at + 3]]
    if after and f"{here}-{after[0]}" in words.NOT_KNOWN:
        return 2
    if here in words.ABD:
        return _width_after_abd(here, after)
    if _is_article(here, after) and after[0] in words.BU and len(after) == 2:
        return 3
    if _is_article(here, after):
        return 1 + _width_of_name(pieces, at + 1) if after[0] in words.ABD else 2
    if here in words.ALBU and after:
        return 2
    if after and here not in words.KUNYA | words.SON_OF | words.DAUGHTER_OF | words.TITLES:
        if after[0] in words.SECOND_HALVES - {"da", "dad"} or after[0] in FAITH:
            return 2
        if (
            len(after) == 2
            and after[0] in words.ARTICLES
            and after[1] in {"din", "deen", "allah", "دين", "الدين"}
        ):
            return 3
        if here in GOD and after[0] in {"da", "dad", "دا", "داد"}:
            return 2
    return 1


FAITH = frozenset({"al-din", "al-deen", "ad-din", "ed-din", "el-din", "ud-din"})
GOD = frozenset({"xwede", "xude", "xuda", "خودي", "خودا"})


def _width_after_abd(here: str, after: list[str]) -> int:
    if not after:
        return 1
    if after[0] in words.ARTICLES and len(after) == 2:
        return 3
    with_article = after[0].startswith("ال") or any(
        after[0].startswith(f"{article}-") for article in ("al", "el", "ar", "er")
    )
    if with_article or after[0] in words.AFTER_ABD or here not in {"abd", "evd", "ebd", "عبد", "abdo"}:
        return 2
    return 1


def _is_article(here: str, after: list[str]) -> bool:
    if not after or here not in words.ARTICLES:
        return False
    return here in {"al", "el", "ال"} or words.is_sun_article(here, after[0])
