"""The tutorial, walked as it is written: each step has its feet, and its words stand on the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.stories import walk
from vegerin.config.exercise import filling
from vegerin.config.exercise.accounts import LEADING
from vegerin.config.exercise.written_lists import write_files
from vegerin.guard import actions
from vegerin.guard.models import Staff


def test_every_step_of_the_text_is_walked_and_no_other() -> None:
    assert {name: len(steps) for name, steps in walk.parts().items()} == {
        name: len(steps) for name, steps in walk.WALK.items()
    }


@pytest.fixture
def exercise(transactional_db: None, office: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """The office that `./run demo` makes."""
    monkeypatch.setattr(settings, "OFFICE", type(settings.OFFICE)(office.folder, exercise=True))
    Staff.objects.filter(working_name="head").update(working_name="founder")
    for account in LEADING:
        person = actions.add_staff(
            working_name=account.working_name, passphrase=account.passphrase, by=office.head
        )
        actions.give_role(staff=person, role=account.role, by=office.head)
    write_files(tmp_path / "lists")
    filling.fill(today=date.today(), lists=tmp_path / "lists")


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_first_hour_goes_as_it_is_written(exercise: None, visitor: Callable, live_server: Any) -> None:
    def newcomer(name: str) -> Any:
        page = visitor(None).page
        page.set_default_timeout(60_000)
        walk.sign_in(page, name, live_server.url)
        return page

    assert walk.everybody(newcomer) == []
