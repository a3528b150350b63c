"""Pages of an office of 25,000 people: CPU and questions a page, and how long 50 signed-in users wait.

    ./run bench pages [--people 25000] [--users 50] [--seconds 60] [--pause 8] [--postgres] [--in-process]

First each page is turned in this process: CPU milliseconds and questions to the database, the median and
the slowest of twenty. Then a real server with two workers is asked by that many users, each of whom signs
in and turns a page, reads it for about `--pause` seconds, and turns the next; every ten seconds one more
signs in. The users are threads of this process and share the cores with the server: what they used is said
apart. Wall times on a machine that does other work say as much about that work; CPU times do not.
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
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
WORDS = "quiet ridge apple lantern seven"
TURNS = 20
SIGNS_IN_EVERY = 10  # seconds
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


def turned_by_all(server, codes, turns, options) -> Turned:
    """Everybody signs in, then all turn pages until the time is over."""
    turned = Turned()
    ready = threading.Barrier(options.users + 2)
    lock, ends = threading.Lock(), [float("inf")]

    def user(number: int) -> None:
        rng = random.Random(number)
        role = ROLES[number % len(ROLES)]
        wire = Wire(server, role)
        mine = [(name, turn) for name, (whose, turn) in turns.items() if whose == role]
        ready.wait()
        time.sleep(rng.uniform(0, options.pause))
        while time.monotonic() < ends[0]:
            name, turn = rng.choice(mine)
            began = time.perf_counter()
            status = turn(wire, rng.choice(codes))
            seconds = time.perf_counter() - began
            assert status == 200, (name, status)
            with lock:
                turned.waited[name].append(seconds * 1000)
            time.sleep(rng.uniform(0.5, 1.5) * options.pause)

    def comes_late() -> None:
        ready.wait()
        while time.monotonic() < ends[0] - SIGNS_IN_EVERY:
            time.sleep(SIGNS_IN_EVERY)
            began = time.perf_counter()
            Wire(server, ROLES[0])
            turned.signed_in.append(time.perf_counter() - began)

    threads = [threading.Thread(target=user, args=(number,), daemon=True) for number in range(options.users)]
    threads.append(threading.Thread(target=comes_late, daemon=True))
    for thread in threads:
        thread.start()
    ready.wait()
    ends[0] = time.monotonic() + options.seconds
    ours, its = time.process_time(), cpu_of(server)
    for thread in threads:
        thread.join(options.seconds + 120)
    turned.ours, turned.its = time.process_time() - ours, cpu_of(server) - its
    return turned


@dataclass
class Turned:
    """How long each page took on the clock, how long signing in, and the CPU seconds of both sides."""

    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    signed_in: list[float] = field(default_factory=list)
    ours: float = 0
    its: float = 0


def cpu_of(server) -> float:
    """CPU seconds of the server and its workers until now."""
    from tests.served import family_of

    ticks = 0
    for pid in family_of(server.process.pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Wire(Asks):
    """A user's browser, signed in, on one connection that stays; a form carries its token."""

    def __init__(self, server, role: str) -> None:
        browser = server.browser()
        while browser.sign_in(role, WORDS).status == 503:  # so many at once: the page says try again
            time.sleep(1)
        cookies = {cookie.name: cookie.value for cookie in browser.cookies}
        self.token = cookies.get("csrftoken", "")
        self.cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=120)

    def get(self, path: str) -> object:
        """Open an address."""
        return self._ask("GET", path)

    def post(self, path: str, values: dict[str, str]) -> object:
        """Send a form."""
        return self._ask("POST", path, urlencode({**values, "csrfmiddlewaretoken": self.token}))

    def _ask(self, method: str, path: str, body: str | None = None) -> object:
        headers = {"Cookie": self.cookies}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def report(turned: Turned, options: argparse.Namespace) -> None:
    """The pages together, then the five slowest."""
    every = sorted(one for many in turned.waited.values() for one in many)
    if not every:
        print("Nobody turned a page.")
        return
    print(
        f"{options.users} users, {len(every)} pages in {options.seconds} s: "
        f"p50 {statistics.median(every):.0f} ms, p95 {p95(every):.0f} ms, slowest {every[-1]:.0f} ms "
        f"on the clock; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    print(
        f"CPU: server {turned.its:.1f} s ({turned.its / len(every) * 1000:.0f} ms a page), "
        f"these users {turned.ours:.1f} s; {len(turned.signed_in)} signed in meanwhile, "
        f"{max(turned.signed_in, default=0):.1f} s at most"
    )
    for name, many in sorted(turned.waited.items(), key=lambda one: -p95(sorted(one[1])))[:5]:
        print(
            f"  {name}: p50 {statistics.median(many):.0f} ms, p95 {p95(sorted(many)):.0f} ms, of {len(many)}"
        )


def p95(ordered: list[float]) -> float:
    """What nineteen of twenty do not pass."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


if __name__ == "__main__":
    sys.exit(main())
