"""What is asked of somebody who chooses to tell, and what whoever asks next must know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.contacts.telling import Episode, Version
from vegerin.contacts.topics import ASKABLE, OUTCOMES, STATES, TOPICS
from vegerin.engines.history.dates import UNKNOWN
from vegerin.guard.meanwhile import Row, UponWhatStands
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.register.meant import MeantField
from vegerin.register.queries import place_name, place_named
from vegerin.ui.fields import NOT_CHOSEN, AnswerField, DayField, InexactDateField, ManyAnswers, line

Choices = Iterable[tuple[str, Any]]


def some_words(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A few lines."""
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"})
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=1000, widget=widget
    )


class RegionForm(forms.Form):
    """A form with a region: a district that has its name alone, and no nearer."""

    region = line(_("Region"), longest=120, help_text=_("A town or district, never a house. May stay empty."))

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        self.reader = reader
        super().__init__(*args, **kw)

    def clean_region(self) -> str:
        """The district's id."""
        text = self.cleaned_data["region"].strip()
        if not text:
            return ""
        found = {place.district or place for place in place_named(self.reader, text)}
        if len(found) != 1:
            raise forms.ValidationError(
                say("No one district is known by this name. Leave it empty and write it among the words.")
            )
        return str(found.pop().pk)


class EpisodeForm(UponWhatStands, RegionForm):
    """One stretch: region, from, to, after and before what. All of it may stay empty."""

    begins = InexactDateField(label=_("From"))
    ends = InexactDateField(label=_("To"), help_text="")
    after = forms.ChoiceField(label=_("After"), required=False)
    before = forms.ChoiceField(label=_("Before"), required=False)
    words = some_words(
        _("In her or his own words"),
        required=False,
        help_text=_("Only what is wished. No question is asked about anybody’s name, price or looks."),
    )

    def __init__(
        self, *args: Any, anchors: Choices, versions: Sequence[Version], stops: bool = False, **kw: Any
    ) -> None:
        self.versions, self.stops = versions, stops
        super().__init__(*args, **kw)
        for name in ("after", "before"):
            self.fields[name].choices = [("", "–"), *anchors]  # type: ignore[attr-defined]

    def rows_kept(self) -> Sequence[Version]:
        """Each time it was said."""
        return self.versions

    def told_by(self, row: Row) -> dict[str, str]:
        """What it said, as somebody would write it."""
        return {name: str(self[name].field.prepare_value(told)) for name, told in self.written(row).items()}

    def written(self, version: Version) -> dict[str, Any]:
        """What the form shows of it."""
        one = version.episode
        return {
            "region": place_name(self.reader, one.region),
            "begins": one.begins,
            "ends": one.ends,
            "after": "".join(one.after[:1]),
            "before": "".join(one.before[:1]),
            "words": one.words,
        }

    def say_what_differs(self, later: Sequence[Row]) -> None:
        """When she pauses or stops nothing is asked: her words are kept beside a colleague’s."""
        if not self.stops:
            super().say_what_differs(later)

    def episode(self, id: str, *, unfinished: bool = False) -> Episode:
        """What was told; of what could not be read the words as they were written."""
        said = getattr(self, "cleaned_data", {})
        unread = [self.data.get(name, "") for name in self.errors if name in self.fields]
        return Episode(
            id,
            said.get("region", ""),
            said.get("begins", UNKNOWN),
            said.get("ends", UNKNOWN),
            tuple(filter(None, [said.get("after")])),
            tuple(filter(None, [said.get("before")])),
            said.get("words", ""),
            " · ".join(filter(None, unread)),
            unfinished,
        )


class StaffField(forms.MultipleChoiceField):
    """Some of the staff, by working name."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(widget=ManyAnswers, required=False, **kw)

    def offer(self, staff: Iterable[Staff]) -> None:
        """These may be chosen."""
        self.choices = [(str(one.pk), one.working_name) for one in staff]

    def clean(self, value: Any) -> list[Staff]:
        """The members of staff."""
        return list(Staff.objects.filter(pk__in=super().clean(value)))


class BeginForm(forms.Form):
    """Before she begins."""

    purpose = line(_("What is it asked for?"), longest=300, required=True)
    why = line(_("Why does what is known already not do?"), longest=300, required=True)
    readers = StaffField(label=_("Who else may read it, by her or his own word"))
    agreed = forms.BooleanField(
        label=_("She or he wishes to tell, and knows: stopping needs no reason, at any moment.")
    )

    def __init__(self, *args: Any, readers: Iterable[Staff], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["readers"].offer(readers)  # type: ignore[attr-defined]


class ReaderForm(forms.Form):
    """Another named reader."""

    staff = forms.ChoiceField(label=_("Who"))
    agreed = forms.BooleanField(label=_("She or he agreed to this reader, by name."))

    def __init__(self, *args: Any, readers: Iterable[Staff], **kw: Any) -> None:
        super().__init__(*args, **kw)
        named = ((str(one.pk), one.working_name) for one in readers)
        self.fields["staff"].choices = [NOT_CHOSEN, *named]  # type: ignore[attr-defined]


class SawForm(RegionForm):
    """Somebody she saw: a case of the register."""

    who = MeantField(label=_("Who was seen"))
    when = InexactDateField(label=_("When"))
    field_order = ("who", "region", "when")

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        super().__init__(*args, reader=reader, **kw)
        self.fields["who"].reader = reader  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """How one topic stands."""

    topic = forms.ChoiceField(label=_("What"), choices=list(TOPICS.items()))
    state = AnswerField(label=_("How it stands"), choices=list(STATES.items()), required=True)


class StatementForm(forms.Form):
    """A statement taken elsewhere."""

    organisation = line(_("Who took the statement"), longest=120, required=True)
    on = InexactDateField(label=_("When"))
    reference = line(_("Reference"), longest=80)


class AskingForm(forms.Form):
    """Whether she may be asked whom she saw."""

    answer = AnswerField(
        label=_("May she or he be asked about others?"), choices=list(ASKABLE.items()), required=True
    )
    not_before = DayField(label=_("Not before"), required=False)
    through = line(_("Through whom she or he wishes to be asked"), longest=120)


class WorthForm(forms.Form):
    """Why it is asked now."""

    why = line(_("Why is it asked now?"), longest=300, required=True)


class OutcomeForm(forms.Form):
    """What came of asking."""

    outcome = AnswerField(label=_("What came of it?"), choices=list(OUTCOMES.items()), required=True)
    not_before = DayField(label=_("If not now: not before"), required=False)


class PurposeForm(forms.Form):
    """What episodes are kept for."""

    purpose = line(_("What episodes are to be kept for"), longest=400, required=True)
