"""The comma is the language's own: ، on an Arabic page, also between two values of a template."""

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
