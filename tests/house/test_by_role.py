"""Every role tries every address, form and search of a case in which each sensitive field bears a word.

What is hers to read by her role alone stands in one table; whatever else stands in an answer, or above it,
was given away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.house import crawling
from tests.house.hidden_case import NUMBER, Case, a_claim, hands_of, hide, known_case, word
from vegerin.guard import actions as guard
from vegerin.guard import doors, prepared
from vegerin.guard import queries as queries_of_staff
from vegerin.guard.roles import Role
from vegerin.register.codes import check_digit
from vegerin.register.models import Person

pytestmark = pytest.mark.django_db
R = Role

ASKING = "commission statement"  # what is not to be asked again, for whoever asks
LEADING = (
    "authority cameslabel cameswhy casenote channels clearing condition helper helperkin hidden lastpoint"
    " leaving line linked mayknow opening plan purpose risk shown takenback watchfor watchwhy why"
)
RINGING = (
    "casenote familyanswer familyphone familyquestion linked mark newsfather newsname newsvillage nottobetold"
    " picture"
)
# What a role reads without being named for anything: planner of another mission, handler of another source.
READS: dict[Role, str] = {
    R.CLERK: "",
    R.REGISTER_OFFICER: "casenote linked paper",
    R.VERIFIER: f"{ASKING} {RINGING} account clearing codename comeswords hidden hiddenwords imposed"
    " lastpoint nextline opening place requestwords sourcewords takenback wording words",
    R.SOURCE_HANDLER: "",
    R.PLANNER: "helper",
    R.HEAD: LEADING,
    R.DEPUTY: LEADING,
    R.FIELD_LEAD: "",
    R.RECEPTION_MANAGER: "cameslabel line referral",
    R.NURSE: "referral",
    R.DOCTOR: "referral",
    R.PSYCHOLOGIST: f"{ASKING} purpose referral",
    R.CARE_WORKER: "referral",
    R.CHILD_PROTECTION: f"{ASKING} hidden imposed opening takenback",
    R.AID_CLERK: "paper",
    R.LIAISON: f"{RINGING} paper",
    R.FORENSIC_OFFICER: "",
    R.DNA_OFFICER: "",
    R.GENETICIST: "",
    R.FIGURES_OFFICER: "",
    R.PRESS_OFFICER: "",
    R.DATA_PROTECTION: "purpose takenback",
    R.AUDITOR: "",
    R.DUTY_OFFICER: "cameslabel cameswhy line",
    R.LEGAL_ADVISER: "authority mayknow opening paper",
    R.PARTNER: "",
}
EVERYBODY = "mission"  # the duty screen needs no key: it shows codes and times (D15)
MARKS = {
    "picture": re.compile(r"data:image/jpeg|content-type: image/"),
    "number": re.compile("911 ?22 ?33"),
    "mission": re.compile("zaq9[89]z"),
}
# Tried together, they read what they read alone: an account of all of them finds what any of them would.
TOGETHER = [
    [R.FIGURES_OFFICER, R.PRESS_OFFICER, R.PARTNER, R.GENETICIST, R.AUDITOR, R.DATA_PROTECTION, R.FIELD_LEAD],
    [R.AID_CLERK, R.LEGAL_ADVISER, R.FORENSIC_OFFICER, R.DNA_OFFICER, R.NURSE, R.DOCTOR, R.CARE_WORKER],
    [R.CLERK, R.DUTY_OFFICER, R.REGISTER_OFFICER, R.RECEPTION_MANAGER],
    [R.SOURCE_HANDLER, R.PLANNER],
]


def words_in(answer: Any) -> set[str]:
    """Which words of the case stand in an answer, or above it."""
    above = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    text = f"{above}\n{answer.content.decode('utf-8', 'replace')}".lower()
    found = set(re.findall(r"zaq([a-z]+)zaq", text))
    return found | {name for name, mark in MARKS.items() if mark.search(text)}


def plain(page: str) -> str:
    """A page without what differs from one answer to the next."""
    page = re.sub(r'(csrfmiddlewaretoken" value=|CSRFToken": |nonce=)"[^"]*"', "", page)
    return re.sub(r"\d\d:\d\d", "", page)


@pytest.fixture
def hands(staff, in_english, monkeypatch):
    monkeypatch.setattr(prepared, "compared", False)  # what is prepared has tests of its own
    return hands_of(staff)


@pytest.fixture
def case(hands) -> Case:
    case = known_case(hands)
    hide(case)
    a_claim(case)
    return case


def given_away(
    browser: Any, reader: Any, found: dict[str, Any], allowed: Iterable[str], *, every: bool = False
) -> list[str]:
    """What stands in any answer and is not hers; and each answer that a browser could keep or guess from."""
    absent = {"GET": browser.get("/no-such-page/"), "POST": browser.post("/no-such-page/")}
    wrong = []
    for one in crawling.tries(browser, reader, found, every=every):
        words = words_in(one.answer) - set(allowed)
        wrong += [f"{one.how} {one.address}: {name}" for name in sorted(words)]
        if one.answer.status_code == 404 and not same(one.answer, absent[one.how]):
            wrong.append(f"{one.how} {one.address}: another 404 than of what is not there")
        if "no-store" not in one.answer.get("Cache-Control", ""):
            wrong.append(f"{one.how} {one.address}: may be kept")
        if one.answer.get("X-Content-Type-Options") != "nosniff":
            wrong.append(f"{one.how} {one.address}: may be guessed at")
    return wrong


def same(one: Any, other: Any) -> bool:
    return (one.content, dict(one.headers)) == (other.content, dict(other.headers))


def allowed_for(roles: Iterable[Role]) -> set[str]:
    return {name for role in roles for name in f"{EVERYBODY} {READS[role]}".split()}


def test_no_role_reads_a_word_that_is_not_hers(client_for, staff, hands):
    """Several roles in one account each: what the account may read, is the sum."""
    accounts = {staff(*roles, name=f"one-{roles[0]}"): allowed_for(roles) for roles in TOGETHER}
    case = known_case(hands)
    hide(case)
    a_claim(case)
    found = crawling.addresses(every=False)

    wrong = {
        reader.staff.working_name: given_away(client_for(reader), reader, found, allowed)
        for reader, allowed in accounts.items()
    }

    assert {name: one for name, one in wrong.items() if one} == {}


@pytest.mark.long
@pytest.mark.parametrize("role", list(Role))
def test_each_role_by_itself_reads_what_the_table_says_and_no_more(role, client_for, staff, hands):
    reader = staff(role, name="one")
    case = known_case(hands)
    hide(case)
    a_claim(case)
    found, browser = crawling.addresses(), client_for(reader)

    assert given_away(browser, reader, found, allowed_for([role]), every=True) == []
    tried = crawling.tries(browser, reader, found, every=False)
    read = set().union(*(words_in(one.answer) for one in tried))
    assert set(READS[role].split()) <= read


# Searched for as it was written, as it sounds, in Arabic letters, by number and by code.
NOT_THERE = "Wubtreplonwub"
BESIDE = {"زاقهيدنزاق": "وبطربلونوب", NUMBER: "0750 900 00 77", "ZAQ99Z": "WUB99W", "E123456": "E654321"}
WORDS = ("hidden", "imposed", "kunya", "codename", "helper", "newsname", "listened", "filename")


def test_a_search_for_what_is_hidden_answers_like_one_for_what_is_not_there(client_for, staff, case):
    roles = [R.CLERK, R.AID_CLERK, R.FORENSIC_OFFICER, R.LEGAL_ADVISER, R.PLANNER]
    browser = client_for(staff(*roles, name="one"))
    taken = set(Person.objects.values_list("code", flat=True))
    numbers = (f"{case.hidden.code[0]}{each:05}" for each in range(100_000))
    nobodys = next(code for each in numbers if (code := f"{each}-{check_digit(each[1:])}") not in taken)
    hers = {case.hidden.code: nobodys, case.hidden.code[:-2]: nobodys[:-2]}
    like = dict.fromkeys([*map(word, WORDS), "Zakhidenzak"], NOT_THERE) | BESIDE | hers

    def answers(text):
        pages = [
            browser.post("/search/as-you-type/", {"q": text}),
            browser.post("/reports/new/people/", {"q": text, "about": text}),
            browser.post("/paper/sheets/", {"serial": text}),
            browser.get("/places/", {"q": text}),
            browser.get("/requests/", {"q": text}),
        ]
        shown = [plain(page.content.decode()) for page in pages]
        return [page.replace(text, "…").replace(quote_plus(text), "…") for page in shown]

    assert [text for text, absent in like.items() if answers(text) != answers(absent)] == []


# What lies in the register for all its readers, and the desks beside it.
SEEN_BEFORE = ["/", "/search/", "/decisions/", "/places/", "/requests/", "/lists/", "/figures/",
               "/organisations/", "/contacts/sources/", "/contacts/evidence/",
               "/contacts/told/", "/contacts/", "/contacts/stops/", "/missions/helpers/", "/missions/kept/",
               "/missions/may-know/", "/missions/watching/", "/missions/", "/shifts/"]  # fmt: skip
NOTHING_TO_DO_WITH_IT = [
    [R.FIGURES_OFFICER, R.PARTNER, R.GENETICIST],
    [R.AID_CLERK, R.FORENSIC_OFFICER, R.DNA_OFFICER, R.NURSE, R.DOCTOR, R.CARE_WORKER],
    [R.REGISTER_OFFICER],
]


def test_nothing_can_be_counted_the_pages_stay_as_they_were(client_for, staff, hands):
    """The same page, byte for byte, before and after all of it was hidden: no number, no order tells."""
    readers = [staff(*roles, name=f"one-{roles[0]}") for roles in NOTHING_TO_DO_WITH_IT]
    case = known_case(hands)
    hers = [f"/people/{one.code}/{page}" for one in (case.her, case.comes) for page in ("", "family/")]
    pages = [*SEEN_BEFORE, *hers, f"/reports/{case.report.pk}/kept/", f"/requests/{case.request.code}/"]

    browsers = {reader.staff.working_name: client_for(reader) for reader in readers}

    def look():
        return {
            (name, page): plain(browser.get(page).content.decode())
            for name, browser in browsers.items()
            for page in pages
        }

    before = look()
    hide(case)

    after = look()
    assert [page for page in before if before[page] != after[page]] == []


# Whose tab it is, what it shows, and of what she proposed herself her own words, which stay hers.
TABS = [
    ("psychologist", "/contacts/told/{0.her.code}/", ""),
    pytest.param("handler", "/contacts/sources/{0.source.pk}/", "", marks=pytest.mark.long),
    pytest.param("planner", "/missions/{0.mission.code}/", "why leaving", marks=pytest.mark.long),
    pytest.param("lead", "/missions/{0.mission.code}/", "cameswhy", marks=pytest.mark.long),
    pytest.param("verifier", "/contacts/why/{0.checklist.pk}/", "clearing", marks=pytest.mark.long),
    pytest.param("liaison", "/contacts/evidence/{0.posting.pk}/", "opening", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("name", "page", "her_words"), TABS)
def test_an_open_tab_shows_nothing_more_once_the_role_is_withdrawn(
    name, page, her_words, client_for, office, case, hands
):
    reader = getattr(hands, name)
    tab, [held] = client_for(reader), reader.roles
    assert words_in(tab.get(page.format(case)))

    guard.give_role(staff=reader.staff, role=R.CLERK, by=office.head)
    guard.take_role(staff=reader.staff, role=held, by=office.head)

    now = queries_of_staff.reader_for(reader.staff, reader.keys)
    hers = {*allowed_for([R.CLERK]), *her_words.split()}
    assert given_away(tab, now, crawling.addresses(every=False), hers) == []


def test_the_tab_of_a_closed_account_and_of_one_who_covered_her_page_say_nothing(client_for, case, hands):
    page = f"/missions/{case.mission.code}/"
    gone, away = client_for(hands.planner), client_for(hands.lead)
    assert all(words_in(one.get(page)) for one in (gone, away))

    away.post("/lock/")
    hands.planner.staff.is_active = False
    hands.planner.staff.save()

    answers = {one: one.get(page) for one in (gone, away)}
    assert [answer.headers["Location"].split("?")[0] for answer in answers.values()] == [
        "/sign-in/",
        "/covered/",
    ]
    assert [words_in(answer) for answer in answers.values()] == [
        {"mission"},
        {"mission"},
    ]  # the address she had


def test_what_is_not_hers_asks_the_record_as_often_as_what_is_not_there(client_for, staff, case):
    """Not a clock, which would be chance: the questions behind an answer are counted."""
    reader = staff(R.CLERK, R.REGISTER_OFFICER, R.SOURCE_HANDLER, R.PLANNER, R.PSYCHOLOGIST, name="one")
    browser = client_for(reader)

    def asked(address):
        with CaptureQueriesContext(connection) as questions:
            answer = browser.get(address)
            if answer.status_code == 405:
                answer = browser.post(address)
        return answer.status_code, len(questions)

    asked("/people/P00000-0/")  # what is prepared once is prepared
    # A row's own id cannot be guessed; a code can.
    hidden = (case.hidden.code, case.mission.code, case.planned.code)
    tried = {
        real: (asked(real), asked(absent))
        for real, absent, view in crawling.twins()
        if doors.may_open(view, reader) and any(f"/{code}/" in real for code in hidden)
    }

    assert len(tried) > 30
    assert {real: both for real, both in tried.items() if both[0] != both[1]} == {}
