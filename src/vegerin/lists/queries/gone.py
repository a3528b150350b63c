"""Who disappeared from a list: questions to its owner, and how far each is. Nothing is ever deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.models import GoneRow, ListRelease, ListRow, OwnersWord, that_count
from vegerin.lists.rules import Act

NOT_ASKED, ASKED, ANSWERED, BACK = "not_asked", "asked", "answered", "back"
STATES: Mapping[str, Promise] = {
    NOT_ASKED: _("not asked yet"),
    ASKED: _("asked, no answer yet"),
    ANSWERED: _("answered"),
    BACK: _("back on the list"),
}


def questions_for(reader: Reader) -> QuerySet[GoneRow]:
    """Every row that a later release of its list does not have, with the words about it."""
    if not rules.may(reader, Act.SEE):
        return GoneRow.objects.none()
    later = ListRow.objects.filter(
        that_count("release__"),
        origin=OuterRef("row__origin"),
        release__released_on__gte=OuterRef("release__released_on"),
    )
    words = OwnersWord.objects.select_related("by").order_by("at", "id")
    gone = GoneRow.objects.filter(that_count("release__")).annotate(is_back=Exists(later))
    gone = gone.select_related("release", "release__list", "row", "row__release", "row__release__list")
    return gone.prefetch_related(Prefetch("words", words)).order_by("-release__released_on", "row__number")


def state_of(gone: GoneRow) -> str:
    """How far the question is: back on the list by itself, answered, asked, or not asked yet."""
    if getattr(gone, "is_back", False):
        return BACK
    words = list(gone.words.all())
    if not words:
        return NOT_ASKED
    return ASKED if words[-1].word == OwnersWord.Word.ASKED else ANSWERED


def not_asked_about(reader: Reader, release: ListRelease) -> list[GoneRow]:
    """Who is gone from a release and was never asked about."""
    return [gone for gone in questions_for(reader).filter(release=release) if state_of(gone) == NOT_ASKED]


def states(questions: Iterable[GoneRow]) -> Counter[str]:
    """How many questions are how far."""
    return Counter(state_of(gone) for gone in questions)


def question_for(reader: Reader, gone_id: int) -> GoneRow | None:
    """One question."""
    return questions_for(reader).filter(pk=gone_id).first()
