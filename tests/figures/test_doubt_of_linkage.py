"""A person counts once in our figures; what nobody decided yet is counted with its chance (R17, R75)."""

from __future__ import annotations

from math import comb

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from vegerin.engines.estimation.people import Number
from vegerin.figures import queries
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.roles import Role
from vegerin.lists import actions as lists
from vegerin.lists.models import LinkFamily, LinkPair, LinkReport, LinkRun
from vegerin.register.models import Person

pytestmark = [pytest.mark.record, pytest.mark.django_db]


def missing(by, *names: str, sex: str = "female") -> list[Person]:
    people = [make.person(name, by=by, sex=sex) for name in names]
    for person in people:
        make.event(person, "registered_missing", "2015-02-01", by=by)
    return people


def compared(*pairs: tuple[Person, Person, float], by) -> list[LinkPair]:
    """A finished run over the register that holds these pairs."""
    run = LinkRun.objects.create(
        parameters={"releases": [], "register": True, "lesson": ""}, model="test", by=by.staff
    )
    LinkReport.objects.create(run=run, said={"lists": {}})
    family = LinkFamily.objects.create(run=run, number=0, bits=1.0, surest=0.5)
    found = []
    for a, b, p in pairs:
        one, other = sorted((f"person {a.pk}", f"person {b.pk}"))
        found.append(
            LinkPair.objects.create(
                family=family, one=one, other=other, p_same=p, p_family=0.0, said="review", shown=True
            )
        )
    return found


def test_a_pair_nobody_decided_makes_the_figure_a_range(counter, officer) -> None:
    a, b, _ = missing(officer, "Nesrîn Mirad", "نسرين مراد", "Hêvî Qasim")
    before = queries.ours(counter).number("abducted")
    compared((a, b, 0.7), by=officer)

    ours = queries.ours(counter)

    assert before == Number(3, 3, 3)
    assert ours.number("abducted") == ours.number("remaining", "female") == Number(2, 2, 3)
    assert ours.people.in_doubt == 2


def test_many_pairs_make_the_binomial_of_closed_form(counter, officer) -> None:
    names = [
        f"{given} {father}" for given in ("Nazê", "Gulê", "Besê", "Zînê", "Xezal") for father in ("A", "B")
    ]
    people = missing(officer, *names)
    compared(*((people[at], people[at + 1], 0.5) for at in range(0, 10, 2)), by=officer)
    chances = {10 - joined: comb(5, joined) / 32 for joined in range(6)}

    found = queries.ours(counter).number("abducted")

    below = {n: sum(p for other, p in chances.items() if other <= n) for n in chances}
    assert found == Number(
        min(n for n in below if below[n] >= 0.025), 7, min(n for n in below if below[n] >= 0.975)
    )


def test_joined_the_two_have_the_fate_that_follows_from_both(counter, officer, staff) -> None:
    [held, back] = missing(officer, "Nesrîn Mirad", "نسرين مراد")
    make.event(back, "returned", "2017-06-01", by=officer)
    signature = Decision.objects.get(kind="register.countersign")
    decisions.approve(decision=signature, by=staff(Role.VERIFIER))
    apart = [queries.ours(counter).number(each) for each in ("abducted", "returned", "remaining")]
    compared((held, back, 0.99), by=officer)

    ours = queries.ours(counter)

    assert apart == [Number(2, 2, 2), Number(1, 1, 1), Number(1, 1, 1)]
    assert [ours.number(each) for each in ("abducted", "returned", "remaining")] == [
        Number(1, 1, 1), Number(1, 1, 1), Number(0, 0, 0),
    ]  # fmt: skip


def test_what_two_people_judged_leaves_no_doubt(counter, officer, staff) -> None:
    a, b, c = missing(officer, "Nesrîn Mirad", "نسرين مراد", "Nesrin Murad")
    compared((a, b, 0.5), (a, c, 0.5), by=officer)
    make.joined(a, b, by=officer, second=staff(Role.VERIFIER))
    pair = sorted((f"person {a.pk}", f"person {c.pk}"))
    lists.keep_words(words=[lists.NewWord(*pair, "different", why="Other mother")], by=officer)

    assert queries.ours(counter).number("abducted") == Number(2, 2, 2)


def test_the_page_says_the_range_and_on_what_it_rests(counter, officer, client_for) -> None:
    people = missing(
        officer, *(f"Nazê {father}" for father in ("Elî", "Xidir", "Qasim", "Mirad", "Hesen", "Xelef"))
    )
    silent = client_for(officer).get("/figures/").content.decode()
    compared((people[0], people[1], 0.4), by=officer)

    pages = [client_for(one).get("/figures/").content.decode() for one in (officer, counter)]

    assert "was not compared with itself yet" in silent
    for page in pages:
        assert "5 to 6" in page
        assert "Of 2 cases it is open whether they are one person with another" in page


def test_a_range_that_ends_below_five_is_not_told_to_those_who_read_nobody(
    counter, officer, client_for
) -> None:
    people = missing(officer, *(f"Nazê {father}" for father in ("Elî", "Xidir", "Qasim", "Mirad", "Hesen")))
    compared((people[0], people[1], 0.4), by=officer)

    pages = [client_for(one).get("/figures/").content.decode() for one in (officer, counter)]

    assert ["4 to 5" in page for page in pages] == [True, False]
    assert "fewer than 5" in pages[1]


def test_more_pairs_ask_the_database_no_more(counter, officer, client_for) -> None:
    people = missing(
        officer, *(f"Nazê {father}" for father in ("Elî", "Xidir", "Qasim", "Mirad", "Hesen", "Xelef"))
    )
    browser, counts = client_for(counter), []
    for some in (2, 6):
        compared(*((people[at], people[at + 1], 0.4) for at in range(0, some, 2)), by=officer)
        browser.get("/figures/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/figures/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
