"""Opening a case, and what is known of a person: since when, from whom, for what."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories as make
from vegerin.engines.history.dates import birth_as_written, parse
from vegerin.guard.refusals import Refused
from vegerin.register import actions, codes, queries
from vegerin.register.models import NotKnown, Person, PersonFact

pytestmark = pytest.mark.record


def test_a_case_is_opened_with_a_name_alone_and_what_was_not_asked_is_said(officer) -> None:
    person = make.person("Xelîl Mirad Qasim", by=officer)

    person.refresh_from_db()
    assert (person.name, person.fate) == ("Xelîl Mirad Qasim", "nothing_known")
    assert (person.sex_not, person.born_not, person.origin_not) == (NotKnown.NOT_ASKED,) * 3
    assert codes.is_right(person.code)


def test_no_case_is_open_without_an_owner_and_a_day(officer) -> None:
    with pytest.raises(Refused, match="looked at again"):
        make.person("Xelîl", by=officer, review_on=None)
    with pytest.raises(Refused, match="looks after"):
        make.person("Xelîl", by=officer, owner=None)

    assert not Person.objects.exists()
    assert queries.people_without_owner(officer).count() == 0


def test_a_case_is_saved_without_religion_and_no_column_asks_for_it(officer) -> None:
    make.person("Meryem Yûsif", by=officer, sex="female")

    columns = {
        column.name
        for table in connection.introspection.table_names()
        if table.startswith("register_")
        for column in connection.introspection.get_table_description(connection.cursor(), table)
    }
    for word in (
        "religion",
        "caste",
        "tribe",
        "sect",
        "faith",
        "price",
        "beauty",
        "virgin",
        "owner_of",
        "captor",
    ):
        assert not {column for column in columns if word in column}


@pytest.mark.parametrize("not_known", NotKnown)
def test_each_way_of_not_knowing_is_kept_as_an_answer(officer, not_known) -> None:
    person = make.person("Xelîl", by=officer, sex=not_known, born=not_known, origin=not_known)

    person.refresh_from_db()
    assert (person.sex, person.sex_not) == ("", not_known)
    assert (person.born.is_known, person.born_not) == (False, not_known)
    assert (person.origin, person.origin_not) == (None, not_known)


@pytest.mark.parametrize(
    "columns",
    [
        {"sex": "female", "sex_not": "refused"},
        {"sex": "", "sex_not": ""},
        {"born_not": ""},
        {"origin_not": ""},
    ],
)
def test_the_database_refuses_a_value_beside_a_reason_and_neither(officer, columns) -> None:
    person = make.person("Xelîl", by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**columns)


def test_a_birth_on_the_first_of_july_stands_for_its_year(officer) -> None:
    person = make.person("Xelîl", by=officer, born=birth_as_written("1998-07-01"))

    person.refresh_from_db()
    assert (str(person.born), person.born.anchor) == ("1998", "1 July")


def test_a_fact_says_since_when_from_whom_and_for_what(officer) -> None:
    person = make.person("Xelîl", by=officer)
    actions.set_fact(
        person=person,
        what="mark",
        value="a scar over the left brow",
        uses=["search", "identify"],
        told_by="mother",
        told_on=date(2015, 3, 1),
        by=officer,
    )

    fact = next(fact for fact in queries.facts_for(officer, person) if fact.what == "mark")
    assert (fact.value, fact.since, fact.from_whom) == (
        "a scar over the left brow",
        date(2015, 3, 1),
        "mother",
    )
    assert fact.may_be_used_for == ("To look for her", "To know her again")


def test_a_later_fact_counts_and_the_earlier_one_stays_behind_it(officer) -> None:
    person = make.person("Xelîl", by=officer, born=parse("1999"))
    actions.set_fact(person=person, what="born", value=parse("1998-05"), told_by="mother", by=officer)

    born = next(fact for fact in queries.facts_for(officer, person) if fact.what == "born")
    person.refresh_from_db()
    assert (born.value, [old.value for old in born.earlier]) == ("1998-05", ["1999"])
    assert str(person.born) == "1998-05"


def test_language_and_voice_are_hints_to_know_her_by(officer) -> None:
    person = make.person("Xelîl", by=officer)
    actions.set_fact(person=person, what="tongue", value="Kurmanji of Sinjar, some Arabic", by=officer)
    actions.set_fact(person=person, what="voice", value="hoarse, says *lo lo*", by=officer)

    assert {fact.what for fact in queries.facts_for(officer, person)} >= {"tongue", "voice"}


@pytest.mark.parametrize(
    ("what", "value"), [("sex", "tall"), ("born", "1998"), ("origin", "Kocho"), ("mark", " ")]
)
def test_a_value_that_does_not_fit_is_refused(officer, what, value) -> None:
    person = make.person("Xelîl", by=officer)

    with pytest.raises(Refused, match="why it is not known"):
        actions.set_fact(person=person, what=what, value=value, by=officer)
    assert PersonFact.objects.filter(person=person).count() == 3


def test_a_household_is_seen_by_its_house(officer) -> None:
    village = make.village("Gundê Sêvê", by=officer)
    house = actions.add_household(village=village, house="house of the well, upper street", by=officer)
    family = [
        make.person(name, by=officer, household=house)
        for name in ("Mirad Qasim", "Gulê Xidir", "Xelîl Mirad")
    ]

    [(found, people)] = queries.household_of(officer, family[0])

    assert (found.house, found.village) == ("house of the well, upper street", village)
    assert {person.code for person in people} == {person.code for person in family}


def test_thirty_six_taken_together_are_one_group_and_thirty_six_people(officer) -> None:
    group = actions.add_household(kind="group", by=officer)
    people = [make.person(f"Kes {number}", by=officer) for number in range(36)]
    for person in people:
        actions.join_household(household=group, person=person, by=officer)

    [(_, members)] = queries.household_of(officer, people[0])
    assert len(members) == len({person.pk for person in members}) == 36


def test_one_family_may_come_to_different_ends_and_who_stayed_behind_is_told(
    officer, verifier, second
) -> None:
    mother, daughter = make.person("Gulê Xidir", by=officer), make.person("Nesrîn Mirad", by=officer)
    house = actions.add_household(by=officer)
    actions.join_household(household=house, person=mother, stayed_behind_for=daughter, by=officer)
    make.event(mother, "stayed_behind", "2016-05-01", by=verifier, details={"for": "her daughter"})
    make.signed(make.event(daughter, "returned", "2016-05-02", by=verifier), by=second)

    assert queries.status_for(officer, daughter).fate == "returned"
    assert queries.status_for(officer, mother, as_of=date(2016, 6, 1)).fate == "believed_alive"


def test_kin_is_seen_from_either_side_and_says_what_kind_of_tie(officer) -> None:
    mother = make.person("Gulê Xidir", by=officer, sex="female")
    son = make.person("Xelîl Mirad", by=officer, sex="male")
    actions.add_kin(person=son, relative=mother, kind="mother", tie="blood", by=officer)

    [hers], [his] = queries.kin_of(officer, mother), queries.kin_of(officer, son)
    assert (hers.person, hers.kind, hers.tie) == (son, "son", "blood")
    assert (his.person, his.kind, his.tie) == (mother, "mother", "blood")


def test_a_tie_taken_back_is_gone_from_the_page_and_stays_in_the_record(officer) -> None:
    one, other = make.person("Xelîl Mirad", by=officer), make.person("Mirad Qasim", by=officer)
    tie = actions.add_kin(person=one, relative=other, kind="father", by=officer)

    actions.take_back_kin(tie=tie, by=officer)

    assert queries.kin_of(officer, one) == []
    assert one.kin.count() == 2


def test_nobody_is_her_own_kin(officer) -> None:
    person = make.person("Xelîl", by=officer)

    with pytest.raises(Refused, match="her own relative"):
        actions.add_kin(person=person, relative=person, kind="father", by=officer)


def test_what_a_court_says_changes_no_fate(officer, verifier, second) -> None:
    person = make.person("Xelîl", by=officer)
    actions.record_ruling(
        person=person, legal="declared_dead", ruled_on=date(2018, 1, 1), court="Sinjar", by=officer
    )
    make.signed(make.event(person, "returned", "2019-01-01", by=verifier), by=second)

    assert queries.ruling_of(officer, person).legal == "declared_dead"
    assert queries.status_for(officer, person).fate == "returned"


def test_her_wish_opens_to_those_who_care_and_the_last_one_counts(officer, clerk, verifier) -> None:
    person = make.person("Xelîl", by=officer)
    assert queries.wish_for(verifier, person) is None

    actions.record_wish(person=person, wish="family_may_know_alive", by=verifier)
    actions.record_wish(person=person, wish="nobody", by=verifier)

    assert queries.wish_for(verifier, person).wish == "nobody"
    assert queries.wish_for(clerk, person) is None
