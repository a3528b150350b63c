"""Tracing requests: who asks, whom they seek, what they allow, and what is found behind the clerk's back."""

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from vegerin.engines.history.dates import FERMAN, year
from vegerin.engines.history.feasts import carsema_sor
from vegerin.guard import desk, sealing
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, checks, queries, reviews
from vegerin.register.models import Consent, InquirerPhone, Seeking, TracingRequest

pytestmark = pytest.mark.record
NUMBER = actions.NewFamilyPhone("٠٧٥٠ ٠٠٠ ١٢٣٤", who_answers="her son", since="2019", safe_hours="19 to 22")


def test_a_mothers_visit_is_one_request_with_everyone_she_seeks(clerk) -> None:
    request = make.request("Nesrîn Mirad", "Xelîl Mirad", by=clerk, words="Ez li zarokên xwe digerim.")

    [inquirer], sought = queries.people_of_requests(clerk, [request])[request.pk]
    assert inquirer.name == "Gulê Xidir Mişko"
    assert [one.name for one in sought] == ["Nesrîn Mirad", "Xelîl Mirad"]
    assert {row.relation for row in Seeking.objects.filter(inquirer=inquirer)} == {"mother"}
    assert request.report.channel == "visit"
    assert [link.role for link in request.report.chain.all()] == ["mother", "clerk"]


def test_who_asks_and_who_is_sought_are_many_to_many(clerk) -> None:
    request = make.request("Nesrîn Mirad", "Xelîl Mirad", by=clerk)
    [mother], (daughter, son) = queries.people_of_requests(clerk, [request])[request.pk]

    father = actions.join_request(
        request=request,
        inquirer=actions.NewInquirer("Mirad Qasim", sex="male"),
        relations={daughter: "father", son: "father"},
        by=clerk,
    )
    again = make.request("Hesen Xidir", by=clerk, relation="sister", inquirer=mother)

    assert {one.name for one in queries.people_of_requests(clerk, [request])[request.pk][0]} == {
        mother.name,
        father.name,
    }
    assert [row.relation for row in daughter.seekings.order_by("recorded_at")] == ["mother", "father"]
    assert [asking.request for asking in mother.stands_in.order_by("recorded_at")] == [request, again]


def test_no_request_is_without_an_owner_and_a_day(clerk, verifier) -> None:
    today = timezone.localdate()
    request = make.request("Nesrîn Mirad", by=clerk)

    review = queries.review_of_request(clerk, request)
    assert (review.owner, review.review_class, review.review_on) == (
        clerk.staff,
        "open",
        today + timedelta(days=90),
    )
    with pytest.raises(Refused, match="who looks after"):
        actions.review_request(request=request, review_class="quiet", by=verifier)
    note = "The family moved; ask the neighbour."
    actions.review_request(request=request, team="families", review_class="quiet", note=note, by=verifier)
    assert queries.review_days(verifier, [request]) == {request.pk: today + timedelta(days=365)}
    assert list(queries.requests_due(verifier, on=today + timedelta(days=90))) == []
    assert list(queries.requests_due(verifier, on=today + timedelta(days=365))) == [request]


def test_the_check_finds_a_request_that_never_comes_to_a_desk(clerk) -> None:
    request = make.request("Nesrîn Mirad", by=clerk)
    assert [one for one in checks.problems() if request.code in one] == []

    alone = TracingRequest.objects.create(code="T00001-X", report=make.report(by=clerk), by=clerk.staff)

    assert len([one for one in checks.problems() if alone.code in one]) == 1


def test_days_of_an_import_are_spread_over_the_span_of_their_class() -> None:
    today = timezone.localdate()
    busy: Counter[date] = Counter()
    for row in range(730):
        busy[reviews.day_among(busy, "quiet", mark=f"row {row}", today=today)] += 1

    assert min(busy) == today + timedelta(days=1)
    assert max(busy) == today + timedelta(days=365)
    assert set(busy.values()) == {2}


