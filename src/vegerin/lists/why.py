"""Why two may be one, or not: a few short facts for the middle column, and sentences to be read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vegerin.engines import names
from vegerin.engines.answers import Reason
from vegerin.engines.names.frequencies import LEAST_SAID, pooled_keys
from vegerin.lists.columns import Field
from vegerin.lists.models import LinkPair
from vegerin.lists.queries.sides import Side
from vegerin.lists.words import FIELD_WORDS
from vegerin.register.beside import one_name
from vegerin.register.words import PARTS, reason_words
from vegerin.ui.scripts import isolated

FOR, NEAR, AGAINST, OPEN = "check", "wave", "barred", "more"
LEAST_COUNTED = 300  # of fewer people no share is said
RAREST_SAID = 1000  # "1 man in 4,000" helps no listener
AGREE = frozenset({"equal", "usual", "spelling"})
MANY_YEARS = 3


@dataclass(frozen=True)
class Fact:
    """One short thing: its icon says whether it speaks for the two being one."""

    icon: str
    says: str


@dataclass(frozen=True)
class Why:
    """All that is said beside a pair."""

    facts: tuple[Fact, ...]
    sentences: tuple[str, ...]


def why(pair: LinkPair, one: Side, other: Side, borne: Mapping[str, Mapping[str, int]]) -> Why:
    """Facts and sentences for a pair; `borne` is how many women and men bear a name, from the run."""
    compared = names.compare(one.name, other.name)
    facts = [*_of_names(compared), *_of_birth(one, other), *_of_the_rest(one, other)]
    sentences = [
        *_said_of_names(compared, one, other, borne),
        *_said_of_birth(one, other),
        *_said_of_the_rest(one, other),
        *_said_of_family(pair),
    ]
    return Why(tuple(facts), tuple(sentences))


def _of_names(compared: names.Comparison) -> list[Fact]:
    if not compared.parts:
        return [Fact(OPEN, _("no name to compare"))]
    first, *rest = compared.parts
    found = [Fact(*_HOW[first.how]())]
    agree = [part for part in rest if part.how in AGREE]
    differ = [part for part in rest if part.how == "different"]
    if agree:
        found.append(
            Fact(
                FOR,
                _roles(
                    agree,
                    _("{role} agrees"),
                    _("{role} and {also} agree"),
                    ngettext("one more name agrees", "{count} more names agree", len(agree)),
                ),
            )
        )
    if differ:
        found.append(
            Fact(
                NEAR,
                _roles(
                    differ,
                    _("{role} differs"),
                    _("{role} and {also} differ"),
                    ngettext("one more name differs", "{count} more names differ", len(differ)),
                ),
            )
        )
    return found


_HOW: Mapping[str, Any] = {
    "equal": lambda: (FOR, _("written alike")),
    "usual": lambda: (FOR, _("usual spellings")),
    "spelling": lambda: (FOR, _("can be one name")),
    "near": lambda: (NEAR, _("names are close")),
    "different": lambda: (AGAINST, _("first names differ")),
}
_ROLE_NAMES = {
    "given": "given name",
    "father": "father",
    "grandfather": "grandfather",
    "great_grandfather": "great-grandfather",
    "mother": "mother",
    "lineage": "lineage",
}


def _roles(parts: Sequence[Any], one: str, two: str, many: str) -> str:
    words = [PARTS.get(_ROLE_NAMES.get(part.role, "")) for part in parts]
    if len(words) == 1 and words[0]:
        return one.format(role=words[0])
    if len(words) == 2 and all(words):
        return two.format(role=words[0], also=words[1])
    return many.format(count=len(parts))


def _years_apart(one: Side, other: Side) -> int | None:
    """Whole years between two births; 0 where their ranges meet, None where one is not said."""
    a, b = one.born, other.born
    if not (a.earliest and a.latest and b.earliest and b.latest):
        return None
    if a.latest >= b.earliest and b.latest >= a.earliest:
        return 0
    return abs(a.earliest.year - b.earliest.year) or 1


def _of_birth(one: Side, other: Side) -> list[Fact]:
    apart = _years_apart(one, other)
    if apart is None:
        return []
    if apart == 0:
        return [Fact(FOR, _("same year"))]
    icon = NEAR if apart <= MANY_YEARS else AGAINST
    return [Fact(icon, ngettext("{count} year apart", "{count} years apart", apart).format(count=apart))]


def _of_the_rest(one: Side, other: Side) -> list[Fact]:
    found = []
    if one.sex and other.sex and one.sex != other.sex:
        found.append(Fact(AGAINST, _("another sex")))
    if one.mother and other.mother:
        same = one_name(one.mother, other.mother)
        found.append(Fact(FOR, _("mother agrees")) if same else Fact(NEAR, _("another mother")))
    if one.village and other.village:
        same = one_name(one.village, other.village)
        found.append(Fact(FOR, _("village agrees")) if same else Fact(NEAR, _("another village")))
    return found


def _said_of_names(
    compared: names.Comparison, one: Side, other: Side, borne: Mapping[str, Mapping[str, int]]
) -> list[str]:
    """The engine's reasons, with how many bear the name among the people of these lists, not of the world."""
    said = []
    for at, reason in enumerate(compared.why):
        if reason.code == "names.one_in":
            continue
        if reason.code == "names.not_given":
            said.append(_not_given(reason, one, other))
            continue
        said.append(reason_words(names_isolated(reason)))
        if at == 0 and compared.parts and compared.parts[0].how in AGREE:
            said += one_in(compared.parts[0].a, one.sex or other.sex, borne)
    return said


