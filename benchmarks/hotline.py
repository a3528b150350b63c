"""How long a call from captivity takes to be kept, in an office of 25,000 people and 1,000 calls.

    ./run bench hotline [--people 25000] [--calls 1000] [--postgres]

A clerk sends the form of six answers (R11), each time about somebody else and from one of 300 numbers, a
third of them heard before, and then opens the page that says *Kept*. Said: the write on the clock and in CPU,
for the first and the last hundred, so that growth shows.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pages import WORDS, made, p95

NUMBERS, PART = 300, 100


def main() -> int:
    """Found, fill, ring, throw away."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="vegerin-bench-"))
    try:
        codes = made(folder / "office", options)
        told(taken(codes, options.calls))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def taken(codes: list[str], calls: int) -> list[tuple[float, float]]:
    """Seconds on the clock and of CPU for each."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    clerk, rng, took = Client(), random.Random(19481210), []
    clerk.post("/sign-in/", {"working_name": "clerk", "passphrase": WORDS})
    for _call in range(calls):
        sent = answers(rng.choice(codes), rng)
        clock, cpu = time.perf_counter(), time.process_time()
        answer = clerk.post("/reports/new/", sent)
        took.append((time.perf_counter() - clock, time.process_time() - cpu))
        assert answer.status_code == 302, answer.content[:2000]
    return took


def answers(code: str, rng: random.Random) -> dict[str, object]:
    """Six answers, as the form sends them."""
    return {
        "act": "save", "how": "they_rang", "by_what": "voice_note", "day": "today", "clock": "00:00",
        "number": f"0750 {rng.randrange(NUMBERS):03d} 45 67", "people": [code], "teller": "mother",
        "voice": "knew", "voice_by": "her mother", "claim": "called", "words": "Dayê, ez sax im. Zû were.",
        "whose": "saw", "language": "kmr", "listening": "a man in the room", "next_call": "they_ring",
        "next_day": "tomorrow", "next_clock": "18:00", "gravity": "verifier",
    }  # fmt: skip


def told(took: list[tuple[float, float]]) -> None:
    """Both ends of the row, and all."""
    parts = {"all": took, f"the first {PART}": took[:PART], f"the last {PART}": took[-PART:]}
    for name, some in parts.items():
        clock, cpu = (sorted(one[which] * 1000 for one in some) for which in (0, 1))
        print(
            f"{name}: on the clock p50 {clock[len(clock) // 2]:.0f} ms, p95 {p95(clock):.0f} ms, slowest "
            f"{clock[-1]:.0f} ms; CPU p50 {cpu[len(cpu) // 2]:.0f} ms, p95 {p95(cpu):.0f} ms"
        )
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    sys.exit(main())
