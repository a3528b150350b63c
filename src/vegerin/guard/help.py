"""Help with each page: whole sentences that its room enters, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from vegerin.guard.doors import is_open, may_open
from vegerin.guard.reader import Reader

_sentences: dict[str, tuple[Any, ...]] = {}


def register(sentences: Mapping[str, Sequence[Any]]) -> None:
    """Enter what is said of pages, by the names of their views."""
    _sentences.update({view: tuple(said) for view, said in sentences.items()})


def known() -> frozenset[str]:
    """The views of which something is said."""
    return frozenset(_sentences)


def said_of(reader: Reader, view_name: str) -> tuple[Any, ...]:
    """The sentences about a page; nothing where there are none, or the page is not this reader's."""
    sentences = _sentences.get(view_name, ())
    view = views().get(view_name) if sentences else None
    return sentences if view is not None and (is_open(view) or may_open(view, reader)) else ()


def views() -> dict[str, Any]:
    """Every view of the house by its name."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: Sequence[Any], space: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inside)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name, pattern.callback
