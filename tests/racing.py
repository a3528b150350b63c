"""Acts that people do in the same second, each on a connection of its own, in the real database."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connections

from vegerin.guard.refusals import Refused


def race(*acts: Callable[[], Any]) -> Counter[str]:
    """All at once, each on a connection of its own; how each ended."""
    ended: Counter[str] = Counter()
    begin = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            begin.wait(60)
            act()
            ended["done"] += 1
        except Refused:
            ended["refused"] += 1
        except Exception as error:
            ended[type(error).__name__] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return ended
