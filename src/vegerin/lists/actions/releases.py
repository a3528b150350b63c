"""Bringing releases in, and saying who a row is."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from vegerin.engines.history.status import Verdict
from vegerin.guard import trail
from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.lists import importing, queries, rules, staging
from vegerin.lists.actions.joining import check_may_join
from vegerin.lists.columns import Field
from vegerin.lists.importing import Progress, check_counts
from vegerin.lists.models import (
    FinishedImport,
    GoneRow,
    List,
    ListRelease,
    ListRow,
    OwnersWord,
    PairWord,
    RowJudgement,
    that_count,
)
from vegerin.lists.queries.review import DEFINITE, agreed, words_of
from vegerin.lists.queries.sides import sides_for
from vegerin.lists.raw_rows import RawRow
from vegerin.lists.reading import Table, read_table
from vegerin.lists.rules import Act
from vegerin.lists.side_keys import is_person, key_of_person, key_of_row
from vegerin.register import actions as register
from vegerin.register import queries as people
from vegerin.register import reviews
from vegerin.register.clusters import cluster_ids
from vegerin.register.models import NotKnown, Person
from vegerin.register.values import NewName

SAID_OF_ROWS = "lists.said_of_rows"  # one at a time says who a row is: of two, the second sees the first
RELEASES = "lists.releases"  # of two who bring one in or take one back, the second sees what the first did
ASKED_OF_OWNERS = "lists.asked_of_owners"  # a second click finds nobody left to ask about
_GRADE_OF_A_LIST = "F"  # how far a list can be relied on is not known by its being a list
_REVIEW_CLASS = "quiet"  # a name on a list is no lead: looked at within the year, with a call (D29)


class IsAPersonAlready(Refused):
    """A case for the person whom this row names is open."""


def start_import(
    *,
    raw: bytes,
    file_name: str,
    list_name: str,
    released_on: date,
    columns: Mapping[str, Field],
    compiler: str = "",
    release_id: uuid.UUID | None = None,
    by: Reader,
) -> ListRelease:
    """Enter a release, whose rows `continue_import` brings in. The same file again is the same release."""
    rules.check_may(by, Act.IMPORT)
    table = read_table(raw, file_name)
    if not any(isinstance(row, RawRow) for row in table.rows()):
        raise Refused(
            _("This file has headings and no row that can be read: nobody would be left on the list.")
        )
    with transaction.atomic():
        wait_for_turn(RELEASES)
        kept = List.objects.filter(name=list_name).first() or _new_list(list_name, by=by)
        known = kept.releases.filter(sha256=table.sha256, taken_back__isnull=True).first()
        if known is not None:
            return known
        open_release = kept.releases.filter(finished__isnull=True, taken_back__isnull=True).first()
        if open_release is not None:
            sentence = _("The release of {day} is not in yet. Let its import go on first.")
            raise Refused(sentence.format(day=open_release.released_on.isoformat()))
        before = _release_before(kept, released_on)
        release = ListRelease.objects.create(
            id=release_id or uuid.uuid4(),
            list=kept,
            released_on=released_on,
            compiler=compiler[:120],
            file_name=file_name[-200:],
            sha256=table.sha256,
            encoding=table.encoding,
            headings=list(table.headings),
            columns={heading: str(kind) for heading, kind in columns.items()},
            rows_in_file=sum(1 for _row in table.rows()),
            before=before,
            joined_by=_joined_by(before, columns, table),
            again=kept.releases.filter(sha256=table.sha256).count(),
            by=by.staff,
        )
        trail.record("list.import", by=by, about=str(release.pk), detail={"rows": release.rows_in_file})
    return release


def _new_list(name: str, *, by: Reader) -> List:
    if not name.strip():
        raise Refused(_("A list needs a name."))
    return List.objects.create(name=name.strip()[:120], by=by.staff)


def _release_before(kept: List, released_on: date) -> ListRelease | None:
    """The last finished release that is not younger."""
    finished = kept.releases.filter(that_count(), released_on__lte=released_on)
    return finished.order_by("-released_on", "-started_at").first()


def _joined_by(before: ListRelease | None, columns: Mapping[str, Field], table: Table) -> str:
    """Rows are joined by the list's own id where both releases have one and it stayed the same people's."""
    if before is None:
        return ""
    both = Field.OWN_ID in columns.values() and Field.OWN_ID in before.columns.values()
    return "own_id" if both and importing.own_ids_hold(before, table, columns) else "content"


def continue_import(
    *, release: ListRelease, raw: bytes, by: Reader, progress: Progress | None = None
) -> FinishedImport:
    """Bring in the rows that are not in yet, and finish. Whoever may import can continue another's run."""
    rules.check_may(by, Act.IMPORT)
    finished = FinishedImport.objects.filter(release=release).first()
    if finished is not None:
        return finished
    check_same_file(release=release, raw=raw)
    try:
        with staging.only_one(str(release.pk)):
            check_counts(release)
            planned = importing.bring_in(release, raw, by=by, progress=progress)
            return _finish(release, planned, by=by)
    except staging.RunsAlready:
        raise Refused(_("This import runs already.")) from None


