"""What is stored of contacts."""

from vegerin.contacts.models.episodes import ASKING, AskNot, Gist, TakenBack
from vegerin.contacts.models.evidence import (
    Batch,
    CleanCopy,
    Custody,
    Evidence,
    NoCopy,
    Opening,
    Roll,
    Said,
    SeenAgain,
    Sighting,
    Still,
    Urgent,
    Withdrawn,
)
from vegerin.contacts.models.news import NewsAnswer, NewsCall, NewsDay
from vegerin.contacts.models.questions import Asked, Opened, Question
from vegerin.contacts.models.showings import SecondLine, SetAside, Showing, ShowingAnswer
from vegerin.contacts.models.sources import Burned, FamilyContact, HelperNote, SourceCard, TouchedPlace
from vegerin.contacts.models.stamps import Daily, Stamp
from vegerin.contacts.models.traps import (
    LOOK_WITHIN,
    AskedNext,
    CallerNamed,
    Checklist,
    Cleared,
    InDanger,
    NotNoted,
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
    "Batch",
    "Burned",
    "CallerNamed",
    "Checklist",
    "CleanCopy",
    "Cleared",
    "Custody",
    "Daily",
    "Evidence",
    "FamilyContact",
    "Fit",
    "Gist",
    "HelperNote",
    "InDanger",
    "NewsAnswer",
    "NewsCall",
    "NewsDay",
    "NoCopy",
    "NotNoted",
    "Opened",
    "Opening",
    "Question",
    "Roll",
    "Said",
    "SecondLine",
    "SeenAgain",
    "SetAside",
    "Showing",
    "ShowingAnswer",
    "Sighting",
    "SourceCard",
    "Stamp",
    "Still",
    "Stopped",
    "Taken",
    "TakenBack",
    "TouchedPlace",
    "TrapMark",
    "Urgent",
    "Withdrawn",
]
