"""Lists, releases, rows and who they are; a reader who may not see them finds nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vegerin.engines.history.dates import UNKNOWN, BadDate, InexactDate, between, birth_as_written
from vegerin.guard import sealing, trail
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.columns import Field, folded, without_marks
from vegerin.lists.models import (
    GoneRow,
    List,
    ListRelease,
    ListRow,
    OwnersWord,
    RowJudgement,
    Standing,
    that_count,
)
from vegerin.lists.rules import Act
from vegerin.register.models import Person
from vegerin.register.owners import Group, OwnerLine
from vegerin.register.queries.people import seen
from vegerin.ui import dates
from vegerin.ui.scripts import isolated

TAKE_BACK = "lists.take_back"
FILTERS = (Standing.NEW, Standing.CHANGED, "gone", Standing.SAME)
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FEMALE, _MALE = (
    frozenset(map(folded, words.split()))
    for words in (
        "f female woman girl انثى امرأة بنت mê jin keç مێ ژن کچ w weiblich frau mädchen kadın kız",
        "m male man boy ذكر رجل ولد nêr mêr kur نێر پیاو کوڕ männlich mann junge erkek",
    )
)
_AGE = re.compile(
    r"(\d{1,3})(?:[.,٫]0+)?\s*(?:years?|yrs?|y|سنة|سنه|سنوات|عام|عاما|sal|salî|سال|ساڵ|jahre?|yaş)?\.?"
)


def lists_for(reader: Reader) -> QuerySet[List]:
    """The lists with their releases, the last first."""
    releases = ListRelease.objects.select_related("finished", "taken_back").order_by(
        "-released_on", "-started_at"
    )
    lists = List.objects.prefetch_related(Prefetch("releases", releases))
    return lists if rules.may(reader, Act.SEE) else lists.none()


def release_for(reader: Reader, release_id: UUID | str) -> ListRelease | None:
    """One release."""
    if not rules.may(reader, Act.SEE):
        return None
    releases = ListRelease.objects.select_related(
        "list", "before", "finished", "by", "taken_back", "taken_back__by", "taken_back__proposed_by"
    )
    return releases.filter(pk=release_id).first()


def taking_back_that_waits(reader: Reader, release: ListRelease, why: str) -> Decision | None:
    """Her own proposal to take a release back, in these words, which nobody has signed."""
    waiting = Decision.objects.filter(kind=TAKE_BACK, about=f"release:{release.pk}", signature=None)
    return waiting.filter(proposed_by=reader.staff, reason=why.strip()).first()


def releases_of_file(reader: Reader, sha256: str) -> list[ListRelease]:
    """Where this very file is in already, the last first."""
    if not rules.may(reader, Act.SEE):
        return []
    releases = ListRelease.objects.filter(sha256=sha256, taken_back__isnull=True)
    releases = releases.select_related("list", "finished")
    return list(releases.order_by("-started_at"))


def later_releases(
    reader: Reader, list_name: str, day: date, *, before: datetime | None = None
) -> list[ListRelease]:
    """Releases of a later day that are in already, or were `before` a moment: nobody compares backwards."""
    if not rules.may(reader, Act.SEE):
        return []
    later = ListRelease.objects.filter(that_count(), list__name=list_name, released_on__gt=day)
    if before is not None:
        later = later.filter(started_at__lt=before)
    return list(later.order_by("released_on"))


def rows_of(reader: Reader, release: ListRelease, *, show: str = "") -> QuerySet[ListRow]:
    """The rows of a release, or those of one standing."""
    if not rules.may(reader, Act.SEE):
        return ListRow.objects.none()
    order = ("explained", "number") if show == Standing.CHANGED else ("number",)
    rows = release.rows.select_related("before").order_by(*order)
    if show == Standing.NEW:
        return rows.filter(standing__in=(Standing.NEW, Standing.BACK))
    return rows.filter(standing=show) if show in Standing.values else rows


def gone_from(reader: Reader, release: ListRelease) -> QuerySet[GoneRow]:
    """The rows that have no follower in a release, with the words about them."""
    if not rules.may(reader, Act.SEE):
        return GoneRow.objects.none()
    words = OwnersWord.objects.select_related("by").order_by("at", "id")
    gone = release.gone_rows.select_related("row", "row__release").order_by("row__number")
    return gone.prefetch_related(Prefetch("words", words))


def row_for(reader: Reader, row_id: UUID | str) -> ListRow | None:
    """One row of a finished release."""
    if not rules.may(reader, Act.FIND):
        return None
    rows = ListRow.objects.select_related(
        "release", "release__list", "release__taken_back", "before", "before__release"
    )
    return rows.filter(pk=row_id, release__finished__isnull=False).first()


def same_row_elsewhere(reader: Reader, row: ListRow) -> list[ListRow]:
    """The row in the other releases, joined by the list's own id."""
    if not rules.may(reader, Act.FIND):
        return []
    rows = ListRow.objects.filter(that_count("release__"), origin=row.origin).exclude(pk=row.pk)
    return list(rows.select_related("release").order_by("-release__released_on"))


