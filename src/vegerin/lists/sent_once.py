"""A form that is sent twice makes one thing: its page gave it a number, and what it makes is named by that.

A slow server is clicked twice. Without a number (a client of its own) each sending makes a thing.
"""

from __future__ import annotations

import uuid

from vegerin.guard.middleware import GuardedRequest


def id_for(request: GuardedRequest, *asked: str) -> uuid.UUID:
    """The id of what this form makes: the same again only for the same page, person and answers."""
    try:
        page = uuid.UUID(request.POST.get("form", ""))
    except ValueError:
        return uuid.uuid4()
    return uuid.uuid5(page, "\n".join((str(request.reader.staff.pk), *asked)))
