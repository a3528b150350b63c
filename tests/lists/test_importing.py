"""A list walks into the record: raw rows, names for the search, the next release against the last."""

import os
import time
from collections.abc import Callable
from datetime import date

import pytest

from tests import factories as make
from tests.racing import race
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.guard.sealing import NotYours
from vegerin.lists import actions, importing, queries, running, staging
from vegerin.lists.columns import guess_columns
from vegerin.lists.models import BadListRow, FinishedImport, List, ListRelease, ListRow, RowJudgement
from vegerin.lists.reading import read_table
from vegerin.register import queries as register
from vegerin.register.models import Person, WrittenName
from vegerin.register.queries import search

pytestmark = [pytest.mark.record, pytest.mark.django_db]

MARCH = """no;الاسم;Name_en;sex;age;village;phone
1;خدر مراد حسو;Khidir Murad Hasso;m;٣٠;Til Bexçe;0750 111 22 33
2;شيرين خدر مراد;Shireen Khidir;f;9;Til Bexçe;
3;نازي حسو علي;Nazi Hasso;f;41;Gir Zêrî;
"""
JUNE = """no;الاسم;Name_en;sex;age;village;phone
1;خدر مراد حسو;Khidir Murad Hasso;m;٣٠;Til Bexçe;0750 111 22 33
2;شيرين خدر مراد;Shireen Khidir;f;10;Til Bexçe;
4;بري قولو حسو;Pari Qolo;f;;Gir Zêrî;
too;short
"""


def brought_in(
    text: str, day: str, *, by: Reader, name: str = "List B", compiler: str = "an office"
) -> FinishedImport:
    release = begun(text, day, by=by, name=name, compiler=compiler)
    return actions.continue_import(release=release, raw=text.encode(), by=by)


def begun(
    text: str, day: str, *, by: Reader, name: str = "List B", compiler: str = "an office"
) -> ListRelease:
    raw = text.encode()
    return actions.start_import(
        raw=raw,
        file_name="list.csv",
        list_name=name,
        released_on=date.fromisoformat(day),
        columns=guess_columns(read_table(raw, "list.csv").headings),
        compiler=compiler,
        by=by,
    )


@pytest.fixture
def officer(staff: Callable[..., Reader]) -> Reader:
    return staff(Role.REGISTER_OFFICER)


def test_every_row_is_kept_raw_with_its_list_release_and_number(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)

    row = ListRow.objects.select_related("release__list").get(number=2)
    assert row.said == {
        "own_id": "1", "full_name": "خدر مراد حسو", "full_name_latin": "Khidir Murad Hasso", "sex": "m",
        "age": "٣٠", "village": "Til Bexçe",
    }  # fmt: skip
    assert (row.release.list.name, row.release.compiler, str(row.release.released_on)) == (
        "List B", "an office", "2026-03-14",
    )  # fmt: skip
    assert row.release.sha256 == read_table(MARCH.encode(), "list.csv").sha256


def test_the_same_file_again_adds_nothing(officer: Reader) -> None:
    first = brought_in(MARCH, "2026-03-14", by=officer)

    again = brought_in(MARCH, "2026-03-14", by=officer)

    assert (again.pk, ListRow.objects.count(), ListRelease.objects.count()) == (first.pk, 3, 1)


def test_the_next_release_shows_new_changed_gone_and_unchanged(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)

    june = brought_in(JUNE, "2026-06-01", by=officer)

    assert june.counts == {"same": 1, "changed": 1, "new": 1, "gone": 1}
    changed = june.release.rows.get(standing="changed")
    assert [(each["field"], each["kind"]) for each in changed.changes] == [("age", "age_by_date")]
    assert [gone.row.own_id for gone in queries.gone_from(officer, june.release)] == ["3"]


