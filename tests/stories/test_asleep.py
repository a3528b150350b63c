"""The duty screen after sleep, after the server died, after a restart nobody unlocked (D15)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests import served
from tests.served import Server
from vegerin.guard import clock

pytestmark = pytest.mark.browser
SLEPT = 3 * 60 * 1000  # milliseconds
WITHIN = timedelta(seconds=60)


class Screen:
    """The duty screen on a laptop whose lid can be closed."""

    def __init__(self, context, address: str) -> None:
        self.page = context.new_page()
        self.page.clock.install()
        self.page.goto(address + "/duty/")
        self.tools = context.new_cdp_session(self.page)

    def sleeps(self) -> None:
        """The browser puts the page to sleep: no timer of it runs."""
        self.tools.send("Page.setWebLifecycleState", {"state": "frozen"})

    def wakes(self) -> None:
        """Three minutes later by the page's own clock."""
        self.tools.send("Page.setWebLifecycleState", {"state": "active"})
        self.page.clock.fast_forward(SLEPT)

    @property
    def sounded(self) -> int:
        """How often it has made a sound."""
        return int(self.page.locator("[data-board]").get_attribute("data-sounded") or 0)

    def expect_sound(self, after: int) -> None:
        """It sounds again."""
        self.page.wait_for_function(
            "n => Number(document.querySelector('[data-board]').dataset.sounded || 0) > n", arg=after
        )

    @property
    def lost(self):
        """The line that says that the server is gone."""
        return self.page.locator("[data-lost]")


@pytest.fixture
def laptop(chromium):
    context = chromium.new_context()
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.mark.django_db(transaction=True)
def test_d15_a_page_that_slept_while_the_server_went_says_so_and_sounds(laptop, live_server, office):
    screen = Screen(laptop, live_server.url)
    quiet = screen.sounded
    screen.sleeps()
    laptop.route("**/duty/board/", lambda route: route.abort())

    screen.wakes()

    expect(screen.lost).to_be_visible()
    screen.expect_sound(quiet)
    laptop.unroute("**/duty/board/")
    screen.page.clock.fast_forward(16_000)
    expect(screen.lost).to_be_hidden()


@pytest.mark.django_db(transaction=True)
def test_d15_who_fell_silent_while_the_page_slept_is_heard_when_it_wakes(laptop, live_server, office):
    screen = Screen(laptop, live_server.url)
    quiet = screen.sounded
    screen.sleeps()
    due = datetime.now(UTC) - timedelta(minutes=1)
    clock.expect(office.folder, code="K27R-1", due=due, margin_minutes=0, duty_code="D417")

    screen.wakes()

    expect(screen.page.locator("[data-sounds=yes]")).to_have_count(1)
    screen.expect_sound(quiet)


@pytest.mark.django_db(transaction=True)
def test_d15_a_half_typed_duty_code_stays_and_keeps_no_alarm_quiet(laptop, live_server, office):
    now = datetime.now(UTC)
    clock.expect(office.folder, code="A11B-1", due=now + timedelta(hours=1), margin_minutes=0, duty_code="D1")
    screen = Screen(laptop, live_server.url)
    quiet, field = screen.sounded, screen.page.get_by_label("Duty code")
    field.fill("D1")
    clock.expect(
        office.folder, code="K27R-1", due=now - timedelta(minutes=1), margin_minutes=0, duty_code="D4"
    )

    screen.page.clock.fast_forward(16_000)

    screen.expect_sound(quiet)
    expect(field).to_have_value("D1")


@pytest.mark.long
def test_d15_asleep_killed_and_restarted_without_a_passphrase_it_sounds_within_a_minute(
    laptop, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("asleep") / "office"
    served.found(folder)
    server = Server(folder).start()
    try:
        screen = Screen(laptop, f"http://127.0.0.1:{server.port}")
        screen.sleeps()
        due = datetime.now(UTC) + timedelta(seconds=5)
        clock.expect(folder, code="K27R-1", due=due, margin_minutes=0, duty_code="D417")
        server.kill()
        screen.wakes()
        expect(screen.lost).to_be_visible()
        screen.expect_sound(0)

        sounded = screen.sounded
        server.start(port=server.port)
        answers = datetime.now(UTC)
        screen.page.clock.fast_forward(16_000)
        expect(screen.page.locator("[data-sounds=yes]")).to_have_count(1)
        screen.expect_sound(sounded)
        heard = datetime.now(UTC)
        expect(screen.lost).to_be_hidden()
        locked = server.browser().get("/missions/").location
    finally:
        server.kill()

    assert locked == "/unlock/"
    assert heard - max(due, answers) < WITHIN
