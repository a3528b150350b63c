"""The review: whose word counts, what two must sign, what comes back, undo, agreement, the audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from tests import factories
from tests.lists.linking import linked, three_lists
from tests.lists.test_importing import brought_in
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries
from vegerin.lists.models import LinkFamily, LinkPair, LinkRun, ListRow, PairWord
from vegerin.lists.queries.counting import wilson
from vegerin.lists.queries.queue import questions_of
from vegerin.lists.queries.review import CONTESTED, Word, agreed
from vegerin.lists.why import one_in
from vegerin.register import actions as register
from vegerin.register.models import Person
from vegerin.register.queries import cluster_of

pytestmark = [pytest.mark.record, pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FAMILIES = "no;name;born;sex\n1;خليل مراد خدر;1990;ذكر\n2;نازي مراد خدر;1994;انثى\n3;بري مراد خدر;1999;انثى\n"
HELPERS = "id;name;born;sex\nH1;Khalil Murad Khidir;1990;male\nH2;Nazi Murad Khidir;1994;female\n"


@pytest.fixture
def officer(staff: Callable[..., Reader]) -> Reader:
    return staff(Role.REGISTER_OFFICER)


@pytest.fixture
def run(officer: Reader) -> LinkRun:
    brought_in(FAMILIES, "2026-03-14", by=officer, name="families")
    brought_in(HELPERS, "2026-03-14", by=officer, name="helpers")
    return linked(by=officer)


def key(own_id: str) -> str:
    return f"row {ListRow.objects.filter(own_id=own_id).last().origin}"


def say(verdict: str, one: str, other: str, *, by: Reader, why: str = "", audit: bool = False) -> PairWord:
    return actions.keep_words(words=[actions.NewWord(one, other, verdict, why)], by=by, audit=audit)[0]


def verdict(reader: Reader, one: str, other: str) -> str:
    return queries.decided(reader).verdict(actions.NewWord(one, other, "same").key)


def test_rows_of_two_lists_are_one_at_one_word(officer: Reader, run: LinkRun) -> None:
    say("same", key("1"), key("H1"), by=officer, why="The same year and names.")

    assert verdict(officer, key("1"), key("H1")) == "same"
    assert verdict(officer, key("2"), key("H2")) == ""


def test_where_two_differ_nobody_has_decided(
    officer: Reader, run: LinkRun, staff: Callable[..., Reader]
) -> None:
    say("same", key("1"), key("H1"), by=officer)
    say("different", key("1"), key("H1"), by=staff(Role.VERIFIER))

    assert verdict(officer, key("1"), key("H1")) == CONTESTED


def test_what_is_joined_through_a_third_is_the_same(officer: Reader, run: LinkRun) -> None:
    person = factories.person("Xelîl Mirad Xidir", by=officer)
    say("same", f"person {person.pk}", key("1"), by=officer)
    say("same", key("1"), key("H1"), by=officer)

    assert verdict(officer, f"person {person.pk}", key("H1")) == "same"


def test_a_row_becomes_a_person_at_one_word(officer: Reader, run: LinkRun) -> None:
    person = factories.person("Xelîl Mirad Xidir", by=officer)

    say("same", f"person {person.pk}", key("1"), by=officer)

    assert queries.person_of_row(officer, ListRow.objects.get(own_id="1")) == person


def test_rows_do_not_join_two_persons_by_the_way(officer: Reader, run: LinkRun) -> None:
    for own_id, name in (("1", "Xelîl Mirad Xidir"), ("H1", "Khalil Murad")):
        say("same", f"person {factories.person(name, by=officer).pk}", key(own_id), by=officer)

    with pytest.raises(Refused, match="two people sign"):
        say("same", key("1"), key("H1"), by=officer)


def test_who_was_judged_two_is_not_made_one_by_way_of_a_third(officer: Reader, run: LinkRun) -> None:
    say("different", key("1"), key("H2"), by=officer)
    say("same", key("1"), key("H1"), by=officer)

    with pytest.raises(Refused, match="are judged to be two"):
        say("same", key("H1"), key("H2"), by=officer)

    say("unsure", key("1"), key("H1"), by=officer)
    say("same", key("H1"), key("H2"), by=officer)
    assert verdict(officer, key("H1"), key("H2")) == "same"


def test_of_one_sitting_too_no_two_answers_contradict_each_other(officer: Reader, run: LinkRun) -> None:
    words = [
        (key("1"), key("H2"), "different"),
        (key("1"), key("H1"), "same"),
        (key("H1"), key("H2"), "same"),
    ]

    with pytest.raises(Refused, match="are judged to be two"):
        actions.keep_words(words=[actions.NewWord(*word) for word in words], by=officer)

    assert not PairWord.objects.exists()


def test_joining_two_persons_waits_for_a_second_person(officer: Reader) -> None:
    one, other = (factories.person(name, by=officer) for name in ("Xelîl Mirad", "Khalil Murad"))

    say("same", f"person {one.pk}", f"person {other.pk}", by=officer)

    assert Decision.objects.get().kind == "register.judge"
    assert other not in cluster_of(officer, one)


def test_a_sitting_is_undone_as_a_whole_and_by_its_reviewer_only(
    officer: Reader, run: LinkRun, staff: Callable[..., Reader]
) -> None:
    person = factories.person("Xelîl Mirad Xidir", by=officer)
    actions.keep_words(
        words=[
            actions.NewWord(f"person {person.pk}", key("1"), "same"),
            actions.NewWord(key("2"), key("H2"), "different"),
        ],
        family=run.families.first(),
        by=officer,
    )

    with pytest.raises(Refused, match="nothing of yours"):
        actions.take_back(by=staff(Role.VERIFIER))
    actions.take_back(by=officer)

    assert queries.person_of_row(officer, ListRow.objects.get(own_id="1")) is None
    assert (verdict(officer, key("2"), key("H2")), PairWord.objects.count()) == ("", 4)


def test_families_are_taken_back_one_after_the_other(officer: Reader, run: LinkRun) -> None:
    family, pairs = (
        run.families.first(),
        [(key("2"), key("H2")), (key("1"), key("H1")), (key("1"), key("H2"))],
    )

    def says(pair: tuple[str, str]) -> None:
        actions.keep_words(words=[actions.NewWord(*pair, "different")], family=family, by=officer)

    says(pairs[0])
    says(pairs[1])
    actions.take_back(by=officer)
    says(pairs[2])
    actions.take_back(by=officer)
    only_the_first = [verdict(officer, *pair) for pair in pairs]
    actions.take_back(by=officer)

    assert only_the_first == ["different", "", ""]
    assert [verdict(officer, *pair) for pair in pairs] == ["", "", ""]
    with pytest.raises(Refused, match="nothing of yours"):
        actions.take_back(by=officer)


def test_what_was_rejected_does_not_come_back_with_the_next_run(officer: Reader, run: LinkRun) -> None:
    for pair in list(LinkPair.objects.filter(family__run=run, shown=True)):
        say("different", pair.one, pair.other, by=officer)

    again = linked(by=officer)

    assert LinkPair.objects.filter(family__run=again, shown=True).exists()
    assert queries.queue_for(officer, again).numbers == ()


def test_new_evidence_brings_a_rejected_pair_back_and_says_why(officer: Reader) -> None:
    brought_in("id;name\nH1;Khalil Murad\n", "2026-03-14", by=officer, name="helpers")
    person = factories.person("Xelîl Mirad Xidir", by=officer, sex="male")
    row = ListRow.objects.get()
    say("different", f"person {person.pk}", f"row {row.origin}", by=officer)
    brought_in("id;name\nH1;Khalil Murad Khidir\n", "2026-06-01", by=officer, name="helpers")

    run = linked(by=officer)
    pair = LinkPair.objects.filter(family__run=run, shown=True).get()

    assert [each[1:] for each in queries.new_evidence(officer, [pair.key])[pair.key]] == [
        ("full_name", "Khalil Murad", "Khalil Murad Khidir")
    ]
    assert queries.queue_for(officer, run).numbers == (pair.family.number,)

    say("different", *pair.key, by=officer)  # she has looked at it, and says the same

    assert queries.queue_for(officer, run).numbers == ()


def test_agreement_counts_pairs_that_both_have_read(
    officer: Reader, run: LinkRun, staff: Callable[..., Reader]
) -> None:
    verifier = staff(Role.VERIFIER, name="seada")
    for reader, second in ((officer, "same"), (verifier, "different")):
        say("same", key("1"), key("H1"), by=reader)
        say(second, key("2"), key("H2"), by=reader)
    say("same", key("3"), key("H2"), by=verifier)

    assert [(each.with_whom, each.agree, each.both) for each in queries.agreement(officer)] == [
        ("seada", 1, 2)
    ]
    assert queries.agreement_of_all(officer) == (1, 2)


def test_an_unsure_beside_a_definite_word_decides_nothing_against_it() -> None:
    words = [Word(verdict, None) for verdict in ("unsure", "same")]

    assert (agreed(words), agreed(words[:1]), agreed([])) == ("same", "unsure", "")


def test_an_audit_gives_precision_with_an_interval(officer: Reader) -> None:
    three_lists(by=officer)
    run = linked(by=officer)
    drawn = queries.audit_of(officer, run).still_to_read

    for at, pair in enumerate(drawn[:20]):
        say("different" if at == 0 else "same", pair.one, pair.other, by=officer, audit=True)

    audit = queries.audit_of(officer, run)
    assert (audit.drawn, audit.read, audit.same, audit.different) == (50, 20, 19, 1)
    assert (audit.precision, audit.low, audit.high) == wilson(19, 20)
    assert len(audit.still_to_read) == 30


def test_words_outside_an_audit_do_not_count_for_it(officer: Reader) -> None:
    three_lists(by=officer)
    run = linked(by=officer)
    pair = queries.audit_of(officer, run).still_to_read[0]

    say("same", pair.one, pair.other, by=officer)

    assert queries.audit_of(officer, run).read == 0


def test_how_many_bear_a_name_is_said_only_where_enough_were_counted() -> None:
    borne = {"M": {"": 900, "xll": 10}}

    assert one_in("nobody", "male", borne) == []
    assert one_in("Xelîl", "male", {"M": {"": 40}}) == []


def test_a_family_is_judged_without_script(client_for: Any, officer: Reader, run: LinkRun) -> None:
    family = LinkFamily.objects.filter(run=run).first()
    pairs = list(LinkPair.objects.filter(family=family, shown=True))
    browser = client_for(officer)
    address = f"/lists/runs/{run.pk}/families/{family.number}/"

    page = browser.get(address).content.decode()
    browser.post(address, {f"verdict-{pairs[0].pk}": "same", f"why-{pairs[0].pk}": "One house."})

    word = PairWord.objects.get()
    assert "خليل مراد خدر" in page
    assert (word.verdict, word.why, word.family) == ("same", "One house.", family)


@pytest.mark.parametrize(("language", "name"), [("en", "Murad Khidir"), ("ar", "مراد خدر")])
def test_a_family_bears_its_first_name_in_the_script_of_the_page(
    client_for: Any, officer: Reader, run: LinkRun, language: str, name: str
) -> None:
    browser = client_for(officer)
    browser.cookies["django_language"] = language

    page = browser.get(f"/lists/runs/{run.pk}/families/1/").content.decode()

    assert name in page[page.index("<h1>") : page.index("</h1>")]


def test_a_clerk_does_not_judge(client_for: Any, run: LinkRun, staff: Callable[..., Reader]) -> None:
    browser = client_for(staff(Role.CLERK))

    assert browser.get("/lists/review/").status_code == 404
    assert browser.post(f"/lists/runs/{run.pk}/families/1/", {}).status_code == 404


def test_a_newcomers_first_family_is_nearly_sure_and_small(officer: Reader) -> None:
    three_lists(by=officer, people=120)
    for row in list(ListRow.objects.filter(release__list__name="families").order_by("number"))[::2]:
        actions.make_person(row=row, by=officer)
    run = linked(by=officer)
    sizes = Counter(question.family for question in questions_of(run.pk))
    surest = {question.family: question.surest for question in questions_of(run.pk)}

    waiting = queries.queue_for(officer, run, surest_first=True).numbers

    first = waiting[0]
    sure = [number for number in waiting if surest[number] >= 0.99]
    assert len({sizes[number] for number in sure}) > 1
    assert (first in sure, sizes[first]) == (True, min(sizes[number] for number in sure))


@pytest.fixture
def asked(officer: Reader) -> LinkPair:
    """A person and a row that the review asks about."""
    factories.person("Xelîl Mirad Xidir", by=officer, sex="male")
    brought_in(FAMILIES, "2026-03-14", by=officer, name="families")
    brought_in(HELPERS, "2026-03-14", by=officer, name="helpers")
    pairs = LinkPair.objects.filter(family__run=linked(by=officer), shown=True, one__startswith="person")
    return pairs.get()


def test_a_row_and_a_person_taken_back_are_asked_about_again(officer: Reader, asked: LinkPair) -> None:
    run = asked.family.run
    before = queries.queue_for(officer, run).numbers
    actions.keep_words(words=[actions.NewWord(*asked.key, "same")], family=asked.family, by=officer)
    answered = queries.queue_for(officer, run).numbers

    actions.take_back(by=officer)

    assert (verdict(officer, *asked.key), queries.queue_for(officer, run).numbers) == ("", before)
    assert asked.family.number in before and asked.family.number not in answered


def test_taking_back_leaves_what_was_said_on_the_rows_page(officer: Reader, asked: LinkPair) -> None:
    row = ListRow.objects.get(origin=asked.other.split(" ")[1])
    actions.keep_words(words=[actions.NewWord(*asked.key, "different")], family=asked.family, by=officer)
    person = Person.objects.get()
    actions.judge_row(row=row, person=person, verdict="same", by=officer)

    actions.take_back(by=officer)

    assert verdict(officer, *asked.key) == "same"
    assert queries.person_of_row(officer, row) == person


@pytest.mark.parametrize("first", ["different", "same"])
def test_taking_back_a_second_thought_leaves_the_first(officer: Reader, asked: LinkPair, first: str) -> None:
    """Nothing that was decided is forgotten by undoing what was said after it."""
    row = ListRow.objects.get(origin=asked.other.split(" ")[1])
    thoughts = [first, "unsure", "same" if first == "different" else "different"]
    for word in thoughts:
        actions.keep_words(words=[actions.NewWord(*asked.key, word)], family=asked.family, by=officer)

    stood = []
    for _each in thoughts:
        actions.take_back(by=officer)
        stood.append((verdict(officer, *asked.key), queries.person_of_row(officer, row) is not None))

    assert stood == [("unsure", False), (first, first == "same"), ("", False)]
    with pytest.raises(Refused, match="nothing of yours"):
        actions.take_back(by=officer)


def test_a_word_of_an_audit_outlives_the_undoing_of_a_word_of_the_review(officer: Reader) -> None:
    three_lists(by=officer)
    run = linked(by=officer)
    pair = queries.audit_of(officer, run).still_to_read[0]
    word = actions.NewWord(*pair.key, "same")
    actions.keep_words(words=[word], audit=True, by=officer)
    actions.keep_words(words=[replace(word, verdict="different")], family=pair.family, by=officer)

    actions.take_back(by=officer)
    after_one = queries.audit_of(officer, run).read
    actions.take_back(by=officer)

    assert (after_one, queries.audit_of(officer, run).read) == (1, 0)


def test_an_audit_counts_what_the_same_reviewer_said_before_in_the_review(officer: Reader) -> None:
    """Else the pair waited to be read for ever, and the precision rested on fewer than were read."""
    three_lists(by=officer)
    run = linked(by=officer)
    pair = queries.audit_of(officer, run).still_to_read[0]
    word = actions.NewWord(*pair.key, "same")
    actions.keep_words(words=[word], family=pair.family, by=officer)

    read = []
    for _twice in range(2):
        actions.keep_words(words=[word], audit=True, by=officer)
        read.append((queries.audit_of(officer, run).read, PairWord.objects.count()))

    assert read == [(1, 2), (1, 2)]


def test_a_mother_read_in_another_language_is_no_new_evidence(officer: Reader, asked: LinkPair) -> None:
    """Else a rejected pair came back to every reviewer who reads the pages in another script."""
    person, mother = Person.objects.get(), factories.person("Şêrîn Qolo", by=officer, sex="female")
    register.add_name(person=mother, text="شيرين قولو", by=officer)
    register.add_kin(person=person, relative=mother, kind="mother", by=officer)
    with translation.override("en"):
        actions.keep_words(words=[actions.NewWord(*asked.key, "different")], family=asked.family, by=officer)

    with translation.override("ar"):
        assert queries.new_evidence(officer, [asked.key]) == {}
