"""What is asked for about others at work, helpers, those who may know and those who watch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vegerin.guard.models import Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.roles import Role
from vegerin.missions import others
from vegerin.missions.forms import (
    Choices,
    ForReader,
    OfGroup,
    PersonForm,
    WhyForm,
    offer,
    why_field,
    words_field,
)
from vegerin.missions.models import Flag, HaveSpoken, Helper, HelperDay, HelperLost, MayKnowStep
from vegerin.register.models import Person
from vegerin.ui.fields import NOT_CHOSEN, AnswerField, DayField

GO_BETWEEN = (Role.HEAD, Role.DEPUTY, Role.LIAISON, Role.VERIFIER)
CONTACTS = (Role.HEAD, Role.DEPUTY, Role.LIAISON, Role.PSYCHOLOGIST, Role.CARE_WORKER)
KEPT_FOR = (1, 3, 7)


def line_field(label: Any, *, length: int = 120, help_text: Any = "") -> forms.CharField:
    """One line of words."""
    return forms.CharField(
        label=label, max_length=length, help_text=help_text,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip


def by_id(pk: str) -> Staff:
    """A member of staff."""
    return Staff.objects.get(pk=pk)


class AnotherForm(OfGroup):
    """Another network works on somebody of the group."""

    go_between = forms.ChoiceField(label=_("Go-between"))
    other = words_field(_("Who the other is; only the go-between reads it"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = staff_with(*GO_BETWEEN)
        mine = self.reader.staff.pk
        others_too = [(str(one.pk), one.working_name) for one in people if one.pk != mine]
        offer(self, "go_between", [NOT_CHOSEN, *others_too])

    def clean_go_between(self) -> Staff:
        """The member of staff."""
        return by_id(self.cleaned_data["go_between"])


class ShownForm(OfGroup):
    """Something was shown in public."""

    where = line_field(_("Where it was shown"), help_text=_("A film, a newspaper, a posting."))
    shown_on = DayField(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].required = False
        offer(self, "person", [("", _("Nobody; the mission itself")), *self.group])

    def clean_person(self) -> Person | None:  # type: ignore[override]
        """The person, or nobody."""
        chosen = self.cleaned_data["person"]
        return Person.objects.get(pk=chosen) if chosen else None


class FlagForm(WhyForm):
    """Which flag, and why it may go on."""

    flag = forms.ChoiceField(label=_("What happened"))
    field_order = ("flag", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Flag.objects.filter(Q(mission=self.attempt.mission) if self.attempt else Q(), cleared=None)
        offer(self, "flag", [(str(row.pk), row.get_kind_display()) for row in rows])

    def clean_flag(self) -> Flag:
        """The row."""
        return Flag.objects.get(pk=self.cleaned_data["flag"])


class HelperOutForm(ForReader):
    """Which helper goes."""

    helper = forms.ChoiceField(label=_("Helper, by code name"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = others.helpers_for(self.reader)
        names = [one.row for one in shown if not hasattr(one.row, "lost")]
        offer(self, "helper", [(str(row.pk), row.code_name) for row in names])

    def clean_helper(self) -> Helper:
        """The row."""
        return Helper.objects.get(pk=self.cleaned_data["helper"])


class HelperForm(ForReader):
    """A new helper."""

    code_name = line_field(_("Code name"), length=24, help_text=_("A word that says nothing; never a name."))
    kin = words_field(_("Who is told if the helper does not come back, and how (sealed)"), rows=2)


class HelperDayForm(ForReader):
    """Rest, being listened to, insurance, a visit."""

    what = forms.ChoiceField(label=_("What"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [one for one in HelperDay.What.choices if one[0] != HelperDay.What.WENT]
        offer(self, "what", told)


class HelperLostForm(ForReader):
    """Taken or killed: who is there for the family."""

    what = AnswerField(label=_("What happened"), choices=HelperLost.What.choices)
    contact = forms.ChoiceField(label=_("Who is there for the family"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "contact", [(str(one.pk), one.working_name) for one in staff_with(*CONTACTS)])

    def clean_contact(self) -> Staff:
        """The member of staff."""
        return by_id(self.cleaned_data["contact"])


class MayKnowForm(PersonForm):
    """A question to an authority."""

    authority = line_field(_("Authority that holds whoever may know"))
    words = words_field(_("The question (sealed)"))
    deadline = DayField(label=_("Answer needed by"))

    field_order = ("code", "authority", "words", "deadline")


class MayKnowStepForm(ForReader):
    """How far it has come."""

    what = forms.ChoiceField(label=_("Next step"))
    words = words_field(_("In words (sealed)"), required=False, rows=2)

    def __init__(self, *args: Any, steps: list[tuple[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "what", MayKnowStep.What.choices if steps is None else steps)


class SpokenForm(ForReader):
    """Who goes on."""

    goes = AnswerField(label=_("Both have spoken"), choices=HaveSpoken.Goes.choices)


class WatchForm(ForReader):
    """Who watches what, until when."""

    watcher = forms.ChoiceField(label=_("Who watches"))
    purpose = line_field(_("What for"), length=200)
    channels = words_field(_("Which channels (sealed to who watches and to the head)"), rows=2)
    until = DayField(label=_("Until"))
    why = why_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = staff_with(Role.VERIFIER, Role.SOURCE_HANDLER, Role.DUTY_OFFICER)
        offer(self, "watcher", [NOT_CHOSEN, *((str(one.pk), one.working_name) for one in people)])

    def clean_watcher(self) -> Staff:
        """The member of staff."""
        return by_id(self.cleaned_data["watcher"])


class WatchDayForm(ForReader):
    """A sitting, or care for who sat."""

    what = forms.ChoiceField(label=_("What"))
    minutes = forms.IntegerField(
        label=_("Minutes, if it was a sitting"), required=False, min_value=0, max_value=600,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, writes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "what", writes)

    def clean_minutes(self) -> int:
        """None is nothing."""
        return int(self.cleaned_data["minutes"] or 0)


class KeepForm(ForReader):
    """For how many days a note is kept longer."""

    days = forms.TypedChoiceField(coerce=int, choices=[(n, str(n)) for n in KEPT_FOR])
