"""Plans fade; what must survive is moved first; after that nobody opens a place any more (R45, R50, D14)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from vegerin.guard import decisions, sealing
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.actions.fading import fade_what_expired

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def forensics(staff):
    return staff(Role.FORENSIC_OFFICER, name="forensics")


def test_r45_the_missions_people_read_a_note_and_nobody_else(mission, planner, lead, head, verifier):
    note = actions.add_note(mission=mission, kind="plan", words="By the dry well.", by=planner)

    assert [queries.words_of(reader, note) for reader in (lead, head)] == ["By the dry well."] * 2
    assert queries.words_of(verifier, note) == ""


def test_r50_a_plan_fades_after_three_days_for_every_account(mission, planner, lead, head):
    note = actions.add_note(mission=mission, kind="plan", words="By the dry well.", by=planner)
    fade_what_expired(now=timezone.now() + timedelta(hours=71))
    kept = queries.words_of(planner, note)

    fade_what_expired(now=timezone.now() + timedelta(hours=73))

    assert kept == "By the dry well."
    assert sealing.is_destroyed(note.words)
    assert [queries.words_of(reader, note) for reader in (planner, lead, head)] == ["", "", ""]


def test_a_note_is_kept_longer_by_name_and_never_past_the_hard_stop(mission, planner):
    note = actions.add_note(mission=mission, kind="plan", words="By the dry well.", by=planner)
    until = timezone.now() + timedelta(days=6)
    actions.extend_note(note=note, until=until, by=planner)

    assert queries.expires(note) == until
    with pytest.raises(Refused, match="seven days at most"):
        actions.extend_note(note=note, until=timezone.now() + timedelta(days=8), by=planner)


@pytest.mark.parametrize("kind", ["death", "hazard", "last_point", "others_seen"])
def test_d14_what_must_survive_does_not_fade_by_itself(kind, mission, planner):
    note = actions.add_note(mission=mission, kind=kind, words="Under the two oaks.", by=planner)

    fade_what_expired(now=timezone.now() + timedelta(days=300))

    assert queries.words_of(planner, note) == "Under the two oaks."


def test_d14_the_key_goes_only_after_two_confirmed_that_it_was_moved(
    mission, planner, head, forensics, django_capture_on_commit_callbacks
):
    note = actions.add_note(mission=mission, kind="death", words="Under the two oaks.", by=planner)
    plan = actions.add_note(mission=mission, kind="plan", words="By the dry well.", by=planner)
    actions.close_mission(mission=mission, by=planner)
    with pytest.raises(Refused, match="have not been moved yet"):
        actions.propose_fading(mission=mission, why="Thirty days.", by=planner)
    moved = actions.move_note(note=note, by=planner)
    decision = actions.propose_fading(mission=mission, why="All moved.", by=planner)

    with django_capture_on_commit_callbacks(execute=True):
        decisions.approve(decision=decision, by=head)

    assert [queries.words_of(reader, plan) for reader in (planner, head)] == ["", ""]
    assert queries.words_of(head, note) == ""
    place = {"table": moved._meta.db_table, "column": "words", "row": moved.pk}
    assert sealing.unseal(moved.words, reader=forensics, **place) == b"Under the two oaks."


def test_r36_a_field_pass_shows_code_names_for_hours_and_nothing_once_revoked(attempt, planner, group):
    field_pass, secret = actions.give_pass(attempt=attempt, hours=6, by=planner)
    from vegerin.missions.actions.field import hash_of

    shown = queries.pass_for(hash_of(secret))
    actions.revoke_pass(field_pass=field_pass, by=planner)

    assert len(set(shown.code_names)) == 3
    assert not {name for person in group for name in person.name.split()} & set(shown.code_names)
    assert secret not in str(vars(field_pass))
    assert queries.pass_for(hash_of(secret)) is None
    with pytest.raises(Refused, match="24 hours at most"):
        actions.give_pass(attempt=attempt, hours=25, by=planner)
