"""What is half typed, kept sealed to its writer through power loss and idle lock (D30)."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from nacl.exceptions import CryptoError

from vegerin.guard import prepared
from vegerin.guard.models import Draft, Staff
from vegerin.guard.reader import Reader, seal_to

NEVER_KEPT = {"csrfmiddlewaretoken", "passphrase", "code", "form"}
LARGEST = 200_000


def keep(*, staff: Staff, form: str, values: QueryDict) -> Draft:
    """Keep the fields of a form; needs no key, so it works while the page is covered."""
    pairs = [(key, value) for key, values_ in values.lists() for value in values_ if key not in NEVER_KEPT]
    content = urlencode(pairs).encode()[:LARGEST]
    sealed = seal_to(bytes(staff.public_key), content)
    draft, _ = Draft.objects.update_or_create(staff=staff, form=form, defaults={"sealed": sealed})
    return draft


def of(reader: Reader, form: str) -> QueryDict | None:
    """What she had typed into a form, as a form takes it; None when there is nothing."""
    draft = next(iter(prepared.rows(_draft_of, reader.staff, form)), None)
    if draft is None or reader.keys is None:
        return None
    try:
        content = reader.keys.open(bytes(draft.sealed)).decode()
    except CryptoError:  # sealed to a key pair that was given up
        return None
    values = QueryDict(mutable=True)
    for key, value in parse_qsl(content, keep_blank_values=True):
        values.appendlist(key, value)
    return values


def drop(*, form: str, by: Reader) -> None:
    """The form was saved, or thrown away."""
    Draft.objects.filter(staff=by.staff, form=form).delete()


def waiting(reader: Reader) -> list[Draft]:
    """Her unfinished forms, newest first."""
    return prepared.rows(_drafts_of, reader.staff)


def _draft_of(staff: Staff, form: str) -> QuerySet[Draft]:
    return Draft.objects.filter(staff=staff, form=form)


def _drafts_of(staff: Staff) -> QuerySet[Draft]:
    return Draft.objects.filter(staff=staff).order_by("-at")
