"""The desk of every role against D29: ten things at most, ranked, one line for the rest; every door works."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import resolve

from tests.factories import SIX_SIGNS
from tests.stories.cast import cast
from tests.stories.test_every_page import just_taken, paths
from vegerin.contacts import actions as contacts
from vegerin.guard import desk, doors
from vegerin.guard.desk import Rank
from vegerin.guard.roles import Role

pytestmark = pytest.mark.django_db

# The clerk's question is the search itself; a partner reads what was agreed, and asks on paper.
ASKED_WITHOUT_A_BUTTON = {Role.CLERK, Role.PARTNER}


@pytest.fixture
def people(office, staff):
    return cast(office, staff)


@pytest.fixture
def readers(people, staff):
    """Something waits in every room; beside those at work there is one newcomer of every role."""
    paths(people)
    at_work = [people.clerk, people.officer, people.verifier, people.planner, people.lead, people.head]
    return [*at_work, *(staff(role) for role in Role)]


def test_every_desk_shows_ten_things_ranked_and_every_door_on_it_opens(readers, client_for):
    faults = [fault for reader in readers for fault in faults_of(reader, client_for(reader))]
    waiting = {row.rank for reader in readers for row in rows_of(desk.desk_for(reader))}

    assert faults == []
    assert waiting == set(Rank) - {Rank.BACK}  # nobody stopped in the middle of a form


PRESSES = {"contacts:ask_next"}


def test_every_press_on_a_desk_is_answered_and_says_what_is_next(people, client_for, monkeypatch):
    # Rows keep the true time: here the two hours in which somebody should have looked have no length.
    monkeypatch.setattr("vegerin.contacts.queries.traps.LOOK_WITHIN", timedelta())
    paths(people)
    contacts.fill_checklist(report=just_taken(people), signs=SIX_SIGNS, by=people.clerk)
    readers = [
        people.clerk,
        people.officer,
        people.head,
        people.more(Role.VERIFIER),
        people.more(Role.LIAISON),
    ]

    pressed = [fault for reader in readers for fault in pressed_by(reader, client_for(reader))]

    assert {name for name, _fault in pressed} == PRESSES
    assert [(name, fault) for name, fault in pressed if fault] == []


def test_no_press_is_offered_that_the_test_above_does_not_press():
    offered = [text.count("post=True") for text in texts_of("src/vegerin")]

    assert sum(offered) == len(PRESSES)


def pressed_by(reader, browser):
    """Each press her desk offers, once: its name, and what is wrong with what came of it."""
    done: set[str] = set()
    while row := next((one for one in rows_of(desk.desk_for(reader)) if presses_of(one) - done), None):
        url = (presses_of(row) - done).pop()
        done.add(url)
        answer = browser.post(url, follow=True)
        after = next((one for one in desk.items_for(reader) if one.about == row.about), None)
        still = after is not None and (after.says, after.sounds) == (row.says, row.sounds)
        wrong = "stands as before" if still else ""
        yield resolve(url.partition("?")[0]).view_name, wrong or faulty(answer)


def presses_of(row) -> set[str]:
    """The addresses to which a thing on a desk sends something by one press."""
    return {do.url for do in row.acts if do.post}


def faulty(answer) -> str:
    """What is wrong with the page that comes of a press."""
    return "" if answer.status_code == 200 and answer.redirect_chain else f"answers {answer.status_code}"


def texts_of(folder):
    """The Python of a folder."""
    return [file.read_text("utf-8") for file in Path(folder).rglob("*.py")]


def rows_of(shown):
    """The things on a desk."""
    return [row for queue in shown.queues for row in queue.rows]


def faults_of(reader, browser) -> list[str]:
    """What is wrong with somebody's desk."""
    shown, asked = desk.desk_for(reader), desk.question_for(reader)
    rows = rows_of(shown)
    ranks = [queue.rows[0].rank for queue in shown.queues if queue.rows]
    wrong = {
        "the page does not open": browser.get("/").status_code != 200,
        "more than ten": len(rows) > desk.AT_MOST,
        "not ranked": ranks != sorted(ranks),
        "something else than danger sounds": any(row.sounds and row.rank is not Rank.DANGER for row in rows),
        "silent danger": shown.sounds != any(row.rank is Rank.DANGER and not row.taken for row in rows),
        "a question without a button": unanswerable(reader, asked),
        "an empty queue is silent": any(not one.rows and not one.nothing for one in shown.queues),
        **{f"{row.title} leads nowhere": not leads(row) for row in rows},
        **{
            f"{address} does not open": not opens(reader, browser, do)
            for address, do in doors_on(reader, shown)
        },
    }
    return [f"{', '.join(reader.roles)}: {what}" for what, is_so in wrong.items() if is_so]


def unanswerable(reader, asked) -> bool:
    """Whether a desk asks and offers nothing to do about it."""
    return bool(asked and not asked.view) and not reader.has(*ASKED_WITHOUT_A_BUTTON)


def leads(row) -> bool:
    """Whether there is a page for it."""
    return bool(row.acts or row.link)


def doors_on(reader, shown):
    """All addresses on a desk, and how they are asked for."""
    rows = rows_of(shown)
    acts = [do for thing in [*rows, *desk.asides_for(reader)] for do in thing.acts]
    links = [row.link for row in rows if row.link] + [more.url for more in shown.rest if more.url]
    found = [*acts, *(SimpleNamespace(url=url, post=False) for url in links)]
    return [(do.url, do) for do in found]


def opens(reader, browser, do) -> bool:
    """Whether a page opens to her; of what is sent, whether its door is hers."""
    path = do.url.partition("?")[0]
    if do.post:
        return doors.may_open(resolve(path).func, reader)
    return browser.get(do.url).status_code == 200
