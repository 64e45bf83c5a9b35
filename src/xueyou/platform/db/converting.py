"""What a database returned, made into what the fields hold: moments on SQLite without a detour.

SQLite keeps a moment as text, in UTC. Django reads it, asks the settings and the connection for
their zones and puts one on; here it is put on.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper

Convert = Callable[[Any, Any], Any]
"""Takes a value and the connection from which it came."""
Converters = tuple[tuple[int, Convert], ...]
"""What is done to which place of a row."""
_MOMENT = DatabaseWrapper.ops_class.convert_datetimefield_value


def converters(asked: Mapping[int, tuple[Sequence[Any], Any]]) -> Converters:
    """Return what Django's compiler asks for, by place, in the shortest way."""
    return tuple(
        (place, _converter(steps, expression)) for place, (steps, expression) in asked.items()
    )


def converted(row: Sequence[Any], wanted: Converters, connection: Any) -> Sequence[Any]:
    """Return a row as its fields hold it."""
    if not wanted:
        return row
    values = list(row)
    for place, convert in wanted:
        values[place] = convert(values[place], connection)
    return values


def _converter(steps: Sequence[Any], expression: Any) -> Convert:
    if len(steps) == 1 and getattr(steps[0], "__func__", None) is _MOMENT:
        return _moment

    def convert(value: Any, connection: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert


def _moment(value: Any, connection: Any) -> Any:
    if type(value) is not str or connection.timezone is not UTC:
        return None if value is None else _MOMENT(connection.ops, value, None, connection)
    at = datetime.fromisoformat(value)
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
