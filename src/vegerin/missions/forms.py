"""What is asked for on a mission's page; nothing here asks for a method, a route or a price."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.guard.meanwhile import Row, UponWhatStands
from vegerin.guard.models import Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.missions import queries
from vegerin.missions.models import Attempt, Fact, KinTold, Line, Note, RiskAnswer
from vegerin.missions.stages import Outcome
from vegerin.register.models import Person
from vegerin.register.queries import person_for, place_named
from vegerin.register.shown import lines_for
from vegerin.ui.fields import NOT_CHOSEN, AnswerField, MomentField

WHY = _("Why")


def why_field(label: Any = WHY) -> forms.CharField:
    """A reason in a sentence."""
    return forms.CharField(label=label, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))


Choices = list[tuple[str, Any]]


def offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """What a field offers, known only when the page is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def time_field(*, required: bool = True) -> MomentField:
    """A day and hour in Baghdad."""
    return MomentField(
        label=_("Heard from by"),
        required=required,
        help_text=_("Day and hour in Baghdad, within the next 48 hours."),
    )


def margin_field() -> forms.TypedChoiceField:
    """How long silence is still no alarm."""
    return forms.TypedChoiceField(
        label=_("Margin, minutes"),
        coerce=int,
        choices=[(n, str(n)) for n in (15, 30, 60, 120)],
        initial=30,
        empty_value=30,  # type: ignore[arg-type]  # a number: what equals it stays as it came
        required=False,
    )


