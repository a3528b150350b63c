"""A row of a list is one person: also when two say it in one moment, and when an old doubt is withdrawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import factories
from tests.lists.linking import linked
from tests.lists.test_importing import brought_in
from tests.racing import race
from vegerin.guard import decisions
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries
from vegerin.lists.actions import review
from vegerin.lists.models import LinkFamily, ListRow, PairWord, RowJudgement
from vegerin.register import actions as register
from vegerin.register.models import Person

pytestmark = [pytest.mark.record, pytest.mark.usefixtures("in_english")]
NAMES = ("Xelîl Mirad Xidir", "Khalil Murad Khidir")
WHO_SAYS_IT = {
    "on the row's page": lambda row, person, by: actions.judge_row(
        row=row, person=person, verdict="same", by=by
    ),
    "in the review": lambda row, person, by: say("same", row, person, by=by),
}


@pytest.fixture
def officers(staff: Callable[..., Reader]) -> list[Reader]:
    return [staff(Role.REGISTER_OFFICER) for _each in range(3)]


@pytest.fixture
def two(officers: list[Reader]) -> list[Person]:
    return [factories.person(name, by=officers[0], sex="male") for name in NAMES]


@pytest.fixture
def row(officers: list[Reader]) -> ListRow:
    brought_in("id;name;sex\nH1;خليل مراد خدر;ذكر\n", "2026-03-14", by=officers[0], name="helpers")
    return ListRow.objects.select_related("release").get()


def say(word: str, row: ListRow, person: Person, *, by: Reader, family: LinkFamily | None = None) -> None:
    new = actions.NewWord(f"person {person.pk}", f"row {row.origin}", word)
    actions.keep_words(words=[new], family=family, by=by)


def held_to_be(row: ListRow) -> set[object]:
    said = queries.releases.last_words(RowJudgement.objects.filter(origin=row.origin))
    return {one.person_id for one in said if one.verdict == "same"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ways", [("on the row's page",) * 2, ("in the review",) * 2, tuple(WHO_SAYS_IT)])
def test_of_two_who_say_it_in_one_moment_the_second_is_refused(
    ways: tuple[str, str],
    row: ListRow,
    two: list[Person],
    officers: list[Reader],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = _slowly(monkeypatch)

    ended = race(
        *(
            lambda way=way, person=person, by=by: WHO_SAYS_IT[way](row, person, by)
            for way, person, by in zip(ways, two, officers, strict=False)
        )
    )

    assert looked
    assert ended == {"done": 1, "refused": 1}
    assert len(held_to_be(row)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_open_a_case_for_one_row_open_one(
    row: ListRow, officers: list[Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    _slowly(monkeypatch)

    ended = race(*(lambda by=by: actions.make_person(row=row, by=by) for by in officers[:2]))

    assert ended == {"done": 1, "refused": 1}
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_answer_sent_twice_in_one_moment_is_kept_once(
    row: ListRow, two: list[Person], officers: list[Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else *take back* would take back the second and leave the first standing."""
    officer = officers[0]
    family = LinkFamily.objects.filter(run=linked(by=officer)).order_by("number").first()
    _slowly(monkeypatch)

    race(*[lambda: say("same", row, two[0], by=officer, family=family)] * 2)
    actions.take_back(by=officer)

    assert [word.verdict for word in PairWord.objects.order_by("at")] == ["same", "taken_back"]
    assert held_to_be(row) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["taken back", "unsure"])
def test_a_doubt_withdrawn_makes_no_row_two_persons(
    how: str, row: ListRow, two: list[Person], officers: list[Reader]
) -> None:
    first, doubts, third = officers
    run = linked(by=first)
    family = LinkFamily.objects.filter(run=run).order_by("number").first()
    say("same", row, two[0], by=first)
    say("different", row, two[0], by=doubts, family=family)
    say("same", row, two[1], by=third)

    with pytest.raises(Refused, match="two persons of the register already"):
        if how == "unsure":
            say("unsure", row, two[0], by=doubts)
        else:
            actions.take_back(by=doubts)

    assert held_to_be(row) == {two[1].pk}