def names_isolated(reason: Reason) -> Reason:
    """The same with every name inside it kept from turning the words around it about."""
    values = {key: isolated(text) if key in {"a", "b"} else text for key, text in reason.values.items()}
    return Reason(reason.code, values, reason.says)


def _not_given(reason: Reason, one: Side, other: Side) -> str:
    """On which of the two something is missing."""
    role = str(reason.values["role"])
    has = [role in {part.role for part in names.parse(side.name).names} for side in (one, other)]
    words = PARTS.get(_ROLE_NAMES.get(role, role), role)
    where = other.stands if has[0] else one.stands
    return _("The {role} is not given: {where}.").format(role=words, where=isolated(where))


def one_in(name: str, sex: str, borne: Mapping[str, Mapping[str, int]]) -> list[str]:
    """How many bear a name in this community; nothing where too few were counted, or too few bear it."""
    counted = borne.get({"female": "F", "male": "M"}.get(sex, ""), {})
    count = max((counted.get(key, 0) for key in pooled_keys(name)), default=0)
    if counted.get("", 0) < LEAST_COUNTED or count < LEAST_SAID:
        return []
    share = round(counted[""] / count)
    if share > RAREST_SAID:
        return []
    if sex == "female":
        return [_("About 1 woman in {number} on these lists bears it.").format(number=share)]
    return [_("About 1 man in {number} on these lists bears it.").format(number=share)]


def _said_of_birth(one: Side, other: Side) -> list[str]:
    apart = _years_apart(one, other)
    if apart is None:
        silent = [side.stands for side in (one, other) if not side.born.is_known]
        return [
            _("The year of birth is not given: {where}.").format(where=isolated(where)) for where in silent
        ]
    if apart == 0:
        return [_("The years of birth agree.")]
    sentence = ngettext(
        "The years of birth are {count} year apart.", "The years of birth are {count} years apart.", apart
    )
    return [sentence.format(count=apart)]


def _said_of_the_rest(one: Side, other: Side) -> list[str]:
    said = []
    if one.sex and other.sex and one.sex != other.sex:
        said.append(_("One is written as a woman, the other as a man."))
    if one.mother and other.mother:
        if one_name(one.mother, other.mother):
            said.append(
                _("The mothers’ names agree: {a}, {b}.").format(
                    a=isolated(one.mother), b=isolated(other.mother)
                )
            )
        else:
            said.append(
                _("The mothers’ names differ: {a}, {b}.").format(
                    a=isolated(one.mother), b=isolated(other.mother)
                )
            )
    else:
        said += [
            _("The mother is not given: {where}.").format(where=isolated(side.stands))
            for side, beside in ((one, other), (other, one))
            if beside.mother and not side.mother
        ]
    if one.village and other.village and not one_name(one.village, other.village):
        said.append(
            _("The villages differ: {a}, {b}.").format(a=isolated(one.village), b=isolated(other.village))
        )
    return said


def _said_of_family(pair: LinkPair) -> list[str]:
    said = []
    beside = pair.evidence.get("beside", 0)
    if beside:
        sentence = ngettext(
            "{count} other of this family stands on both sides too.",
            "{count} others of this family stand on both sides too.",
            beside,
        )
        said.append(sentence.format(count=beside))
    if pair.evidence.get("rival"):
        said.append(_("Somebody else of the same list would fit as well. Look at both."))
    if pair.p_family > max(pair.p_same, 0.3):
        said.append(_("They may be two of one family: brothers and sisters share all but the first name."))
    if pair.reason == "forbidden_by_constraint":
        said.append(
            _(
                "One of them is put together already with a row that the other cannot be: it stands on the"
                " same list, or was judged to be somebody else."
            )
        )
    if pair.reason == "place_in_family":
        said.append(_("The names do not say it. The family has one place left on either side, that is all."))
    return said


def new_evidence_words(field: str, before: str, now: str) -> str:
    """What is new since a pair was judged."""
    label = FIELD_WORDS.get(Field(field), field)
    if not before:
        return _("New since then: {what} {now}.").format(what=label, now=isolated(now))
    return _("Changed since then: {what} {before}, now {now}.").format(
        what=label, before=isolated(before), now=isolated(now)
    )
