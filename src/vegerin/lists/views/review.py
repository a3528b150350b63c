"""The review: one family on a screen, two and two side by side in their scripts, by key or by click."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.lists import actions, queries, rules
from vegerin.lists.models import LinkFamily, LinkPair, LinkRun
from vegerin.lists.queries.queue import second_look
from vegerin.lists.queries.review import CONTESTED, WAITS, Decided, both_people
from vegerin.lists.queries.sides import Side
from vegerin.lists.rules import Act
from vegerin.lists.why import new_evidence_words, why
from vegerin.ui.scripts import direction_of

SUREST = "surest"
AUDITED_AT_ONCE = 10
VERDICTS = ("same", "different", "unsure")


@never_cache
@opens_to(*rules.who_may(Act.SEE))
def review(request: GuardedRequest) -> HttpResponse:
    """Which family next? How far everybody is, and where two differ."""
    run = queries.last_run(request.reader)
    if run is None:
        return render(
            request, "lists/review.html", {"run": None, "may_link": rules.may(request.reader, Act.LINK)}
        )
    known = queries.decided(request.reader)
    queue = queries.queue_for(request.reader, run, known=known)
    agree, both = queries.agreement_of_all(request.reader)
    context = {
        "run": run,
        "queue": queue,
        "waiting": len(queue.numbers),
        "first": queue.numbers[0] if queue.numbers else None,
        "surest": queries.queue_for(
            request.reader, run, surest_first=True, known=known, with_news=False
        ).numbers[:1],
        "agree": agree,
        "both": both,
        "mine": queries.agreement(request.reader),
        "audit": queries.audit_of(request.reader, run),
        "may_decide": rules.may(request.reader, Act.DECIDE),
        "may_learn": rules.may(request.reader, Act.LEARN),
        "sentence": rules.SENTENCES[Act.DECIDE],
    }
    return render(request, "lists/review.html", context)


@never_cache
@opens_to(*rules.who_may(Act.SEE))
def family(request: GuardedRequest, run_id: uuid.UUID, number: int) -> HttpResponse:
    """One family: what was decided is kept, and the next one opens."""
    run, found = _family_or_404(request, run_id, number)
    refused = None
    order = SUREST if request.GET.get("order") == SUREST else ""
    if request.method == "POST":
        refused = _keep(request, _pairs(request, [found]), family=found)
        if refused is None:
            return _next(request, run, number, order)
    pairs = _pairs(request, [found])
    known = queries.decided(request.reader)
    shown = _shown(request, run, pairs, known=known, refused=refused)
    queue = queries.queue_for(request.reader, run, surest_first=order == SUREST, known=known, with_news=False)
    context = {
        "run": run,
        "family": found,
        "order": order,
        "pairs": [each for each in shown if not each["pair"].rests_on_a_place],
        "places": [each for each in shown if each["pair"].rests_on_a_place],
        "alone": _alone(request, found),
        "title": _title(shown),
        "place": queue.done + 1,
        "queue": queue,
        "blind": number in queue.second_looks,
        "agreement": queries.agreement(request.reader),
        "undo": queries.last_sitting(request.reader),
        "later": _later(queue.numbers, number),
        "may_decide": rules.may(request.reader, Act.DECIDE),
        "sentence": rules.SENTENCES[Act.DECIDE],
    }
    return render(request, "lists/family.html", context)


def _family_or_404(request: GuardedRequest, run_id: uuid.UUID, number: int) -> tuple[LinkRun, LinkFamily]:
    run = queries.run_for(request.reader, run_id)
    found = queries.family_for(request.reader, run, number) if run is not None and run.is_finished else None
    if run is None or found is None:
        raise Http404
    return run, found


def _pairs(request: GuardedRequest, families: Sequence[LinkFamily]) -> list[LinkPair]:
    """What is known of one side together; what rests on an empty place alone at the end."""
    pairs = queries.shown_pairs(request.reader, families)
    return sorted(pairs, key=lambda pair: (pair.rests_on_a_place, pair.one, -pair.p_same))


def _new_words(request: GuardedRequest, pairs: Sequence[LinkPair]) -> list[actions.NewWord]:
    """The answers of a form; a pair without one was not decided."""
    return [
        actions.NewWord(pair.one, pair.other, verdict, why=_answer(request, "why", pair), p_same=pair.p_same)
        for pair in pairs
        if (verdict := _answer(request, "verdict", pair)) in VERDICTS
    ]


def _keep(
    request: GuardedRequest, pairs: Sequence[LinkPair], *, family: LinkFamily | None = None
) -> actions.CannotJoin | None:
    """Keep the answers of a form, or say which of them cannot be: nothing is kept then, nor lost."""
    rules.check_may(request.reader, Act.DECIDE)
    words = _new_words(request, pairs)
    try:
        kept = actions.keep_words(words=words, family=family, audit=family is None, by=request.reader)
    except actions.CannotJoin as no:
        return no
    if kept:
        messages.success(request, _kept(len(kept)))
    return None


def _kept(count: int) -> str:
    return ngettext("{count} decision kept.", "{count} decisions kept.", count).format(count=count)


def _next(request: GuardedRequest, run: LinkRun, number: int, order: str) -> HttpResponse:
    """The next family that waits, after this one in the queue's order; at the end those with new evidence."""
    known, first = queries.decided(request.reader), order == SUREST
    for with_news in (False, True):
        queue = queries.queue_for(request.reader, run, surest_first=first, known=known, with_news=with_news)
        later = _later(queue.numbers, number)
        if later is not None:
            return redirect(_address(run, later, order))
    return redirect("lists:review")


