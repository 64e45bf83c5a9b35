"""Every table that a migration declared watched still has its triggers after all migrations."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter
from django.db.models import Model

from tests.databases import OwnDatabase
from xueyou.kernel.calls.models import CapacityLine, Offering, Option, Phase, Round
from xueyou.platform.db.stamps import Stamps, StampsLaidDown
from xueyou.platform.orgs.models import Organisation


def declared() -> list[Stamps]:
    """Return what migrations declare."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [
        operation
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if type(operation) is Stamps
    ]


@pytest.mark.django_db
def test_the_triggers_are_there() -> None:
    """SQLite loses them whenever a later migration rebuilds a watched table."""
    wanted = {name for operation in declared() for name in operation.trigger_names()}
    assert len(wanted) >= 13
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {name for (name,) in cursor.fetchall()}
    assert wanted <= found


@pytest.mark.parametrize("model", [Option, Round, CapacityLine, Phase, Organisation, Offering])
def test_a_table_they_name_can_be_altered(own_database: OwnDatabase, model: type[Model]) -> None:
    """Laid down, altered, put up again: what SQLite refuses or loses else."""
    (stamps,) = declared()
    _, given, _ = stamps.deconstruct()
    down, up = StampsLaidDown(*given), Stamps(*given)
    field = next(
        one for one in model._meta.concrete_fields if not one.primary_key and not one.is_relation
    )
    changed = field.clone()
    changed.null = True
    changed.set_attributes_from_name(field.name)
    changed.model = model
    state = ProjectState()
    with connection.schema_editor(atomic=True) as editor:
        down.database_forwards("calls", editor, state, state)
        editor.alter_field(model, field, changed, strict=False)
        up.database_forwards("calls", editor, state, state)
    test_the_triggers_are_there()


@pytest.mark.django_db
def test_the_operation_can_be_written_down() -> None:
    """A squashed migration holds it as it was given."""
    (stamps,) = declared()
    written, _ = OperationWriter(stamps).serialize()
    assert "calls_capacityline" in written
