"""After its time no place of a mission opens for anybody, by any way; what D14 keeps is still there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from tests.missions.conftest import soon
from tests.sqlcipher_pages import every_page
from vegerin.guard import decisions, keystore, sealing
from vegerin.guard.refusals import NotYours
from vegerin.guard.roles import Role
from vegerin.missions import actions, others, queries
from vegerin.missions.models import Condition, HelperOut, Note, RiskAnswer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.record]
PLACE = "By the dry well of Gundê Darê, beside the third poplar."
DEATH = "Under the two oaks above the spring."
LAST = "Last seen at the bend of the dry stream."


@pytest.fixture
def everybody(staff, office):
    """An account of every role, beside those of the mission."""
    for role in Role:
        staff(role, name=f"one-{role.value}")
    return office.readers


@pytest.fixture
def over(out, mission, group, planner, lead, head, reception, everybody):
    """A mission with words in every sealed cell, in which one died and one was lost; closed."""
    helper = actions.add_helper(code_name="Juniper", kin="Her sister.", by=planner)
    actions.send_helper(mission=mission, helper=helper, by=planner)
    actions.add_note(mission=mission, kind="plan", words=PLACE, by=planner)
    actions.answer_risk(attempt=out, question="mines", answer="danger", words=PLACE, by=planner)
    actions.take_step(attempt=out, to="paused_medical", condition=PLACE, due=soon(), by=planner)
    for person, outcome in zip(group, ("received", "died", "lost"), strict=True):
        line = actions.tick(attempt=out, person=person, outcome=outcome, age="grown", by=reception)
        actions.tick_second(line=line, by=planner)
    for kind, words, person in (("death", DEATH, group[1]), ("last_point", LAST, group[2])):
        note = actions.add_note(mission=mission, kind=kind, words=words, person=person, by=planner)
        actions.move_note(note=note, by=planner)
    actions.take_step(attempt=out, to="completed", by=planner)
    actions.close_mission(mission=mission, by=planner)
    return mission


def sealed_cells(mission):
    return [
        *Note.objects.filter(mission=mission),
        *RiskAnswer.objects.filter(attempt__mission=mission),
        *Condition.objects.filter(attempt__mission=mission),
        *HelperOut.objects.filter(mission=mission),
    ]


def opened(reader, row):
    try:
        return queries.words_of(reader, row)
    except NotYours:
        return ""


def everything_written() -> str:
    """Every value of every row of this room and of the register, as text."""
    return "\n".join(
        str(value)
        for model in apps.get_models()
        if model._meta.app_label in ("missions", "register", "guard")
        for row in model.objects.values_list()
        for value in row
    )


def test_d14_no_place_opens_with_any_key_that_is_left(over, planner, head, everybody):
    store = keystore.current()
    cells = sealed_cells(over)
    keys = [store.row_key(bytes(row.words)[1:17]) for row in cells]
    old_key = store._read_key(store.key_file)
    readable = [opened(planner, row) for row in cells]
    decision = actions.propose_fading(mission=over, why="All moved.", by=planner)
    decisions.approve(decision=decision, by=head)

    actions.fade_what_expired(now=timezone.now() + timedelta(days=31))

    assert PLACE in readable and all(readable) and all(keys)
    assert {opened(reader, row) for reader in everybody for row in cells} == {""}
    assert [sealing.is_destroyed(row.words) for row in cells] == [True] * len(cells)
    pages = b"".join(every_page(store.file, key) for key in (old_key, store._read_key(store.key_file)))
    raw = b"".join(file.read_bytes() for file in store.folder.rglob("*") if file.is_file())
    left = [key.row for key in keys if key.sealed in pages or key.sealed in raw]
    assert left == []
    assert over.compartment not in store.compartments()
    told = everything_written()
    assert [words for words in (PLACE, DEATH, LAST) if words in told] == []


def test_d14_what_must_survive_is_there_for_those_who_go_on(over, group, planner, head, everybody):
    decision = actions.propose_fading(mission=over, why="All moved.", by=planner)
    decisions.approve(decision=decision, by=head)
    actions.fade_what_expired(now=timezone.now() + timedelta(days=31))
    by_role = {reader.staff.working_name: reader for reader in everybody}
    moved = {note.kind: note.moved for note in over.notes.filter(moved__isnull=False)}

    death = others.opened(by_role["one-forensic_officer"], moved["death"], "words")
    last = others.opened(by_role["one-verifier"], moved["last_point"], "words")

    assert (death, last) == (DEATH, LAST)
    assert others.opened(head, moved["death"], "words") == ""
    attempt = queries.last_attempt(over)
    assert [line.outcome for line in attempt.lines.all()] == ["received", "died", "lost"]
    assert [str(step.stage) for step in attempt.steps.all()][-1] == "completed"
    assert {what for _line, what in queries.follow_ups(attempt)} == {"family", "remains", "last_point"}
