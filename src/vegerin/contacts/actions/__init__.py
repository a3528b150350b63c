"""All that is written of contacts: keyword-only, each ending in the reader who does it."""

from vegerin.contacts.actions.episodes import (
    begin_telling,
    keep_episode,
    name_telling_reader,
    record_asked,
    refer,
    renew_gists,
    reorder,
    say_saw,
    set_asking,
    set_pace,
    set_topic,
    take_back,
)
from vegerin.contacts.actions.news import answer_news, open_news_day, take_news_call
from vegerin.contacts.actions.questions import collect_question, open_question, record_answer
from vegerin.contacts.actions.sources import (
    add_source,
    burn,
    go_again,
    keep_card,
    note_helper,
    propose_clearing_caution,
)
from vegerin.contacts.actions.traps import (
    ask_next,
    cleared_by_two,
    fill_checklist,
    goes_with,
    not_noted_by_two,
    propose_clearing,
    propose_not_noted,
    take,
)
from vegerin.contacts.actions.weighing import confirm_alive, lay_side_by_side

__all__ = [
    "add_source",
    "answer_news",
    "ask_next",
    "begin_telling",
    "burn",
    "cleared_by_two",
    "collect_question",
    "confirm_alive",
    "fill_checklist",
    "go_again",
    "goes_with",
    "keep_card",
    "keep_episode",
    "lay_side_by_side",
    "name_telling_reader",
    "not_noted_by_two",
    "note_helper",
    "open_news_day",
    "open_question",
    "propose_clearing",
    "propose_clearing_caution",
    "propose_not_noted",
    "record_answer",
    "record_asked",
    "refer",
    "renew_gists",
    "reorder",
    "say_saw",
    "set_asking",
    "set_pace",
    "set_topic",
    "take",
    "take_back",
    "take_news_call",
]
