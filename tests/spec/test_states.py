"""The specification of states, docs/reference/states.md, run row by row."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from vegerin.engines.history.dates import parse
from vegerin.engines.history.kinds import KINDS, Fate, Identity, Where
from vegerin.engines.history.status import Assessment, Event, Status, Verdict, status_of

STATES = Path(__file__).parents[2] / "docs/reference/states.md"
READ_ON = date(2017, 7, 1)
TOLD_AT = datetime(2017, 6, 30, tzinfo=UTC)

THING = re.compile(
    r"(?P<kind>\w+) (?P<day>[\d-]+)"
    r"(?: at (?P<place>.+?))?(?: (?P<two>by two))?(?: review (?P<review>[\d-]+))?"
    r"(?: (?P<judged>doubted|refuted|corroborated|opinion))?(?: = corrects (?P<corrects>\d+))?"
)


@dataclass(frozen=True)
class Row:
    """One row of the specification."""

    told: str
    fate: str
    whereabouts: str
    asks: str


def rows() -> list[Row]:
    """The rows of every table but the list of kinds."""
    lines = STATES.read_text(encoding="utf-8").split("## The kinds of events")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [Row(*row) for row in cells if row[0] not in {"told", "---"}]


def life(told: str) -> tuple[list[Event], list[Assessment], date]:
    """A row's things told, as events and assessments, and the day it is read on."""
    events: list[Event] = []
    assessments: list[Assessment] = []
    read_on = READ_ON
    for thing in filter(None, (part.strip() for part in told.split(";"))):
        if thing.startswith("read on "):
            read_on = date.fromisoformat(thing.removeprefix("read on "))
        elif thing != "(nothing)":
            match = THING.fullmatch(thing)
            assert match, f"cannot read {thing!r}"
            events.append(event(match, number=len(events) + 1))
            if match["judged"] and match["judged"] != "opinion":
                assessments.append(Assessment(events[-1].id, Verdict(match["judged"]), TOLD_AT))
    return events, assessments, read_on


def event(match: re.Match[str], *, number: int) -> Event:
    return Event(
        id=str(number),
        kind=match["kind"],
        happened=parse(match["day"]),
        recorded_at=TOLD_AT,
        place=match["place"] or "",
        second_at=TOLD_AT + timedelta(hours=1) if match["two"] else None,
        corrects=match["corrects"] or "",
        opinion=match["judged"] == "opinion",
        details={"review_on": match["review"]} if match["review"] else {},
    )


def said(status: Status) -> tuple[str, str, set[str]]:
    """A status in the words of the specification."""
    where = status.whereabouts
    sure = ("confirmed" if where.confirmed else "reported") if where.where is not Where.NOT_KNOWN else ""
    whereabouts = [
        where.where.value,
        sure,
        where.place,
        "not yet received" if where.not_yet_received else "",
        "stale" if where.stale else "",
    ]
    asks = {reason.code for reason in status.reviews} | ({"waits for two"} if status.waits_for_two else set())
    if status.identity is not Identity.NOT_QUESTIONED:
        asks.add(f"identity {status.identity.value}")
    fate = status.fate.value + (", stale" if status.stale else "")
    return fate, ", ".join(filter(None, whereabouts)), asks


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.told)
def test_what_follows_is_what_the_specification_says(row: Row) -> None:
    events, assessments, read_on = life(row.told)

    status = status_of(events, assessments, as_of=read_on)

    asks = {ask.strip() for ask in row.asks.split(",") if ask.strip()}
    assert said(status) == (row.fate, row.whereabouts, asks)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.told)
def test_the_order_in_which_rows_arrive_does_not_matter(row: Row) -> None:
    events, assessments, read_on = life(row.told)

    backwards = status_of(reversed(events), reversed(assessments), as_of=read_on)

    assert backwards == status_of(events, assessments, as_of=read_on)


def test_the_specification_names_every_kind_and_every_fate_and_every_place() -> None:
    used = {kind for row in rows() for kind in re.findall(r"(\w+) \d{4}", row.told)}

    assert used - {"on", "review"} == set(KINDS)
    assert {row.fate.split(",")[0] for row in rows()} == {fate.value for fate in Fate}
    assert {row.whereabouts.split(",")[0] for row in rows()} == {where.value for where in Where}


def test_the_list_of_kinds_in_the_page_is_the_list_in_the_code() -> None:
    listed = STATES.read_text(encoding="utf-8").split("| kind | says | needs two |\n|---|---|---|\n")[1]

    kinds = "".join(f"| {k.code} | {k.says} | {'yes' if k.needs_two else ''} |\n" for k in KINDS.values())

    assert listed == kinds


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.told)
def test_one_signature_or_silence_never_makes_anyone_dead(row: Row) -> None:
    events, assessments, _ = life(row.told)
    alone = [replace(event, second_at=None) for event in events]

    much_later = status_of(alone, assessments, as_of=date(2060, 1, 1))

    assert much_later.fate not in {
        Fate.BELIEVED_DEAD,
        Fate.DEAD_CONFIRMED,
        Fate.RETURNED_TO_FAMILY,
        Fate.ALIVE_CONFIRMED,
        Fate.RETURNED,
    }
