"""A slow server is clicked twice: what a form of this room does it does once, and both answers lead there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.lists.test_importing import JUNE, MARCH, brought_in
from tests.lists.test_pages import selected
from tests.racing import race
from vegerin.guard.models import Decision, TrailEntry
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries, running
from vegerin.lists.actions import learning
from vegerin.lists.columns import guess_columns
from vegerin.lists.linking import running as link_running
from vegerin.lists.models import (
    Lesson,
    LessonWord,
    LinkRun,
    ListRelease,
    ListRow,
    OwnersWord,
    PairWord,
    RowJudgement,
)
from vegerin.lists.reading import read_table
from vegerin.register.models import Person

pytestmark = [pytest.mark.record, pytest.mark.django_db]


@pytest.fixture
def officer(staff: Callable[..., Reader]) -> Reader:
    return staff(Role.REGISTER_OFFICER)


@pytest.fixture
def browser(officer: Reader, client_for: Any) -> Any:
    return client_for(officer)


@pytest.fixture
def release(officer: Reader) -> ListRelease:
    return brought_in(MARCH, "2026-03-14", by=officer).release


def number_of_form(browser: Any, page: str) -> str:
    """The number that a page gave its form."""
    return re.search(r'name="form" value="([\w-]+)"', browser.get(page).content.decode()).group(1)


def twice(browser: Any, page: str, told: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """Where both answers lead."""
    answers = [browser.post(page, told or {}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    return answers[0].url, answers[1].url


def uploaded(browser: Any, form: str, day: str = "2026-03-14") -> str:
    file = SimpleUploadedFile("list.csv", MARCH.encode(), "text/csv")
    told = {"file": file, "list_name": "List B", "released_on": day, "compiler": "", "form": form}
    return browser.post("/lists/import/", told).url


def test_a_file_sent_twice_waits_once_and_another_day_is_another_file(browser: Any, office: Any) -> None:
    form = number_of_form(browser, "/lists/import/")

    first, second = uploaded(browser, form), uploaded(browser, form)
    other_day, other_page = uploaded(browser, form, "2026-03-15"), uploaded(browser, "")

    assert first == second
    assert len({first, other_day, other_page}) == 3
    assert len(list(office.folder.rglob("*.list"))) == 3


@pytest.mark.django_db(transaction=True)
def test_columns_sent_twice_begin_one_import_while_it_runs_and_when_it_is_done(browser: Any) -> None:
    page = uploaded(browser, number_of_form(browser, "/lists/import/"))
    fields = {f"column{at}": kind for at, kind in enumerate(selected(browser.get(page).content.decode()))}

    at_once = twice(browser, page, fields)
    release = ListRelease.objects.get()
    running.wait(release, seconds=30)
    later = browser.post(page, fields)

    assert {*at_once, later.url, browser.get(page).url} == {f"/lists/{release.pk}/"}
    assert (ListRelease.objects.count(), ListRow.objects.count()) == (1, 3)
    assert TrailEntry.objects.filter(kind="list.import").count() == 1
    assert browser.post(f"/lists/{release.pk}/").url == f"/lists/{release.pk}/"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_with_one_file_at_one_moment_both_have_the_same_release(
    staff: Callable[..., Reader],
) -> None:
    raw = MARCH.encode()
    columns = guess_columns(read_table(raw, "list.csv").headings)
    both = (staff(Role.REGISTER_OFFICER), staff(Role.REGISTER_OFFICER))

    def begin(by: Reader) -> None:
        actions.start_import(
            raw=raw, file_name="list.csv", list_name="B", released_on=date(2026, 3, 14), columns=columns,
            by=by,
        )  # fmt: skip

    ended = race(*(lambda by=by: begin(by) for by in both))

    assert ended == {"done": 2}
    assert ListRelease.objects.count() == 1


def test_a_proposal_to_take_back_sent_twice_is_one_and_anothers_is_told_so(
    browser: Any, release: ListRelease, staff: Callable[..., Reader], client_for: Any
) -> None:
    page, told = f"/lists/{release.pk}/take-back/", {"why": "It is the camps’ list."}

    first, second = twice(browser, page, told)
    other_words = browser.post(page, {"why": "The wrong day."})
    colleague = client_for(staff(Role.HEAD)).post(page, told)

    assert first == second == f"/decisions/{Decision.objects.get().pk}/"
    assert [other_words.status_code, colleague.status_code] == [403, 403]


def test_a_run_started_twice_is_one_also_where_it_was_quick(
    browser: Any, release: ListRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_running, "start", lambda run, by: None)  # it ends before the second click
    told = {"release": str(release.pk), "register": "on", "form": number_of_form(browser, "/lists/runs/")}

    first, second = twice(browser, "/lists/runs/", told)
    again = twice(browser, f"{first}again/", {"form": number_of_form(browser, first)})

    assert first == second
    assert again[0] == again[1] != first
    assert LinkRun.objects.count() == 2
    assert TrailEntry.objects.filter(kind="list.link").count() == 2


def test_a_form_of_another_person_or_without_a_number_makes_a_run_of_its_own(
    browser: Any,
    release: ListRelease,
    staff: Callable[..., Reader],
    client_for: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link_running, "start", lambda run, by: None)
    told = {"release": str(release.pk), "register": "on", "form": number_of_form(browser, "/lists/runs/")}
    colleague = client_for(staff(Role.REGISTER_OFFICER))

    runs = {
        browser.post("/lists/runs/", told).url,
        colleague.post("/lists/runs/", told).url,
        browser.post("/lists/runs/", {**told, "form": ""}).url,
        browser.post("/lists/runs/", {**told, "form": "no number"}).url,
    }

    assert len(runs) == LinkRun.objects.count() == 4


def test_a_person_made_of_a_row_twice_is_one(browser: Any, release: ListRelease) -> None:
    row = release.rows.first()

    assert twice(browser, f"/lists/row/{row.pk}/new-person/") == (f"/lists/row/{row.pk}/",) * 2
    assert (Person.objects.count(), RowJudgement.objects.count(), PairWord.objects.count()) == (1, 1, 1)


def test_who_a_row_is_said_twice_is_said_once_and_anew_after_a_colleagues_word(
    browser: Any, release: ListRelease, officer: Reader, staff: Callable[..., Reader]
) -> None:
    row, person = release.rows.first(), factories.person("Xidir Mirad", by=officer)
    page, told = f"/lists/row/{row.pk}/person/", {"code": person.code, "verdict": "same", "why": "The mother"}

    twice(browser, page, told)
    said_once = (PairWord.objects.count(), RowJudgement.objects.count())
    actions.judge_row(row=row, person=person, verdict="different", by=staff(Role.REGISTER_OFFICER))
    contested = RowJudgement.objects.count()
    twice(browser, page, told)

    assert (said_once, RowJudgement.objects.count()) == ((1, 1), contested)
    assert [word.verdict for word in PairWord.objects.order_by("at")] == ["same", "different", "same"]


def test_the_owners_word_sent_twice_is_written_once_a_day(
    browser: Any, release: ListRelease, officer: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = brought_in(JUNE, "2026-06-01", by=officer).release.gone_rows.get()
    page = f"/lists/gone/{gone.pk}/"

    twice(browser, page, {"word": "asked"})
    browser.post(page, {"word": "not_said"})
    browser.post(page, {"word": "asked"})
    written = [word.word for word in OwnersWord.objects.all()]
    monkeypatch.setattr(actions.releases, "_is_of_today", lambda word: False)
    browser.post(page, {"word": "asked"})

    assert written == ["asked", "not_said", "asked"]
    assert OwnersWord.objects.count() == 4


def test_the_letter_about_all_sent_twice_is_written_and_said_once(
    browser: Any, release: ListRelease, officer: Reader
) -> None:
    june = brought_in("\n".join(JUNE.splitlines()[:2]), "2026-06-01", by=officer).release

    leads_to, _ = twice(browser, f"/lists/{june.pk}/asked/")
    page = browser.get(leads_to).content.decode()

    assert OwnersWord.objects.count() == 2
    assert re.findall(r"Asked about: (\d+)", page) == ["2"]


def test_a_lesson_and_the_word_on_it_sent_twice_are_one_each(
    browser: Any, officer: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "LEAST", 0)
    monkeypatch.setattr("vegerin.lists.views.learning.LEAST", 0)
    told = {"form": number_of_form(browser, "/lists/learning/")}

    first, second = twice(browser, "/lists/learning/", told)
    twice(browser, first, {"word": "take_up", "why": ""})
    browser.post(first, {"word": "refuse", "why": ""})

    assert first == second
    assert (Lesson.objects.count(), LessonWord.objects.count()) == (1, 2)
    assert queries.lesson_in_use(officer) is None
