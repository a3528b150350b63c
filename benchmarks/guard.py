"""What guarding costs: seal, open, destroy, write a row of the trail, sign in, turn a page.

./run bench guard
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from vegerin.guard import founding

WORDS = "quiet ridge apple lantern seven"
PLACE = {"table": "t", "column": "c"}


def main() -> int:
    """Found a throw-away office, measure, and throw it away."""
    folder = Path(tempfile.mkdtemp(prefix="vegerin-bench-"))
    try:
        measure("found an office", lambda: founding.found(founding.Plan(folder / "o", head=("head", WORDS))))
        work()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def work() -> None:
    """Everything that needs an open office."""
    from django.conf import settings
    from django.test import Client

    from vegerin.guard import queries, sealing, signing_in, trail
    from vegerin.guard.models import Staff
    from vegerin.guard.roles import Role

    found = signing_in.sign_in(working_name="head", passphrase=WORDS)
    assert found is not None
    head = found[0]
    assert head.roles == {Role.HEAD} and queries.roles_of(Staff.objects.get()) == head.roles
    measure("sign in", lambda: signing_in.sign_in(working_name="head", passphrase=WORDS), times=3)
    kept = sealing.seal("words", compartment="report:verifier", row="1", **PLACE)
    measure("seal", lambda: sealing.seal("w", compartment="report:verifier", row="2", **PLACE), times=100)
    with sealing.many():
        measure(
            "seal, many",
            lambda: sealing.seal("w", compartment="report:verifier", row="3", **PLACE),
            times=500,
        )
    measure("open", lambda: sealing.unseal(kept, reader=head, row="1", **PLACE), times=500)
    measure("write a row of the trail", lambda: trail.record("bench", by=head), times=200)
    measure("destroy one row's keys", lambda: sealing.destroy(table="t", row="2", by=head))
    measure("check the trail", trail.faults)
    settings.ALLOWED_HOSTS.append("testserver")
    browser = Client()
    browser.post("/sign-in/", {"working_name": "head", "passphrase": WORDS})
    measure("turn a page", lambda: browser.get("/account/"), times=50)
    measure("an absent page", lambda: browser.get("/no-such-page/"), times=50)


def measure(what: str, act: Callable[[], object], *, times: int = 1) -> None:
    """Print wall and CPU milliseconds for one."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        act()
    wall, cpu = (time.perf_counter() - wall) / times, (time.process_time() - cpu) / times
    print(f"{what:<28}{wall * 1000:>10.2f} ms{cpu * 1000:>10.2f} ms cpu", flush=True)


if __name__ == "__main__":
    sys.exit(main())
