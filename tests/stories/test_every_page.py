"""Every page in both languages and widths: no barrier that axe finds, no sideways scroll, a quiet console."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.contacts.pictures import portrait
from tests.stories.cast import cast, person_of
from tests.stories.conftest import Visitor
from tests.stories.hands import arabic_first
from vegerin.contacts import actions as contacts
from vegerin.contacts import telling
from vegerin.contacts.actions import evidence, intake, showings
from vegerin.engines.history import dates
from vegerin.figures import actions as figures
from vegerin.figures.values import Number
from vegerin.guard import authorities, decisions
from vegerin.guard.roles import Role
from vegerin.missions import actions as missions
from vegerin.missions import queries as missions_read
from vegerin.missions.actions.moving import set_time, write_step
from vegerin.missions.models import MustSpeak
from vegerin.missions.stages import Stage
from vegerin.paper.actions import print_sheets
from vegerin.register import actions
from vegerin.register.actions.tasks import write_task
from vegerin.register.models import Place, TracingRequest
from vegerin.register.task_kinds import Kind
from vegerin.shifts import actions as shifts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WIDE, PHONE = 1280, 390
NAMES = ("Nazê", "Xelîl", "Berces", "Qolo", "Xunav", "نازي", "خليل", "برجس")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def people(transactional_db, office, staff):
    return cast(office, staff)


def family_of(people) -> dict[str, object]:
    """A request for the sister, with a match that waits, a number, a question; a paper, a mark, a task."""
    phone = actions.NewFamilyPhone("0750 000 1234", may_ring=True)
    request = actions.take_request(
        inquirer=actions.NewInquirer("Xunav Mîrdan Elo", phones=(phone,)),
        sought=[actions.NewSought("Nazê Berces Qolo", "mother", born=people.naze.born)],
        questions=[actions.NewQuestion("Kîjan dar?", "Dara tûyê.")],
        consents=[actions.NewConsent("search", "given")],
        owner=people.clerk.staff,
        by=people.clerk,
    )
    by = people.officer
    actions.add_document(person=people.naze, kind="ration", seen="copy", number="7", kept_by="mother", by=by)
    actions.describe_person(person=people.naze, kind="mark", words="Birîn.", told_by="mother", by=by)
    brothers_of(people)
    house = actions.add_household(by=by)
    actions.join_household(household=house, person=people.naze, role="head", by=by)
    task = actions.a_relative_goes(person=people.naze, who="brother", minor=False, by=by)
    return {"request": request, "sought": request.sought.get(), "task": task}


def brothers_of(people) -> None:
    """So many that their picture is wider than any page."""
    father = people.naze.kin.get(kind="father").relative
    for given in ("Ferhan", "Sîpan", "Evdal", "Reşo", "Heso", "Mîrdan", "Barjas"):
        brother = person_of(people.officer, None, [(f"{given} Berces Qolo", "birth")], "male", 1999)
        actions.add_kin(person=brother, relative=father, kind="father", tie="blood", by=people.officer)


def paths(people) -> dict[str, tuple[str, object]]:
    event = people.naze.events.get(kind="seen")
    contact = suspected(people)
    report, person = event.report, f"/people/{people.naze.code}/"
    keeper = people.more(Role.DATA_PROTECTION, name="perî")
    family = family_of(people)
    asked = f"/requests/{family['request'].code}/"
    asks = f"{asked}asks/{family['request'].standing.get().inquirer.code}/"
    return {
        "requests": ("/requests/", people.clerk),
        "new request": ("/requests/new/", people.clerk),
        "request to print": (f"{asked}print/", people.verifier),
        "request": (asked, people.verifier),
        "request of a clerk": (asked, people.clerk),
        "what was told": (f"{asked}tell/", people.verifier),
        "review of a request": (f"{asked}review/", people.verifier),
        "somebody else asks": (f"{asked}asks/new/", people.clerk),
        "consent": (f"{asks}consent/", people.clerk),
        "number": (f"{asks}number/", people.clerk),
        "mark": (f"{asks}mark/", people.verifier),
        "who is meant": (f"/requests/sought/{family['sought'].pk}/", people.officer),
        "around": (f"{person}around/", people.verifier),
        "kin": (f"{person}kin/new/", people.verifier),
        "household": (f"{person}household/", people.verifier),
        "goes": (f"{person}goes/", people.clerk),
        "mine": (f"{person}mine/", people.clerk),
        "wish": (f"{person}wish/", people.verifier),
        "what may be used": (f"{person}uses/", people.verifier),
        "a correction that is due": (f"/figures/correction/{correction_due(people).pk}/", people.head),
        "papers": (f"{person}papers/", people.officer),
        "a paper": (f"{person}papers/new/", people.officer),
        "ruling": (f"{person}rulings/new/", people.officer),
        "described": (f"{person}described/", people.verifier),
        "describe": (f"{person}described/new/", people.verifier),
        "task": (f"/tasks/{family['task'].pk}/", people.verifier),
        "desk": ("/", people.clerk),
        "verifier's desk": ("/", people.verifier),
        "desk of one without a room": ("/", people.nobody),
        "search": ("/search/", people.clerk),
        "person": (person, people.verifier),
        "person to print": (f"{person}print/", people.clerk),
        "family": (f"{person}family/", people.clerk),
        "report": (f"/reports/new/?about={people.naze.code}", people.clerk),
        "kept": (f"/reports/{report.pk}/kept/", people.clerk),
        "add person": ("/people/new/", people.clerk),
        "assess": (f"/events/{event.pk}/assess/", people.verifier),
        "correct": (f"/events/{event.pk}/correct/", people.verifier),
        "withdraw": (f"/reports/{report.pk}/withdraw/", people.verifier),
        "withdraw by number": ("/reports/by-number/", keeper),
        "withdraw this": (f"/reports/by-number/{report.pk}/", keeper),
        "same": (f"{person}same/?other={people.xelil.code}", people.verifier),
        "review": (f"{person}review/", people.verifier),
        "name": (f"{person}names/new/", people.verifier),
        "fact": (f"{person}facts/new/", people.verifier),
        "not found": ("/people/P00000-0/", people.clerk),
        "components": ("/ui/", people.clerk),
        "staff": ("/staff/", people.head),
        "invite": ("/staff/invite/", people.head),
        "keys": ("/keys/", people.head),
        "decisions": ("/decisions/", people.head),
        "a decision": (f"/decisions/{joining(people).pk}/", people.head),
        "one of the staff": (f"/staff/{people.clerk.staff.pk}/", people.head),
        "account": ("/account/", people.head),
        "passphrase": ("/account/passphrase/", people.head),
        "second factor": ("/account/second-factor/", people.head),
        "second factor off": ("/account/second-factor/off/", people.head),
        "trail": ("/trail/", people.nobody),
        "lists": ("/lists/", people.officer),
        "organisations": ("/organisations/", people.head),
        "add an organisation": ("/organisations/new/", people.head),
        "an organisation": (f"/organisations/{(clinic := agreed(people)).pk}/", people.head),
        "agree": (f"/organisations/{clinic.pk}/agreement/", people.head),
        "end an agreement": (f"/agreements/{clinic.agreements.get().pk}/end/", people.head),
        "hand something over": (f"/organisations/{clinic.pk}/share/", people.head),
        "figures": ("/figures/", people.head),
        "figures of those who remain": ("/figures/?show=remaining", people.head),
        "statements": ("/figures/statements/", people.head),
        "a statement": (f"/figures/statements/{(statement := corrected(people)).pk}/", people.head),
        "write a statement down": ("/figures/statements/new/", people.head),
        "correct a statement": (f"/figures/statements/new/?corrects={statement.pk}", people.head),
        "another figure": (f"/figures/statements/{statement.pk}/figure/", people.head),
        "places": ("/places/", people.clerk),
        "map": ("/places/map/", people.clerk),
        "map of the region": ("/places/map/?show=region", people.clerk),
        "a place": (f"/places/{people.naze.origin_id}/", people.officer),
        "a town": (f"/places/{Place.objects.get(name='Sinjar').pk}/", people.verifier),
        "add a place": ("/places/new/", people.officer),
        "add a spelling of a place": (f"/places/{people.naze.origin_id}/names/new/", people.officer),
        "who controlled a place": (f"/places/{people.naze.origin_id}/control/", people.officer),
        "import": ("/lists/import/", people.officer),
        "rota": ("/shifts/", people.head),
        "stand-ins": ("/shifts/stand-ins/", people.head),
        "hand over": ("/shifts/hand-over/", people.clerk),
        "handed over": (f"/shifts/hand-over/{handed_over(people).pk}/", people.clerk),
        "out alone": ("/shifts/out/", people.clerk),
        "what became of alarms": ("/shifts/heeded/", people.head),
        "the board on paper": ("/duty/paper/", people.head),
        "what somebody holds": (f"/staff/{people.officer.staff.pk}/leaving/", people.head),
        "spoken codes": ("/account/spoken-codes/", people.verifier),
        "requests of authorities": ("/authorities/", people.head),
        "a request of an authority": (f"/authorities/{asked_by_a_court(people).pk}/", people.head),
        "no answer": (f"/promises/{promised(people).pk}/again/", people.clerk),
        "paper forms": ("/paper/", people.clerk),
        "a batch of forms": (f"/paper/printings/{sheet(people).printing_id}/", people.clerk),
        "typing in": (f"/paper/sheets/{sheet(people).serial}/type/", people.clerk),
        "a sheet": (f"/paper/sheets/{sheet(people).serial}/", people.clerk),
        "papers to be shredded": ("/papers/", people.clerk),
        **around_missions(people),
        "contacts": ("/contacts/", people.verifier),
        "why": (f"/contacts/why/{contact.pk}/", people.verifier),
        "after a call": (f"/contacts/checklist/{just_taken(people).pk}/", people.clerk),
        "family's questions": (f"/contacts/questions/{people.xelil.code}/", people.verifier),
        "weighed": (f"/contacts/weighing/{people.xelil.code}/", people.verifier),
        "side by side": (f"/contacts/weighing/{people.xelil.code}/{contact.report_id}/", people.verifier),
        "news day": ("/contacts/news/", people.head),
        "what stops missions": ("/contacts/stops/", people.verifier),
        "sources": ("/contacts/sources/", (handled := handling(people)).handler),
        "a source": (f"/contacts/sources/{handled.source.pk}/", handled.handler),
        "a family of ours": (f"/contacts/families/{handled.burned.pk}/", people.clerk),
        **around_a_telling(people),
        **postings_and_portraits(people),
        "sign-in": ("/sign-in/", None),
        "duty": ("/duty/", None),
    }


def correction_due(people):
    """Held dead, and lives."""
    return write_task(people.xelil, Kind.CORRECT_PUBLISHED, by=people.verifier)


def around_a_telling(people):
    """Somebody who came back and tells: two episodes that clash, what not to ask, whom she saw."""
    hears, other = (people.more(Role.PSYCHOLOGIST, name=name) for name in ("nesrîn", "perwîn"))
    decision = actions.propose_episodes(purpose="تواريخ للمديرية.", by=people.head)
    decisions.approve(decision=decision, by=people.more(Role.DATA_PROTECTION, name="hêvî"))
    her, region = people.xelil, str(Place.objects.get(name="Sinjar").pk)
    contacts.begin_telling(
        person=her, purpose="المديرية", why="لا شيء معروف", agreed=True, readers=[people.verifier.staff],
        by=hears,
    )  # fmt: skip
    first = telling.Episode("one", region, dates.year(2015), dates.season(2015, "winter"), words="Çil roj.")
    then = telling.Episode(
        "two", region, dates.year(2013), after=("one",), as_told="berî Çarşema Sor", unfinished=True
    )
    for one in (first, then):
        contacts.keep_episode(person=her, episode=one, by=hears)
    contacts.say_saw(person=her, sought=people.naze, region=region, when=dates.year(2016), by=hears)
    contacts.set_topic(person=her, topic="deaths_seen", state="not_wished", by=hears)
    contacts.refer(person=her, organisation="لجنة", on=dates.year(2016), reference="12/2016", by=hears)
    contacts.set_asking(person=her, answer="yes", through="nesrîn", by=hears)
    told = f"/contacts/told/{her.code}/"
    stopped = people.naze.kin.get(kind="father").relative
    contacts.begin_telling(person=stopped, purpose="المديرية", why="لا شيء معروف", agreed=True, by=hears)
    contacts.keep_episode(person=stopped, episode=first, by=hears)
    contacts.set_pace(person=stopped, step="stopped", by=hears)
    return {
        "desk of a psychologist": ("/", hears),
        "what she told until she stopped": (f"/contacts/told/{stopped.code}/", hears),
        "episodes": ("/contacts/told/", people.head),
        "episodes of a psychologist": ("/contacts/told/", hears),
        "what she told": (told, hears),
        "what she told, to a named reader": (told, people.verifier),
        "an episode": (f"{told}episode/?after=one", hears),
        "an episode said anew": (f"{told}episode/two/", hears),
        "somebody she saw": (f"{told}saw/", hears),
        "take it back": (f"{told}take-back/?id=one", hears),
        "begin to tell": (f"/contacts/told/{people.naze.code}/begin/", other),
        "before you ask": (f"/contacts/before/{her.code}/", people.verifier),
        "whom to ask": (f"/contacts/worth/{people.naze.code}/", people.verifier),
        "a person with a telling": (f"/people/{her.code}/", hears),
    }


def postings_and_portraits(people):
    """A posting that waits for two; portraits two have let her show, one before a family, one known."""
    named = [people.verifier.staff]
    story = intake.Story("قناة", "وصلت مع من هربت", "للبحث عنها")
    posting = intake.take_posting(
        file=intake.NewFile(portrait(1)), kind="screenshot", story=story, readers=named, by=people.clerk
    )
    batch = intake.take_batch(
        new=[intake.NewFile(portrait(n)) for n in range(2, 5)],
        story=story, came_on=timezone.localdate(), readers=named, by=people.clerk,
    )  # fmt: skip
    decision = evidence.propose_opening(thing=batch, why="لعرضها", by=people.verifier)
    decisions.approve(decision=decision, by=people.head)
    request = TracingRequest.objects.earliest("recorded_at")
    told = {"request": request, "inquirer": request.standing.get().inquirer, "sat_with": people.clerk.staff}
    for item in batch.items.filter(number__lt=3):
        evidence.cut_face(evidence=item, box=(20, 10, 80, 80), by=people.verifier)
        showing = showings.show(evidence=item, **told, warned=True, by=people.verifier)
        if item.number == 1:
            answer = showings.answer(
                showing=showing, said="knows", sought=request.sought.get(), by=people.verifier
            )
    to, of_batch = "/contacts/evidence/", f"/contacts/evidence/batches/{batch.pk}/"
    return {
        "postings and portraits": (to, people.verifier),
        "postings and portraits of a clerk": (to, people.clerk),
        "hand in a posting": (f"{to}new/", people.clerk),
        "hand in portraits": (f"{to}batches/new/", people.clerk),
        "a posting": (f"{to}{posting.pk}/", people.verifier),
        "a portrait": (f"{to}{batch.items.get(number=1).pk}/", people.verifier),
        "portraits that came together": (of_batch, people.verifier),
        "show one": (f"{of_batch}show/?request={request.code}", people.verifier),
        "set one aside": (f"{of_batch}3/aside/", people.verifier),
        "one before a family": (f"{to}showings/{showing.pk}/", people.verifier),
        "answered": (f"{of_batch}answered/?said=knows", people.verifier),
        "what families said": (f"{to}claims/{answer.pk}/", people.verifier),
    }


def around_missions(people):
    """A mission on the way, one that is planned, and everything around them."""
    planner, head = people.planner, people.head
    out, planned = (missions.open_mission(lead=people.lead.staff, region=None, by=planner) for _ in range(2))
    for one in (out, planned):
        missions.choose(mission=one, persons=[people.naze], by=planner)
    missions.another_works(
        mission=planned, person=people.naze, go_between=people.clerk.staff, other="عيادة", by=planner
    )
    attempt = out.attempts.get()
    approved_for = missions_read.mark_of(missions_read.group_of(out))
    write_step(attempt, Stage.APPROVED, group=approved_for, by=head)
    due = timezone.now() + timedelta(hours=3)
    write_step(attempt, Stage.UNDER_WAY, by=planner)
    set_time(attempt, due, 30, by=planner)
    missions.tick(attempt=attempt, person=people.naze, outcome="died", age="grown", by=planner)
    missions.tick_second(line=attempt.lines.get(), by=people.lead)
    missions.add_note(mission=out, kind="plan", words="قرب البئر.", by=planner)
    last_point = missions.add_note(
        mission=out, kind="last_point", words="عند المنعطف.", person=people.naze, by=planner
    )
    missions.move_note(note=last_point, by=planner)
    missions.add_helper(code_name="زيتون", kin="أخته.", by=planner)
    missions.ask_who_may_know(
        person=people.naze, authority="محكمة", words="هل رآها أحد؟",
        deadline=timezone.localdate() + timedelta(days=5), by=planner,
    )  # fmt: skip
    return {
        "missions": ("/missions/", planner),
        "missions of the head": ("/missions/", head),
        "plan a mission": ("/missions/new/", planner),
        "a mission on the way": (f"/missions/{out.code}/", planner),
        "a mission that waits": (f"/missions/{planned.code}/", planner),
        "a mission of the lead": (f"/missions/{out.code}/", people.lead),
        "a mission to print": (f"/missions/{out.code}/print/", planner),
        "a manifest to print": (f"/missions/{out.code}/print/manifest/", planner),
        "who could come home": ("/missions/could-come/", planner),
        "somebody into a group": (f"/missions/{planned.code}/choose/?about={people.xelil.code}", planner),
        "in a plan by mistake": (f"/missions/{planned.code}/take-out/{people.naze.code}/", planner),
        "a risk sheet": (f"/missions/{planned.code}/risks/", planner),
        "closing a mission": (f"/missions/{planned.code}/close/", planner),
        "a mission for somebody": (f"/missions/new/?about={people.naze.code}", planner),
        "helpers": ("/missions/helpers/", planner),
        "who may know": ("/missions/may-know/", planner),
        "who watches": ("/missions/watching/", head),
        "a go-between": (f"/missions/speak/{MustSpeak.objects.get(other_mission=None).pk}/", people.clerk),
        "released words": ("/missions/news/", head),
        "what survived": ("/missions/kept/", people.verifier),
        "warning for families": ("/missions/warning/", people.clerk),
        "desk of a planner": ("/", planner),
    }


def asked_by_a_court(people):
    """A request without a review yet."""
    return authorities.log_request(
        kind="court",
        authority="محكمة التحقيق",
        asked_for="سجل الإفادات.",
        received_on=date(2026, 11, 20),
        legal_ground="المادة 59",
        by=people.head,
    )


def just_taken(people):
    """A call whose checklist waits for whoever took it."""
    told = [actions.Claim(people.xelil, "wrote")]
    return actions.record_report(
        channel="call",
        told_at=timezone.now(),
        words="Ez sax im.",
        source_grade="F",
        content_grade="plausible",
        claims=told,
        by=people.clerk,
    )


def handling(people):
    """A source of two handlers', with a card, a note, and one of ours killed."""
    handler = people.more(Role.SOURCE_HANDLER, name="hejar")
    deputy = people.more(Role.SOURCE_HANDLER, name="gulan")
    source = contacts.add_source(code_name="K7", deputy=deputy.staff, by=handler)
    contacts.keep_card(source=source, words="Kesekî ji gund.", by=handler)
    today = timezone.localdate()
    contacts.note_helper(source=source, kind="debrief", on=today, words="Westiyayî ye.", by=handler)
    burned = contacts.burn(
        source=source, taken=False, killed=True, contact=people.clerk.staff, next_on=today, by=handler
    )
    return SimpleNamespace(handler=handler, source=source, burned=burned)


