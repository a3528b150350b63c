"""What a remark says of kin: "sibling of Mariam", "diya wî Nadiya", والدته ليلى."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vegerin.engines import names
from vegerin.engines.names import words

MOTHER, FATHER, SPOUSE, SIBLING, CHILD = "mother", "father", "spouse", "sibling", "child"


@dataclass(frozen=True)
class Kin:
    """Who the named relative is to the person, and the name."""

    relation: str
    name: str


# Her mother is so-and-so; the pronoun is part of the Arabic and Sorani words.
_OF_THE_PERSON = {
    MOTHER: "mother mutter anne والدته والدتها والدة امه امها دایکی دایكي dayka",
    FATHER: "father vater baba والده والدها ابوه ابوها باوکی bavê_wî bave_wi bavê_wê bave_we",
    SPOUSE: "wife husband spouse frau ehefrau mann ehemann jina jin mêrê mere karısı kocası "
    "زوجة زوج ژنی مێردی",
    SIBLING: "sibling brother sister geschwister bruder schwester xwişka xwiska xwişk xwisk birayê biraye "
    "bira kardeşi اخو اخ اخت شقيق شقيقة برای خوشکی",
    CHILD: "son daughter child sohn tochter kind kurê kure keça keca keçika ابن بنت ابنة کوڕی کچی",
}
_PRONOUNS = {"wî", "wi", "wê", "we", "his", "her", "its", "seine", "ihre"}
_LITTLE = {"of", "von", "der", "des", "is", "ist", "name", "named", "called", "li", "u", "و", "or"}
_BY_WORD = {words.bare(word): kind for kind, said in _OF_THE_PERSON.items() for word in said.split()}
_MOTHER_OF, _FATHER_OF = (
    {words.bare(word) for word in said.split()}
    for said in ("diya dayika um umm em oum ام", "bavê bave bav abu abou ebu ابو باڤێ")
)


@lru_cache(maxsize=65536)
def kin_said(remark: str) -> Kin | None:
    """The relative whom a remark names, or None.

    >>> kin_said("sibling of Mariam"), kin_said("family in the camp")
    (Kin(relation='sibling', name='Mariam'), None)
    >>> kin_said("diya wî Nadiya"), kin_said("Bavê Cemîle")
    (Kin(relation='mother', name='Nadiya'), Kin(relation='child', name='Cemîle'))
    """
    pieces = [piece for piece in re.split(r"[\s/:,،;.()]+", remark) if piece]
    for at, piece in enumerate(pieces[:3]):
        relation = _relation(words.bare(piece), [words.bare(other) for other in pieces[at + 1 :]])
        if relation:
            return _named(relation, pieces[at + 1 :])
    return None


def _relation(word: str, following: list[str]) -> str:
    with_pronoun = bool(following) and following[0] in {words.bare(pronoun) for pronoun in _PRONOUNS}
    if word in _MOTHER_OF:
        return MOTHER if with_pronoun else CHILD
    if word in _FATHER_OF:
        return FATHER if with_pronoun else CHILD
    return _BY_WORD.get(word, "")


def _named(relation: str, following: list[str]) -> Kin | None:
    little = {words.bare(word) for word in _LITTLE | _PRONOUNS} | set(_BY_WORD)
    named = [piece for piece in following if words.bare(piece) not in little]
    given = names.parse(" ".join(named)).part("given") if named else ""
    return Kin(relation, given) if given else None
