"""Long work: an import runs in a thread of the server, and what it has done lies in the record.

Whoever looks sees the rows that are in. When the server stops, the run stands still and anyone who may import
lets it go on with the waiting file; no key of a person is needed for that.
"""

from __future__ import annotations

import logging
import time
from functools import partial

from vegerin.guard import boot
from vegerin.guard.reader import Reader
from vegerin.lists import actions, staging
from vegerin.lists.models import ListRelease
from vegerin.lists.threads import Threads

log = logging.getLogger(__name__)
_threads = Threads("list-import")


def start(release: ListRelease, *, by: Reader) -> None:
    """Let the import of a release run with the file that waits under its id, unless it runs already."""
    _threads.start(release.pk, partial(_run, release, by))


def is_running(release: ListRelease) -> bool:
    """Whether the import runs now, in this process or another."""
    return _threads.is_running(release.pk)


def wait(release: ListRelease, *, seconds: float) -> None:
    """Wait for a run of this process."""
    _threads.wait(release.pk, seconds=seconds)


def _run(release: ListRelease, by: Reader) -> None:
    began = time.monotonic()
    try:
        waiting = staging.waiting(str(release.pk))
        if waiting is None:
            return
        # Without the session's keys: an import seals, it opens nothing.
        actions.continue_import(release=release, raw=waiting.raw, by=Reader(by.staff, by.roles))
        staging.forget(str(release.pk))
        log.info("import of release %s finished in %.1f s", release.pk, time.monotonic() - began)
    except boot.Locked:
        log.info("import of release %s stands still: the office was locked", release.pk)
    except Exception:  # a thread has nobody to raise to: it is logged, and the import can go on later
        log.exception("import of release %s stands still", release.pk)
