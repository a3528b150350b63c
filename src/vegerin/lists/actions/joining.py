"""What may become one: nothing joins two Persons by the way, nor two whom somebody judged to be two."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.lists.queries.review import Decided, both_people
from vegerin.lists.queries.sides import Side, sides_for
from vegerin.lists.side_keys import is_person
from vegerin.ui.scripts import isolated


class CannotJoin(Refused):
    """Rows may not join two Persons by the way; `key` is the pair that would."""

    def __init__(self, sentence: str, *, key: tuple[str, str]) -> None:
        super().__init__(sentence)
        self.key = key


def check_may_join(key: tuple[str, str], sides: dict[str, Side], known: Decided, *, by: Reader) -> None:
    """Two rows may not join two Persons by the way: that takes two people; nor anybody who was judged two."""
    _check_not_parted(key, sides, known, by=by)
    heads = {known.head(side) for side in key}
    if both_people(key) or sum(map(is_person, heads)) < 2:
        return
    sentence = _(
        "{one} and {other} are two persons of the register already. If they are one, propose to join the two:"
        " two people sign."
    )
    raise CannotJoin(sentence.format(one=sides[key[0]].name, other=sides[key[1]].name), key=key)


def _check_not_parted(key: tuple[str, str], sides: dict[str, Side], known: Decided, *, by: Reader) -> None:
    pairs = known.parted_by(key)
    # Of somebody she may not see nothing is said; the next link run asks those who may.
    others = sides_for(by, [side for pair in pairs for side in pair]) if pairs else {}
    parted = next((pair for pair in pairs if set(pair) <= set(others)), None)
    if parted is None:
        return
    sentence = _(
        "{one} and {other} cannot be one person while {third} and {fourth} are judged to be two: they would"
        " become one as well. Say unsure here, or have that answer taken back first."
    )
    seen = {**sides, **others}
    one, other, third, fourth = (isolated(seen[side].name) for side in (*key, *parted))
    raise CannotJoin(sentence.format(one=one, other=other, third=third, fourth=fourth), key=key)
