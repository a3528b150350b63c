"""What the book holds. Rows are added; a few caches beside them are written by one action each."""

from vegerin.register.models.base import NotKnown
from vegerin.register.models.cautions import Caution, CautionCleared
from vegerin.register.models.episodes import Episode, EpisodePurpose
from vegerin.register.models.files import Attachment, Recognition
from vegerin.register.models.judgements import CaseReview, Closing, Judgement
from vegerin.register.models.names import KeyWord, NameKey, NameKind, PersonName, WrittenName
from vegerin.register.models.organisations import Agreement, AgreementEnd, Organisation, Share
from vegerin.register.models.people import (
    ContactWish,
    Household,
    HouseholdMember,
    KinKind,
    KinTie,
    LegalRuling,
    Person,
    PersonFact,
    Sex,
    TieKind,
)
from vegerin.register.models.places import Place, PlaceControl, PlaceName
from vegerin.register.models.promises import Promise, PromiseAnswer
from vegerin.register.models.reports import (
    Assessment,
    Countersign,
    Event,
    Gravity,
    Phone,
    PhonePermission,
    Report,
    Source,
    SourceHandler,
    Telling,
    Withdrawal,
)

__all__ = [
    "Agreement",
    "AgreementEnd",
    "Assessment",
    "Attachment",
    "CaseReview",
    "Caution",
    "CautionCleared",
    "Closing",
    "ContactWish",
    "Countersign",
    "Episode",
    "EpisodePurpose",
    "Event",
    "Gravity",
    "Household",
    "HouseholdMember",
    "Judgement",
    "KeyWord",
    "KinKind",
    "KinTie",
    "LegalRuling",
    "NameKey",
    "NameKind",
    "NotKnown",
    "Organisation",
    "Person",
    "PersonFact",
    "PersonName",
    "Phone",
    "PhonePermission",
    "Place",
    "PlaceControl",
    "PlaceName",
    "Promise",
    "PromiseAnswer",
    "Recognition",
    "Report",
    "Sex",
    "Share",
    "Source",
    "SourceHandler",
    "Telling",
    "TieKind",
    "Withdrawal",
    "WrittenName",
]
