"""Decisions by two: what waits, what it would change, the second signature; what authorities ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard import authorities, decisions, spoken
from vegerin.guard.doors import opens_to
from vegerin.guard.forms import AnswerForm, AuthorityForm, ProvedForm, ReasonForm, ReviewForm, SpokenForm
from vegerin.guard.models import AuthorityRequest, Decision
from vegerin.guard.proving import proves
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role

MINE = 20
SHOWN = 50  # the longest waiting; the others come after them


@never_cache
@opens_to()
def decisions_waiting(request: Any) -> HttpResponse:
    """What waits for this reader's word, what counts already and is to be reviewed, what she proposed."""
    reader = request.reader
    proposed = Decision.objects.filter(proposed_by=reader.staff).select_related("signature", "proposed_by")
    waits, settled = proposed.filter(signature=None)[:SHOWN], proposed.exclude(signature=None)[:MINE]
    waiting = [one for one in decisions.waiting_for(reader) if one.due_at is None]
    told = {
        "waiting": rows_of(waiting[:SHOWN], reader),
        "more": max(len(waiting) - SHOWN, 0),
        "reviews": rows_of(decisions.to_review(reader), reader),
        "mine": rows_of(list(waits), reader),
        "settled": [
            {**row, "signature": row["decision"].signature} for row in rows_of(list(settled), reader)
        ],
        "sees_authorities": reader.has(*authorities.SEES),
    }
    return render(request, "guard/decisions.html", told)


