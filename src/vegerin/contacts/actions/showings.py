"""One portrait before one family: asked for, shown, answered. What a family knows is a claim (R24)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.contacts import custody
from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.actions.evidence import check_named, check_open
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import Evidence, SecondLine, SetAside, Showing, ShowingAnswer
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.queries import showings as read
from vegerin.guard import trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register import actions as register
from vegerin.register.models import Inquirer, Report, Seeking, Sought, SoughtLink, TracingRequest
from vegerin.register.queries import links_of, requests_for
from vegerin.register.sealed import sealed

Answer = ShowingAnswer.Answer


def show(
    *,
    evidence: Evidence,
    request: TracingRequest,
    inquirer: Inquirer,
    sat_with: Staff,
    warned: bool,
    by: Reader,
) -> Showing:
    """Lay one picture before one who asks. She was warned, and somebody sits with her."""
    rules.check_may(by, Act.SHOW)
    check_open(evidence, by)
    check_family(evidence, request, inquirer, by=by)
    check_picture(evidence)
    if not warned:
        raise Refused(_("Tell her first what she will see, and that she may stop. Then tick that you did."))
    if read.unanswered(by) is not None:
        raise Refused(_("Another picture lies before somebody. Write down that answer first."))
    with transaction.atomic():
        row = Showing.objects.create(
            evidence=evidence, request=request, inquirer=inquirer, sat_with=sat_with, warned=True, by=by.staff
        )
        custody.note("shown", evidence, by=by)
    return row


def check_family(evidence: Evidence, request: TracingRequest, inquirer: Inquirer, *, by: Reader) -> None:
    """Refuse whom no request names, and to show one picture twice to one who has answered."""
    if not requests_for(by).filter(pk=request.pk, standing__inquirer=inquirer).exists():
        raise NotYours
    told = ShowingAnswer.objects.filter(showing__evidence=evidence, showing__inquirer=inquirer)
    if told.filter(answer__in=(Answer.KNOWS, Answer.DOES_NOT)).exists():
        raise Refused(_("She was shown this picture and has answered. Nobody is made to look twice."))


def check_picture(evidence: Evidence) -> None:
    """Refuse what is set aside, and of a child or of somebody undressed all but the face (D12)."""
    if evidence.pk in read.set_aside_now([evidence]):
        raise Refused(_("This portrait is set aside. Take it up again first."))
    if queries.copy_for_a_family(evidence) is None:
        raise Refused(
            _("It may be a child, or somebody undressed. Cut out the face first; only that is shown.")
        )


def picture_shown(*, showing: Showing, by: Reader) -> bytes:
    """What the family sees, once for each time the page is drawn; each is a line."""
    check_open(showing.evidence, by)
    copy = queries.copy_for_a_family(showing.evidence)
    if copy is None or showing.by_id != by.staff.pk or hasattr(showing, "answer"):
        raise NotYours
    trail.record("evidence.seen", by=by, about=f"showing:{showing.pk}")
    return queries.picture_of(by, copy)


def answer(*, showing: Showing, said: str, sought: Sought | None = None, by: Reader) -> ShowingAnswer:
    """What she said. If she knows who it is, the register gets a report with her claim, and nothing else."""
    if showing.by_id != by.staff.pk:
        raise NotYours
    if hasattr(showing, "answer"):
        raise Refused(_("This was answered already."))
    knows = Answer(said) is Answer.KNOWS
    if knows and sought not in read.sought_of(by, showing):
        raise Refused(_("Say whom of those they seek she knows."))
    with transaction.atomic():
        return ShowingAnswer.objects.create(
            showing=showing,
            answer=Answer(said),
            sought=sought if knows else None,
            report=write_report(showing, sought, by=by) if knows and sought else None,
            by=by.staff,
        )


def write_report(showing: Showing, sought: Sought, *, by: Reader) -> Report:
    """Her word as a report: an opinion about a picture, which no status follows from (R16)."""
    same = [
        link for link in links_of(by, [sought]).get(sought.pk, []) if link.verdict == SoughtLink.Verdict.SAME
    ]
    relation = Seeking.objects.filter(inquirer=showing.inquirer, sought=sought).values_list(
        "relation", flat=True
    )
    return register.record_report(
        channel="visit",
        told_at=timezone.now(),
        words=f"{showing.evidence.code}: {sought.name}",
        language=showing.inquirer.language,
        source_grade="F",
        content_grade="plausible",
        chain=[register.Link("told", relation.first() or "other", name=showing.inquirer.name)],
        claims=[register.Claim(link.person, "photographed", opinion=True) for link in same],
        by=by,
    )


def follow_second_line(*, answer: ShowingAnswer, says: str, line: str, by: Reader) -> SecondLine:
    """A second, independent line, followed by somebody who did not sit there."""
    rules.check_may(by, Act.SIGN)
    check_named(answer.showing.evidence, by)
    if by.staff.pk in (answer.by_id, answer.showing.sat_with_id):
        raise Refused(_("You sat with the family. Somebody else follows the second line."))
    if not line.strip():
        raise Refused(_("Say which line you followed: a mark, another relative who was not there, a paper."))
    with transaction.atomic():
        row = SecondLine(answer=answer, says=SecondLine.Says(says), by=by.staff)
        row.line = sealed(row, "line", line.strip(), by=by, compartment=answer.showing.evidence.compartment)
        row.save()
        trail.record("evidence.second_line", by=by, about=f"answer:{answer.pk}", detail={"says": says})
    return row


def set_aside(*, evidence: Evidence, why: str, by: Reader) -> SetAside:
    """Not shown any further, or taken up again; the batch still counts it."""
    check_named(evidence, by)
    with transaction.atomic():
        custody.note("aside", evidence, by=by)
        return SetAside.objects.create(evidence=evidence, why=SetAside.Why(why), by=by.staff)
