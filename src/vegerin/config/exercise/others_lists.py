"""The lists of others, imported and linked, so that a newcomer can review at once."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from vegerin.config.exercise import written_lists
from vegerin.config.exercise.office import Exercise
from vegerin.guard.roles import Role


def enter_lists(exercise: Exercise, folder: Path) -> None:
    """The first release of each list, as the register officer imports it."""
    # A house without this room has no such module.
    lists, columns_of_list, reading = (
        import_module(f"vegerin.lists.{door}") for door in ("actions", "columns", "reading")
    )
    by = exercise.reader(Role.REGISTER_OFFICER)
    for name, _, _, _, released_on in written_lists.LISTS:
        file = folder / written_lists.file_name(name, released_on)
        raw = file.read_bytes()
        columns = columns_of_list.guess_columns(reading.read_table(raw, file.name).headings)
        release = lists.start_import(
            raw=raw, file_name=file.name, list_name=name, released_on=released_on, columns=columns, by=by
        )
        lists.continue_import(release=release, raw=raw, by=by)
    link_lists(exercise)


def link_lists(exercise: Exercise) -> None:
    """A finished link run over the three lists and the register, so that a newcomer can review at once."""
    lists, queries_of_lists, running = (
        import_module(f"vegerin.lists.{door}") for door in ("actions", "queries", "linking.running")
    )
    by = exercise.reader(Role.REGISTER_OFFICER)
    run = lists.start_run(releases=queries_of_lists.newest_releases(by), register=True, by=by)
    running.link_now(run, by=by)
