"""Reports: as told, through whom, graded; words, numbers and files sealed; taken back for good."""

import json
import os
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests import factories as make
from vegerin.guard import boot, decisions, keystore, sealing
from vegerin.guard.models import TrailEntry
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, phones, queries, rules
from vegerin.register.models import Attachment, Report, Source

pytestmark = pytest.mark.record
WORDS = "Ez sax im. Bêje diya min ku ez wê bibînim."


def files(*contents: bytes, **told) -> list[actions.NewFile]:
    told.setdefault("provenance", "shown on a channel, captured by the office")
    return [actions.NewFile(content, "picture", **told) for content in contents]


def in_clear(text: str) -> bool:
    """Whether a text stands anywhere in the register's tables."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(text.encode() in bytes(str(cell), "utf-8") for row in cursor.fetchall() for cell in row):
                return True
    return False


def test_a_call_is_saved_with_six_answers_and_stays_a_claim(officer, clerk) -> None:
    person = make.person("Nesrîn Mirad", by=officer)

    report = make.report(
        make.claim(person, "called", "2017-06-01"),
        by=clerk,
        words=WORDS,
        chain=[actions.Link("told", "herself"), actions.Link("relayed", "mother")],
        phones=[actions.NewPhone("0750 000 1234", from_captivity=True)],
    )

    status = queries.status_for(clerk, person, as_of=date(2017, 6, 2))
    assert (status.fate, status.waits_for_two) == ("believed_alive", ())
    assert [shown.row for shown in queries.reports_for(clerk, person)] == [report]


def test_the_words_of_a_report_open_to_its_level_and_stand_nowhere_in_clear(
    officer, clerk, verifier, staff
) -> None:
    person = make.person("Nesrîn Mirad", by=officer)
    report = make.report(make.claim(person, "called"), by=officer, words=WORDS)

    assert queries.words_of(verifier, report) == WORDS
    assert TrailEntry.objects.filter(kind="sealed.opened", about=f"report:{report.pk}").count() == 1
    for reader in (clerk, officer, staff(Role.CHILD_PROTECTION)):
        with pytest.raises(NotYours):
            queries.words_of(reader, report)
    assert not in_clear("diya min")


def test_words_are_sealed_at_the_level_of_the_gravest_thing_in_them(officer, verifier, staff) -> None:
    child_officer = staff(Role.CHILD_PROTECTION)
    person = make.person("Xelîl", by=officer)
    report = make.report(
        make.claim(person, "seen"), by=child_officer, words=WORDS, gravity="child_protection"
    )

    assert queries.words_of(child_officer, report) == WORDS
    with pytest.raises(NotYours):
        queries.words_of(verifier, report)


def test_a_report_tells_who_saw_told_relayed_interpreted_and_wrote(officer, verifier, clerk) -> None:
    person = make.person("Nesrîn Mirad", by=officer)
    report = make.report(
        make.claim(person, "seen", "2017-05"),
        by=officer,
        language="ar",
        script="arab",
        verbatim_of="interpreted",
        chain=[
            actions.Link("saw", "fellow captive", sex="female"),
            actions.Link("told", "fellow captive", language="kmr", name="Gulê Xidir"),
            actions.Link("interpreted", "interpreter 7", sex="female", near="no"),
            actions.Link("wrote", "officer"),
        ],
    )

    chain = queries.chain_of(verifier, report)
    assert [(link.step, link.role, link.near, name) for link, name in chain] == [
        ("saw", "fellow captive", "not_asked", ""),
        ("told", "fellow captive", "not_asked", "Gulê Xidir"),
        ("interpreted", "interpreter 7", "no", ""),
        ("wrote", "officer", "not_asked", ""),
    ]
    assert (report.language, report.script, report.verbatim_of) == ("ar", "arab", "interpreted")
    assert [name for _, name in queries.chain_of(clerk, report)] == ["", "", "", ""]


def test_whose_words_they_are_is_somebody_of_the_chain(officer) -> None:
    with pytest.raises(Refused, match="whose words"):
        make.report(by=officer, verbatim_of="saw", chain=[actions.Link("told", "mother")])


@pytest.mark.parametrize("missing", [{"source_grade": ""}, {"content_grade": ""}])
def test_a_report_carries_a_grade_of_its_source_and_one_of_its_content(officer, missing) -> None:
    with pytest.raises(ValueError):
        make.report(by=officer, **missing)


def test_one_debriefing_feeds_many_cases_each_claim_graded(officer, verifier) -> None:
    people = [make.person(f"Keç {number}", by=officer) for number in range(4)]
    make.report(
        *(make.claim(person, "seen", "2017-05-20") for person in people), by=officer, channel="debrief"
    )
    [judged] = queries.events_for(verifier, people[0])
    actions.assess_event(
        event=judged.row, verdict="corroborated", source_grade="A", why="Two saw her.", by=verifier
    )

    grades = [(e.source_grade, e.verdict) for person in people for e in queries.events_for(officer, person)]
    assert grades == [("A", "corroborated"), *[("B", "plausible")] * 3]


def test_nothing_is_told_in_the_future(officer) -> None:
    with pytest.raises(Refused, match="future"):
        make.report(by=officer, told_at=timezone.now() + timedelta(hours=1))


def test_a_paper_form_is_typed_once(officer) -> None:
    first = make.report(by=officer, serial="F-0012-7")

    with pytest.raises(Refused, match=first.code):
        make.report(by=officer, serial="F-0012-7")


def test_words_about_money_stop_nothing(officer, verifier) -> None:
    person = make.person("Xelîl", by=officer)

    report = make.report(make.claim(person, "called"), by=officer, words="They ask for money.")

    assert queries.words_of(verifier, report) == "They ask for money."


# Numbers


@pytest.mark.parametrize(
    "as_told",
    [
        "0750 000 1234",
        "00964 750 000 1234",
        "+964-750-000-1234",
        "٠٧٥٠ ٠٠٠ ١٢٣٤",
        "+964 (0)750 0001234",
        "9647500001234",
    ],
)
def test_one_number_is_one_number_however_it_was_told(officer, verifier, clerk, as_told) -> None:
    report = make.report(by=officer, phones=[actions.NewPhone("+9647500001234", who_answers="aunt")])

    assert queries.same_number_before(verifier, as_told) == 1
    assert queries.same_number_before(clerk, as_told) == 0
    [(_, told)] = queries.phones_of(verifier, report)
    assert (told["as_told"], told["e164"], told["who_answers"]) == (
        "+9647500001234",
        "+9647500001234",
        "aunt",
    )


def test_a_number_is_sealed_and_its_mark_tells_nothing_without_the_offices_key(officer, clerk) -> None:
    report = make.report(by=officer, phones=[actions.NewPhone("0750 000 1234")])
    [phone] = report.phones.all()

    assert not in_clear("7500001234")
    assert queries.phones_of(clerk, report) == []
    key = boot._k0
    boot.unlock(os.urandom(32))
    try:
        assert phones.same_as("0750 000 1234") != phone.same_as
    finally:
        boot.unlock(key)


def test_nobody_may_ring_a_number_until_a_verifier_and_a_handler_say_so_together(
    officer, verifier, second, staff
) -> None:
    handler = staff(Role.SOURCE_HANDLER)
    [phone] = make.report(by=officer, phones=[actions.NewPhone("0750 000 1234")]).phones.all()
    assert not phone.permissions.filter(may_ring=True).exists()

    decision = actions.propose_ringing(phone=phone, reason="She asked us to.", by=verifier)
    with pytest.raises(Refused, match="verifier and a handler"), transaction.atomic():
        decisions.approve(decision=decision, by=second)
    assert not phone.permissions.exists()

    decisions.approve(decision=decision, by=handler)
    assert phone.permissions.get().may_ring
    with pytest.raises(Refused):
        actions.propose_ringing(phone=phone, reason="?", by=officer)


def test_a_number_without_digits_is_refused(officer) -> None:
    with pytest.raises(Refused, match="no digits"):
        make.report(by=officer, phones=[actions.NewPhone("her aunt's")])


# Sources


def test_a_source_is_a_code_name_and_each_handler_sees_her_own(staff, verifier, officer) -> None:
    first, deputy, other = (staff(Role.SOURCE_HANDLER) for _ in range(3))
    kestrel = actions.add_source(code_name="Kestrel", deputy=deputy.staff, by=first)
    sparrow = actions.add_source(code_name="Sparrow", deputy=deputy.staff, by=other)

    assert queries.sources_of(first) == [kestrel]
    assert queries.sources_of(other) == [sparrow]
    assert queries.sources_of(verifier) == queries.sources_of(officer) == []
    assert {field.name for field in Source._meta.fields} == {"id", "recorded_at", "by", "code_name"}


def test_a_source_has_keys_of_handler_and_deputy_and_of_nobody_else(staff, verifier) -> None:
    handler, deputy = staff(Role.SOURCE_HANDLER), staff(Role.SOURCE_HANDLER)
    source = actions.add_source(code_name="Kestrel", deputy=deputy.staff, by=handler)

    members = {member.staff for member in keystore.current().members(compartment=source.compartment)}
    assert members == {str(handler.staff.pk), str(deputy.staff.pk)}
    assert keystore.current().recovery_half(source.compartment) is None
    with pytest.raises(Refused, match="deputy"):
        actions.add_source(code_name="Heron", deputy=handler.staff, by=handler)


# Files


def test_a_picture_lies_sealed_in_the_office_and_says_where_it_came_from(
    officer, verifier, clerk, office
) -> None:
    person = make.person("Xelîl", by=officer)
    report = make.report(make.claim(person, "photographed"), by=officer, files=files(b"not a real picture"))
    [picture] = report.attachments.all()

    stored = (office.folder / "attachments" / str(picture.pk)).read_bytes()
    assert b"real picture" not in stored
    assert queries.attachment_content(verifier, picture) == b"not a real picture"
    with pytest.raises(NotYours):
        queries.attachment_content(clerk, picture)


def test_where_a_file_came_from_cannot_be_left_out(officer) -> None:
    with pytest.raises(Refused, match="whose hands"):
        make.report(by=officer, files=files(b"x", provenance=" "))
    assert not Attachment.objects.exists()


def test_a_batch_of_pictures_always_adds_up(officer, verifier) -> None:
    one, other = make.person("Xelîl", by=officer), make.person("Nesrîn", by=officer)
    report = make.report(
        make.claim(one, "photographed"), by=officer, files=files(*(bytes([n]) for n in range(48)))
    )
    first, second, *_ = report.attachments.all()
    actions.show_picture(attachment=first, person=one, answer="known", shown_to="mother", by=verifier)
    actions.show_picture(attachment=second, person=other, answer="not_her", shown_to="brother", by=verifier)

    assert queries.picture_counts(verifier, report) == {"known": 1, "ruled_out": 1, "open": 46, "all": 48}


def test_a_picture_captors_hold_too_never_leaves_and_an_undressed_one_is_never_shown(
    officer, verifier
) -> None:
    person = make.person("Xelîl", by=officer)
    report = make.report(
        make.claim(person, "photographed"),
        by=officer,
        files=[*files(b"a", in_adversary_hands=True), *files(b"b", abuse_material=True), *files(b"c")],
    )
    captors, abuse, plain = report.attachments.all()

    rules.check_may_leave(plain)
    for picture in (captors, abuse):
        with pytest.raises(Refused, match="never leaves"):
            rules.check_may_leave(picture)
    with pytest.raises(Refused, match="not shown"):
        actions.show_picture(attachment=abuse, person=person, answer="known", shown_to="mother", by=verifier)


# Taking back


def test_a_report_taken_back_opens_to_nobody_and_the_figures_still_count_it(
    officer, verifier, office
) -> None:
    person = make.person("Nesrîn", by=officer)
    report = make.report(
        make.claim(person, "called", "2017-06-01"),
        by=officer,
        words=WORDS,
        chain=[actions.Link("told", "mother", name="Gulê")],
        phones=[actions.NewPhone("0750 000 1234")],
        files=files(b"voice"),
    )
    before = queries.status_for(verifier, person, as_of=date(2017, 6, 2))
    [picture] = report.attachments.all()

    withdrawal = actions.withdraw_report(report=report, wish_of="about", by=verifier)

    report = Report.objects.get(pk=report.pk)
    with pytest.raises(sealing.Destroyed):
        queries.words_of(verifier, report)
    assert (queries.chain_of(verifier, report)[0][1], queries.phones_of(verifier, report)) == ("", [])
    assert not (office.folder / "attachments" / str(picture.pk)).exists()
    assert queries.status_for(verifier, person, as_of=date(2017, 6, 2)) == before
    [shown] = queries.reports_for(verifier, person)
    assert (shown.may_open, shown.withdrawn) == (False, withdrawal)
    assert (withdrawal.wish_of, withdrawal.by, withdrawal.keys_destroyed) == ("about", verifier.staff, 5)


def test_destroying_one_reports_keys_leaves_the_others(officer, verifier) -> None:
    person = make.person("Nesrîn", by=officer)
    gone = make.report(make.claim(person, "called"), by=officer, words="first")
    kept = make.report(make.claim(person, "called"), by=officer, words="second")

    actions.withdraw_report(report=gone, wish_of="teller", by=verifier)

    assert queries.words_of(verifier, kept) == "second"
    with pytest.raises(Refused, match="already"):
        actions.withdraw_report(report=gone, wish_of="teller", by=verifier)


def test_one_attachment_can_be_taken_back_alone(officer, verifier) -> None:
    person = make.person("Nesrîn", by=officer)
    report = make.report(make.claim(person, "called"), by=officer, words=WORDS, files=files(b"a", b"b"))
    first, second = report.attachments.all()

    actions.withdraw_attachment(attachment=first, wish_of="about", by=verifier)

    assert queries.attachment_content(verifier, second) == b"b"
    assert queries.words_of(verifier, report) == WORDS


def test_a_clerk_cannot_take_back_a_report(officer, clerk) -> None:
    report = make.report(by=officer)

    with pytest.raises(Refused, match="withdraws"):
        actions.withdraw_report(report=report, wish_of="about", by=clerk)


def test_what_is_sealed_holds_no_more_than_it_should(officer, verifier) -> None:
    report = make.report(by=officer, files=files(b"abc", name="IMG_1.jpg"))
    [picture] = report.attachments.all()
    details = sealing.unseal(
        bytes(picture.details), reader=verifier, table="register_attachment", column="details", row=picture.pk
    )

    assert set(json.loads(details)) == {"name", "sha256"}
    assert not in_clear("IMG_1.jpg")


def test_a_withdrawal_names_one_thing(officer) -> None:
    from vegerin.register.models import Withdrawal

    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(wish_of="about", by=officer.staff)
