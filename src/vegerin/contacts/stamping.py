"""Stamps of time are asked for behind the page: nobody who hands something in waits for an authority.

What waits for a stamp is a roll without one, in the record; so a restart loses nothing, and the next intake
or `vegerin stamps send` asks again.
"""

from __future__ import annotations

import logging
import threading

from django.db import connection, transaction

from vegerin.contacts import time_authority
from vegerin.contacts.actions.stamps import ask_for_stamps
from vegerin.guard import boot, office
from vegerin.guard.reader import Reader

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


def ask_behind(*, by: Reader) -> None:
    """Once what was handed in is kept, ask for every stamp that waits; where nobody is set, ask nobody."""
    if time_authority.of(office.folder_from_environment()) is not None:
        transaction.on_commit(lambda: start(Reader(by.staff, by.roles)))  # without keys: it opens nothing


def start(by: Reader) -> threading.Thread:
    """Ask in a thread of its own."""
    thread = threading.Thread(target=_run, args=(by,), daemon=True, name="stamps")
    thread.start()
    return thread


def _run(by: Reader) -> None:
    """After whoever asks already: what came meanwhile is not asked for twice."""
    try:
        with _one_at_a_time:
            came, waiting = ask_for_stamps(by=by)
        log.info("stamps of time: %s came, %s wait", came, waiting)
    except boot.Locked:
        log.info("stamps of time wait: the office was locked")
    except Exception:  # a thread has nobody to raise to: it is logged, and what waits is asked again
        log.exception("stamps of time wait")
    finally:
        connection.close()
