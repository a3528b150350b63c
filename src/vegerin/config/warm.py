"""A worker that has just begun is warm: the first page somebody turns costs as much as the hundredth.

What a worker needs for any page is read before it answers, and then taken out of the rounds of the garbage
collector: going over a hundred thousand objects that never go cost every twentieth page a tenth of a second.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver
from django.utils import translation

from vegerin.engines import names
from vegerin.ui.pictures.map import outlines

# Of what a page makes, most is gone when the page is sent; looking more seldom finds it as well.
LOOK_AFTER = (20_000, 20, 50)
SPELT = ("Xelîl Mirad", "خليل مراد")


def warm() -> None:
    """Addresses, templates, catalogues, the names' engine and the map, before the first question."""
    get_resolver().reverse_dict  # noqa: B018 -- reading it fills it
    for name in templates():
        get_template(name)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Search")
    for name in SPELT:
        names.keys(name)
    names.compare(*SPELT)
    outlines()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOK_AFTER)


def templates() -> Iterator[str]:
    """The names of all templates."""
    for folder in map(Path, get_app_template_dirs("templates")):
        yield from (file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*.html")))
