"""All migrations run from nothing on both databases and leave the same schema."""

from pathlib import Path
from typing import Any

import pytest

from tests.databases import Server, migrate_from_zero, pointed_at, postgres_server, sqlite_place
from tests.platform.db.schemas import schema


@pytest.mark.alone
def test_both_databases_agree(django_db_blocker: Any, tmp_path: Path) -> None:
    """Tables, columns, what may be null, unique sets, foreign keys, named checks."""
    server, name = Server(postgres_server()), "xueyou_from_zero"
    with django_db_blocker.unblock():
        with pointed_at(sqlite_place(str(tmp_path / "zero.sqlite3"))):
            migrate_from_zero()
            on_sqlite = schema()
        server.drop(name)
        with server.administered() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            with pointed_at(server.place(name)):
                migrate_from_zero()
                on_postgresql = schema()
        finally:
            server.drop(name)
    assert on_sqlite.keys() == on_postgresql.keys()
    for table, found in on_sqlite.items():
        assert found == on_postgresql[table], table
    assert len(on_sqlite) >= 12
    assert on_sqlite["acts_seal"]["checks"] == {"seal_holds_acts"}
    assert ("scope", "key") in on_sqlite["acts_receipt"]["unique"]
    assert ("parent_id", ("orgs_organisation", "id")) in on_sqlite["orgs_organisation"]["foreign"]
