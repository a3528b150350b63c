"""The fold over arbitrary lives: two clocks, any order, nothing dead by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vegerin.engines.history.dates import InexactDate, Precision, month, on, year
from vegerin.engines.history.kinds import DEAD, KINDS, Fate
from vegerin.engines.history.status import Assessment, Event, Verdict, status_of

BEGIN = datetime(2014, 9, 1, tzinfo=UTC)
TODAY = date(2026, 6, 1)

moments = st.integers(0, 4000).map(lambda days: BEGIN + timedelta(days=days))
happened = st.one_of(
    st.just(InexactDate()),
    st.integers(0, 4200).map(lambda days: on(date(2014, 8, 3) + timedelta(days=days))),
    st.integers(2014, 2026).map(year),
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Event], list[Assessment]]:
    """A life of up to eight events, some corrected, some judged, some signed by a second."""
    events: list[Event] = []
    for number in range(draw(st.integers(0, 8))):
        recorded_at = draw(moments)
        second = draw(st.one_of(st.none(), st.integers(0, 400)))
        events.append(
            Event(
                id=f"e{number}",
                kind=draw(st.sampled_from(sorted(KINDS))),
                recorded_at=recorded_at,
                happened=draw(happened),
                place=draw(st.sampled_from(["", "Raqqa", "Mosul"])),
                second_at=None if second is None else recorded_at + timedelta(days=second),
                corrects=draw(st.sampled_from(["", *(event.id for event in events)])),
                opinion=draw(st.booleans()),
            )
        )
    judged = st.builds(
        Assessment,
        event=st.sampled_from([event.id for event in events] or ["none"]),
        verdict=st.sampled_from(Verdict),
        recorded_at=moments,
        id=st.uuids().map(str),
    )
    return events, draw(st.lists(judged, max_size=4))


@given(lives(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_status(life, random) -> None:
    events, assessments = life
    shuffled, judged = list(events), list(assessments)
    random.shuffle(shuffled)
    random.shuffle(judged)

    assert status_of(shuffled, judged, as_of=TODAY) == status_of(events, assessments, as_of=TODAY)


@given(lives(), moments)
def test_a_past_answer_comes_out_again_exactly(life, known_by) -> None:
    events, assessments = life
    then = [event for event in events if event.recorded_at <= known_by]
    then = [e if e.second_at and e.second_at <= known_by else replace(e, second_at=None) for e in then]
    judged_then = [one for one in assessments if one.recorded_at <= known_by]

    reprinted = status_of(events, assessments, as_of=TODAY, known_by=known_by)

    assert reprinted == status_of(then, judged_then, as_of=TODAY, known_by=known_by)


@given(lives())
def test_without_a_second_signature_nobody_is_dead(life) -> None:
    events, assessments = life
    alone = [replace(event, second_at=None) for event in events]

    assert status_of(alone, assessments, as_of=date(2090, 1, 1)).fate not in {*DEAD, Fate.BELIEVED_DEAD}


@given(lives(), st.integers(0, 30_000))
def test_time_alone_never_changes_more_than_freshness(life, days) -> None:
    events, assessments = life
    now = status_of(events, assessments, as_of=TODAY)

    later = status_of(events, assessments, as_of=TODAY + timedelta(days=days))

    aged = {now.fate, Fate.BELIEVED_ALIVE} if now.fate is Fate.ALIVE_CONFIRMED else {now.fate}
    assert later.fate in aged
    assert later.rests_on == now.rests_on


@given(lives())
def test_an_opinion_or_a_refuted_claim_weighs_nothing(life) -> None:
    events, assessments = life
    verdicts = [*assessments, *(Assessment(e.id, Verdict.REFUTED, BEGIN.replace(year=2050)) for e in events)]
    opinions = [replace(event, opinion=True) for event in events]

    assert status_of(events, verdicts, as_of=TODAY).fate is Fate.NOTHING_KNOWN
    assert status_of(opinions, assessments, as_of=TODAY).fate is Fate.NOTHING_KNOWN


def test_as_of_asks_when_it_happened_and_known_by_when_it_was_recorded() -> None:
    sighting = Event("e1", "seen", datetime(2019, 5, 1, tzinfo=UTC), month(2016, 6))

    def fate(as_of: date, known_by: datetime | None = None) -> Fate:
        return status_of([sighting], as_of=as_of, known_by=known_by).fate

    assert fate(date(2016, 6, 29)) is Fate.NOTHING_KNOWN  # not surely happened yet
    assert fate(date(2016, 7, 1)) is Fate.BELIEVED_ALIVE
    assert fate(date(2016, 7, 1), datetime(2018, 1, 1, tzinfo=UTC)) is Fate.NOTHING_KNOWN


def test_nothing_told_lies_in_the_future_of_its_telling() -> None:
    this_year = Event("e1", "seen", datetime(2026, 3, 1, tzinfo=UTC), year(2026))

    assert this_year.settled_on == date(2026, 3, 1)
    assert status_of([this_year], as_of=date(2026, 3, 2)).since == InexactDate(
        date(2026, 1, 1), date(2026, 3, 1), Precision.YEAR
    )


def test_a_status_says_what_it_rests_on_and_how_much_of_that_is_sealed() -> None:
    told = datetime(2016, 9, 2, tzinfo=UTC)
    events = [
        Event("missing", "registered_missing", told, on(date(2015, 1, 1))),
        Event("seen", "seen", told, on(date(2016, 8, 1)), place="Raqqa", sealed=2),
        Event("called", "called", told, on(date(2016, 9, 1)), sealed=1),
    ]

    status = status_of(events, as_of=date(2016, 9, 3))

    assert (status.rests_on, status.sealed, status.how) == (("seen", "called"), 3, "called")
    assert (status.last_sign_of_life, status.whereabouts.since) == (date(2016, 9, 1), on(date(2016, 8, 1)))
