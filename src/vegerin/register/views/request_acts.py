"""What is done with a request: telling, consent, numbers, who it is, who looks after it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register import actions, phones, queries, slots
from vegerin.register.asked import said, who_asks
from vegerin.register.beside import Beside, beside, differs
from vegerin.register.forms.requests import (
    AnotherForm,
    ConsentForm,
    MarkForm,
    PhoneForm,
    RequestReviewForm,
    TellForm,
    WhoForm,
)
from vegerin.register.inquiring_desk import how_likely
from vegerin.register.models import (
    Inquirer,
    InquirerMark,
    InquirerPhone,
    KnownQuestion,
    RequestNote,
    RequestReview,
    Sought,
    SoughtMatch,
    Told,
    TracingRequest,
)
from vegerin.register.rules import Act, may
from vegerin.register.shown import Line, lines_for, place_names
from vegerin.register.views.doors import opens_for
from vegerin.register.views.requests import the_request

TEAM = "families"


def act_page(request: GuardedRequest, row: TracingRequest, form: Any, **words: Any) -> HttpResponse:
    """A form about one request, with the way back."""
    back = reverse("register:request", args=[row.code])
    whole = {"form": form, "back": back, "back_word": row.code, "page_title": row.code, "beside": (), **words}
    return render(request, words.pop("template", "register/form.html"), whole)


def people_in(request: GuardedRequest, row: TracingRequest) -> tuple[list[Inquirer], list[Sought]]:
    """Who asks and who is sought."""
    return queries.people_of_requests(request.reader, [row])[row.pk]


@never_cache
@opens_for(Act.TAKE_REQUEST)
def tell(request: GuardedRequest, code: str) -> HttpResponse:
    """Write down what was told; what the wall does not let through is refused with its sentence."""
    row = the_request(request, code)
    inquirers, sought = people_in(request, row)
    through = actions.may_be_told(request=row, inquirers=inquirers, sought=sought, by=request.reader)
    form = TellForm(
        request.POST or None,
        offered=frozenset(through.whats),
        reader=request.reader,
        inquirers=[(one.code, one.name) for one in inquirers],
        sought=[(str(one.pk), one.name) for one in sought],
    )
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.tell(
                request=row,
                inquirer=next(one for one in inquirers if one.code == chosen["inquirer"]),
                what=chosen["what"],
                how=chosen["how"],
                sought=next((one for one in sought if str(one.pk) == chosen.get("sought")), None),
                told_at=form.told_at(),
                words=chosen["words"],
                by=request.reader,
            )
            return redirect("register:request", row.code)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    beside = [
        (_("She decides"), _("Nothing goes to anyone before she was asked, and no more than she wishes.")),
        (_("With somebody they know"), _("A word about a life or a death is said by somebody they know.")),
    ]
    if not may(request.reader, Act.TELL):
        beside = []
    return act_page(
        request, row, form, title=_("What was told"), act=_("Write it down"), beside=beside,
        no_more=through.why_no_more, only_open=len(through.whats) == 1, template="register/tell.html",
    )  # fmt: skip


@never_cache
@opens_for(Act.TAKE_REQUEST)
def consent(request: GuardedRequest, code: str, inquirer: str) -> HttpResponse:
    """What one who asks allows, for one purpose."""
    row, who = the_request(request, code), the_inquirer(request, code, inquirer)
    form = ConsentForm(request.POST or None)
    if form.is_valid():
        try:
            actions.record_consent(request=row, inquirer=who, consent=form.as_consent(), by=request.reader)
            return redirect("register:request", row.code)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    beside = [
        (_("Each purpose by itself"), _("Asked before any story is heard, and again before each sharing."))
    ]
    return act_page(
        request, row, form, title=_("What they allow"), act=_("Keep it"), whom=who.name, beside=beside
    )


def the_inquirer(request: GuardedRequest, code: str, inquirer: str) -> Inquirer:
    """One who asks in this request."""
    found = [one for one in people_in(request, the_request(request, code))[0] if one.code == inquirer.upper()]
    if not found:
        raise NotYours
    return found[0]


@never_cache
@opens_for(Act.TAKE_REQUEST)
def number(request: GuardedRequest, code: str, inquirer: str) -> HttpResponse:
    """A number of the family, with what may be done with it."""
    row, who = the_request(request, code), the_inquirer(request, code, inquirer)
    form = PhoneForm(request.POST or None)
    if form.is_valid() and not form.cleaned_data["number"]:
        form.add_error("number", _("Write the number."))
    if form.is_valid():
        phone = form.as_phone()
        old = [shown.row for shown in queries.family_phones(request.reader, who)]
        replaces = next((one for one in old if one.same_as == phones.same_as(phone.as_told)), None)
        actions.add_family_phone(inquirer=who, phone=phone, replaces=replaces, by=request.reader)
        return redirect("register:request", row.code)
    beside = [(_("The same number again"), _("Write it once more with other wishes; the newest count."))]
    return act_page(request, row, form, title=_("A number"), act=_("Keep it"), whom=who.name, beside=beside)


@never_cache
@opens_for(Act.TELL)
def mark(request: GuardedRequest, code: str, inquirer: str) -> HttpResponse:
    """Checked, or not to be told; for verifier and liaison only."""
    row, who = the_request(request, code), the_inquirer(request, code, inquirer)
    form = MarkForm(request.POST or None)
    if form.is_valid():
        actions.mark_inquirer(inquirer=who, **form.cleaned_data, by=request.reader)
        return redirect("register:request", row.code)
    beside = [(_("Seen by few"), _("Only verifiers and liaisons see this mark."))]
    return act_page(
        request,
        row,
        form,
        title=_("What is known of who asks"),
        act=_("Keep it"),
        whom=who.name,
        beside=beside,
    )


@never_cache
@opens_for(Act.TAKE_REQUEST)
def another(request: GuardedRequest, code: str) -> HttpResponse:
    """Somebody else of the family asks too."""
    row = the_request(request, code)
    form = AnotherForm(request.POST or None)
    if form.is_valid():
        relations = dict.fromkeys(people_in(request, row)[1], form.cleaned_data["relation"])
        actions.join_request(request=row, inquirer=form.as_inquirer(), relations=relations, by=request.reader)
        return redirect("register:request", row.code)
    return act_page(request, row, form, title=_("Somebody else asks too"), act=_("Keep it"))


@never_cache
@opens_for(Act.REVIEW)
def review_request(request: GuardedRequest, code: str) -> HttpResponse:
    """Who looks after it, how often, and when next."""
    row = the_request(request, code)
    latest = queries.review_of_request(request.reader, row)
    initial = as_it_is(latest, request.reader) if latest else {"review_class": "open"}
    colleagues = queries.who_may_own_requests(request.reader)
    form = RequestReviewForm(request.POST or None, initial=initial, colleagues=colleagues)
    if form.is_valid():
        chosen = form.cleaned_data
        named = {"me": request.reader.staff, "team": None}
        other = next((one for one in colleagues if str(one.pk) == chosen["colleague"]), None)
        owner = named.get(chosen["who"], other)
        try:
            actions.review_request(
                request=row,
                owner=owner,
                team="" if owner else TEAM,
                review_class=chosen["review_class"],
                review_on=chosen["review_on"],
                note=chosen["note"],
                by=request.reader,
            )
            return redirect("register:request", row.code)
        except Refused as refusal:
            form.add_error("note", _(refusal.sentence))
    return act_page(request, row, form, title=_("The next review"), act=_("Keep it"))


def as_it_is(review: RequestReview, reader: Reader) -> dict[str, str]:
    """The form as things stand: whoever sets another day leaves the family with whom it knows."""
    if review.owner is None or review.owner == reader.staff:
        return {"review_class": review.review_class, "who": "me" if review.owner else "team"}
    return {"review_class": review.review_class, "who": "other", "colleague": str(review.owner.pk)}


@never_cache
@opens_for(Act.JUDGE)
def who(request: GuardedRequest, sought_id: uuid.UUID) -> HttpResponse:
    """Who is meant: what the family said beside who is in the register."""
    sought = queries.sought_for(request.reader, sought_id)
    if sought is None:
        raise NotYours
    if request.POST.get("act") == "open_case":
        person = actions.open_case(sought=sought, by=request.reader)
        return redirect("register:person", person.code)
    if request.POST.get("act") == "again":
        actions.match_sought(sought=sought, by=request.reader)
        return redirect("register:sought", sought.pk)
    form = WhoForm(request.POST or None)
    person_of = queries.person_for(request.reader, request.POST.get("person", "") or "-")
    if form.is_valid() and person_of is not None:
        actions.link_sought(
            sought=sought,
            person=person_of,
            verdict=form.cleaned_data["verdict"],
            why=form.cleaned_data["why"],
            by=request.reader,
        )
        return redirect("register:request", sought.request.code)
    return who_page(request, sought, form)


def who_page(request: GuardedRequest, sought: Sought, form: WhoForm) -> HttpResponse:
    """The candidates, each with the question."""
    matches = queries.matches_of(request.reader, sought)
    lines = {
        line.person.pk: line for line in lines_for(request.reader, [m.person for m in matches if m.person])
    }
    found = beside(request.reader, [(sought, match.person) for match in matches if match.person])
    candidates = [
        candidate(match, lines[match.person_id], found[sought.pk, match.person_id])
        for match in matches
        if match.person_id
    ]
    context = {
        "sought": sought,
        "says": said(sought, place_names({sought.place_id} if sought.place_id else ())),
        "form": form,
        # Whoever has another mother stands last: the first is looked at most.
        "candidates": sorted(candidates, key=lambda one: bool(one["differs"])),
        "rows": [match for match in matches if match.person_id is None],
    }
    return render(request, "register/sought.html", context)


def candidate(match: SoughtMatch, line: Line, lines: list[Beside]) -> dict[str, Any]:
    """One who may be meant, how likely the names are one, and what else agrees or does not."""
    return {
        "line": line,
        "band": how_likely(match),
        "beside": lines,
        "differs": differs(lines),
        "form": WhoForm(initial={"person": line.code}, auto_id=f"{line.code}_%s"),
    }


@require_POST
@never_cache
@opens_for(Act.READ_REQUESTS)
def open_number(request: GuardedRequest, phone_id: uuid.UUID) -> HttpResponse:
    """A number opens by an act that stands in the trail."""
    phone = InquirerPhone.objects.filter(pk=phone_id).select_related("inquirer").first()
    if phone is None or queries.inquirer_for(request.reader, phone.inquirer.code) is None:
        raise NotYours
    told = queries.open_phone(request.reader, phone)
    asking = phone.inquirer.stands_in.order_by("recorded_at").last()
    back = reverse("register:request", args=[asking.request.code]) if asking else "/"
    rows = [
        (_("Number, as told"), told["as_told"]),
        (_("Number"), told["e164"]),
        (_("Who answers"), told["who_answers"]),
        (_("Since"), told["since"]),
        (_("Safe hours"), told["safe_hours"]),
        (_("Reports from it"), str(queries.reports_from_number(request.reader, phone) or "")),
    ]
    return opened(request, phone.inquirer.code, rows, back)


@require_POST
@never_cache
@opens_for(Act.READ_REQUESTS)
def open_question(request: GuardedRequest, question_id: uuid.UUID) -> HttpResponse:
    """What only the family knows, opened by an act."""
    question = KnownQuestion.objects.filter(pk=question_id).select_related("request").first()
    if question is None or queries.request_for(request.reader, question.request_id) is None:
        raise NotYours
    told = queries.open_question(request.reader, question)
    back = reverse("register:request", args=[question.request.code])
    return opened(
        request,
        question.request.code,
        [(_("Question"), told["question"]), (_("Answer"), told["answer"])],
        back,
    )


@require_POST
@never_cache
@opens_for(Act.READ_REQUESTS)
def open_sealed(request: GuardedRequest, what: str, row_id: uuid.UUID) -> HttpResponse:
    """What was said when telling, a note for whoever takes over, why somebody is marked: opened by an act."""
    row: Any
    if what == "told":
        row = Told.objects.filter(pk=row_id).select_related("request").first()
        asked, title = row and row.request, _("What was said and asked")
    elif what == "note":
        row = RequestNote.objects.filter(pk=row_id).select_related("review__request").first()
        asked, title = row and row.review.request, _("What whoever takes over must know")
    else:
        row = InquirerMark.objects.filter(pk=row_id).select_related("inquirer").first()
        asking = row and row.inquirer.stands_in.order_by("recorded_at").last()
        asked, title = asking and asking.request, _("Why somebody is marked so")
    if row is None or asked is None or queries.request_for(request.reader, asked.pk) is None:
        raise NotYours
    by_kind: dict[str, Callable[..., str]] = {"told": queries.open_told, "note": queries.open_note}
    opens = by_kind.get(what, queries.open_mark)
    back = reverse("register:request", args=[asked.code])
    return opened(request, asked.code, [(title, opens(request.reader, row))], back)


def opened(request: GuardedRequest, code: str, rows: list[tuple[str, str]], back: str) -> HttpResponse:
    """What was sealed, on a page of its own."""
    shown = [row for row in rows if row[1]]
    return render(request, "register/opened.html", {"code": code, "rows": shown, "back": back})


@never_cache
@opens_to()
def person_requests(request: GuardedRequest, person_id: uuid.UUID) -> HttpResponse:
    """Who seeks this person. Who may not know gets the same words as where nobody does."""
    person = queries.person_for(request.reader, str(person_id))
    found, perhaps = [], []
    if person is not None:
        cluster = [one.pk for one in queries.cluster_of(request.reader, person)]
        found = queries.requests_about(request.reader, person, cluster)
        perhaps = queries.matches_about(request.reader, cluster)
    rows = [
        {
            "url": reverse("register:request", args=[one.request.code]),
            "code": one.request.code,
            "who": [who_asks(seeking) for seeking in one.seekings.all()],
        }
        for one in found
    ]
    told = {"rows": rows, "perhaps": perhaps}
    return slots.answer(request, "register/_person_requests.html", told, person=person)
