"""A release that went in by mistake is taken back by two: it stays to be read, and counts nowhere (R8).

Its rows are not deleted. They leave the search, the counts, the questions to the owner and the link runs;
what people said of them stays, and whoever became a person stays one. The same file can go in again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision
from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.lists import importing, rules, staging
from vegerin.lists.actions.releases import RELEASES
from vegerin.lists.models import ListRelease, ListRow, TakenBack, that_count
from vegerin.lists.queries.releases import TAKE_BACK
from vegerin.lists.rules import Act
from vegerin.register import actions as register

AT_ONCE = 500


def propose_taking_back(*, release: ListRelease, reason: str, by: Reader) -> Decision:
    """Put it before a second person."""
    rules.check_may(by, Act.IMPORT)
    check_may_be_taken_back(release)
    return decisions.propose_once(
        kind=TAKE_BACK,
        about=f"release:{release.pk}",
        reason=reason,
        by=by,
        payload={"release": str(release.pk)},
        already=_("Taking this release back waits for a second signature already."),
    )


def check_may_be_taken_back(release: ListRelease) -> None:
    """Refuse what is taken back already, what runs, and what a later release was compared with."""
    if TakenBack.objects.filter(release=release).exists():
        raise Refused(_("This release is taken back already."))
    if staging.is_held(str(release.pk)):
        raise Refused(_("This import runs. Take it back when it has ended."))
    if release.after.filter(taken_back__isnull=True).exists():
        raise Refused(_("A later release was compared with this one. Take that one back first."))


def taken_back_by_two(decision: Decision, by: Reader) -> TakenBack:
    """What the second signature does."""
    release = ListRelease.objects.get(pk=decision.payload["release"])
    with transaction.atomic():
        wait_for_turn(RELEASES)
        check_may_be_taken_back(release)
        row = TakenBack.objects.create(
            release=release, why=decision.reason, proposed_by=decision.proposed_by, by=by.staff
        )
        for kept in _names_that_stay(release):
            register.take_out_written_names(owner_type=importing.OWNER, kept=kept, by=by)
        trail.record("list.taken_back", by=by, about=f"release:{release.pk}")
    staging.forget(str(release.pk))
    return row


def _names_that_stay(release: ListRelease) -> Iterator[Mapping[str, set[str]]]:
    """Of each row: the names under which another release that counts still knows it; often none."""
    origins = list(dict.fromkeys(release.rows.values_list("origin", flat=True)))
    for start in range(0, len(origins), AT_ONCE):
        yield _names_elsewhere(origins[start : start + AT_ONCE])


def _names_elsewhere(origins: Sequence[UUID]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {str(origin): set() for origin in origins}
    for row in ListRow.objects.filter(that_count("release__"), origin__in=origins):
        names[str(row.origin)] |= set(importing.names_to_find(row.said))
    return names
