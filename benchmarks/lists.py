"""Imports two real releases of a list into a throw-away office, and explains their difference.

The releases lie outside the repository (D34); VEGERIN_LIST_RELEASES names their folder. The office is made in
a temporary folder, encrypted as always, and deleted at the end.

    VEGERIN_LIST_RELEASES=... ./run bench lists
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

RELEASES = ("2024-04-13", "2024-08-08")
PASSPHRASE = "quiet ridge apple lantern seven"


def main() -> int:
    """Print one line for each figure."""
    folder = os.environ.get("VEGERIN_LIST_RELEASES", "")
    if not folder:
        print("VEGERIN_LIST_RELEASES does not name the folder of the two releases; nothing was measured.")
        return 0
    with tempfile.TemporaryDirectory(prefix="vegerin-bench-") as office:
        by = _office(Path(office))
        for day in RELEASES:
            _import(Path(folder) / f"release-{day}.csv", date.fromisoformat(day), by=by)
        _print_difference()
        _print_search(by)
        size = sum(path.stat().st_size for path in Path(office).rglob("*") if path.is_file())
        print(f"office on disk                 {size / 2**20:8.1f} MB")
    return 0


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Wall and CPU seconds of a block."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{what:<30} {time.perf_counter() - wall:8.1f} s wall {time.process_time() - cpu:8.1f} s CPU")


def _office(folder: Path) -> object:
    """A throw-away office with one register officer."""
    os.environ["VEGERIN_OFFICE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "vegerin.config.settings"
    from vegerin.guard import boot
    from vegerin.guard import office as offices
    from vegerin.guard.keystore import Keystore

    offices.write(offices.Office(folder))
    boot.unlock(os.urandom(32))
    Keystore.make(folder)
    import django

    django.setup()
    from django.core.management import call_command

    from vegerin.guard import actions, queries
    from vegerin.guard.roles import Role

    call_command("migrate", verbosity=0)
    staff = actions.add_staff(working_name="bench", passphrase=PASSPHRASE, by=None)
    for role in (Role.HEAD, Role.REGISTER_OFFICER):
        actions.give_role(staff=staff, role=role, by=None)
    return queries.reader_for(staff, actions.ring_for(staff, PASSPHRASE))


def _import(path: Path, day: date, *, by: object) -> None:
    from vegerin.lists import actions
    from vegerin.lists.columns import guess_columns
    from vegerin.lists.reading import read_table

    raw = path.read_bytes()
    columns = guess_columns(read_table(raw, path.name).headings)
    with measured(f"import of {day}"):
        release = actions.start_import(
            raw=raw, file_name=path.name, list_name="Bench", released_on=day, columns=columns, by=by
        )
        finished = actions.continue_import(release=release, raw=raw, by=by)
    print(f"  {finished.rows:,} rows, {finished.bad_rows} left out, {finished.counts}")
    with measured("  the same file again"):
        again = actions.start_import(
            raw=raw, file_name=path.name, list_name="Bench", released_on=day, columns=columns, by=by
        )
        assert actions.continue_import(release=again, raw=raw, by=by) == finished


def _print_difference() -> None:
    from vegerin.lists.models import ListRow

    rows = ListRow.objects.filter(standing="changed").values_list("changes", flat=True)
    names = [change for changes in rows for change in changes if change["field"] == "full_name"]
    explained = sum(change["explained"] for change in names)
    print(f"changed names explained        {explained:,} of {len(names):,} ({explained / len(names):.2%})")
    for kind, count in Counter(change["kind"] for change in names).most_common():
        print(f"  {count:6,} {kind}")


def _print_search(by: object) -> None:
    from vegerin.lists.models import ListRow
    from vegerin.register.models import WrittenName
    from vegerin.register.queries import search

    rows = list(ListRow.objects.order_by("id")[:400])
    seconds, found = [], 0
    for row in rows[100:]:
        asked = row.said.get("full_name_latin") or row.name
        began = time.perf_counter()
        hits = search(by, asked, limit=10).hits
        seconds.append(time.perf_counter() - began)
        found += any(hit.owner_id == str(row.origin) for hit in hits)
    seconds.sort()
    print(f"written names                  {WrittenName.objects.count():8,}")
    print(f"search p50, p95                {seconds[len(seconds) // 2] * 1e3:8.1f} ms", end="")
    print(f" {seconds[int(len(seconds) * 0.95)] * 1e3:8.1f} ms, {found} of {len(seconds)} in the first ten")


if __name__ == "__main__":
    sys.exit(main())
