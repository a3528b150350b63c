"""Long work beside the pages: a thread of this server for each thing, found again by its id (decision 0002).

Another process may work on the same thing; it holds the file of that id, and that counts as running too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import UUID

from django.db import connection

from vegerin.lists import staging


class Threads:
    """The threads for one kind of work."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._of: dict[UUID, threading.Thread] = {}
        self._lock = threading.Lock()

    def start(self, thing: UUID, work: Callable[[], None]) -> None:
        """Let the work on a thing begin, unless it runs already; `work` raises nothing."""
        with self._lock:
            if self.is_running(thing):
                return
            thread = threading.Thread(target=_closing, args=(work,), daemon=True, name=self.name)
            self._of[thing] = thread
            thread.start()

    def is_running(self, thing: UUID) -> bool:
        """Whether it runs now, in this process or another."""
        thread = self._of.get(thing)
        return (thread is not None and thread.is_alive()) or staging.is_held(str(thing))

    def wait(self, thing: UUID, *, seconds: float) -> None:
        """Wait for work of this process."""
        thread = self._of.get(thing)
        if thread is not None:
            thread.join(seconds)


def _closing(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()
