"""Pages of contacts."""

from vegerin.contacts.views.news import answer_news, news, open_news
from vegerin.contacts.views.sources import again, burn, card, helper, source, sources, who
from vegerin.contacts.views.stops import clear_stop, stops
from vegerin.contacts.views.traps import checklist, clear, room, why
from vegerin.contacts.views.weighing import alive, ask, questions, side_by_side, weighing

__all__ = [
    "again",
    "alive",
    "answer_news",
    "ask",
    "burn",
    "card",
    "checklist",
    "clear",
    "clear_stop",
    "helper",
    "news",
    "open_news",
    "questions",
    "room",
    "side_by_side",
    "source",
    "sources",
    "stops",
    "weighing",
    "who",
    "why",
]
