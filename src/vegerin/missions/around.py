"""What stops a mission from around it: cautions, flags, and others who work on the same person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vegerin.missions import queries
from vegerin.missions.models import Attempt, Flag, HaveSpoken, Mission, MustSpeak
from vegerin.missions.stages import OPEN
from vegerin.register.models import Caution, Person
from vegerin.register.queries import must_be_cleared, to_be_cleared_of_each

Goes = HaveSpoken.Goes


@dataclass(frozen=True)
class Known:
    """What stands around many groups, whoever reads; asked once for all of them."""

    words: list[MustSpeak]
    cautions: Mapping[UUID, list[Caution]]

    def to_be_cleared(self, mission: Mission) -> list[Caution]:
        """Those about the group of one of them, or who told of it."""
        return [one for person in queries.group_of(mission) for one in self.cautions.get(person.pk, [])]


def known_of(missions: Iterable[Mission]) -> Known:
    """What is known of the groups of these missions."""
    everybody = [person for mission in missions for person in queries.group_of(mission)]
    return Known(words_about(everybody), to_be_cleared_of_each(everybody))


def stops(mission: Mission) -> bool:
    """Whether anything stands in its way; what it is, its own people learn from `lacks`."""
    group = queries.group_of(mission)
    return (
        must_be_cleared(group)
        or bool(flags_open(mission))
        or any(True for _row in to_speak(mission))
        or any(True for _row in left_to_another(mission))
    )


def came_up_on_the_way(attempt: Attempt, known: Known) -> bool:
    """Whether something stands in its way that nobody has answered since, with a step or a new time.

    The start itself is no answer: somebody may have been taken in the very second in which they left.
    """
    answers = [step.recorded_at for step in attempt.steps.all() if step.stage in OPEN][1:]
    answers += [row.recorded_at for row in attempt.check_ins.all()][1:]
    mission, last = attempt.mission, max(answers, default=None)
    later: list[Any] = [*flags_open(mission), *to_speak(mission, known.words)]
    later += known.to_be_cleared(mission)
    return any(last is None or row.recorded_at > last for row in later)


def flags_open(mission: Mission) -> list[Flag]:
    """What touched the mission itself and two have not cleared."""
    return [flag for flag in queries.rows_of(mission, "flags", "cleared") if not hasattr(flag, "cleared")]


def words_about(persons: Iterable[Person]) -> list[MustSpeak]:
    """Every word that another works on one of these too, the oldest first."""
    rows = MustSpeak.objects.filter(person__in=list(persons)).order_by("recorded_at")
    return list(rows.select_related("go_between", "spoken", "person"))


def speaking_about(mission: Mission, words: Iterable[MustSpeak] | None = None) -> Iterator[MustSpeak]:
    """For each of the group, the latest word that another works on her too."""
    group = queries.group_of(mission)
    here, latest = {person.pk for person in group}, {}
    for row in words_about(group) if words is None else words:
        ours = row.other_mission_id is None or mission.pk in (row.mission_id, row.other_mission_id)
        if ours and row.person_id in here:
            latest[row.person_id, row.other_mission_id] = row
    yield from latest.values()


def to_speak(mission: Mission, words: Iterable[MustSpeak] | None = None) -> Iterator[MustSpeak]:
    """Where both have not spoken yet."""
    return (row for row in speaking_about(mission, words) if not hasattr(row, "spoken"))


def left_to_another(mission: Mission, words: Iterable[MustSpeak] | None = None) -> Iterator[MustSpeak]:
    """Where both have spoken and the other goes on."""
    for row in speaking_about(mission, words):
        spoken = getattr(row, "spoken", None)
        if spoken is None or spoken.goes == Goes.TOGETHER:
            continue
        asked_first = mission.pk == row.mission_id or row.other_mission_id is None
        if (spoken.goes == Goes.OTHER) == asked_first:
            yield row
