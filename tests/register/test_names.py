"""Names: any number, the one she asks for first, and of a forced name only the given part can be found."""

import pytest

from tests import factories as make
from vegerin.engines.history.dates import parse
from vegerin.guard import sealing
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, indexing, owners, queries
from vegerin.register.models import NameKey, WrittenName
from vegerin.register.owners import OwnerLine
from vegerin.register.queries import Filters

pytestmark = pytest.mark.record


def names_of(reader, person) -> list[tuple[str, str]]:
    return [(name.kind, name.text) for name in queries.names_for(reader, person)]


def found(reader, text, **filters) -> set[str]:
    return {hit.person.code for hit in queries.search(reader, text, filters=Filters(**filters)).hits}


def test_the_name_she_asks_to_be_called_by_heads_her_page_before_her_name_at_birth(officer) -> None:
    person = make.person("Nesrîn Mirad Qasim", by=officer)
    actions.add_name(person=person, text="نسرين مراد", kind="as_written", by=officer)
    actions.add_name(person=person, text="Nesê", kind="called_by", by=officer)

    person.refresh_from_db()
    assert person.name == "Nesê"
    assert names_of(officer, person) == [
        ("called_by", "Nesê"),
        ("birth", "Nesrîn Mirad Qasim"),
        ("as_written", "نسرين مراد"),
    ]


def test_a_name_is_read_into_parts_and_keeps_from_when_to_when(officer) -> None:
    person = make.person(by=officer)
    actions.add_name(
        person=person,
        text="Xelîl Mirad Qasim",
        kind="birth",
        used_from=parse("2003"),
        used_to=parse("2014-08-03"),
        by=officer,
    )

    [name] = queries.names_for(officer, person)
    assert (str(name.used_from), str(name.used_to), name.script) == ("2003", "2014-08-03", "latn")
    assert [role for _, role in name.row.parts] == ["given", "father", "grandfather"]


def test_a_name_taken_back_is_found_no_more_and_stays_in_the_record(officer) -> None:
    person = make.person("Xelîl Mirad", "Serdar Hemo", by=officer)
    wrong = next(name.row for name in queries.names_for(officer, person) if name.text == "Serdar Hemo")

    actions.take_back_name(name=wrong, by=officer)

    assert names_of(officer, person) == [("birth", "Xelîl Mirad")]
    assert found(officer, "Serdar Hemo") == set()
    assert person.names.count() == 3


@pytest.fixture
def rows_described(monkeypatch):
    """Rows of a list that everybody may see."""

    def describe(reader, ids):
        return {one: OwnerLine(f"row {one}", "list A", "#") for one in ids}

    monkeypatch.setitem(owners._describers, "test_row", describe)


@pytest.mark.usefixtures("rows_described")
def test_an_index_made_anew_leaves_out_what_was_taken_back_from_a_person_and_from_a_row(officer) -> None:
    person = make.person("Xelîl Mirad", "Serdar Hemo", by=officer)
    wrong = person.names.get(written__text="Serdar Hemo")
    rows = [("1", "Zeyneb Hecî"), ("2", "Zeyneb Hecî"), ("2", "Zeyneb Qolo")]
    actions.add_written_names([actions.NewWrittenName("test_row", *row) for row in rows], by=officer)
    actions.take_back_name(name=wrong, by=officer)
    actions.take_out_written_names(owner_type="test_row", kept={"2": {"Zeyneb Hecî"}}, by=officer)
    before = sorted(NameKey.objects.values_list("first", "second", "third", "name"))

    indexing.index_again()

    assert sorted(NameKey.objects.values_list("first", "second", "third", "name")) == before
    assert set(NameKey.objects.values_list("name__text", "name__owner_id")) == {
        ("Xelîl Mirad", str(person.pk)), ("Zeyneb Hecî", "1"), ("Zeyneb Hecî", "2"),
    }  # fmt: skip
    assert {hit.name for hit in queries.search(officer, "Zeyneb").hits} == {"Zeyneb Hecî"}
    assert queries.search(officer, "Serdar Hemo").hits == ()