def suspected(people):
    """A call that may be a trap."""
    named = {"place": "Mala li ber aş", "wording": "Zû werin, îşev"}
    return contacts.fill_checklist(
        report=just_taken(people), signs=["place_offered", "third_voice"], named=named, by=people.clerk
    )


def promised(people):
    """A call that is overdue."""
    report, at = people.naze.events.get(kind="called").report, timezone.now() - timedelta(hours=1)
    return actions.promise_call(
        report=report, at=at, who="we_ring", other="mother", person=people.naze, by=people.clerk
    )


def handed_over(people):
    """A shift of one.clerk's, with its note."""
    return shifts.hand_over(to=people.officer.staff, note="خط دهوك ضعيف الليلة.", by=people.clerk)


def agreed(people):
    """An organisation with an agreement."""
    today = timezone.localdate()
    clinic = actions.add_organisation(name="عيادة", kind="medical", by=people.head)
    actions.record_agreement(
        organisation=clinic, purpose="Treatment", what=["referral"], begins=today, ends=today, by=people.head
    )
    return clinic


def corrected(people):
    """A statement that corrects another."""
    told = {"issuer": "وزارة", "words": "بقي 2,558", "by": people.head}
    old = figures.record_statement(numbers=[Number("remaining", 2832)], **told)
    return figures.record_statement(
        numbers=[Number("remaining", 2558), Number("graves", 93)], corrects=old, why="Their own.", **told
    )


