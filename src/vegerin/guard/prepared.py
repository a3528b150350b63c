"""Questions to the record whose SQL is composed once; composing it anew took half of a page's time.

    prepared.rows(queries.due_reviews, reader, today, first=11)
    prepared.how_many(queries.due_reviews, reader, today)

`due_reviews(reader, today)` makes a query set, as anywhere. Its SQL is kept by what shapes it: the function,
the reader's roles, how long each list is. Who reads, ids, days and words come in at every call. Four rails
keep an answer from being somebody else's, or yesterday's:

- the function composes for a reader of whom it has the roles only; asking more of her is an error;
- while it composes, the record is not asked and no language is chosen;
- SQL that holds a day or an id nobody handed in is refused;
- in every test, SQL and values of each answer are compared with what Django composes anew (`compared`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet
from django.db.models.expressions import Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils import translation

from vegerin.guard.reader import Reader

Row = TypeVar("Row")
Compose = Callable[..., QuerySet[Any, Row]]
Slot = tuple[int | str, ...]  # which argument, and where in it
Handed = dict[Slot, Any]

LONGEST = 200  # with a longer list the SQL is composed anew
MOST = 2000  # shapes that are kept
MANY = (list, tuple, set, frozenset)
KEPT_OUT = re.compile(r"\d{4}-\d\d-\d\d.*|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FIELDS: dict[type, models.Field[Any, Any]] = {
    UUID: models.UUIDField(),
    datetime: models.DateTimeField(),
    date: models.DateField(),
    str: models.TextField(),
}

compared = False  # the tests set it


class NotPrepared(RuntimeError):
    """A question that cannot be kept: the same SQL would answer another asker, or another day."""


def rows(compose: Compose[Row], *about: Any, first: int | None = None) -> list[Row]:
    """What `compose(*about)` finds, or the first of it."""
    if _is_long(about):
        return list(compose(*about)[:first])
    handed: Handed = {}
    composed = _kept(compose, about, handed, lambda found: found[:first] if first else found, ("rows", first))
    return composed.answer(handed)


def how_many(compose: Compose[Any], *about: Any) -> int:
    """How many rows `compose(*about)` finds."""
    if _is_long(about):
        return compose(*about).count()
    handed: Handed = {}
    composed = _kept(compose, about, handed, lambda found: found.order_by().values("pk"), ("how many",))
    return composed.counted(handed)


class Given(Value):
    """Stands in, while SQL is composed, for what is handed in at every call."""

    def __init__(self, slot: Slot, field: models.Field[Any, Any]) -> None:
        super().__init__(slot, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A gap among the SQL's values."""
        return "%s", [Gap(self.value, self.output_field)]


class GivenId(UUID):
    """The same for an id: relations take ids in a list, and no expressions."""

    def __init__(self, slot: Slot) -> None:
        super().__init__(int=uuid4().int)
        object.__setattr__(self, "gap", Gap(slot, FIELDS[UUID]))

    @property
    def hex(self) -> Any:
        """What a database without ids of its own is handed."""
        return self.gap  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Gap:
    """One of the SQL's values that is filled at every call, as the database wants it."""

    slot: Slot
    field: models.Field[Any, Any]

    def filled(self, handed: Handed, connection: Any) -> Any:
        """What goes there this time."""
        return self.field.get_db_prep_value(handed[self.slot], connection)


@dataclass(frozen=True)
class Composed:
    """A question as Django composed it."""

    found: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str  # nothing, where no row can fit
    values: tuple[Any, ...]

    def filled(self, handed: Handed) -> tuple[Any, ...]:
        """The SQL's values this time."""
        connection = connections[DEFAULT_DB_ALIAS]
        return tuple(one.filled(handed, connection) if isinstance(one, Gap) else one for one in self.values)

    def answer(self, handed: Handed) -> list[Any]:
        """The rows, asked through this thread's connection."""
        if not self.sql:
            return []
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_a, **_k: (self.sql, self.filled(handed))  # type: ignore[method-assign]
        found = self.found.all()
        found.query.get_compiler = lambda *_a, **_k: compiler  # type: ignore[method-assign]
        return list(found)

    def counted(self, handed: Handed) -> int:
        """How many rows there are."""
        if not self.sql:
            return 0
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({self.sql}) counted", self.filled(handed))  # noqa: S608 -- Django's
            return int(cursor.fetchone()[0])