def test_a_number_is_sealed_and_nothing_may_be_done_with_it_until_they_said_yes(
    clerk, verifier, liaison, officer
) -> None:
    who = actions.NewInquirer("Gulê Xidir", phones=(NUMBER,))
    request = make.request("Nesrîn Mirad", by=clerk, inquirer=who)
    [inquirer], _ = queries.people_of_requests(clerk, [request])[request.pk]
    [phone] = InquirerPhone.objects.all()

    assert "1234" not in json.dumps(str(bytes(phone.number)))
    assert [getattr(phone, rule) for rule in RULES] == [False] * 4
    assert queries.open_phone(liaison, phone) == {
        "as_told": "٠٧٥٠ ٠٠٠ ١٢٣٤",
        "e164": "+9647500001234",
        "who_answers": "her son",
        "since": "2019",
        "safe_hours": "19 to 22",
    }
    assert [shown.may_open for shown in queries.family_phones(officer, inquirer)] == [False]
    with pytest.raises(sealing.NotYours):
        queries.open_phone(officer, phone)
    make.report(by=verifier, phones=[actions.NewPhone("+964 750 000 1234", from_captivity=True)])
    assert queries.reports_from_number(verifier, phone) == 1
    assert queries.reports_from_number(clerk, phone) == 0


RULES = ("may_ring", "may_message", "may_leave_word", "may_say_who_we_are")


def test_other_wishes_for_a_number_are_a_new_row_and_the_old_one_stays(clerk) -> None:
    who = actions.NewInquirer("Gulê Xidir", phones=(NUMBER,))
    request = make.request("Nesrîn Mirad", by=clerk, inquirer=who)
    [inquirer], _ = queries.people_of_requests(clerk, [request])[request.pk]
    [old] = InquirerPhone.objects.all()

    new = actions.NewFamilyPhone("0750 000 1234", may_ring=True)
    row = actions.add_family_phone(inquirer=inquirer, phone=new, replaces=old, by=clerk)

    assert [shown.row for shown in queries.family_phones(clerk, inquirer)] == [row]
    assert InquirerPhone.objects.count() == 2
    assert (row.same_as, row.may_ring, row.may_message) == (old.same_as, True, False)


def test_something_only_the_family_knows_is_kept_for_liaison_and_verifier(clerk, liaison, officer) -> None:
    question = actions.NewQuestion("What did she call the goat?", "Keja")
    request = make.request("Nesrîn Mirad", by=clerk, questions=[question])

    [(row, opens, used)] = queries.questions_of(liaison, request)
    assert (opens, used) == (True, False)
    assert queries.open_question(liaison, row) == {
        "question": "What did she call the goat?",
        "answer": "Keja",
    }
    assert [opens for _, opens, _ in queries.questions_of(officer, request)] == [False]


def test_a_thumb_stands_for_what_was_read_aloud_said_back_and_witnessed(clerk, liaison) -> None:
    thumb = {"purpose": "search", "answer": "given", "how": "thumb", "language": "kmr"}
    with pytest.raises(Refused, match="Read it to her"):
        make.request("Nesrîn Mirad", by=clerk, consents=[actions.NewConsent(**thumb)])
    assert TracingRequest.objects.count() == 0

    whole = actions.NewConsent(
        **thumb, read_aloud=True, said_back="Hûn ê lê bigerin û ji kesî re nebêjin.", witness="care worker"
    )
    request = make.request("Nesrîn Mirad", by=clerk, consents=[whole])

    [consent] = queries.consents_of(clerk, request)
    assert (consent.purpose, consent.answer, consent.read_aloud) == ("search", "given", True)
    assert b"bigerin" not in bytes(consent.said_back)
    opened = sealing.unseal(
        consent.said_back, reader=liaison, table="register_consent", column="said_back", row=consent.pk
    )
    assert opened.decode() == "Hûn ê lê bigerin û ji kesî re nebêjin."


