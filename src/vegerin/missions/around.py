"""What stops a mission from around it: cautions, flags, and others who work on the same person."""

from __future__ import annotations

from collections.abc import Iterator

from vegerin.missions import queries
from vegerin.missions.models import Attempt, Flag, HaveSpoken, Mission, MustSpeak
from vegerin.missions.stages import OPEN
from vegerin.register.queries import must_be_cleared

Goes = HaveSpoken.Goes


def stops(mission: Mission) -> bool:
    """Whether anything stands in its way; what it is, its own people learn from `lacks`."""
    group = queries.group_of(mission)
    return (
        must_be_cleared(group)
        or bool(flags_open(mission))
        or any(True for _row in to_speak(mission))
        or any(True for _row in left_to_another(mission))
    )


def came_up_on_the_way(attempt: Attempt) -> bool:
    """Whether something stands in its way that nobody has answered since, with a step or a new time.

    The start itself is no answer: somebody may have been taken in the very second in which they left.
    """
    answers = [step.recorded_at for step in attempt.steps.all() if step.stage in OPEN][1:]
    answers += [row.recorded_at for row in attempt.check_ins.all()][1:]
    mission, last = attempt.mission, max(answers, default=None)
    later = [*flags_open(mission), *to_speak(mission)]
    return must_be_cleared(queries.group_of(mission), since=last) or any(
        last is None or row.recorded_at > last for row in later
    )


def flags_open(mission: Mission) -> list[Flag]:
    """What touched the mission itself and two have not cleared."""
    return list(mission.flags.filter(cleared=None))


def speaking_about(mission: Mission) -> Iterator[MustSpeak]:
    """For each of the group, the latest word that another works on her too."""
    latest: dict[object, MustSpeak] = {}
    rows = MustSpeak.objects.filter(person__in=queries.group_of(mission))
    for row in rows.select_related("go_between", "spoken", "person").order_by("recorded_at"):
        if row.other_mission_id is None or mission.pk in (row.mission_id, row.other_mission_id):
            latest[row.person_id, row.other_mission_id] = row
    yield from latest.values()


def to_speak(mission: Mission) -> Iterator[MustSpeak]:
    """Where both have not spoken yet."""
    return (row for row in speaking_about(mission) if not hasattr(row, "spoken"))


def left_to_another(mission: Mission) -> Iterator[MustSpeak]:
    """Where both have spoken and the other goes on."""
    for row in speaking_about(mission):
        spoken = getattr(row, "spoken", None)
        if spoken is None or spoken.goes == Goes.TOGETHER:
            continue
        asked_first = mission.pk == row.mission_id or row.other_mission_id is None
        if (spoken.goes == Goes.OTHER) == asked_first:
            yield row