def _slowly(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Between looking and writing there is time for the other one, as on a slow evening."""
    import time

    from vegerin.lists.actions import releases

    looked: list[object] = []
    look, decided = releases.queries.whoever_it_is, review.decided

    def slow(ask: Callable[[object], object]) -> Callable[[object], object]:
        def asked(about: object) -> object:
            answer = ask(about)
            looked.append(about)
            time.sleep(0.3)
            return answer

        return asked

    monkeypatch.setattr(releases.queries, "whoever_it_is", slow(look))
    monkeypatch.setattr(review, "decided", slow(decided))
    return looked


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["on the row's page", "in the review"])
@pytest.mark.parametrize(
    ("second", "stands"), [("unsure", "same"), ("different", "unsure"), ("same", "same")]
)
def test_what_stands_is_one_truth_wherever_the_second_spoke(
    where: str, second: str, stands: str, row: ListRow, two: list[Person], officers: list[Reader]
) -> None:
    """A colleague's doubt beside a *same* takes nothing back; two who differ have decided nothing."""
    first, other, _third = officers
    say("same", row, two[0], by=first)

    if where == "in the review":
        say(second, row, two[0], by=other)
    else:
        actions.judge_row(row=row, person=two[0], verdict=second, by=other)

    [last] = queries.releases.last_words(RowJudgement.objects.filter(origin=row.origin))
    assert last.verdict == stands
    assert held_to_be(row) == ({two[0].pk} if stands == "same" else set())
    assert last.by == (first.staff if second == "unsure" else other.staff)


@pytest.mark.django_db
def test_her_own_doubt_takes_her_own_word_back(
    row: ListRow, two: list[Person], officers: list[Reader]
) -> None:
    actions.judge_row(row=row, person=two[0], verdict="same", by=officers[0])

    actions.judge_row(row=row, person=two[0], verdict="unsure", by=officers[0])

    assert held_to_be(row) == set()


@pytest.fixture
def beside(row: ListRow, officers: list[Reader]) -> ListRow:
    """A row of another list that somebody said is the same person as the first."""
    brought_in("id;name;sex\n1;Xelil Mirad;m\n", "2026-03-14", by=officers[0], name="families")
    other = ListRow.objects.select_related("release").get(own_id="1")
    word = actions.NewWord(f"row {row.origin}", f"row {other.origin}", "same")
    actions.keep_words(words=[word], by=officers[0])
    return other


@pytest.mark.django_db
@pytest.mark.parametrize("how", WHO_SAYS_IT)
def test_two_rows_that_are_one_are_not_two_persons(
    how: str, row: ListRow, beside: ListRow, two: list[Person], officers: list[Reader]
) -> None:
    """Else one alone had joined two Persons: they counted as one, and nobody had signed."""
    actions.judge_row(row=row, person=two[0], verdict="same", by=officers[0])

    with pytest.raises(Refused, match="two people sign"):
        WHO_SAYS_IT[how](beside, two[1], officers[1])

    assert held_to_be(beside) == set()
    assert queries.decided(officers[0]).head(f"person {two[1].pk}") == f"person {two[1].pk}"


@pytest.mark.django_db
@pytest.mark.parametrize("how", WHO_SAYS_IT)
def test_who_was_judged_to_be_two_is_not_made_one_on_a_rows_page_either(
    how: str, row: ListRow, beside: ListRow, two: list[Person], officers: list[Reader]
) -> None:
    say("different", row, two[0], by=officers[0])

    with pytest.raises(Refused, match="are judged to be two"):
        WHO_SAYS_IT[how](beside, two[0], officers[1])


@pytest.mark.django_db
def test_no_second_case_is_opened_for_a_row_that_is_one_with_a_persons_row(
    row: ListRow, beside: ListRow, officers: list[Reader], staff: Callable[..., Reader]
) -> None:
    person = actions.make_person(row=row, by=officers[0])

    with pytest.raises(Refused, match="is a person of the register already"):
        actions.make_person(row=beside, by=officers[1])

    Person.objects.filter(pk=person.pk).update(level=Person.Level.VERIFIER)
    with pytest.raises(Refused, match="a verifier says"):
        actions.make_person(row=beside, by=officers[1])


@pytest.mark.django_db
@pytest.mark.parametrize("how", WHO_SAYS_IT)
def test_a_row_of_one_is_a_row_of_whom_two_joined_with_her(
    how: str, row: ListRow, two: list[Person], officers: list[Reader], staff: Callable[..., Reader]
) -> None:
    """Nobody is asked about it any more; before, the review asked for ever and refused the right answer."""
    run = linked(by=officers[0])
    decision = register.propose_judgement(a=two[0], b=two[1], verdict="same", why="One card.", by=officers[0])
    decisions.approve(decision=decision, by=staff(Role.VERIFIER))
    actions.judge_row(row=row, person=two[0], verdict="same", by=officers[0])

    known = queries.decided(officers[1])
    assert known.verdict((f"person {two[1].pk}", f"row {row.origin}")) == "same"
    assert queries.people_counted(officers[1], run).middle == 1
    WHO_SAYS_IT[how](row, two[1], officers[1])


@pytest.mark.django_db
def test_a_refusal_names_whom_she_may_see_and_nobody_else(
    row: ListRow, two: list[Person], officers: list[Reader], staff: Callable[..., Reader]
) -> None:
    """Of two that are one, the later may be a verifier's to see."""
    decision = register.propose_judgement(a=two[0], b=two[1], verdict="same", why="One card.", by=officers[0])
    decisions.approve(decision=decision, by=staff(Role.VERIFIER))
    for person in two:
        actions.judge_row(row=row, person=person, verdict="same", by=officers[0])
    Person.objects.filter(pk=two[1].pk).update(level=Person.Level.VERIFIER)
    third = factories.person("Xelîl Barakat", by=officers[0], sex="male")

    with pytest.raises(Refused) as refused:
        actions.judge_row(row=row, person=third, verdict="same", by=officers[1])

    assert two[0].code in str(refused.value)
    assert two[1].code not in str(refused.value)


@pytest.mark.django_db
def test_what_parts_two_holds_though_somebody_hidden_was_parted_as_well(
    row: ListRow, beside: ListRow, two: list[Person], officers: list[Reader], staff: Callable[..., Reader]
) -> None:
    """The first answer against it was about one whom she may not see; the second she may see."""
    say("same", row, two[0], by=officers[0])
    third = brought_in(
        "id;name;sex\n9;Xelil;m\n", "2026-03-14", by=officers[0], name="camps"
    ).release.rows.get()
    keys = {name: f"row {one.origin}" for name, one in (("row", row), ("beside", beside), ("third", third))}
    parted = [
        actions.NewWord(f"person {two[0].pk}", keys["third"], "different"),
        actions.NewWord(keys["beside"], keys["third"], "different"),
    ]
    for word in parted:
        actions.keep_words(words=[word], by=officers[0])
    Person.objects.filter(pk=two[0].pk).update(level=Person.Level.VERIFIER)

    with pytest.raises(Refused, match="are judged to be two"):
        actions.keep_words(words=[actions.NewWord(keys["row"], keys["third"], "same")], by=officers[1])