def test_nobody_of_the_family_interprets_a_consent_and_none_may_be_wished(clerk) -> None:
    told = {"read_aloud": True, "said_back": "Erê.", "witness": "clerk", "how": "voice"}
    consent = actions.NewConsent("search", "given", **told)
    nephew = [actions.Link("told", "mother"), actions.Link("interpreted", "nephew", near="yes")]

    with pytest.raises(Refused, match="Nobody of the family"):
        make.request("Nesrîn Mirad", by=clerk, consents=[consent], chain=nephew)
    none = actions.NewConsent("search", "given", interpreter="refused", **told)
    make.request("Nesrîn Mirad", by=clerk, consents=[none])

    assert Consent.objects.get().interpreter == "refused"
    assert set(Consent.Interpreter.values) == {"nobody", "ours", "refused"}


def test_each_purpose_is_asked_by_itself_and_what_was_given_can_be_taken_back(clerk) -> None:
    given = [actions.NewConsent("search", "given"), actions.NewConsent("partner", "refused")]
    request = make.request("Nesrîn Mirad", by=clerk, consents=given)
    [inquirer], _ = queries.people_of_requests(clerk, [request])[request.pk]

    back = actions.NewConsent("search", "withdrawn")
    actions.record_consent(request=request, inquirer=inquirer, consent=back, by=clerk)

    said = {row.purpose: row.answer for row in queries.consents_of(clerk, request)}
    assert said == {"search": "withdrawn", "partner": "refused"}
    assert Consent.objects.count() == 3


def test_whom_they_seek_is_dated_as_they_date(clerk) -> None:
    sought = actions.NewSought(
        "Nesrîn Mirad", "mother", born=year(2001), village="Gundê Sêvê", last_heard=carsema_sor(2015)
    )
    request = make.request(by=clerk, sought=[sought])

    _, [row] = queries.people_of_requests(clerk, [request])[request.pk]
    assert (row.last_heard.anchor, str(row.last_heard)) == ("Çarşema Sor 2015", "2015-04-15")
    assert row.born.latest < FERMAN


def test_the_same_paper_typed_twice_is_refused_with_a_look_at_the_first(clerk) -> None:
    request = make.request("Nesrîn Mirad", by=clerk, serial="F00041-7")

    with pytest.raises(Refused, match=request.report.code):
        make.request("Nesrîn Mirad", by=clerk, serial="F00041-7")


def test_a_search_runs_behind_and_lands_where_it_may_be_seen(clerk, officer, verifier) -> None:
    known = make.person("Nesrîn Mirad Qasim", by=officer, sex="female", born=year(2001))
    hidden = make.person("نسرين مراد قاسم", by=officer, sex="female", born=year(2001))
    actions.restrict_person(person=hidden, level="verifier", by=verifier)

    request = make.request("Nesrin Murad Qasim", by=clerk)

    [sought] = request.sought.all()
    assert {match.person for match in queries.matches_of(verifier, sought)} == {known, hidden}
    assert {match.person for match in queries.matches_of(officer, sought)} == {known}
    assert {match.person for match in queries.matches_to_judge(officer)} == {known}
    assert queries.matches_of(clerk, sought) == list(queries.matches_to_judge(clerk)) == []
    assert queries.links_of(clerk, [sought]) == {}


def test_whom_the_clerk_meant_is_for_others_to_judge(clerk, officer) -> None:
    person = make.person("Xelîl Mirad", by=officer)
    sought = actions.NewSought("her boy, the elder", "mother", person=person)
    request = make.request(by=clerk, sought=[sought])
    [row] = request.sought.all()

    [match] = queries.matches_to_judge(officer)
    assert queries.matches_about(officer, {person.pk}) == [match]
    assert queries.matches_about(clerk, {person.pk}) == []
    actions.link_sought(sought=row, person=person, verdict="same", why="Same mother.", by=officer)

    assert (match.band, match.person) == ("chosen", person)
    assert list(queries.matches_to_judge(officer)) == []
    assert queries.matches_about(officer, {person.pk}) == []
    assert queries.requests_about(officer, person, {person.pk}) == [row]
    assert queries.requests_about(clerk, person, {person.pk}) == []
    with pytest.raises(Refused):
        actions.link_sought(sought=row, person=person, verdict="same", why="?", by=clerk)


