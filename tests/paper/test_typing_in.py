"""From the filled sheet to the record: by serial, once, with its photograph sealed beside the words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from vegerin.guard import papers
from vegerin.guard.models import Printed, TrailEntry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.paper import actions
from vegerin.paper.models import Sheet
from vegerin.register import actions as register
from vegerin.register import queries
from vegerin.register.models import Consent, Report, TracingRequest

pytestmark = [pytest.mark.record, pytest.mark.django_db]
ARRIVAL = {"name": "Nazê", "arrived": "today", "needs": ["water", "call"], "sizes": "38"}
PHOTOGRAPH = b"\xff\xd8 a photograph of the sheet"


@pytest.fixture
def sheet(office, clerk):
    return printed("arrival", by=clerk)


def printed(form, *, by, language="kmr"):
    printing = actions.print_sheets(form=form, language=language, sheets=1, by=by)
    return Sheet.objects.get(printing=printing)


def test_a_sheet_is_found_by_its_serial_however_it_is_typed(sheet, clerk, client_for):
    answer = client_for(clerk).post("/paper/sheets/", {"serial": f" {sheet.serial.lower()} "})

    assert answer["Location"] == f"/paper/sheets/{sheet.serial}/type/"


def test_a_slip_of_the_finger_is_told_from_a_sheet_that_is_not_ours(sheet, clerk, client_for):
    digits = sheet.serial[1:7]
    slip = sheet.serial.replace(digits, digits[:-1] + str((int(digits[-1]) + 1) % 10))
    client = client_for(clerk)

    wrong = client.post("/paper/sheets/", {"serial": slip}).content.decode()
    unknown = client.post("/paper/sheets/", {"serial": "F00000-0"}).content.decode()

    assert "The last digit does not fit the others" in wrong
    assert "No sheet of this office bears this serial" in unknown


def test_an_arrival_is_typed_in_as_a_report_with_its_serial(sheet, clerk, client_for):
    person = factories.person("Nazê Berces", by=clerk)
    data = {**ARRIVAL, "person": person.code, "photograph": SimpleUploadedFile("IMG.jpg", PHOTOGRAPH)}

    answer = client_for(clerk).post(f"/paper/sheets/{sheet.serial}/type/", data)

    report = Report.objects.get(serial=sheet.serial)
    assert answer["Location"] == f"/paper/sheets/{sheet.serial}/"
    assert (report.channel, report.gravity) == ("letter", "verifier")
    assert [(event.kind, event.person) for event in report.events.all()] == [("in_reception", person)]
    assert [file.kind for file in report.attachments.all()] == ["paper"]
    assert PHOTOGRAPH not in b"".join(path.read_bytes() for path in folder_of_attachments())


def folder_of_attachments():
    from vegerin.guard import office

    return (office.folder_from_environment() / "attachments").iterdir()


def test_the_answers_are_the_sealed_words_of_the_report(sheet, clerk, verifier, client_for):
    person = factories.person("Nazê Berces", by=clerk)
    client_for(clerk).post(f"/paper/sheets/{sheet.serial}/type/", {**ARRIVAL, "person": person.code})

    words = queries.words_of(verifier, Report.objects.get(serial=sheet.serial))
    assert "What is needed now?: Water and food, A call to somebody of the family" in words


def test_the_same_serial_twice_shows_the_first(sheet, clerk, client_for):
    client = client_for(clerk)
    client.post(f"/paper/sheets/{sheet.serial}/type/", ARRIVAL)

    again = client.post(f"/paper/sheets/{sheet.serial}/type/", ARRIVAL)

    first = Report.objects.get(serial=sheet.serial)
    assert again["Location"] == f"/paper/sheets/{sheet.serial}/"
    assert first.code in client.get(again["Location"]).content.decode()
    with pytest.raises(Refused, match=first.code):
        actions.type_in(sheet=sheet, words="Again.", by=clerk)


def test_a_call_on_paper_becomes_the_same_report_as_on_the_screen(office, clerk, client_for):
    sheet = printed("call", by=clerk, language="ar")
    said = {"how": "they_rang", "day": "today", "clock": "00:01", "words": "Ez sax im.", "claim": "none"}

    client_for(clerk).post(f"/paper/sheets/{sheet.serial}/type/", said)

    assert Report.objects.get(serial=sheet.serial).channel == "call"


def test_a_thumb_needs_a_witness_and_the_words_said_back(office, clerk, client_for):
    sheet = printed("consent", by=clerk)
    said = {"name": "Nazê", "purpose": "search", "answer": "given", "how": "thumb"}

    page = client_for(clerk).post(f"/paper/sheets/{sheet.serial}/type/", said).content.decode()

    assert page.count("A thumb or a voice needs this") >= 2
    assert not Report.objects.exists()


ASKED = {
    "inquirer": "Dayê Berces",
    "s0-name": "Nazê Berces",
    "s0-relation": "mother",
    "interpreter": "nobody",
}


def test_a_request_is_typed_in_as_on_its_own_page(office, clerk, client_for):
    sheet = printed("request", by=clerk)

    client_for(clerk).post(f"/paper/sheets/{sheet.serial}/type/", ASKED)

    request = TracingRequest.objects.get()
    assert request.report.serial == sheet.serial
    assert [one.name for one in request.sought.all()] == ["Nazê Berces"]


def test_a_consent_on_paper_counts_on_the_request_it_names(office, clerk, client_for):
    client = client_for(clerk)
    client.post(f"/paper/sheets/{printed('request', by=clerk).serial}/type/", ASKED)
    request = TracingRequest.objects.get()
    sheet = printed("consent", by=clerk)
    said = {"name": "Dayê Berces", "purpose": "partner", "answer": "given", "how": "signed"}

    client.post(f"/paper/sheets/{sheet.serial}/type/", {**said, "request": request.code})

    consent = Consent.objects.get(request=request, purpose="partner")
    assert consent.answer == "given"
    assert Report.objects.filter(serial=sheet.serial).exists()


def test_a_photograph_may_come_after_the_typing(sheet, clerk, client_for):
    client = client_for(clerk)
    client.post(f"/paper/sheets/{sheet.serial}/type/", ARRIVAL)

    client.post(
        f"/paper/sheets/{sheet.serial}/photograph/", {"photograph": SimpleUploadedFile("a", PHOTOGRAPH)}
    )

    assert Report.objects.get(serial=sheet.serial).attachments.get().provenance.startswith("The office's own")


class TestWhosePhotographItIs:
    """A stranger's picture beside the words of another is evidence nobody can trust (R27)."""

    @pytest.fixture
    def typed(self, sheet, clerk, client_for):
        person = factories.person("Nazê Berces", by=clerk)
        client_for(clerk).post(f"/paper/sheets/{sheet.serial}/type/", {**ARRIVAL, "person": person.code})
        return Report.objects.get(serial=sheet.serial), person

    def sends(self, client, sheet):
        sent = {"photograph": SimpleUploadedFile("a", PHOTOGRAPH)}
        return client.post(f"/paper/sheets/{sheet.serial}/photograph/", sent).status_code

    def test_another_who_takes_reports_adds_none_and_sees_no_form(self, sheet, typed, client_for, staff):
        for other in (staff(Role.CLERK, name="other"), staff(Role.SOURCE_HANDLER), staff(Role.HEAD)):
            client = client_for(other)
            assert 'type="file"' not in client.get(f"/paper/sheets/{sheet.serial}/").content.decode()
            assert self.sends(client, sheet) == 403
        assert not typed[0].attachments.exists()

    def test_whoever_may_read_its_words_adds_one(self, sheet, typed, client_for, verifier):
        assert self.sends(client_for(verifier), sheet) == 302
        assert typed[0].attachments.get().by == verifier.staff

    def test_whoever_looks_after_the_case_adds_one(self, sheet, typed, client_for, staff, officer):
        named = staff(Role.CLERK, name="named")
        told = {"owner": named.staff, "review_on": factories.REVIEW_ON, "note": "The paper is in the tray."}
        register.set_review(person=typed[1], **told, by=officer)

        assert self.sends(client_for(named), sheet) == 302


