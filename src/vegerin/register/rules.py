"""Who may do what with the register, as tables; and the sentence when not."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.acts import Acts
from vegerin.guard.compartments import CARING_FOR
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register.models import Attachment


class Act(StrEnum):
    """What can be done in the register."""

    READ = "read"  # persons at the office's level, their status, names, kin, events
    READ_RESTRICTED = "read_restricted"  # persons known to verifiers only
    READ_IMPOSED = "read_imposed"  # names forced on somebody (D23)
    READ_WISH = "read_wish"  # what she wishes others to know
    READ_SOURCES = "read_sources"  # her own sources, by code name
    REPORT = "report"  # take a report, with the person it is about
    SHARE_CALLS = "share_calls"  # keep the promised calls of the whole shift, not one's own only
    ADD_PERSON = "add_person"
    ADD_NAME = "add_name"
    ADD_IMPOSED = "add_imposed"
    ADD_FACT = "add_fact"
    ADD_KIN = "add_kin"
    RECORD_EVENT = "record_event"
    ASSESS = "assess"
    COUNTERSIGN = "countersign"  # be the second under an end of the belief scale
    JUDGE = "judge"  # say that two persons are one, or two
    REVIEW = "review"  # set owner and next review
    CLOSE = "close"
    WITHDRAW = "withdraw"
    WITHDRAW_BY_NUMBER = "withdraw_by_number"  # without reading it; a second signs
    RECORD_WISH = "record_wish"
    RECORD_RULING = "record_ruling"
    ADD_SOURCE = "add_source"
    ADD_PLACE = "add_place"
    MAY_RING = "may_ring"  # propose that a number may be rung
    SHOW_PICTURE = "show_picture"
    IMPORT = "import"  # names of list rows
    TAKE_REQUEST = "take_request"  # write down whom a family seeks
    READ_REQUESTS = "read_requests"  # requests as they were asked; what was found lies with Act.JUDGE
    TELL = "tell"  # tell an inquirer anything of anybody; mark an inquirer
    READ_PAPERS = "read_papers"  # legal status and documents
    ADD_PAPER = "add_paper"
    DESCRIBE = "describe"  # write down and read what somebody can be known again by
    HEAR_WHO_GOES = "hear_who_goes"  # that a relative intends to go himself (D17)
    SWITCH_EPISODES = "switch_episodes"
    RECORD_EPISODE = "record_episode"
    CAUTION = "caution"  # raise what stops missions, propose that it is cleared
    SEE_CAUTIONS = "see_cautions"
    CLEAR_CAUTION = "clear_caution"  # sign as the second
    REFER = "refer"  # see to a treatment elsewhere, and read what is needed
    COUNT = "count"  # how many there are of each fate, never who
    SEE_BODIES = "see_bodies"  # organisations, what is agreed with them, what was shared
    AGREE = "agree"  # write down an organisation and what is agreed with it
    SHARE = "share"  # write down that something was handed to an organisation


OF_REMAINS = frozenset({"identified", "buried_unverified", "death_confirmed"})  # events

READING = {Act.READ}
ASKED = {Act.TAKE_REQUEST, Act.READ_REQUESTS}
PAPERS = {Act.READ_PAPERS, Act.ADD_PAPER, Act.RECORD_RULING}
TELEPHONE = {Act.READ, Act.REPORT, Act.SHARE_CALLS}
CARING = {Act.READ, Act.READ_WISH, Act.REPORT}
LEADING = {
    Act.READ,
    Act.READ_RESTRICTED,
    Act.READ_WISH,
    Act.REPORT,
    Act.SHARE_CALLS,
    Act.COUNTERSIGN,
    Act.JUDGE,
    Act.REVIEW,
    Act.CLOSE,
    Act.WITHDRAW,
    Act.IMPORT,
    Act.READ_REQUESTS,
    Act.READ_PAPERS,
    Act.SWITCH_EPISODES,
    Act.CAUTION,
    Act.SEE_CAUTIONS,
    Act.CLEAR_CAUTION,
}

MAY: dict[Role, set[Act]] = {
    Role.CLERK: {*TELEPHONE, Act.ADD_PERSON, Act.ADD_NAME, Act.ADD_FACT, *ASKED},
    Role.REGISTER_OFFICER: {
        *ASKED,
        *PAPERS,
        *TELEPHONE,
        Act.DESCRIBE,
        Act.ADD_PERSON,
        Act.ADD_NAME,
        Act.ADD_FACT,
        Act.ADD_KIN,
        Act.RECORD_EVENT,
        Act.JUDGE,
        Act.REVIEW,
        Act.CLOSE,
        Act.ADD_PLACE,
        Act.IMPORT,
    },
    Role.VERIFIER: set(Act)
    - {
        Act.READ_SOURCES,
        Act.ADD_SOURCE,
        Act.IMPORT,
        Act.RECORD_RULING,
        Act.SWITCH_EPISODES,
        Act.RECORD_EPISODE,
        Act.AGREE,
        Act.SHARE,
        Act.ADD_PAPER,
        Act.REFER,
        Act.WITHDRAW_BY_NUMBER,
    },
    Role.SOURCE_HANDLER: {
        Act.CAUTION,
        Act.READ,
        Act.READ_SOURCES,
        Act.ADD_SOURCE,
        Act.REPORT,
        Act.RECORD_EVENT,
        Act.MAY_RING,
    },
    Role.PLANNER: READING | {Act.CAUTION, Act.SEE_CAUTIONS, Act.HEAR_WHO_GOES},
    Role.HEAD: LEADING,
    Role.DEPUTY: LEADING,
    Role.FIELD_LEAD: set(),
    Role.RECEPTION_MANAGER: CARING | {Act.ADD_PERSON, Act.RECORD_EVENT},
    Role.NURSE: READING,
    Role.DOCTOR: READING,
    Role.PSYCHOLOGIST: CARING | {Act.RECORD_EPISODE},
    Role.CARE_WORKER: CARING | {Act.RECORD_WISH},
    Role.CHILD_PROTECTION: CARING
    | {
        Act.HEAR_WHO_GOES,
        Act.READ_RESTRICTED,
        Act.READ_IMPOSED,
        Act.ADD_IMPOSED,
        Act.ADD_NAME,
        Act.ADD_FACT,
        Act.ADD_KIN,
        Act.RECORD_EVENT,
        Act.RECORD_WISH,
        Act.COUNTERSIGN,
        Act.WITHDRAW,
        Act.SHOW_PICTURE,
    },
    Role.AID_CLERK: READING | PAPERS,
    Role.LIAISON: CARING
    | TELEPHONE
    | ASKED
    | {
        Act.TELL,
        Act.READ_PAPERS,
        Act.ADD_PAPER,
        Act.DESCRIBE,
        Act.HEAR_WHO_GOES,
        Act.ADD_PERSON,
        Act.ADD_NAME,
        Act.ADD_FACT,
        Act.ADD_KIN,
        Act.RECORD_WISH,
        Act.REVIEW,
        Act.SHOW_PICTURE,
    },
    # Until their room stands they see nobody and search for nobody: they sign what rests on remains.
    Role.FORENSIC_OFFICER: {Act.COUNTERSIGN},
    Role.DNA_OFFICER: {Act.COUNTERSIGN},
    Role.GENETICIST: set(),
    Role.FIGURES_OFFICER: set(),
    Role.PRESS_OFFICER: set(),
    Role.DATA_PROTECTION: {Act.WITHDRAW_BY_NUMBER, Act.SWITCH_EPISODES},
    Role.AUDITOR: set(),
    Role.DUTY_OFFICER: {*TELEPHONE, *ASKED},
    Role.LEGAL_ADVISER: READING | PAPERS,
    Role.PARTNER: set(),
}

COUNTING = (Role.FIGURES_OFFICER, Role.PRESS_OFFICER, Role.REGISTER_OFFICER, Role.HEAD, Role.DEPUTY)
AGREEING = (Role.HEAD, Role.DEPUTY, Role.LEGAL_ADVISER)
SHARING = (*AGREEING, Role.LIAISON, Role.CARE_WORKER, Role.CHILD_PROTECTION, Role.AID_CLERK)
SEEING_BODIES = (*SHARING, Role.REGISTER_OFFICER, Role.RECEPTION_MANAGER, Role.DATA_PROTECTION)
for _act, _roles in (
    (Act.REFER, tuple(CARING_FOR)),
    (Act.COUNT, COUNTING),
    (Act.AGREE, AGREEING),
    (Act.SHARE, SHARING),
    (Act.SEE_BODIES, SEEING_BODIES),
):
    for _role in _roles:
        MAY[_role] = MAY[_role] | {_act}

# One sentence for each act: tooltip, page and exception.
SENTENCES: dict[Act, Promise] = {
    Act.READ: _("The register is open to those who work with it. Ask the head of the office for a role."),
    Act.READ_RESTRICTED: _("Verifiers, child protection and the head open this."),
    Act.READ_IMPOSED: _("A name forced on her opens to verifiers and child protection only."),
    Act.READ_WISH: _("Her wish opens to those who care for her, the liaison and the verifier."),
    Act.READ_SOURCES: _("A source is seen by its handler and its deputy only."),
    Act.REPORT: _("Whoever takes calls or meets families writes reports. Ask a clerk to take it."),
    Act.SHARE_CALLS: _("The shift at the telephone keeps these calls; each of the others keeps her own."),
    Act.ADD_PERSON: _("Clerks, register officers and liaisons open a case."),
    Act.ADD_NAME: _("Clerks, register officers, liaisons and verifiers add names."),
    Act.ADD_IMPOSED: _("Verifiers and child protection write down a name forced on her."),
    Act.ADD_FACT: _("Clerks, register officers, liaisons and verifiers add what is known."),
    Act.ADD_KIN: _("Register officers, liaisons and verifiers add kin."),
    Act.RECORD_EVENT: _("Write it as a report; a register officer or verifier takes out what it claims."),
    Act.ASSESS: _("Verifiers judge what was told."),
    Act.COUNTERSIGN: _("A verifier, child protection, forensics or the head signs second."),
    Act.JUDGE: _("Register officers and verifiers say who is the same person; two sign."),
    Act.REVIEW: _("Register officers, liaisons and verifiers set owner and next review."),
    Act.CLOSE: _("A register officer or verifier proposes to close a case; a second person signs."),
    Act.WITHDRAW: _("A verifier, child protection or the head withdraws a report."),
    Act.WITHDRAW_BY_NUMBER: _(
        "The data-protection officer withdraws a report by its number; a second signs."
    ),
    Act.RECORD_WISH: _("Whoever cares for her asks her wish: care, child protection, liaison, verifier."),
    Act.RECORD_RULING: _("Register officers, the aid clerk and the legal adviser write down rulings."),
    Act.ADD_SOURCE: _("Source handlers add sources."),
    Act.ADD_PLACE: _("Register officers and verifiers add places."),
    Act.MAY_RING: _("A verifier and a handler change together whether a number may be rung."),
    Act.SHOW_PICTURE: _("Verifiers, liaisons and child protection show pictures, one at a time."),
    Act.IMPORT: _("Register officers and the head import lists."),
    Act.TAKE_REQUEST: _("Whoever meets families takes requests. Ask a clerk or liaison to take it."),
    Act.READ_REQUESTS: _("Requests open to those who meet families, to verifiers and the head."),
    Act.TELL: _("The family’s liaison or a verifier tells a family what is for it, and nobody else."),
    Act.READ_PAPERS: _("Papers open to the aid clerk, the legal adviser, the liaison and the register."),
    Act.ADD_PAPER: _("Register officers, liaisons, the aid clerk and the legal adviser write down papers."),
    Act.DESCRIBE: _("Liaisons, register officers and verifiers write down what she is known by."),
    Act.HEAR_WHO_GOES: _("Planner, liaison, verifier and child protection speak with whoever means to go."),
    Act.SWITCH_EPISODES: _("The head and data protection switch episodes on together, for a purpose."),
    Act.CAUTION: _("Verifiers, handlers, planners and the head say what must be cleared first."),
    Act.SEE_CAUTIONS: _("Verifiers, planners and the head see what must be cleared first."),
    Act.CLEAR_CAUTION: _("Two of verifiers and head clear it, neither of whom took the call."),
    Act.REFER: _("Those who care for her see to a treatment elsewhere."),
    Act.COUNT: _("Figures and press officers, register officers, verifiers and the head see counts."),
    Act.SEE_BODIES: _("Whoever works with other organisations sees what is agreed with them."),
    Act.AGREE: _("The head and the legal adviser write down what is agreed with an organisation."),
    Act.SHARE: _("Liaison, care, child protection, the aid clerk, the legal adviser and the head share."),
    Act.RECORD_EPISODE: _("A psychologist writes down episodes, as far as she wishes to tell."),
}

ACTS = Acts(MAY, SENTENCES)
may, check_may, who_may = ACTS.may, ACTS.check_may, ACTS.who_may


def check_may_leave(attachment: Attachment) -> None:
    """Refuse to give a picture out of the office that captors also hold, or that shows abuse (R25, D12)."""
    if attachment.in_adversary_hands or attachment.abuse_material:
        raise Refused(str(_("Captors hold this picture too, or it shows abuse. It never leaves the office.")))
