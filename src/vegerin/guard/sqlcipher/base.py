"""The connection: the raw key goes in first, then Django's own set-up.

`OPTIONS["key"]` is a function that returns the 32 bytes, asked at every connect, so that no key lies
in the settings and a locked office has no connection. A raw key opens in a millisecond; the slow
derivation from a passphrase happened once, at unlock.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.db.backends.sqlite3 import base as stock
from django.db.backends.sqlite3._functions import (  # type: ignore[import-untyped]
    register as register_functions,
)
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2

# Below this, two connections can corrupt a database in WAL mode (the "WAL-reset" race).
OLDEST_SAFE_SQLITE = (3, 51, 3)

for _type, _convert in (
    ("bool", b"1".__eq__),
    ("date", stock.decoder(parse_date)),
    ("time", stock.decoder(parse_time)),
    ("datetime", stock.decoder(parse_datetime)),
    ("timestamp", stock.decoder(parse_datetime)),
):
    dbapi2.register_converter(_type, _convert)
dbapi2.register_adapter(decimal.Decimal, str)
dbapi2.register_adapter(datetime.date, stock.adapt_date)
dbapi2.register_adapter(datetime.datetime, stock.adapt_datetime)


class SqliteTooOld(RuntimeError):
    """This SQLite can lose data; the message names the version that is needed."""


def check_sqlite(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Refuse a SQLite that can corrupt its own file."""
    if version < OLDEST_SAFE_SQLITE:
        found, needed = (".".join(map(str, v)) for v in (version, OLDEST_SAFE_SQLITE))
        raise SqliteTooOld(
            f"SQLite {found} can lose data; {needed} or newer is needed (pip install -U sqlcipher3)."
        )


def open_encrypted(path: str, key: bytes, **options: Any) -> Any:
    """A raw connection whose key is set; wrong keys show at the first read."""
    if len(key) != 32:
        raise ValueError(f"A database key has 32 bytes, not {len(key)}.")
    check_sqlite()
    connection = dbapi2.connect(path, factory=Connection, **options)
    connection.execute("PRAGMA cipher_log_level = NONE")  # errors are raised; a terminal is read by others
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


class Cursor(dbapi2.Cursor):  # type: ignore[misc]
    """Django's placeholders, turned into SQLite's."""

    convert_query = stock.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        rest = iter(param_list)
        first: Sequence[Any] | Mapping[str, Any] | None = next(rest, None)
        names = list(first) if isinstance(first, Mapping) and first else None
        rows = chain([first], rest) if first is not None else iter(())
        return super().executemany(self.convert_query(query, param_names=names), rows)


class Connection(dbapi2.Connection):  # type: ignore[misc]
    """Answers what Django 6 asks and the binding does not know."""

    def getlimit(self, category: int) -> int:
        """SQLite's limits: 9 is the number of variables, 2 the number of columns."""
        return {9: 250_000, 2: 2_000}.get(category, 2_000)


class DatabaseWrapper(stock.DatabaseWrapper):
    """SQLite under Django, through SQLCipher."""

    Database = dbapi2
    _key: Callable[[], bytes]
    init_commands: list[str]

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, without the key: that one is asked for at connect."""
        params: dict[str, Any] = super().get_connection_params()
        self._key = params.pop("key")
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Key first, then functions, then the pragmas of the settings."""
        options = dict(conn_params)
        connection = open_encrypted(str(options.pop("database")), self._key(), **options)
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        for command in self.init_commands:
            if command.strip():
                connection.execute(command.strip())
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor of ours."""
        return self.connection.cursor(factory=Cursor)