def _finish(release: ListRelease, planned: importing.Plan, *, by: Reader) -> FinishedImport:
    with transaction.atomic():
        wait_for_turn(RELEASES)
        check_counts(release)
        GoneRow.objects.bulk_create([GoneRow(release=release, row_id=row) for row in planned.gone])
        standings = release.rows.values_list("standing").annotate(rows=Count("id")).order_by()
        finished = FinishedImport.objects.create(
            release=release,
            by=by.staff,
            rows=release.rows.count(),
            bad_rows=release.bad_rows.count(),
            counts=dict(standings) | {"gone": len(planned.gone)},
        )
        detail = {"rows": finished.rows, "bad_rows": finished.bad_rows}
        trail.record("list.imported", by=by, about=str(release.pk), detail=detail)
    return finished


def check_same_file(*, release: ListRelease, raw: bytes) -> None:
    """Refuse to go on with another file."""
    if hashlib.sha256(raw).hexdigest() != release.sha256:
        raise Refused(_("This is another file than the one this import began with."))


def judge_row(*, row: ListRow, person: Person, verdict: str, why: str = "", by: Reader) -> RowJudgement:
    """Say that a row is a person, or is not. A row is one person: joining two Persons takes two people."""
    rules.check_may(by, Act.DECIDE)
    check_counts(row.release)
    key = (key_of_person(person.pk), key_of_row(row.origin))
    pair = {"one": key[0], "other": key[1]}
    said = {"verdict": str(verdict), "why": why[:300], "seen": {key[1]: row.said}, "by": by.staff}
    with transaction.atomic():
        wait_for_turn(SAID_OF_ROWS)
        last = PairWord.objects.filter(**pair).select_related("by").order_by("at", "id").last()
        # Sent twice it is said once; said again after a colleague's word or a new release it counts anew.
        if last is not None and {name: getattr(last, name) for name in said} == said:
            stands = _last_judgement(row, person)
            if stands is not None and stands.verdict == verdict:
                return stands
            return follow_words(row=row, person=person, why=why, by=by)
        if verdict == RowJudgement.Verdict.SAME:
            check_may_be(row=row, key=key, by=by)
        PairWord.objects.create(**pair, **said, sitting=uuid.uuid4())
        return follow_words(row=row, person=person, why=why, by=by)


def check_may_be(*, row: ListRow, key: tuple[str, str], by: Reader) -> None:
    """A row joined to other rows is whoever they are: through them too it joins no two Persons."""
    if queries.whoever_it_is(row) is None:
        check_may_join(key, sides_for(by, key), queries.decided(by), by=by)


def follow_words(*, row: ListRow, person: Person, why: str, by: Reader) -> RowJudgement:
    """What all said of a row and a person, as it stands now; a doubt beside a *same* changes nothing."""
    key = (key_of_person(person.pk), key_of_row(row.origin))
    words = words_of(by, [key]).get(key, [])
    said = agreed(words)
    verdict = said if said in DEFINITE else RowJudgement.Verdict.UNSURE
    last = _last_judgement(row, person)
    hers = {word.verdict for word in words if word.by == by.staff.pk}
    if last is not None and last.verdict == verdict and verdict not in hers:
        return last
    return write_row_judgement(row=row, person=person, verdict=verdict, why=why, by=by)


def _last_judgement(row: ListRow, person: Person) -> RowJudgement | None:
    return RowJudgement.objects.filter(origin=row.origin, person=person).order_by("at", "id").last()


