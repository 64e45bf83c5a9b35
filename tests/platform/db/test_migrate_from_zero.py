"""All migrations run from nothing on both databases and leave the same schema."""

from pathlib import Path
from typing import Any

import pytest

from tests.databases import own_clone
from tests.platform.db.schemas import schema


@pytest.mark.alone
def test_both_databases_agree(django_db_blocker: Any, tmp_path: Path) -> None:
    """Tables, columns, what may be null, unique sets, foreign keys, named checks.

    Both are clones of templates, which all migrations made from nothing (tests/databases.py).
    """
    found = []
    for vendor in ("sqlite", "postgres"):
        with django_db_blocker.unblock(), own_clone(tmp_path, vendor):
            found.append(schema())
    on_sqlite, on_postgresql = found
    assert on_sqlite.keys() == on_postgresql.keys()
    for table, found in on_sqlite.items():
        assert found == on_postgresql[table], table
    assert len(on_sqlite) >= 12
    assert on_sqlite["acts_seal"]["checks"] == {"seal_holds_acts"}
    assert ("scope", "key") in on_sqlite["acts_receipt"]["unique"]
    assert ("parent_id", ("orgs_organisation", "id")) in on_sqlite["orgs_organisation"]["foreign"]
