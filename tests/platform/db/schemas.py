"""What a database looks like, in words that SQLite and PostgreSQL share.

SQLite is asked by PRAGMA: Django's own look at it parses CREATE TABLE and stumbles over checks
that hold a backslash (every `startswith` does).
"""

import re
from typing import Any

from django.db import connection

Schema = dict[str, dict[str, Any]]
_CHECK = re.compile(r'CONSTRAINT "(\w+)" CHECK')


def schema() -> Schema:
    """Return tables → columns (may be null), unique sets, foreign keys, named checks."""
    look = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: look(cursor, table) for table in sorted(tables)}


def _on_sqlite(cursor: Any, table: str) -> dict[str, Any]:
    def rows(pragma: str, name: str) -> list[Any]:
        found: list[Any] = cursor.execute(f'PRAGMA {pragma}("{name}")').fetchall()
        return found

    indexes = rows("index_list", table)
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
    created = cursor.fetchone()[0]
    return {
        "columns": {row[1]: not row[3] for row in rows("table_info", table)},
        "unique": {
            tuple(part[2] for part in rows("index_info", index[1]))
            for index in indexes
            if index[2] and index[3] != "pk"
        },
        "foreign": {(row[3], (row[2], row[4])) for row in rows("foreign_key_list", table)},
        "checks": set(_CHECK.findall(created)),
    }


def _on_postgresql(cursor: Any, table: str) -> dict[str, Any]:
    look = connection.introspection
    described = look.get_table_description(cursor, table)
    constraints = look.get_constraints(cursor, table)
    plain = [each for each in constraints.values() if not each["primary_key"]]
    return {
        "columns": {column.name: bool(column.null_ok) for column in described},
        "unique": {tuple(each["columns"]) for each in plain if each["unique"]},
        "foreign": {
            (each["columns"][0], each["foreign_key"]) for each in plain if each["foreign_key"]
        },
        # Names that end so are PostgreSQL's own, for columns that cannot be negative.
        "checks": {
            name
            for name, each in constraints.items()
            if each["check"] and not name.endswith("_check")
        },
    }