@never_cache
@opens_to()
def decision(request: Any, decision_id: str) -> HttpResponse:
    """One decision: what, why, by whom, what it would change; the second signature."""
    asked, reader = the_decision(request, decision_id), request.reader
    form = reason_form(asked, request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["reason"]
        yes = request.POST.get("answer") == "yes"
        sign = decisions.approve if yes else decisions.refuse
        sign(decision=asked, reason=words, by=reader)
        return back_to_the_others(request, asked, yes=yes)
    return shown(request, asked, form, SpokenForm(speakers=spoken.who_may_speak(asked)))


@require_POST
@never_cache
@opens_to()
def spoken_signature(request: Any, decision_id: str) -> HttpResponse:
    """The second signature by telephone."""
    asked = the_decision(request, decision_id)
    form = SpokenForm(request.POST, speakers=spoken.who_may_speak(asked))
    if not form.is_valid():
        return shown(request, asked, reason_form(asked), form)
    approved = request.POST.get("answer") == "yes"
    told = {"code": form.cleaned_data["code"], "reason": form.cleaned_data["words"]}
    try:
        spoken.sign(decision=asked, staff=form.speaker(), approved=approved, typed_by=request.reader, **told)
    except Refused as refusal:
        asked = the_decision(request, decision_id)  # as it is; a signature that was taken back clings to it
        again = SpokenForm(request.POST, speakers=spoken.who_may_speak(asked))
        again.add_error("code", refusal.sentence)
        return shown(request, asked, reason_form(asked), again)
    return back_to_the_others(request, asked, yes=approved)


def back_to_the_others(request: Any, asked: Decision, *, yes: bool) -> HttpResponse:
    """To what still waits, with a sentence which answer was kept."""
    said = _("Agreed: {what}.") if yes else _("Refused: {what}.")
    messages.success(request, said.format(what=decisions.title_of(asked)))
    return redirect("guard:decisions")


@never_cache
@opens_to()
def card(request: Any) -> HttpResponse:
    """Her card of spoken codes, shown once; it signs for her, so it is made with her passphrase."""
    form = ProvedForm(request.POST or None)
    proved = form.is_valid() and proves(form, request.reader.staff)
    codes = spoken.make_card(by=request.reader) if proved else []
    left = spoken.line_to_ask(request.reader.staff)
    return render(request, "guard/card.html", {"codes": codes, "next": left, "form": form})


def the_decision(request: Any, decision_id: str) -> Decision:
    """The decision of an address."""
    asked = get_object_or_404(Decision.objects.select_related("proposed_by", "concerns"), pk=decision_id)
    if not decisions.may_see(asked, request.reader):
        raise NotYours
    return asked


def reason_form(asked: Decision, data: Any = None) -> ReasonForm:
    """What the second writes, asked in the words of this kind of decision."""
    return ReasonForm(data, asks=decisions.KINDS[asked.kind].asks)


def shown(request: Any, asked: Decision, form: ReasonForm, by_telephone: SpokenForm) -> HttpResponse:
    """The page of one decision."""
    told = {
        **told_of(asked, request.reader),
        "refusal": decisions.why_not(asked, by=request.reader),
        "form": form,
        "spoken": by_telephone if by_telephone.speakers else None,
        "may_sign": [person.working_name for person in decisions.who_may_sign(asked)],
    }
    return render(request, "guard/decision.html", told)


def rows_of(listed: Sequence[Decision], reader: Reader) -> list[dict[str, Any]]:
    """Decisions in a list; as few questions for many as for one."""
    about = decisions.about_each(listed, reader)
    return [row_of(one, about[one.pk]) for one in listed]


def told_of(asked: Decision, reader: Reader) -> dict[str, Any]:
    """What the page of a decision says of it."""
    shown = decisions.KINDS[asked.kind].shows(asked, reader)
    return {
        **row_of(asked, decisions.About(shown, decisions.reason_of(asked))),
        "signature": getattr(asked, "signature", None),
        "signatures": decisions.signatures(asked),
    }


def row_of(asked: Decision, about: decisions.About) -> dict[str, Any]:
    """What is said of a decision wherever it stands."""
    role, kind = asked.payload.get("role"), decisions.KINDS[asked.kind]
    return {
        "decision": asked,
        "title": kind.title or asked.kind,
        "changes": kind.changes,
        "emergency": kind.when is decisions.EMERGENCY,
        "role": Role(role).label if role else "",
        "own_words": "" if kind.said else about.reason,  # a sentence of ours says nothing of this one
        "late": asked.due_at is not None and asked.due_at < timezone.now(),
        "shown": about.shown,
    }


@never_cache
@opens_to(*authorities.SEES)
def authority_requests(request: Any) -> HttpResponse:
    """The log of what authorities asked, and a new entry."""
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = authorities.log_request(**form.cleaned_data, by=request.reader)
        return redirect("guard:authority", made.pk)
    rows = [
        (row, latest(row.reviews), latest(row.answers)) for row in authorities.requests_for(request.reader)
    ]
    may_take = request.reader.has(*authorities.TAKES)
    return render(request, "guard/authorities.html", {"rows": rows, "form": form, "may_take": may_take})


def latest(rows: Any) -> Any:
    """The last of prefetched rows, which come in order."""
    return next(reversed(rows.all()), None)


@never_cache
@opens_to(*authorities.SEES)
def authority_request(request: Any, request_id: str) -> HttpResponse:
    """One request: its ground, the review, the answer."""
    asked = authorities.requests_for(request.reader).filter(pk=request_id).first()
    if asked is None:
        raise NotYours
    act, reader = request.POST.get("act", ""), request.reader
    review, answer = ReviewForm(_for("review", request)), AnswerForm(_for("answer", request))
    if act == "review" and review.is_valid():
        authorities.review(request=asked, **review.cleaned_data, by=reader)
        return redirect("guard:authority", asked.pk)
    if act == "answer" and answer.is_valid():
        words = answer.cleaned_data["words"]
        if request.POST.get("gives") == "yes":
            made = authorities.propose_to_give(request=asked, words=words, by=reader)
            return redirect("guard:decision", made.pk)
        authorities.give_nothing(request=asked, words=words, by=reader)
        return redirect("guard:authority", asked.pk)
    return render(request, "guard/authority.html", _authority(asked, reader, review, answer))


def _for(act: str, request: Any) -> Any:
    return request.POST if request.POST.get("act") == act else None


def _authority(
    asked: AuthorityRequest, reader: Reader, review: ReviewForm, answer: AnswerForm
) -> dict[str, Any]:
    proposed = Decision.objects.filter(kind=authorities.ANSWER, about=str(asked.pk), signature=None).first()
    return {
        "asked": asked,
        "words": authorities.words_of(reader, asked),
        "reviews": asked.reviews.all(),
        "answer": latest(asked.answers),
        "proposed": proposed,
        "review_form": review if reader.has(*authorities.REVIEWS) else None,
        "answer_form": answer if reader.has(*authorities.ANSWERS) and not asked.answers.exists() else None,
        "why_nothing": authorities.why_not_given(asked),
    }
