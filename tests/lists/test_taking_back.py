"""A release that went in by mistake: taken back by two, still to be read, counted nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.lists.linking import linked, three_lists
from tests.lists.test_importing import JUNE, MARCH, begun, brought_in
from tests.racing import race
from vegerin.guard import decisions
from vegerin.guard.models import Decision, TrailEntry
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries, running, staging
from vegerin.lists.actions import releases
from vegerin.lists.columns import guess_columns
from vegerin.lists.models import FinishedImport, ListRelease, ListRow
from vegerin.lists.queries.gone import questions_for
from vegerin.lists.reading import read_table
from vegerin.register import indexing
from vegerin.register.models import NameKey
from vegerin.register.queries import search

pytestmark = [pytest.mark.record, pytest.mark.django_db]
WHY = "It is the camps’ list under the families’ name."


@pytest.fixture
def officer(staff: Callable[..., Reader]) -> Reader:
    return staff(Role.REGISTER_OFFICER)


@pytest.fixture
def head(staff: Callable[..., Reader]) -> Reader:
    return staff(Role.HEAD)


def taken_back(release: ListRelease, *, by: Reader, second: Reader) -> ListRelease:
    decision = actions.propose_taking_back(release=release, reason=WHY, by=by)
    decisions.approve(decision=decision, by=second)
    return queries.release_for(by, release.pk)


def found(reader: Reader, text: str) -> set[str]:
    return {hit.name for hit in search(reader, text).hits}


def test_what_two_took_back_is_found_and_counted_nowhere_and_can_be_read(
    officer: Reader, head: Reader
) -> None:
    march = brought_in(MARCH, "2026-03-14", by=officer).release
    june = brought_in(JUNE, "2026-06-01", by=officer).release
    new, gone = june.rows.get(standing="new"), questions_for(officer).count()

    release = taken_back(june, by=officer, second=head)

    assert release.is_taken_back
    assert (release.taken_back.why, release.taken_back.proposed_by, release.taken_back.by) == (
        WHY, officer.staff, head.staff,
    )  # fmt: skip
    assert release.rows.count() == 3, "nothing is deleted"
    assert queries.newest_releases(officer) == [march]
    assert (gone, questions_for(officer).count()) == (1, 0)
    assert queries.row_for(officer, new.pk) == new, "the row can still be read"
    assert new.name not in found(officer, new.name)
    assert TrailEntry.objects.filter(kind="list.taken_back").count() == 1


def test_the_names_of_the_release_before_are_found_as_before_and_an_index_made_anew_is_the_same(
    officer: Reader, head: Reader
) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    before = sorted(NameKey.objects.values_list("first", "second", "third", "name"))
    june = brought_in(JUNE, "2026-06-01", by=officer).release

    taken_back(june, by=officer, second=head)
    after = sorted(NameKey.objects.values_list("first", "second", "third", "name"))
    indexing.index_again()

    assert after == before
    assert sorted(NameKey.objects.values_list("first", "second", "third", "name")) == before


def test_the_same_file_goes_in_again_and_is_compared_with_what_counts(officer: Reader, head: Reader) -> None:
    march = brought_in(MARCH, "2026-03-14", by=officer).release
    first = taken_back(brought_in(JUNE, "2026-04-01", by=officer).release, by=officer, second=head)

    again = brought_in(JUNE, "2026-06-01", by=officer).release

    assert again != first
    assert (again.before, again.sha256) == (march, first.sha256)
    assert again.finished.counts == first.finished.counts
    new = again.rows.get(standing="new")
    assert new.name in found(officer, new.name)


def test_one_alone_takes_nothing_back(officer: Reader, staff: Callable[..., Reader]) -> None:
    release = brought_in(MARCH, "2026-03-14", by=officer).release

    decision = actions.propose_taking_back(release=release, reason=WHY, by=officer)

    with pytest.raises(Refused):
        decisions.approve(decision=decision, by=officer)
    with pytest.raises(Refused):
        decisions.approve(decision=decision, by=staff(Role.VERIFIER))
    with pytest.raises(Refused, match="waits for a second signature already"):
        actions.propose_taking_back(release=release, reason=WHY, by=officer)
    assert not queries.release_for(officer, release.pk).is_taken_back


def test_a_release_that_another_was_compared_with_is_not_taken_back_first(
    officer: Reader, head: Reader
) -> None:
    march = brought_in(MARCH, "2026-03-14", by=officer).release
    june = brought_in(JUNE, "2026-06-01", by=officer).release

    with pytest.raises(Refused, match="Take that one back first"):
        actions.propose_taking_back(release=march, reason=WHY, by=officer)

    taken_back(june, by=officer, second=head)
    assert taken_back(march, by=officer, second=head).is_taken_back


def test_nothing_is_said_of_rows_that_were_taken_back(officer: Reader, head: Reader) -> None:
    release = brought_in(MARCH, "2026-03-14", by=officer).release
    person = actions.make_person(row=release.rows.first(), by=officer)
    taken_back(release, by=officer, second=head)
    row = ListRow.objects.last()

    for said in (
        lambda: actions.make_person(row=row, by=officer),
        lambda: actions.judge_row(row=row, person=person, verdict="same", by=officer),
    ):
        with pytest.raises(Refused, match="taken back"):
            said()
    assert person.name in found(officer, person.name), "whoever became a person stays one"
    assert queries.rows_of_person(officer, [person.pk]) == []


def test_the_review_goes_back_to_the_run_before(officer: Reader, head: Reader, client_for: Any) -> None:
    three_lists(by=officer, people=20)
    first = linked(by=officer)
    march = brought_in(MARCH, "2026-06-01", by=officer, name="helpers").release
    second = linked(by=officer)
    assert queries.last_run(officer) == second

    taken_back(march, by=officer, second=head)
    assert queries.last_run(officer) == first
    camps = ListRelease.objects.get(list__name="camps")  # its only release
    third = linked(by=officer)
    taken_back(camps, by=officer, second=head)

    browser = client_for(officer)
    page = browser.get(f"/lists/runs/{second.pk}/").content.decode()
    alone = browser.get(f"/lists/runs/{third.pk}/").content.decode()
    runs = browser.get("/lists/runs/").content.decode()
    first_family = browser.get(f"/lists/runs/{third.pk}/families/1/")
    assert queries.last_run(officer) is None, "the camps' list was in all of them"
    for each in (page, alone):
        assert "A release of this run was taken back" in each
        assert "Go on reviewing" not in each
    assert runs.count("A release of this run was taken back") == 3
    assert first_family.status_code == 200
    assert browser.get("/lists/review/").status_code == 200
    assert queries.releases_to_link_again(officer, third) == queries.newest_releases(officer)


def test_it_is_proposed_and_signed_on_pages_and_shown_struck_through(
    officer: Reader, head: Reader, client_for: Any
) -> None:
    release = brought_in(MARCH, "2026-03-14", by=officer).release
    actions.make_person(row=release.rows.first(), by=officer)
    one, other, page = client_for(officer), client_for(head), f"/lists/{release.pk}/"

    asked = one.get(f"{page}take-back/").content.decode()
    proposed = one.post(f"{page}take-back/", {"why": WHY})
    decision = Decision.objects.get()
    reads = other.get(proposed.url).content.decode()
    other.post(proposed.url, {"answer": "yes", "reason": "I looked at the file."})

    assert "1 row of it is said to be a person of the register. That stays." in asked
    assert proposed.url == f"/decisions/{decision.pk}/"
    assert release.list.name in reads
    shown, lists = one.get(page).content.decode(), one.get("/lists/").content.decode()
    assert "This release was taken back" in shown
    assert WHY in shown
    assert "Take this release back" not in shown
    assert "Taken back: it counts nowhere" in lists
    assert one.get(f"/lists/row/{release.rows.last().pk}/").status_code == 200


def stopped_in_the_middle(*, by: Reader) -> ListRelease:
    """A release of which some rows are in."""

    def pull_out(done: int, total: int) -> None:
        raise OSError("pulled out")

    raw = MARCH.encode()
    release = actions.start_import(
        raw=raw, file_name="list.csv", list_name="List B", released_on=date(2026, 3, 14),
        columns=guess_columns(read_table(raw, "list.csv").headings), by=by,
    )  # fmt: skip
    with pytest.raises(OSError, match="pulled out"):
        actions.continue_import(release=release, raw=raw, by=by, progress=pull_out)
    return release


def test_of_an_import_that_stopped_no_page_says_that_it_can_be_read(
    officer: Reader, head: Reader, client_for: Any
) -> None:
    release = stopped_in_the_middle(by=officer)
    row, browser, page = release.rows.first(), client_for(officer), f"/lists/{release.pk}/"

    asked = browser.get(f"{page}take-back/").content.decode()
    proposed = browser.post(f"{page}take-back/", {"why": WHY})
    reads = client_for(head).get(proposed.url).content.decode()
    client_for(head).post(proposed.url, {"answer": "yes", "reason": "I looked at the file."})
    shown, goes_on = browser.get(page).content.decode(), browser.post(page)

    assert browser.get(f"/lists/row/{row.pk}/").status_code == 404
    assert "The rows that went in are kept and stand on no page." in asked
    assert "stand on no page and count nowhere" in shown
    assert not [one for one in (asked, reads, shown) if "be read" in one]
    assert "Nothing is added to it" in goes_on.content.decode()
    assert not running.is_running(release)


def test_who_may_not_import_finds_no_page(
    officer: Reader, staff: Callable[..., Reader], client_for: Any
) -> None:
    release = brought_in(MARCH, "2026-03-14", by=officer).release

    answers = [
        client_for(staff(role)).get(f"/lists/{release.pk}/take-back/").status_code
        for role in (Role.VERIFIER, Role.CLERK, Role.PARTNER)
    ]

    assert answers == [404, 404, 404]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_it_at_once_one_waits_for_a_second_signature(
    officer: Reader, staff: Callable[..., Reader]
) -> None:
    release = brought_in(MARCH, "2026-03-14", by=officer).release
    both = (officer, staff(Role.REGISTER_OFFICER, name="rojda"))

    ended = race(
        *(lambda by=by: actions.propose_taking_back(release=release, reason=WHY, by=by) for by in both)
    )

    assert ended == {"done": 1, "refused": 1}
    assert Decision.objects.filter(kind="lists.take_back").count() == 1


def test_a_row_that_was_taken_back_joins_nobody(officer: Reader, head: Reader) -> None:
    """A column read as something else may have made two people alike: what rests on it is asked anew."""
    rows = {}
    for name in ("families", "camps", "helpers"):
        release = brought_in(
            f"id;name;sex\n{name};خليل مراد;m\n", "2026-03-14", by=officer, name=name
        ).release
        rows[name] = release.rows.get()
    person = factories.person("Xelîl Mirad", by=officer, sex="male")
    actions.judge_row(row=rows["helpers"], person=person, verdict="same", by=officer)
    keys = {name: f"row {row.origin}" for name, row in rows.items()}
    for name in ("families", "camps"):
        word = actions.NewWord(keys[name], keys["helpers"], "same")
        actions.keep_words(words=[word], by=officer)
    two = actions.NewWord(keys["families"], keys["camps"], "same").key
    hers = (f"person {person.pk}", keys["families"])
    joined = [queries.decided(officer).verdict(key) for key in (two, hers)]

    taken_back(release, by=officer, second=head)

    assert joined == ["same", "same"]
    assert [queries.decided(officer).verdict(key) for key in (two, hers)] == ["", ""]


def test_what_was_said_of_a_row_holds_while_another_release_has_it(officer: Reader, head: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    june = brought_in(JUNE, "2026-06-01", by=officer).release
    row = june.rows.get(own_id="2")
    person = factories.person("Şîrîn Xidir", by=officer, sex="female")
    other = brought_in(
        "id;name;sex\n7;Shirin;f\n", "2026-03-14", by=officer, name="helpers"
    ).release.rows.get()
    actions.judge_row(row=row, person=person, verdict="same", by=officer)
    word = actions.NewWord(f"row {row.origin}", f"row {other.origin}", "same")
    actions.keep_words(words=[word], by=officer)

    taken_back(june, by=officer, second=head)

    assert queries.decided(officer).verdict((f"person {person.pk}", f"row {other.origin}")) == "same"


@pytest.mark.parametrize("at", ["check_same_file", "_finish"])
def test_what_is_taken_back_while_its_import_begins_or_ends_goes_no_further(
    officer: Reader, head: Reader, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    release = begun(MARCH, "2026-03-14", by=officer)
    decision = actions.propose_taking_back(release=release, reason=WHY, by=officer)
    go_on = getattr(releases, at)
    monkeypatch.setattr(staging, "is_held", lambda _release: False)  # asked a moment before

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        decisions.approve(decision=decision, by=head)
        return go_on(*args, **kwargs)

    monkeypatch.setattr(releases, at, meanwhile)
    with pytest.raises(Refused, match="was taken back"):
        actions.continue_import(release=release, raw=MARCH.encode(), by=officer)

    assert not release.rows.exists() or at == "_finish"
    assert not FinishedImport.objects.exists()
    assert found(officer, "خدر مراد حسو") == set()
    assert not NameKey.objects.exists()