def test_a_row_that_is_gone_stays_and_becomes_a_question(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    june = brought_in(JUNE, "2026-06-01", by=officer)
    gone = queries.gone_from(officer, june.release).get()

    actions.ask_owner(gone=gone, word="asked", by=officer)
    actions.ask_owner(gone=gone, word="by_mistake", by=officer)

    asked_again = queries.gone_from(officer, june.release).get()
    assert [word.word for word in asked_again.words.all()] == ["asked", "by_mistake"]
    assert ListRow.objects.filter(own_id="3").exists()


def test_a_row_that_comes_back_is_joined_to_its_old_one_by_the_lists_own_id(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    brought_in(JUNE, "2026-06-01", by=officer)

    brought_in(MARCH.replace("41", "42"), "2026-09-01", by=officer)

    first, back = ListRow.objects.filter(own_id="3").order_by("release__released_on")
    assert (back.standing, back.origin, back.before_id) == ("back", first.origin, first.pk)


def test_bad_rows_are_kept_by_number_with_their_reason(officer: Reader) -> None:
    june = brought_in(JUNE, "2026-06-01", by=officer)

    assert (june.rows, june.bad_rows) == (3, 1)
    assert [(bad.number, bad.code) for bad in BadListRow.objects.all()] == [(5, "cell_count")]


def test_a_list_without_its_own_numbers_is_compared_by_what_it_says(officer: Reader) -> None:
    without = [text.replace("no;", "colour;") for text in (MARCH, JUNE)]
    brought_in(without[0], "2026-03-14", by=officer)

    june = brought_in(without[1], "2026-06-01", by=officer)

    assert (june.release.joined_by, june.counts["gone"]) == ("content", 1)
    rows = ListRow.objects.filter(release=june.release, standing="same")
    assert all(row.origin == row.pk for row in rows)


def third(text: str, *, by: Reader) -> FinishedImport:
    """A release whose columns are taken as the page proposes them."""
    raw = text.encode()
    table = read_table(raw, "list.csv")
    recognised = queries.recognised_columns(by, "List B", table)
    release = actions.start_import(
        raw=raw, file_name="list.csv", list_name="List B", released_on=date(2026, 9, 1),
        columns=recognised.columns, by=by,
    )  # fmt: skip
    return actions.continue_import(release=release, raw=raw, by=by)


GIVEN = ("خدر", "شيرين", "نازي", "خليل", "بري", "الياس")
FATHERS = ("مراد حسو", "علي قولو", "حسو خلف", "جندي الياس")
PEOPLE = [f"{given} {father}" for given in GIVEN for father in FATHERS]


def rows_of(headings: str, *, number: Callable[[int], str], name: Callable[[str], str] = str) -> str:
    return "\n".join([headings, *(f"{number(no)};{name(text)}" for no, text in enumerate(PEOPLE))])


@pytest.mark.parametrize(
    ("headings", "name"),
    [("Ṭ;name", str), ("Ṭ;Ṣ", str), ("ref;given;father;lineage", lambda name: name.replace(" ", ";"))],
)
def test_a_release_under_other_headings_is_known_by_what_stands_in_it(
    officer: Reader, headings: str, name: Callable[[str], str]
) -> None:
    brought_in(rows_of("id;name", number=lambda no: f"B{no}"), "2026-03-14", by=officer)

    later = third(rows_of(headings, number=lambda no: f" b{no}", name=name), by=officer)

    assert (later.release.joined_by, later.counts) == ("own_id", {"same": 24, "gone": 0} | later.counts)
    assert later.counts.get("new", 0) == 0


def test_numbers_given_anew_join_nobody(officer: Reader) -> None:
    brought_in(rows_of("no;name", number=str), "2026-03-14", by=officer)

    later = third(rows_of("no;name", number=lambda no: str((no + 5) % len(PEOPLE))), by=officer)

    assert (later.release.joined_by, later.counts["gone"], later.counts.get("new", 0)) == ("content", 0, 0)


def test_a_row_without_its_number_is_known_by_what_it_says_and_stays_a_row_of_its_own(
    officer: Reader,
) -> None:
    brought_in(rows_of("id;name", number=lambda no: f"B{no}"), "2026-03-14", by=officer)

    later = third(rows_of("id;name", number=lambda no: f"B{no}" if no else ""), by=officer)

    bare = ListRow.objects.get(release=later.release, own_id="")
    assert (later.counts["gone"], bare.standing, bare.origin) == (0, "same", bare.pk)


def test_what_the_release_before_said_and_this_one_does_not_is_named(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)

    table = read_table("no;الاسم;Name_en\n1;خدر مراد حسو;Khidir\n".encode(), "list.csv")

    missing = queries.recognised_columns(officer, "List B", table).missing
    assert missing == ("sex", "age", "village")


def test_telephones_and_columns_not_used_are_sealed(officer: Reader, staff: Callable[..., Reader]) -> None:
    verifier = staff(Role.VERIFIER)
    brought_in(MARCH, "2026-03-14", by=officer)
    row = ListRow.objects.get(own_id="1")

    assert "0750" not in str(row.said)
    assert queries.sealed_cells(verifier, row) == {"phone": "0750 111 22 33"}
    with pytest.raises(NotYours):
        queries.sealed_cells(officer, row)


def test_a_run_that_stopped_goes_on_with_the_next_row(
    officer: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 2)
    raw = MARCH.encode()
    release = actions.start_import(
        raw=raw, file_name="list.csv", list_name="List B", released_on=date(2026, 3, 14),
        columns=guess_columns(read_table(raw, "list.csv").headings), by=officer,
    )  # fmt: skip

    class PulledOut(Exception):
        pass

    def pull_out(done: int, total: int) -> None:
        raise PulledOut

    with pytest.raises(PulledOut):
        actions.continue_import(release=release, raw=raw, by=officer, progress=pull_out)
    half = ListRow.objects.count()
    found_half = search(officer, "خدر مراد").hits

    actions.continue_import(release=release, raw=raw, by=officer)

    assert (half, found_half, ListRow.objects.count()) == (2, (), 3)
    assert WrittenName.objects.count() == 6


def test_another_file_does_not_continue_a_run(officer: Reader) -> None:
    raw = MARCH.encode()
    release = actions.start_import(
        raw=raw, file_name="list.csv", list_name="List B", released_on=date(2026, 3, 14),
        columns=guess_columns(read_table(raw, "list.csv").headings), by=officer,
    )  # fmt: skip

    with pytest.raises(Refused, match="another file"):
        actions.continue_import(release=release, raw=JUNE.encode(), by=officer)


def test_rows_are_found_by_name_in_the_other_script_once(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    june = brought_in(JUNE, "2026-06-01", by=officer)

    hits = [hit for hit in search(officer, "Xidir Mirad Heso").hits if hit.owner_type == "list_row"]

    newest = june.release.rows.get(own_id="1")
    assert [hit.row.url for hit in hits if hit.row][:1] == [f"/lists/row/{newest.pk}/"]
    assert len([hit for hit in hits if hit.row and str(newest.pk) in hit.row.url]) == 1


def test_one_person_decides_that_a_row_is_a_new_person(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    row = ListRow.objects.get(own_id="1")

    person = actions.make_person(row=row, by=officer)

    assert (person.sex, queries.person_of_row(officer, row)) == ("male", person)
    assert person.born.latest.year == 1996
    assert {name.written.text for name in person.names.all()} == {"خدر مراد حسو", "Khidir Murad Hasso"}
    assert Person.objects.get().fate == "reported"


def test_a_case_from_a_list_is_quiet_and_its_day_drowns_no_desk(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)

    people = [actions.make_person(row=row, by=officer) for row in ListRow.objects.exclude(own_id="3")]

    reviews = [register.review_of(officer, person) for person in people]
    assert {review.review_class for review in reviews if review} == {"quiet"}
    assert len({review.review_on for review in reviews if review}) == 2


def test_a_row_stays_the_person_in_the_next_release(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    person = actions.make_person(row=ListRow.objects.get(own_id="1"), by=officer)

    june = brought_in(JUNE, "2026-06-01", by=officer)

    assert queries.person_of_row(officer, june.release.rows.get(own_id="1")) == person
    assert [row.release for row in queries.rows_of_person(officer, [person.pk])] == [june.release]


def test_a_row_that_is_one_person_does_not_join_two(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    first, second = ListRow.objects.exclude(own_id="3")
    one, other = (actions.make_person(row=row, by=officer) for row in (first, second))

    with pytest.raises(Refused, match="two people sign"):
        actions.judge_row(row=first, person=other, verdict="same", by=officer)

    assert queries.person_of_row(officer, first) == one


def test_a_decision_is_undone_by_a_new_one(officer: Reader) -> None:
    brought_in(MARCH, "2026-03-14", by=officer)
    row = ListRow.objects.get(own_id="1")
    person = actions.make_person(row=row, by=officer)

    actions.judge_row(row=row, person=person, verdict="different", why="his brother", by=officer)

    assert (queries.person_of_row(officer, row), RowJudgement.objects.count()) == (None, 2)


def test_who_may_not_import_is_refused_and_nothing_is_added(staff: Callable[..., Reader]) -> None:
    with pytest.raises(Refused, match="Register officers and the head import lists"):
        brought_in(MARCH, "2026-03-14", by=staff(Role.VERIFIER))

    assert List.objects.count() == 0


@pytest.mark.parametrize("role", [Role.NURSE, Role.PRESS_OFFICER, Role.PLANNER, Role.AUDITOR])
def test_who_may_not_see_lists_finds_nothing(
    officer: Reader, staff: Callable[..., Reader], role: Role
) -> None:
    june = brought_in(MARCH, "2026-03-14", by=officer)
    reader, row = staff(role), ListRow.objects.first()

    assert not queries.lists_for(reader)
    assert queries.release_for(reader, june.release_id) is None
    assert queries.row_for(reader, row.pk) is None
    assert queries.describe(reader, [str(row.origin)]) == {}


def test_a_corrected_file_is_a_release_of_its_own_that_names_the_one_before(officer: Reader) -> None:
    first = brought_in(MARCH, "2026-03-14", by=officer)

    corrected = brought_in(MARCH.replace("41", "42"), "2026-03-14", by=officer)

    assert (corrected.release.before, corrected.counts["changed"]) == (first.release, 1)
    assert ListRow.objects.get(release=first.release, own_id="3").said["age"] == "41"


def test_a_name_forced_on_somebody_is_sealed_and_never_found(officer: Reader) -> None:
    brought_in("no;name;alias\n1;شيرين خدر;ام زكية\n", "2026-03-14", by=officer)

    row = ListRow.objects.get()
    assert (row.names, bool(row.sealed)) == (["شيرين خدر"], True)
    assert not WrittenName.objects.filter(text__contains="زكية").exists()


def test_religion_and_tribe_have_no_field_and_are_sealed_with_the_rest(officer: Reader) -> None:
    brought_in("no;name;tribe;الديانة\n1;شيرين خدر;Xalta;x\n", "2026-03-14", by=officer)

    assert ListRow.objects.get().said == {"own_id": "1", "full_name": "شيرين خدر"}


def test_two_runs_of_one_import_do_not_meet(officer: Reader) -> None:
    raw = MARCH.encode()
    release = actions.start_import(
        raw=raw, file_name="list.csv", list_name="List B", released_on=date(2026, 3, 14),
        columns=guess_columns(read_table(raw, "list.csv").headings), by=officer,
    )  # fmt: skip

    with staging.only_one(str(release.pk)):
        held = running.is_running(release)
        with pytest.raises(Refused, match="runs already"):
            actions.continue_import(release=release, raw=raw, by=officer)

    assert (held, running.is_running(release), ListRow.objects.count()) == (True, False, 0)


def test_a_row_of_one_name_stands_after_the_people_who_bear_it(officer: Reader) -> None:
    brought_in("id;name\nA1;نركز\nA2;نركز يوسف دخيل\n", "2026-03-14", by=officer, name="helpers")
    make.person("Nêrgiz Yûsif Dexîl", by=officer)

    hits = search(officer, "Nêrgiz").hits

    assert [(hit.owner_type, hit.name, hit.band) for hit in hits] == [
        ("person", "Nêrgiz Yûsif Dexîl", "likely"),
        ("list_row", "نركز", "likely"),
        ("list_row", "نركز يوسف دخيل", "likely"),
    ]


def test_a_row_stands_after_the_people_who_are_as_likely_and_a_joined_one_not_at_all(officer: Reader) -> None:
    brought_in("no;name\n1;شيرين خدر مراد\n2;شيرين خدر مراد\n", "2026-03-14", by=officer)
    person = actions.make_person(row=ListRow.objects.get(own_id="2"), by=officer)

    hits = search(officer, "شيرين خدر مراد").hits

    assert [(hit.owner_type, hit.band) for hit in hits] == [
        ("person", "very_likely"), ("list_row", "very_likely"),
    ]  # fmt: skip
    assert hits[0].person == person
    assert "row 2" in hits[1].row.says


def test_a_number_given_to_somebody_else_joins_nobody(officer: Reader) -> None:
    """Neither beside the release before nor after a pause: what was said of the one is not the other's."""
    brought_in(MARCH, "2026-03-14", by=officer)
    first = ListRow.objects.get(own_id="1")
    person = make.person("Xidir Mirad Hiso", by=officer)
    actions.judge_row(row=first, person=person, verdict="same", by=officer)
    actions.judge_row(row=ListRow.objects.get(own_id="3"), person=person, verdict="different", by=officer)
    given_on = MARCH.replace("خدر مراد حسو;Khidir Murad Hasso;m;٣٠", "غزال قولو بركات;Ghazal Qolo;f;9")

    june = brought_in(given_on, "2026-06-01", by=officer)

    row = june.release.rows.get(own_id="1")
    assert (row.standing, row.origin, row.before) == ("new", row.pk, None)
    assert [gone.row for gone in queries.gone_from(officer, june.release)] == [first]
    assert queries.person_of_row(officer, row) is None
    assert [hit.name for hit in search(officer, "غزال قولو بركات").hits] == ["غزال قولو بركات"]
    brought_in(MARCH.replace("1;", "5;").replace("3;", "6;"), "2026-09-01", by=officer)
    last = brought_in(
        given_on.replace("نازي حسو علي;Nazi Hasso", "كورتي بركات سلو;"), "2026-10-01", by=officer
    )
    assert last.release.rows.get(own_id="1").origin == row.origin, "she herself comes back"
    assert last.release.rows.get(own_id="3").standing == "new"


def test_one_number_written_twice_comes_back_once(officer: Reader) -> None:
    """Else two rows of one release stood for one, and one of them was found nowhere."""
    brought_in(MARCH, "2026-03-14", by=officer)
    brought_in(JUNE, "2026-06-01", by=officer)

    last = brought_in(f"{MARCH}3;نازي حسو علي;Nazi Hasso;f;4;Gir Zêrî;\n", "2026-09-01", by=officer)

    twice = last.release.rows.filter(own_id="3").order_by("number")
    assert [row.standing for row in twice] == ["back", "new"]
    assert twice[0].origin != twice[1].origin


def test_a_name_in_a_script_of_its_own_column_is_found_as_soon_as_it_is_there(officer: Reader) -> None:
    """The difference compares what both releases say; the search finds what either says."""
    brought_in("id;Name_en\n1;Kh. M.\n2;Shireen Khidir\n", "2026-03-14", by=officer)

    june = brought_in(
        "id;الاسم;Name_en\n1;برجس قولو;Kh. M.\n2;شيرين خدر;Shireen Khidir\n", "2026-06-01", by=officer
    )

    assert june.counts == {"same": 2, "gone": 0}
    assert "برجس قولو" in [hit.name for hit in search(officer, "برجس قولو").hits]


@pytest.mark.parametrize(
    ("sex", "age", "said"),
    [
        ("ذكر\u200f", "\u200f٣٠", ("male", 1996)),
        ("F.", "34.0", ("female", 1992)),
        ("weiblich", "12 سنة", ("female", 2014)),
        ("Erkek", "40 years", ("male", 1986)),
        ("Keç", "9 sal", ("female", 2017)),
        ("x", "8 months", ("", None)),
        ("", "0", ("", None)),
    ],
)
def test_sex_and_age_are_read_as_offices_write_them(
    officer: Reader, sex: str, age: str, said: tuple[str, int | None]
) -> None:
    """Invisible marks, a spreadsheet's ".0" and words beside the number took sex and age from the linkage."""
    brought_in(f"\u200fno;\u200fالاسم;sex;age\n1;خدر مراد;{sex};{age}\n", "2026-03-14", by=officer)

    row = ListRow.objects.select_related("release").get()
    assert row.names == ["خدر مراد"]
    assert (queries.sex_said(row), queries.born_year(row)) == said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("second", "ended"),
    [(MARCH, {"done": 2}), (JUNE, {"done": 1, "refused": 1})],
    ids=["same file", "another"],
)
@pytest.mark.parametrize("known", [False, True], ids=["new list", "known list"])
def test_of_two_who_bring_a_release_in_at_once_the_second_sees_the_first(
    officer: Reader, staff: Callable[..., Reader], second: str, ended: dict[str, int], known: bool
) -> None:
    """Else two releases stood side by side, each compared with the one before and not with the other."""
    if known:
        brought_in(MARCH.replace("خدر", "سمو"), "2026-01-01", by=officer)
    colleague = staff(Role.HEAD)

    happened = race(
        lambda: begun(MARCH, "2026-03-14", by=officer), lambda: begun(second, "2026-03-15", by=colleague)
    )

    assert happened == ended
    assert ListRelease.objects.filter(finished__isnull=True).count() == 1


def test_the_mark_of_an_import_that_goes_on_the_next_day_is_not_swept_away(officer: Reader) -> None:
    release = begun(MARCH, "2026-03-14", by=officer)
    with staging.only_one(str(release.pk)):
        pass
    [mark] = staging._folder().glob(f"{release.pk}.run")
    yesterday = time.time() - 25 * 3600
    os.utime(mark, (yesterday, yesterday))

    with staging.only_one(str(release.pk)):
        staging.forget_old()

        assert staging.is_held(str(release.pk))


@pytest.mark.parametrize("asked", ["خليل مراد خدر", "Xelîl Mirad Xidir"])
@pytest.mark.parametrize("typing", [False, True])
def test_a_person_is_found_however_many_rows_bear_her_name(officer: Reader, asked: str, typing: bool) -> None:
    """Rows of eight filled all the places of a name, and who was written down after them was not found."""
    rows = "".join(f"{at};خليل مراد خدر\n" for at in range(40))
    brought_in(f"id;name\n{rows}", "2026-01-01", by=officer)
    nobody = [hit.owner_type for hit in search(officer, asked, typing=typing).hits]
    people = [make.person("خليل مراد خدر", by=officer, sex="male") for _each in range(9)]

    found = search(officer, asked, typing=typing)

    assert set(nobody) == {"list_row"}
    assert {hit.owner_id for hit in found.hits[:9]} == {str(person.pk) for person in people}
    assert found.more, "not all rows were read: it is said"


def test_crowds_of_hidden_people_say_nothing(officer: Reader) -> None:
    for _each in range(30):
        make.person("خليل مراد خدر", by=officer, sex="male")
    Person.objects.update(level=Person.Level.VERIFIER)

    found = search(officer, "خليل مراد خدر")

    assert (found.hits, found.more) == ((), False)
