"""A newcomer's list: 25,000 rows brought in by the pages, linked with the register, families judged by key.

    ./run bench newcomer [--rows 25000] [--families 200] [--language ar] [--office FOLDER]

Makes the exercise office, serves it, and does in a real browser what a register officer does: signs in,
imports the file, starts a link run, and judges families by keyboard alone. Prints seconds on the clock since
the sign-in and seconds of the server's work. An office that is kept in FOLDER is used again, with its list.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

PORT = 8973
ADDRESS = f"http://127.0.0.1:{PORT}"
PATIENCE = 900_000  # milliseconds
SAYS = {
    "en": {"link": "Start the run", "keep": "Keep the decisions, next family"},
    "ar": {"link": "ابدأ المطابقة", "keep": "احفظ القرارات، العائلة التالية"},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=25_000)
    parser.add_argument("--families", type=int, default=1)
    parser.add_argument("--language", choices=["en", "ar"], default="en")
    parser.add_argument("--office", type=Path, help="a folder for the office, used again when it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vegerin-bench-") as folder:
        office = options.office or Path(folder) / "office"
        known = (office / "linked").exists()
        with served(office) as server, browser() as page:
            Newcomer(page, server, options).does(Path(folder), known=known)
    return 0


@contextmanager
def served(office: Path) -> Iterator[int]:
    """The exercise office, until the end."""
    command = [sys.executable, "-m", "vegerin.config.cli", "demo", "--no-browser"]
    command += ["--port", str(PORT), "--office", str(office)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("ended from outside")
    )  # the office must not go on alone
    try:
        while not answers(f"{ADDRESS}/sign-in/"):
            time.sleep(0.5)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


def answers(address: str) -> bool:
    """Whether the page is there."""
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def browser() -> Iterator[Any]:
    """A page of a real browser."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("No Chromium here: on Debian, apt-get install chromium.")
    with sync_playwright() as playwright:
        shell = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = shell.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.set_default_timeout(PATIENCE)
        yield page
        shell.close()


def worked(session: int) -> float:
    """CPU seconds of the server's processes, its ended children's with them."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            total += sum(int(field) for field in fields[11:15])
    return total / os.sysconf("SC_CLK_TCK")


class Newcomer:
    """A register officer on her first day."""

    def __init__(self, page: Any, server: int, options: argparse.Namespace) -> None:
        self.page, self.server, self.options = page, server, options
        self.says = SAYS[options.language]
        self.began, self.work = time.perf_counter(), worked(server)

    def tell(self, what: str) -> None:
        """How long it took so far."""
        clock, work = time.perf_counter() - self.began, worked(self.server) - self.work
        print(f"{what:<46} {clock:7.1f} s after sign-in {work:7.1f} s of the server's work", flush=True)

    def does(self, folder: Path, *, known: bool) -> None:
        """All of it."""
        self.sign_in()
        if not known:
            self.import_list(folder / "new-list.csv")
            self.link()
            (self.options.office or folder / "office").joinpath("linked").touch()
        self.judge()

    def sign_in(self) -> None:
        self.page.context.add_cookies(
            [{"name": "django_language", "value": self.options.language, "url": ADDRESS}]
        )
        self.page.goto(f"{ADDRESS}/sign-in/")
        self.page.locator("[name=working_name]").fill("register-officer")
        self.page.locator("[name=passphrase]").fill("exercise register officer quince")
        self.page.locator("[name=passphrase]").press("Enter")
        self.page.wait_for_url(f"{ADDRESS}/")
        self.began, self.work = time.perf_counter(), worked(self.server)

    def import_list(self, path: Path) -> None:
        command = [sys.executable, "-m", "vegerin.config.cli", "exercise", "list"]
        with path.open("w", encoding="utf-8") as file:
            subprocess.run([*command, "--rows", str(self.options.rows)], stdout=file, check=True)
        self.began, self.work = time.perf_counter(), worked(self.server)
        page = self.page
        page.goto(f"{ADDRESS}/lists/import/")
        page.locator("[name=file]").set_input_files(str(path))
        page.locator("[name=list_name]").fill("A new list")
        page.locator("[name=released_on]").fill("2026-06-01")
        page.locator("form[data-main] button.filled").click()
        page.wait_for_url("**/lists/import/*/")
        self.tell("file read")
        page.locator("form[data-main] button.filled").click()
        page.locator("a[href*='/lists/row/']").first.wait_for()
        self.tell("list in")

    def link(self) -> None:
        self.page.goto(f"{ADDRESS}/lists/runs/")
        self.page.get_by_role("button", name=self.says["link"]).click()
        self.page.locator("a.btn.filled[href*='/families/']").first.wait_for()
        self.tell("run done")

    def judge(self) -> None:
        page, each = self.page, []
        page.goto(f"{ADDRESS}/lists/review/")
        page.locator("a.btn.filled[href*='/families/']").click()
        while len(each) < self.options.families and "/families/" in page.url:
            began = time.perf_counter()
            self.judge_family(len(each))
            each.append(time.perf_counter() - began)
            if len(each) == 1:
                self.tell("first family kept")
                self.work = worked(self.server)
        each.sort()
        print(
            f"{len(each)} families kept by key: p50 {statistics.median(each):.2f} s, p95 "
            f"{each[int(len(each) * 0.95)]:.2f} s on the clock, "
            f"{(worked(self.server) - self.work) / len(each):.3f} s of the server's work each"
        )

    def judge_family(self, number: int) -> None:
        """Same, different or unsure in turn; where the page says no, unsure."""
        page = self.page
        page.get_by_role("button", name=self.says["keep"]).wait_for()
        for pair in range(page.locator("[data-pair]:has(input[type=radio])").count()):
            page.keyboard.press(("KeyS", "KeyD", "KeyU")[(number + pair) % 3])
        here = page.url
        for _again in range(10):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            if page.url != here:
                return
            page.keyboard.press("KeyU")
        raise SystemExit(f"{here} does not let a reviewer go on.")


if __name__ == "__main__":
    sys.exit(main())
