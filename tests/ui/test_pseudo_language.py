"""In a language that nobody speaks, every word on a page was marked for translation."""

from __future__ import annotations

import pytest

from tests.register.test_arabic_pages import WITH_CODES, Visible, words_in
from tests.stories.cast import cast
from tests.stories.pseudo import pseudo, speak
from tests.stories.test_every_page import paths
from vegerin.register.models import PlaceName

MONTHS = set("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905 -- easier to read


def test_a_sentence_keeps_its_places_and_grows_by_two_fifths() -> None:
    assert pseudo("Seen in {place}, <b>%(n)s</b> times") == "Σεεννν ινν {place}, <b>%(n)s</b> τιμεσσσ"


@pytest.mark.django_db
def test_no_word_on_any_page_was_left_unmarked(office, staff, client_for, monkeypatch) -> None:
    people = cast(office, staff)
    pages, of_places = paths(people), PlaceName.objects.values_list("text", flat=True)
    may_stay = MONTHS | {word for text in of_places for word in words_in(text)}
    speak(monkeypatch)
    left: dict[str, list[str]] = {}

    for name, (path, reader) in pages.items():
        seen = Visible()
        seen.feed(client_for(reader).get(path).content.decode())
        if (words := set(seen.words) - may_stay) and name not in WITH_CODES:
            left[name] = sorted(words)

    assert left == {}
