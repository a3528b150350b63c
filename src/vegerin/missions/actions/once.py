"""What is done once, whoever of two is quicker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from vegerin.guard.refusals import Refused


@contextmanager
def done_once() -> Iterator[None]:
    """All of it or nothing; a row that stands already refuses, on a second tab and in a race."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(_("Somebody else has just done this. Look again.")) from None