def test_a_request_is_found_by_its_code_and_by_who_asks_in_any_spelling(clerk, officer) -> None:
    request = make.request("Nesrîn Mirad", by=clerk)
    make.request("Hesen Berces", by=clerk, inquirer=actions.NewInquirer("Şemê Elo"))

    assert queries.find_requests(clerk, request.code.lower()) == [request]
    assert queries.find_requests(clerk, "كولي خدر") == [request]
    assert queries.find_requests(officer, "Nesrin Mirad") == [request]
    assert queries.find_requests(clerk, "Nesrin Mirad") == []


@pytest.mark.parametrize("role", [Role.PLANNER, Role.AUDITOR, Role.NURSE, Role.FIGURES_OFFICER])
def test_whoever_meets_no_family_sees_no_request(staff, clerk, role) -> None:
    request = make.request("Nesrîn Mirad", by=clerk)
    outsider = staff(role)

    assert list(queries.requests_for(outsider)) == queries.find_requests(outsider, "Gulê") == []
    assert queries.request_for(outsider, request.code) is queries.review_of_request(outsider, request) is None
    assert queries.consents_of(outsider, request) == queries.questions_of(outsider, request) == []


def test_three_requests_are_read_with_as_many_questions_as_one(clerk) -> None:
    def asked(n: int) -> int:
        found = list(queries.requests_for(clerk)[:n])
        with CaptureQueriesContext(connection) as captured:
            queries.people_of_requests(clerk, found)
        return len(captured)

    for number in range(3):
        make.request(f"Kes {number}", by=clerk)

    assert asked(1) == asked(3)


def test_the_database_itself_keeps_a_thumb_without_a_reading_out(clerk) -> None:
    request = make.request("Nesrîn Mirad", by=clerk)
    [inquirer], _ = queries.people_of_requests(clerk, [request])[request.pk]

    with pytest.raises(IntegrityError):
        Consent.objects.create(
            request=request, inquirer=inquirer, purpose="search", answer="given", how="thumb", by=clerk.staff
        )


def test_a_family_keeps_one_of_us_by_name_and_a_change_says_what_must_be_known(
    clerk, liaison, verifier, officer
) -> None:
    request = make.request("Nesrîn Mirad", by=clerk, owner=liaison.staff)
    change = {"request": request, "owner": verifier.staff, "review_class": "open", "by": liaison}

    with pytest.raises(Refused, match="whoever takes over must know"):
        actions.review_request(**change)
    actions.review_request(**change, note="She hears badly; speak with her son.")

    [(note, opens)] = queries.notes_of(verifier, request)
    assert (queries.open_note(verifier, note), opens) == ("She hears badly; speak with her son.", True)
    assert [opens for _, opens in queries.notes_of(officer, request)] == [False]
    with pytest.raises(sealing.NotYours):
        queries.open_note(officer, note)


def test_the_same_colleague_sets_another_day_without_a_note(clerk, liaison) -> None:
    request = make.request("Nesrîn Mirad", by=clerk, owner=liaison.staff)

    actions.review_request(request=request, owner=liaison.staff, review_class="live", by=liaison)

    assert queries.notes_of(liaison, request) == []


def test_a_quiet_case_comes_back_with_a_call_to_the_family(officer) -> None:
    make.person("Gulê Xidir", by=officer, review_on=timezone.localdate(), review_class="quiet")
    make.person("Nesrîn Mirad", by=officer, review_on=timezone.localdate())

    says = {item.name: item.says for item in desk.items_for(officer) if item.about.startswith("review:")}

    assert {name for name, words in says.items() if "call the family" in words} == {"Gulê Xidir"}


def test_a_clerk_who_marked_her_family_takes_a_request_for_it_that_is_matched_all_the_same(
    clerk, officer, verifier
) -> None:
    son = make.person("Xelîl Mirad", by=officer, sex="male")
    actions.mark_family(person=son, by=clerk)

    request = make.request("Xelîl Mirad", by=clerk)

    assert [match.person for match in queries.matches_of(verifier, request.sought.get())] == [son]
