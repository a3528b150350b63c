"""A real browser in a real office: Debian's Chromium, people signed in, console watched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from tests.stories.hands import Night
from tests.stories.saying import in_language
from vegerin.guard.headers import Discretion

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 60_000  # milliseconds, on a machine that is busy with other work
OPTIONS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all stories."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: on Debian, apt-get install chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    # Playwright keeps an event loop in this thread; Django need not fear it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*OPTIONS, *as_root])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser; what the console says is kept."""

    page: Any
    base: str
    console: list[str] = field(default_factory=list)

    def opens(self, path: str) -> Any:
        """Go to an address of the office."""
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture
def visitor(chromium: Any, live_server: Any, client_for: Callable) -> Iterator[Callable]:
    """`visitor(reader, language="ar", width=390, script=False)` is that person at a browser."""
    contexts, visitors = [], []

    def come(
        reader: Any, *, language: str = "en", width: int = 1280, script: bool = True, **kw: Any
    ) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, **kw
        )
        cookies = {name: morsel.value for name, morsel in client_for(reader).cookies.items()}
        cookies["django_language"] = language
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.set_default_timeout(60_000)
        one = Visitor(page, live_server.url)
        page.on("console", lambda said: one.console.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: one.console.append(str(error)))
        contexts.append(context)
        visitors.append(one)
        return one

    yield come
    for context in contexts:
        context.close()


@pytest.fixture(params=["en", "ar"])
def language(request: Any) -> str:
    """A story that asks for it is played in both."""
    return request.param


@pytest.fixture
def say(language: str) -> Callable[[str], str]:
    """An English sentence as the page of the story says it."""
    return in_language(language)


@pytest.fixture
def comes(visitor: Callable, language: str) -> Callable:
    """`visitor`, who reads in the language of the story."""
    return partial(visitor, language=language)


@pytest.fixture
def night(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Night:
    """One night of the office, from 23:00 on."""
    night = Night(monkeypatch)
    night.comes_to(23)
    return night


@pytest.fixture
def shown_pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every page that was shown while the story was played, by its address."""
    pages: dict[str, str] = {}
    answer = Discretion.__call__

    def kept(self: Discretion, request: Any) -> Any:
        response = answer(self, request)
        if response.get("Content-Type", "").startswith("text/html"):
            pages[request.path] = response.content.decode()
        return response

    monkeypatch.setattr(Discretion, "__call__", kept)
    return pages
