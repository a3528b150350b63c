"""A name is taken apart as people of the region write it; what was written is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vegerin.engines import names


def roles(form: str) -> list[tuple[str, str]]:
    return [(part.text, part.role) for part in names.parse(form).parts]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Xelîl Mirad Qasim", [("Xelîl", "given"), ("Mirad", "father"), ("Qasim", "grandfather")]),
        ("خليل مراد السنجاري", [("خليل", "given"), ("مراد", "father"), ("السنجاري", "lineage")]),
        ("Xelîl kurê Mirad", [("Xelîl", "given"), ("kurê", "particle"), ("Mirad", "father")]),
        ("نادية بنت خلف", [("نادية", "given"), ("بنت", "particle"), ("خلف", "father")]),
        ("Khalil bin Murad", [("Khalil", "given"), ("bin", "particle"), ("Murad", "father")]),
        ("Şêx Xelîl Mirad", [("Şêx", "title"), ("Xelîl", "given"), ("Mirad", "father")]),
        ("Abu Ali", [("Abu Ali", "kunya")]),
        ("أم خالد نادية خلف", [("أم خالد", "kunya"), ("نادية", "given"), ("خلف", "father")]),
        ("Abd al-Rahman Khalil", [("Abd al-Rahman", "given"), ("Khalil", "father")]),
        ("عبد الله حسن", [("عبد الله", "given"), ("حسن", "father")]),
        ("Nasir al-Din Khalaf", [("Nasir al-Din", "given"), ("Khalaf", "father")]),
        ("Hecî Mirad", [("Hecî", "given"), ("Mirad", "father")]),
        (
            "Haji Murad Khalaf Ali",
            [("Haji", "title"), ("Murad", "given"), ("Khalaf", "father"), ("Ali", "grandfather")],
        ),
        ("Murad, Khalil", [("Khalil", "given"), ("Murad", "father")]),
        ("خليل Mirad", [("خليل", "given"), ("Mirad", "father")]),
        ("هبةالله خلف", [("هبة الله", "given"), ("خلف", "father")]),
        ("شحادةالحسن", [("شحادة", "given"), ("الحسن", "lineage")]),
        ("ريبةر", [("ريبةر", "given")]),  # ة typed for the Kurdish ە
        ("", []),
    ],
)
def test_a_name_is_taken_apart(form, expected):
    assert roles(form) == expected


def test_a_turned_order_is_less_sure():
    assert names.parse("Murad, Khalil").order_sure < names.parse("Khalil Murad").order_sure


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_parsed_and_kept(text):
    parsed = names.parse(text)

    assert parsed.form == text
    assert all(0 <= part.sure <= 1 and part.text for part in parsed.parts)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Xatûn Mûsa Hesen", "خاتون موسى حسن"), ("Emîr Hesen", "أمير حسن"), ("Ameer Hassan", "Amir Hassan")],
)
def test_a_usual_given_name_that_is_also_a_title_stays_a_name_in_every_script(one, other):
    given = [names.parse(form).parts[0].role for form in (one, other)]

    assert given == ["given", "given"]
    assert set(names.keys(one).keys) & set(names.keys(other).keys)


def test_a_prince_before_four_names_or_with_an_article_is_a_title():
    first = [
        names.parse(form).parts[0].role for form in ("امير مراد خليل حسن", "الأمير حسن خليل", "Mîr Hesen")
    ]

    assert first == ["title", "title", "title"]
