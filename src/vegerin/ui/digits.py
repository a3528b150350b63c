"""Eastern digits where the reader wants them: ٣ آب ٢٠١٤. Ids, numbers to dial and codes keep 0-9.

Done once on the finished page, so that no sentence has to think of it: digits in text turn; what stands in
`<bdi dir="ltr">`, in a field, in code, or beside Latin letters stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.utils.translation import get_language

from vegerin.ui.languages import DIGITS_COOKIE, language_of_page

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
KEPT = r"<(script|style|textarea|title|code|kbd|pre)\b.*?</\1\s*>|<bdi[^>]*\bdir=\"ltr\"[^>]*>.*?</bdi>"
PIECES = re.compile(rf"{KEPT}|<!--.*?-->|<[^>]*>|&[#\w]+;|[^<&\s]+", re.DOTALL | re.IGNORECASE)


def in_eastern_digits(html: str) -> str:
    """The same page with the digits of its sentences turned.

    >>> in_eastern_digits('<p title="3">3, <bdi dir="ltr">P48213-7</bdi> &#39;A4&#39; 2014</p>')
    '<p title="3">٣, <bdi dir="ltr">P48213-7</bdi> &#39;A4&#39; ٢٠١٤</p>'
    """
    return PIECES.sub(lambda piece: _turned(piece[0]), html)


def _turned(piece: str) -> str:
    if piece[0] in "<&" or re.search("[A-Za-z]", piece):
        return piece
    return piece.translate(EASTERN)


def wanted(request: HttpRequest) -> bool:
    """What the reader chose, else what her language does."""
    language = language_of_page(get_language())
    if not language.may_have_eastern_digits:
        return False
    chosen = request.COOKIES.get(DIGITS_COOKIE, "")
    return chosen == "eastern" or (language.eastern_digits and chosen != "western")


class EasternDigits:
    """Turns the digits of a page on its way out."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page, with the reader's digits."""
        response = self.answer(request)
        if isinstance(response, HttpResponse) and _is_page(response) and wanted(request):
            response.content = in_eastern_digits(response.content.decode())
        return response


def _is_page(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("text/html")
