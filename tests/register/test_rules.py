"""The tables of who may are complete, and every door is tried by somebody who may not."""

import inspect
from datetime import date
from types import SimpleNamespace

import pytest

from tests import factories as make
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, decisions, queries, rules
from vegerin.register.rules import MAY, SENTENCES, Act, may, who_may

pytestmark = pytest.mark.record
# What somebody can be who has no business with the register.
OUTSIDE = [role for role in Role if Act.READ not in MAY[role]]


def test_every_role_has_a_line_and_every_act_somebody_and_a_sentence() -> None:
    assert set(MAY) == set(Role)
    assert set(SENTENCES) == set(Act)
    assert all(who_may(act) for act in Act)


def test_press_figures_auditor_partner_forensics_and_field_read_nobody() -> None:
    assert set(OUTSIDE) == {
        Role.FIELD_LEAD,
        Role.FORENSIC_OFFICER,
        Role.DNA_OFFICER,
        Role.GENETICIST,
        Role.FIGURES_OFFICER,
        Role.PRESS_OFFICER,
        Role.DATA_PROTECTION,
        Role.AUDITOR,
        Role.PARTNER,
    }


def test_a_clerk_sees_no_sources_no_wish_no_forced_names_and_no_restricted_person() -> None:
    writing = {Act.REPORT, Act.SHARE_CALLS, Act.ADD_PERSON, Act.ADD_NAME, Act.ADD_FACT, Act.TAKE_REQUEST}
    assert MAY[Role.CLERK] == {Act.READ, Act.READ_REQUESTS} | writing


def test_a_forced_name_opens_to_two_roles_only() -> None:
    assert who_may(Act.READ_IMPOSED) == {Role.VERIFIER, Role.CHILD_PROTECTION}


def test_every_decision_by_two_has_two_kinds_of_hands() -> None:
    for kind in decisions.KINDS:
        assert kind.proposers and kind.deciders


def test_every_action_ends_in_who_does_it_and_takes_nothing_by_position() -> None:
    told = {"Claim", "Link", "NewFile", "NewName", "NewPhone", "NewWrittenName", "folded_once"}
    told |= {"NewConsent", "NewFamilyPhone", "NewInquirer", "NewQuestion", "NewSought"}
    for name in set(actions.__all__) - told:
        parameters = list(inspect.signature(getattr(actions, name)).parameters.values())
        assert parameters[-1].name == "by", name
        positional = [p for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY]
        assert len(positional) <= (name == "add_written_names"), name


def test_every_query_takes_the_reader_first() -> None:
    # What a place was and how it is spelt, whether a case is closed, where a report began and whether
    # something must be cleared first: each caller has reached it through a reader already, or is a rule
    # that binds all.
    without = {
        "controller_of", "is_closed", "shown_task", "origin_of", "must_be_cleared", "latest_reviews",
        "episodes_purpose", "with_names", "to_be_cleared_of_each",
    }  # fmt: skip
    for name in set(queries.__all__) - without:
        thing = getattr(queries, name)
        if inspect.isfunction(thing):
            assert next(iter(inspect.signature(thing).parameters)) == "reader", name


@pytest.mark.parametrize("role", OUTSIDE)
def test_somebody_outside_the_register_finds_nothing_behind_any_door(staff, officer, verifier, role) -> None:
    person = make.person("Xelîl Mirad", by=officer, sex="male")
    report = make.report(make.claim(person, "seen"), by=officer, phones=[actions.NewPhone("0750 000 1234")])
    outsider = staff(role)

    assert queries.person_for(outsider, person.code) is None
    assert list(queries.people_for(outsider)) == []
    assert queries.search(outsider, "Xelîl").hits == ()
    assert queries.report_for(outsider, report.code) is None
    assert queries.phones_of(outsider, report) == queries.chain_of(outsider, report) == []
    assert queries.kin_of(outsider, person) == queries.sources_of(outsider) == []
    assert list(queries.due_reviews(outsider, on=date(2099, 1, 1))) == []


def test_a_restricted_person_does_not_exist_for_the_office(officer, clerk, verifier, second, staff) -> None:
    person = make.person("Xelîl Mirad", by=officer)
    sister = make.person("Nesrîn Mirad", by=officer)
    actions.add_kin(person=sister, relative=person, kind="brother", by=officer)
    make.report(make.claim(person, "seen"), by=verifier)

    actions.restrict_person(person=person, level="verifier", by=verifier)

    for reader in (clerk, officer):
        assert queries.person_for(reader, person.code) is queries.person_for(reader, str(person.pk)) is None
        assert person not in {hit.person for hit in queries.search(reader, "Xelîl Mirad").hits}
        assert queries.kin_of(reader, sister) == []
    assert queries.person_for(verifier, person.code) == person
    with pytest.raises(Refused):
        actions.restrict_person(person=person, level="office", by=officer)


REFUSED_TO_A_CLERK = {
    "add_kin": {"person": 0, "relative": 1, "kind": "father"},
    "close_untraceable": {"person": 0, "why": "?"},
    "record_wish": {"person": 0, "wish": "nobody"},
    "record_ruling": {"person": 0, "legal": "declared_dead", "ruled_on": date(2018, 1, 1)},
    "set_review": {"person": 0, "team": "x", "review_on": date(2030, 1, 1)},
    "restrict_person": {"person": 0, "level": "verifier"},
    "add_place": {"names": {"en": "X"}},
    "add_source": {"code_name": "Owl", "deputy": SimpleNamespace(pk=None)},
}


@pytest.mark.parametrize(("action", "values"), REFUSED_TO_A_CLERK.items())
def test_what_a_clerk_may_not_write_is_refused_with_a_sentence_that_says_who_may(
    officer, clerk, action, values
) -> None:
    people = [make.person("Xelîl", by=officer), make.person("Mirad", by=officer)]
    given = {
        name: people[value] if name in {"person", "relative"} else value for name, value in values.items()
    }

    with pytest.raises(Refused) as refusal:
        getattr(actions, action)(**given, by=clerk)
    assert refusal.value.sentence in {str(sentence) for sentence in SENTENCES.values()}


def test_nobody_signed_in_may_do_nothing() -> None:
    assert not any(may(None, act) for act in Act)


def test_a_refusal_is_the_sentence_of_the_table(clerk) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check_may(clerk, Act.WITHDRAW)

    assert refusal.value.sentence == str(SENTENCES[Act.WITHDRAW])


def test_r15_which_source_told_is_read_by_its_handler_and_by_verifiers_alone(
    client_for, staff, clerk, officer, verifier
):
    handler, deputy = staff(Role.SOURCE_HANDLER), staff(Role.SOURCE_HANDLER)
    source = actions.add_source(code_name="Sumac", deputy=deputy.staff, by=handler)
    person = make.person("Xezal Mirad", by=officer)
    make.report(make.claim(person, "seen"), source=source, by=handler)

    told = [
        "Sumac" in client_for(reader).get(f"/people/{person.code}/").content.decode()
        for reader in (clerk, officer, verifier, handler, deputy)
    ]

    assert told == [False, False, True, True, True]
