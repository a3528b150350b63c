"""From a passphrase to keys: one Argon2id, then HKDF to `login` (to recognise) and `wrap` (to open).

There is no second, weaker hash beside it: what is stored to recognise somebody is a hash of `login`,
which costs a guesser the same Argon2id as the key itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import sys
import threading
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from django.utils.translation import gettext_noop as _
from shamir_mnemonic.wordlist import WORDLIST

from vegerin.guard import office
from vegerin.guard.boot import derive
from vegerin.guard.refusals import Refused

SHORTEST = 16


@dataclass(frozen=True, order=True)
class Cost:
    """What one guess costs."""

    memory_kib: int
    rounds: int
    lanes: int


STRONG = Cost(256 * 1024, 3, 4)
FLOOR = Cost(64 * 1024, 3, 4)  # machines of 2 GB, and exercise offices

# A derivation takes 256 MiB and most of a second: one at a time, and pages go first. Whoever waits for it
# holds a thread of the server, so only some may wait, and not for long; `serve` keeps threads beyond these.
_at_once = threading.BoundedSemaphore(1)
AT_THE_DOOR = 4
_door = threading.BoundedSemaphore(AT_THE_DOOR)
PATIENCE = 8.0  # seconds
GIVES_WAY = 10  # how much later than a page it gets its turn, as `nice` counts


class TooManyAtOnce(Refused):
    """So many sign in that another would keep pages waiting; nothing is counted against anybody."""

    status, retry_after = 503, 5

    def __init__(self) -> None:
        super().__init__(_("Many colleagues are signing in. Please try again in a moment."))


@dataclass(frozen=True)
class Halves:
    """What one passphrase gives: `login` recognises, `wrap` opens."""

    login: bytes
    wrap: bytes


def stretch(passphrase: str, *, salt: bytes, cost: Cost) -> Halves:
    """The slow step, once; refuses parameters below the floor."""
    if cost.memory_kib < FLOOR.memory_kib or cost.rounds < FLOOR.rounds:
        raise ValueError(f"{cost} is below the floor {FLOOR}.")
    secret = unicodedata.normalize("NFKC", passphrase).strip().encode()
    with _turn(), ThreadPoolExecutor(max_workers=1) as apart:
        root = apart.submit(_derived, secret, salt, cost).result()
    return Halves(login=derive(root, "login"), wrap=derive(root, "wrap"))


@contextmanager
def _turn() -> Iterator[None]:
    """One's turn, after those who came before; or TooManyAtOnce."""
    if not _door.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        if not _at_once.acquire(timeout=PATIENCE):
            raise TooManyAtOnce
        try:
            yield
        finally:
            _at_once.release()
    finally:
        _door.release()


def _derived(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """In a thread of its own, whose lanes give way to whoever turns a page."""
    if sys.platform == "linux":  # of this thread; elsewhere it would be of the whole process
        os.nice(GIVES_WAY)
    return hash_secret_raw(
        secret, salt, time_cost=cost.rounds, memory_cost=cost.memory_kib,
        parallelism=cost.lanes, hash_len=32, type=Type.ID,
    )  # fmt: skip


def usual() -> Cost:
    """What this office uses: an exercise has no secrets, but many accounts to make."""
    return FLOOR if office.read(office.folder_from_environment()).exercise else STRONG


def make(passphrase: str) -> tuple[str, Halves]:
    """What to store to recognise the passphrase, and its halves."""
    cost, salt = usual(), os.urandom(16)
    halves = stretch(passphrase, salt=salt, cost=cost)
    return _written(cost, salt, _check(halves)), halves


def recognise(passphrase: str, stored: str) -> Halves | None:
    """The halves, if it is this passphrase. Without anything stored it takes as long and says no."""
    cost, salt, check = _read(stored) if stored else (usual(), bytes(16), b"")
    halves = stretch(passphrase, salt=salt, cost=cost)
    return halves if hmac.compare_digest(_check(halves), check) else None


def check_strength(passphrase: str) -> None:
    """Refuse what could be guessed; a PIN is never enough."""
    plain = passphrase.strip()
    if len(plain) < SHORTEST or len(set(plain)) < 6:
        raise Refused(
            _("A passphrase has at least {shortest} characters: take words that do not belong together."),
            shortest=SHORTEST,
        )


def suggest(words: int = 8) -> str:
    """Words drawn by chance, ten bits each."""
    return " ".join(secrets.choice(WORDLIST) for _ in range(words))


def _check(halves: Halves) -> bytes:
    return hashlib.sha256(halves.login).digest()


def _written(cost: Cost, salt: bytes, check: bytes) -> str:
    numbers = f"{cost.memory_kib},{cost.rounds},{cost.lanes}"
    return "$".join([numbers, *(base64.b64encode(part).decode() for part in (salt, check))])


def _read(stored: str) -> tuple[Cost, bytes, bytes]:
    numbers, salt, check = stored.split("$")
    memory, rounds, lanes = map(int, numbers.split(","))
    return Cost(memory, rounds, lanes), base64.b64decode(salt), base64.b64decode(check)
