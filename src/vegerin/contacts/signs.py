"""The signs of the checklist in words; their weights stand in one table of the engine (R30, D8)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.contacts.models import TrapMark

# Set by a rule, never asked: it came up in a call that asked for caution.
BY_RULE = {
    TrapMark.Kind.NUMBER: "known_bad_number",
    TrapMark.Kind.PLACE: "known_bad_place",
    TrapMark.Kind.WORDING: "known_bad_wording",
    TrapMark.Kind.ACCOUNT: "known_bad_account",
}
SIGNS = {
    "place_offered": _("A precise place was offered"),
    "guard_absent": _("Whoever guards her was said to be away"),
    "deadline_pressure": _("It had to be at once"),
    "new_number": _("A number not known so far"),
    "asks_for_rescuer": _("Somebody of ours was asked to come in person"),
    "unusual_wording": _("Words that are not like her"),
    "asks_meeting_caller_terms": _("A meeting on the caller's terms was asked for"),
    "asks_names_of_helpers": _("Names of helpers were asked for"),
    "third_voice": _("Somebody else was heard, or told her what to say"),
    "secrecy_from_office": _("The family was told to say nothing to us"),
    "money_before_proof": _("Something was demanded before any sign that she lives"),
    "contradicts_known_fact": _("Something contradicted what we know"),
    "private_question_failed": _("A question only the family can answer was answered wrongly"),
    "private_question_correct": _("A question only the family can answer was answered rightly"),
    "duress_word": _("The word agreed for danger was said"),
    "safe_word": _("The word agreed for safety was said"),
    "matches_verified_pattern": _("It went like calls that proved true"),
}
# Signs that she was made to speak, whatever the call adds up to (R32).
DURESS = frozenset({"duress_word", "third_voice", "unusual_wording"})
BY_RULE_WORDS = {
    "known_bad_number": _("The number was in an earlier call that asked for caution"),
    "known_bad_place": _("The place was offered in an earlier call that asked for caution"),
    "known_bad_wording": _("The same words were said in an earlier call that asked for caution"),
    "known_bad_account": _("The account was used in an earlier call that asked for caution"),
}


def in_words(sign: str) -> str:
    """A sign as a page says it."""
    return str(BY_RULE_WORDS[sign] if sign in BY_RULE_WORDS else SIGNS[sign])
