"""A world that many tests begin with: founded by its verbs once a process, then laid down by rows.

What a test lays down is undone at its end like whatever else it wrote. For worlds that alter no row
of the template and write no file, in SQLite.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
Row = tuple[Any, ...]
PASSING = {"accounts_session", "accounts_cache", "sqlite_sequence"}


@dataclass(frozen=True)
class Founded:
    """What was made, and the rows it consists of, by table."""

    made: Any
    rows: dict[str, list[Row]]


_FOUNDED: dict[Callable[[], Any], Founded] = {}


def founded(found: Callable[[], T]) -> T:
    """Return what `found` makes, with its rows in the database; `found` runs once a process."""
    known = _FOUNDED.get(found)
    if known is None:
        before = _everything()
        made = found()
        _FOUNDED[found] = Founded(deepcopy(made), _added(before, _everything()))
        return made
    _lay_down(known.rows)
    return deepcopy(known.made)  # type: ignore[no-any-return]


def _everything() -> dict[str, list[Row]]:
    """Return all rows as SQLite holds them; a bare column would come as Python's date or bool."""
    assert connection.vendor == "sqlite"
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in PASSING:
                cursor.execute(f"SELECT * FROM {table} LIMIT 0")
                columns = ", ".join(f'+"{column[0]}"' for column in cursor.description)
                found[table] = cursor.execute(f"SELECT {columns} FROM {table}").fetchall()
    return found


def _added(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> dict[str, list[Row]]:
    rows = {}
    for table, now in after.items():
        old = set(before[table])
        assert old <= set(now), f"a row of the template is altered in {table}"
        if added := [row for row in now if row not in old]:
            rows[table] = added
    return rows


def _lay_down(rows: dict[str, list[Row]]) -> None:
    with connection.cursor() as cursor:
        for table, added in rows.items():
            values = ", ".join(["%s"] * len(added[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({values})", added)
