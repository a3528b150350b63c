"""Decisions teach spellings and probabilities: figures before and after, taken up or refused by a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.lists.linking import linked
from tests.lists.test_importing import brought_in
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.lists import actions, learning, queries
from vegerin.lists.learning import Decision
from vegerin.lists.models import Lesson, ListRow

HEVAL = [("Hevalo Murad {n}", "Hefko Murad {n}"), ("Xelîl Xidir {n}", "Khalil Khidir {n}")]
FATHERS = ("Selim", "Kemal", "Reşo", "Bozan", "Hesen", "Dexîl")


def decisions(*, same: bool = True, times: int = 6) -> list[Decision]:
    """People whose given name one list writes Hevalo and another Hefko."""
    return [
        Decision(f"{father} {same}", f"Hevalo {father}", f"Hefko {father}", same, 0.4)
        for father in FATHERS[:times]
    ]


def test_a_spelling_is_learned_when_two_pairs_confirm_it() -> None:
    assert learning.spellings_of(decisions(times=2)) == {("hefko", "hevalo"): 2}
    assert learning.spellings_of(decisions(times=1)) == {}


def test_a_spelling_that_told_two_people_apart_is_not_learned() -> None:
    parted = [*decisions(times=3), *decisions(same=False, times=1)]

    assert learning.spellings_of(parted) == {}


def test_figures_are_of_decisions_left_out() -> None:
    figures = learning.figures(decisions())

    assert (figures["decisions"], figures["same"], figures["wrong_after"]) == (6, 6, 0)
    assert figures["found_after"] >= figures["found_before"]


def test_few_decisions_move_no_probability() -> None:
    assert learning.calibrated(decisions()) == (1.0, 0.0)


def test_many_decisions_set_probabilities_right() -> None:
    too_shy = [Decision(str(at), "a", "b", at % 5 > 0, 0.5) for at in range(100)]

    taught = learning.taught_by(too_shy)
    figures = learning.figures(too_shy)

    assert taught["shift"] > 1
    assert figures["loss_after"] < figures["loss_before"]


@pytest.mark.record
@pytest.mark.django_db
class TestALesson:
    @pytest.fixture
    def officer(self, staff: Callable[..., Reader]) -> Reader:
        officer = staff(Role.REGISTER_OFFICER)
        for name, given in (("families", "Hevalo"), ("helpers", "Hefko")):
            rows = "".join(f"{at};{given} {father} Murad;1990\n" for at, father in enumerate(FATHERS))
            brought_in(f"no;name;born\n{rows}", "2026-03-14", by=officer, name=name)
        words = [
            actions.NewWord(
                *(f"row {row.origin}" for row in ListRow.objects.filter(own_id=str(at))), "same", "", 0.4
            )
            for at in range(len(FATHERS))
        ]
        actions.keep_words(words=words, by=officer)
        return officer

    def test_it_is_used_only_when_somebody_takes_it_up(self, officer: Reader) -> None:
        lesson = actions.learn(by=officer)
        before = queries.lesson_in_use(officer)

        actions.say_of_lesson(lesson=lesson, taken_up=True, by=officer)

        assert (before, queries.lesson_in_use(officer)) == (None, lesson)
        assert lesson.learned["spellings"] == [["hefko", "hevalo", 6]]
        assert linked(by=officer).parameters["lesson"] == str(lesson.pk)

    def test_it_may_be_refused_and_the_runs_go_on_without_it(self, officer: Reader) -> None:
        lesson = actions.learn(by=officer)
        actions.say_of_lesson(lesson=lesson, taken_up=True, by=officer)

        actions.say_of_lesson(lesson=lesson, taken_up=False, why="Two names.", by=officer)

        assert queries.lesson_in_use(officer) is None
        assert linked(by=officer).parameters["lesson"] == ""

    def test_its_page_shows_figures_and_takes_the_word(self, client_for: Any, officer: Reader) -> None:
        browser = client_for(officer)

        made = browser.post("/lists/learning/")
        page = browser.get(made.url).content.decode()
        browser.post(made.url, {"word": "refuse", "why": "too early"})

        assert "Before and after" in page
        assert [word.taken_up for word in Lesson.objects.get().words.all()] == [False]

    def test_what_is_in_use_can_be_refused_and_is_not_offered_again(
        self, client_for: Any, officer: Reader
    ) -> None:
        browser = client_for(officer)
        made = browser.post("/lists/learning/")

        before = browser.get(made.url).content.decode()
        browser.post(made.url, {"word": "take_up"})
        after = browser.get(made.url).content.decode()

        assert ["Take it up" in page for page in (before, after)] == [True, False]
        assert ["Refuse it" in page for page in (before, after)] == [True, True]

    def test_a_verifier_does_not_start_it(self, officer: Reader, staff: Callable[..., Reader]) -> None:
        with pytest.raises(Refused, match="let decisions teach"):
            actions.learn(by=staff(Role.VERIFIER))


@pytest.mark.django_db
def test_nothing_is_learned_from_nothing(staff: Callable[..., Reader]) -> None:
    with pytest.raises(Refused, match="Five decisions"):
        actions.learn(by=staff(Role.REGISTER_OFFICER))


@pytest.mark.django_db
def test_before_there_are_five_decisions_the_page_says_so_instead_of_a_button(
    staff: Callable[..., Reader], client_for: Any
) -> None:
    page = client_for(staff(Role.REGISTER_OFFICER)).get("/lists/learning/").content.decode()

    assert "Five decisions are the least to learn from." in page
    assert "Learn from the decisions" not in page
