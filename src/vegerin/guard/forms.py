"""Unlock, sign-in, passphrases, staff, decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vegerin.guard import passphrases
from vegerin.guard.models import Staff
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.ui.fields import Passphrase


class PassphraseForm(forms.Form):
    """One field: unlock, or go on after the page was covered."""

    passphrase = forms.CharField(
        label=_("Passphrase"), strip=False, widget=Passphrase(attrs={"autocomplete": "current-password"})
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


class CodeForm(forms.Form):
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
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
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


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), required=False)
