"""Pages of an office of 25,000 people: CPU and questions a page, and how long 50 signed-in users wait.

    ./run bench pages [--people 25000] [--users 50] [--seconds 60] [--pause 8] [--postgres] [--in-process]

First each page is turned in this process: CPU milliseconds and questions to the database, the median and
the slowest of twenty. Then a real server with two workers is asked by that many users, each of whom signs
in and turns a page, reads it for about `--pause` seconds, and turns the next. Wall times on a machine that
does other work say as much about that work; CPU times do not.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
WORDS = "quiet ridge apple lantern seven"
TURNS = 20
# Four people of the office, each with the pages that are hers.
ROLES = ("clerk", "register_officer", "verifier", "head")


def main() -> int:
    """Found, fill, measure twice, throw away."""
    options = _parser().parse_args()
    folder = Path(tempfile.mkdtemp(prefix="vegerin-bench-"))
    try:
        codes = made(folder / "office", options)
        in_process(codes)
        if not options.in_process:
            served(folder / "office", codes, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pause", type=float, default=8)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--in-process", action="store_true", help="leave the real server out")
    return parser


def made(folder: Path, options: argparse.Namespace) -> list[str]:
    """An office of that many people; returns some of their codes."""
    from vegerin.guard import founding

    postgres: dict[str, str] = {}
    if options.postgres:
        from tests import postgres as cluster

        postgres = cluster.start()
    founding.found(founding.Plan(folder, head=("head", WORDS), exercise=True, postgres=postgres))
    from vegerin.config.exercise import large
    from vegerin.guard import actions, queries
    from vegerin.guard.models import Staff
    from vegerin.guard.roles import Role
    from vegerin.register.models import Person

    for role in ROLES[:-1]:
        staff = actions.add_staff(working_name=role, passphrase=WORDS, by=None)
        actions.give_role(staff=staff, role=Role(role), by=None)
    officer = queries.reader_for(Staff.objects.get(working_name="register_officer"))
    began = time.process_time()
    large.fill(size=options.people, by=officer, exercise=True)
    kind = "PostgreSQL" if options.postgres else "SQLCipher"
    size = sum(file.stat().st_size for file in folder.glob("record.db*")) / 2**20
    print(
        f"{kind}: {options.people} people entered in {time.process_time() - began:.0f} CPU s, {size:.0f} MB"
    )
    return list(Person.objects.order_by("?").values_list("code", flat=True)[:400])


Page = Callable[["Asks", str], object]


class Asks(Protocol):
    """Somebody who turns pages: in this process or over the wire."""

    def get(self, path: str) -> object:
        """Open an address."""

    def post(self, path: str, values: dict[str, str]) -> object:
        """Send a form."""


def pages() -> dict[str, tuple[str, Page]]:
    """What is turned, by whom."""
    from vegerin.register.models import Person, Place

    home = Place.objects.filter(invented=True).first()
    sinjar = Place.objects.get(name="Sinjar")
    names = dict(Person.objects.values_list("code", "name"))
    found: dict[str, tuple[str, Page]] = {
        f"desk ({role})": (role, lambda one, code: one.get("/")) for role in ROLES
    }
    found |= {
        "search, empty": ("clerk", lambda one, code: one.get("/search/")),
        "search while typing": (
            "clerk",
            lambda one, code: one.post("/search/as-you-type/", {"q": names[code][:-3]}),
        ),
        "person": ("verifier", lambda one, code: one.get(f"/people/{code}/")),
        "person, for a clerk": ("clerk", lambda one, code: one.get(f"/people/{code}/")),
        "person, to print": ("clerk", lambda one, code: one.get(f"/people/{code}/print/")),
        "for the family": ("clerk", lambda one, code: one.get(f"/people/{code}/family/")),
        "the same person?": ("verifier", lambda one, code: one.get(f"/people/{code}/same/")),
        "new report": ("clerk", lambda one, code: one.get(f"/reports/new/?about={code}")),
        "lists": ("register_officer", lambda one, code: one.get("/lists/")),
        "places": ("clerk", lambda one, code: one.get("/places/")),
        "a village": ("clerk", lambda one, code: one.get(f"/places/{home.pk}/")),
        "a town with its map": ("clerk", lambda one, code: one.get(f"/places/{sinjar.pk}/")),
        "map": ("clerk", lambda one, code: one.get("/places/map/")),
        "figures": ("head", lambda one, code: one.get("/figures/")),
        "organisations": ("head", lambda one, code: one.get("/organisations/")),
        "decisions": ("head", lambda one, code: one.get("/decisions/")),
        "staff": ("head", lambda one, code: one.get("/staff/")),
    }
    return found


def in_process(codes: list[str]) -> None:
    """CPU and questions of each page, without a server."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS.append("testserver")
    people: dict[str, Client] = {}
    for role in ROLES:
        people[role] = Client()
        people[role].post("/sign-in/", {"working_name": role, "passphrase": WORDS})
    print(f"{'page':<24}{'CPU ms':>8}{'slowest':>9}{'asked':>7}{'KB':>6}")
    for name, (role, turn) in pages().items():
        spent, asked, size = [], 0, 0
        for code in ["", *codes[:TURNS]]:
            began = time.process_time()
            answer = turn(people[role], code or codes[-1])
            spent.append((time.process_time() - began) * 1000)
            assert answer.status_code == 200, (name, answer.status_code)
            size = len(answer.content)
        with CaptureQueriesContext(connection) as captured:
            turn(people[role], codes[0])
            asked = len(captured)
        took = f"{statistics.median(spent[1:]):>8.1f}{max(spent[1:]):>9.1f}"
        print(f"{name:<24}{took}{asked:>7}{size / 1024:>6.0f}")