@pytest.mark.parametrize(("text", "sentence"), [("  ", "Write the name"), ("x" * 201, "200 letters")])
def test_what_is_no_name_is_refused(officer, text, sentence) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.add_name(person=make.person(by=officer), text=text, by=officer)


@pytest.fixture
def forced(officer, verifier):
    """A boy with a birth name and a name forced on him."""
    person = make.person("Xelîl Mirad", by=officer, sex="male", born=parse("2008"))
    actions.add_name(person=person, text="Abu Qutada Zubeyr al-Ensari", kind="imposed", by=verifier)
    return person


def test_of_a_forced_name_only_the_given_part_is_kept_in_clear(forced, verifier) -> None:
    stored = WrittenName.objects.get(kind="imposed")
    keys = set(NameKey.objects.filter(name=stored).values_list("first", "second", "third"))

    assert stored.text == "Zubeyr"
    assert keys == set(indexing.keys_of("Zubeyr"))


def test_kunya_and_lineage_of_a_forced_name_open_to_verifiers_only(forced, verifier, clerk) -> None:
    row = forced.names.get(kind="imposed")
    cell = {"table": "register_personname", "column": "sealed_rest", "row": row.pk}

    assert "al-Ensari" in sealing.unseal(bytes(row.sealed_rest), reader=verifier, **cell).decode()
    with pytest.raises(sealing.NotYours):
        sealing.unseal(bytes(row.sealed_rest), reader=clerk, **cell)


def test_a_forced_name_is_shown_to_verifier_and_child_officer_only(
    forced, verifier, clerk, officer, staff
) -> None:
    child_officer = staff(Role.CHILD_PROTECTION)

    assert ("imposed", "Zubeyr") in names_of(verifier, forced)
    assert ("imposed", "Zubeyr") in names_of(child_officer, forced)
    assert names_of(clerk, forced) == names_of(officer, forced) == [("birth", "Xelîl Mirad")]


def test_d25_a_forced_name_stands_on_no_print(forced, verifier, client_for) -> None:
    page = f"/people/{forced.code}/"

    on_screen, on_paper = (client_for(verifier).get(one).content.decode() for one in (page, f"{page}print/"))

    assert ("Zubeyr" in on_screen, "Zubeyr" in on_paper, "Xelîl" in on_paper) == (True, False, True)


def test_a_forced_name_finds_the_child_only_with_a_second_attribute_and_never_for_a_clerk(
    forced, verifier, clerk, staff
) -> None:
    more = {"sex": "male", "born": parse("2008")}

    assert found(verifier, "زبير", **more) == {forced.code}
    assert found(staff(Role.CHILD_PROTECTION), "Zubeyr", **more) == {forced.code}
    assert found(verifier, "Zubeyr") == found(verifier, "Zubeyr", sex="male") == set()
    assert found(clerk, "Zubeyr", **more) == set()


def test_kunya_and_lineage_find_nobody(forced, verifier) -> None:
    more = {"sex": "male", "born": parse("2008")}

    assert found(verifier, "Abu Qutada", **more) == found(verifier, "al-Ensari", **more) == set()


def test_a_clerk_cannot_write_down_a_forced_name(officer, clerk) -> None:
    with pytest.raises(Refused, match="erifiers and child protection"):
        actions.add_name(person=make.person("Xelîl", by=officer), text="Zubeyr", kind="imposed", by=clerk)


def test_a_forced_name_never_heads_a_page(officer, verifier) -> None:
    person = make.person(by=officer)
    actions.add_name(person=person, text="Zubeyr", kind="imposed", by=verifier)

    person.refresh_from_db()
    assert person.name == ""


@pytest.mark.parametrize(
    "titled", ["Şêx Xelîl Mirad", "الشيخ خليل مراد", "Pîr Xelîl Mirad", "Feqîr Xelîl Mirad"]
)
def test_a_caste_title_stays_in_the_raw_name_and_is_no_key(officer, titled) -> None:
    plain = {key for part in indexing.part_keys("Xelîl Mirad") for key in part}
    person = make.person(titled, by=officer)

    written = WrittenName.objects.get(owner_id=str(person.pk))
    keys = {key for part in indexing.part_keys(titled) for key in part}
    assert written.text == titled
    assert len(indexing.part_keys(titled)) == 2
    assert keys & plain
