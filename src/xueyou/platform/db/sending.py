"""Sending a text that was composed once: what Django's cursors do, without a cursor in a cursor.

SQLite finds a row by its key in 20 µs; Django's way there and back takes five times as long, most
of it for the same text anew. PostgreSQL plans a text of ten tables in 7 ms and answers it in 0.1:
here it is prepared once a session. What must hold holds here too: a broken transaction refuses,
errors are Django's, every `execute_wrapper` sees the statement. While statements are captured, a
text goes Django's whole way.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from xueyou.platform.db.kept import remember

Rows = tuple[list[Any], int]
"""Rows, and how many rows were changed."""
_native: dict[str, str] = {}
"""SQLite's own spelling of a text, by Django's."""


def sent(connection: Any, sql: str, params: Sequence[Any]) -> Rows:
    """Send a statement; return its rows, and how many rows it changed."""
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return (cursor.fetchall() if cursor.description else []), cursor.rowcount
    connection.ensure_connection()
    answered: list[Rows] = []

    def execute(sql: str, params: Sequence[Any], _many: bool, _context: Any) -> None:
        connection.validate_no_broken_transaction()
        with connection.wrap_database_errors:
            answered.append(_WAYS[connection.vendor](connection, sql, params))

    asked: Callable[..., Any] = execute
    for wrapper in reversed(connection.execute_wrappers):
        asked = partial(wrapper, asked)
    asked(sql, params, False, {"connection": connection, "cursor": None})
    return answered[-1]


def _by_sqlite(connection: Any, sql: str, params: Sequence[Any]) -> Rows:
    native = _native.get(sql)
    if native is None:
        native = connection.create_cursor().convert_query(sql)
        remember(_native, sql, native)
    cursor = connection.connection.execute(native, params)
    return cursor.fetchall(), cursor.rowcount


def _by_postgresql(connection: Any, sql: str, params: Sequence[Any]) -> Rows:
    found: Rows = connection.statements.ask(sql, params)
    return found


_WAYS: dict[str, Callable[[Any, str, Sequence[Any]], Rows]] = {
    "sqlite": _by_sqlite,
    "postgresql": _by_postgresql,
}
