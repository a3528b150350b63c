"""All that is read of figures: others' statements, and what this register counts. Never in one sum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from vegerin.engines.estimation.people import Number
from vegerin.engines.history.kinds import Fate
from vegerin.figures.models import OutsideFigure, OutsideStatement
from vegerin.figures.rules import Act, may
from vegerin.guard.reader import Reader
from vegerin.register.queries import PeopleCounted, people_counted

Quantity, Group = OutsideFigure.Quantity, OutsideFigure.Group
SEXES = {"female": Group.FEMALE, "male": Group.MALE}
BACK = {Fate.RETURNED}
BURIED = {Fate.RETURNED_TO_FAMILY}
NOT_TAKEN = {Fate.OUT_OF_SCOPE, Fate.REPORTED, Fate.NOTHING_KNOWN}


def statements_for(reader: Reader) -> QuerySet[OutsideStatement]:
    """Others' statements by the day for which they speak."""
    if not may(reader, Act.SEE):
        return OutsideStatement.objects.none()
    rows = OutsideStatement.objects.select_related("by", "corrects")
    return rows.prefetch_related("figures", "corrected_by")


def statement_for(reader: Reader, statement_id: object) -> OutsideStatement | None:
    """One statement by its id."""
    return statements_for(reader).filter(pk=str(statement_id)).first()


def figures_beside(reader: Reader, quantity: str) -> list[OutsideFigure]:
    """What others say of one quantity, latest first; what was corrected stands in its statement only."""
    if not may(reader, Act.SEE):
        return []
    rows = OutsideFigure.objects.filter(quantity=quantity, statement__corrected_by=None)
    return list(rows.select_related("statement").order_by("-statement__as_of_earliest", "group", "id"))


@dataclass(frozen=True)
class Ours:
    """What this register counts today: each person once, the doubt about who is one carried."""

    people: PeopleCounted

    def number(self, quantity: str, group: str = Group.ALL) -> Number:
        """One of our figures."""

        def counts(kind: tuple[str, str]) -> bool:
            fate, sex = kind
            return quantity in quantities_of(Fate(fate)) and group in (Group.ALL, SEXES.get(sex))

        return self.people.number(counts)


def ours(reader: Reader) -> Ours:
    """What this register counts today."""
    return Ours(people_counted(reader) if may(reader, Act.SEE) else PeopleCounted())


def quantities_of(fate: Fate) -> list[str]:
    """In which of our figures somebody of this fate is counted. Who is only reported is in none yet."""
    if fate in NOT_TAKEN:
        return []
    if fate in BACK:
        return [Quantity.ABDUCTED, Quantity.RETURNED]
    if fate in BURIED:
        return [Quantity.ABDUCTED, Quantity.HANDED_OVER]
    return [Quantity.ABDUCTED, Quantity.REMAINING]


def last_of(reader: Reader, issuers: Iterable[str], *, n: int = 2) -> list[OutsideStatement]:
    """The last statements of one issuer under any of its names that still stand, the newest first."""
    rows = statements_for(reader).filter(issuer__in=set(issuers), corrected_by=None)
    return list(rows.order_by("-as_of_earliest", "-recorded_at")[:n])
