"""All that is written in the register: keyword-only, each ending in the reader who does it."""

from vegerin.register.actions.cautions import propose_clearing, raise_caution, write_caution, write_cleared
from vegerin.register.actions.episodes import keep_told, name_reader, propose_episodes, take_back_told
from vegerin.register.actions.events import assess_event, record_event, record_event_of_two
from vegerin.register.actions.families import mark_family
from vegerin.register.actions.judging import (
    close_untraceable,
    propose_judgement,
    reopen,
    set_review,
    write_review,
)
from vegerin.register.actions.lives import end_correction
from vegerin.register.actions.matching import link_sought, match_sought, open_case
from vegerin.register.actions.names import (
    add_name,
    add_written_names,
    take_back_name,
    take_out_written_names,
)
from vegerin.register.actions.organisations import (
    add_organisation,
    end_agreement,
    record_agreement,
    record_share,
    seat_partner,
)
from vegerin.register.actions.papers import add_document, describe_person
from vegerin.register.actions.people import (
    add_household,
    add_kin,
    add_person,
    join_household,
    record_ruling,
    record_wish,
    restrict_person,
    set_fact,
    take_back_kin,
)
from vegerin.register.actions.places import add_place, add_place_name, record_control
from vegerin.register.actions.promises import answer_promise, promise_call
from vegerin.register.actions.reports import (
    add_source,
    attach_file,
    note_search,
    pass_on_source,
    propose_ringing,
    record_report,
    show_picture,
)
from vegerin.register.actions.requests import (
    add_family_phone,
    add_sought,
    join_request,
    mark_inquirer,
    record_consent,
    review_request,
    take_request,
)
from vegerin.register.actions.status import folded_once
from vegerin.register.actions.tasks import a_relative_goes, step_task, write_referral
from vegerin.register.actions.telling import may_be_told, tell
from vegerin.register.actions.uses import consent_to_use, withdraw_use
from vegerin.register.actions.withdrawal import propose_withdrawal, withdraw_attachment, withdraw_report
from vegerin.register.values import (
    Claim,
    Link,
    NewConsent,
    NewFamilyPhone,
    NewFile,
    NewInquirer,
    NewName,
    NewPhone,
    NewQuestion,
    NewSought,
    NewWrittenName,
)

__all__ = [
    "Claim",
    "Link",
    "NewConsent",
    "NewFamilyPhone",
    "NewFile",
    "NewInquirer",
    "NewName",
    "NewPhone",
    "NewQuestion",
    "NewSought",
    "NewWrittenName",
    "a_relative_goes",
    "add_document",
    "add_family_phone",
    "add_household",
    "add_kin",
    "add_name",
    "add_organisation",
    "add_person",
    "add_place",
    "add_place_name",
    "add_sought",
    "add_source",
    "add_written_names",
    "answer_promise",
    "assess_event",
    "attach_file",
    "close_untraceable",
    "consent_to_use",
    "describe_person",
    "end_agreement",
    "end_correction",
    "folded_once",
    "join_household",
    "join_request",
    "keep_told",
    "link_sought",
    "mark_family",
    "mark_inquirer",
    "match_sought",
    "may_be_told",
    "name_reader",
    "note_search",
    "open_case",
    "pass_on_source",
    "promise_call",
    "propose_clearing",
    "propose_episodes",
    "propose_judgement",
    "propose_ringing",
    "propose_withdrawal",
    "raise_caution",
    "record_agreement",
    "record_consent",
    "record_control",
    "record_event",
    "record_event_of_two",
    "record_report",
    "record_ruling",
    "record_share",
    "record_wish",
    "reopen",
    "restrict_person",
    "review_request",
    "seat_partner",
    "set_fact",
    "set_review",
    "show_picture",
    "step_task",
    "take_back_kin",
    "take_back_name",
    "take_back_told",
    "take_out_written_names",
    "take_request",
    "tell",
    "withdraw_attachment",
    "withdraw_report",
    "withdraw_use",
    "write_caution",
    "write_cleared",
    "write_referral",
    "write_review",
]
