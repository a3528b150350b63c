"""After a call: what was noticed, who looks, and clearing by two who did not take it (R30–R33, D8)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.contacts import queries, rules
from vegerin.contacts.models import (
    AskedNext,
    CallerNamed,
    Checklist,
    Cleared,
    FromCaptivity,
    InDanger,
    NotNoted,
    Stopped,
    Taken,
    TrapMark,
)
from vegerin.contacts.queries.traps import NOT_NOTED
from vegerin.contacts.rules import Act
from vegerin.contacts.signs import BY_RULE, DURESS, SIGNS
from vegerin.contacts.trap_file import marks_of
from vegerin.contacts.who_rang import claims_captivity
from vegerin.engines.history import weigh
from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Caution, Report, Withdrawal
from vegerin.register.sealed import sealed

CLEAR = "contacts.clear"
NAMED = ("place", "wording", "account")
YOU_TOOK_IT = _("You took this call. Somebody else looks at it.")


def note_where_from(report: Report, by: Reader) -> None:
    """A contact from captivity gets its empty checklist, also where it names nobody and shows no number."""
    if claims_captivity(report):
        FromCaptivity.objects.create(report=report, by=by.staff)


def fill_checklist(
    *, report: Report, signs: Iterable[str], named: Mapping[str, str] | None = None, by: Reader
) -> Checklist:
    """Keep what was noticed. From *caution* on missions stop and a verifier is asked; nothing is closed."""
    rules.check_may(by, Act.NOTE)
    if report.by_id != by.staff.pk and report not in queries.rang_again(by):
        raise Refused(str(rules.SENTENCES[Act.NOTE]))
    noticed = sorted(set(signs))
    if not set(noticed) <= set(SIGNS):
        raise Refused(_("The checklist does not know this sign."))
    if Checklist.objects.filter(report=report).exists():
        raise Refused(_("The checklist of this contact is filled in already."))
    named = {key: named[key].strip()[:200] for key in NAMED if named and named.get(key, "").strip()}
    if named and Withdrawal.objects.filter(report=report).exists():
        raise Refused(_("This report was withdrawn. Tick what you noticed; keep nothing of what was said."))
    noticed += sorted(BY_RULE[kind] for kind in queries.kinds_marked_before(report, named))
    band = Checklist.Band(weigh.trap(noticed).action)
    with transaction.atomic():
        row = Checklist(report=report, band=band, by=by.staff)
        row.asked = whom_to_ask(report) if band != Checklist.Band.NORMAL else None
        told = json.dumps({"signs": noticed}, ensure_ascii=False)
        row.signs = sealed(row, "signs", told, by=by, compartment=report.compartment)
        row.save()
        _keep_named(row, named, by=by)
        if band != Checklist.Band.NORMAL:
            _warn(row, named, by=by)
        if band != Checklist.Band.NORMAL or DURESS & set(noticed):
            for person in queries.people_of(report):
                InDanger.objects.create(checklist=row, person=person, by=by.staff)
        trail.record("contact.noted", by=by, about=f"report:{report.pk}")
    return row


def _keep_named(row: Checklist, named: Mapping[str, str], *, by: Reader) -> None:
    """What the caller named, under a key of its own: it goes with the report (D4)."""
    apart = CallerNamed(checklist=row, by=by.staff)
    words = json.dumps(dict(named), ensure_ascii=False)
    apart.words = sealed(apart, "words", words, by=by, compartment=row.report.compartment)
    apart.save()


def goes_with(report: Report) -> list[tuple[str, object]]:
    """What of a checklist goes with a withdrawn report: what the caller named, never what was watched."""
    apart = CallerNamed.objects.filter(checklist__report=report).first()
    if apart is not None:
        return [(CallerNamed._meta.db_table, apart.pk)]
    # Before they were kept apart, both stood in one row: the band and the caution stay then, the signs go.
    whole = Checklist.objects.filter(report=report).first()
    return [(Checklist._meta.db_table, whole.pk)] if whole else []


def _warn(row: Checklist, named: Mapping[str, str], *, by: Reader) -> None:
    report = row.report
    for person in queries.people_of(report):
        caution = register.write_caution(
            kind=Caution.Kind.TRAP, person=person, source=None, received_by=report.by, by=by
        )
        Stopped.objects.create(checklist=row, caution=caution, by=by.staff)
    for kind, mark in set(marks_of(report, named)):
        TrapMark.objects.create(kind=kind, mark=mark, report=report, by=by.staff)


def whom_to_ask(report: Report) -> Staff | None:
    """The verifier with the fewest contacts on her hands who did not take the call."""
    others = [one for one in staff_with(Role.VERIFIER) if one.pk != report.by_id]
    return min(others, key=lambda one: (queries.asked_now(one), one.working_name), default=None)


def take(*, checklist: Checklist, next_line: str, by: Reader) -> Taken:
    """A verifier takes it on and names the next independent line to try; not who took the call."""
    rules.check_may(by, Act.WEIGH)
    if checklist.report.by_id == by.staff.pk:
        raise Refused(YOU_TOOK_IT)
    if not next_line.strip():
        raise Refused(_("Name the next independent line you will try."))
    if Taken.objects.filter(checklist=checklist).exists():
        raise Refused(_("Somebody has taken this on already."))
    with transaction.atomic():
        row = Taken.objects.create(checklist=checklist, next_line=next_line.strip()[:200], by=by.staff)
        trail.record("contact.taken", by=by, about=f"report:{checklist.report_id}")
    return row


def ask_next(*, checklist: Checklist, by: Reader) -> AskedNext:
    """Nobody looked in time: the next verifier is asked, by name."""
    rules.check_may(by, Act.CALL_VERIFIER)
    if Taken.objects.filter(checklist=checklist).exists():
        raise Refused(_("Somebody has taken this on already."))
    verifier = queries.next_verifier(checklist)
    if verifier is None:
        raise Refused(_("There is no other verifier who did not take the call. The head names one."))
    with transaction.atomic():
        row = AskedNext.objects.create(checklist=checklist, asked=verifier, by=by.staff)
        trail.record("contact.asked_next", by=by, about=f"report:{checklist.report_id}")
    return row


def propose_clearing(*, checklist: Checklist, why: str, by: Reader) -> Decision:
    """Propose that a contact was no trap; a second signs, and neither took the call."""
    rules.check_may(by, Act.WEIGH)
    check_apart(checklist, by)
    if Cleared.objects.filter(checklist=checklist).exists():
        raise Refused(_("Two have cleared this already."))
    return decisions.propose_once(
        kind=CLEAR,
        about=f"checklist:{checklist.pk}",
        reason=why,
        by=by,
        payload={"checklist": str(checklist.pk)},
        already=_("Clearing it waits for a second signature."),
    )


def cleared_by_two(decision: Decision, by: Reader) -> Cleared:
    """What the second signature does: the cautions of this contact go, and its marks leave the trap file."""
    checklist = Checklist.objects.select_related("report").get(pk=decision.payload["checklist"])
    check_apart(checklist, by)
    if Cleared.objects.filter(checklist=checklist).exists():
        raise Refused(_("Two have cleared this already."))
    row = Cleared.objects.create(
        checklist=checklist, why=decision.reason[:300], decision=decision.pk, by=by.staff
    )
    for stopped in checklist.stopped.filter(caution__cleared=None).select_related("caution"):
        register.write_cleared(caution=stopped.caution, why=decision.reason, decision=decision.pk, by=by)
    trail.record("contact.cleared", by=by, about=f"report:{checklist.report_id}")
    return row


def propose_not_noted(*, report: Report, why: str, by: Reader) -> Decision:
    """Say why nobody fills this checklist in; a second signs, and never who took the call."""
    if queries.report_to_note(by, report.pk) is None and queries.forgotten_report(by, report.pk) is None:
        raise NotYours
    return decisions.propose_once(
        kind=NOT_NOTED,
        about=f"unnoted:{report.pk}",
        reason=why[:300],
        by=by,
        payload={"report": str(report.pk)},
        already=_("Why not is said already, and waits for a second signature."),
    )


def not_noted_by_two(decision: Decision, by: Reader) -> NotNoted:
    """What the second signature does: it leaves the desks."""
    report = Report.objects.get(pk=decision.payload["report"])
    if report.by_id == by.staff.pk:
        raise Refused(YOU_TOOK_IT)
    if Checklist.objects.filter(report=report).exists():
        raise Refused(_("The checklist of this contact is filled in already."))
    row = NotNoted.objects.create(report=report, why=decision.reason[:300], decision=decision.pk, by=by.staff)
    trail.record("contact.not_noted", by=by, about=f"report:{report.pk}")
    return row


def check_apart(checklist: Checklist, by: Reader) -> None:
    """Refuse who took the call, and who filled in its checklist."""
    if by.staff.pk in (checklist.report.by_id, checklist.by_id):
        raise Refused(_("You took this call. Clearing it takes two people who did not."))