def sheet(people):
    """An empty form on paper."""
    printing = print_sheets(form="request", language="kmr", sheets=1, by=people.clerk)
    return printing.rows.get()


def joining(people):
    """A decision that waits: whether brother and sister are one person."""
    return actions.propose_judgement(
        a=people.naze, b=people.xelil, verdict="same", why="بيت واحد في قائمتين.", by=people.officer
    )


def named_where_others_read(page) -> list[str]:
    """The title and the addresses that name somebody: history, tabs and print queues keep them (D30)."""
    links = page.locator("a[href], form[action]").evaluate_all("all => all.map(e => e.href || e.action)")
    read = [page.title(), *(unquote(str(link)) for link in links)]
    return [one for one in read if any(name in one for name in NAMES)]


def without_label(page) -> list[str]:
    """Cells that on a phone do not say whose column they are; buttons speak for themselves."""
    return page.locator("table.stacks tbody td").evaluate_all(
        """all => all.filter(cell => cell.innerText.trim() && cell.colSpan == 1 && !cell.dataset.label &&
            !cell.querySelector("button") &&
            !cell.closest("table").tHead.rows[0].cells[cell.cellIndex].querySelector(".visually-hidden")
        ).map(cell => cell.innerText.slice(0, 40))"""
    )


# The doors themselves, and pages that are left by what one does on them.
WITHOUT_A_WAY_BACK = {
    "person", "person to print", "a person with a telling", "report", "kept", "not found", "components",
    "account", "sign-in", "duty", "one before a family",
}  # fmt: skip


