"""What is told to the exercise office, as plain values: who was told of, when, in which words.

`fates` and `stories` write a plan; `office` enters it through the register's own actions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Saying:
    """One claim about one person. `happened` is written as people write dates: 2016, 2016-09, 2016-09-04."""

    who: int
    kind: str
    happened: str
    place: str = ""
    verdict: str = ""
    by_two: bool = False
    why: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One report: on which day, through which channel, whose words, and what they claim."""

    on: date
    channel: str
    words: str
    sayings: tuple[Saying, ...]
    language: str = "kmr"
    teller: str = "relative"
    saw: str = ""
    grade: str = "C"
    content: str = "plausible"
    source: str = ""
    gravity: str = "verifier"
    number: str = ""
    from_captivity: bool = False
    pictures: int = 0
    # The next call that was agreed: who rings, how many days from today, at which hour in Baghdad.
    next_call: tuple[str, int, int] | None = None
    story: str = ""


@dataclass(frozen=True)
class Joined:
    """Two persons of whom one clerk believes that they are one; a second has to agree."""

    a: int
    b: int
    why: str


@dataclass(frozen=True)
class Asked:
    """A family that came to the office: who asks, as what, for whom, and whether the liaison told it."""

    by: int
    relation: str
    for_whom: tuple[int, ...]
    on: date
    words: str
    told: bool = False


@dataclass
class Plan:
    """Everything that happens in the exercise, in the order in which it is told."""

    told: list[Told] = field(default_factory=list)
    wishes: dict[int, str] = field(default_factory=dict)
    other_names: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    groups: dict[str, tuple[int, ...]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    declared_dead: dict[int, date] = field(default_factory=dict)
    means_to_go: dict[int, str] = field(default_factory=dict)

    def of_story(self, letter: str) -> list[int]:
        """The people of a story, as it names them."""
        told = [one for one in self.told if one.story == letter]
        return list(dict.fromkeys(saying.who for one in told for saying in one.sayings))

    def in_order(self) -> list[Told]:
        """The reports as the years brought them."""
        return sorted(self.told, key=lambda one: one.on)
