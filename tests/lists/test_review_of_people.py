"""The review where Persons are concerned: two sign, an undo withdraws, and no screen is a dead end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.lists.linking import linked
from tests.lists.test_importing import brought_in
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries
from vegerin.lists.models import LinkFamily, LinkPair, LinkRun, PairWord
from vegerin.lists.queries.review import CONTESTED, WAITS, key_of
from vegerin.register.actions import mark_family
from vegerin.register.models import Person
from vegerin.register.queries import cluster_of

pytestmark = [pytest.mark.record, pytest.mark.django_db]
NAMES = ("Xelîl Mirad Xidir", "Khalil Murad Khidir")


@pytest.fixture
def officer(staff: Callable[..., Reader]) -> Reader:
    return staff(Role.REGISTER_OFFICER)


@pytest.fixture
def two(officer: Reader) -> list[Person]:
    return [factories.person(name, by=officer, sex="male") for name in NAMES]


@pytest.fixture
def family(officer: Reader, two: list[Person]) -> LinkFamily:
    """Both persons, and one row that may be either."""
    brought_in("id;name;sex\nH1;خليل مراد خدر;ذكر\n", "2026-03-14", by=officer, name="helpers")
    run = linked(by=officer)
    return LinkFamily.objects.filter(run=run).order_by("number").first()


def say(word: str, two: list[Person], *, by: Reader, family: LinkFamily | None = None) -> None:
    first, second = key_of(*(person.pk for person in two))
    actions.keep_words(words=[actions.NewWord(first, second, word, "The same house.")], family=family, by=by)


def verdict(two: list[Person], *, by: Reader) -> str:
    return queries.decided(by).verdict(key_of(*(person.pk for person in two)))


def address_of(family: LinkFamily) -> str:
    return f"/lists/runs/{family.run_id}/families/{family.number}/"


def test_two_persons_wait_until_a_second_person_signs(
    officer: Reader, two: list[Person], staff: Callable[..., Reader]
) -> None:
    say("same", two, by=officer)
    before = verdict(two, by=officer)

    decisions.approve(decision=Decision.objects.get(), by=staff(Role.VERIFIER))

    assert (before, verdict(two, by=officer)) == (WAITS, "same")


def test_a_no_of_the_second_person_leaves_two_who_differ(
    officer: Reader, two: list[Person], staff: Callable[..., Reader]
) -> None:
    say("same", two, by=officer)

    decisions.refuse(decision=Decision.objects.get(), reason="Two brothers.", by=staff(Role.VERIFIER))

    assert verdict(two, by=officer) == CONTESTED


def test_taking_a_word_back_withdraws_what_nobody_signed(
    officer: Reader, two: list[Person], family: LinkFamily, staff: Callable[..., Reader]
) -> None:
    say("same", two, by=officer, family=family)

    actions.take_back(by=officer)

    with pytest.raises(Refused, match="decided already"):
        decisions.approve(decision=Decision.objects.get(), by=staff(Role.VERIFIER))
    assert verdict(two, by=officer) == ""


def test_parting_two_is_taken_back_and_asked_again(
    officer: Reader, two: list[Person], family: LinkFamily
) -> None:
    say("different", two, by=officer, family=family)

    actions.take_back(by=officer)

    assert verdict(two, by=officer) == ""


def test_undoing_what_two_signed_takes_two(
    officer: Reader, two: list[Person], family: LinkFamily, staff: Callable[..., Reader]
) -> None:
    say("same", two, by=officer, family=family)
    decisions.approve(decision=Decision.objects.get(), by=staff(Role.VERIFIER))

    actions.take_back(by=officer)

    assert Decision.objects.filter(signature=None).get().payload["verdict"] == "unsure"
    assert two[1] in cluster_of(officer, two[0])


def test_only_who_proposed_withdraws(
    officer: Reader, two: list[Person], staff: Callable[..., Reader]
) -> None:
    say("same", two, by=officer)

    with pytest.raises(Refused, match="Only who proposed"):
        decisions.withdraw(decision=Decision.objects.get(), reason="No.", by=staff(Role.VERIFIER))


def test_an_answer_that_cannot_be_is_named_in_its_place_and_the_others_are_not_lost(
    client_for: Any, officer: Reader, two: list[Person], family: LinkFamily
) -> None:
    pairs = list(LinkPair.objects.filter(family__run=family.run, shown=True))
    browser = client_for(officer)
    say("different", two, by=officer)

    page = browser.post(address_of(family), {f"verdict-{pair.pk}": "same" for pair in pairs})

    text = page.content.decode()
    assert (page.status_code, PairWord.objects.count()) == (200, 1)
    assert "Name the report that is new since" in text
    assert text.count("data-refused") == 1
    assert text.count(" checked") == len(pairs)


def test_one_who_may_not_see_a_person_is_not_asked_about_her(
    officer: Reader, two: list[Person], family: LinkFamily, staff: Callable[..., Reader]
) -> None:
    verifier = staff(Role.VERIFIER)
    asked = queries.queue_for(verifier, family.run).numbers

    for person in two:
        mark_family(person=person, by=verifier)

    assert asked == (family.number,)
    assert queries.queue_for(verifier, family.run).numbers == ()


def test_a_colleague_is_led_to_the_signature(
    client_for: Any, officer: Reader, two: list[Person], family: LinkFamily, staff: Callable[..., Reader]
) -> None:
    say("same", two, by=officer)

    text = client_for(staff(Role.VERIFIER)).get(address_of(family)).content.decode()

    assert f'href="/decisions/{Decision.objects.get().pk}/"' in text


def test_a_run_that_works_has_no_queue(officer: Reader, two: list[Person]) -> None:
    brought_in("id;name\nH1;Khalil Murad\n", "2026-03-14", by=officer, name="helpers")

    run = actions.start_run(releases=queries.newest_releases(officer), register=True, by=officer)

    assert queries.queue_for(officer, LinkRun.objects.get(pk=run.pk)).numbers == ()
