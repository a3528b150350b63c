"""People around a person: kin, house and group, who means to go, her wish, one's own family, tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.wish import Wish
from vegerin.guard.reader import Reader
from vegerin.register.meant import MeantField
from vegerin.register.models import KinKind, TieKind
from vegerin.register.models.tasks import TaskStep
from vegerin.register.words import WISHES
from vegerin.ui.fields import NOT_CHOSEN, AnswerField, DayField, ManyAnswers, line


class KinForm(forms.Form):
    """Who is what to her or him?"""

    relative = MeantField(label=_("The relative"))
    kind = forms.ChoiceField(label=_("She or he is the"), choices=[NOT_CHOSEN, *KinKind.choices])
    tie = AnswerField(
        label=_("How are they related?"), choices=TieKind.choices, initial="claimed", required=True
    )

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["relative"].reader = reader  # type: ignore[attr-defined]


class HouseholdForm(forms.Form):
    """A house at the abduction, or a group taken or freed together."""

    join = forms.ChoiceField(label=_("Which?"), choices=(), required=False)
    kind = AnswerField(
        label=_("If it is a new one"),
        choices=(("house", _("House at the time of the abduction")), ("group", _("Taken or freed together"))),
        initial="house",
    )
    house = line(_("Street, quarter or whose house it was"), longest=120)
    role = AnswerField(
        label=_("As what?"),
        choices=(("head", _("Head of the house")), ("member", _("Belongs to it")), ("guest", _("Was there"))),
        initial="member",
    )
    stayed_behind_for = MeantField(
        label=_("Stayed behind for"),
        help_text=_("If she or he stayed so that somebody else could go: a name, or the number."),
        required=False,
    )

    def __init__(self, *args: Any, joined: list[tuple[str, str]], reader: Reader, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["stayed_behind_for"].reader = reader  # type: ignore[attr-defined]
        self.fields["join"].choices = [("", _("A new one")), *joined]  # type: ignore[attr-defined]


class GoesForm(forms.Form):
    """A relative means to go himself. Which way is asked by nobody."""

    who = line(_("Who? As kin: brother, husband, son"), required=True, longest=30)
    minor = AnswerField(
        label=_("Is he or she under 18?"), choices=(("yes", _("Yes")), ("no", _("No"))), required=True
    )


class MineForm(forms.Form):
    """Who takes over."""

    colleague = forms.ChoiceField(label=_("Who takes over what is yours?"), choices=(), required=False)
    sure = forms.BooleanField(
        label=_("This is my family. From now on I see what any family sees, and no more.")
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        team = ("", _("The team for families"))
        self.fields["colleague"].choices = [team, *colleagues]  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """What she said when she was asked who may know."""

    wish = AnswerField(
        label=_("What did she or he say?"),
        choices=[(wish.value, WISHES[wish.value]) for wish in Wish if wish is not Wish.NOT_ASKED],
        required=True,
    )
    named = forms.MultipleChoiceField(
        label=_("Whom did she or he name?"), choices=(), required=False, widget=ManyAnswers
    )

    def __init__(self, *args: Any, inquirers: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        if inquirers:
            self.fields["named"].choices = inquirers  # type: ignore[attr-defined]
        else:
            del self.fields["named"]


class StepForm(forms.Form):
    """What became of a task."""

    what = AnswerField(label=_("What now?"), choices=TaskStep.What.choices, required=True)
    due_on = DayField(label=_("By when, if it needs longer"), required=False)
    why = line(_("Why, or how it was done"), longest=400)
