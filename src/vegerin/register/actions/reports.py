"""Taking a report: as told, through whom, in which words; the words, numbers and files are sealed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.engines.history.status import Verdict
from vegerin.guard import actions as guard
from vegerin.guard import boot, decisions, office, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import lent, phones
from vegerin.register.actions.events import write_event
from vegerin.register.actions.status import folded_once
from vegerin.register.attachments import file_of
from vegerin.register.codes import bears, new_code
from vegerin.register.models import (
    Attachment,
    Gravity,
    Person,
    Phone,
    PhonePermission,
    Recognition,
    Report,
    Source,
    SourceHandler,
    Telling,
    Withdrawal,
)
from vegerin.register.models.reports import SourceGrade
from vegerin.register.queries.reports import may_add_to
from vegerin.register.rules import Act, check_may
from vegerin.register.sealed import sealed
from vegerin.register.values import Claim, Link, NewFile, NewPhone

MAY_RING = "register.may_ring"


def record_report(
    *,
    channel: str,
    told_at: datetime,
    words: str,
    source_grade: str,
    content_grade: str,
    language: str = "",
    script: str = "",
    chain: Sequence[Link] = (),
    verbatim_of: str = "",
    source: Source | None = None,
    gravity: str = Gravity.VERIFIER,
    serial: str = "",
    claims: Iterable[Claim] = (),
    phones: Iterable[NewPhone] = (),
    files: Iterable[NewFile] = (),
    corrects: Report | None = None,
    by: Reader,
) -> Report:
    """Save a telling as it was told. It is always taken; words about money stop nothing (D9)."""
    check_may(by, Act.REPORT)
    check_report(told_at=told_at, serial=serial, chain=chain, verbatim_of=verbatim_of)
    with transaction.atomic():
        report = Report(
            code=new_code("R", digits=6, taken=bears(Report)),
            channel=Report.Channel(channel),
            told_at=told_at,
            language=language,
            script=script,
            source=source,
            source_grade=SourceGrade(source_grade),
            content_grade=Verdict(content_grade),
            gravity=Gravity(gravity),
            verbatim_of=verbatim_of,
            serial=serial,
            corrects=corrects,
            by=by.staff,
        )
        report.words = sealed(report, "words", words, by=by) if words else b""
        report.save()
        for position, link in enumerate(chain):
            write_link(report, position, link, by=by)
        for number in phones:
            write_phone(report, number, by=by)
        for position, file in enumerate(files):
            write_file(report, position, file, by=by)
        with folded_once():
            for claim in claims:
                write_claim(report, claim, by=by)
        lent.write_with(report, by=by)
        trail.record("report.recorded", by=by, about=f"report:{report.pk}", detail={"channel": channel})
    return report


def check_report(*, told_at: datetime, serial: str, chain: Sequence[Link], verbatim_of: str) -> None:
    """Refuse what cannot be a telling."""
    if told_at > timezone.now():
        raise Refused("It was told in the future. Write the day and hour when it was told.")
    first = Report.objects.filter(serial=serial).first() if serial else None
    if first:
        raise Refused(
            "The form {serial} was typed already, as report {code}. Look at that one first.",
            serial=serial,
            code=first.code,
        )
    if verbatim_of and verbatim_of not in {link.step for link in chain}:
        raise Refused("Say whose words these are: somebody of the chain of telling.")


def write_claim(report: Report, claim: Claim, *, by: Reader) -> None:
    """One claim of the report as an event."""
    write_event(
        person=claim.person,
        kind=claim.kind,
        happened=claim.happened,
        report=report,
        place=claim.place,
        country=claim.country,
        details=claim.details,
        opinion=claim.opinion,
        corrects=None,
        by=by,
    )


def write_link(report: Report, position: int, link: Link, *, by: Reader) -> Telling:
    """One step of the chain of telling; a name is sealed like the words."""
    row = Telling(
        report=report,
        step=Telling.Step(link.step),
        position=position,
        role=link.role,
        sex=link.sex,
        near=Telling.Near(link.near),
        person=link.person,
        language=link.language,
        by=by.staff,
    )
    if link.name:
        row.name = sealed(row, "name", link.name, by=by, compartment=report.compartment)
    row.save()
    return row


def write_phone(report: Report | None, new: NewPhone, *, by: Reader) -> Phone:
    """A number, sealed. Nobody may ring it: that takes two (D6)."""
    row = Phone(
        report=report,
        person=new.person,
        same_as=phones_same_as(new.as_told),
        from_captivity=new.from_captivity,
        by=by.staff,
    )
    row.number = sealed(row, "number", new.words(), by=by, compartment=row.compartment)
    row.save()
    return row


def phones_same_as(as_told: str) -> str:
    """The keyed mark of a number; refuses what holds no digits."""
    if not phones.latin_digits(as_told).strip("+"):
        raise Refused("There are no digits in this number. Put it into the words of the report.")
    return phones.same_as(as_told)


def write_file(report: Report, position: int, file: NewFile, *, by: Reader) -> Attachment:
    """A file, sealed in the attachments folder; where it came from cannot be left out (R27)."""
    if not file.provenance.strip():
        raise Refused("Say through whose hands this came, and to what end.")
    digest = hashlib.sha256(file.content).hexdigest()
    row = Attachment(
        report=report,
        kind=Attachment.Kind(file.kind),
        position=position,
        length=len(file.content),
        fingerprint=fingerprint(file.content),
        provenance=file.provenance.strip(),
        captured_at=file.captured_at,
        in_adversary_hands=file.in_adversary_hands,
        abuse_material=file.abuse_material,
        by=by.staff,
    )
    details = json.dumps({"name": file.name, "sha256": digest}, ensure_ascii=False)
    row.details = sealed(row, "details", details, by=by, compartment=report.compartment)
    content = sealed(row, "content", file.content, by=by, compartment=report.compartment)
    row.save()
    office.write_safely(file_of(row.pk), content)
    return row


def attach_file(*, report: Report, file: NewFile, by: Reader) -> Attachment:
    """A file that came after the report was written: the photograph of its form, sealed like its words.

    A stranger's picture beside the words of another would be evidence nobody can trust (R27).
    """
    check_may(by, Act.REPORT)
    if not may_add_to(by, report):
        raise Refused(
            _("Whoever typed it, whoever may read it or looks after the case keeps its photograph.")
        )
    if Withdrawal.objects.filter(report=report).exists():
        raise Refused(_("This report was withdrawn. Nothing of what was said is kept of it any more."))
    with transaction.atomic():
        row = write_file(report, report.attachments.count(), file, by=by)
        trail.record("report.file_added", by=by, about=f"report:{report.pk}")
    return row


def fingerprint(content: bytes) -> str:
    """What knows the same file again, under a key of this office."""
    return hmac.new(boot.key_for("attachments"), content, hashlib.sha256).hexdigest()


def add_source(*, code_name: str, deputy: Staff, by: Reader) -> Source:
    """A source by code name, with a compartment whose keys are the handler's and the deputy's (R14, R15)."""
    check_may(by, Act.ADD_SOURCE)
    if deputy.pk == by.staff.pk:
        raise Refused("A source has a handler and a deputy. Name somebody else as deputy.")
    if not code_name.strip() or Source.objects.filter(code_name=code_name.strip()).exists():
        raise Refused("Choose a code name that nobody bears yet.")
    with transaction.atomic():
        source = Source.objects.create(code_name=code_name.strip(), by=by.staff)
        SourceHandler.objects.create(source=source, handler=by.staff, deputy=deputy, by=by.staff)
        trail.record("source.added", by=by, about=f"source:{source.pk}")
        guard.make_compartment(source.compartment, members=[by.staff, deputy], by=by)
    return source


def pass_on_source(*, source: Source, to: Staff, by: Reader) -> SourceHandler:
    """The handler leaves: the deputy handles it from now on, and stays her own deputy until one is named."""
    latest = SourceHandler.objects.filter(source=source).order_by("recorded_at", "id").last()
    if latest is None or latest.deputy_id != to.pk:
        raise Refused("Only the deputy of a source can take it over.")
    with transaction.atomic():
        row = SourceHandler.objects.create(source=source, handler=to, deputy=to, by=by.staff)
        trail.record("source.passed_on", by=by, about=f"source:{source.pk}")
    return row


def propose_ringing(*, phone: Phone, reason: str, may_message: bool = False, by: Reader) -> Decision:
    """Propose that a number may be rung; verifier and handler change it together (D6)."""
    check_may(by, Act.MAY_RING)
    return decisions.propose(
        kind=MAY_RING,
        about=f"phone:{phone.pk}",
        reason=reason,
        payload={"phone": str(phone.pk), "may_message": may_message},
        by=by,
    )


def ringing_decided(decision: Decision, by: Reader) -> PhonePermission:
    """What the second signature does, where the two are a verifier and a handler."""
    from vegerin.guard.queries import roles_of  # noqa: PLC0415 -- guard's own reading of the first signer

    both = (roles_of(decision.proposed_by), by.roles)
    if not any(Role.VERIFIER in one and Role.SOURCE_HANDLER in other for one, other in (both, both[::-1])):
        raise Refused("A verifier and a handler change this together; you two are not both.")
    row = PhonePermission.objects.create(
        phone_id=decision.payload["phone"],
        may_ring=True,
        may_message=bool(decision.payload["may_message"]),
        decision=decision.pk,
        by=by.staff,
    )
    trail.record("phone.may_ring", by=by, about=decision.about)
    return row


def show_picture(
    *, attachment: Attachment, person: Person, answer: str, shown_to: str, by: Reader
) -> Recognition:
    """Write down what somebody said to whom one picture was shown (R24). A child undressed is never shown."""
    check_may(by, Act.SHOW_PICTURE)
    if attachment.abuse_material:
        raise Refused(
            "This picture is not shown to a family. Crop it to the face and add that as a new file."
        )
    with transaction.atomic():
        row = Recognition.objects.create(
            attachment=attachment,
            person=person,
            answer=Recognition.Answer(answer),
            shown_to=shown_to,
            by=by.staff,
        )
        trail.record("picture.shown", by=by, about=f"attachment:{attachment.pk}")
    return row


def note_search(*, text: str, found: int, by: Reader) -> None:
    """A submitted search goes into the trail, its words sealed to the auditor; typing leaves nothing."""
    trail.record("search", by=by, detail={"found": found}, secret=text)