def served(folder: Path, codes: list[str], options: argparse.Namespace) -> None:
    """A real server, asked by many who read what they get."""
    from django.db import connections

    turns = pages()
    connections.close_all()
    from tests.served import Server

    server = Server(folder, workers=2).start()
    try:
        server.unlock(WORDS)
        report(turned_by_all(server, codes, turns, options), options)
    finally:
        server.stop()


def turned_by_all(server, codes, turns, options) -> dict[str, list[float]]:
    """Everybody signs in, then all turn pages until the time is over."""
    waited: dict[str, list[float]] = defaultdict(list)
    ready = threading.Barrier(options.users + 1)
    lock, ends = threading.Lock(), [0.0]

    def user(number: int) -> None:
        rng = random.Random(number)
        role = ROLES[number % len(ROLES)]
        browser = server.browser()
        browser.sign_in(role, WORDS)
        mine = [(name, turn) for name, (whose, turn) in turns.items() if whose == role]
        ready.wait()
        time.sleep(rng.uniform(0, options.pause))
        while time.monotonic() < ends[0]:
            name, turn = rng.choice(mine)
            began = time.perf_counter()
            answer = turn(Wire(browser), rng.choice(codes))
            seconds = time.perf_counter() - began
            assert answer.status == 200, (name, answer.status)
            with lock:
                waited[name].append(seconds * 1000)
            time.sleep(rng.uniform(0.5, 1.5) * options.pause)

    threads = [threading.Thread(target=user, args=(number,), daemon=True) for number in range(options.users)]
    for thread in threads:
        thread.start()
    ends[0] = float("inf")
    ready.wait()
    ends[0] = time.monotonic() + options.seconds
    for thread in threads:
        thread.join(options.seconds + 120)
    return waited


class Wire(Asks):
    """The browser of a user: forms carry its token."""

    def __init__(self, browser) -> None:
        self.browser = browser

    def get(self, path: str) -> object:
        """Open an address."""
        return self.browser.get(path)

    def post(self, path: str, values: dict[str, str]) -> object:
        """Send a form."""
        return self.browser.post(path, **values)


def report(waited: dict[str, list[float]], options: argparse.Namespace) -> None:
    """The pages together, then the three slowest."""
    every = sorted(one for many in waited.values() for one in many)
    if not every:
        print("Nobody turned a page.")
        return
    p95 = every[min(len(every) - 1, int(len(every) * 0.95))]
    print(
        f"{options.users} users, {len(every)} pages in {options.seconds} s: "
        f"p50 {statistics.median(every):.0f} ms, p95 {p95:.0f} ms on the clock; "
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    for name, many in sorted(waited.items(), key=lambda one: -statistics.median(one[1]))[:3]:
        print(f"  {name}: p50 {statistics.median(many):.0f} ms, of {len(many)}")


if __name__ == "__main__":
    sys.exit(main())