def test_whoever_takes_no_reports_finds_no_sheet(sheet, staff, client_for):
    client = client_for(staff(Role.FIGURES_OFFICER))

    assert [client.get(path).status_code for path in ("/paper/", f"/paper/sheets/{sheet.serial}/")] == [
        404,
        404,
    ]


def test_every_print_is_traced_and_waits_to_be_shredded(sheet, clerk, client_for):
    client = client_for(clerk)
    client.post(f"/paper/sheets/{sheet.serial}/type/", ARRIVAL)
    assert [row.what for row in papers.to_be_shredded(clerk)] == ["filled_form", "blank_forms"]

    client.post(f"/papers/{papers.to_be_shredded(clerk)[0].pk}/shredded/")

    assert [row.what for row in papers.to_be_shredded(clerk)] == ["blank_forms"]
    gone = Printed.objects.get(what="filled_form").shredded
    assert gone.by == clerk.staff
    assert TrailEntry.objects.filter(kind__in=("paper.printed", "paper.shredded")).count() == 3


def test_the_page_of_a_person_on_paper_has_a_copy_number(clerk, office, client_for):
    person = factories.person("Nazê Berces", by=clerk)
    client = client_for(clerk)
    client.get(f"/people/{person.code}/print/")

    second = client.get(f"/people/{person.code}/print/").content.decode()

    assert "Copy 2. Shred after use." in second


def test_nobody_ticks_a_paper_of_somebody_else_but_those_who_see_to_all(sheet, staff, client_for):
    paper = Printed.objects.get()
    other, guardian = staff(Role.LIAISON, name="other"), staff(Role.DATA_PROTECTION, name="guardian")

    refused = client_for(other).post(f"/papers/{paper.pk}/shredded/").status_code
    allowed = client_for(guardian).post(f"/papers/{paper.pk}/shredded/").status_code

    assert (refused, allowed) == (404, 302)


def test_a_paper_is_shredded_once(sheet, clerk):
    paper = Printed.objects.get()
    papers.record_shredding(printed=paper, by=clerk)

    with pytest.raises(Refused, match="shredded already"):
        papers.record_shredding(printed=paper, by=clerk)
