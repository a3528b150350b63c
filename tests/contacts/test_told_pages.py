"""The pages of a telling: for named readers; who may not enter cannot tell that somebody told (D5, R22)."""

import pytest

from tests import factories as make
from vegerin.contacts import actions, queries
from vegerin.contacts.models import TakenBack
from vegerin.engines.history.dates import year
from vegerin.guard import decisions
from vegerin.guard.models import Decision, TrailEntry
from vegerin.guard.roles import Role
from vegerin.register.models import Episode

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def telling(person, psychologist, switched_on):
    actions.begin_telling(person=person, purpose="A court.", why="Unknown.", agreed=True, by=psychologist)
    return person


def test_d5_the_page_says_why_episodes_are_off_and_two_switch_them_on(staff, client_for):
    head, deputy, hears = staff(Role.HEAD), staff(Role.DEPUTY), staff(Role.PSYCHOLOGIST)
    off = client_for(hears).get("/contacts/told/").content.decode()

    client_for(head).post("/contacts/told/", {"purpose": "Dates for a court."})
    decisions.approve(decision=Decision.objects.get(kind="register.episodes"), by=deputy)

    on = client_for(hears).get("/contacts/told/").content.decode()
    assert "Nobody is asked for the sake of a file" in off
    assert "Dates for a court." in on
    assert "Propose it" not in off + on


def test_while_they_are_off_nobody_can_begin(person, psychologist, client_for):
    page = client_for(psychologist).get(f"/contacts/told/{person.code}/begin/").content.decode()

    assert "Episodes are off" in page
    assert '<button class="btn filled" type="submit">Begin' not in page


def test_d5_the_desk_leads_whoever_hears_her_to_the_telling_by_code_alone(
    telling, psychologist, staff, client_for
):
    other, clerk = staff(Role.PSYCHOLOGIST, name="perwin"), staff(Role.CLERK, name="clerk2")
    opened = TrailEntry.objects.filter(kind="episodes.opened").count()

    hers, others, clerks = (client_for(one).get("/").content.decode() for one in (psychologist, other, clerk))

    way = f'href="/contacts/told/{telling.code}/">{telling.code}</a>'
    assert [way in page for page in (hers, others, clerks)] == [True, False, False]
    assert "Xezal" not in hers
    assert "Who tells you" not in others + clerks
    assert TrailEntry.objects.filter(kind="episodes.opened").count() == opened


def test_what_is_written_when_she_stops_is_kept_as_it_is(telling, psychologist, client_for):
    page = f"/contacts/told/{telling.code}/"
    sent = {"region": "", "begins": "2015", "ends": "when the apricots came", "then": "stopped"}

    client_for(psychologist).post(f"{page}episode/", sent)

    told = queries.telling_for(psychologist, telling)
    [one] = told.episodes
    assert (one.begins, one.as_told, one.unfinished) == (year(2015), "when the apricots came", True)
    assert told.state == "stopped"


def test_stopping_before_a_word_keeps_no_episode(telling, psychologist, client_for):
    client_for(psychologist).post(f"/contacts/told/{telling.code}/episode/", {"then": "paused"})

    told = queries.telling_for(psychologist, telling)
    assert (told.episodes, told.state) == ((), "paused")


def test_a_date_that_cannot_be_read_is_asked_again_while_she_tells(telling, psychologist, client_for):
    answer = client_for(psychologist).post(
        f"/contacts/told/{telling.code}/episode/", {"ends": "when the apricots came", "then": "keep"}
    )

    assert "was not understood" in answer.content.decode()
    assert Episode.objects.count() == 1


def test_a_half_typed_episode_survives_sealed_and_says_nobodys_code(telling, psychologist, client_for):
    from vegerin.guard.models import Draft

    client = client_for(psychologist)
    page = f"/contacts/told/{telling.code}/episode/"
    client.post(
        "/draft/?form=contacts:episode", {"of": f"{telling.code}/", "words": "Çil roj", "begins": "2015"}
    )

    assert "Çil roj" in client.get(page).content.decode()
    assert [draft.form for draft in Draft.objects.all()] == ["contacts:episode"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PSYCHOLOGIST])
