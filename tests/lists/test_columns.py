"""What columns hold is guessed from their headings, and decided by a person."""

import pytest

from vegerin.lists.columns import ColumnsWrong, Field, checked_columns, guess_columns


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["id", "name", "en_name", "age", "dob", "sex", "source"],
         ["own_id", "full_name", "full_name_latin", "age", "born", "sex", "not_used"]),
        (["ت", "الاسم الثلاثي", "إسم الأم", "العمر", "الجنس", "القرية", "رقم الهاتف"],
         ["own_id", "full_name", "mother", "age", "sex", "village", "phone"]),
        (["hejmar", "Navê tevahî", "Navê bavê", "temen", "Gund"],
         ["own_id", "full_name", "father", "age", "village"]),
        (["ژمارە", "ناوی تەواو", "ناوی باوک", "تەمەن"],
         ["own_id", "full_name", "father", "age"]),
    ],
)  # fmt: skip
def test_headings_are_guessed_in_four_spellings(headings: list[str], fields: list[str]) -> None:
    assert list(guess_columns(headings).values()) == fields


def test_a_field_is_guessed_once() -> None:
    assert list(guess_columns(["name", "full name"]).values()) == [Field.FULL_NAME, Field.NOT_USED]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"a": "age"}, "No column holds a name. Say which one does."),
        ({"a": "full_name", "b": "full_name"}, "'a' and 'b' are both mapped to full_name. Choose one."),
        ({"c": "age", "a": "full_name"}, "There is no column 'c' in the file. It has: a, b."),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(columns: dict[str, str], says: str) -> None:
    with pytest.raises(ColumnsWrong) as refused:
        checked_columns(columns, ["a", "b"])

    assert str(refused.value) == says


def test_a_column_nobody_mapped_is_kept_and_not_used() -> None:
    assert checked_columns({"a": "full_name"}, ["a", "eye"]) == {"a": Field.FULL_NAME, "eye": Field.NOT_USED}
