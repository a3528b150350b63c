"""On an Arabic page nothing is left in English: visible Latin words are names, numbers or languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.stories.cast import cast
from tests.stories.test_every_page import paths
from vegerin.register.models import PlaceName

pytestmark = pytest.mark.django_db
# Names, codes, keys and the languages in their own script; what somebody wrote into a field of the record.
MAY_STAY = set(
    """English Kurmancî Nazê Berces Qolo Xelîl Heso delal zozan ferhan kawa rojda sîrwan
    hejar gulan nesrîn perwîn hêvî perî head brother mother clerk SHA JPEG PNG WebP MP WebM
    Enter Esc Ctrl Shift CSV Excel xlsx Çarşema Sor Khaleel Khalil DNA Zerê Evdal Reşo Til Qeseb Dayê Kurmanji
    Body Raqqa Tal Afar al Hol NW Syria Ferhan Sîpan Barjas Hasso ez baş im page surface ink fig leaf sun
    soft red sunken line strong Sep Mar Aug Oct Xunav Mîrdan Elo
    Deutsch GeoNames CC BY Who On First Natural Earth""".split()  # noqa: SIM905 -- a text is easier to keep
)


VOID = {"input", "br", "img", "meta", "link", "hr", "path", "circle", "rect", "line", "use"}


class Visible(HTMLParser):
    """The words somebody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[tuple[str, bool]] = []  # elements we are in, and whether their words are quiet

    @property
    def quiet(self) -> bool:
        return any(quiet for _, quiet in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        entered = tag in {"bdi", "textarea"} or told.get("dir") == "auto"  # somebody wrote it
        if tag not in VOID:
            self.open.append((tag, tag in {"script", "style", "title"} or entered))
        for name in ("aria-label", "placeholder", "alt", "title"):
            self.words += words_in(told.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.words += words_in(data)


# The trail's kinds, and the secret that an authenticator reads, are codes and no sentences.
WITH_CODES = {"trail", "second factor", "keys"}


def words_in(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-zÀ-ÿşŞğ]{2,}", text) if word not in MAY_STAY]


def test_no_page_speaks_english_to_an_arabic_reader(office, staff, client_for):
    people = cast(office, staff)
    of_places = {word for text in PlaceName.objects.values_list("text", flat=True) for word in words_in(text)}
    left: dict[str, list[str]] = {}
    for name, (path, reader) in paths(people).items():
        client = client_for(reader)
        client.cookies["django_language"] = "ar"
        page = client.get(path)
        seen = Visible()
        seen.feed(page.content.decode())
        if (words := set(seen.words) - of_places) and name not in WITH_CODES:
            left[name] = sorted(words)

    assert left == {}
