"""The part of `vegerin link` for one list that repeats people, of a world the trained model does not know."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from vegerin.engines import names
from vegerin.engines.answers import Stopwatch
from vegerin.engines.linkage.repeating.columns import ROLES
from vegerin.engines.linkage.repeating.files import write_files
from vegerin.engines.linkage.repeating.linking import link_repeating
from vegerin.engines.linkage.rows import Row

ASKED_OF, KNOWN_SHARE = 2_000, 0.3


def names_are_known(rows: Sequence[Row]) -> bool:
    """Whether the given names of a list are of the world that the trained model learnt: it knows kin there.

    >>> names_are_known([Row("a", 2, {"given": "Khalil"}), Row("a", 3, {"full_name": "مراد حسن"})])
    True
    >>> names_are_known([Row("a", 2, {"first_name": "Emlie"}), Row("a", 3, {"first_name": "Francis"})])
    False
    """
    said = [_given(row) for row in rows[:: 1 + len(rows) // ASKED_OF]]
    given = [name for name in said if name]
    if not given:
        return False
    return sum(bool(names.part_keys(name).known) for name in given) >= KNOWN_SHARE * len(given)


def _given(row: Row) -> str:
    columns = (*ROLES["given"], *ROLES["full_name"])
    whole = next((row.get(column) for column in columns if row.get(column)), "")
    parts = names.parse(whole).names if whole else ()
    return parts[0].text if parts else ""


def link_one_list(rows: Sequence[Row], out: Path, *, say: Callable[[str], None], watch: Stopwatch) -> str:
    """Link the list with itself, write the files of the run into `out`; report.json as text."""
    found = link_repeating(rows, progress=say, watch=watch)
    kinds = ", ".join(f"{column.name} ({column.kind.value})" for column in found.columns)
    print(
        f"Learnt from this one list, which repeats people. Compared: {kinds or 'nothing'}.", file=sys.stderr
    )
    if left_out := [heading for heading in found.left_out if heading != "record_id"]:
        print(f"Not compared: {', '.join(left_out)}.", file=sys.stderr)
    with watch.stage("writing"):
        said = write_files(found, out)
    said["timings"] = watch.seconds
    (out / "report.json").write_text(json.dumps(said, indent=1, ensure_ascii=False), "utf-8")
    return json.dumps(said, ensure_ascii=False)
