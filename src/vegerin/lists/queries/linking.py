"""Link runs, their families and pairs, and the sides of a pair as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.models import (
    Lesson,
    LinkFamily,
    LinkPair,
    LinkRun,
    LinkStep,
    List,
    ListRelease,
    TakenBack,
    that_count,
)
from vegerin.lists.rules import Act


def runs_for(reader: Reader) -> QuerySet[LinkRun]:
    """All runs, the last first."""
    steps = LinkStep.objects.order_by("at", "id")
    runs = LinkRun.objects.select_related("report", "by").prefetch_related(Prefetch("steps", steps))
    return runs.order_by("-started_at") if rules.may(reader, Act.SEE) else runs.none()


def run_for(reader: Reader, run_id: UUID | str) -> LinkRun | None:
    """One run."""
    return runs_for(reader).filter(pk=run_id).first()


def last_run(reader: Reader) -> LinkRun | None:
    """The last run that is done and counts: its families are the queue."""
    return next(that_count_too(runs_for(reader).filter(report__isnull=False)), None)


def that_count_too(runs: Iterable[LinkRun]) -> Iterator[LinkRun]:
    """Runs of which no release was taken back."""
    taken_back = {str(pk) for pk in TakenBack.objects.values_list("release", flat=True)}
    return (run for run in runs if taken_back.isdisjoint(run.parameters["releases"]))


def taken_back_of(reader: Reader, run: LinkRun) -> list[ListRelease]:
    """The releases of a run that were taken back since."""
    return [release for release in releases_of(reader, run) if release.is_taken_back]


def step_of(run: LinkRun) -> str:
    """How far it is; "" before its first step."""
    steps = list(run.steps.all())
    return str(steps[-1].stage) if steps else ""


def newest_releases(reader: Reader) -> list[ListRelease]:
    """Of each list the last finished release."""
    if not rules.may(reader, Act.SEE):
        return []
    finished = ListRelease.objects.filter(that_count()).select_related("list", "finished")
    newest = {release.list_id: release for release in finished.order_by("list", "released_on", "started_at")}
    return sorted(newest.values(), key=lambda release: release.list.name)


def releases_of(reader: Reader, run: LinkRun) -> list[ListRelease]:
    """The releases a run compares, in its order."""
    if not rules.may(reader, Act.SEE):
        return []
    by_id = {
        str(release.pk): release
        for release in ListRelease.objects.filter(pk__in=run.parameters["releases"]).select_related(
            "list", "taken_back"
        )
    }
    return [by_id[each] for each in run.parameters["releases"] if each in by_id]


def releases_to_link_again(reader: Reader, run: LinkRun) -> list[ListRelease]:
    """The newest release of each list a run compared, in the run's order; of some nothing is left."""
    newest = {release.list_id: release for release in newest_releases(reader)}
    lists = dict.fromkeys(each.list_id for each in releases_of(reader, run))
    return [newest[each] for each in lists if each in newest]


def run_with(reader: Reader, release: ListRelease) -> LinkRun | None:
    """The last run that is done and compared this release."""
    done = runs_for(reader).filter(report__isnull=False, started_at__gte=release.started_at)
    return next((run for run in done if str(release.pk) in run.parameters["releases"]), None)


def is_newest(reader: Reader, release: ListRelease) -> bool:
    """Whether no later release of its list is in."""
    return release.pk in {each.pk for each in newest_releases(reader)}


def lists_not_compared(reader: Reader, run: LinkRun) -> list[List]:
    """Lists with a release that came in after the run began; one nobody chose then is not meant."""
    return [release.list for release in newest_releases(reader) if release.finished.at > run.started_at]


def lesson_in_use(reader: Reader) -> Lesson | None:
    """The last lesson that was taken up and not refused since."""
    if not rules.may(reader, Act.SEE):
        return None
    for lesson in Lesson.objects.prefetch_related("words").order_by("-at"):
        words = list(lesson.words.all())
        if words and words[-1].taken_up:
            return lesson
    return None


def lesson_of(reader: Reader, run: LinkRun) -> dict[str, Any]:
    """What the lesson taught that a run was started with."""
    number = run.parameters.get("lesson")
    lesson = Lesson.objects.filter(pk=number).first() if number and rules.may(reader, Act.SEE) else None
    return dict(lesson.learned) if lesson else {}


def families_of(reader: Reader, run: LinkRun) -> QuerySet[LinkFamily]:
    """The screens of a run, by what their answers would tell."""
    families = LinkFamily.objects.filter(run=run).order_by("number")
    return families if rules.may(reader, Act.SEE) else families.none()


def family_for(reader: Reader, run: LinkRun, number: int) -> LinkFamily | None:
    """One screen."""
    return families_of(reader, run).filter(number=number).first()


def shown_pairs(reader: Reader, families: Iterable[LinkFamily]) -> list[LinkPair]:
    """The pairs people look at."""
    if not rules.may(reader, Act.SEE):
        return []
    return list(LinkPair.objects.filter(family__in=list(families), shown=True).order_by("family", "id"))
