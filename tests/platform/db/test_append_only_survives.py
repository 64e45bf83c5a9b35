"""Every table that a migration declared append-only still has its triggers after all migrations."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from xueyou.platform.db.append_only import AppendOnly, trigger_names


def declared() -> set[str]:
    """Return the tables that migrations declare append-only."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    apps = loader.project_state().apps
    return {
        apps.get_model(app, operation.model_name)._meta.db_table
        for (app, _), migration in loader.disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
    }


@pytest.mark.django_db
def test_the_triggers_are_there() -> None:
    """SQLite loses them whenever a later migration rebuilds the table."""
    tables = declared()
    assert {"acts_act", "acts_seal"} <= tables
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {name for (name,) in cursor.fetchall()}
    wanted = {name for table in tables for name in trigger_names(connection.vendor, table)}
    assert wanted <= found
