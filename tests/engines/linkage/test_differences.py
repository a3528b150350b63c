"""Two releases of one list: who is new, who is gone, who changed."""

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from vegerin.engines.linkage.differences import difference

OLD = [
    {"id": "1", "name": "مصطفى علي", "en_name": "Mustafa Ali", "age": "30"},
    {"id": "2", "name": "خدر مراد", "en_name": "Khedr Murad", "age": "-1"},
    {"id": "3", "name": "نازي حسو", "en_name": "Nazi Hasso", "age": "12"},
    {"id": "4", "name": "شيرين خدر", "en_name": "Shireen Khedr", "age": "9"},
]
NEW = [
    {"id": "4", "name": "شيرين خدر", "en_name": "Shireen Khedr", "age": "9", "source": "h"},
    {"id": "1", "name": "مصطف على", "en_name": "Mustafa Ala", "age": "31", "source": "h"},
    {"id": "2", "name": "خدر مراد", "en_name": "Khidir Murad", "age": "20", "source": "u"},
    {"id": "5", "name": "بري قولو", "en_name": "Pari Qolo", "age": "3", "source": "u"},
]


def test_rows_are_matched_by_the_lists_own_id() -> None:
    found = difference(OLD, NEW, id_column="id")

    assert (found.new, found.gone, found.same, [row.id for row in found.changed]) == (
        ("5",),
        ("3",),
        1,
        ["1", "2"],
    )
    assert (found.columns_added, found.columns_left_out) == (("source",), ())


def test_each_changed_field_has_its_reason() -> None:
    found = difference(OLD, NEW, id_column="id")

    assert [[(change.field, change.kind) for change in row.changes] for row in found.changed] == [
        [("name", "letters_lost_in_print"), ("en_name", "follows_other_script"), ("age", "age_by_date")],
        [("en_name", "romanisation"), ("age", "unknown_became_known")],
    ]


def test_a_latin_name_does_not_follow_a_part_that_stayed() -> None:
    old = [{"id": "1", "name": "مصطفى علي", "en_name": "Mustafa Ali"}]
    new = [{"id": "1", "name": "مصطف علي", "en_name": "Mustafa Hasan"}]

    changes = {change.field: change for change in difference(old, new, id_column="id").changed[0].changes}

    assert (changes["name"].explained, changes["en_name"].explained) == (True, False)


def test_a_latin_name_is_not_romanised_anew_where_the_arabic_one_became_another() -> None:
    old = [{"id": "1", "name": "امل حسن", "en_name": "Amal Hasan"}]
    new = [{"id": "1", "name": "امال حسن", "en_name": "Amaal Hasan"}]

    [row] = difference(old, new, id_column="id").changed

    assert [(change.kind, change.explained) for change in row.changes] == [("spelling", False)] * 2


def test_a_dot_between_two_names_that_many_bear_on_the_list_is_no_slip() -> None:
    given = ["فرح", "فرج"] * 5 + ["نجود"]
    old = [{"id": str(at), "name": f"{name} حسن"} for at, name in enumerate(given)]
    new = [{**row} for row in old]
    new[0]["name"], new[10]["name"] = "فرج حسن", "نحود حسن"

    found = difference(old, new, id_column="id").changed

    assert [(row.changes[0].kind, row.changes[0].explained) for row in found] == [
        ("spelling", False),
        ("dots", True),
    ]


def test_without_an_id_equal_rows_and_names_that_stand_once_are_matched() -> None:
    old = [
        {"name": "خدر مراد", "age": "30"},
        {"name": "نازي حسو", "age": "9"},
        {"name": "علي خدر", "age": "1"},
    ]
    new = [
        {"name": "علي خدر", "age": "2"},
        {"name": "خدر مراد", "age": "30"},
        {"name": "بري قولو", "age": "4"},
    ]

    found = difference(old, new)

    assert (found.new, found.gone, found.same, [row.id for row in found.changed]) == (
        ("row 3",), ("row 2",), 1, ["row 1"],
    )  # fmt: skip
    assert found.matched_by == "content"


def test_a_repeated_id_is_said_and_its_rows_are_paired_in_order() -> None:
    old = [{"id": "1", "name": "خدر"}, {"id": "1", "name": "مراد"}]
    new = [{"id": "1", "name": "خدر"}, {"id": "1", "name": "مراد"}, {"id": "1", "name": "حسو"}]

    found = difference(old, new, id_column="id")

    assert (found.repeated, found.same, found.new) == (("1",), 2, ("1",))


def test_an_empty_id_matches_nobody() -> None:
    found = difference([{"id": "", "name": "خدر"}], [{"id": "", "name": "مراد"}], id_column="id")

    assert (found.new, found.gone, found.same) == (("row 1",), ("row 1",), 0)


def test_the_two_real_releases_get_named_reasons() -> None:
    """Measured only where the releases lie outside the repository (D34)."""
    folder = os.environ.get("VEGERIN_LIST_RELEASES", "")
    if not folder:
        pytest.skip("VEGERIN_LIST_RELEASES does not name a folder with the two real releases")
    old, new = (_rows(Path(folder) / f"release-{day}.csv") for day in ("2024-04-13", "2024-08-08"))

    found = difference(old, new, id_column="id", old_date=date(2024, 4, 13), new_date=date(2024, 8, 8))

    names = [change for row in found.changed for change in row.changes if change.field == "name"]
    assert (len(found.new), len(found.gone), len(names)) == (10_658, 126, 1_812)
    assert sum(change.explained for change in names) >= 0.95 * len(names)
    ages = Counter(change.kind for row in found.changed for change in row.changes if change.field == "age")
    assert (ages["age_by_date"], ages["other"]) == (3_030, 1)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
