"""What a report can tell of, and what each kind of event does to fate and whereabouts.

One entry here and one line in tests/spec is all that a new kind of event needs. Preparing a recovery is no
kind: those stages belong to the missions room, and the register learns only how they ended. A trap is no kind
either: it is a danger to the caller, never a property of the person (D8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fate(StrEnum):
    """What is held to be true of a person's life. Nothing but a decision by two moves it to an end."""

    NOTHING_KNOWN = "nothing_known"
    REPORTED = "reported"
    OUT_OF_SCOPE = "out_of_scope"
    MISSING = "missing"
    TAKEN_OR_KILLED = "taken_or_killed"
    BELIEVED_ALIVE = "believed_alive"
    ALIVE_CONFIRMED = "alive_confirmed"
    RETURNED = "returned"
    MISSING_IN_TRANSIT = "missing_in_transit"
    BELIEVED_DEAD = "believed_dead"
    DEAD_CONFIRMED = "dead_confirmed"
    RETURNED_TO_FAMILY = "returned_to_family"


class Where(StrEnum):
    """Where a person is held to be; how sure, since when and in which district stand beside it."""

    NOT_KNOWN = "not_known"
    IN_CAPTIVITY = "in_captivity"
    AT_CROSSING = "at_crossing"
    HELD_BY_AUTHORITIES = "held_by_authorities"
    IN_CAMP_OTHER_NAME = "in_camp_under_another_name"
    BACK = "back"
    IN_RECEPTION = "in_reception"
    IN_CARE = "in_care"
    WITH_FAMILY = "with_family"
    IN_CAMP = "in_camp"
    AT_HOME = "at_home"
    ABROAD = "abroad"
    REMAINS_IN_CUSTODY = "remains_in_custody"
    REMAINS_WITH_FAMILY = "remains_with_family"
    BURIED = "buried"


class Sign(StrEnum):
    """What an event says of life and death."""

    NONE = "none"
    LIFE = "life"
    DEATH = "death"


class Identity(StrEnum):
    """Whether it is settled that the one who came back is the one who was sought."""

    NOT_QUESTIONED = "not_questioned"
    UNSURE = "unsure"
    CONFIRMED = "confirmed"


OPEN = (Fate.NOTHING_KNOWN, Fate.REPORTED, Fate.OUT_OF_SCOPE, Fate.MISSING, Fate.TAKEN_OR_KILLED)
FEARED = (Fate.MISSING_IN_TRANSIT, Fate.BELIEVED_DEAD)
ALIVE = (Fate.BELIEVED_ALIVE, Fate.ALIVE_CONFIRMED)
DEAD = (Fate.DEAD_CONFIRMED, Fate.RETURNED_TO_FAMILY)
REMAINS = (Where.REMAINS_IN_CUSTODY, Where.REMAINS_WITH_FAMILY, Where.BURIED)
# Back from captivity, not yet received: on our own side, and not safe (D16).
NOT_YET_RECEIVED = (Where.AT_CROSSING, Where.HELD_BY_AUTHORITIES, Where.IN_CAMP_OTHER_NAME)
# What was told of these places grows old; a family's house does not.
GROWS_OLD = (Where.IN_CAPTIVITY, *NOT_YET_RECEIVED)

Moves = Mapping[Fate, Fate]


def into(target: Fate, *come_from: Fate) -> Moves:
    """Moves from each of these fates to one.

    >>> into(Fate.MISSING, Fate.REPORTED)
    {<Fate.REPORTED: 'reported'>: <Fate.MISSING: 'missing'>}
    """
    return dict.fromkeys(come_from, target)


NOWHERE: Moves = {}
SIGN_OF_LIFE = into(Fate.BELIEVED_ALIVE, *OPEN, *FEARED)


@dataclass(frozen=True)
class Kind:
    """One kind of event: what it does told by one, and what it does once two have decided it.

    `needs_two`: without a second signature it is shown and asks for one, and does only what `alone` says.
    `register_act`: written by the office about its own record, not told by anybody.
    """

    code: str
    says: str
    sign: Sign = Sign.NONE
    alone: Moves = field(default_factory=dict)
    by_two: Moves = field(default_factory=dict)
    where: Where | None = None
    identity: Identity | None = None
    needs_two: bool = False
    register_act: bool = False

    def moves(self, *, decided: bool) -> Moves:
        """Where this event takes each fate."""
        return self.by_two if decided and self.by_two else self.alone


def told(code: str, says: str, where: Where | None = None) -> Kind:
    """A sign of life that one teller gives: a claim."""
    return Kind(code, says, Sign.LIFE, SIGN_OF_LIFE, where=where)


def checked(code: str, says: str, moves: Moves) -> Kind:
    """What the register officer found when checking."""
    return Kind(code, says, alone=moves, register_act=True)


NOT_DEAD = (*OPEN, *FEARED, *ALIVE, Fate.RETURNED)
NOT_RETURNED = (*OPEN, *FEARED, *ALIVE, *DEAD)
# A returned person was met; remains that match her ask for a review instead of a death.
NOT_MET = (*OPEN, *FEARED, *ALIVE)

