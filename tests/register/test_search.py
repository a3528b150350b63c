"""One box, four scripts: who is found, in which order, why, and by whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.racing import race
from vegerin.engines.history.dates import parse
from vegerin.guard import boot, unlocking
from vegerin.guard.models import TrailEntry
from vegerin.guard.roles import Role
from vegerin.register import actions, indexing, owners, queries
from vegerin.register.models import KeyWord, NameKey
from vegerin.register.owners import OwnerLine
from vegerin.register.queries import Filters

pytestmark = pytest.mark.record
XELIL = ("خليل", "Xelîl", "Khaleel", "Khalil", "خەلیل")


@pytest.fixture
def people(officer):
    """Three men of one given name, and others."""
    return {
        name: make.person(name, by=officer, **told)
        for name, told in {
            "Xelîl Mirad Qasim": {"sex": "male", "born": parse("1990")},
            "خليل خدر حسن": {"sex": "male"},
            "Khaleel Hemo": {},
            "Nesrîn Mirad Qasim": {"sex": "female", "born": parse("2003")},
            "Gulê Xidir": {"sex": "female"},
        }.items()
    }


def found(reader, text, **filters) -> list[str]:
    return [hit.name for hit in queries.search(reader, text, filters=Filters(**filters)).hits]


@pytest.mark.parametrize("text", XELIL)
def test_one_box_finds_a_given_name_in_any_script(people, officer, text) -> None:
    assert set(found(officer, text)) == {"Xelîl Mirad Qasim", "خليل خدر حسن", "Khaleel Hemo"}


def test_a_persons_number_finds_her_alone_however_it_is_typed(people, officer, clerk, client_for) -> None:
    person = people["Gulê Xidir"]
    number = person.code
    eastern = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    typed = [number, number.lower(), number.replace("-", " "), number[:-2], f" {eastern} "]
    names = [found(clerk, text, sex="male") for text in typed]
    hit = queries.search(officer, number, typing=True).hits[0]

    assert names == [["Gulê Xidir"]] * 5
    assert (hit.person, hit.band, hit.why[0].code) == (person, "very_likely", "search.number")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    browser = client_for(clerk)
    page = browser.post("/search/", {"q": wrong}, follow=True).content.decode()
    assert "Nobody with this number" in page


def test_a_number_of_somebody_who_is_not_the_readers_finds_nobody(people, staff) -> None:
    assert found(staff(Role.PARTNER), people["Gulê Xidir"].code) == []


@pytest.mark.parametrize(
    "text", ["خليل مراد قاسم", "Xelîl Mirad", "Khalil Murad Qassim", "Khaleel Qasim", "Mirad Xelîl"]
)
def test_with_fathers_or_grandfathers_name_or_swapped_order_the_right_one_is_first(
    people, officer, text
) -> None:
    assert found(officer, text)[0] == "Xelîl Mirad Qasim"


def test_each_result_says_why_in_words(people, officer) -> None:
    first = queries.search(officer, "خليل مراد").hits[0]

    assert first.band == "very_likely"
    assert {part for reason in first.why for part in (reason.values.get("a"), reason.values.get("b"))} >= {
        "خليل",
        "Xelîl",
        "مراد",
        "Mirad",
    }
    assert all(reason.code and reason.says for reason in first.why)


@pytest.mark.parametrize("typed", ["Xel", "Kha", "خلي", "Nes", "Xelîl Mi"])
def test_results_come_while_typing(people, officer, typed) -> None:
    assert found(officer, typed)


@pytest.mark.parametrize(
    ("wrong", "right"), [("Nesrn Mirad", "Nesrîn Mirad Qasim"), ("Xelîm Mirad", "Xelîl Mirad Qasim")]
)
def test_one_wrong_letter_is_forgiven(people, officer, wrong, right) -> None:
    assert right in found(officer, wrong)


def test_what_else_is_known_narrows_and_what_was_not_said_is_no_reason_against(people, officer) -> None:
    assert set(found(officer, "Xelîl", sex="female")) == {"Khaleel Hemo"}
    assert set(found(officer, "Xelîl", born=parse("1990"))) == set(found(officer, "Xelîl"))
    assert "Xelîl Mirad Qasim" not in found(officer, "Xelîl", born=parse("2005"))


def test_the_text_is_shown_as_it_was_read(people, officer) -> None:
    assert queries.search(officer, "Xelîl Mirad").read_as == (("Xelîl", "given"), ("Mirad", "father"))


@pytest.mark.parametrize("nothing", ["", "   ", "٪", "xyzzy qqq"])
def test_nothing_is_found_for_nothing(people, officer, nothing) -> None:
    assert found(officer, nothing) == []


def test_typing_leaves_no_trace_and_a_submitted_search_only_for_the_auditor(people, officer) -> None:
    before = TrailEntry.objects.count()
    queries.search(officer, "Xelîl")
    assert TrailEntry.objects.count() == before

    actions.note_search(text="Xelîl", found=3, by=officer)

    entry = TrailEntry.objects.order_by("number").last()
    assert (entry.kind, entry.detail) == ("search", {"found": 3})
    assert "Xelîl".encode() not in bytes(entry.secret)


@pytest.fixture
def rows_of_a_list(officer, monkeypatch):
    """Two rows of a list that only the officer may see."""

    def describe(reader, ids):
        if reader.staff != officer.staff:
            return {}
        return {one: OwnerLine(f"row {one}", "list A, row 7", f"/lists/{one}/", sex="male") for one in ids}

    monkeypatch.setitem(owners._describers, "test_row", describe)
    new = [
        actions.NewWrittenName("test_row", str(n), text)
        for n, text in enumerate(["خليل مراد", "Hesen Xidir"])
    ]
    return actions.add_written_names(new, by=officer)


def test_rows_of_lists_stand_beside_people_for_those_who_may_see_them(
    people, rows_of_a_list, officer, clerk
) -> None:
    owners_found = {(hit.owner_type, hit.name) for hit in queries.search(officer, "Xelîl Mirad").hits}

    assert {("person", "Xelîl Mirad Qasim"), ("test_row", "خليل مراد")} <= owners_found
    assert {hit.owner_type for hit in queries.search(clerk, "Xelîl Mirad").hits} == {"person"}


def test_of_one_band_people_come_before_rows_of_lists(people, rows_of_a_list, officer) -> None:
    hits = [hit for hit in queries.search(officer, "خليل مراد").hits if hit.band == "very_likely"]

    assert [hit.owner_type for hit in hits] == ["person", "test_row"]


def test_a_word_found_as_a_fathers_name_says_so_and_no_statistics_are_told(people, officer) -> None:
    hits = queries.search(officer, "Mirad").hits

    assert {"search.as_role"} <= {reason.code for hit in hits for reason in hit.why}
    assert {reason.values["role"] for hit in hits for reason in hit.why if "role" in reason.values} == {
        "father"
    }
    assert not {reason.code for hit in hits for reason in hit.why} & {"names.one_in", "names.not_given"}


def test_rows_can_be_left_out(people, rows_of_a_list, officer) -> None:
    assert "خليل مراد" not in found(officer, "Xelîl Mirad", owner_types=frozenset({"person"}))


def test_names_of_owners_nobody_describes_are_not_taken(officer) -> None:
    with pytest.raises(ValueError, match="No room describes nobody"):
        actions.add_written_names([actions.NewWrittenName("nobody", "1", "Xelîl")], by=officer)


def test_a_search_asks_the_database_as_often_for_three_people_as_for_one(officer) -> None:
    counts = []
    for _ in range(3):
        make.person("خليل مراد", by=officer)
        with CaptureQueriesContext(connection) as asked:
            queries.search(officer, "Xelîl Mirad")
        counts.append(len(asked))

    assert counts == [counts[0]] * 3


def test_the_index_made_again_finds_the_same(people, officer) -> None:
    before, keys = found(officer, "خليل مراد"), NameKey.objects.count()

    assert indexing.index_again() == keys
    assert found(officer, "خليل مراد") == before


def test_a_village_of_a_name_that_is_not_unique_narrows_to_all_of_that_name(officer) -> None:
    one, other, third = (
        make.village(name, by=officer) for name in ("Gundê Kevir", "Gundê Kevir", "Gundê Av")
    )
    for name, village in (("Xelîl Mirad", one), ("Xelîl Hesen", other), ("Xelîl Qasim", third)):
        make.person(name, by=officer, origin=village)

    places = queries.place_named(officer, "Gundê Kevir")

    assert len(places) == 2
    assert set(
        found(officer, "Xelîl", origins=frozenset(place.pk for place in places), village="Gundê Kevir")
    ) == {
        "Xelîl Mirad",
        "Xelîl Hesen",
    }


def test_a_village_nobody_knows_finds_only_those_of_whom_no_home_is_known(officer) -> None:
    make.person("Xelîl Mirad", by=officer, origin=make.village("Gundê Kevir", by=officer))
    make.person("Xelîl Hesen", by=officer)

    assert found(officer, "Xelîl", village="Nowhere") == ["Xelîl Hesen"]


def test_what_is_known_narrows(people, officer) -> None:
    lost = make.person("Xelîl Rêber", by=officer)
    make.event(lost, "abducted", "2014-08-03", by=officer)

    assert found(officer, "Xelîl", fate=queries.person_for(officer, lost.code).fate) == ["Xelîl Rêber"]


def test_one_list_narrows_to_its_rows(people, rows_of_a_list, officer, monkeypatch) -> None:
    def describe(reader, ids):
        return {one: OwnerLine(f"row {one}", "list", "#", group="A" if one == "0" else "B") for one in ids}

    monkeypatch.setitem(owners._describers, "test_row", describe)

    assert found(officer, "Xelîl Mirad", group="A") == ["خليل مراد"]
    assert found(officer, "Xelîl Mirad", group="B") == []


def test_a_filter_finds_the_one_among_many_of_her_name(officer) -> None:
    for _ in range(60):
        make.person("Xelîl Mirad", by=officer, sex="male", born=parse("1950"))
    make.person("Xelîl Mirad", by=officer, sex="male", born=parse("1999"))

    hits = queries.search(officer, "Xelîl Mirad", filters=Filters(born=parse("1999"))).hits

    assert [hit.person.born.earliest.year for hit in hits] == [1999]


NAMES = ("Eyşê Îlyas", "عيشة قاسم", "محمد علي", "Hesen Xidir", "Jamila Dakhil", "یەهیا عومەر")


@pytest.mark.parametrize("typing", [True, False], ids=["typing", "asked"])
@pytest.mark.parametrize(
    "nonsense", ["eiuaioyueioaui", "hoaeaeiouaeh", "yoiyuiyaoieoiy", "hhhhhhhh", "اوياوياوياوي"]
)
def test_no_name_is_said_to_begin_with_a_long_word_of_vowels_or_of_one_letter(
    officer, nonsense, typing
) -> None:
    for name in NAMES:
        make.person(name, by=officer)

    hits = queries.search(officer, nonsense, typing=typing).hits

    assert [(hit.name, [reason.says for reason in hit.why]) for hit in hits if hit.band == "likely"] == []
    assert "search.begins" not in {reason.code for hit in hits for reason in hit.why}


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Miheme", "محمد علي"), ("Muhamm", "محمد علي"), ("Hees", "Hesen Xidir"), ("Dschami", "Jamila Dakhil")],
)  # fmt: skip
@pytest.mark.parametrize("typing", [True, False], ids=["typing", "asked"])
def test_a_beginning_in_another_spelling_says_that_it_is_one(officer, typed, name, typing) -> None:
    for each in NAMES:
        make.person(each, by=officer)

    hits = queries.search(officer, typed, typing=typing).hits

    assert name in [hit.name for hit in hits if "search.begins" in {reason.code for reason in hit.why}]


@pytest.mark.parametrize("typed", ["X", "Xe", "Xel", "خلي", "Xelîl Mi", "Xelîl Mirad Qa"])
def test_while_typing_letters_alone_find_the_same_people(people, officer, typed) -> None:
    hits = queries.search(officer, typed, typing=True).hits

    assert "Xelîl Mirad Qasim" in [hit.name for hit in hits]
    assert {hit.band for hit in hits} <= {"likely", "possible"}


def test_a_fourth_name_finds_too(officer) -> None:
    make.person("Xelîl Mirad Qasim Şengalî", by=officer)

    assert found(officer, "Khalil Shingali") == ["Xelîl Mirad Qasim Şengalî"]


def test_an_index_thrown_away_by_a_migration_is_made_again(people, officer) -> None:
    NameKey.objects.all().delete()
    KeyWord.objects.all().delete()
    assert found(officer, "خليل مراد") == []

    indexing.index_where_missing()

    assert found(officer, "خليل مراد")[0] == "Xelîl Mirad Qasim"


@pytest.mark.django_db(transaction=True)
def test_two_that_open_at_once_make_one_index(people, officer) -> None:
    before = NameKey.objects.count()
    NameKey.objects.all().delete()

    race(*[indexing.index_where_missing] * 4)

    assert NameKey.objects.count() == before


def test_an_index_lost_in_the_middle_of_an_upgrade_is_there_when_the_office_opens(people, officer) -> None:
    NameKey.objects.all().delete()
    KeyWord.objects.all().delete()

    unlocking.open_with(boot.k0())

    assert found(officer, "خليل مراد")[0] == "Xelîl Mirad Qasim"


def test_an_index_is_made_whole_or_not_at_all(people, officer, monkeypatch) -> None:
    before = NameKey.objects.count()

    def cut_off(keys: set[str]) -> None:
        raise OSError("cut off")

    monkeypatch.setattr(indexing, "remember", cut_off)
    with pytest.raises(OSError, match="cut off"):
        indexing.index_again()

    assert NameKey.objects.count() == before > 0


def test_a_name_written_as_it_was_typed_stands_before_a_spelling_of_it(officer) -> None:
    make.person("Nadia Tscheko", by=officer)
    make.person("Nadiya Baran Serhad", by=officer)

    hits = queries.search(officer, "Nadiya").hits

    assert [(hit.name, hit.band) for hit in hits] == [
        ("Nadiya Baran Serhad", "likely"),
        ("Nadia Tscheko", "likely"),
    ]
