"""A real office, founded and served by the command, for tests that kill it or look into its files."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

PATIENCE = 300  # seconds, on a machine that is busy with other work
HEAD, HEAD_WORDS = "Amed", "quiet ridge apple lantern seven"
DEPUTY, DEPUTY_WORDS = "Berfin", "slow river almond window nine"


def vegerin(*words: str, lines: str = "", **options) -> subprocess.CompletedProcess:
    """Run the command; `lines` are given to it through a descriptor."""
    read_end, write_end = os.pipe()
    os.write(write_end, lines.encode())
    os.close(write_end)
    extra = ["--passphrase-fd", str(read_end)] if lines else []
    environment = {key: value for key, value in os.environ.items() if not key.startswith("VEGERIN")}
    try:
        return subprocess.run(
            [sys.executable, "-m", "vegerin.config.cli", *words, *extra],
            capture_output=True, text=True, pass_fds=[read_end], env=environment, timeout=PATIENCE, **options,
        )  # fmt: skip
    finally:
        os.close(read_end)


def found(folder: Path) -> str:
    """An exercise office with a head and a deputy; returns what was printed."""
    done = vegerin(
        "init", "--office", str(folder), "--exercise", "--head", HEAD, "--deputy", DEPUTY,
        lines=f"{HEAD_WORDS}\n{DEPUTY_WORDS}\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


@dataclass
class Answer:
    """Status, place and words of an answer."""

    status: int
    location: str
    text: str


@dataclass
class Browser:
    """A browser without script, with cookies."""

    address: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str) -> Answer:
        return self._ask(Request(self.address + path))

    def post(self, path: str, **values: str) -> Answer:
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")
        body = urlencode({**values, "csrfmiddlewaretoken": token}).encode()
        return self._ask(Request(self.address + path, body))

    def sign_in(self, name: str = HEAD, passphrase: str = HEAD_WORDS) -> Answer:
        self.get("/sign-in/")
        return self.post("/sign-in/", working_name=name, passphrase=passphrase)

    def _ask(self, request: Request) -> Answer:
        opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies), _Stay)
        try:
            response = opener.open(request, timeout=PATIENCE)
        except HTTPError as error:
            response = error
        return Answer(response.status, response.headers.get("Location", ""), response.read().decode())


@dataclass
class Server:
    """A running `vegerin serve`."""

    folder: Path
    workers: int = 1
    process: subprocess.Popen | None = None
    port: int = 0

    def start(self, *, port: int = 0) -> Server:
        """Start it, locked; nothing when it runs already. With `port` a page that is open finds it again."""
        if self.process is not None and self.process.poll() is None:
            return self
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = port or probe.getsockname()[1]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("VEGERIN")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vegerin.config.cli", "serve", "--office", str(self.folder),
             "--port", str(self.port), "--workers", str(self.workers)],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        within_patience(self._answers, "The server did not start.")
        return self

    def unlock(self, passphrase: str = HEAD_WORDS) -> Answer:
        browser = self.browser()
        browser.get("/unlock/")
        return browser.post("/unlock/", passphrase=passphrase)

    def browser(self) -> Browser:
        return Browser(f"http://127.0.0.1:{self.port}")

    def kill(self) -> None:
        """As a power cut would: no goodbye. The workers go with their server."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As Ctrl-C would."""
        self._end(signal.SIGINT)

    def _end(self, how: int) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        self.process.wait(PATIENCE)
        within_patience(lambda: not self._answers(), "A worker outlived its server.")

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def family_of(pid: int) -> list[int]:
    """A process and all that it began."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family_of(int(child)))]


def within_patience(condition: Callable[[], bool], otherwise: str) -> None:
    """Wait for a condition, as long as a busy machine may take."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)
