"""All that is written about others' lists; every action ends in `by`."""

from vegerin.lists.actions.joining import CannotJoin
from vegerin.lists.actions.learning import learn, say_of_lesson
from vegerin.lists.actions.linking import finish_run, note_step, start_run, stop_run
from vegerin.lists.actions.releases import (
    IsAPersonAlready,
    ask_owner,
    ask_owner_about_all,
    check_same_file,
    continue_import,
    judge_row,
    make_person,
    start_import,
)
from vegerin.lists.actions.review import NewWord, keep_words, take_back
from vegerin.lists.actions.taking_back import propose_taking_back, taken_back_by_two
from vegerin.lists.importing import check_counts

__all__ = [
    "CannotJoin",
    "IsAPersonAlready",
    "NewWord",
    "ask_owner",
    "ask_owner_about_all",
    "check_counts",
    "check_same_file",
    "continue_import",
    "finish_run",
    "judge_row",
    "keep_words",
    "learn",
    "make_person",
    "note_step",
    "propose_taking_back",
    "say_of_lesson",
    "start_import",
    "start_run",
    "stop_run",
    "take_back",
    "taken_back_by_two",
]
