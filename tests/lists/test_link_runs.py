"""Link runs: what they compare, propose and expect, and how many people that makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.lists.linking import linked, three_lists
from tests.lists.test_importing import MARCH, brought_in
from vegerin.guard.models import TrailEntry
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries
from vegerin.lists.linking import child, running, sides
from vegerin.lists.models import LinkPair, LinkRun, LinkStep, ListRow, PairWord
from vegerin.register.models import Person

pytestmark = [pytest.mark.record, pytest.mark.django_db]


@pytest.fixture
def officer(staff: Callable[..., Reader]) -> Reader:
    return staff(Role.REGISTER_OFFICER)


def test_a_run_proposes_pairs_and_joins_nothing(officer: Reader) -> None:
    three_lists(by=officer)

    run = linked(by=officer)

    said = run.report.said
    assert (sum(said["lists"].values()), PairWord.objects.count(), Person.objects.count()) == (202, 0, 0)
    assert said["between_rows"] > 50
    assert said["expected"]["precision"][1] > 0.9
    assert LinkPair.objects.filter(family__run=run, said="review").exists()
    assert [step.stage for step in run.steps.all()] == [
        "reading", "blocking", "comparing", "households", "clusters", "writing",
    ]  # fmt: skip


def test_the_same_rows_give_the_same_pairs(officer: Reader) -> None:
    three_lists(by=officer, people=60)

    pairs = [
        list(LinkPair.objects.filter(family__run=linked(by=officer)).values_list("one", "other", "p_same"))
        for _ in range(2)
    ]

    assert pairs[0] == pairs[1]


def test_what_people_judged_holds_in_the_next_run(officer: Reader) -> None:
    three_lists(by=officer, people=60)
    first = linked(by=officer)
    sure = LinkPair.objects.filter(family__run=first, said="link", shown=True).order_by("-p_same")[:6]
    parted = [(pair.one, pair.other) for pair in sure]
    actions.keep_words(words=[actions.NewWord(*pair, "different") for pair in parted], by=officer)

    again = linked(by=officer)

    asked = {(pair.one, pair.other): pair for pair in LinkPair.objects.filter(family__run=again)}
    assert [asked[pair].said for pair in parted] == ["review"] * 6, "kept, so that news of them can be told"
    assert again.report.said["persons"] >= first.report.said["persons"] + 6
    assert not any(
        pair.said == "link" and {pair.one, pair.other} == set(two)
        for pair in asked.values()
        for two in parted
    )


def test_people_stand_beside_rows_without_anything_sealed(officer: Reader) -> None:
    three_lists(by=officer, people=20)
    person = actions.make_person(
        row=ListRow.objects.filter(release__list__name="families").first(), by=officer
    )

    told = list(sides.sides(officer, queries.newest_releases(officer), register=True))

    assert told[0]["key"] == f"person {person.pk}"
    assert {key for side in told for key in side["said"]} <= {
        "full_name", "given", "father", "grandfather", "mother", "lineage", "village", "household",
        "abducted_on", "birth_year", "age", "age_on", "sex",
    }  # fmt: skip


def test_a_row_that_fits_a_person_of_the_register_is_a_question_never_a_join(officer: Reader) -> None:
    three_lists(by=officer, people=60)
    for row in ListRow.objects.filter(release__list__name="families")[:12]:
        actions.make_person(row=row, by=officer)

    run = linked(by=officer)

    asked = LinkPair.objects.filter(family__run=run, shown=True, one__startswith="person")
    assert asked.filter(said="link").exists()
    assert queries.queue_for(officer, run).all_families >= 1
    assert run.report.said["questions"]["row_and_person"] >= 1


def test_people_are_counted_once_with_the_doubt_carried(officer: Reader) -> None:
    three_lists(by=officer)  # of 120 people, some of whom stand on no list
    run = linked(by=officer)

    counted = queries.people_counted(officer, run)

    on_a_list = 113
    assert counted.records == 202
    assert counted.low <= on_a_list <= counted.high
    assert counted.low < counted.middle < counted.high < 130


def test_one_who_freed_herself_and_stands_on_two_lists_is_one_person(officer: Reader) -> None:
    for name, row in (("families", "1;نازي مراد خدر;1994"), ("helpers", "H1;Nazi Murad Khidir;1994")):
        brought_in(f"no;name;born\n{row}\n", "2026-03-14", by=officer, name=name)
    she = actions.make_person(row=ListRow.objects.get(own_id="1"), by=officer)
    factories.event(she, "return_claimed", by=officer)
    run = linked(by=officer)
    pairs = LinkPair.objects.filter(family__run=run, shown=True)

    actions.keep_words(words=[actions.NewWord(pair.one, pair.other, "same") for pair in pairs], by=officer)

    counted = queries.people_counted(officer, run)
    assert (counted.records, counted.low, counted.high) == (3, 1, 1)
    assert {row.own_id for row in queries.rows_of_person(officer, [she.pk])} == {"1", "H1"}


def test_whom_people_joined_counts_once_though_no_run_had_brought_them_together(officer: Reader) -> None:
    """Said on a row's page, the words join what no key had: a name forced on her, a wrong column."""
    brought_in(
        "no;name;born\n1;بري قولو حسو;1990\n2;كورتي سلو;1991\n", "2026-03-14", by=officer, name="families"
    )
    brought_in("id;name;born\nH1;Khalil Murad Khidir;1977\n", "2026-03-14", by=officer, name="helpers")
    one, _other = (factories.person(name, by=officer) for name in ("Xezal Berces", "Zerê Şemo"))
    run = linked(by=officer)
    before = queries.people_counted(officer, run)

    for own_id in ("1", "H1"):
        row = ListRow.objects.get(own_id=own_id)
        actions.judge_row(row=row, person=one, verdict="same", by=officer)
    actions.make_person(row=ListRow.objects.get(own_id="2"), by=officer)

    after = queries.people_counted(officer, run)
    assert (before.records, before.low, before.high) == (5, 5, 5)
    assert (after.records, after.low, after.high) == (5, 3, 3)


