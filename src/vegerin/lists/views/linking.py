"""Link runs: started, watched, and what they report."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.lists import queries, rules, words
from vegerin.lists.linking import running
from vegerin.lists.models import LinkRun, LinkStep, ListRelease
from vegerin.lists.rules import Act
from vegerin.lists.sent_once import id_for

SHOWN = 50  # runs, the last first
STAGES: list[LinkStep.Stage] = [stage for stage in LinkStep.Stage if stage is not LinkStep.Stage.STOPPED]


@opens_to(*rules.who_may(Act.SEE))
def runs(request: GuardedRequest) -> HttpResponse:
    """All runs, and a new one: which lists, with the register or without."""
    releases = queries.newest_releases(request.reader)
    if request.method == "POST":
        rules.check_may(request.reader, Act.LINK)
        chosen = set(request.POST.getlist("release"))
        asked = [release for release in releases if str(release.pk) in chosen]
        return _started(request, asked, "register" in request.POST)
    context = {
        "runs": _in_rows(queries.runs_for(request.reader)[:SHOWN]),
        "releases": releases,
        "may_link": rules.may(request.reader, Act.LINK),
        "sentence": rules.SENTENCES[Act.LINK],
        "lesson": queries.lesson_in_use(request.reader),
    }
    return render(request, "lists/runs.html", context)


def _started(request: GuardedRequest, releases: Sequence[ListRelease], register: bool) -> HttpResponse:
    """To the run that works: a new one, or the one that compares the very same already."""
    asked = [*sorted(str(release.pk) for release in releases), str(register)]
    run, new = running.start_once(
        releases=releases, register=register, run_id=id_for(request, *asked), by=request.reader
    )
    if not new and running.is_running(run):
        messages.info(request, _("This run works already; no second one was started."))
    return redirect("lists:run", run.pk)


def _in_rows(runs: Iterable[LinkRun]) -> list[dict[str, Any]]:
    """Each with how far it is; one that compared a release taken back since waits for nobody."""
    found = list(runs)
    counting = {run.pk for run in queries.that_count_too(found)}
    return [
        {
            "run": run,
            "state": _state(run) if run.pk in counting else "taken_back",
            "lists": len(run.parameters["releases"]),
        }
        for run in found
    ]


def _state(run: LinkRun) -> str:
    if run.is_finished:
        return "done"
    return "running" if running.is_running(run) else "stopped"


@opens_to(*rules.who_may(Act.SEE))
def run(request: GuardedRequest, run_id: uuid.UUID) -> HttpResponse:
    """One run: its bar while it works, then its report."""
    found = _run_or_404(request, run_id)
    if not found.is_finished:
        return render(request, "lists/run_progress.html", _progress(request, found))
    return render(request, "lists/run.html", _report(request, found))


def _run_or_404(request: GuardedRequest, run_id: uuid.UUID) -> LinkRun:
    found = queries.run_for(request.reader, run_id)
    if found is None:
        raise Http404
    return found


@opens_to(*rules.who_may(Act.SEE))
def run_progress(request: GuardedRequest, run_id: uuid.UUID) -> HttpResponse:
    """The bar alone, for the page that shows it."""
    found = _run_or_404(request, run_id)
    if found.is_finished:
        response = HttpResponse(status=200)
        response["HX-Redirect"] = reverse("lists:run", args=[found.pk])
        return response
    return render(request, "lists/_run_progress.html", _progress(request, found))


@require_POST
@opens_to(*rules.who_may(Act.LINK))
def run_again(request: GuardedRequest, run_id: uuid.UUID) -> HttpResponse:
    """The same lists once more, each in its newest release, as a run of its own."""
    found = _run_or_404(request, run_id)
    releases = queries.releases_to_link_again(request.reader, found)
    return _started(request, releases, found.parameters["register"])


@require_POST
@opens_to(*rules.who_may(Act.LINK))
def stop_run(request: GuardedRequest, run_id: uuid.UUID) -> HttpResponse:
    """Stop a run that works; nothing of it was proposed."""
    found = _run_or_404(request, run_id)
    running.stop(found, by=request.reader)
    return redirect("lists:run", found.pk)


def _newer(request: GuardedRequest, found: LinkRun) -> list[ListRelease]:
    """Which newer releases another run of the same lists would compare."""
    again = queries.releases_to_link_again(request.reader, found)
    return [release for release in again if str(release.pk) not in found.parameters["releases"]]


def _progress(request: GuardedRequest, found: LinkRun) -> dict[str, Any]:
    stage = queries.step_of(found)
    runs = running.is_running(found)
    return {
        "run": found,
        "running": runs,
        "stage": LinkStep.Stage(stage).label if stage and runs else "",
        "done": STAGES.index(LinkStep.Stage(stage)) if stage in STAGES else 0,
        "total": len(STAGES),
        "newer_releases": _newer(request, found),
        "may_link": rules.may(request.reader, Act.LINK),
    }


def _report(request: GuardedRequest, found: LinkRun) -> dict[str, Any]:
    reader, said = request.reader, found.report.said
    queue = queries.queue_for(reader, found)
    return {
        "run": found,
        "said": said,
        "releases": queries.releases_of(reader, found),
        "records": sum(said["lists"].values()),
        "of_register": said["lists"].get("register", 0),
        "people": queries.people_counted(reader, found),
        "audit": queries.audit_of(reader, found),
        "queue": queue,
        "first": _first(found, queue),
        "precision": _percent(said["expected"]["precision"]),
        "recall": _percent(said["expected"]["recall"]),
        "seconds": round(sum(said["seconds"].values())),
        "newer_releases": _newer(request, found),
        "taken_back": queries.taken_back_of(reader, found),
        "newer": queries.lists_not_compared(reader, found),
        "is_last": queries.last_run(reader) == found,
        "agreement": queries.agreement_of_all(reader),
        "may_decide": rules.may(reader, Act.DECIDE),
        "may_link": rules.may(reader, Act.LINK),
        "sentence": rules.SENTENCES[Act.DECIDE],
    }


def _percent(share: list[float] | None) -> dict[str, str] | None:
    """Estimate and interval, in hundredths with one decimal."""
    if share is None:
        return None
    return dict(zip(("middle", "low", "high"), (f"{100 * each:.1f}" for each in share), strict=True))


def _first(found: LinkRun, queue: Any) -> list[str]:
    """What to look at first, in sentences."""
    said = []
    if queue.contested:
        count = len(queue.contested)
        sentence = ngettext(
            "In {count} family two reviewers differ. Read it together.",
            "In {count} families two reviewers differ. Read them together.",
            count,
        )
        said.append(sentence.format(count=count))
    for reason, count in sorted(found.report.said["questions"].items(), key=lambda each: -each[1]):
        said += [sentence] if (sentence := words.questions(reason, count)) else []
    recall = found.report.said["expected"]["recall"]
    if recall and recall[0] < 0.8:
        said.append(_("Many rows of one person are still apart: the review brings most of them together."))
    return said
