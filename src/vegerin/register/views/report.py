"""A report in under two minutes: kept while it is written, stopped at no cost, sent to the verifier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard import drafts, things
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.models import Draft
from vegerin.register import actions, lent, queries
from vegerin.register.forms import ReportForm
from vegerin.register.forms.report import CHANNELS, VOICE
from vegerin.register.models import Person, Report
from vegerin.register.page_facts import facts
from vegerin.register.promises import promise_words
from vegerin.register.rules import Act
from vegerin.register.shown import Line, lines_for
from vegerin.register.values import Claim, Link, NewFile, NewPhone
from vegerin.register.views.doors import opens_for, the_person, the_report

DRAFT = "new-report"
SUGGESTED = 6
SHORTEST = 2


@never_cache
@opens_for(Act.REPORT)
def new_report(request: GuardedRequest) -> HttpResponse:
    """Six fields. A draft of mine opens as I left it."""
    if request.method == "POST":
        return posted(request)
    about = request.GET.get("about", "")
    people = [the_person(request, about)] if about else []
    kept, took = kept_for(request, people)
    promise = request.GET.get("promise", "")
    if kept is None:
        return form_page(request, ReportForm(people=codes(people)), people, promise=promise)
    if not people or not promise:  # words stopped before keep no other promise than their own
        promise = kept.get("promise", "")
    people += [one for one in chosen(request, kept) if one not in people]
    form = ReportForm(initial=as_initial(kept), people=codes(people))
    return form_page(request, form, people, draft_at=draft_time(request), promise=promise, took=took)


def draft_key(request: GuardedRequest) -> str:
    """Each person has a draft of her own: what was said of one is never joined to another."""
    about = request.GET.get("about", "").upper()
    return f"{DRAFT}:{about}" if about else DRAFT


def kept_for(request: GuardedRequest, people: list[Person]) -> tuple[QueryDict | None, bool]:
    """What was stopped: of this person, or else what names nobody yet, which is then taken over."""
    kept = drafts.of(request.reader, draft_key(request))
    if kept is not None or not people:
        return kept, False
    nameless = drafts.of(request.reader, DRAFT)
    if nameless is None or nameless.getlist("people"):
        return None, False
    return nameless, True


def draft_done(request: GuardedRequest) -> None:
    """The draft went on elsewhere, and with it one without a name that it took over."""
    if request.POST.get("took"):
        drafts.drop(form=DRAFT, by=request.reader)


def posted(request: GuardedRequest) -> HttpResponse:
    """Save, find somebody, leave somebody out, or stop for now."""
    act, promise = request.POST.get("act", ""), request.POST.get("promise", "")
    people = chosen(request, request.POST)
    if act == "stop":
        draft_done(request)
        drafts.keep(staff=request.reader.staff, form=draft_key(request), values=request.POST)
        return redirect("register:desk")
    if act != "save" and (act == "find" or "leave_out" in request.POST):
        people = [one for one in people if one.code != request.POST.get("leave_out")]
        form = ReportForm(initial=as_initial(request.POST), people=codes(people))
        suggested = suggestions(request, request.POST.get("about", ""), without=people)
        return form_page(request, form, people, suggested=suggested, looked=act == "find", promise=promise)
    form = ReportForm(request.POST, people=codes(people))
    if not form.is_valid():
        return form_page(request, form, people, promise=promise)
    report = write_report(request, form, people)
    draft_done(request)
    drafts.drop(form=draft_key(request), by=request.reader)
    # Last: if it fails, the call stands on the desk once too often, and nothing that was said is lost.
    keep_promise(request, promise)
    return redirect("register:report_kept", report.pk)


def form_page(
    request: GuardedRequest,
    form: ReportForm,
    people: list[Person],
    *,
    suggested: list[Line] | None = None,
    looked: bool = False,
    draft_at: Any = None,
    promise: str = "",
    took: bool = False,
) -> HttpResponse:
    """The page with what is known of those it is about, so that nothing is asked twice."""
    context = {
        "form": form,
        "people": lines_for(request.reader, people),
        "suggested": suggested or [],
        "looked": looked,
        "promise": promise,
        "took": took,
        "known": facts(request.reader, people[0]) if people else [],
        "draft_here": f"{reverse('guard:draft')}?form={draft_key(request)}",
        "draft_at": draft_at,
        "more_open": form.is_bound and bool(form.errors.get("happened")),
    }
    return render(request, "register/report_new.html", context)


def keep_promise(request: GuardedRequest, written: str) -> None:
    """The promised call is kept by what was written of it, never before; another may have said so already."""
    open_ones = queries.promises_open(request.reader)
    promise = open_ones.filter(pk=written).first() if things.is_id(written) else None
    if promise is not None:
        actions.answer_promise(promise=promise, outcome="spoke", by=request.reader)


def chosen(request: GuardedRequest, values: QueryDict) -> list[Person]:
    """The people it is about, those of them that exist for this reader."""
    found = (queries.person_for(request.reader, code) for code in dict.fromkeys(values.getlist("people")))
    return [one for one in found if one is not None]


def codes(people: list[Person]) -> tuple[str, ...]:
    """Their numbers."""
    return tuple(one.code for one in people)


def as_initial(values: QueryDict) -> dict[str, Any]:
    """What was written so far, as a form shows it again."""
    lists = {"people"}
    return {key: values.getlist(key) if key in lists else values.get(key) for key in values}


def draft_time(request: GuardedRequest) -> Any:
    """When the draft was kept."""
    mine = Draft.objects.filter(staff=request.reader.staff, form__in=[draft_key(request), DRAFT]).order_by(
        "-form"
    )
    return mine.values_list("at", flat=True).first()


def suggestions(request: GuardedRequest, text: str, *, without: list[Person]) -> list[Line]:
    """Whom a name may mean; only persons."""
    if len(text.strip()) < SHORTEST:
        return []
    hits = queries.search(request.reader, text, limit=SUGGESTED + len(without)).hits
    people = [hit.person for hit in hits if hit.person and hit.person not in without]
    return lines_for(request.reader, people[:SUGGESTED])


@require_POST
@never_cache
@opens_for(Act.REPORT)
def suggest_people(request: GuardedRequest) -> HttpResponse:
    """The same while somebody types; typing writes nothing."""
    text = request.POST.get("about", "")
    suggested = suggestions(request, text, without=chosen(request, request.POST))
    looked = len(text.strip()) >= SHORTEST
    return render(request, "register/_suggested.html", {"suggested": suggested, "looked": looked})


def write_report(
    request: GuardedRequest,
    form: ReportForm,
    people: list[Person],
    *,
    serial: str = "",
    files: Iterable[NewFile] = (),
) -> Report:
    """The report with its claims; always taken (D7, D9). From paper it has a serial and its photograph."""
    said, by = form.cleaned_data, request.reader
    told_at = form.told_at(said)
    assert told_at is not None
    report = actions.record_report(
        channel=said["by_what"] or CHANNELS[said["how"] or "other"],
        told_at=told_at,
        language=said["language"] if said["language"] != "other" else "",
        words=all_words(said),
        source_grade="F",
        content_grade="plausible",
        gravity=said["gravity"] or "verifier",
        serial=serial,
        files=files,
        chain=chain(said),
        verbatim_of="told" if said["whose"] == "relayed" else said["whose"],
        claims=claims(request, said, people),
        phones=[NewPhone(said["number"], who_answers=said["teller"], from_captivity=True)]
        if any(letter.isdigit() for letter in said["number"])
        else [],
        by=by,
    )
    next_at = form.next_at(said)
    if next_at:
        actions.promise_call(
            report=report,
            at=next_at,
            who=said["next_call"],
            other=said["teller"],
            person=people[0] if people else None,
            by=by,
        )
    return report


def chain(said: dict[str, Any]) -> list[Link]:
    """Who told, who wrote."""
    teller = said["teller"] or ("herself" if said["claim"] == "called" else "not said")
    steps = [Link(step="told", role=teller), Link(step="wrote", role="clerk")]
    if said["whose"] == "saw":
        return [Link(step="saw", role="herself"), *steps]
    if said["whose"] == "relayed":
        return [Link(step="told", role="not said"), Link(step="relayed", role=teller), steps[1]]
    return steps


def claims(request: GuardedRequest, said: dict[str, Any], people: list[Person]) -> list[Claim]:
    """What it says of each of them; a question says nothing."""
    if said["claim"] in {"", "none"}:
        return [Claim(one, "named") for one in people]
    places = queries.place_named(request.reader, said["place"])
    place = places[0] if len(places) == 1 else None
    return [Claim(one, said["claim"], said["happened"], place=place) for one in people]


def all_words(said: dict[str, Any]) -> str:
    """The words, and below them what the clerk noticed; all of it sealed together."""
    voice = dict(VOICE).get(said["voice"])
    notes = [
        _("About: {name}").format(name=said["about"]) if said["about"] and not said["people"] else "",
        _("Voice: {answer}").format(answer=voice) if voice else "",
        _("Voice known by: {who}").format(who=said["voice_by"]) if said["voice_by"] else "",
        _("Listening: {who}").format(who=said["listening"]) if said["listening"] else "",
        _("Place: {place}").format(place=said["place"]) if said["place"] else "",
    ]
    return "\n".join(line for line in [said["words"].strip(), *notes] if line)


@never_cache
@opens_for(Act.REPORT)
def report_kept(request: GuardedRequest, report_id: object) -> HttpResponse:
    """It is kept, and what happens next."""
    report = the_report(request, report_id)
    people = list(dict.fromkeys(event.person for event in report.events.select_related("person")))
    context = {
        "report": report,
        "people": lines_for(
            request.reader, [one for one in people if queries.person_for(request.reader, one.pk)]
        ),
        "promises": [promise_words(promise) for promise in report.promises.all()],
        "next_acts": lent.acts_after(report, reader=request.reader),
    }
    return render(request, "register/report_kept.html", context)
