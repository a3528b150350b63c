"""Pages of requests, families and papers: what each shows, to whom, and that a clerk's say nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from vegerin.guard.models import TrailEntry
from vegerin.guard.roles import Role
from vegerin.register import actions, inquiring_desk, queries
from vegerin.register.models import Told, TracingRequest

pytestmark = pytest.mark.django_db
VISIT = {
    "act": "save",
    "how_asked": "visit",
    "inquirer": "Gulê Xidir Mişko",
    "inquirer_sex": "female",
    "s0-name": "Nesrîn Mirad Qasim",
    "s0-relation": "mother",
    "s0-born": "2001",
    "s0-last_heard": "Çarşema Sor 2015",
    "s1-name": "Xelîl Mirad Qasim",
    "s1-relation": "mother",
    "number": "0750 000 1234",
    "rules": ["may_ring"],
    "words": "Ez li zarokên xwe digerim.",
    "language": "kmr",
    "question": "What did she call the goat?",
    "answer": "Keja",
    "search": "given",
    "how": "thumb",
    "read_aloud": "on",
    "said_back": "Hûn ê lê bigerin.",
    "witness": "care worker",
    "serial": "F00041-7",
}


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_mothers_visit_is_one_page_and_stands_as_she_told_it(clerk, client_for) -> None:
    browser = client_for(clerk)

    page = text_of(browser.post(reverse("register:new_request"), VISIT, follow=True))

    request = TracingRequest.objects.get()
    assert f"<title>{request.code}</title>" in page
    for said in ("Gulê Xidir Mişko", "Nesrîn Mirad Qasim", "Xelîl Mirad Qasim", "2015"):
        assert said in page
    assert "We may ring it" in page
    assert "0750" not in page
    assert "Keja" not in page
    assert "paper form F00041-7" in page


def test_a_thumb_without_a_reading_out_comes_back_with_the_sentence(clerk, client_for) -> None:
    page = text_of(
        client_for(clerk).post(reverse("register:new_request"), {**VISIT, "said_back": "", "witness": ""})
    )

    assert "A thumb or a voice stands for what was read aloud." in page
    assert TracingRequest.objects.count() == 0


def test_the_same_paper_typed_twice_leads_to_the_first(clerk, client_for) -> None:
    browser = client_for(clerk)
    browser.post(reverse("register:new_request"), VISIT)

    page = text_of(browser.post(reverse("register:new_request"), VISIT))

    assert "The form F00041-7 was typed already" in page
    assert TracingRequest.objects.count() == 1


def test_one_more_is_sought_without_any_script_and_nothing_written_is_lost(clerk, client_for) -> None:
    page = text_of(client_for(clerk).post(reverse("register:new_request"), {**VISIT, "act": "more"}))

    assert "s2-name" in page
    assert "Xelîl Mirad Qasim" in page
    assert "Ez li zarokên xwe digerim." in page


def test_what_one_family_told_is_never_joined_to_the_request_about_another(
    clerk, officer, client_for
) -> None:
    naze, gule = (make.person(name, by=officer) for name in ("Nazê Berces", "Gulê Xelef"))
    browser, new = client_for(clerk), reverse("register:new_request")
    of_naze, of_gule = (f"{new}?about={one.code}" for one in (naze, gule))
    stopped = {**VISIT, "act": "stop", "s0-name": "Nazê Berces", "s0-person": naze.code}
    browser.post(of_naze, stopped)

    other = text_of(browser.get(of_gule))
    browser.post(of_gule, {"act": "save", "how_asked": "visit", "inquirer": "Xelef", "s0-name": "Gulê Xelef",
                           "s0-relation": "father"})  # fmt: skip
    again = text_of(browser.get(of_naze))

    assert 'value="Gulê Xelef"' in other
    assert "Ez li zarokên xwe digerim." not in other + text_of(browser.get(new))
    assert "Ez li zarokên xwe digerim." in again and f'value="{naze.code}"' in again
    assert "This is what you had written." in again
    assert of_naze in text_of(browser.get("/"))


def test_a_clerks_page_is_the_same_whatever_the_register_holds(
    clerk, officer, verifier, second, liaison, client_for
) -> None:
    names = {"known": "Nesrîn Mirad Qasim", "hidden": "Hesen Elo Berces", "unknown": "Şemê Xelef Silo"}
    back = make.person(names["known"], by=officer)
    make.signed(make.event(back, "returned", "2026-01-02", by=verifier), by=second)
    hidden = make.person(names["hidden"], by=officer)
    actions.restrict_person(person=hidden, level="verifier", by=verifier)
    browser, pages = client_for(clerk), {}
    for case, name in names.items():
        request = make.request(name, by=clerk)
        [sought] = request.sought.all()
        for match in queries.matches_of(verifier, sought):
            actions.link_sought(
                sought=sought, person=match.person, verdict="same", why="Same mother.", by=verifier
            )
        page = text_of(browser.get(reverse("register:request", args=[request.code])))
        tell = text_of(browser.get(reverse("register:tell", args=[request.code])))
        pages[case] = neutral(page + tell, request, name)

    assert pages["known"] == pages["hidden"] == pages["unknown"]


def neutral(page: str, request: TracingRequest, name: str) -> str:
    """A page without what differs by what was typed: codes, names, ids, tokens, minutes."""
    inquirer = request.standing.get().inquirer
    for said in (request.code, inquirer.code, name):
        page = page.replace(said, "…")
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", page)
    return neutral_desk(page)


def test_every_try_behind_the_wall_comes_back_with_the_sentence(
    clerk, liaison, officer, verifier, second, client_for
) -> None:
    her = make.person("Nesrîn Mirad", by=officer)
    make.signed(make.event(her, "returned", "2026-01-02", by=verifier), by=second)
    request = make.request("Nesrîn Mirad", by=clerk)
    [sought] = request.sought.all()
    inquirer = sought.seekings.get().inquirer
    actions.link_sought(sought=sought, person=her, verdict="same", why="Same mother.", by=officer)
    actions.mark_inquirer(inquirer=inquirer, kind="checked", by=verifier)
    said = {
        "inquirer": inquirer.code,
        "sought": str(sought.pk),
        "what": "alive",
        "how": "in_person",
        "day": "today",
    }
    address = reverse("register:tell", args=[request.code])

    refused = text_of(client_for(liaison).post(address, said))

    assert "She has not been asked yet. Nothing goes to anyone before." in refused
    assert "Select a valid choice" in text_of(client_for(clerk).post(address, said))
    assert Told.objects.count() == 0
    actions.record_wish(person=her, wish="family_may_know_alive", by=verifier)
    kept = text_of(client_for(liaison).post(address, said, follow=True))
    assert "That she or he lives" in kept
    assert "Rests on her wish of" in kept


def test_only_what_may_be_told_is_offered_and_why_no_more_is_said_kindly(
    clerk, liaison, officer, verifier, second, client_for
) -> None:
    her = make.person("Nesrîn Mirad", by=officer)
    make.signed(make.event(her, "returned", "2026-01-02", by=verifier), by=second)
    request = make.request("Nesrîn Mirad", by=clerk)
    [sought] = request.sought.all()
    actions.link_sought(sought=sought, person=her, verdict="same", why="Same mother.", by=officer)
    inquirer = sought.seekings.get().inquirer
    actions.mark_inquirer(inquirer=inquirer, kind="checked", by=verifier)
    address = reverse("register:tell", args=[request.code])

    before = text_of(client_for(liaison).get(address))
    actions.record_wish(person=her, wish="family_may_know_alive", by=verifier)
    after = text_of(client_for(liaison).get(address))

    assert re.findall(r'name="what" value="(\w+)"', before) == ["open"]
    assert "Today there is only what we say to everyone" in before
    assert "She has not been asked yet. Nothing goes to anyone before." in before
    assert re.findall(r'name="what" value="(\w+)"', after) == ["open", "alive"]
    assert "Today there is only what we say to everyone" not in after
    assert "Today there is only" not in text_of(client_for(clerk).get(address))


def test_a_village_of_the_register_stands_in_the_script_of_the_page(officer, client_for) -> None:
    village = actions.add_place(names={"en": "Gundê Kevir", "ar": "قرية الحجر"}, invented=True, by=officer)
    sought = actions.NewSought("Xelîl Mirad", "mother", village="Gundê Kevir", place=village)
    request = make.request(by=officer, sought=[sought])
    browser = client_for(officer)
    browser.cookies["django_language"] = "ar"

    page = text_of(browser.get(reverse("register:request", args=[request.code])))

    assert "قرية الحجر" in page
    assert "Gundê Kevir" not in page


def test_where_no_relation_was_said_none_is_shown(officer, client_for) -> None:
    request = make.request("Xelîl Mirad Qasim", relation="other", by=officer)

    page = text_of(client_for(officer).get(reverse("register:request", args=[request.code])))

    assert "Gulê Xidir Mişko" in page
    assert "Somebody else:" not in page


def test_what_cannot_be_undone_says_so_and_has_not_the_colour_of_keeping(
    verifier, officer, client_for
) -> None:
    person = make.person("Nazê Mirad", by=officer)
    report = make.report(make.claim(person, "seen", "2017-06-01"), by=officer)

    page = text_of(client_for(verifier).get(reverse("register:withdraw", args=[report.pk])))

    assert "This cannot be undone." in page
    assert re.findall(r'<button class="btn ([^"]+)" type="submit">(\w+)', page)[-1] == ("for-good", "Destroy")


def test_who_is_meant_is_judged_on_a_page_of_those_who_may(clerk, officer, client_for) -> None:
    person = make.person("Nesrîn Mirad Qasim", by=officer)
    request = make.request("Nesrin Murad Qasim", by=clerk)
    [sought] = request.sought.all()
    address = reverse("register:sought", args=[sought.pk])

    assert client_for(clerk).get(address).status_code == 404
    desk = text_of(client_for(officer).get("/"))
    assert "Sought by a family: who is meant?" in desk
    page = text_of(client_for(officer).get(address))
    assert person.code in page
    slot = reverse("register:person_requests", args=[person.pk])
    assert reverse("register:sought", args=[sought.pk]) in text_of(client_for(officer).get(slot))
    kept = client_for(officer).post(
        address, {"person": person.code, "verdict": "same", "why": "Same father and village."}, follow=True
    )
    assert "It is her or him" in text_of(kept)
    assert request.code in text_of(client_for(officer).get(slot))
    absent = reverse("register:person_requests", args=["00000000-0000-0000-0000-000000000000"])
    into_the_page = {"HTTP_HX_REQUEST": "true"}
    hers, nobodys = (client_for(clerk).get(one, **into_the_page) for one in (slot, absent))
    assert text_of(hers) == text_of(nobodys)


def test_without_script_a_slot_is_a_page_with_a_way_back(officer, client_for) -> None:
    person = make.person("Şemê Xelef", by=officer)
    slot = reverse("register:person_requests", args=[person.pk])

    page = text_of(client_for(officer).get(slot))
    part = text_of(client_for(officer).get(slot, HTTP_HX_REQUEST="true"))

    assert f'<a href="/people/{person.code}/">' in page
    assert "<html" not in part
    assert part in page


def test_where_nobody_is_meant_a_case_is_opened_as_the_family_told_it(clerk, officer, client_for) -> None:
    request = make.request("Şemê Xelef Silo", by=clerk)
    [sought] = request.sought.all()

    page = client_for(officer).post(
        reverse("register:sought", args=[sought.pk]), {"act": "open_case"}, follow=True
    )

    assert "Şemê Xelef Silo" in text_of(page)
    [(link)] = queries.links_of(officer, [sought])[sought.pk]
    assert link.person.review_on == queries.review_of_request(officer, request).review_on


def test_the_clerks_desk_says_nothing_of_a_match(clerk, officer, client_for) -> None:
    make.person("Nesrîn Mirad Qasim", by=officer)
    browser = client_for(clerk)
    before = text_of(browser.get("/"))
    make.request("Nesrîn Mirad Qasim", by=officer)

    assert neutral_desk(text_of(browser.get("/"))) == neutral_desk(before)


def neutral_desk(page: str) -> str:
    page = re.sub(r'(name="csrfmiddlewaretoken" value="|FToken": ")[^"]+"', "…", page)
    return re.sub(r"\d\d:\d\d", "…", page)


def test_a_number_opens_by_an_act_for_liaison_and_verifier_only(clerk, liaison, officer, client_for) -> None:
    who = actions.NewInquirer("Gulê Xidir", phones=(actions.NewFamilyPhone("0750 000 1234"),))
    request = make.request("Nesrîn Mirad", by=clerk, inquirer=who)
    phone = request.standing.get().inquirer.phones.get()
    address = reverse("register:open_number", args=[phone.pk])

    assert "+9647500001234" in text_of(client_for(liaison).post(address))
    assert client_for(officer).post(address).status_code == 404
    assert client_for(liaison).get(address).status_code == 405


def test_the_list_of_requests_asks_no_more_for_three_than_for_one(clerk, client_for) -> None:
    browser = client_for(clerk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(reverse("register:requests")).status_code == 200
        return len(captured)

    make.request("Kes 1", by=clerk)
    one = asked()
    make.request("Kes 2", by=clerk)
    make.request("Kes 3", by=clerk)

    assert asked() == one


def test_the_family_is_drawn_by_blood_with_who_stayed_behind(officer, client_for) -> None:
    mother = make.person("Gulê Xidir", by=officer, sex="female")
    daughter = make.person("Nesrîn Mirad", by=officer, sex="female")
    actions.add_kin(person=daughter, relative=mother, kind="mother", tie="blood", by=officer)
    house = actions.add_household(by=officer, house="house of the well")
    actions.join_household(household=house, person=daughter, by=officer)
    actions.join_household(
        household=house, person=mother, role="head", stayed_behind_for=daughter, by=officer
    )

    page = text_of(client_for(officer).get(reverse("register:around", args=[daughter.code])))

    assert "<title>The family by blood</title>" in page
    assert "stayed behind for Nesrîn" in page
    assert "head of the house" in page
    assert "house of the well" in page


def test_a_bigger_family_asks_the_database_no_more(officer, client_for) -> None:
    father = make.person("Mirad Qasim", by=officer, sex="male")
    browser = client_for(officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get(reverse("register:around", args=[father.code]))
        return len(captured)

    def child(name: str) -> None:
        one = make.person(name, by=officer)
        actions.add_kin(person=one, relative=father, kind="father", tie="blood", by=officer)

    child("Xelîl")
    one = asked()
    child("Nesrîn")
    child("Hesen")

    assert asked() == one


def test_who_marks_her_own_family_sees_what_any_family_sees(officer, second, client_for) -> None:
    son = make.person("Xelîl Mirad", by=officer, sex="male")
    browser = client_for(officer)

    answer = browser.post(
        reverse("register:mine", args=[son.code]), {"colleague": "", "sure": "on"}, follow=True
    )

    assert answer.request["PATH_INFO"] == reverse("register:family_view", args=[son.code])
    assert "The search stays open." in text_of(answer)
    for door in ("person", "around", "papers"):
        assert browser.get(reverse(f"register:{door}", args=[son.code])).status_code == 404


def test_a_child_who_means_to_go_stands_first_on_the_planners_desk(clerk, officer, staff, client_for) -> None:
    planner = staff(Role.PLANNER, name="planner")
    mother = make.person("Gulê Xidir", by=officer)

    client_for(clerk).post(reverse("register:goes", args=[mother.code]), {"who": "son", "minor": "yes"})

    desk = text_of(client_for(planner).get("/"))
    assert "Danger to life" in desk
    assert "A child of the family intends to go: son" in desk


def test_a_declared_death_stands_among_the_papers_and_asks_to_be_undone(
    officer, verifier, second, staff, client_for
) -> None:
    legal = staff(Role.LEGAL_ADVISER, name="legal")
    her = make.person("Nesrîn Mirad", by=officer)
    browser = client_for(legal)
    ruling = {"legal": "declared_dead", "ruled_on": "1 May 2018", "court": "Sinjar", "number": "44"}
    browser.post(reverse("register:add_ruling", args=[her.code]), ruling)
    make.signed(make.event(her, "returned", "2026-01-02", by=verifier), by=second)

    assert "Have the court’s ruling undone" in text_of(browser.get("/"))
    page = text_of(browser.get(reverse("register:papers", args=[her.code])))
    assert "Declared dead" in page
    assert "A court has declared this person absent or dead. Have it undone." in page
    undone = {"legal": "annulled", "ruled_on": "today", "court": "Sinjar", "number": "9"}
    page = text_of(browser.post(reverse("register:add_ruling", args=[her.code]), undone, follow=True))
    assert "Have it undone." not in page
    assert "Have the court’s ruling undone" not in text_of(browser.get("/"))


def test_a_picture_of_a_mark_opens_by_an_act_and_to_few(officer, liaison, clerk, client_for) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    her = make.person("Nesrîn Mirad", by=officer)
    said = {
        "kind": "mark", "part": "hand", "side": "left", "words": "Burn like a leaf.", "told_by": "mother",
        "picture": SimpleUploadedFile("hand.png", b"\x89PNG a drawing", "image/png"),
    }  # fmt: skip
    browser = client_for(liaison)

    page = text_of(browser.post(reverse("register:describe", args=[her.code]), said, follow=True))

    [row] = queries.descriptions_of(liaison, her)
    assert "Burn like a leaf." not in page
    words = browser.post(reverse("register:open_description", args=[row.pk]))
    assert "Burn like a leaf." in text_of(words)
    picture = browser.post(reverse("register:description_picture", args=[row.pk]))
    assert (picture.content, picture["Content-Type"]) == (b"\x89PNG a drawing", "image/png")
    assert client_for(clerk).post(reverse("register:open_description", args=[row.pk])).status_code == 404


def test_who_asks_is_found_by_name_in_the_search_and_leads_to_her_request(clerk, client_for) -> None:
    request = make.request("Nesrîn Mirad", by=clerk)

    page = text_of(client_for(clerk).post(reverse("register:search"), {"q": "كولي خدر"}, follow=True))

    assert f"asks in request {request.code}" in page
    assert "On a list, not yet a person" not in page


def test_what_was_sealed_about_telling_opens_by_an_act_for_those_who_tell(
    clerk, liaison, verifier, officer, client_for
) -> None:
    request = make.request("Nesrîn Mirad", by=clerk, owner=liaison.staff)
    [standing] = request.standing.all()
    mark = actions.mark_inquirer(inquirer=standing.inquirer, kind="checked", why="The tree.", by=liaison)
    told = actions.tell(
        request=request, inquirer=standing.inquirer, what="open", how="call", words="We search.", by=liaison
    )
    change = {"review_class": "open", "who": "other", "colleague": str(verifier.staff.pk)}
    without = client_for(liaison).post(reverse("register:review_request", args=[request.code]), change)
    client_for(liaison).post(
        reverse("register:review_request", args=[request.code]), {**change, "note": "She hears badly."}
    )
    [(note, _opens)] = queries.notes_of(verifier, request)
    doors = {"told": (told, "We search."), "mark": (mark, "The tree."), "note": (note, "She hears badly.")}

    assert "Write what whoever takes over must know" in text_of(without)
    for what, (row, words) in doors.items():
        door = reverse("register:open_sealed", args=[what, row.pk])
        assert door in client_for(verifier).get(reverse("register:request", args=[request.code])).text
        assert words in text_of(client_for(verifier).post(door))
        assert words not in text_of(client_for(officer).post(door))
        assert client_for(officer).post(door).status_code in (403, 404)


def test_whoever_sets_another_day_leaves_the_family_with_whom_it_knows(clerk, liaison, verifier, client_for):
    request = make.request("Nesrîn Mirad", by=clerk, owner=liaison.staff)
    address = reverse("register:review_request", args=[request.code])

    page = text_of(client_for(verifier).get(address))
    chosen = {"who": "other", "colleague": str(liaison.staff.pk), "review_class": "live"}
    kept = client_for(verifier).post(address, chosen)

    assert f'<option value="{liaison.staff.pk}" selected>' in page
    assert kept.status_code == 302
    review = queries.review_of_request(verifier, request)
    assert (review.owner, review.review_class, queries.notes_of(verifier, request)) == (
        liaison.staff,
        "live",
        [],
    )


def test_a_printed_request_says_for_whom_when_and_shred_and_keeps_no_dead_action(officer, client_for) -> None:
    request = make.request("Xelîl Mirad Qasim", by=officer)
    address = reverse("register:print_request", args=[request.code])

    page, again = (text_of(client_for(officer).get(address)) for _ in range(2))

    assert f"Printed for <bdi>{officer.staff.working_name}</bdi>" in page
    assert "Copy 1. Shred after use." in page
    assert "Copy 2. Shred after use." in again
    assert TrailEntry.objects.filter(kind="paper.printed", about=f"request:{request.code}").count() == 2
    acts = re.findall(r'<p class="([^"]+)"><a href="[^"]*/(?:number|sought)/', page)
    assert acts == ["small screen-only"] * 2


def test_r29_who_judges_sees_that_the_mother_who_asks_is_not_the_mother_who_is_known(
    clerk, officer, client_for
) -> None:
    other, right = (make.person("Nûra Ferhad Seîd", by=officer) for _ in range(2))
    meyrem, ronahi = make.person("Meyrem Elî", by=officer), make.person("روناهي نواف", by=officer)
    for child, mother in ((other, meyrem), (right, ronahi)):
        actions.add_kin(person=child, relative=mother, kind="mother", tie="claimed", by=officer)
    asks = actions.NewInquirer("Ronahî Newaf", sex="female")
    request = make.request("Nûra Ferhad Seîd", inquirer=asks, by=clerk)
    sought = request.sought.get()

    page = client_for(officer).get(reverse("register:sought", args=[sought.pk])).content.decode()
    [item] = [one for one in inquiring_desk.meant(officer) if one.about == f"match:{sought.pk}"]

    assert page.index(right.code) < page.index(other.code)
    assert page.count("The parent who asks has another name than the parent who is known.") == 1
    assert "Very likely by the name" in item.says
    assert "روناهي" in item.says
    assert "look closely" not in item.says


def test_r29_the_desk_says_it_where_nobody_known_has_the_mother_who_asks(clerk, officer) -> None:
    child, meyrem = (make.person(name, by=officer) for name in ("Nûra Ferhad Seîd", "Meyrem Elî"))
    actions.add_kin(person=child, relative=meyrem, kind="mother", tie="claimed", by=officer)
    asks = actions.NewInquirer("Ronahî Newaf", sex="female")
    make.request("Nûra Ferhad Seîd", inquirer=asks, by=clerk)

    [item] = inquiring_desk.meant(officer)

    assert item.says.endswith("The parent who asks has another name: look closely.")
