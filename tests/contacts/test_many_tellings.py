"""One question over a thousand tellings: each is looked at, and nobody waits for it (D5, D23)."""

from __future__ import annotations

import random
import time

import pytest
from django.db import transaction

from tests import factories as make
from vegerin.contacts import actions, queries
from vegerin.contacts.telling import Episode, new_id
from vegerin.engines.history.dates import month, season, year
from vegerin.guard import decisions, sealing
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MANY, EPISODES, SEED = 1000, 6, 19481210


def test_d23_a_question_over_a_thousand_tellings_takes_a_second_and_looks_at_each(
    office, staff, officer, verifier, capsys
):
    decision = register.propose_episodes(purpose="To find others.", by=office.head)
    decisions.approve(decision=decision, by=staff(Role.DEPUTY))
    hears, second = staff(Role.PSYCHOLOGIST, name="nesrin"), staff(Role.VERIFIER, name="second")
    towns = [str(one.pk) for one in Place.objects.filter(kind__in=["city", "town"])[:12]]
    rng = random.Random(SEED)
    with transaction.atomic(), sealing.many():
        for number in range(MANY):
            tells(number, rng, towns, by=hears, officer=officer, reader=verifier, second=second)
    sought = make.person("Perî", by=officer, sex="female")
    place = Place.objects.get(pk=towns[0])
    make.report(make.claim(sought, "seen", "2016", place=place), by=verifier)
    took = []
    for _again in range(3):
        verifier.keys._halves.clear()
        began = time.process_time()
        found = queries.next_worth_asking(verifier, sought, why="Her mother asks.")
        took.append(time.process_time() - began)
    gone_through = []
    for _who in range(40):  # each of forty has been asked, and the next is named
        actions.record_asked(person=found.person, sought=sought, outcome="knew_not", by=verifier)
        began = time.process_time()
        found = queries.next_worth_asking(verifier, sought, why="x")
        gone_through.append(time.process_time() - began)

    with capsys.disabled():
        print(f"\n{MANY} tellings: {min(took):.2f} to {max(took):.2f} CPU s; later {max(gone_through):.2f}")
    assert found is not None
    assert queries.stale_gists(verifier) == []
    assert max(took) < 5


def tells(number, rng, towns, *, by, officer, reader, second):
    person = make.person(f"Xezal {number}", by=officer, sex="female", born=year(1990))
    make.signed(make.event(person, "returned", "2019-01-01", by=reader), by=second)
    actions.begin_telling(
        person=person, purpose="A court.", why="Unknown.", agreed=True, readers=[reader.staff], by=by
    )
    before = "ferman"
    for at in range(EPISODES):
        begins = rng.choice([year(2014 + at // 2), month(2014 + at // 2, 3), season(2015, "summer")])
        one = Episode(new_id(), rng.choice(towns), begins, after=(before,), words="Çil roj. " * 20)
        before = actions.keep_episode(person=person, episode=one, by=by).id
