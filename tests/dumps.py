"""What stands in the tables, row by row: to prove that nothing has changed."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import connection


def dump(prefixes: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the tables whose names begin so, in the order of their keys."""
    names = [
        name
        for name in sorted(connection.introspection.table_names())
        if name.startswith(tuple(prefixes))
    ]
    assert names, "no such table"
    return {name: _rows(name) for name in names}


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        rows = [tuple(_plain(value) for value in row) for row in cursor.fetchall()]
    return sorted(rows, key=repr)


def _plain(value: Any) -> Any:
    return sha256(bytes(value)).hexdigest() if isinstance(value, (bytes, memoryview)) else value
