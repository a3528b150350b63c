"""All that is written of missions: keyword-only, each ending in the reader who does it."""

from vegerin.missions.actions.arriving import propose_news, tell_fact, tell_kin, tick, tick_second
from vegerin.missions.actions.deciding import emergency_go, propose_go
from vegerin.missions.actions.fading import extend_note, fade_what_expired, move_note, propose_fading
from vegerin.missions.actions.field import give_pass, revoke_pass
from vegerin.missions.actions.moving import enter_phase, heard_from, sign_condition, take_step
from vegerin.missions.actions.planning import (
    add_note,
    answer_risk,
    choose,
    close_mission,
    next_attempt,
    open_mission,
    propose_leaving,
    read_rule,
)

__all__ = [
    "add_note",
    "answer_risk",
    "choose",
    "close_mission",
    "emergency_go",
    "enter_phase",
    "extend_note",
    "fade_what_expired",
    "give_pass",
    "heard_from",
    "move_note",
    "next_attempt",
    "open_mission",
    "propose_fading",
    "propose_go",
    "propose_leaving",
    "propose_news",
    "read_rule",
    "revoke_pass",
    "sign_condition",
    "take_step",
    "tell_fact",
    "tell_kin",
    "tick",
    "tick_second",
]