def sealed_cells(reader: Reader, row: ListRow) -> dict[str, str]:
    """The cells that are sealed, for those who hold their key; each opening is in the trail."""
    if not row.sealed:
        return {}
    opened = sealing.unseal(
        bytes(row.sealed), reader=reader, table="lists_listrow", column="sealed", row=row.pk
    )
    trail.record("list.row_opened", by=reader, about=str(row.pk))
    cells: dict[str, str] = json.loads(opened)
    return cells


def judgements_of(reader: Reader, row: ListRow) -> list[RowJudgement]:
    """What was said of a row and its other releases, the last word on each person who exists for her."""
    if not rules.may(reader, Act.FIND):
        return []
    return last_words(RowJudgement.objects.filter(seen(reader, "person"), origin=row.origin))


def last_words(said: QuerySet[RowJudgement]) -> list[RowJudgement]:
    """Of each person the last word."""
    rows = said.select_related("person", "by").order_by("at", "id")
    return list({judgement.person_id: judgement for judgement in rows}.values())


def person_of_row(reader: Reader, row: ListRow) -> Person | None:
    """The person a row was said to be, where she exists for this reader."""
    return _said_same(judgements_of(reader, row))


def whoever_it_is(row: ListRow) -> Person | None:
    """The same, whoever asks: for acts that must not make one row two persons. Never shown."""
    return _said_same(last_words(RowJudgement.objects.filter(origin=row.origin)))


def _said_same(words: Iterable[RowJudgement]) -> Person | None:
    same = [said.person for said in words if said.verdict == RowJudgement.Verdict.SAME]
    return same[-1] if same else None


def rows_of_person(reader: Reader, person_ids: Iterable[UUID]) -> list[ListRow]:
    """The rows that were said to be one of these Persons, the last release of each."""
    if not rules.may(reader, Act.FIND):
        return []
    return list(last_rows(_held_same(RowJudgement.objects.filter(person__in=list(person_ids)))).values())


def said_to_be_people(reader: Reader, release: ListRelease) -> int:
    """How many rows of a release somebody said to be a person, whoever it is."""
    if not rules.may(reader, Act.IMPORT):
        return 0
    rows = release.rows.values("origin")
    return len(_held_same(RowJudgement.objects.filter(origin__in=rows)))


def last_rows(origins: Iterable[UUID | str]) -> dict[UUID, ListRow]:
    """The row of the last finished release for each origin."""
    rows = (
        ListRow.objects.filter(that_count("release__"), origin__in=list(origins))
        .select_related("release", "release__list")
        .order_by("release__released_on", "release__started_at")
    )
    return {row.origin: row for row in rows}


