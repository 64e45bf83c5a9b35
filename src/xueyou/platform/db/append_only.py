"""Tables that only grow: the database itself refuses UPDATE and DELETE, on SQLite and PostgreSQL.

The triggers guard against our own mistakes and against a person with the application's password.
Whoever owns the database can drop them; that is what seals are for (platform/acts).
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.migrations.state import ProjectState

from xueyou.platform.db.trigger_operations import TriggerOperation

REFUSAL = "append-only"


class AppendOnly(TriggerOperation):
    """Migration operation: from here on rows of the model can be inserted and read, no more.

    SQLite rebuilds a table to alter it and loses its triggers with the old one: a migration that
    alters an append-only table must end with this operation again (it replaces its own triggers).
    """

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, Any]]:
        """Name the operation for a written migration."""
        return (type(self).__qualname__, (self.model_name,), {})

    def creating(self, vendor: str, app_label: str, state: ProjectState) -> Iterable[str]:
        """Return the statements that create the triggers."""
        return install_statements(vendor, state.apps.get_model(app_label, self.model_name))

    def dropping(self, vendor: str, app_label: str, state: ProjectState) -> Iterable[str]:
        """Return the statements that drop them."""
        model = state.apps.get_model(app_label, self.model_name)
        return drop_statements(vendor, model._meta.db_table)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Refuse UPDATE and DELETE on {self.model_name}"


def trigger_names(vendor: str, table: str) -> list[str]:
    """Return the names of the triggers that keep a table append-only on this database."""
    kinds = ["change", "truncate"] if vendor == "postgresql" else ["update", "delete", "replace"]
    return [f"{table}_append_only_{kind}" for kind in kinds]


def drop_statements(vendor: str, table: str) -> list[str]:
    """Return the statements that take the triggers away."""
    where = f' ON "{table}"' if vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{name}"{where}' for name in trigger_names(vendor, table)]


def install_statements(vendor: str, model: type[models.Model]) -> list[str]:
    """Return the statements that create the triggers."""
    if vendor == "postgresql":
        return _on_postgresql(model._meta.db_table)
    return _on_sqlite(model)


def _on_postgresql(table: str) -> list[str]:
    change, truncate = trigger_names("postgresql", table)
    return [
        "CREATE OR REPLACE FUNCTION xueyou_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME"
        " USING ERRCODE = 'restrict_violation'; END $$",
        f'CREATE TRIGGER "{change}" BEFORE UPDATE OR DELETE ON "{table}"'
        " FOR EACH ROW EXECUTE FUNCTION xueyou_append_only()",
        f'CREATE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION xueyou_append_only()",
    ]


def _on_sqlite(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    update, delete, replace = trigger_names("sqlite", table)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {table}'); END"
    # INSERT OR REPLACE removes the row in its way without asking the DELETE trigger.
    keys = [field.column for field in model._meta.local_concrete_fields if field.unique]
    taken = " OR ".join(f'"{key}" = NEW."{key}"' for key in keys)
    exists = f'EXISTS (SELECT 1 FROM "{table}" WHERE {taken})'  # noqa: S608 - our own names
    return [
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{replace}" BEFORE INSERT ON "{table}" WHEN {exists} {refuse}',
    ]
