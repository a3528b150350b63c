"""She tells at her pace, before named readers; the next who asks is shown what not to ask (D5, R22)."""

from datetime import date

import pytest

from tests import factories as make
from vegerin.contacts import actions, queries
from vegerin.contacts.models import AskNot, TakenBack
from vegerin.contacts.telling import Episode, new_id
from vegerin.engines.history.dates import UNKNOWN, between, day, season, year
from vegerin.engines.history.sequence import Said
from vegerin.guard.models import TrailEntry
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Episode as ToldRow

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def telling(person, psychologist, switched_on):
    begin(person, psychologist)
    return person


def begin(person, by, **how):
    how = {"purpose": "A court asks.", "why": "Nothing is known.", "agreed": True, **how}
    actions.begin_telling(person=person, by=by, **how)


def keep(person, by, region="", *, after="", **told):
    one = Episode(new_id(), region, **told)
    return actions.keep_episode(person=person, episode=one, after=after, by=by).id


def regions(reader, person):
    return [one.region for one in queries.telling_for(reader, person).episodes]


def test_d5_nobody_begins_while_no_purpose_is_named(person, psychologist):
    with pytest.raises(Refused, match="Episodes are off"):
        begin(person, psychologist)
    assert not ToldRow.objects.exists()


def test_r22_thirty_one_episodes_stand_in_her_order(telling, psychologist):
    for number in range(31):
        keep(telling, psychologist, f"region {number}", begins=year(2014 + number // 8))

    assert regions(psychologist, telling) == [f"region {number}" for number in range(31)]


def test_one_is_put_between_and_one_is_moved(telling, psychologist):
    first = keep(telling, psychologist, "1")
    keep(telling, psychologist, "3")
    second = keep(telling, psychologist, "2", after=first)
    keep(telling, psychologist, "0", after="first")

    before = regions(psychologist, telling)
    actions.reorder(person=telling, episode=second, steps=1, by=psychologist)

    assert (before, regions(psychologist, telling)) == (["0", "1", "2", "3"], ["0", "1", "3", "2"])


def test_said_again_it_counts_anew_and_keeps_its_place(telling, psychologist):
    first = keep(telling, psychologist, "wrong")
    keep(telling, psychologist, "second")

    actions.keep_episode(person=telling, episode=Episode(first, "right"), by=psychologist)

    assert regions(psychologist, telling) == ["right", "second"]


def test_dates_by_anchor_give_what_follows(telling, psychologist):
    first = keep(telling, psychologist, begins=day(2014, 8, 3), ends=season(2014, "winter"))
    actions.keep_episode(
        person=telling, episode=Episode("x", "r", ends=year(2015), after=(first,)), by=psychologist
    )

    told = queries.telling_for(psychologist, telling)

    assert str(told.follows["x"].begins) == "2014-12-01/2015-12-31"
    assert told.episode("x").begins == UNKNOWN


def test_what_cannot_all_be_so_is_shown_and_not_mended(telling, psychologist):
    told = Episode("x", "r", begins=year(2013), after=("ferman",))

    actions.keep_episode(person=telling, episode=told, by=psychologist)

    found = queries.telling_for(psychologist, telling)
    assert found.episodes == (told,)
    [clash] = found.contradictions
    assert clash == (Said("when", "ferman"), Said("after", "x", "ferman"), Said("begins", "x"))


def test_she_pauses_stops_and_goes_on_days_later_without_a_reason(telling, psychologist):
    actions.set_pace(person=telling, step="paused", by=psychologist)
    with pytest.raises(Refused, match="being told now"):
        keep(telling, psychologist, "2")
    with pytest.raises(Refused, match="Only she or he says"):
        actions.set_pace(person=telling, step="resumed", by=psychologist)
    actions.set_pace(person=telling, step="resumed", wishes=True, by=psychologist)
    actions.set_pace(person=telling, step="stopped", by=psychologist)
    actions.set_pace(person=telling, step="resumed", wishes=True, by=psychologist)
    keep(telling, psychologist, "2")

    steps = [one.step for one in queries.telling_for(psychologist, telling).steps]
    assert steps == ["begun", "paused", "resumed", "stopped", "resumed"]


@pytest.mark.parametrize("lacking", [{"agreed": False}, {"purpose": ""}, {"why": " "}])
def test_nobody_is_heard_without_her_wish_a_purpose_and_why(person, psychologist, switched_on, lacking):
    with pytest.raises(Refused):
        begin(person, psychologist, **lacking)
    assert not ToldRow.objects.exists()


def test_only_named_readers_open_it_and_who_did_is_written_down(telling, psychologist, verifier, staff):
    keep(telling, psychologist, "1")
    for reader in (staff(Role.VERIFIER), staff(Role.HEAD), staff(Role.PSYCHOLOGIST, name="other")):
        assert queries.telling_for(reader, telling) is None

    actions.name_telling_reader(person=telling, staff=verifier.staff, agreed=True, by=psychologist)

    assert regions(verifier, telling) == ["1"]
    opened = TrailEntry.objects.filter(kind="episodes.opened", staff=str(verifier.staff.pk))
    assert [row.detail for row in opened] == [{"why": "read"}]


def test_nobody_on_reception_is_named_as_a_reader(telling, psychologist, staff):
    manager = staff(Role.RECEPTION_MANAGER)

    assert manager.staff not in queries.readers_to_name(psychologist, telling)
    with pytest.raises(Refused, match="not among those"):
        actions.name_telling_reader(person=telling, staff=manager.staff, agreed=True, by=psychologist)


def test_by_counting_rows_or_bytes_nobody_learns_how_often_she_was_moved(telling, psychologist):
    keep(telling, psychologist, "1", words="Çil roj. " * 60)
    actions.set_pace(person=telling, step="paused", by=psychologist)

    rows = list(ToldRow.objects.all())

    assert {field.name for field in ToldRow._meta.get_fields()} == {
        "id", "recorded_at", "by", "person", "position", "content",
    }  # fmt: skip
    assert [row.position for row in rows] == [1, 2, 3]
    assert len({len(bytes(row.content)) for row in rows}) == 1


def test_the_next_who_asks_is_shown_what_not_to_ask_and_no_word(telling, psychologist, staff, verifier):
    keep(telling, psychologist, "1", words="Çil roj.")
    actions.set_topic(person=telling, topic="pregnancy", state="not_wished", by=psychologist)
    actions.refer(
        person=telling, organisation="Commission", on=year(2016), reference="12/2016", by=psychologist
    )
    other = staff(Role.PSYCHOLOGIST, name="other")

    for reader in (other, verifier, staff(Role.CHILD_PROTECTION)):
        before = queries.before_asking(reader, telling)
        assert [(one.code, one.state, one.by) for one in before.topics] == [
            ("where_held", "told", "nesrin"),
            ("pregnancy", "not_wished", "nesrin"),
        ]
        assert [one.said["reference"] for one in before.statements] == ["12/2016"]
        assert "Çil roj" not in repr(before)
    with pytest.raises(Refused, match="Somebody else hears her or him already"):
        begin(telling, other)


def test_she_may_open_a_topic_again(telling, psychologist):
    for state in ("not_wished", "open"):
        actions.set_topic(person=telling, topic="who_else", state=state, by=psychologist)

    assert queries.before_asking(psychologist, telling).closed == frozenset()


@pytest.mark.parametrize(
    "role", [Role.RECEPTION_MANAGER, Role.CLERK, Role.NURSE, Role.HEAD, Role.REGISTER_OFFICER]
)
def test_who_asks_nobody_is_shown_nothing(telling, psychologist, staff, role):
    keep(telling, psychologist, "1")
    reader = staff(role)

    assert queries.before_asking(reader, telling) is None
    assert queries.next_worth_asking(reader, telling, why="x") is None
    assert queries.taken_back_of(reader, telling) == []


def test_d4_one_thing_is_taken_back_and_the_rest_stays(telling, psychologist):
    first = keep(telling, psychologist, "1")
    keep(telling, psychologist, "2")

    actions.take_back(person=telling, id=first, by=psychologist)

    assert regions(psychologist, telling) == ["2"]
    assert [row.whole for row in TakenBack.objects.all()] == [False]


def test_d4_all_is_taken_back_and_what_not_to_ask_stays(telling, psychologist, staff):
    keep(telling, psychologist, "1")
    actions.set_topic(person=telling, topic="body", state="not_wished", by=psychologist)

    actions.take_back(person=telling, by=psychologist)

    again = staff(Role.PSYCHOLOGIST, name="again")
    assert queries.telling_for(again, telling) is None
    assert [one.code for one in queries.before_asking(again, telling).topics] == ["where_held", "body"]
    assert TakenBack.objects.get().whole
    assert ToldRow.objects.exists()


def test_a_stranger_takes_nothing_back(telling, psychologist, staff):
    keep(telling, psychologist, "1")

    with pytest.raises(NotYours):
        actions.take_back(person=telling, by=staff(Role.PSYCHOLOGIST, name="other"))


# Co-presence: one sought person, one answer


@pytest.fixture
def region(officer):
    return make.village("Region of four rivers", by=officer)


@pytest.fixture
def sought(officer, verifier, region):
    person = make.person("Perî", by=officer, sex="female")
    make.report(make.claim(person, "seen", "2015", place=region), by=verifier)
    return person


@pytest.fixture
def back(officer, verifier, staff, psychologist, switched_on, region):
    """A factory: somebody who came back and told where she was; the verifier is a named reader."""

    def comes(name, *, born=None, **told):
        person = make.person(name, by=officer, sex="female", born=born or year(1990))
        event = make.event(person, "returned", "2019-01-01", by=verifier)
        make.signed(event, by=staff(Role.VERIFIER, name=f"second for {name}"))
        begin(person, psychologist, readers=[verifier.staff])
        if told:
            keep(person, psychologist, str(region.pk), **told)
        return person

    return comes


def test_the_next_person_worth_asking_is_the_one_who_was_surely_there(back, sought, verifier):
    back("Perhaps", begins=year(2015), ends=year(2015))
    surely = back("Surely", begins=year(2014), ends=year(2016))

    found = queries.next_worth_asking(verifier, sought, why="Her mother asks.")

    assert (found.person, found.how_sure.name, found.region) == (
        surely, "AT_ONE_TIME", "Region of four rivers",
    )  # fmt: skip
    assert (found.earliest, found.latest) == (date(2015, 1, 1), date(2015, 12, 31))


def test_who_says_she_saw_her_comes_first(back, sought, verifier, psychologist, region):
    back("Surely", begins=year(2014), ends=year(2016))
    saw = back("Saw")
    actions.say_saw(person=saw, sought=sought, region=str(region.pk), when=year(2016), by=psychologist)

    found = queries.next_worth_asking(verifier, sought, why="x")

    assert (found.person, found.how_sure.name) == (saw, "SAW")


def test_a_report_in_which_somebody_saw_her_counts_too(back, sought, verifier):
    teller = back("Teller")
    chain = [register.Link("saw", "fellow captive", person=teller)]
    make.report(make.claim(sought, "seen", "2016"), by=verifier, chain=chain)

    assert queries.next_worth_asking(verifier, sought, why="x").person == teller


def test_who_does_not_wish_to_be_asked_is_not_named(back, sought, verifier):
    person = back("Surely", begins=year(2014), ends=year(2016))

    actions.set_asking(person=person, answer="no", by=verifier)

    assert queries.next_worth_asking(verifier, sought, why="x") is None


def test_who_said_not_yet_waits_behind_the_others(back, sought, verifier):
    later = back("Surely", begins=year(2014), ends=year(2016))
    now = back("Perhaps", begins=year(2015), ends=year(2015))
    actions.set_asking(person=later, answer="later", not_before=date(2999, 1, 1), by=verifier)

    first = queries.next_worth_asking(verifier, sought, why="x")
    actions.record_asked(person=now, sought=sought, outcome="knew_not", by=verifier)
    second = queries.next_worth_asking(verifier, sought, why="x")

    assert [(one.person, one.waits) for one in (first, second)] == [(now, False), (later, True)]


def test_who_may_still_be_a_child_is_not_named(back, sought, verifier):
    back("Child", born=between(date(2012, 1, 1), date(2012, 12, 31)), begins=year(2014), ends=year(2016))

    assert queries.next_worth_asking(verifier, sought, why="x") is None


def test_who_is_not_a_named_reader_is_told_nothing(back, sought, staff):
    back("Surely", begins=year(2014), ends=year(2016))

    assert queries.next_worth_asking(staff(Role.VERIFIER, name="other"), sought, why="x") is None


def test_who_is_not_back_is_nobody_to_ask(back, sought, verifier, officer, psychologist, region):
    person = make.person("Still held", by=officer)
    begin(person, psychologist, readers=[verifier.staff])
    keep(person, psychologist, str(region.pk), begins=year(2014), ends=year(2016))

    assert queries.next_worth_asking(verifier, sought, why="x") is None


def test_the_question_stands_in_the_trail_with_a_sealed_reason(back, sought, verifier):
    person = back("Surely", begins=year(2014), ends=year(2016))
    queries.next_worth_asking(verifier, sought, why="Her mother asks.")

    assert TrailEntry.objects.filter(kind="copresence.asked", about=f"person:{sought.pk}").count() == 1
    opened = TrailEntry.objects.filter(kind="episodes.opened", about=f"person:{person.pk}")
    assert [row.detail["why"] for row in opened if row.staff == str(verifier.staff.pk)] == ["copresence"]


def test_after_she_was_asked_the_next_is_named_and_then_nobody(back, sought, verifier):
    first = back("Surely", begins=year(2014), ends=year(2016))

    actions.record_asked(person=first, sought=sought, outcome="no", by=verifier)

    assert queries.next_worth_asking(verifier, sought, why="x") is None
    assert queries.before_asking(verifier, first).asking.answer == "no"
    assert AskNot.objects.filter(person=first).count() == 3
