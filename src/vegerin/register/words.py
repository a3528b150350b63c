"""What the register says on its pages: kinds of events, reasons, kin, channels; whole sentences, translated.

Engines speak no language: they return codes and values, which become sentences here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.engines.answers import Reason
from vegerin.ui.dates import day
from vegerin.ui.languages import LANGUAGES as LANGUAGES_SPOKEN
from vegerin.ui.words import listed as listed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from vegerin.register.models import Report


# What happened, without a place and with one.
EVENTS: Mapping[str, tuple[Promise, Promise]] = {
    "named": (_("Named on a list or by the family"), _("Named on a list or by the family")),
    "registered_missing": (_("Checked: missing"), _("Checked: missing")),
    "taken_or_killed": (
        _("Checked: taken or killed, not known which"),
        _("Checked: taken or killed, not known which"),
    ),
    "out_of_scope": (_("Checked: was not taken"), _("Checked: was not taken")),
    "abducted": (_("Taken"), _("Taken from {place}")),
    "seen": (_("Seen"), _("Seen, {place}")),
    "called": (_("Called"), _("Called from {place}")),
    "wrote": (_("Wrote a message"), _("Wrote from {place}")),
    "photographed": (_("Seen in a picture"), _("Seen in a picture, {place}")),
    "stayed_behind": (_("Stayed behind for another"), _("Stayed behind for another, {place}")),
    "moved": (_("Moved to another place"), _("Moved to {place}")),
    "escape_attempted": (_("Tried to escape"), _("Tried to escape, {place}")),
    "alive_confirmed": (_("Proof of life"), _("Proof of life, {place}")),
    "recaptured": (_("Taken again on the way"), _("Taken again, {place}")),
    "lost_on_the_way": (_("Lost on the way"), _("Lost on the way, {place}")),
    "killed_on_the_way": (_("Killed on the way"), _("Killed on the way, {place}")),
    "at_crossing": (_("At a crossing or in screening"), _("At a crossing, {place}")),
    "held_by_authorities": (_("Held by authorities"), _("Held by authorities, {place}")),
    "in_camp_under_another_name": (
        _("In a camp under another name"),
        _("Under another name in {place}"),
    ),
    "return_claimed": (_("Said to be back"), _("Said to be back, {place}")),
    "returned": (_("Back, met and recognised"), _("Back, {place}")),
    "in_reception": (_("Received by the office"), _("Received, {place}")),
    "in_care": (_("In the care of a partner"), _("In care, {place}")),
    "with_family": (_("Lives with the family"), _("With the family, {place}")),
    "in_camp": (_("Lives in a camp"), _("In a camp, {place}")),
    "went_home": (_("Lives at home again"), _("At home again, {place}")),
    "went_abroad": (_("Lives abroad"), _("Lives abroad, {place}")),
    "identity_unsure": (_("Not sure who this is"), _("Not sure who this is")),
    "identity_confirmed": (_("A panel has settled who this is"), _("A panel has settled who this is")),
    "death_witnessed": (_("Said to have died"), _("Said to have died, {place}")),
    "buried_unverified": (
        _("Buried under this name, not verified"),
        _("Buried under this name in {place}, not verified"),
    ),
    "identified": (_("Remains identified"), _("Remains identified, {place}")),
    "death_confirmed": (_("Death confirmed"), _("Death confirmed, {place}")),
    "family_told": (_("The family was told"), _("The family was told")),
    "handed_over": (_("Given back to the family"), _("Given back to the family, {place}")),
    "buried": (_("Buried"), _("Buried in {place}")),
    "later_part_identified": (_("A later part was identified"), _("A later part was identified")),
    "not_so": (_("Entered by mistake"), _("Entered by mistake")),
}

REASONS: Mapping[str, Promise] = {
    "names.equal": _("Both write {a}."),
    "names.usual": _("{a} and {b} are spellings of one name."),
    "names.spelling": _("{a} and {b} can be spellings of one name."),
    "names.near": _("{a} and {b} are close, but may be two names."),
    "names.different": _("{a} and {b} are different names."),
    "names.one_in": _("About 1 person in {one_in} bears it."),
    "names.agree.one": _("The {role} agrees ({a}, {b})."),
    "names.agree.two": _("The {role} and the {also} agree."),
    "names.agree.many": _("All {count} names after the first agree."),
    "names.not_given": _("The {role} is not given on one side."),
    "names.turned": _("The names stand in another order. Lists often swap son and father."),
    "names.nothing": _("There is no name to compare on one side."),
    "search.begins": _("{b} begins with what was typed."),
    "search.number": _("This is her or his number."),
    "search.as_role": _("{b} stands there as the {role}."),
    "death.told": _("One voice tells of a death. Two people weigh it."),
    "life.after_death": _("A sign of life is later than the death. Two people look at both."),
    "correction.due": _(
        "Held dead before, alive now. Correct what was published; tell the family in person."
    ),
    "held.after_return": _("Told of as held after the return. The same person, or taken again?"),
    "remains.after_return": _("Remains were matched to somebody who came back. One of the two is not so."),
    "handed_over.unidentified": _("Remains were given back before two had signed who it is."),
    "sighting.after_identification": _("Seen after the remains were identified. One of the two is not so."),
    "whereabouts.due": _("Not yet received; look again today."),
    "legal.to_undo": _("A court has declared this person absent or dead. Have it undone."),
    "wish.not_asked": _("She has not been asked yet. Nothing goes to anyone before."),
}

# Parts of a name, as they stand inside a reason.
PARTS: Mapping[str, Promise] = {
    "given name": _("given name"),
    "father": _("father"),
    "grandfather": _("grandfather"),
    "great-grandfather": _("great-grandfather"),
    "mother": _("mother"),
    "lineage": _("lineage"),
}

# Who tells, as kin or role; what somebody wrote otherwise stays as written.
TELLERS: Mapping[str, Promise] = {
    "herself": _("herself"),
    "himself": _("himself"),
    "mother": _("mother"),
    "father": _("father"),
    "brother": _("brother"),
    "sister": _("sister"),
    "husband": _("husband"),
    "wife": _("wife"),
    "son": _("son"),
    "daughter": _("daughter"),
    "uncle": _("uncle"),
    "aunt": _("aunt"),
    "cousin": _("cousin"),
    "relative": _("relative"),
    "family": _("family"),
    "neighbour": _("neighbour"),
    "fellow captive": _("fellow captive"),
    "camp worker": _("camp worker"),
    "caller from abroad": _("caller from abroad"),
    "identity card": _("identity card"),
    "list": _("a list"),
    "clerk": _("clerk"),
    "verifier": _("verifier"),
    "liaison": _("liaison"),
    "register officer": _("register officer"),
    "not said": _("not said"),
}

BANDS: Mapping[str, Promise] = {
    "very_likely": _("Very likely"),
    "likely": _("Likely"),
    "possible": _("Possible"),
}

WISHES: Mapping[str, _StrPromise] = {
    "not_asked": _("Not yet asked. Nothing goes to anyone."),
    "family_may_know_alive": _("The family may know that she lives."),
    "family_may_know_where": _("The family may know where she is."),
    "named_persons_only": _("Only those she named may know."),
    "nobody": _("Nobody may know."),
}

LEGAL: Mapping[str, _StrPromise] = {
    "none": _("No court has said anything"),
    "declared_absent": _("Declared absent"),
    "declared_dead": _("Declared dead"),
    "annulled": _("Undone: she or he lives"),
}

ROLES_IN_HOUSE: Mapping[str, Promise] = {
    "head": _("head of the house"),
    "member": _("belongs to it"),
    "guest": _("was there"),
}

LANGUAGES: Mapping[str, Promise] = {
    "kmr": _("Kurmanji"),
    "ar": _("Arabic"),
    "ckb": _("Sorani"),
    "en": _("English"),
    "de": _("German"),
    "tr": _("Turkish"),
}


def event_words(kind: str, place: str = "") -> str:
    """What happened, in a few words."""
    bare, with_place = EVENTS[kind]
    return str(with_place).format(place=place) if place else str(bare)


def report_words(report: Report) -> str:
    """A report to whoever does not read it: how it came and on which day."""
    return listed([report.get_channel_display(), day(report.told_at)])


def reason_words(reason: Reason) -> str:
    """A reason as a sentence; one that nobody has translated yet in the engine's English."""
    sentence = REASONS.get(reason.code)
    parts = {key: PARTS.get(str(value), value) for key, value in reason.values.items()}
    return str(sentence).format(**parts) if sentence else reason.says


def teller_words(role: str) -> str:
    """Who tells, in the language of the page."""
    return str(TELLERS.get(role.casefold(), role))


FAMILY = (
    "mother", "father", "brother", "sister", "husband", "wife", "son", "daughter", "uncle", "aunt", "cousin",
    "relative", "family",
)  # fmt: skip


def is_family(role: str) -> bool:
    """Whether who tells is of the family, in whichever of our languages that was written."""
    return role.strip().casefold() in _family_words()


@lru_cache(maxsize=1)
def _family_words() -> frozenset[str]:
    said = set(FAMILY)
    for language in LANGUAGES_SPOKEN:
        with translation.override(language.code):
            said |= {str(TELLERS[role]).casefold() for role in FAMILY}
    return frozenset(said)


def language_words(code: str) -> str:
    """The language something was said in."""
    return str(LANGUAGES.get(code, "")) or say("another language")


CONTROLLERS: Mapping[str, Promise] = {"Daesh": _("Daesh")}


def controller_words(controller: str) -> str:
    """Who controlled a place, translated where it is one of the gazetteer's."""
    return str(CONTROLLERS.get(controller, controller))
