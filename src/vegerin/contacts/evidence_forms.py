"""What is asked for about postings and portraits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.contacts.actions.alarm import NewUrgent
from vegerin.contacts.actions.intake import NewFile, Story
from vegerin.contacts.models import Evidence, Said, SecondLine, SetAside, ShowingAnswer, Urgent
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.sandbox.wire import MOST, Box
from vegerin.guard.meanwhile import Row, UponWhatStands
from vegerin.guard.models import Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Sought, TracingRequest
from vegerin.register.queries import people_of_requests, place_named
from vegerin.ui.fields import (
    NOT_CHOSEN,
    AnswerField,
    ChosenFile,
    ClockField,
    DayField,
    FileField,
    ManyAnswers,
    line,
)

KINDS = [one for one in Evidence.Kind.choices if one[0] != Evidence.Kind.PORTRAIT]
SENT = ("", _("Somebody brought or sent it to us"))
PICTURES = ".jpg,.jpeg,.png,.webp"


class ManyFiles(ChosenFile):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFilesField(FileField):
    """All that were chosen, in their order."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each on its own."""
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen]


class HandInForm(forms.Form):
    """Where it comes from and who may read it; all but the readers' names is sealed."""

    where = line(
        _("Where it was seen"),
        help_text=_("In words. It is sealed; nobody can search it, and no accounts are listed anywhere."),
        required=True,
    )
    hands = line(
        _("Through whose hands it came"),
        help_text=_("In roles: who found it, who passed it on."),
        required=True,
    )
    purpose = line(_("To what end we keep it"), required=True)
    readers = forms.MultipleChoiceField(
        label=_("Who may open it"),
        help_text=_("For everybody else, you too, it is not there afterwards. Two is a good number."),
        widget=ManyAnswers,
    )

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.reader = reader
        self.staff = {str(one.pk): one for one in queries.readers_to_name(reader)}
        choices = [(pk, one.working_name) for pk, one in self.staff.items()]
        self.fields["readers"].choices = choices  # type: ignore[attr-defined]

    def story(self) -> Story:
        """As the action takes it."""
        said = self.cleaned_data
        return Story(said["where"], said["hands"], said["purpose"])

    def named(self) -> list[Staff]:
        """Who was named."""
        return [self.staff[pk] for pk in self.cleaned_data["readers"]]


