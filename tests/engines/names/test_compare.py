"""Two spellings of one name are known again, in either direction, and the reason can be read aloud."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vegerin.engines import names
from vegerin.engines.names import frequencies

FORMS = st.sampled_from(
    ["خليل مراد", "Xelîl Mirad", "Khalil", "Nadia Khalaf Ali", "نادية خلف", "Şêx Hesen", "", "7", "Ж"]
)


@settings(deadline=None)
@given(FORMS, FORMS)
def test_the_order_of_asking_does_not_matter(one, other):
    assert names.compare(one, other).score == names.compare(other, one).score


@pytest.mark.parametrize("other", ["Xelîl Mirad", "Khaleel Murad", "خەلیل موراد"])
def test_the_same_name_in_another_script_scores_high(other):
    assert names.compare("خليل مراد", other).score > 0.95


@pytest.mark.parametrize("other", ["Nadia Mirad", "Xalid Mirad", "Hesen Elî"])
def test_another_persons_name_scores_low(other):
    assert names.compare("خليل مراد", other).score < 0.5


def test_the_reason_names_both_spellings():
    why = names.compare("خليل", "Xelîl").why

    assert why[0].says == "خليل and Xelîl are usual spellings of one name."


@pytest.mark.parametrize("module", [module.name for module in iter_modules(names.__path__)])
def test_the_examples_in_the_documentation_hold(module):
    found = import_module(f"vegerin.engines.names.{module}")

    assert doctest.testmod(found).failed == 0


def test_a_registers_own_counts_say_how_common_a_name_is():
    counts = names.frequencies_of(["Zozan", "Zuzan"] * 30 + ["Xelîl"] * 20, counted="this register")
    try:
        names.count_with(counts)
        common, rare = (names.compare(name, name).parts[0].llr for name in ("Zozan", "Xelîl"))
        assert common < rare < names.compare("Berfîn", "Berfîn").parts[0].llr
    finally:
        names.count_with(frequencies.shipped())


@pytest.mark.parametrize(
    ("brother", "sister"),
    [
        ("سمير الياس قولو", "Samîra Elyas Qolo"),
        ("Karim Hasan Ali", "كريمة حسن علي"),
        ("Samir Elias Qolo", "Samira Elias Qolo"),
        ("فريد حسن علي", "Farida Hasan Ali"),
        ("جميل حسن علي", "Cemîle Hesen Elî"),
    ],
)
def test_brother_and_sister_are_told_apart_by_the_a_of_womens_names(brother, sister):
    assert names.compare(brother, sister).score < 0.5
    assert names.compare(sister, brother).score < 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [("صلاح حسن علي", "Salah Hasan Ali"), ("حياة حسن علي", "Hayat Hasan Ali"),
     ("ربيع حسن علي", "Rabia Hasan Ali"), ("نادين حسن علي", "Nadine Hasan Ali"),
     ("سميرة حسن علي", "Samira Hasan Ali")],
)  # fmt: skip
def test_an_ending_that_both_scripts_write_alike_tells_nobody_apart(one, other):
    assert names.compare(one, other).score > 0.9
