"""What the trail says of this room, and what its things are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_noop as _

from vegerin.guard import things, trail_words
from vegerin.guard.reader import Reader
from vegerin.register.models import Household, Inquirer, Person, Report, TracingRequest
from vegerin.register.queries import sources_of


def _of_contacts(reader: Reader, ids: Collection[str]) -> Mapping[str, str]:
    """A number is a person's, of somebody who asks, or of a report."""
    return {
        one: code
        for rows in (Report.objects, Inquirer.objects, Person.objects)
        for one, code in things.by_code(rows)(reader, ids).items()
    }


def _of_own_sources(reader: Reader, ids: Collection[str]) -> Mapping[str, str]:
    """To nobody but who handles them or stands in (R15)."""
    own = sources_of(reader)
    names = {str(one.pk): one.code_name for one in own} | {one.code_name: one.code_name for one in own}
    return {one: names[one] for one in ids if one in names}


KINDS = {
    "search": _("Somebody was searched for"),
    "person.added": _("A person was entered"),
    "person.opened": _("A person's page was opened"),
    "person.around": _("The people around a person were looked at"),
    "person.shown_to_family": _("The view for the family was opened"),
    "person.described": _("A description was written down"),
    "person.level": _("It was changed who may see a person"),
    "persons.judged": _("Two persons were judged to be one, or not"),
    "name.added": _("A name was added"),
    "name.taken_back": _("A name was taken back"),
    "fact.added": _("A fact was added"),
    "kin.added": _("A tie of kin was added"),
    "kin.taken_back": _("A tie of kin was taken back"),
    "household.added": _("A household was entered"),
    "household.joined": _("Somebody joined a household"),
    "family.marked": _("Somebody said: this is my family"),
    "family.grew": _(
        "More people turned out to be of a colleague’s own family, and are closed to her or him"
    ),
    "wish.recorded": _("Who may know was written down"),
    "use.consented": _("Consent to a use was written down"),
    "use.withdrawn": _("Consent to a use was taken back"),
    "ruling.recorded": _("A ruling was written down"),
    "document.added": _("A document was added"),
    "document.opened": _("A document was opened"),
    "description.opened": _("A description was opened"),
    "description.picture_opened": _("The picture of a description was opened"),
    "report.recorded": _("A report was kept"),
    "report.file_added": _("A file was added to a report"),
    "report.looked_up": _("A report was looked up by its number, to be withdrawn"),
    "report.withdrawn": _("A report was withdrawn"),
    "sealed.opened": _("Sealed words were opened"),
    "attachment.opened": _("A file was opened"),
    "picture.shown": _("A picture was shown"),
    "event.recorded": _("What happened was recorded"),
    "event.countersigned": _("What was recorded got its second signature"),
    "event.assessed": _("A claim was judged"),
    "case.review": _("The next review of a case was set"),
    "case.closed": _("A case was closed"),
    "case.reopened": _("A case was opened again"),
    "case.note_opened": _("The note of a case was opened"),
    "call.promised": _("A call was promised"),
    "call.answered": _("How a promised call went was written down"),
    "phone.may_ring": _("It was decided that a number may be rung"),
    "request.taken": _("A tracing request was taken"),
    "request.joined": _("Somebody else asks in a request"),
    "request.sought": _("Somebody more is sought in a request"),
    "request.opened": _("A request was opened"),
    "request.review": _("The next review of a request was set"),
    "request.linked": _("A request was tied to a person, or not"),
    "request.note_opened": _("The note of a request was opened"),
    "told": _("Something was told to a family"),
    "told.refused": _("Telling a family was refused"),
    "told.opened": _("What a family was told was opened"),
    "inquirer.phone": _("A family's number was added"),
    "inquirer.phone_opened": _("A family's number was opened"),
    "inquirer.marked": _("Somebody who asks was marked"),
    "inquirer.mark_opened": _("The mark of somebody who asks was opened"),
    "inquirer.question_opened": _("A question only the family can answer was opened"),
    "consent.recorded": _("Consent of a family was written down"),
    "task.added": _("A task was made"),
    "task.step": _("A step of a task was written down"),
    "task.words_opened": _("The words of a task were opened"),
    "place.added": _("A place was added"),
    "place.named": _("A spelling of a place was added"),
    "place.control": _("Who controlled a place was written down"),
    "organisation.added": _("An organisation was entered"),
    "organisation.seat": _("Somebody was named for an organisation"),
    "organisation.shared": _("Something was handed over to an organisation"),
    "agreement.made": _("An agreement was written down"),
    "agreement.ended": _("An agreement was ended"),
    "source.added": _("A source was entered"),
    "source.passed_on": _("A source passed to its deputy"),
    "caution.raised": _("A warning was raised"),
    "caution.cleared": _("A warning was cleared"),
    "episodes.switched": _("Keeping of captivity episodes was switched"),
    "episodes.opened": _("What somebody chose to tell was opened"),
    "episode.recorded": _("Something of what somebody chose to tell was kept"),
    "episode.taken_back": _("Something of what somebody told was taken back"),
}
THINGS = {
    "person": (_("A person"), things.by_code(Person.objects)),
    "report": (_("A report"), things.by_code(Report.objects)),
    "request": (_("A request"), things.by_code(TracingRequest.objects)),
    "inquirer": (_("Somebody who asks"), things.by_code(Inquirer.objects)),
    "household": (_("A household"), things.by_code(Household.objects)),
    "contact": (_("A number or an address"), _of_contacts),
    "papers": (_("A person's documents"), things.by_code(Person.objects)),
    "episode": (_("What somebody chose to tell"), things.by_code(Person.objects)),
    "source": (_("A source"), _of_own_sources),
    "phone": (_("A number"), things.no_codes),
    "attachment": (_("A file"), things.no_codes),
    "caution": (_("A warning"), things.no_codes),
    "place": (_("A place"), things.no_codes),
    "organisation": (_("An organisation"), things.no_codes),
    "episodes": (_("Captivity episodes"), things.no_codes),
}


def register_all() -> None:
    """Enter them."""
    trail_words.enter(KINDS)
    for prefix, (words, codes) in THINGS.items():
        things.register(prefix, words, codes)
