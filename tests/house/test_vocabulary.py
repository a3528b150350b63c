"""What this house never builds has no place to stand in: schema, words on the screen, addresses.

D23, D24, R26, R32, R37, R53.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

SOURCE = Path(__file__).resolve().parents[2] / "src" / "vegerin"
OURS = ("guard", "register", "lists", "ui", "contacts", "missions", "care", "forensics", "figures")

# A column, a choice or an address whose name holds one of these would be the captors' side of the book.
NEVER_STORED = re.compile(
    r"price|ransom|payee|paid_|_paid|payment|negotiat|sold|sale_|buyer|owner_of_person|slave|sabaya|captor|perpetrator|holder"
    r"|beauty|looks\b|virgin|skin|eye_colou?r|hair|figure_of|caste|mirid|tribe_id|religion|collaborat|convert|"
    r"route|smuggl|crossing_method|method_of_escape|camp_id\b",
    re.IGNORECASE,
)
# Words a survivor or a mother must never read on a screen of ours (do-no-harm.md, Words).
NEVER_SAID = re.compile(
    r"sabaya|\bslaves?\b|\bsold\b|collaborator|child of daesh|jihad bride|devil worship"
    r"|\bIS [“\"']?wife|kurdish yazidi|\bransom|\bvirgin|سبايا|سبية|\bأسيرة\b|\bأسير\b|مخبر",
    re.IGNORECASE,
)


def our_columns() -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
    ]


def our_choices() -> list[str]:
    return [
        f"{model._meta.label}.{field.name}={value}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.concrete_fields
        for value, _ in field.flatchoices
    ]


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        here = before + str(pattern.pattern)
        found += addresses(pattern.url_patterns, here) if isinstance(pattern, URLResolver) else [here]
    return found


def test_there_is_a_schema_to_look_at() -> None:
    assert any(column.startswith("register.Person.") for column in our_columns())


def test_no_column_can_hold_what_we_never_keep() -> None:
    assert [column for column in our_columns() if NEVER_STORED.search(column)] == []


def test_no_choice_names_what_we_never_keep() -> None:
    assert [choice for choice in our_choices() if NEVER_STORED.search(choice.partition("=")[2])] == []


def test_no_address_lists_people_by_captor_caste_or_camp() -> None:
    found = addresses(get_resolver().url_patterns)

    assert found
    assert [address for address in found if NEVER_STORED.search(address)] == []


@pytest.mark.parametrize("ending", ["html", "po"])
def test_no_screen_says_what_a_survivor_must_never_read(ending: str) -> None:
    said = [
        f"{file.relative_to(SOURCE)}:{number}: {line.strip()}"
        for file in sorted(SOURCE.rglob(f"*.{ending}"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if NEVER_SAID.search(line)
    ]

    assert said == []


def test_the_scan_finds_what_it_looks_for() -> None:
    assert NEVER_STORED.search("register.Person.price_asked")
    assert NEVER_STORED.search("people/by-captor/<name>/")
    assert NEVER_SAID.search("She was sold in Raqqa")
    assert NEVER_SAID.search("أسيرة")
