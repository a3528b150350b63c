"""What a page waits while many sign in at once, and how those who sign in fare.

    ./run bench sign_in [--people 500] [--at-once 10] [--workers 2]

A clerk who is signed in turns pages without a pause: for some seconds alone, then while that many colleagues
send their passphrases in the same moment, each again as soon as the page asks for it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
ALONE = 8  # seconds


def main() -> int:
    """Found, fill, serve, measure, throw away."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="vegerin-bench-"))
    try:
        measured(folder / "office", options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def measured(folder: Path, options: argparse.Namespace) -> None:
    """Pages alone, pages while many sign in, and how long these took."""
    from benchmarks import pages

    options.postgres = False
    codes = pages.made(folder, options)
    from django.db import connections

    connections.close_all()
    from tests.served import Server

    server = Server(folder, workers=options.workers).start()
    try:
        server.unlock(pages.WORDS)
        clerk = pages.Wire(server, "clerk")
        turns = [f"/people/{code}/" for code in codes] + ["/", "/places/", "/search/"]
        before = turned(clerk, turns, until=time.monotonic() + ALONE)
        came = [Comes(server) for _one in range(options.at_once)]
        for one in came:
            one.start()
        during = turned(clerk, turns, waits_for=came)
    finally:
        server.stop()
    print(f"alone: {said(before)}")
    print(f"while {options.at_once} sign in at once: {said(during)}")
    waited = sorted(one.took for one in came)
    again = sum(one.asked_again for one in came)
    print(
        f"they were in after {statistics.median(waited):.1f} s, the last after {waited[-1]:.1f} s; {again} "
        f"times somebody was asked to try again; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


class Comes(threading.Thread):
    """A colleague who signs in, and tries again in a second when asked to."""

    def __init__(self, server) -> None:
        super().__init__(daemon=True)
        self.browser, self.asked_again, self.took = server.browser(), 0, 0.0

    def run(self) -> None:
        """Until she is in."""
        from benchmarks.pages import WORDS

        began = time.monotonic()
        while self.browser.sign_in("clerk", WORDS).status == 503:
            self.asked_again += 1
            time.sleep(1)
        self.took = time.monotonic() - began


def turned(clerk, turns: list[str], *, until: float = 0, waits_for: list[Comes] | None = None) -> list[float]:
    """Milliseconds of each page, until a moment or until all are in."""
    waited = []
    while any(one.is_alive() for one in waits_for or []) or time.monotonic() < until:
        began = time.perf_counter()
        assert clerk.get(turns[len(waited) % len(turns)]) == 200
        waited.append((time.perf_counter() - began) * 1000)
    return waited


def said(waited: list[float]) -> str:
    """The median, the slow ones, the slowest."""
    from benchmarks.pages import p95

    ordered = sorted(waited)
    return (
        f"{len(ordered)} pages, p50 {statistics.median(ordered):.0f} ms, p95 {p95(ordered):.0f} ms, "
        f"slowest {ordered[-1]:.0f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
