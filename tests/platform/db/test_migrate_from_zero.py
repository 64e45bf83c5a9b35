"""All migrations run from nothing on both databases and leave the same schema."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.databases import Server, migrate_from_zero, pointed_at, postgres_server, sqlite_place

Schema = dict[str, Any]


def schema() -> Schema:
    """Return tables → columns (null or not) and named constraints, as the database has them."""
    found: Schema = {}
    with connection.cursor() as cursor:
        look = connection.introspection
        for table in sorted(look.table_names(cursor)):
            columns = {c.name: bool(c.null_ok) for c in look.get_table_description(cursor, table)}
            constraints = look.get_constraints(cursor, table).values()
            plain = [c for c in constraints if not c["primary_key"]]
            unique = {tuple(c["columns"]) for c in plain if c["unique"] and c["columns"]}
            foreign = {(c["columns"][0], c["foreign_key"]) for c in constraints if c["foreign_key"]}
            found[table] = {"columns": columns, "unique": unique, "foreign": foreign}
    return found


def named() -> set[tuple[str, str]]:
    """Return our named checks and conditional indexes."""
    with connection.cursor() as cursor:
        return {
            (table, name)
            for table in connection.introspection.table_names(cursor)
            for name, constraint in connection.introspection.get_constraints(cursor, table).items()
            if constraint["check"] and not name.startswith("__") and not name.endswith("_check")
        }


@pytest.mark.alone
def test_both_databases_agree(django_db_blocker: Any, tmp_path: Path) -> None:
    """Tables, columns, what may be null, unique sets, foreign keys, named checks."""
    server = Server(postgres_server())
    with django_db_blocker.unblock():
        with pointed_at(sqlite_place(str(tmp_path / "zero.sqlite3"))):
            migrate_from_zero()
            on_sqlite, named_on_sqlite = schema(), named()
        name = "xueyou_from_zero"
        server.drop(name)
        with server.administered() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            with pointed_at(server.place(name)):
                migrate_from_zero()
                on_postgresql, named_on_postgresql = schema(), named()
        finally:
            server.drop(name)
    assert on_sqlite.keys() == on_postgresql.keys()
    for table, found in on_sqlite.items():
        assert found == on_postgresql[table], table
    assert len(on_sqlite) >= 12
    assert named_on_postgresql <= named_on_sqlite
    assert ("acts_seal", "seal_holds_acts") in named_on_postgresql