def _later(numbers: Sequence[int], number: int) -> int | None:
    """The one after this; at the end from the beginning again."""
    if number in numbers:
        at = numbers.index(number) + 1
        rest = [*numbers[at:], *numbers[: at - 1]]
    else:
        rest = [*[each for each in numbers if each > number], *[each for each in numbers if each < number]]
    return rest[0] if rest else None


def _address(run: LinkRun, number: int, order: str) -> str:
    address = reverse("lists:family", args=[run.pk, number])
    return f"{address}?order={order}" if order else address


def _shown(
    request: GuardedRequest,
    run: LinkRun,
    pairs: Sequence[LinkPair],
    *,
    known: Decided,
    refused: actions.CannotJoin | None = None,
) -> list[dict[str, Any]]:
    """The pairs as the page draws them; one whose side is not the reader's to see is not there."""
    sides = queries.sides_for(request.reader, [side for pair in pairs for side in pair.key])
    words = queries.words_of(request.reader, [pair.key for pair in pairs])
    rejected = [pair.key for pair in pairs if known.verdict(pair.key) == "different"]
    news = queries.new_evidence(request.reader, rejected)
    borne = run.report.said.get("names", {})
    shown = []
    for pair in pairs:
        if not set(pair.key) <= set(sides):
            continue
        one, other = sides[pair.one], sides[pair.other]
        left, right = placed(one, other)
        said = words.get(pair.key, [])
        mine = next((word for word in said if word.by == request.reader.staff.pk), None)
        blind = second_look(run.pk, pair.family.number) and mine is None
        verdict = known.verdict(pair.key)
        because = why(pair, one, other, borne)
        shown.append(
            {
                "pair": pair,
                "left": left,
                "right": right,
                "facts": because.facts,
                "sentences": because.sentences,
                "chosen": _answer(request, "verdict", pair) if refused else mine and mine.verdict,
                "reason": _answer(request, "why", pair) if refused else mine and mine.why,
                "refused": refused.sentence if refused and refused.key == pair.key else "",
                "verdict": "" if blind else verdict,
                "contested": verdict == CONTESTED and not blind,
                "waits": verdict == WAITS,
                "waiting": queries.waiting_judgement(pair.key) if verdict == WAITS else None,
                "said": [] if blind else [word for word in said if word is not mine],
                "by_two": both_people(pair.key),
                "by_rule": pair.said == LinkPair.Said.LINK and one.row is not None and other.row is not None,
                "new": [
                    new_evidence_words(kind, before, now)
                    for _side, kind, before, now in news.get(pair.key, ())
                ],
            }
        )
    return shown


def _answer(request: GuardedRequest, what: str, pair: LinkPair) -> str:
    return request.POST.get(f"{what}-{pair.pk}", "")


def placed(one: Side, other: Side) -> tuple[Side, Side]:
    """Arabic script stands left of Latin, in either direction of the page; else a person stands right."""
    if one.is_arabic != other.is_arabic:
        return (one, other) if one.is_arabic else (other, one)
    return (other, one) if one.person else (one, other)


def _alone(request: GuardedRequest, found: LinkFamily) -> list[Side]:
    """Others of the family whom no list has a counterpart for."""
    return list(queries.sides_for(request.reader, found.alone).values())


def _title(shown: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Whose family it is: the first person's name in the script of the page, where anybody wrote it so."""
    sides = [side for each in shown for side in (each["right"], each["left"])]
    first = next((side for side in sides if side.person), sides[0] if sides else None)
    if first is None:
        return {"name": "", "village": ""}
    hers = [first, *(side for each in shown for side in _facing(first, each))]
    return {
        "name": _in_page_script([text for side in hers for text in (side.name, side.other_name)]),
        "village": _in_page_script([side.village for side in hers]),
    }


def _facing(first: Side, each: dict[str, Any]) -> list[Side]:
    """Who stands beside her as perhaps one with her, by her name."""
    if each["pair"].rests_on_a_place or each["verdict"] == "different":
        return []
    left, right = each["left"], each["right"]
    return [right] if left is first else [left] if right is first else []


def _in_page_script(texts: Sequence[str]) -> str:
    """The first text that runs as the page does, else the first."""
    said = [text for text in texts if text]
    wanted = "rtl" if get_language_bidi() else "ltr"
    return next((text for text in said if direction_of(text) == wanted), said[0] if said else "")


@require_POST
@opens_to(*rules.who_may(Act.DECIDE))
def undo(request: GuardedRequest) -> HttpResponse:
    """Take back what this reviewer kept last, and look at it again."""
    taken = actions.take_back(by=request.reader)
    count = len(taken)
    messages.success(
        request,
        ngettext("{count} decision taken back.", "{count} decisions taken back.", count).format(count=count),
    )
    family = taken[0].family
    if family is None:
        return redirect("lists:review")
    return redirect("lists:family", family.run_id, family.number)


@never_cache
@opens_to(*rules.who_may(Act.SEE))
def audit(request: GuardedRequest, run_id: uuid.UUID) -> HttpResponse:
    """Pairs drawn by chance among what a rule accepted, read without what the rule had said."""
    run = queries.run_for(request.reader, run_id)
    found = queries.audit_of(request.reader, run) if run is not None else None
    if run is None or found is None:
        raise Http404
    pairs, refused = list(found.still_to_read[:AUDITED_AT_ONCE]), None
    if request.method == "POST":
        refused = _keep(request, found.still_to_read)
        if refused is None:
            return redirect("lists:audit", run.pk)
    shown = _shown(request, run, pairs, known=queries.decided(request.reader), refused=refused)
    context = {
        "run": run,
        "audit": found,
        "pairs": [{**each, "by_rule": False} for each in shown],
        "may_decide": rules.may(request.reader, Act.DECIDE),
        "sentence": rules.SENTENCES[Act.DECIDE],
    }
    return render(request, "lists/audit.html", context)
