"""Held dead, and lives; what those who care read; what may be used (R18, R60, D26)."""

import pytest

from tests import factories as make
from vegerin.engines.history.kinds import Fate
from vegerin.guard import decisions, desk
from vegerin.guard.models import TrailEntry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.models import CaseTask
from vegerin.register.models.tasks import TaskStep
from vegerin.register.task_kinds import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def verifier(staff):
    return staff(Role.VERIFIER)


@pytest.fixture
def also(staff, verifier):
    return staff(Role.VERIFIER)


@pytest.fixture
def him(staff, verifier):
    return make.person("Dilşad Mirad", by=staff(Role.REGISTER_OFFICER), sex="male")


@pytest.fixture
def held_dead(him, verifier, also):
    make.signed(make.event(him, "death_witnessed", "2015-08", by=verifier), by=also)
    closing = actions.close_untraceable(person=him, why="Two saw him fall.", by=verifier)
    decisions.approve(decision=closing, by=also)
    return him


def lives(person, by, second):
    make.signed(make.event(person, "alive_confirmed", "2017-06-01", by=by), by=second)


def kinds(person):
    return sorted(task.kind for task in CaseTask.objects.filter(person=person))


def test_the_column_keeps_what_two_have_signed_however_long_ago(him, verifier, also):
    lives(him, verifier, also)

    him.refresh_from_db()
    assert (him.fate, queries.status_for(verifier, him).stale) == (Fate.ALIVE_CONFIRMED, True)


def test_r18_proof_of_life_opens_the_case_and_asks_for_what_is_owed(held_dead, verifier, also):
    lives(held_dead, verifier, also)

    review = held_dead.reviews.latest("recorded_at")
    assert kinds(held_dead) == [Kind.CORRECT_PUBLISHED, Kind.TELL_IN_PERSON]
    assert (review.review_class, held_dead.closings.latest("recorded_at").closed) == ("live", False)


def test_r18_a_second_proof_asks_nothing_twice(held_dead, verifier, also):
    lives(held_dead, verifier, also)
    for task in held_dead.tasks.all():
        actions.step_task(task=task, what=TaskStep.What.DONE, why="Done.", by=verifier)

    lives(held_dead, verifier, also)

    assert len(kinds(held_dead)) == 2


def test_who_was_never_held_dead_owes_no_correction(him, verifier, also):
    lives(him, verifier, also)

    assert kinds(him) == []


def test_r104_whoever_publishes_learns_that_and_never_who(held_dead, verifier, also, staff, client_for):
    counts = staff(Role.FIGURES_OFFICER)
    lives(held_dead, verifier, also)
    (task,) = queries.corrections_due(counts)
    browser = client_for(counts)

    page = browser.get(f"/figures/correction/{task.pk}/").content.decode()
    waits = [item.about for item in desk.items_for(counts)]
    done = browser.post(f"/figures/correction/{task.pk}/", {"why": "Both were corrected."})

    assert (waits, done.status_code) == ([f"task:{task.pk}"], 302)
    assert [word for word in ("Dil", held_dead.code) if word in page] == []
    assert (queries.corrections_due(counts), [item.about for item in desk.items_for(counts)]) == ([], [])
    assert client_for(staff(Role.CLERK)).get(f"/figures/correction/{task.pk}/").status_code == 404


def test_d26_a_referral_opens_to_those_who_care_and_to_nobody_else(him, verifier, staff, client_for):
    nurse = staff(Role.NURSE)
    task = actions.write_referral(person=him, words="Surgery of the hand.", by=verifier)
    address = f"/tasks/{task.pk}/words/"

    opened = client_for(nurse).post(address).content.decode()
    later = staff(Role.DOCTOR)

    assert "Surgery of the hand." in opened
    assert queries.words_of_task(later, task) == "Surgery of the hand."
    assert TrailEntry.objects.filter(kind="task.words_opened").count() == 2
    for reader in (verifier, staff(Role.CLERK)):
        assert client_for(reader).post(address).status_code == 404


def test_d26_two_referrals_of_one_person_may_stand(him, verifier, staff):
    staff(Role.NURSE)
    for words in ("The hand.", "The eyes."):
        actions.write_referral(person=him, words=words, by=verifier)

    assert kinds(him) == [Kind.REFERRAL, Kind.REFERRAL]


class TestUses:
    """Consent to one use (R60, R80)."""

    TOLD = {
        "what": "photograph", "use": "A booklet.", "receiver": "The hospital", "how": "thumb",
        "said_back": "Tenê ji bo doktoran.",
    }  # fmt: skip

    @pytest.fixture
    def cares(self, staff, verifier):
        return staff(Role.CARE_WORKER)

    def test_r60_one_use_by_one_receiver_and_nothing_else_follows(self, him, cares):
        actions.consent_to_use(person=him, **self.TOLD, by=cares)

        asked = (("photograph", "The hospital"), ("photograph", "A newspaper"), ("voice", "The hospital"))
        assert [queries.may_be_used(cares, him, what, receiver=who) for what, who in asked] == [
            True,
            False,
            False,
        ]

    def test_r80_taken_back_it_may_not_be_used_and_somebody_tells_the_receiver(self, him, cares):
        consent = actions.consent_to_use(person=him, **self.TOLD, by=cares)

        actions.withdraw_use(consent=consent, by=cares)

        (task,) = him.tasks.all()
        assert not queries.may_be_used(cares, him, "photograph", receiver="The hospital")
        assert (task.kind, task.who) == (Kind.USE_WITHDRAWN, "The hospital")
        with pytest.raises(Refused, match="taken back already"):
            actions.withdraw_use(consent=consent, by=cares)

    def test_d3_nothing_counts_that_was_not_said_back(self, him, cares):
        with pytest.raises(Refused, match="Read it aloud"):
            actions.consent_to_use(person=him, **{**self.TOLD, "said_back": " "}, by=cares)

    def test_whoever_does_not_care_for_her_finds_no_page(self, him, client_for, staff):
        for role, status in ((Role.CARE_WORKER, 200), (Role.CLERK, 404), (Role.PLANNER, 404)):
            assert client_for(staff(role)).get(f"/people/{him.code}/uses/").status_code == status
