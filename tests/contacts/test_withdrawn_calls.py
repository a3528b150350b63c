"""A withdrawn call takes the caller's words, number and what was named; the warning stays (D4, R33)."""

import json
from contextlib import suppress

import pytest

from tests.factories import SIX_SIGNS
from vegerin.contacts import actions, queries
from vegerin.contacts.models import CallerNamed, Checklist, InDanger, TrapMark
from vegerin.contacts.queries.weighing import chance_of_trap
from vegerin.guard import sealing
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register.actions import attach_file, withdraw_report
from vegerin.register.models import Report
from vegerin.register.queries import cautions_about, phones_of, words_of
from vegerin.register.sealed import sealed
from vegerin.register.values import NewFile

pytestmark = [pytest.mark.django_db, pytest.mark.record]
SHUT = (sealing.NotYours, sealing.Destroyed)
NAMED = {
    "place": "The mill behind Gundê Darê",
    "wording": "Zû werin, îşev, ez bi tenê me",
    "account": "@news.of_shingal",
}


@pytest.fixture
def withdrawn(call, clerk, staff):
    """A trap's call, noted and then withdrawn at the wish of its teller."""
    report = call("0750 123 45 67")
    actions.fill_checklist(report=report, signs=SIX_SIGNS, named=NAMED, by=clerk)
    withdraw_report(report=report, wish_of="teller", by=staff(Role.VERIFIER, name="other"))
    return Report.objects.get(pk=report.pk)


def what_opens(report, reader):
    """Everything of the call that this account still opens."""
    opened = [number.as_told for number in phones_of(reader, report)]
    with suppress(*SHUT):
        opened.append(words_of(reader, report))
    for row, column in ((report.checklist, "signs"), (report.checklist.caller_named, "words")):
        told = {"table": row._meta.db_table, "column": column, "row": row.pk}
        with suppress(*SHUT):
            opened.append(sealing.unseal(bytes(getattr(row, column)), reader=reader, **told).decode())
    return " ".join(opened)


def test_d4_nothing_the_caller_said_opens_with_any_account_that_is_left(withdrawn, office, staff):
    readers = [*office.readers, *(staff(role) for role in Role)]
    secrets = ("750", "123 45 67", "mill", "Darê", "îşev", "shingal", "She was seen")

    opened = " ".join(what_opens(withdrawn, reader) for reader in readers)

    assert "place_offered" in opened
    assert [word for word in secrets if word in opened] == []
    assert "Noted beside it" not in opened


def test_d4_the_warning_of_a_withdrawn_call_stays_for_later_ones(withdrawn, call, person, clerk, verifier):
    assert [caution.kind for caution in cautions_about(verifier, [person])] == ["trap"]
    assert (withdrawn.checklist.band, InDanger.objects.count()) == ("hold", 1)

    number = actions.fill_checklist(report=call("+964 750 123 45 67"), signs=[], by=clerk)
    wording = actions.fill_checklist(report=call("0770 999 88 77"), signs=[], named=NAMED, by=clerk)

    assert (number.band, wording.band) == ("caution", "hold")
    assert queries.signs_of(verifier, number) == ["known_bad_number"]


def test_d4_what_the_office_watched_is_weighed_as_before(withdrawn, verifier, client_for):
    page = client_for(verifier).get(f"/contacts/why/{withdrawn.checklist.pk}/").content.decode()

    assert set(queries.signs_of(verifier, withdrawn.checklist)) == set(SIX_SIGNS)
    assert chance_of_trap(verifier, withdrawn) > 0.5
    assert "A precise place was offered" in page
    assert "Noted beside it" not in page


def test_before_it_is_withdrawn_a_verifier_reads_what_was_named(call, clerk, verifier, client_for):
    checklist = actions.fill_checklist(report=call(), signs=SIX_SIGNS, named=NAMED, by=clerk)

    page = client_for(verifier).get(f"/contacts/why/{checklist.pk}/").content.decode()

    assert NAMED["place"] in page


def test_the_marks_of_the_trap_file_hold_nothing_readable(withdrawn):
    kept = json.dumps(list(TrapMark.objects.values_list("kind", "mark")))

    assert TrapMark.objects.count() >= 4
    assert [word for word in ("7501234567", "mill", "darê", "shingal") if word in kept] == []


def test_d4_a_checklist_from_before_they_were_kept_apart_goes_whole_and_its_band_stays(
    call, clerk, verifier, client_for
):
    report = call()
    row = Checklist(report=report, band="hold", by=clerk.staff)
    told = json.dumps({"signs": SIX_SIGNS, **NAMED})
    row.signs = sealed(row, "signs", told, by=clerk, compartment=report.compartment)
    row.save()

    withdraw_report(report=report, wish_of="teller", by=verifier)

    assert sealing.is_destroyed(bytes(row.signs))
    assert (queries.signs_of(verifier, row), chance_of_trap(verifier, report)) == ([], 0.4)
    assert client_for(verifier).get(f"/contacts/why/{row.pk}/").status_code == 200


def test_after_it_was_withdrawn_signs_are_ticked_and_nothing_said_is_kept(call, clerk, verifier, staff):
    report = call()
    withdraw_report(report=report, wish_of="about", by=verifier)

    with pytest.raises(Refused, match="was withdrawn"):
        actions.fill_checklist(report=report, signs=SIX_SIGNS, named=NAMED, by=clerk)
    actions.fill_checklist(report=report, signs=SIX_SIGNS, by=clerk)

    assert CallerNamed.objects.count() == 1


def test_d4_nothing_is_kept_again_of_a_withdrawn_report(call, clerk, verifier):
    report = call()
    withdraw_report(report=report, wish_of="teller", by=verifier)

    with pytest.raises(Refused, match="Nothing of what was said is kept"):
        attach_file(report=report, file=NewFile(b"a photograph", kind="paper", provenance="Hers."), by=clerk)

    assert not report.attachments.exists()