def test_a_word_of_a_person_takes_the_doubt_away(officer: Reader) -> None:
    three_lists(by=officer)
    run = linked(by=officer)
    before = queries.people_counted(officer, run)
    doubtful = list(LinkPair.objects.filter(family__run=run, shown=True, said="review"))

    actions.keep_words(
        words=[actions.NewWord(pair.one, pair.other, "different") for pair in doubtful], by=officer
    )

    after = queries.people_counted(officer, run)
    assert after.settled == before.settled + len(doubtful)
    assert after.high - after.low < before.high - before.low


def test_one_list_alone_has_nothing_to_meet(officer: Reader) -> None:
    three_lists(by=officer, people=20)

    with pytest.raises(Refused, match="Choose two lists"):
        actions.start_run(releases=queries.newest_releases(officer)[:1], register=False, by=officer)


@pytest.mark.parametrize("role", [Role.CLERK, Role.NURSE, Role.VERIFIER])
def test_who_may_not_link_is_refused(officer: Reader, staff: Callable[..., Reader], role: Role) -> None:
    three_lists(by=officer, people=20)

    with pytest.raises(Refused, match="start a link run"):
        actions.start_run(releases=queries.newest_releases(officer), register=True, by=staff(role))


def test_a_clerk_sees_no_run_and_no_pair(officer: Reader, staff: Callable[..., Reader]) -> None:
    three_lists(by=officer, people=60)
    run, clerk = linked(by=officer), staff(Role.CLERK)

    assert queries.run_for(clerk, run.pk) is None
    assert queries.queue_for(clerk, run).numbers == ()
    assert queries.people_counted(clerk, run) is None
    assert queries.shown_pairs(clerk, run.families.all()) == []


@pytest.mark.django_db(transaction=True)
def test_a_run_is_started_from_its_page_and_reports_there(client_for: Any, officer: Reader) -> None:
    three_lists(by=officer, people=60)
    browser = client_for(officer)
    releases = [str(release.pk) for release in queries.newest_releases(officer)]

    started = browser.post("/lists/runs/", {"release": releases, "register": "on"})
    run = LinkRun.objects.get()
    running.wait(run, seconds=60)

    page = browser.get(started.url).content.decode()
    assert "What the run expects of itself" in page
    assert "What to look at first" in page
    assert TrailEntry.objects.filter(kind="list.linked").count() == 1


def test_a_run_that_broke_off_says_so_and_is_started_again(client_for: Any, officer: Reader) -> None:
    three_lists(by=officer, people=20)
    run = actions.start_run(releases=queries.newest_releases(officer), register=True, by=officer)
    actions.note_step(run=run, stage=LinkStep.Stage.READING, by=officer)
    actions.stop_run(run=run, by=officer)

    page = client_for(officer).get(f"/lists/runs/{run.pk}/").content.decode()

    assert "The run stopped in the middle." in page
    assert "Start it again" in page


