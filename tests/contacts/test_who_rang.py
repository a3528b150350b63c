"""Which contact gets an empty checklist: by who rang and from where, not by a name or a number (R30, D8)."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests import factories as make
from vegerin.contacts import queries
from vegerin.contacts.who_rang import claims_captivity
from vegerin.guard import desk
from vegerin.guard.roles import Role
from vegerin.register.models import Report
from vegerin.register.rules import MAY
from vegerin.register.rules import Act as Register

pytestmark = [pytest.mark.django_db, pytest.mark.record]
NAMELESS = {"how": "they_rang", "words": "Come to the house by the mill, he is away.", "language": "kmr"}
TAKERS = [role for role in Role if Register.REPORT in MAY[role]]


@pytest.fixture
def kept(client_for):
    """A factory: the form for a report as somebody fills it in."""

    def keeps(by, **told) -> Report:
        from django.utils import timezone

        now = timezone.localtime()
        said = {"act": "save", "day": now.date().isoformat(), "clock": "00:00", **NAMELESS, **told}
        answer = client_for(by).post("/reports/new/", said)
        assert answer.status_code == 302, answer.content.decode()
        return Report.objects.latest("recorded_at")

    return keeps


def on_desk(reader) -> list[str]:
    return [item.about for item in desk.items_for(reader)]


@pytest.mark.parametrize("role", TAKERS)
def test_r30_a_call_that_names_nobody_and_shows_no_number_lies_on_the_desk_of_whoever_took_it(
    role, kept, staff
):
    taker = staff(role)

    report = kept(taker)

    assert [one.pk for one in queries.to_note(taker)] == [report.pk]
    assert any(str(report.pk) in about for about in on_desk(taker))


@pytest.mark.parametrize(
    "told",
    [
        {"claim": "called"},
        {"claim": "none", "teller": "herself"},
        {"claim": "none", "teller": "Himself"},
        {"claim": "none", "teller": "neighbour", "whose": "saw"},
        {"how": "message"},
        {"how": "other", "by_what": "social"},
    ],
    ids=str,
)
def test_r30_who_tells_it_herself_or_is_not_said_came_from_captivity_or_claims_to(told, kept, clerk):
    assert queries.to_note(clerk).filter(pk=kept(clerk, **told).pk).exists()


@pytest.mark.parametrize(
    "told",
    [
        {"teller": "mother"},
        {"teller": "neighbour", "whose": "relayed"},
        {"how": "visit"},
        {"claim": "return_claimed", "teller": "herself"},
    ],
    ids=str,
)
def test_whom_the_office_knows_to_be_elsewhere_leaves_no_checklist(told, kept, clerk, person):
    named = {"people": person.code} if told.get("claim") else {}

    assert not claims_captivity(kept(clerk, **told, **named))
    assert not queries.to_note(clerk).exists()


def test_r30_she_rings_herself_with_a_question_and_is_named(kept, clerk, person):
    report = kept(clerk, people=person.code, claim="none", teller="herself", number="0750 123 45 67")

    assert [one.pk for one in queries.to_note(clerk)] == [report.pk]


def test_herself_is_known_in_the_language_in_which_it_was_written(kept, staff):
    from django.utils import translation
    from django.utils.translation import gettext

    with translation.override("ar"):
        herself = gettext("herself")

    assert claims_captivity(kept(staff(Role.CLERK), claim="none", teller=herself))


def test_r30_filled_in_it_asks_for_a_verifier_like_any_other(client_for, kept, clerk, verifier):
    report = kept(clerk)

    client_for(clerk).post(
        f"/contacts/checklist/{report.pk}/",
        {"signs": ["place_offered", "asks_for_rescuer", "guard_absent"]},
    )

    assert report.checklist.band != "normal"
    assert [one.report_id for one in queries.waiting(verifier)] == [report.pk]
    assert not queries.to_note(clerk).exists()


def test_a_report_of_a_list_or_a_debriefing_is_no_call(clerk, person):
    for channel in ("list", "debrief", "letter", "office", "posting"):
        make.report(channel=channel, by=clerk)

    assert not queries.to_note(clerk).exists()


def test_r30_a_contact_kept_before_checklists_asked_who_rang_gets_one_when_the_office_is_brought_up_to_date(
    kept, clerk, monkeypatch, settings
):
    with monkeypatch.context() as before:
        before.setattr("vegerin.contacts.actions.traps.claims_captivity", lambda _report: False)
        nameless, of_a_mother = kept(clerk), kept(clerk, teller="mother")
    assert not queries.to_note(clerk).exists()

    settings.MIGRATION_MODULES = {}
    change = import_module("vegerin.contacts.migrations.0008_from_captivity")
    then = MigrationLoader(connection).project_state(("contacts", "0008_from_captivity")).apps
    change.note_those_before(then, SimpleNamespace(connection=connection))

    assert nameless != of_a_mother
    assert [one.pk for one in queries.to_note(clerk)] == [nameless.pk]
