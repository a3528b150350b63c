"""Opening what survived a mission, one place at a time; each opening stands in the trail (D14)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.missions import kept
from vegerin.missions.models import KeptOpened, NoteMoved


def open_kept(*, moved: NoteMoved, by: Reader) -> str:
    """The words, for those who go on with it."""
    if kept.one_kept(by, moved.pk) is None:
        raise NotYours
    words = kept.words_of(by, moved)
    if not words:
        raise Refused(_("These words do not open for you."))
    with transaction.atomic():
        KeptOpened.objects.create(moved=moved, by=by.staff)
        trail.record("mission.kept_opened", by=by, about=f"moved:{moved.pk}")
    return words
