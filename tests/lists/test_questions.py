"""Who disappeared from a list: a question to its owner with a page and a state, never a deletion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.lists.test_importing import JUNE, MARCH, brought_in
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries
from vegerin.lists.models import GoneRow, ListRow
from vegerin.lists.queries.gone import question_for, state_of

pytestmark = [pytest.mark.record, pytest.mark.django_db]


@pytest.fixture
def officer(staff: Callable[..., Reader]) -> Reader:
    officer = staff(Role.REGISTER_OFFICER)
    brought_in(MARCH, "2026-03-14", by=officer)
    brought_in(JUNE, "2026-06-01", by=officer)
    return officer


def state(reader: Reader) -> str:
    return state_of(question_for(reader, GoneRow.objects.get().pk))


def test_a_question_goes_from_not_asked_to_asked_to_answered(officer: Reader) -> None:
    gone = GoneRow.objects.get()
    states = [state(officer)]
    for word in ("asked", "by_mistake"):
        actions.ask_owner(gone=gone, word=word, by=officer)
        states.append(state(officer))

    assert states == ["not_asked", "asked", "answered"]
    assert queries.row_for(officer, gone.row_id) is not None


def test_a_row_that_is_back_answers_its_question(officer: Reader) -> None:
    brought_in(MARCH.replace("41", "42"), "2026-09-01", by=officer)

    gone = question_for(officer, GoneRow.objects.order_by("pk").first().pk)

    assert state_of(gone) == "back"


def test_its_page_shows_the_row_and_keeps_the_answer(client_for: Any, officer: Reader) -> None:
    browser, gone = client_for(officer), GoneRow.objects.get()

    browser.post(f"/lists/gone/{gone.pk}/", {"word": "found"})
    page = browser.get(f"/lists/gone/{gone.pk}/").content.decode()

    assert "The person was found" in page
    assert gone.row.name in page
    assert gone.row.name in browser.get("/lists/questions/?show=answered").content.decode()
    assert ListRow.objects.filter(pk=gone.row_id).exists()


def test_a_verifier_reads_questions_and_does_not_answer(
    client_for: Any, officer: Reader, staff: Callable[..., Reader]
) -> None:
    browser, gone = client_for(staff(Role.VERIFIER)), GoneRow.objects.get()

    assert browser.get(f"/lists/gone/{gone.pk}/").status_code == 200
    assert browser.post(f"/lists/gone/{gone.pk}/", {"word": "found"}).status_code == 403
    assert gone.words.count() == 0


def test_one_letter_about_all_is_written_down_once(
    client_for: Any, officer: Reader, staff: Callable[..., Reader]
) -> None:
    headings = JUNE.splitlines()[0]
    stranger = ";".join(["B99", "سامي حسن", *[""] * (headings.count(";") - 1)])
    release = brought_in(f"{headings}\n{stranger}\n", "2026-09-01", by=officer).release
    browser, waiting = client_for(officer), queries.not_asked_about(officer, release)
    actions.ask_owner(gone=waiting[0], word="found", by=officer)

    page = browser.get(f"/lists/{release.pk}/?show=gone").content.decode()
    refused = client_for(staff(Role.VERIFIER)).post(f"/lists/{release.pk}/asked/")
    browser.post(f"/lists/{release.pk}/asked/")
    browser.post(f"/lists/{release.pk}/asked/")

    assert len(waiting) > 2
    assert f"The owner was asked about all {len(waiting) - 1}" in page
    assert refused.status_code == 404
    assert [[word.word for word in gone.words.all()] for gone in queries.gone_from(officer, release)] == [
        ["found"], *[["asked"]] * (len(waiting) - 1),
    ]  # fmt: skip