def test_what_was_learned_moves_the_probabilities_of_the_next_run(officer: Reader) -> None:
    three_lists(by=officer, people=60)
    run = actions.start_run(releases=queries.newest_releases(officer), register=False, by=officer)
    told = running.request_of(run, by=officer)

    plain, shy = (child.compare({**told, "slope": 1.0, "shift": shift}) for shift in (0.0, -3.0))

    assert shy["expected"]["taken"] < plain["expected"]["taken"]


def test_a_run_says_which_list_has_a_newer_release_not_which_was_left_out(officer: Reader) -> None:
    three_lists(by=officer, people=20)
    chosen = [each for each in queries.newest_releases(officer) if each.list.name != "camps"]
    run = actions.start_run(releases=chosen, register=False, by=officer)
    before = queries.lists_not_compared(officer, run)

    brought_in(MARCH, "2026-06-01", by=officer, name="helpers")

    after = [each.name for each in queries.lists_not_compared(officer, run)]
    assert (before, after) == ([], ["helpers"])


@pytest.mark.django_db(transaction=True)
def test_run_again_compares_the_newest_release_of_each_list_and_says_so(
    client_for: Any, officer: Reader
) -> None:
    three_lists(by=officer, people=20)
    chosen = [each for each in queries.newest_releases(officer) if each.list.name != "camps"]
    run = actions.start_run(releases=chosen, register=True, by=officer)
    running.link_now(run, by=officer)
    browser = client_for(officer)
    before = browser.get(f"/lists/runs/{run.pk}/").content.decode()
    newer = brought_in(MARCH, "2026-06-01", by=officer, name="helpers").release

    said = browser.get(f"/lists/runs/{run.pk}/").content.decode()
    browser.post(f"/lists/runs/{run.pk}/again/")
    again = LinkRun.objects.exclude(pk=run.pk).get()
    running.stop(again, by=officer)

    newest = {each.list.name: each for each in queries.newest_releases(officer)}
    assert newest["helpers"] == newer
    assert again.parameters["releases"] == [str(newest[each.list.name].pk) for each in chosen]
    assert again.parameters["register"] is True
    assert "With the newest releases:" in said
    assert "With the newest releases:" not in before


def test_of_each_row_one_place_in_a_family_is_asked_about(officer: Reader) -> None:
    three_lists(by=officer)

    run = linked(by=officer)

    asked: Counter[tuple[str, str]] = Counter()
    for pair in LinkPair.objects.filter(family__run=run, shown=True, reason="place_in_family"):
        for side, other in (pair.key, pair.key[::-1]):
            row = ListRow.objects.filter(origin=other.split(" ")[1]).select_related("release__list").first()
            asked[side, row.release.list.name if row else "register"] += 1
    assert set(asked.values()) == {1}


@pytest.mark.django_db(transaction=True)
def test_a_run_is_stopped_by_whoever_may_link_and_proposes_nothing(
    client_for: Any, officer: Reader, staff: Callable[..., Reader]
) -> None:
    three_lists(by=officer, people=20)
    started = client_for(officer).post("/lists/runs/", all_lists(officer))
    run = LinkRun.objects.get()
    working = client_for(officer).get(started.url).content.decode()
    head = staff(Role.HEAD)

    refused = client_for(staff(Role.VERIFIER)).post(f"/lists/runs/{run.pk}/stop/")
    client_for(head).post(f"/lists/runs/{run.pk}/stop/")
    running.wait(run, seconds=60)

    assert refused.status_code == 404
    assert "Stop the run" in working
    assert "The run stopped in the middle." in client_for(officer).get(started.url).content.decode()
    assert not hasattr(LinkRun.objects.get(), "report")
    assert [entry.staff for entry in TrailEntry.objects.filter(kind="list.link_stopped")] == [
        str(head.staff.pk)
    ]


@pytest.mark.django_db(transaction=True)
def test_the_same_lists_are_not_compared_twice_at_once(client_for: Any, officer: Reader) -> None:
    three_lists(by=officer, people=20)
    browser = client_for(officer)

    first, second = (browser.post("/lists/runs/", all_lists(officer)) for _click in range(2))
    said = browser.get(second.url).content.decode()
    run = LinkRun.objects.get()
    running.stop(run, by=officer)

    assert first.url == second.url == f"/lists/runs/{run.pk}/"
    assert "This run works already; no second one was started." in said
    again = browser.post(f"/lists/runs/{run.pk}/again/").url
    running.stop(LinkRun.objects.exclude(pk=run.pk).get(), by=officer)
    assert again != first.url


def all_lists(reader: Reader) -> dict[str, Any]:
    """The form of a new run as it stands on its page."""
    return {"release": [str(release.pk) for release in queries.newest_releases(reader)], "register": "on"}
