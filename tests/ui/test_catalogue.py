"""Each language says every sentence the code says, with its places, compiled, in the right words."""

import re
from functools import cache
from gettext import GNUTranslations

import pytest

from tests import catalogue
from vegerin.ui import languages

FOLDERS = sorted(catalogue.PLURALS)
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@cache
def messages(folder):
    return tuple(message for message in catalogue.kept(folder) if message.id)


def texts(folder):
    said = [m.string if isinstance(m.string, tuple) else (m.string,) for m in messages(folder)]
    return [text for forms in said for text in forms if text]


def test_every_sentence_has_its_arabic():
    assert catalogue.untranslated(catalogue.kept("ar")) == []


@pytest.mark.parametrize("folder", sorted(set(FOLDERS) - {"ar"}))
def test_every_sentence_has_its_translation(folder):
    missing = catalogue.untranslated(catalogue.kept(folder))

    if missing:  # the language is not offered meanwhile
        pytest.skip(f"{catalogue.NAMES[folder]} lacks {len(missing)} sentences, such as {missing[0]!r}")


@pytest.mark.parametrize("language", languages.LANGUAGES[2:], ids=lambda language: language.code)
def test_a_language_is_offered_when_it_is_whole_and_not_before(language):
    missing = catalogue.untranslated(catalogue.kept(language.folder))

    assert (language.code in dict(languages.offered())) == (missing == [])


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_old_stays_in_a_catalogue(folder):
    said = set(catalogue.sentences())

    assert [message.id for message in messages(folder) if message.id not in said] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_django_reads_is_what_the_catalogue_says(folder):
    compiled = catalogue.file_of(folder).with_suffix(".mo").read_bytes()

    assert compiled == catalogue.compiled(catalogue.kept(folder))


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_place_of_a_sentence_is_in_its_translation(folder):
    single = [message for message in messages(folder) if isinstance(message.id, str) and message.string]

    assert [m.id for m in single if set(PLACES.findall(m.id)) != set(PLACES.findall(m.string))] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_tags_in_a_sentence_are_the_same_in_its_translation(folder):
    single = [message for message in messages(folder) if isinstance(message.id, str) and message.string]
    tags = re.compile(r"</?[a-z][^>]*>")

    assert [m.id for m in single if sorted(tags.findall(m.id)) != sorted(tags.findall(m.string))] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_plurals_have_the_forms_of_the_language(folder):
    plural = [message for message in messages(folder) if isinstance(message.id, tuple)]

    assert {len(message.string) for message in plural} == {catalogue.PLURALS[folder][0]}


ONE, OF_A_NUMBER = "A row went in.", ("A row went in.", "%(n)s rows went in.")
OLD = {ONE: "Eine Zeile ging ein.", OF_A_NUMBER: ("Eine Zeile ging ein.", "%(n)s Zeilen gingen ein.")}


@pytest.fixture
def german(tmp_path, monkeypatch):
    """A folder of catalogues in German alone, and how to say one sentence in it."""
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "PLURALS", {"de": catalogue.TWO})

    def say(said):
        monkeypatch.setattr(catalogue, "sentences", lambda: catalogue.each_once([said]))

    return say


@pytest.mark.parametrize(
    ("old", "new"),
    [(ONE, OF_A_NUMBER), (OF_A_NUMBER, ONE), (OF_A_NUMBER, (ONE, "%(n)s more rows went in."))],
    ids=["becomes a plural", "is no plural any more", "is another plural"],
)
def test_a_sentence_that_changes_its_number_is_one_that_has_no_translation_yet(german, old, new):
    german(old)
    catalogue.update()
    catalogue.fill("de", [f"{catalogue.on_one_line(old)}\t{catalogue.on_one_line(OLD[old])}"])
    assert catalogue.untranslated(catalogue.kept("de")) == []

    german(new)
    before = catalogue.untranslated(catalogue.kept("de"))
    catalogue.update()

    assert [message.id for message in catalogue.kept("de") if message.id] == [new]
    assert before == catalogue.untranslated(catalogue.kept("de")) == [new]


def test_a_sentence_said_alone_and_of_a_number_is_one_entry_that_answers_both(german):
    both = catalogue.each_once([ONE, OF_A_NUMBER])
    german(OF_A_NUMBER)
    catalogue.update()
    catalogue.fill("de", [f"{catalogue.on_one_line(OF_A_NUMBER)}\t{catalogue.on_one_line(OLD[OF_A_NUMBER])}"])

    with catalogue.file_of("de").with_suffix(".mo").open("rb") as file:
        spoken = GNUTranslations(file)

    assert both == (OF_A_NUMBER,)
    assert spoken.gettext(ONE) == spoken.ngettext(*OF_A_NUMBER, 1) == OLD[ONE]
    assert spoken.ngettext(*OF_A_NUMBER, 7) == OLD[OF_A_NUMBER][1]


@cache
def glossary(folder):
    file = catalogue.file_of(folder).parent.parent / "glossary.tsv"
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [
        (english, said.split(" | "), never.split(" | ") if never else []) for english, said, never in rows[1:]
    ]


def forms_of(message):
    """English and the last form of the translation, small letters."""
    english = message.id[0] if isinstance(message.id, tuple) else message.id
    said = message.string[-1] if isinstance(message.string, tuple) else message.string
    return english, said.casefold()


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_key_term_is_translated_as_the_glossary_says(folder):
    wrong = []
    for term, words, _ in glossary(folder):
        whole = re.compile(rf"(?<!\w){term}(?!\w)", re.IGNORECASE)
        for english, said in map(forms_of, messages(folder)):
            if whole.search(english) and said and not any(word.casefold() in said for word in words):
                wrong.append(f"{term}: {english} → {said}")

    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_sentence_says_a_word_that_the_glossary_forbids(folder):
    forbidden = {word for _, _, never in glossary(folder) for word in never}

    found = [
        text
        for text in texts(folder)
        for word in forbidden
        if re.search(rf"(?<!\w){word}(?!\w)", text, re.IGNORECASE)
    ]

    assert found == []


def test_each_glossary_explains_the_same_terms():
    assert len({tuple(english for english, _, _ in glossary(folder)) for folder in FOLDERS}) == 1


NEVER = {
    "ar": ["تقرير", "مخبر", "أسير", "أسرى", "سبايا", "سبية", "ضحية", "أيتام", "يزيدي"],
    "kmr": ["sebaya", "kole", "qurbanî", "mexdûr", "xulam", "firotin", "sîxur", "dîl", "veşartin"],
    "kmr_Arab": ["سەبایا", "کۆلە", "قوربانی", "دیل", "سیخور", "ئێخسیر"],
    "ckb": ["سەبایا", "کۆیلە", "قوربانی", "دیل", "سیخوڕ", "یەزیدی"],
    "de": ["Sklavin", "Sklavinnen", "Sklave", "Opfer", "Täter", "Informant", "IS-Ehefrau", "Waise"],
}


@pytest.mark.parametrize(("folder", "word"), [(one, word) for one, words in NEVER.items() for word in words])
def test_words_that_wound_are_on_no_screen(folder, word):
    whole = re.compile(rf"(?<!\w){word}(?!\w)", re.IGNORECASE)

    assert [text for text in texts(folder) if whole.search(text)] == []
