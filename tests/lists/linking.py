"""Three short lists of invented people and a run over them, for the tests of link runs and reviews."""

from __future__ import annotations

from datetime import date
from itertools import islice

from tests.lists.test_importing import brought_in
from vegerin.config.exercise import written_lists
from vegerin.config.exercise.people import SEED
from vegerin.guard.reader import Reader
from vegerin.lists import actions, queries
from vegerin.lists.linking import running
from vegerin.lists.models import LinkRun


def three_lists(*, by: Reader, people: int = 120) -> None:
    """The families', the helpers' and the camps' list of so many people."""
    everybody = list(islice(written_lists.many_people(), people))
    for name, make, percent, separator, day in written_lists.LISTS:
        rows = written_lists.rows_for(everybody, make=make, percent=percent, seed=SEED)
        brought_in(written_lists.csv_text(rows, separator=separator), day.isoformat(), by=by, name=name)


def linked(*, by: Reader, register: bool = True) -> LinkRun:
    """A run over the newest releases and the register, to its end."""
    run = actions.start_run(releases=queries.newest_releases(by), register=register, by=by)
    running.link_now(run, by=by)
    return queries.run_for(by, run.pk)


DAY = date(2026, 3, 14)