_compositions: dict[Any, Composed] = {}


def _kept(
    compose: Compose[Any],
    about: tuple[Any, ...],
    handed: Handed,
    narrowed: Callable[[Any], Any],
    how: tuple[Any, ...],
) -> Composed:
    name = f"{compose.__module__}.{compose.__qualname__}"
    if "<" in name:
        raise NotPrepared(f"{name} is made anew at every call, so nothing of it can be kept.")
    key = (connections[DEFAULT_DB_ALIAS].vendor, name, how, *map(_shape, about))
    stand_ins = [_stand_in(one, (place,), handed) for place, one in enumerate(about)]
    if key not in _compositions:
        if len(_compositions) >= MOST:
            _compositions.clear()
        _compositions[key] = _composed(name, lambda: narrowed(compose(*stand_ins)))
    composed = _compositions[key]
    if compared:
        _compare(name, composed, handed, narrowed(compose(*about)))
    return composed


def _is_long(about: tuple[Any, ...]) -> bool:
    return any(isinstance(one, MANY) and len(one) > LONGEST for one in about)


def _shape(one: Any) -> Any:
    """What of an argument changes the SQL."""
    if isinstance(one, Reader):
        return one.roles
    if isinstance(one, MANY):
        return tuple(map(_shape, dict.fromkeys(one)))
    if isinstance(one, models.Model) or type(one) in FIELDS:
        return type(one)
    if one is None or isinstance(one, (bool, int, Enum, type)):
        return type(one), one  # 1 and True are one key otherwise
    raise NotPrepared(f"No question is prepared for {type(one).__name__}.")


def _stand_in(one: Any, slot: Slot, handed: Handed) -> Any:
    """What stands in for an argument while SQL is composed; the argument's own value goes to `handed`."""
    if isinstance(one, Reader):
        return replace(one, staff=_stand_in(one.staff, (*slot, "staff"), handed), keys=None)
    if isinstance(one, MANY):
        return [_stand_in(each, (*slot, at), handed) for at, each in enumerate(dict.fromkeys(one))]
    if isinstance(one, models.Model):
        handed[slot] = one.pk
        return Given(slot, one._meta.pk)
    if type(one) in FIELDS:
        handed[slot] = one
        return GivenId(slot) if type(one) is UUID else Given(slot, FIELDS[type(one)])
    return one


def _composed(name: str, found_by: Callable[[], QuerySet[Any, Any]]) -> Composed:
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.execute_wrapper(_refuse), translation.override(None):
        found = found_by()
        compiler = found.query.get_compiler(connection=connection)
        sql, values = _sql_of(compiler)
    for value in values:
        if isinstance(value, (date, UUID)) or (isinstance(value, str) and KEPT_OUT.fullmatch(value)):
            raise NotPrepared(f"{name} would keep {value!r}: hand it in.")
    return Composed(found, compiler, sql, values)


def _refuse(*_: Any) -> None:
    raise NotPrepared("While a question is composed the record is not asked: hand in what was read before.")


def _sql_of(compiler: SQLCompiler) -> tuple[str, tuple[Any, ...]]:
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return "", ()
    return sql, tuple(value.hex if isinstance(value, GivenId) else value for value in values)


def _compare(name: str, composed: Composed, handed: Handed, found: QuerySet[Any, Any]) -> None:
    anew = _sql_of(found.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]))
    if anew != (composed.sql, composed.filled(handed)):
        raise NotPrepared(f"{name} asks something else than what was kept of it:\n{anew}\n{composed.sql}")
