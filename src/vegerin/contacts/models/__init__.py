"""What is stored of contacts."""

from vegerin.contacts.models.episodes import ASKING, AskNot, TakenBack
from vegerin.contacts.models.news import NewsAnswer, NewsCall, NewsDay
from vegerin.contacts.models.questions import Asked, Opened, Question
from vegerin.contacts.models.sources import Burned, FamilyContact, HelperNote, SourceCard, TouchedPlace
from vegerin.contacts.models.traps import (
    LOOK_WITHIN,
    AskedNext,
    Checklist,
    Cleared,
    InDanger,
    Stopped,
    Taken,
    TrapMark,
)
from vegerin.contacts.models.weighing import Fit

__all__ = [
    "ASKING",
    "LOOK_WITHIN",
    "AskNot",
    "Asked",
    "AskedNext",
    "Burned",
    "Checklist",
    "Cleared",
    "FamilyContact",
    "Fit",
    "HelperNote",
    "InDanger",
    "NewsAnswer",
    "NewsCall",
    "NewsDay",
    "Opened",
    "Question",
    "SourceCard",
    "Stopped",
    "Taken",
    "TakenBack",
    "TouchedPlace",
    "TrapMark",
]
