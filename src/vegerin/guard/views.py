"""Before anybody is in, and one's own account: unlock, sign-in, cover, passphrase, second factor, drafts."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from vegerin.guard import actions, boot, drafts, parking, second_factor, signing_in, trail, unlocking
from vegerin.guard.doors import not_found_like_absent, opens_to, opens_to_nobody_in_particular
from vegerin.guard.forms import (
    CodeForm,
    NewPassphraseForm,
    OtherPassphraseForm,
    PassphraseForm,
    ProvedForm,
    SignInForm,
)
from vegerin.guard.passphrases import TooManyAtOnce
from vegerin.guard.proving import not_signed_in, proves
from vegerin.guard.roles import LEADERS, Role

__all__ = ["not_found_like_absent"]
MAY_OPEN_THE_OFFICE = LEADERS | {Role.DUTY_OFFICER}


def _later(request: HttpRequest, page: str, form: Form, full: TooManyAtOnce) -> HttpResponse:
    """The same page, what was typed still there but for the passphrase, and when to try again."""
    form.add_error(None, full.sentence)
    response = render(request, page, {"form": form}, status=full.status)
    response["Retry-After"] = str(full.retry_after)
    return response


@never_cache
@opens_to_nobody_in_particular
def unlock(request: HttpRequest) -> HttpResponse:
    """An opener's passphrase opens the office."""
    if boot.is_unlocked():
        return redirect("guard:sign_in")
    form = PassphraseForm(request.POST or None)
    if form.is_valid():
        try:
            unlocking.unlock(form.cleaned_data["passphrase"])
            unlocking.forget_last_run()
            trail.record("office.unlocked", by=None)
            return redirect("guard:sign_in")
        except unlocking.CannotOpen:
            form.add_error(None, _("That did not open. After several tries, wait a minute."))
        except TooManyAtOnce as full:
            return _later(request, "guard/unlock.html", form, full)
    return render(request, "guard/unlock.html", {"form": form}, status=403 if form.errors else 200)


@never_cache
@opens_to_nobody_in_particular
def sign_in(request: HttpRequest) -> HttpResponse:
    """Working name, passphrase, and a code where one is set up."""
    if not boot.is_unlocked():
        return redirect("guard:unlock")
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            found = signing_in.sign_in(**form.cleaned_data)
        except TooManyAtOnce as full:
            return _later(request, "guard/sign_in.html", form, full)
        if found:
            return _seated(request, *found)
        form.add_error(None, not_signed_in())
    return render(request, "guard/sign_in.html", {"form": form}, status=403 if form.errors else 200)


@never_cache
@opens_to_nobody_in_particular
def covered(request: HttpRequest) -> HttpResponse:
    """Plain paper until the passphrase is typed again; a second factor is not asked twice."""
    seat: parking.Seat | None = getattr(request, "seat", None)
    if seat is None:
        return redirect("guard:sign_in")
    if not seat.covered:
        return redirect(_next(request))
    form = PassphraseForm(request.POST or None)
    if form.is_valid():
        try:
            found = signing_in.uncover(seat.staff, form.cleaned_data["passphrase"])
        except TooManyAtOnce as full:
            return _later(request, "guard/covered.html", form, full)
        if found:
            return _seated(request, *found)
        form.add_error(None, not_signed_in())
    return render(request, "guard/covered.html", {"form": form}, status=403 if form.errors else 200)


@csrf_exempt  # a page that is not found bears no token; from elsewhere no cookie comes, so nothing is covered
@require_POST
@opens_to()
def lock(request: Any) -> HttpResponse:
    """Cover the page: the key is dropped, the draft stays."""
    parking.cover(request.session)
    trail.record("page.covered", by=request.reader)
    return redirect("guard:covered")


@require_POST
@opens_to_nobody_in_particular
def sign_out(request: Any) -> HttpResponse:
    """Leave; works from the covered page too."""
    if boot.is_unlocked() and request.seat:
        parking.leave(request.session, request.COOKIES.get(parking.COOKIE, ""))
        trail.record("sign_out", by=request.reader)
    response = redirect("guard:sign_in")
    response.delete_cookie(parking.COOKIE)
    # A language held for this session; the next one at this table has her own.
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
@opens_to_nobody_in_particular
def draft(request: Any) -> HttpResponse:
    """Keep what is half typed; works while the page is covered, since sealing needs no key."""
    form = request.GET.get("form", "") or request.POST.get("form", "")
    if not (boot.is_unlocked() and request.seat and form):
        return HttpResponseBadRequest()
    kept = drafts.keep(staff=request.seat.staff, form=form[:120], values=request.POST)
    at = timezone.localtime(kept.at).strftime("%H:%M")
    return HttpResponse(_("Kept at %(time)s") % {"time": at}, content_type="text/plain; charset=utf-8")


