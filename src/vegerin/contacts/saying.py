"""A telling in the reader's words: episodes with their dates, what follows, and what cannot all be so."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.contacts import queries
from vegerin.contacts.telling import Episode, Step, Telling
from vegerin.engines.history.dates import InexactDate
from vegerin.engines.history.sequence import Said
from vegerin.guard.reader import Reader
from vegerin.register.models import Person
from vegerin.register.queries import place_name
from vegerin.ui.dates import inexact

STEPS = {
    "begun": gettext_lazy("Began to tell"),
    "resumed": gettext_lazy("Went on"),
    "paused": gettext_lazy("Paused"),
    "stopped": gettext_lazy("Stopped"),
}


@dataclass(frozen=True)
class ShownEpisode:
    """One episode as the page says it."""

    row: Episode
    number: int
    title: str
    region: str
    begins: str
    ends: str
    follows: str
    after: str
    before: str
    clashes: bool

    @property
    def id(self) -> str:
        """Its id."""
        return self.row.id


def shown_episodes(reader: Reader, person: Person, telling: Telling) -> list[ShownEpisode]:
    """In her order."""
    names = names_of(reader, person, telling)
    clashing = {said.of for circle in telling.contradictions for said in circle}
    found = []
    for number, one in enumerate(telling.episodes, 1):
        found.append(
            ShownEpisode(
                one,
                number,
                names[one.id],
                place_name(reader, one.region) or _("region not told"),
                told_words(one.begins),
                told_words(one.ends),
                follows_in_words(one, telling),
                _(", ").join(names.get(id, "") for id in one.after if id in names),
                _(", ").join(names.get(id, "") for id in one.before if id in names),
                one.id in clashing,
            )
        )
    return found


def names_of(reader: Reader, person: Person, telling: Telling) -> dict[str, str]:
    """What each episode and each event is called."""
    names = {id: label for id, (label, _when) in queries.known_events(reader, person).items()}
    for number, one in enumerate(telling.episodes, 1):
        region = place_name(reader, one.region) or _("region not told")
        names[one.id] = _("{number}. {region}").format(number=number, region=region)
    return names


def told_words(when: InexactDate) -> str:
    """A date as it was told; nothing where none was."""
    if not when.is_known:
        return ""
    words = inexact(when)
    # A season's anchor is its code; `inexact` says it in the reader's language.
    told = "" if when.precision == "season" else when.anchor
    return f"{words} ({told})" if told and told not in words else words


def follows_in_words(one: Episode, telling: Telling) -> str:
    """What follows of its dates from the rest, where that is more than was told."""
    found, begins, ends = telling.follows[one.id], "", ""
    if found.begins != one.begins:
        begins = _("Follows from the rest: began {when}.").format(when=inexact(found.begins))
    if found.ends != one.ends:
        ends = _("Follows from the rest: ended {when}.").format(when=inexact(found.ends))
    return f"{begins} {ends}".strip()


def clashes_in_words(reader: Reader, person: Person, telling: Telling) -> list[list[str]]:
    """Each circle of things that cannot all be so, as sentences; nothing is corrected."""
    names = names_of(reader, person, telling)
    events = queries.known_events(reader, person)
    return [
        [said_in_words(said, names, events, telling) for said in circle] for circle in telling.contradictions
    ]


def said_in_words(
    said: Said, names: dict[str, str], events: dict[str, tuple[str, InexactDate]], telling: Telling
) -> str:
    """One thing that was told."""
    one = telling.episode(said.of)
    values = {"one": names.get(said.of, ""), "other": names.get(said.other, "")}
    if said.what == "begins" and one:
        return _("{one} began: {when}").format(**values, when=inexact(one.begins))
    if said.what == "ends" and one:
        return _("{one} ended: {when}").format(**values, when=inexact(one.ends))
    if said.what == "when":
        return _("{one}: {when}").format(**values, when=inexact(events[said.of][1]))
    if said.what == "after":
        return _("{one} came after {other}").format(**values)
    if said.what == "before":
        return _("{one} came before {other}").format(**values)
    return _("{one} stands before {other} in the order told").format(**values)


def shown_steps(telling: Telling) -> list[tuple[Step, str]]:
    """The steps of the pace, the latest first."""
    return [(step, str(STEPS[step.step])) for step in reversed(telling.steps)]
