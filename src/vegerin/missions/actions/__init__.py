"""All that is written of missions: keyword-only, each ending in the reader who does it."""

from vegerin.missions.actions.arriving import propose_news, tell_fact, tell_kin, tick, tick_second
from vegerin.missions.actions.asking import ask_who_may_know, step_of_question
from vegerin.missions.actions.claiming import claim_return, verify_claim
from vegerin.missions.actions.deciding import emergency_go, propose_go
from vegerin.missions.actions.fading import extend_note, fade_what_expired, move_note, propose_fading
from vegerin.missions.actions.field import give_pass, revoke_pass
from vegerin.missions.actions.following import follow
from vegerin.missions.actions.helpers import add_helper, day_of_helper, helper_lost, send_helper
from vegerin.missions.actions.keeping import open_kept
from vegerin.missions.actions.moving import (
    enter_phase,
    heard_from,
    keep_clock_right,
    sign_condition,
    take_step,
)
from vegerin.missions.actions.passing_on import pass_on_mission
from vegerin.missions.actions.planning import (
    add_note,
    answer_risk,
    answer_sheet,
    choose,
    close_mission,
    next_attempt,
    open_mission,
    propose_leaving,
    read_rule,
    take_out,
    why_not_closed,
    why_not_planned,
    why_not_taken_out,
)
from vegerin.missions.actions.speaking import another_works, have_spoken, propose_clearing_flag, was_shown
from vegerin.missions.actions.watching import day_of_watch, propose_watch

__all__ = [
    "add_helper",
    "add_note",
    "another_works",
    "answer_risk",
    "answer_sheet",
    "ask_who_may_know",
    "choose",
    "claim_return",
    "close_mission",
    "day_of_helper",
    "day_of_watch",
    "emergency_go",
    "enter_phase",
    "extend_note",
    "fade_what_expired",
    "follow",
    "give_pass",
    "have_spoken",
    "heard_from",
    "helper_lost",
    "keep_clock_right",
    "move_note",
    "next_attempt",
    "open_kept",
    "open_mission",
    "pass_on_mission",
    "propose_clearing_flag",
    "propose_fading",
    "propose_go",
    "propose_leaving",
    "propose_news",
    "propose_watch",
    "read_rule",
    "revoke_pass",
    "send_helper",
    "sign_condition",
    "step_of_question",
    "take_out",
    "take_step",
    "tell_fact",
    "tell_kin",
    "tick",
    "tick_second",
    "verify_claim",
    "was_shown",
    "why_not_closed",
    "why_not_planned",
    "why_not_taken_out",
]