@opens_to()
def passphrase(request: Any) -> HttpResponse:
    """Choose a passphrase of one's own."""
    staff = request.reader.staff
    first = staff.must_choose_passphrase  # she has just typed the one she was given
    form = (NewPassphraseForm if first else OtherPassphraseForm)(request.POST or None)
    if form.is_valid() and (first or proves(form, staff)):
        private = parking.private_key(request.session, request.COOKIES.get(parking.COOKIE, ""), staff)
        assert private is not None
        actions.change_passphrase(
            staff=staff, private=private, passphrase=form.cleaned_data["passphrase"], by=request.reader
        )
        parking.go_on(request.session, staff=staff)
        return redirect("guard:account")
    return render(request, "guard/passphrase.html", {"form": form})


@opens_to()
def account(request: Any) -> HttpResponse:
    """One's own roles, second factor, and whether one's passphrase opens the office."""
    may_open = request.reader.has(*MAY_OPEN_THE_OFFICE)
    return render(
        request, "guard/account.html", {"may_open": may_open, "roles": sorted(request.reader.roles)}
    )


@require_POST
@opens_to()
def blur(request: Any) -> HttpResponse:
    """Names are blurred until touched, or no longer (D30)."""
    actions.choose_blur(blurs=request.POST.get("blurs") == "yes", by=request.reader)
    return redirect("guard:account")


@opens_to(*MAY_OPEN_THE_OFFICE)
def opener(request: Any) -> HttpResponse:
    """Let one's own passphrase open the office at its start."""
    form = PassphraseForm(request.POST or None)
    if form.is_valid():
        staff, typed = request.reader.staff, form.cleaned_data["passphrase"]
        if signing_in.uncover(staff, typed):
            actions.become_opener(staff=staff, passphrase=typed, by=request.reader)
            return redirect("guard:account")
        form.add_error(None, not_signed_in())
    return render(request, "guard/opener.html", {"form": form})


@opens_to()
def set_up_second_factor(request: Any) -> HttpResponse:
    """Scan, prove, write down the recovery codes."""
    waiting = request.session.get("new_factor")
    ring = request.reader.keys
    secret = (
        ring.open(bytes.fromhex(waiting)) if waiting and request.method == "POST" else second_factor.draw()
    )
    form = CodeForm(request.POST or None)
    if form.is_valid() and proves(form, request.reader.staff):
        plain = "".join(form.cleaned_data["code"].split())
        codes = second_factor.switch_on(
            staff=request.reader.staff, secret=secret, code=plain, by=request.reader
        )
        if codes:
            del request.session["new_factor"]
            return render(request, "guard/recovery_codes.html", {"codes": codes})
        form.add_error(
            "code", _("This code does not fit. Check the clock of the telephone and try the next one.")
        )
    request.session["new_factor"] = ring.seal(secret).hex()
    link = second_factor.address(secret, label=settings.OFFICE_NAME)
    return render(request, "guard/second_factor.html", {"form": form, "link": link, "picture": _qr(link)})


@opens_to()
def no_second_factor(request: Any) -> HttpResponse:
    """Switch it off: with the passphrase, and known to her and to those who lead."""
    form = ProvedForm(request.POST or None)
    if form.is_valid() and proves(form, request.reader.staff):
        second_factor.switch_off(staff=request.reader.staff, by=request.reader)
        return redirect("guard:account")
    return render(request, "guard/second_factor_off.html", {"form": form})


def _seated(request: Any, reader: Any, private: bytes) -> HttpResponse:
    cookie = request.COOKIES.get(parking.COOKIE, "") if request.seat else ""
    secret = parking.take(request.session, staff=reader.staff, private=private, cookie=cookie)
    response = redirect(_next(request))
    response.set_cookie(
        parking.COOKIE,
        secret,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
        path="/",
    )
    if reader.staff.language and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        translation.activate(reader.staff.language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, reader.staff.language, samesite="Lax")
    return response


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


def _qr(link: str) -> str:
    code = segno.make(link, error="m")
    return str(code.svg_inline(scale=5, dark="#000", light="#fff"))