def words_field(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    """Some lines of words."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def group_choices(reader: Reader, attempt: Attempt | None) -> Choices:
    """Who goes, as fields offer them: by name in the reader's script, or by code where she sees codes."""
    group = queries.group_of(attempt.mission) if attempt else []
    if not queries.sees_names(reader):
        return [(str(one.pk), one.code) for one in group]
    return [(str(one.person.pk), f"{one.name} {one.code}") for one in lines_for(reader, group)]


class ForReader(forms.Form):
    """A form that looks things up for whoever reads."""

    def __init__(
        self,
        *args: Any,
        reader: Reader,
        attempt: Attempt | None = None,
        group: Choices | None = None,
        moves: list[Row] | None = None,
        **kwargs: Any,
    ) -> None:
        self.reader, self.attempt, self.moves = reader, attempt, moves
        self.group = group_choices(reader, attempt) if group is None else group
        super().__init__(*args, **kwargs)


class OpenForm(ForReader):
    """Who leads, and for which region."""

    lead = forms.ChoiceField(label=_("Field lead"), help_text=_("Somebody else than you."))
    region = forms.CharField(
        label=_("Region"),
        required=False,
        max_length=80,
        help_text=_("A district, no nearer; it may stay empty."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads = staff_with(Role.FIELD_LEAD, Role.HEAD, Role.DEPUTY)
        mine = self.reader.staff.pk
        offer(
            self, "lead", [NOT_CHOSEN, *((str(one.pk), one.working_name) for one in leads if one.pk != mine)]
        )

    def clean_lead(self) -> Staff:
        """The member of staff."""
        return Staff.objects.get(pk=self.cleaned_data["lead"])

    def clean_region(self) -> Any:
        """One district, or none."""
        text = self.cleaned_data["region"].strip()
        if not text:
            return None
        found = {place.district or place for place in place_named(self.reader, text)}
        if len(found) != 1:
            raise forms.ValidationError(say("Choose a district that has this name alone, or leave it empty."))
        return found.pop()


class PersonForm(ForReader):
    """Somebody by code."""

    code = forms.CharField(
        label=_("Code of the person"),
        max_length=12,
        help_text=_("Such as P48213-7; it stands on her page."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "class": "medium"}),
    )

    def clean_code(self) -> Person:
        """The person, where she exists for this reader."""
        person = person_for(self.reader, self.cleaned_data["code"].strip())
        if person is None:
            raise forms.ValidationError(say("There is nobody with this code here."))
        return person


class OfGroup(ForReader):
    """Somebody of the group."""

    person = forms.ChoiceField(label=_("Who"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", [NOT_CHOSEN, *self.group])

    def clean_person(self) -> Person:
        """The person."""
        return Person.objects.get(pk=self.cleaned_data["person"])


class LeaveForm(OfGroup):
    """Whom the group leaves, as it wishes itself."""

    person = forms.ChoiceField(label=_("Whom"))
    wish = words_field(_("What the group itself wishes, in its words"))
    why = why_field()


class RiskSheet(UponWhatStands, ForReader):
    """Every question of the risk sheet with its answer and words, as they stand now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = queries.answers_of(self.attempt) if self.attempt else {}
        for question, label in RiskAnswer.Question.choices:
            row = answers.get(question)
            words = words_field(_("In words (sealed, fades)"), required=False, rows=2)
            words.initial = queries.words_of(self.reader, row) if row is not None and row.words else ""
            self.fields[question] = AnswerField(
                label=label, choices=RiskAnswer.Answer.choices, initial=row.answer if row else None
            )
            self.fields[f"{question}_words"] = words

    def rows_kept(self) -> list[RiskAnswer]:
        """Every answer of this attempt."""
        return list(self.attempt.risks.select_related("by")) if self.attempt else []

    def told_by(self, row: Row) -> dict[str, str]:
        """Its answer, and its words where they have not faded."""
        words = queries.words_of(self.reader, row) if row.words else ""
        return {row.question: row.answer, f"{row.question}_words": words}

    def clean(self) -> dict[str, Any]:
        """Words without an answer ask for one."""
        told = super().clean()
        for question in RiskAnswer.Question.values:
            if told.get(f"{question}_words") and not told.get(question):
                self.add_error(question, say("Choose an answer to what you wrote; not known is one."))
        return told

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each question with its words."""
        return [(self[question], self[f"{question}_words"]) for question in RiskAnswer.Question.values]

    def changed(self) -> dict[str, tuple[str, str]]:
        """What is answered otherwise than before, so that words left alone fade in their own time."""
        told = self.cleaned_data
        return {
            question: (told[question], told[f"{question}_words"])
            for question in RiskAnswer.Question.values
            if told[question] and {question, f"{question}_words"} & set(self.changed_data)
        }


class NoteForm(ForReader):
    """A sealed note."""

    kind = forms.ChoiceField(label=_("What it speaks of"), choices=Note.Kind.choices)
    words = words_field(_("Words (sealed)"))
    person = forms.ChoiceField(label=_("About one of the group"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", [("", "–"), *self.group])

    def clean_person(self) -> Person | None:
        """The person, or nobody."""
        chosen = self.cleaned_data["person"]
        return Person.objects.get(pk=chosen) if chosen else None


class WhyForm(ForReader):
    """A reason."""

    why = why_field()


class Who(ForReader):
    """Somebody of the group, or a word for whom nobody knows yet."""

    person = forms.ChoiceField(label=_("Who"), required=False)
    label = forms.CharField(
        label=_("Or, for one in no record yet, a word"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", [("", "–"), *self.group])

    def clean_person(self) -> Person | None:
        """The person."""
        chosen = self.cleaned_data["person"]
        return Person.objects.get(pk=chosen) if chosen else None


class FactForm(Who):
    """What happened."""

    kind = AnswerField(label=_("What happened"), choices=Fact.Kind.choices, required=True)
    why = why_field(_("How it was"))


class TickForm(Who):
    """How it ended for one."""

    outcome = forms.ChoiceField(label=_("How it ended for her or him"), choices=Outcome.choices)
    age = AnswerField(label=_("Grown or a child"), choices=Line.Age.choices, required=True)
    sex = AnswerField(
        label=_("Woman or girl, man or boy"),
        choices=[("female", _("Woman or girl")), ("male", _("Man or boy"))],
        required=False,
    )
    born_in_captivity = forms.BooleanField(
        label=_("Born in captivity: received and cared for, in no published figure"), required=False
    )


class KinForm(ForReader):
    """Whether the next of kin know."""

    how = forms.ChoiceField(label=_("The next of kin"), choices=KinTold.How.choices)


class NewsForm(ForReader):
    """Words for outside."""

    words = words_field(_("Words for outside, without a name"))
    why = why_field()


class PassForm(ForReader):
    """For how long a field phone shows the group."""

    hours = forms.TypedChoiceField(
        label=_("For how many hours"), coerce=int, choices=[(n, str(n)) for n in (3, 6, 12, 24)], initial=6
    )
