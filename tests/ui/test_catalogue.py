"""Arabic is complete: every sentence the code says, with its places, compiled, in the right words."""

import re

import pytest

from tests import catalogue

CATALOGUE = catalogue.kept()
MESSAGES = [message for message in CATALOGUE if message.id]
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def test_every_sentence_has_its_arabic():
    assert catalogue.untranslated(CATALOGUE) == []


def test_nothing_old_stays_in_the_catalogue():
    said = set(catalogue.sentences())

    assert [message.id for message in MESSAGES if message.id not in said] == []


def test_what_django_reads_is_what_the_catalogue_says():
    assert catalogue.FILE.with_suffix(".mo").read_bytes() == catalogue.compiled(CATALOGUE)


def test_each_place_of_a_sentence_is_in_its_arabic():
    single = [message for message in MESSAGES if isinstance(message.id, str)]

    assert [m.id for m in single if set(PLACES.findall(m.id)) != set(PLACES.findall(m.string))] == []


def test_plurals_have_the_six_arabic_forms():
    plural = [message for message in MESSAGES if isinstance(message.id, tuple)]

    assert {len(message.string) for message in plural} == {6}


@pytest.mark.parametrize("word", ["تقرير", "مخبر", "أسير", "أسرى", "سبايا", "سبية", "ضحية", "أيتام", "يزيدي"])
def test_words_that_wound_are_on_no_screen(word):
    texts = [t for m in MESSAGES for t in (m.string if isinstance(m.string, tuple) else (m.string,))]
    whole = re.compile(rf"(?<![\u0621-\u064a]){word}(?![\u0621-\u064a])")

    assert [text for text in texts if whole.search(text)] == []
