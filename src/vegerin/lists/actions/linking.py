"""Starting a link run, its steps, and writing down what it proposes."""

from __future__ import annotations

import hashlib
import math
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vegerin import __version__
from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.lists import queries, rules
from vegerin.lists.models import LinkFamily, LinkPair, LinkReport, LinkRun, LinkStep, ListRelease
from vegerin.lists.rules import Act
from vegerin.lists.side_keys import is_person

MOST_ON_A_SCREEN = 24
AT_ONCE = 2000


def start_run(
    *, releases: Sequence[ListRelease], register: bool, run_id: uuid.UUID | None = None, by: Reader
) -> LinkRun:
    """Enter a run; `linking.running` lets it go on."""
    rules.check_may(by, Act.LINK)
    if len(releases) + register < 2:
        raise Refused(_("Choose two lists, or one list and the register: one alone has nothing to meet."))
    lesson = queries.lesson_in_use(by)
    with transaction.atomic():
        run = LinkRun.objects.create(
            id=run_id or uuid.uuid4(),
            parameters={
                "releases": [str(release.pk) for release in releases],
                "register": register,
                "lesson": str(lesson.pk) if lesson else "",
            },
            model=model_version(),
            by=by.staff,
        )
        trail.record("list.link", by=by, about=str(run.pk), detail={"lists": len(releases)})
    return run


def model_version() -> str:
    """Version and digest of what decides: the engine's models and lexicon."""
    digest = hashlib.sha256()
    engines = resources.files("vegerin.engines")
    for folder in (engines / "linkage", engines / "names" / "resources"):
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.name.endswith((".json", ".npz", ".tsv", ".gz")):
                digest.update(file.name.encode() + file.read_bytes())
    return f"{__version__} {digest.hexdigest()[:12]}"


def note_step(*, run: LinkRun, stage: str, by: Reader) -> LinkStep:
    """Say how far a run is."""
    rules.check_may(by, Act.LINK)
    return LinkStep.objects.create(run=run, stage=LinkStep.Stage(stage))


def stop_run(*, run: LinkRun, by: Reader) -> LinkStep:
    """A run ended without a report; somebody may start another."""
    rules.check_may(by, Act.LINK)
    with transaction.atomic():
        trail.record("list.link_stopped", by=by, about=str(run.pk))
        return LinkStep.objects.create(run=run, stage=LinkStep.Stage.STOPPED)


def finish_run(*, run: LinkRun, answer: Mapping[str, Any], by: Reader) -> LinkReport:
    """Write down families, pairs and the report, all or nothing."""
    rules.check_may(by, Act.LINK)
    screens = _screens(answer["pairs"])
    with transaction.atomic():
        families = LinkFamily.objects.bulk_create(
            (
                LinkFamily(
                    run=run,
                    number=number,
                    bits=round(bits(pairs), 4),
                    surest=_surest(pairs),
                    alone=answer["alone"].get(str(pairs[0][7]), [])[:MOST_ON_A_SCREEN],
                )
                for number, pairs in enumerate(screens, start=1)
            ),
            batch_size=AT_ONCE,
        )
        made = {family.number: family for family in families}
        LinkPair.objects.bulk_create(
            (_pair(made[number], pair) for number, pairs in enumerate(screens, start=1) for pair in pairs),
            batch_size=AT_ONCE,
        )
        said = {key: answer[key] for key in ("lists", "compared", "persons", "expected", "names", "seconds")}
        report = LinkReport.objects.create(run=run, said=said | _counts(answer["pairs"], screens))
        trail.record("list.linked", by=by, about=str(run.pk), detail={"pairs": len(answer["pairs"])})
    return report


Pair = Sequence[Any]  # [one, other, p_same, p_family, said, reason, shown, family, evidence]


def _screens(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs of one family together, the families first whose answers would tell most."""
    by_family: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_family[pair[7]].append(pair)
    screens: list[list[Pair]] = []
    for family in by_family.values():
        shown = [pair for pair in family if pair[6]]
        behind = [pair for pair in family if not pair[6]]
        parts = [shown[at : at + MOST_ON_A_SCREEN] for at in range(0, len(shown), MOST_ON_A_SCREEN)] or [[]]
        parts[0] = [*parts[0], *behind]
        screens += parts
    return sorted(screens, key=lambda screen: (-bits(screen), screen[0][0], screen[0][1]))


def asks(pair: Pair) -> bool:
    """Whether people must look: a question, or a row that would become a person of the register."""
    return bool(pair[6]) and (pair[4] == LinkPair.Said.REVIEW or is_person(pair[0]) or is_person(pair[1]))


def bits(pairs: Sequence[Pair]) -> float:
    """What the answers of a screen are expected to tell, in bits."""
    total = 0.0
    for pair in pairs:
        if asks(pair):
            p = min(max(pair[2], 0.01), 0.99)
            total -= p * math.log2(p) + (1 - p) * math.log2(1 - p)
    return total


def _surest(pairs: Sequence[Pair]) -> float:
    asked = [pair[2] for pair in pairs if asks(pair)]
    return round(min(asked), 4) if asked else 1.0


def _pair(family: LinkFamily, pair: Pair) -> LinkPair:
    one, other, p_same, p_family, said, reason, shown, _family, evidence = pair
    one, other = sorted((one, other))
    return LinkPair(
        family=family, one=one, other=other, p_same=round(p_same, 5), p_family=round(p_family, 5),
        said=said, reason=reason, shown=shown, evidence=evidence,
    )  # fmt: skip


def _counts(pairs: Sequence[Pair], screens: Sequence[Sequence[Pair]]) -> dict[str, Any]:
    questions: dict[str, int] = defaultdict(int)
    for pair in pairs:
        if asks(pair):
            questions[pair[5] or "row_and_person"] += 1
    return {
        "questions": dict(questions),
        "families": sum(any(asks(pair) for pair in screen) for screen in screens),
        "between_rows": sum(
            pair[4] == LinkPair.Said.LINK and not (is_person(pair[0]) or is_person(pair[1])) for pair in pairs
        ),
    }
