"""What stops a mission from around it: cautions, flags, and others who work on the same person."""

from __future__ import annotations

from collections.abc import Iterator

from vegerin.missions import queries
from vegerin.missions.models import Flag, HaveSpoken, Mission, MustSpeak
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
