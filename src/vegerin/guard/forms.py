"""Unlock, sign-in, passphrases, staff, decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from vegerin.guard import passphrases
from vegerin.guard.models import AuthorityRequest, AuthorityReview, Staff
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.ui.fields import AnswerField, DayField, Passphrase


class PassphraseForm(forms.Form):
    """One field: unlock, or go on after the page was covered."""

    passphrase = forms.CharField(
        label=_("Passphrase"), strip=False, widget=Passphrase(attrs={"autocomplete": "current-password"})
    )


class ProvedForm(forms.Form):
    """For what would keep the owner out, or sign for her: whoever merely sits at her page cannot do it."""

    current = forms.CharField(
        label=_("Your passphrase as it is now"),
        strip=False,
        widget=Passphrase(attrs={"autocomplete": "current-password"}),
    )


class SignInForm(PassphraseForm):
    """Who, and how we know."""

    working_name = forms.CharField(
        label=_("Working name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("Code from your authenticator"),
        help_text=_("Only if you have set one up. A recovery code works too."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )
    field_order = ["working_name", "passphrase", "code"]


class NewPassphraseForm(forms.Form):
    """A passphrase of one's own, twice."""

    passphrase = forms.CharField(
        label=_("New passphrase"),
        strip=False,
        help_text=_("Several words that do not belong together, at least 16 characters."),
        widget=Passphrase(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"), strip=False, widget=Passphrase(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Strong enough, and typed twice alike."""
        values = super().clean() or {}
        first, second = values.get("passphrase", ""), values.get("again", "")
        if first and second and first != second:
            self.add_error("again", _("The two are not alike."))
        try:
            passphrases.check_strength(first)
        except Refused as refusal:
            self.add_error("passphrase", refusal.sentence)
        return values


class OtherPassphraseForm(ProvedForm, NewPassphraseForm):
    """Another passphrase in place of the present one."""


class CodeForm(ProvedForm):
    """The six digits that prove that the authenticator has the secret."""

    code = forms.CharField(
        label=_("Six digits from the authenticator"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class InviteForm(forms.Form):
    """Somebody new: a working name, never the real one."""

    working_name = forms.CharField(
        label=_("Working name"), max_length=60, help_text=_("A name for work, never the real one.")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("The one in which the newcomer signs in")), *settings.LANGUAGES],
        required=False,
    )
    role = forms.ChoiceField(label=_("First role"), choices=Role.choices)
    reason = forms.CharField(label=_("Why"), help_text=_("A second person reads this and decides."))

    def clean_working_name(self) -> str:
        """A name that nobody here works under."""
        name = str(self.cleaned_data["working_name"]).strip()
        if Staff.objects.filter(working_name=name).exists():
            raise forms.ValidationError(_("Somebody works under this name already."))
        return name


class RoleForm(forms.Form):
    """A role to give or to take, with the reason."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    reason = forms.CharField(label=_("Why"), help_text=_("A second person reads this and decides."))


WHO_READS_IT = _(
    "A refusal needs a sentence. Whoever may see this decision reads it: no names of third people."
)


class ReasonForm(forms.Form):
    """Why somebody agrees or refuses: what is asked depends on the kind of decision."""

    reason = forms.CharField(
        label=_("Why you agree or refuse"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, asks: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["reason"].help_text = format_lazy("{} {}", asks, WHO_READS_IT)


class SpokenForm(forms.Form):
    """A second signature by telephone: who speaks, and the line of her card."""

    staff = forms.ChoiceField(label=_("Who is on the telephone"))
    code = forms.CharField(
        label=_("The line that is read out"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "autocapitalize": "characters"}),
    )
    words = forms.CharField(
        label=_("The reason given"),
        help_text=_("A refusal needs one."),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, speakers: list[tuple[Staff, int]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.speakers = speakers
        self.fields["staff"].choices = [  # type: ignore[attr-defined]
            (str(person.pk), _("{name}: ask for line {n}").format(name=person.working_name, n=line))
            for person, line in speakers
        ]

    def speaker(self) -> Staff:
        """Who speaks."""
        return next(one for one, _line in self.speakers if str(one.pk) == self.cleaned_data["staff"])


class AuthorityForm(forms.Form):
    """What an authority asked, as it was asked."""

    kind = AnswerField(label=_("Who asks?"), choices=AuthorityRequest.Kind.choices, required=True)
    authority = forms.CharField(
        label=_("Name of the authority"),
        help_text=_("And of the person, if it was said."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    asked_for = forms.CharField(
        label=_("What is asked for"),
        help_text=_("In their words. Sealed to the head and the legal adviser."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}),
    )
    legal_ground = forms.CharField(
        label=_("Legal ground they name"),
        help_text=_("Law, article, order. Leave it empty if they named none; that is an answer."),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    paper_number = forms.CharField(label=_("Number of their paper"), max_length=60, required=False)
    received_on = DayField(label=_("Received on"))


class ReviewForm(forms.Form):
    """What the legal adviser says."""

    verdict = AnswerField(label=_("Does it bind us?"), choices=AuthorityReview.Verdict.choices, required=True)
    why = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}))


class AnswerForm(forms.Form):
    """What is answered."""

    words = forms.CharField(
        label=_("What is answered"),
        help_text=_("To give nothing needs no second person. What is given, two decide."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
    )
