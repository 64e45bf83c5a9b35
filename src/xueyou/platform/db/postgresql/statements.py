"""Statements that a session of PostgreSQL keeps: prepared once, then only values go there.

psycopg's own cursor does the same and more (pipelines, server cursors, adapters changed on the
way); what it looks up anew at every call, the types of the values and of the columns, is kept here
beside the statement. It works at psycopg's documented lower level: `adapt.Transformer` and
`pq.PGconn`.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from psycopg import Connection, Cursor
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import FeatureNotSupported, error_from_result
from psycopg.pq import ExecStatus, Format, TransactionStatus

MOST = 1000
"""Statements that a session keeps; what comes later is not kept."""

Names = Iterator[int]
Rows = tuple[list[Any], int]
"""Rows, and how many rows were changed."""


class Statements:
    """Those of one session."""

    def __init__(self, session: "Connection[Any]") -> None:
        self._session = session
        self._kept: dict[str, _Statement] = {}
        self._names = count()

    def ask(self, sql: str, params: Sequence[Any]) -> Rows:
        """Send a text of Django's with its values. Raises psycopg's errors."""
        if not self._within():
            return self._by_cursor(sql, params)
        known = self._kept.get(sql)
        if known is None:
            if len(self._kept) >= MOST:
                return self._by_cursor(sql, params)
            known = self._kept[sql] = _Statement(self._session, sql, len(params), self._names)
        try:
            return known.ask(params)
        except FeatureNotSupported:  # the table is another than when it was prepared
            del self._kept[sql]
            raise

    def _within(self) -> bool:
        """Begin a transaction where one is due; False where it is of a kind psycopg was told."""
        session, idle = self._session, TransactionStatus.IDLE
        if session.autocommit or session.pgconn.transaction_status != idle:
            return True
        kinds = (session.isolation_level, session.read_only, session.deferrable)
        return all(kind is None for kind in kinds) and _done(session.pgconn.exec_(b"BEGIN"))

    def _by_cursor(self, sql: str, params: Sequence[Any]) -> Rows:
        cursor = Cursor(self._session)
        cursor.execute(sql, params)
        found = cursor.pgresult
        rows = found is not None and found.status == ExecStatus.TUPLES_OK
        return (cursor.fetchall() if rows else []), cursor.rowcount


class _Statement:
    """One text. Values of other types (small and large numbers) are prepared for themselves."""

    def __init__(self, session: "Connection[Any]", sql: str, values: int, names: Names) -> None:
        self._session, self._names = session, names
        self._pgconn: Any = session.pgconn
        self._text = _numbered(sql)
        self._formats = [PyFormat.AUTO] * values
        self._values = Transformer(session)
        self._names_by_types: dict[tuple[int, ...], bytes] = {}
        self._columns_by_types: dict[tuple[int, ...], Any] = {}

    def ask(self, params: Sequence[Any]) -> Rows:
        given = self._values
        values = given.dump_sequence(params, self._formats)
        types = given.types or ()
        name = self._names_by_types.get(types) or self._prepare(types)
        result = self._pgconn.exec_prepared(name, values, given.formats, Format.TEXT)
        if result.status == ExecStatus.TUPLES_OK:
            return self._rows(types, result), result.ntuples
        if result.status == ExecStatus.COMMAND_OK:
            return [], result.command_tuples or 0
        raise error_from_result(result, self._session.info.encoding)

    def _rows(self, types: tuple[int, ...], result: Any) -> list[Any]:
        """Return the rows; how columns of these values are read is looked up once."""
        columns = self._columns_by_types.get(types)
        if columns is None:
            columns = self._columns_by_types[types] = Transformer(self._session)
            columns.set_pgresult(result)
        else:
            columns.set_pgresult(result, set_loaders=False)
        found: list[Any] = columns.load_rows(0, result.ntuples, tuple)
        return found

    def _prepare(self, types: tuple[int, ...]) -> bytes:
        name = f"kept-{next(self._names)}".encode()
        result = self._pgconn.prepare(name, self._text, types)
        if not _done(result):
            raise error_from_result(result, self._session.info.encoding)
        self._names_by_types[types] = name
        return name


def _done(result: Any) -> bool:
    return bool(result.status == ExecStatus.COMMAND_OK)


def _numbered(sql: str) -> bytes:
    """Return a text whose values are marked %s with them marked $1, $2 and so on."""
    parts = sql.split("%s")
    marked = "".join(f"{part}${number}" for number, part in enumerate(parts[:-1], start=1))
    return (marked + parts[-1]).replace("%%", "%").encode()