class PostingForm(HandInForm):
    """One posting, picture or still."""

    file = FileField(
        label=_("The file"),
        help_text=_(
            "A JPEG, PNG or WebP gets a clean copy to look at, an MP4 or WebM film up to twelve stills."
            " Anything else is kept sealed as it is."
        ),
    )
    kind = AnswerField(label=_("What is it?"), choices=KINDS, required=True)
    day = DayField(label=_("Seen on: day"), required=False)
    clock = ClockField(label=_("Time, Baghdad"), required=False)
    watch = AnswerField(
        label=_("How did you come by it?"),
        choices=[SENT],
        help_text=_("Watching is a task two have let you do. Nobody answers, writes or buys there."),
    )
    age = AnswerField(label=_("Is a child in it?"), choices=Said.Age.choices, initial=Said.Age.MINOR)
    dress = AnswerField(
        label=_("Is somebody undressed?"), choices=Said.Dress.choices, initial=Said.Dress.MAY_BE
    )
    urgent = forms.BooleanField(
        label=_("It cannot wait: somebody may be moved or harmed within hours"),
        help_text=_("The duty officer hears at once: age, region and hour, no picture and no name."),
        required=False,
    )
    age_band = AnswerField(
        label=_("How old may she or he be?"), choices=Urgent.AgeBand.choices, initial=Urgent.AgeBand.UNKNOWN
    )
    region = line(_("Which region, if it is known"), longest=120)
    viewer = AnswerField(label=_("Who opens it at any hour, alone?"), choices=[])

    field_order = (
        "file", "kind", "where", "day", "clock", "watch", "hands", "purpose", "readers", "age", "dress",
        "urgent", "age_band", "region", "viewer",
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        super().__init__(*args, reader=reader, **kw)
        tasks = [
            (pk, _("Watching: {purpose}").format(purpose=what)) for pk, what in queries.tasks_for(reader)
        ]
        self.fields["watch"].choices = [SENT, *tasks]  # type: ignore[attr-defined]
        self.fields["viewer"].choices = [  # type: ignore[attr-defined]
            (pk, one.working_name) for pk, one in self.staff.items()
        ]

    def clean(self) -> dict[str, Any]:
        """What cannot wait needs the one who opens it, and she is a reader."""
        said = super().clean() or {}
        if said.get("urgent") and said.get("viewer") not in said.get("readers", []):
            self.add_error("viewer", _("Choose one of those who may open it."))
        return said

    def seen_at(self) -> datetime | None:
        """Day and hour in Baghdad; without the hour, noon stands for it."""
        day, clock = self.cleaned_data["day"], self.cleaned_data["clock"]
        if not day:
            return None
        at = datetime.combine(day, clock) if clock else datetime(day.year, day.month, day.day, 12)
        return min(timezone.make_aware(at), timezone.now()) if not clock else timezone.make_aware(at)

    def as_new(self) -> dict[str, Any]:
        """As the action takes it."""
        said = self.cleaned_data
        return {
            "file": read_file(said["file"]),
            "kind": said["kind"],
            "story": self.story(),
            "readers": self.named(),
            "seen_at": self.seen_at(),
            "watch": said["watch"],
            "age": said["age"] or Said.Age.MINOR,
            "dress": said["dress"] or Said.Dress.MAY_BE,
            "urgent": self.as_urgent() if said["urgent"] else None,
        }

    def as_urgent(self) -> NewUrgent:
        """Text alone."""
        said = self.cleaned_data
        places = place_named(self.reader, said["region"]) if said["region"] else []
        band = said["age_band"] or Urgent.AgeBand.UNKNOWN
        return NewUrgent(band, self.staff[said["viewer"]], places[0] if len(places) == 1 else None)


class BatchForm(HandInForm):
    """Portraits that came together."""

    portraits = ManyFilesField(
        label=_("The portraits"),
        help_text=_("All at once, 100 at most. They are numbered in the order of their names."),
        widget=ManyFiles(attrs={"accept": PICTURES}),
    )
    came_on = DayField(label=_("Came to us on"))

    field_order = ("portraits", "where", "hands", "purpose", "came_on", "readers")

    def as_new(self) -> dict[str, Any]:
        """As the action takes it."""
        chosen = sorted(self.cleaned_data["portraits"], key=lambda one: one.name)
        return {
            "new": [read_file(one) for one in chosen],
            "story": self.story(),
            "came_on": self.cleaned_data["came_on"],
            "readers": self.named(),
        }


def read_file(sent: Any) -> NewFile:
    """The bytes as received."""
    return NewFile(sent.read(), str(sent.name)[:200])


class WhyForm(forms.Form):
    """Why."""

    why = line(_("Why, in a sentence"), longest=300, required=True)


class SaidForm(UponWhatStands):
    """Who is in it."""

    def __init__(self, *args: Any, evidence: Evidence, **kw: Any) -> None:
        self.evidence = evidence
        age, dress = queries.said_of(evidence)
        super().__init__(*args, initial={"age": age, "dress": dress}, **kw)

    age = AnswerField(label=_("Is a child in it?"), choices=Said.Age.choices, required=True)
    dress = AnswerField(label=_("Is somebody undressed?"), choices=Said.Dress.choices, required=True)

    def rows_kept(self) -> list[Said]:
        """What was said of it, the last that counts."""
        return list(self.evidence.said.select_related("by"))

    def told_by(self, row: Row) -> dict[str, str]:
        """Its two answers."""
        return {"age": row.age, "dress": row.dress}


class FaceForm(forms.Form):
    """Which part is the face, in hundredths of the picture; of a film, on which still."""

    still = forms.IntegerField(
        label=_("Number of the still"), min_value=1, max_value=MOST, initial=1, required=False
    )
    left = forms.IntegerField(label=_("Begins, from the left edge"), min_value=0, max_value=99, initial=0)
    top = forms.IntegerField(label=_("Begins, from the top"), min_value=0, max_value=99, initial=0)
    right = forms.IntegerField(label=_("Ends, from the left edge"), min_value=1, max_value=100, initial=100)
    bottom = forms.IntegerField(label=_("Ends, from the top"), min_value=1, max_value=100, initial=100)

    def clean(self) -> dict[str, Any]:
        """A frame holds something."""
        said = super().clean() or {}
        ends = {
            "right": ("left", _("It ends to the right of where it begins. Write a larger number.")),
            "bottom": ("top", _("It ends below where it begins. Write a larger number.")),
        }
        for end, (begin, sentence) in ends.items():
            if {begin, end} <= set(said) and said[end] <= said[begin]:
                self.add_error(end, sentence)
        return said

    def box(self) -> Box:
        """As the cut takes it."""
        said = self.cleaned_data
        return (said["left"], said["top"], said["right"], said["bottom"])


class ReaderForm(forms.Form):
    """One more reader."""

    staff = forms.ChoiceField(label=_("Who else may open it"))
    why = line(_("Why, in a sentence"), longest=300, required=True)

    def __init__(self, *args: Any, others: list[Staff], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.others = {str(one.pk): one for one in others}
        named = ((pk, one.working_name) for pk, one in self.others.items())
        self.fields["staff"].choices = [NOT_CHOSEN, *named]  # type: ignore[attr-defined]


class DestroyForm(forms.Form):
    """By whose wish."""

    wish_of = line(
        _("By whose wish"),
        longest=60,
        help_text=_("A role, no name: the one in it, her mother."),
        required=True,
    )
    why = line(_("Why, in a sentence"), longest=300, required=True)


class AsideForm(forms.Form):
    """Why it is not shown."""

    why = AnswerField(
        label=_("Why is it not shown any further?"),
        choices=[one for one in SetAside.Why.choices if one[0] != SetAside.Why.AGAIN],
        required=True,
    )


class ShowForm(forms.Form):
    """Which picture before whom."""

    number = forms.IntegerField(label=_("Number of the portrait"), min_value=1)
    inquirer = AnswerField(label=_("Who looks?"), choices=[], required=True)
    sat_with = forms.ChoiceField(label=_("Who of us sits beside her"))
    warned = forms.BooleanField(
        label=_("She was told what she will see, and that she may stop at any moment")
    )

    def __init__(self, *args: Any, reader: Reader, request: TracingRequest, **kw: Any) -> None:
        super().__init__(*args, **kw)
        inquirers, _sought = people_of_requests(reader, [request])[request.pk]
        self.inquirers = {one.code: one for one in inquirers}
        self.beside = {str(one.pk): one for one in staff_with(*Role)}
        names = [(one.code, one.name) for one in inquirers]
        self.fields["inquirer"].choices = names  # type: ignore[attr-defined]
        self.fields["sat_with"].choices = [  # type: ignore[attr-defined]
            (pk, one.working_name) for pk, one in self.beside.items()
        ]
        self.initial.setdefault("sat_with", str(reader.staff.pk))


class AnswerForm(forms.Form):
    """What she said."""

    said = AnswerField(label=_("What did she say?"), choices=ShowingAnswer.Answer.choices, required=True)
    whom = AnswerField(label=_("Whom does she know in it?"), choices=[])

    def __init__(self, *args: Any, sought: list[Sought], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.sought = {str(one.pk): one for one in sought}
        self.fields["whom"].choices = [(pk, one.name) for pk, one in self.sought.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who knows says whom."""
        said = super().clean() or {}
        if said.get("said") == ShowingAnswer.Answer.KNOWS and not said.get("whom"):
            self.add_error("whom", _("Say whom of those they seek she knows."))
        return said


class SecondLineForm(forms.Form):
    """What a second line says."""

    line = line(
        _("Which line you followed"),
        help_text=_("A mark described before, a relative who was not there, a paper."),
        longest=300,
        required=True,
    )
    says = AnswerField(label=_("What does it say?"), choices=SecondLine.Says.choices, required=True)