def describe(reader: Reader, ids: Iterable[str]) -> Mapping[str, OwnerLine]:
    """How rows stand among the results of a search.

    Rows of unfinished releases do not, and rows that are a person are found as that person; where she does
    not exist for this reader, the row is a row.
    """
    if not rules.may(reader, Act.FIND):
        return {}
    rows = last_rows(ids)
    people = _persons_of(reader, rows)
    return {
        str(origin): OwnerLine(
            title=row.name,
            says=_("{list}, {day}, row {number}").format(
                list=isolated(row.release.list.name),
                day=dates.day(row.release.released_on),
                number=row.number,
            ),
            url=reverse("lists:row", args=[row.pk]),
            sex=sex_said(row),
            born_year=born_year(row),
            village=row.said.get(Field.VILLAGE, ""),
            group=str(row.release.list_id),
        )
        for origin, row in rows.items()
        if origin not in people
    }


def groups(reader: Reader) -> list[Group]:
    """The lists a search can be narrowed to."""
    lists = List.objects.order_by("name") if rules.may(reader, Act.FIND) else List.objects.none()
    return [Group(str(one.pk), one.name) for one in lists]


def people_on(reader: Reader, group: str, ids: Iterable[str]) -> set[str]:
    """Which of these people were said to stand on a list."""
    if not rules.may(reader, Act.FIND):
        return set()
    standing = ListRow.objects.filter(that_count("release__")).values("origin")
    said = RowJudgement.objects.filter(person__in=list(ids), origin__in=standing).order_by("at", "id")
    last = {
        (origin, person): (verdict, str(list_id))
        for origin, person, verdict, list_id in said.values_list(
            "origin", "person_id", "verdict", "row__release__list_id"
        )
    }
    return {
        str(person)
        for (_origin, person), (verdict, list_id) in last.items()
        if verdict == RowJudgement.Verdict.SAME and list_id == group
    }


def _persons_of(reader: Reader, origins: Iterable[UUID]) -> set[UUID]:
    """The rows that somebody said are a person of hers to see, and nobody took back."""
    return _held_same(RowJudgement.objects.filter(seen(reader, "person"), origin__in=list(origins)))


def _held_same(said: QuerySet[RowJudgement]) -> set[UUID]:
    """The rows of which the last word on some person is that they are this person."""
    words = said.order_by("at", "id").values_list("origin", "person_id", "verdict")
    last = {(origin, person): verdict for origin, person, verdict in words}
    return {origin for (origin, _person), verdict in last.items() if verdict == RowJudgement.Verdict.SAME}


def saved_columns(reader: Reader, list_name: str) -> dict[str, str]:
    """How the columns of a list were mapped the last time."""
    releases = ListRelease.objects.filter(list__name=list_name, taken_back__isnull=True)
    last = releases.order_by("-started_at").first()
    return dict(last.columns) if last is not None and rules.may(reader, Act.IMPORT) else {}


def sex_said(row: ListRow) -> str:
    """`female`, `male`, or nothing where the row does not say."""
    said = folded(row.said.get(Field.SEX, ""))
    return "female" if said in _FEMALE else "male" if said in _MALE else ""


def born_year(row: ListRow) -> int | None:
    """The year of birth a row says, or that follows from its age."""
    said = row.said.get(Field.BORN, "").translate(_EASTERN)
    year = re.search(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)", said)
    if year:
        return int(year.group())
    age = age_said(row)
    asked = re.search(r"(?<!\d)20\d\d(?!\d)", row.said.get(Field.AGE_ON, "").translate(_EASTERN))
    on = int(asked.group()) if asked else row.release.released_on.year
    return on - age if age is not None and 0 < age < 120 else None


def age_said(row: ListRow) -> int | None:
    """The age a row says in years, as spreadsheets and people write it: 34, 34.0, ٣٤ سنة."""
    said = without_marks(row.said.get(Field.AGE, "")).translate(_EASTERN).strip().casefold()
    years = _AGE.fullmatch(said)
    return int(years.group(1)) if years else None


def born_said(row: ListRow) -> InexactDate:
    """The birth a row says: its date as on a paper, or the years that an age leaves open."""
    said = row.said.get(Field.BORN, "").translate(_EASTERN).strip()
    try:
        return birth_as_written(said)
    except BadDate:
        year = born_year(row)
    if year is None:
        return UNKNOWN
    told = _("age on the list")
    return between(date(year - 1, 1, 1), date(year, 12, 31), basis=told)
