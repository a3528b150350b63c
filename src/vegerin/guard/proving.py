"""The passphrase once more, before what would keep its owner out or sign in her place."""

from __future__ import annotations

from django.forms import Form
from django.utils.translation import gettext as _

from vegerin.guard import signing_in
from vegerin.guard.models import Staff


def not_signed_in() -> str:
    """One answer for every failure: wrong name, passphrase, code, or too early."""
    return _("That did not open. Check name, passphrase and code; after several tries, wait a minute.")


def proves(form: Form, staff: Staff) -> bool:
    """Whether her own passphrase was typed; a wrong one is counted and delayed like a sign-in."""
    if signing_in.uncover(staff, form.cleaned_data["current"]):
        return True
    form.add_error("current", not_signed_in())
    return False