def no_way_back(page) -> bool:
    """Whether this is neither a room of the bar nor says where it lies."""
    here = page.url.split("?")[0].split("#")[0]
    doors = page.locator(".bar nav a").evaluate_all("all => all.map(e => e.href)")
    return here not in doors and page.locator(".crumbs a").count() == 0


def first_of_all(page) -> list[str]:
    """The filled buttons in sight; one thing comes first, beside what is overdue in a row."""
    return page.locator(".btn.filled").evaluate_all(
        """all => all.filter(b => !b.closest(".rows") && b.checkVisibility({ visibilityProperty: true }))
            .map(b => b.innerText.trim())"""
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_results_of_a_search_are_open_to_everybody(language, people, visitor):
    page = visitor(people.clerk, language=language).opens("/search/")

    page.fill("#id_q", "خليل برجس")
    page.wait_for_selector("#results a[href*='/people/']")

    assert Axe().run(page, options=RULES).response["violations"] == []


@arabic_first
def test_every_page_is_open_to_everybody(language, people, visitor):
    visitors: dict[str, Visitor] = {}
    axe, found = Axe(), []
    for name, (path, reader) in paths(people).items():
        who = str(reader and reader.staff.pk)
        if who not in visitors:
            visitors[who] = visitor(reader, language=language)
        one = visitors[who]
        one.console.clear()
        one.page.set_viewport_size({"width": WIDE, "height": 800})
        page = one.opens(path)
        for barrier in axe.run(page, options=RULES).response["violations"]:
            nodes = [node["html"][:140] for node in barrier["nodes"][:2]]
            found.append(f"{name}: {barrier['id']} {nodes}")
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{name} at {width}: scrolls sideways to {wide}")
        found += [f"{name}: without label: {cell}" for cell in without_label(page)]
        if name not in WITHOUT_A_WAY_BACK and no_way_back(page):
            found.append(f"{name}: no way back")
        if len(many := first_of_all(page)) > 1:
            found.append(f"{name}: filled at once: {many}")
        found += [f"{name}: names somebody in {where}" for where in named_where_others_read(page)]
        if one.console and name != "not found":
            found.append(f"{name}: {one.console}")

    assert "\n".join(found) == ""
