"""Values of a template side by side: the comma is the language's own, and a name keeps to its own side."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils import translation

import vegerin
from vegerin.ui.words import listed

SOURCE = Path(vegerin.__file__).parent
# What is translated whole brings its own commas; a tag's and an attribute's are no text.
TRANSLATED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|{#.*?#}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)


def test_no_template_writes_a_comma_of_its_own():
    written = {
        str(template.relative_to(SOURCE))
        for template in SOURCE.rglob("*.html")
        if template.name != "components.html"
        and "," in TAG.sub("", TRANSLATED.sub("", template.read_text(encoding="utf8")))
    }

    assert written == set()


def test_words_in_a_row_stand_between_the_commas_of_the_language():
    with translation.override("ar"):
        arabic = listed(["دارا", "", "سنجار"])

    assert (listed(["Dara", "Sinjar"]), arabic) == ("Dara, Sinjar", "دارا، سنجار")


def test_a_name_in_a_sentence_never_draws_a_number_to_its_own_side():
    sentence = re.compile(
        r"{% blocktranslate[^%]*?(\w+)=[\w.]*working_name(?!\|isolated)[^%]*%}(.*?){% end", re.S
    )
    loose = [
        (template.name, found.group(0))
        for template in SOURCE.rglob("*.html")
        for found in sentence.finditer(template.read_text(encoding="utf8"))
        if f"<bdi>{{{{ {found.group(1)} }}}}</bdi>" not in found.group(2)
    ]

    assert loose == []
