"""Every table that a migration declared watched still has its triggers after all migrations."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from xueyou.platform.db.stamps import Stamps


@pytest.mark.django_db
def test_the_triggers_are_there() -> None:
    """SQLite loses them whenever a later migration rebuilds a watched table."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    declared = [
        operation
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, Stamps)
    ]
    wanted = {name for operation in declared for name in operation.trigger_names()}
    assert len(wanted) >= 13
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {name for (name,) in cursor.fetchall()}
    assert wanted <= found
