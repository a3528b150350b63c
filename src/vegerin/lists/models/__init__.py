"""What the room stores: releases and their rows, link runs and what people said of their pairs."""

from vegerin.lists.models.linking import (
    Lesson,
    LessonWord,
    LinkFamily,
    LinkPair,
    LinkReport,
    LinkRun,
    LinkStep,
    PairWord,
)
from vegerin.lists.models.releases import (
    BadListRow,
    FinishedImport,
    GoneRow,
    List,
    ListRelease,
    ListRow,
    OwnersWord,
    RowJudgement,
    Standing,
    TakenBack,
    that_count,
)

__all__ = [
    "BadListRow",
    "FinishedImport",
    "GoneRow",
    "Lesson",
    "LessonWord",
    "LinkFamily",
    "LinkPair",
    "LinkReport",
    "LinkRun",
    "LinkStep",
    "List",
    "ListRelease",
    "ListRow",
    "OwnersWord",
    "PairWord",
    "RowJudgement",
    "Standing",
    "TakenBack",
    "that_count",
]
