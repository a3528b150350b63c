"""One field in two releases: each rule explains what it names, and nothing else."""

from pathlib import Path

import pytest

from vegerin.engines.linkage.changes import (
    KINDS,
    NOT_EXPLAINED,
    change_of_age,
    change_of_date,
    change_of_text,
)
from vegerin.engines.linkage.letters import NAMED, words

# Invented pairs: old, new, kind.
NAMED_CHANGES = [
    ("خدر  مراد", "خدر مراد", "spacing"),
    ("Xidir MURAD", "Xidir Murad", "letter_case"),
    ("کریم خدر", "كريم خدر", "code_points"),
    ("خَدِر مراد", "خدر مراد", "diacritics_tatweel"),
    ("Xelîl Mûrad", "Xelil Murad", "diacritics_tatweel"),
    ("خدر مراد (حسو)", "خدر مراد (حسو", "punctuation"),
    ("أحمد رؤوف", "احمد رووف", "hamza_alef"),
    ("نازي حجي", "نازى حجى", "ya"),
    ("هديه شحاده", "هدية شحادة", "ta_marbuta"),
    ("ليلى خدر", "ليلا خدر", "final_a"),
    ("عبدالله خدر", "عبد الله خدر", "compound_spacing"),
    ("ابو زيد خدر", "ابوزيد خدر", "compound_spacing"),
    ("داوود خدر", "داود خدر", "doubled_letter"),
    ("اسماعيل خدر", "اسمعيل خدر", "long_a"),
    ("خدر مراد", "خ در مراد", "split_in_print"),
    ("أحلام خلف", "أحالم خلف", "letters_swapped_in_print"),
    ("عبدالله خلف", "عبدهللا خلف", "letters_swapped_in_print"),
    ("مراد خدر", "دارم خدر", "letters_swapped_in_print"),
    ("مصطفى خدر", "مصطف خدر", "letters_lost_in_print"),
    ("مصطف خدر", "مصطفى خدر", "letters_lost_in_print"),
    ("سميره خدر", "سميه خدر", "letters_lost_in_print"),
    ("شراب خدر", "سراب خدر", "letters_lost_in_print"),
    ("شاهين خدر", "شاهي خدر", "letters_lost_in_print"),
    ("فتحي خدر", "فتحىي خدر", "letters_lost_in_print"),
    ("جبر خدر", "جير خدر", "dots"),
    ("سابر خدر", "صابر خدر", "same_sound"),
    ("مزكين خدر", "مكزين خدر", "letters_transposed"),
    ("علي خدر", "على ي خدر", "stray_in_print"),
    ("Khaleel Hasan", "Xelîl Hesen", "romanisation"),
    ("خليل خدر", "Xelîl Xidir", "script"),
    ("خدر  مراد", "خدر 0 مراد", "filler"),
    ("خدر مراد حسو", "مراد خدر حسو", "order"),
    ("خدر مراد", "خدر مراد حسو", "part_added"),
    ("خدر مراد حسو", "خدر حسو", "part_left_out"),
    ("", "خدر", "unknown_became_known"),
    ("خدر صلاح خدر صلاح", "خدر صالح خدر صلاح", "letters_swapped_in_print"),
]
# Names that differ by a letter or two and are other names: no chain of rules may make one of the other.
OTHER_NAMES = words(
    "حسن/حسين حمد/محمد محمد/محمود احمد/حامد سالم/سليم سلمان/سليمان علي/علاء جمال/جميل كامل/كمال خالد/خليل"
    " عمر/عمرو ناصر/نصر رشيد/رشاد سعد/سعيد سمير/سامر سمير/سميرة نور/نورا امين/امينة فريد/فريدة منير/منيرة"
    " بشير/بشار زيد/زياد عمار/عامر كريم/كرم نبيل/نبيلة امين/امير بشير/بشرى حسنين/حسين طارق/طرق خدر/مراد"
    " زينب/زيني عزير/عزيز عبدو/عيدو سوران/سوزان برجس/نرجس"
)


@pytest.mark.parametrize(("old", "new", "kind"), NAMED_CHANGES)
def test_a_change_has_the_reason_of_its_rule(old: str, new: str, kind: str) -> None:
    change = change_of_text("name", old, new)

    assert (change.kind, change.explained) == (kind, True)


@pytest.mark.parametrize("pair", OTHER_NAMES)
@pytest.mark.parametrize("there_and_back", [1, -1])
def test_another_name_is_never_explained_as_a_spelling(pair: str, there_and_back: int) -> None:
    old, new = pair.split("/")[::there_and_back]

    change = change_of_text("name", f"شيرين {old} حسو", f"شيرين {new} حسو")

    assert (change.explained, change.kind in {"spelling", "part_replaced"}) == (False, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Ali Hassan", "Ali Hussein"), ("Jamal Murad", "Jamil Murad"), ("Ali Ahmed", "Ali Hamid"),
     ("خدر حسن", "Xidir Husein"), ("خدر حسين", "Xidir Hasan")],
)  # fmt: skip
def test_names_that_only_share_consonants_are_not_one(old: str, new: str) -> None:
    assert change_of_text("name", old, new).explained is False


def test_the_gravest_reason_names_the_change_and_all_reasons_stay() -> None:
    change = change_of_text("name", "مصطفى أحمد  علي", "مصطف احمد على")

    assert change.kind == "letters_lost_in_print"
    assert {step.rule for step in change.reasons} == {"spacing", "letters_lost_in_print", "hamza_alef", "ya"}


def test_one_unexplained_part_leaves_the_whole_change_unexplained() -> None:
    change = change_of_text("name", "أحمد حسن علي", "احمد حسين على")

    assert (change.kind, change.explained) == ("spelling", False)


def test_what_became_unknown_is_a_question_not_an_explanation() -> None:
    assert change_of_text("name", "خدر", "-").explained is False


@pytest.mark.parametrize(
    ("old", "new", "years", "kind"),
    [
        ("43", "44", (0, 1), "age_by_date"),
        ("43", "46", (2, 3), "age_by_date"),
        ("43", "45", (0, 1), "other"),
        ("44", "43", (0, 1), "other"),
        ("-1", "20", (0, 1), "unknown_became_known"),
        ("٤٣", "43", (0, 1), "digits"),
        ("43", "43.0", (0, 1), "digits"),
    ],
)
def test_an_age_may_only_grow_by_the_birthdays_between(
    old: str, new: str, years: tuple[int, int], kind: str
) -> None:
    assert change_of_age("age", old, new, years_between=years).kind == kind


def test_a_date_may_become_more_exact_or_take_another_form() -> None:
    kinds = [
        change_of_date("born", *pair).kind
        for pair in (("1999", "1999-05-01"), ("03/08/2014", "2014-08-03"), ("1999", "1998"))
    ]

    assert kinds == ["more_exact", "written_otherwise", "other"]


def test_every_letter_rule_is_in_the_documented_list() -> None:
    assert set(NAMED) <= set(KINDS)
    assert {"spelling", "part_replaced", "other"} <= NOT_EXPLAINED <= set(KINDS)


def test_the_reference_page_lists_every_kind_with_its_meaning() -> None:
    page = Path(__file__).parents[3].joinpath("docs/reference/list-changes.md").read_text("utf-8")

    assert [kind for kind, says in KINDS.items() if f"| `{kind}` | {says} |" not in page] == []
