"""Asking the same thing once on one page: what a query answered is kept until the page is made.

Only pages that write nothing of what they read may open such a block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from functools import wraps
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
Query = TypeVar("Query", bound=Callable[..., Any])
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("answers of this page", default=None)


@contextmanager
def page() -> Iterator[None]:
    """A block in which answers are kept."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def on_this_page(view: View) -> View:
    """A view that reads: what it asks twice is answered once."""

    @wraps(view)
    def kept(*args: Any, **kw: Any) -> Any:
        with page():
            return view(*args, **kw)

    return kept  # type: ignore[return-value]


def asked(query: Query) -> Query:
    """A query of a reader, of a person or of nothing, answered from what is kept."""

    @wraps(query)
    def answer(*about: Any) -> Any:
        kept = _kept.get()
        if kept is None:
            return query(*about)
        key = (query.__module__, query.__name__, *map(identity, about))
        if key not in kept:
            kept[key] = query(*about)
        return copy(kept[key])

    return answer  # type: ignore[return-value]


def identity(thing: Any) -> Any:
    """Who asks, or about whom."""
    staff = getattr(thing, "staff", None)
    return staff.pk if staff is not None else getattr(thing, "pk", thing)
