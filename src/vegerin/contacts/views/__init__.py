"""Pages of contacts."""

from vegerin.contacts.views.asking import asked, before, worth
from vegerin.contacts.views.episodes import (
    begin,
    episode,
    name_reader,
    order,
    pace,
    purpose,
    saw,
    take_back,
    told,
)
from vegerin.contacts.views.news import answer_news, news, open_news
from vegerin.contacts.views.sources import again, burn, card, helper, source, sources, who
from vegerin.contacts.views.stops import clear_stop, stops
from vegerin.contacts.views.traps import ask_next, checklist, clear, room, why, why_not
from vegerin.contacts.views.weighing import alive, ask, questions, side_by_side, weighing

__all__ = [
    "again",
    "alive",
    "answer_news",
    "ask",
    "ask_next",
    "asked",
    "before",
    "begin",
    "burn",
    "card",
    "checklist",
    "clear",
    "clear_stop",
    "episode",
    "helper",
    "name_reader",
    "news",
    "open_news",
    "order",
    "pace",
    "purpose",
    "questions",
    "room",
    "saw",
    "side_by_side",
    "source",
    "sources",
    "stops",
    "take_back",
    "told",
    "weighing",
    "who",
    "why",
    "why_not",
    "worth",
]
