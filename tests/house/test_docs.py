"""The documents say what there is, and lead nowhere that is not there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from vegerin.config.cli import WORDS
from vegerin.config.settings import ROOMS
from vegerin.guard.office import Office
from vegerin.guard.roles import Role

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def in_tables(name: str) -> set[str]:
    """Every `code` in a first or second cell of the tables of a page."""
    rows = [line for line in text(name).splitlines() if line.startswith("|")]
    return {code for row in rows for cell in row.split("|")[1:3] for code in re.findall(r"`([^`]+)`", cell)}


def test_every_word_of_the_command_is_documented_and_no_other():
    words = {
        row.split("`")[1] for row in text("docs/reference/command.md").splitlines() if row.startswith("| `")
    }

    assert words == set(WORDS)


def test_every_role_is_documented_and_no_other():
    assert in_tables("docs/reference/roles.md") == {role.value for role in Role}


def test_every_setting_of_an_office_is_documented():
    settings = {one.name for one in fields(Office)} - {"folder"}

    assert settings <= in_tables("docs/reference/settings.md")


def test_every_variable_of_the_environment_is_documented():
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "run"]
    used = {name for file in sources for name in re.findall(r"VEGERIN_[A-Z_]*[A-Z]", file.read_text("utf-8"))}

    assert used <= in_tables("docs/reference/settings.md")


def test_every_room_and_engine_stands_in_the_drawing_of_the_house():
    drawing = text("ARCHITECTURE.md")
    engines = [
        folder.name
        for folder in (ROOT / "src/vegerin/engines").iterdir()
        if (folder / "__init__.py").exists()
    ]

    assert [room for room in ["guard", "register", "ui", *ROOMS] if f"  {room}/" not in drawing] == []
    assert [engine for engine in engines if f"    {engine}/" not in drawing] == []


def test_the_commands_of_the_readme_exist():
    known = set(re.findall(r"^  ([a-z]+)\)$", text("run"), re.MULTILINE))

    used = set(re.findall(r"\./run ([a-z]+)", text("README.md") + text("CONTRIBUTING.md")))

    assert used and used <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", without_code) if "://" not in link]

    astray = [link for link in links if not (page.parent / link.partition("#")[0]).resolve().exists()]
    assert astray == []


def test_nothing_tells_anybody_to_return():
    assert "Nobody is told to return" in text("README.md")
