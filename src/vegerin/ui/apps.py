"""The looks of the house, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from vegerin.ui.languages import language_of_page


class UiConfig(AppConfig):
    """Base templates, components, fields, pictures, fonts and styles."""

    name = "vegerin.ui"
    label = "ui"

    def ready(self) -> None:
        """Let the direction of a page follow its language and script, and an empty field say what to do."""
        from django.forms import Field  # noqa: PLC0415 -- apps are loading
        from django.utils import translation  # noqa: PLC0415

        Field.default_error_messages["required"] = gettext_lazy("Write or choose an answer here.")

        # Django's own looks only at what stands before the hyphen, so that Badini would run like Kurmanji.
        translation._trans.get_language_bidi = runs_to_the_left  # type: ignore[attr-defined]


def runs_to_the_left() -> bool:
    """Whether the page's language is written from right to left."""
    from django.utils.translation import get_language  # noqa: PLC0415

    return language_of_page(get_language()).rtl