_KINDS = (
    # The record begins
    checked("named", "Named on a list or by the family", into(Fate.REPORTED, Fate.NOTHING_KNOWN)),
    checked(
        "registered_missing",
        "Checked: missing",
        into(Fate.MISSING, Fate.NOTHING_KNOWN, Fate.REPORTED, Fate.OUT_OF_SCOPE, Fate.TAKEN_OR_KILLED),
    ),
    checked(
        "taken_or_killed",
        "Checked: taken or killed, not known which",
        into(Fate.TAKEN_OR_KILLED, Fate.NOTHING_KNOWN, Fate.REPORTED),
    ),
    checked(
        "out_of_scope",
        "Checked: was not taken",
        into(Fate.OUT_OF_SCOPE, Fate.NOTHING_KNOWN, Fate.REPORTED, Fate.MISSING, Fate.TAKEN_OR_KILLED),
    ),
    Kind(
        "abducted",
        "Taken",
        alone={Fate.NOTHING_KNOWN: Fate.REPORTED, Fate.RETURNED: Fate.MISSING},
        where=Where.IN_CAPTIVITY,
    ),
    # Signs of life
    told("seen", "Seen", Where.IN_CAPTIVITY),
    told("called", "Called"),
    told("wrote", "Wrote a message"),
    told("photographed", "Seen in a picture"),
    told("stayed_behind", "Stayed behind for another"),
    told("moved", "Moved to another place", Where.IN_CAPTIVITY),
    told("escape_attempted", "Tried to escape"),
    Kind(
        "alive_confirmed",
        "Proof of life, by a question only the family can answer and a second line",
        Sign.LIFE,
        SIGN_OF_LIFE,
        into(Fate.ALIVE_CONFIRMED, *OPEN, *FEARED, *ALIVE, *DEAD),
        needs_two=True,
    ),
    # On the way
    Kind(
        "recaptured",
        "Taken again on the way",
        Sign.LIFE,
        SIGN_OF_LIFE,
        into(Fate.ALIVE_CONFIRMED, *OPEN, *FEARED, *ALIVE),
        Where.IN_CAPTIVITY,
    ),
    Kind(
        "lost_on_the_way",
        "Lost on the way",
        alone=into(Fate.MISSING_IN_TRANSIT, *OPEN, *ALIVE, Fate.BELIEVED_DEAD),
        where=Where.NOT_KNOWN,
    ),
    Kind(
        "killed_on_the_way",
        "Killed on the way",
        Sign.DEATH,
        by_two=into(Fate.DEAD_CONFIRMED, *NOT_MET),
        needs_two=True,
    ),
    # On our own side, not yet received
    told("at_crossing", "At a crossing or in screening", Where.AT_CROSSING),
    told("held_by_authorities", "Held by authorities", Where.HELD_BY_AUTHORITIES),
    told("in_camp_under_another_name", "In a camp under another name", Where.IN_CAMP_OTHER_NAME),
    # Back
    told("return_claimed", "Said to be back", Where.BACK),
    Kind(
        "returned",
        "Back, met and recognised",
        Sign.LIFE,
        SIGN_OF_LIFE,
        into(Fate.RETURNED, *NOT_RETURNED, Fate.RETURNED),
        Where.BACK,
        needs_two=True,
    ),
    told("in_reception", "Received by the office", Where.IN_RECEPTION),
    told("in_care", "In the care of a partner", Where.IN_CARE),
    told("with_family", "Lives with the family", Where.WITH_FAMILY),
    told("in_camp", "Lives in a camp", Where.IN_CAMP),
    told("went_home", "Lives at home again", Where.AT_HOME),
    told("went_abroad", "Lives abroad", Where.ABROAD),
    Kind("identity_unsure", "Not sure who this is", identity=Identity.UNSURE, register_act=True),
    Kind(
        "identity_confirmed",
        "A panel has settled who this is",
        identity=Identity.CONFIRMED,
        needs_two=True,
        register_act=True,
    ),
    # The dead
    Kind(
        "death_witnessed",
        "Seen dead or dying",
        Sign.DEATH,
        by_two=into(Fate.BELIEVED_DEAD, *NOT_DEAD),
        needs_two=True,
    ),
    Kind(
        "buried_unverified",
        "Buried under this name, not verified",
        Sign.DEATH,
        by_two=into(Fate.BELIEVED_DEAD, *NOT_MET),
        needs_two=True,
    ),
    Kind(
        "identified",
        "Remains identified by a committee",
        Sign.DEATH,
        by_two=into(Fate.DEAD_CONFIRMED, *NOT_MET),
        where=Where.REMAINS_IN_CUSTODY,
        needs_two=True,
    ),
    Kind(
        "death_confirmed",
        "Death confirmed without remains, or after the return",
        Sign.DEATH,
        by_two=into(Fate.DEAD_CONFIRMED, *NOT_DEAD),
        needs_two=True,
    ),
    Kind("family_told", "The family was told", register_act=True),
    Kind(
        "handed_over",
        "Remains given back to the family",
        alone=into(Fate.RETURNED_TO_FAMILY, Fate.DEAD_CONFIRMED),
        where=Where.REMAINS_WITH_FAMILY,
        register_act=True,
    ),
    Kind("buried", "Buried", where=Where.BURIED),
    Kind("later_part_identified", "A later part was identified", register_act=True),
    # The record itself
    Kind("not_so", "Entered by mistake", register_act=True),
)

KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}