def test_nobody_but_a_named_reader_finds_a_telling(telling, staff, client_for, role, psychologist, officer):
    other = make.person("Somebody else", by=officer)
    client = client_for(staff(role, name="somebody"))
    absent = client.get("/no-such-page/")

    for code in (telling.code, other.code, "P00000-0"):
        for page in ("", "take-back/", "episode/", "saw/"):
            answer = client.get(f"/contacts/told/{code}/{page}")
            assert (answer.status_code, answer.content) == (404, absent.content)
        for page in ("pace/", "order/", "reader/", "take-back/"):
            assert client.post(f"/contacts/told/{code}/{page}").content == absent.content


@pytest.mark.parametrize("role", [Role.RECEPTION_MANAGER, Role.NURSE, Role.CLERK, Role.HEAD])
def test_the_slot_of_whoever_asks_nobody_is_the_same_with_and_without_a_telling(
    telling, staff, client_for, role, officer
):
    other = make.person("Somebody else", by=officer)
    client = client_for(staff(role, name="somebody"))

    lent = {"HTTP_HX_REQUEST": "true"}
    slots = [client.get(f"/contacts/told-by/{one.pk}/", **lent).content for one in (telling, other)]

    assert slots[0] == slots[1]
    assert b"Nothing to show you here" in slots[0]


def test_it_is_taken_back_on_its_page_and_the_page_says_what_stays(telling, psychologist, client_for):
    client = client_for(psychologist)
    page = client.get(f"/contacts/told/{telling.code}/take-back/").content.decode()

    client.post(f"/contacts/told/{telling.code}/take-back/")

    assert "What stays" in page
    assert TakenBack.objects.get().whole
    assert client.get(f"/contacts/told/{telling.code}/").status_code == 404


def test_known_ask_not_is_noted_and_shown_to_the_next_who_asks(telling, psychologist, verifier, client_for):
    url = f"/contacts/before/{telling.code}/"
    client = client_for(psychologist)
    client.post(url, {"kind": "topic", "topic": "deaths_seen", "state": "not_wished"})
    statement = {"organisation": "Commission", "on": "2016", "reference": "12/2016"}
    client.post(url, {"kind": "statement", **statement})
    client.post(url, {"kind": "asking", "answer": "no"})

    page = client_for(verifier).get(url).content.decode()

    said = [
        "Deaths she or he saw", "Does not wish to speak of this", "12/2016", "It is not retold here",
        "Does not wish to be asked about anybody",
    ]  # fmt: skip
    assert [words for words in said if words not in page] == []
    assert f"/contacts/told/{telling.code}/" not in page


def test_asking_whom_to_ask_wants_a_reason_and_is_no_link(telling, verifier, client_for):
    url = f"/contacts/worth/{telling.code}/"
    client = client_for(verifier)

    assert "The next person worth asking</h2>" not in client.get(url + "?why=x").content.decode()
    assert "must be filled" in client.post(url, {"why": ""}).content.decode()
    assert "Nobody whom we can name" in client.post(url, {"why": "Her mother asks."}).content.decode()


def test_what_came_of_asking_is_kept(telling, verifier, officer, client_for):
    sought = make.person("Perî", by=officer)

    client_for(verifier).post(
        f"/contacts/worth/{sought.code}/asked/", {"person": telling.code, "outcome": "no"}
    )

    assert queries.before_asking(verifier, telling).asking.answer == "no"


def test_d23_no_address_of_the_room_asks_by_place_or_lists_tellings():
    from vegerin.contacts.urls import urlpatterns

    pages = [str(one.pattern) for one in urlpatterns]
    told = [one for one in pages if one.startswith(("told", "worth", "before"))]

    assert [one for one in told if "<str:code>" not in one and "<uuid:person_id>" not in one] == ["told/"]