def check_is_nobody_else(*, row: ListRow, person: Person, by: Reader) -> None:
    """A row is one person; only under `SAID_OF_ROWS` is nobody else just saying it of another."""
    already = queries.whoever_it_is(row)
    if already is None or already.pk in cluster_ids(person.pk):
        return
    sentence = _("This row is {code} already. If both are one person, propose to join them: two people sign.")
    raise Refused(sentence.format(code=check_exists_for(by, row).code))


def check_exists_for(by: Reader, row: ListRow) -> Person:
    """Whoever it is for her; refuse without a word about whom, where that is not hers to see."""
    hers = queries.person_of_row(by, row)
    if hers is None:
        raise Refused(_("Who this row is, a verifier says."))
    return hers


def write_row_judgement(*, row: ListRow, person: Person, verdict: str, why: str, by: Reader) -> RowJudgement:
    """What stands for a row and a person from now on."""
    with transaction.atomic():
        wait_for_turn(SAID_OF_ROWS)
        if verdict == RowJudgement.Verdict.SAME:
            check_is_nobody_else(row=row, person=person, by=by)
        judgement = RowJudgement.objects.create(
            row=row, origin=row.origin, person=person, verdict=verdict, why=why[:300], by=by.staff
        )
        trail.record(
            "list.row_judged", by=by, about=f"{row.pk} {person.pk}", detail={"verdict": str(verdict)}
        )
    return judgement


def make_person(*, row: ListRow, by: Reader) -> Person:
    """Open a case for the person a row names."""
    rules.check_may(by, Act.DECIDE)
    check_counts(row.release)
    if not row.names:
        raise Refused(_("This row holds no name. Write a report with what is known instead."))
    today = timezone.localdate()
    with transaction.atomic():
        wait_for_turn(SAID_OF_ROWS)
        if queries.whoever_it_is(row) is not None:
            check_exists_for(by, row)
            raise IsAPersonAlready(_("This row is a person of the register already."))
        head = queries.decided(by).head(key_of_row(row.origin))
        if is_person(head):
            if head not in sides_for(by, [head]):
                raise Refused(_("Who this row is, a verifier says."))
            raise Refused(_("This row is a person of the register already."))
        report = register.record_report(
            channel="list",
            told_at=datetime.combine(row.release.released_on, time(), tzinfo=UTC),
            words="",
            source_grade=_GRADE_OF_A_LIST,
            content_grade=Verdict.PLAUSIBLE,
            by=by,
        )
        born = queries.born_said(row)
        person = register.add_person(
            names=[NewName(name[:200]) for name in row.names],
            sex=queries.sex_said(row) or NotKnown.UNKNOWN,
            born=born if born.is_known else NotKnown.UNKNOWN,
            owner=by.staff,
            review_on=reviews.day_among(
                people.busy_days(by, after=today), _REVIEW_CLASS, mark=str(row.origin), today=today
            ),
            review_class=_REVIEW_CLASS,
            told_by="list",
            told_on=row.release.released_on,
            report=report,
            by=by,
        )
        register.record_event(person=person, kind="named", report=report, by=by)
        judge_row(row=row, person=person, verdict=RowJudgement.Verdict.SAME, by=by)
    return person


def ask_owner(*, gone: GoneRow, word: str, by: Reader) -> OwnersWord:
    """Note that the list's owner was asked, or what was answered; by one person once a day."""
    rules.check_may(by, Act.ASK)
    with transaction.atomic():
        wait_for_turn(ASKED_OF_OWNERS)
        last = gone.words.order_by("at", "id").last()
        if last is not None and (last.word, last.by_id) == (word, by.staff.pk) and _is_of_today(last):
            return last
        return _write_owners_word(gone, word, by=by)


def _is_of_today(word: OwnersWord) -> bool:
    return timezone.localdate(word.at) == timezone.localdate()


def _write_owners_word(gone: GoneRow, word: str, *, by: Reader) -> OwnersWord:
    with transaction.atomic():
        said = OwnersWord.objects.create(gone=gone, word=word, by=by.staff)
        trail.record("list.owner_asked", by=by, about=str(gone.row_id), detail={"word": str(word)})
    return said


def ask_owner_about_all(*, release: ListRelease, by: Reader) -> list[OwnersWord]:
    """Note that the list's owner was asked, in one letter, about everybody nobody had asked about."""
    rules.check_may(by, Act.ASK)
    with transaction.atomic():
        wait_for_turn(ASKED_OF_OWNERS)
        waiting = queries.not_asked_about(by, release)
        return [_write_owners_word(gone, OwnersWord.Word.ASKED, by=by) for gone in waiting]
