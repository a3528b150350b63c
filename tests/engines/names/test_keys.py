"""Keys meet across scripts, and only where the names are one."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vegerin.engines import names
from vegerin.engines.names.commands import main as vegerin_names


def meet(one: str, other: str) -> bool:
    return bool(set(names.keys(one).keys) & set(names.keys(other).keys))


@pytest.mark.parametrize("other", ["Xelîl", "Khaleel", "Khalil", "خەلیل", "Chalil", "Halil", "XELIL", "خَلِيل"])
def test_spellings_of_one_name_share_a_key(other):
    assert meet("خليل", other)


@pytest.mark.parametrize("other", ["Murad", "Xalid", "نايف", "Kemal"])
def test_different_names_share_no_key(other):
    assert not meet("خليل", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("عبد الرحمن", "Abdulrahman"),
        ("عبدالرحمن", "Abd al-Rahman"),
        ("Abdurrahman", "عبد الرحمن"),
        ("al-Sinjari", "سنجاري"),
        ("ash-Shammari", "الشمري"),
        ("Alshammari", "الشمري"),
        ("Alshammari", "ash-Shammari"),
        ("Alberti", "البرتي"),
        ("Albu Sultan", "البو سلطان"),
        ("Al Bu 'Isa", "ألبو عيسى"),
        ("al 'Abd Allah", "العبد الله"),
    ],
)
def test_articles_and_compounds_are_keyed_alike_joined_or_split(one, other):
    assert meet(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Salahaldin", "صلاح الدين"),  # the article written with the name before it
        ("Nooral-deen", "نورالدين"),
        ("Alaa Aldin", "علاء الدين"),
        ("عبدالحق", "Abdul-Haq"),  # two letters after the article, written together
        ("عبدالحي", "عبد الحي"),
        ("طه", "Taha"),  # of two letters, both are spoken
    ],
)
def test_a_part_of_a_persons_name_is_keyed_as_it_is_said(one, other):
    assert set(names.part_keys(one).keys) & set(names.part_keys(other).keys)


def test_a_surname_that_only_looks_like_a_compound_is_kept_whole():
    assert not meet("Bouldin", "بودين")


def test_titles_are_not_keyed():
    assert names.keys("Şêx Xelîl").keys == names.keys("Xelîl").keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al Hajj 'Inad", "عناد"),
        ("Ash Shaykh Badr", "الشيخ بدر"),
        ("'Ubayd as Sayyid", "عبيد السيد"),
        ("Ustadh Xidir", "خضر"),
    ],
)
def test_a_title_with_its_article_is_not_keyed_in_either_script(one, other):
    assert meet(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bashshar", "بشار"),  # a doubled sound of two letters
        ("Mashhan", "مشحن"),  # sh before h
        ("Umm al Mayadin", "أم الميادن"),  # two words, each with its own letters
        ("Fathi", "فتحي"),
        ("'Atshan", "عطشان"),
        ("Dujayl", "دجيل"),
    ],
)
def test_letters_that_stand_beside_one_another_are_read_both_ways(one, other):
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), [("Îso", "عيسى"), ("Xeco", "Xecê"), ("Hêvîn", "افين")])
def test_what_a_name_is_called_out_as_shares_a_key_with_it(one, other):
    assert meet(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("خربه طلب", "Khurbat Talab"),  # the t that is spoken before another word
        ("تلعفر", "Tall 'Afar"),  # a word that begins with a vowel, written apart or not
        ("دركة زين", "Dahrkah Zayn"),  # an h that only lengthens a vowel
        ("قصر البنات", "Qaşr al Banāt"),  # ş beside the maps' long vowels
        ("ألقوش", "Al Qush"),  # an article that was given a hamza
        ("الحاج خضير محمدالجاسم", "Al Hajj Khudayr Muhammad al Jasim"),  # an article inside a word
        ("عبد الجليل عبد الله", "'Abd al Jalil 'Abd Allah"),
        ("چگاله السفلى", "Chagalah"),  # which of two villages is left out
    ],
)
def test_names_of_several_words_meet_however_they_were_put_together(one, other):
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), [("Kabir", "كريم"), ("Gerwan", "السفلى"), ("Şerîf", "سريف")])
def test_what_is_read_otherwise_brings_no_strangers_together(one, other):
    assert not meet(one, other)


def test_pair_keys_meet_across_scripts():
    arabic = names.pair_keys(names.parse("خليل مراد قاسم"))
    kurmanji = names.pair_keys(names.parse("Xelîl Mirad"))

    assert "xll|mrd" in set(arabic) & set(kurmanji)


def test_one_lost_consonant_is_forgiven_by_one_deletion():
    assert set(names.keys("برکات").one_deletion) & set(names.keys("Barat").one_deletion)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_keys_never_fail_on_any_text(text):
    found = names.keys(text)

    assert len(found.keys) <= (8 if len(names.parse(text).parts) < 2 else 16)


def test_a_short_form_shares_a_lexicon_key_with_the_whole_name():
    for short, whole in (("Fatê", "فاطمة"), ("Xiro", "خضر"), ("Khidro", "Xidir")):
        assert set(names.keys(short).known) & set(names.keys(whole).known)
    assert not set(names.keys("Fatê").keys) & set(names.keys("فاطمة").keys)


def test_father_and_son_share_no_key_though_a_middle_name_may_be_left_out():
    assert not meet("Khalil Murad Qasim", "مراد قاسم")
    assert meet("Khalil Murad Qasim", "خليل قاسم")


def test_a_hamza_at_the_start_is_no_article():
    assert set(names.keys("ألونسو").keys) & set(names.keys("Alonso").keys)


def test_words_for_kinds_of_place_are_left_out():
    zakho = names.keys("Zakho").keys
    assert names.keys("Qaryat Zakho").keys == zakho == names.keys("Zakho District").keys


@pytest.mark.parametrize(
    "form", ["خ" * 100_000, "Khshth" * 16_000, "Xelîl " * 16_000], ids=["ar", "en", "words"]
)
def test_a_text_of_a_hundred_thousand_letters_is_keyed_at_once(form):
    found = names.keys(form)

    assert max(map(len, found.keys)) < 3_000
    assert names.parse(form).form == form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قريةالطاسه", "Qaryat at Tasah"),  # a word ends in ta marbuta, wherever the next one stands
        ("النجف الأشرف", "An-Najaf"),
        ("حميد وسهيل", "Hamid wa Suhayl"),  # *and* is one word with what follows, or a word of its own
        ("الدبات وال عجيل", "Ad Dabbat wa Al 'Ujayl"),
        ("قلا جوغة ي شيخ سلام", "Qala Jughat I Shaykh Salam"),  # the ezafe, written apart
        ("تل كورة", "Tel Kure"),  # nobody is named whose son: kure is no *son of*
        ("بنديزان", "Bin Dayzan"),
        ("حللوز", "Halluz"),  # a double of a name that is not Arabic
        ("زرد قادر", "Zardah Mahmud Qadir"),  # a middle name left out
        ("قرية الچيچ", "Qaryat ach Chaych"),
        ("غازي آوه", "Xaziyava"),
        ("گوندي اينشكي", "Inishkay"),  # the village of Inishk
    ],
)
def test_a_place_is_found_where_a_list_leaves_out_what_kind_it_is(one, other):
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), [("Tall Afar", "Tall Kayf"), ("Khalil Ibrahim", "Murad Ibrahim")])
def test_what_two_places_or_two_people_share_is_no_key_alone(one, other):
    assert not meet(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("القراح", "Tall Qarah"),  # the kind of place alone is left out, however short the rest
        ("كهف شاندر", "Shaneder"),
        ("عين نوني", "Nuni"),
    ],
)
def test_a_place_is_found_where_one_list_says_what_kind_it_is(one, other):
    assert meet(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("گردة خونية", "Kirdah Jutiyah"),  # خ and ج, ن and ت
        ("حوار النهر", "Juwar an Nahr"),
        ("بزرواطي", "Birruwati"),  # ز and ر: a double as well
    ],
)
def test_a_lost_dot_is_forgiven_where_enough_letters_are_left(one, other):
    assert not meet(one, other)
    assert set(names.keys(one).rough) & set(names.keys(other).rough)


@pytest.mark.parametrize("short", ["حسن", "خليل", "Baran"])
def test_a_short_name_has_no_key_without_dots(short):
    assert not names.keys(short).rough


def test_the_command_prints_all_keys_in_one_column(capsys):
    form = "حوار النهر"
    assert vegerin_names(["keys", form]) == 0

    said = json.loads(capsys.readouterr().out)
    found = names.keys(form)
    assert said["keys"] == [*found.keys, *found.rough, *found.known]
    assert set(found.rough) <= set(said["one_deletion"])
