"""Stamps: a number a row has, raised by the database whenever what hangs on the row changes.

Whoever keeps in the process what he read of it keeps it under that number: the same number, the
same content. The number stands in a table of its own that nobody locks and only triggers write,
after all locks of a verb (platform/db/locks) are taken: so it can bring no two verbs to a deadlock.
It changes with the transaction that changed the content, and is undone with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


@dataclass(frozen=True, slots=True)
class Watched:
    """A table, and whose stamps its rows raise.

    `owners`: a query of the owners' keys, named `owner`, in which {keys} stands for a query of what
    `column` holds in the rows that changed, named `id`. `events`: which changes count.
    """

    table: str
    column: str
    owners: str = 'SELECT "id" AS "owner" FROM ({keys}) AS "changed"'
    events: Sequence[str] = tuple(_EVENTS)


class Stamps(Operation):
    """Migration operation: from here on `table` holds a stamp for each owner whose rows changed.

    `table` has a column named in `owner`, its key, and `stamp`, and refers to no other. SQLite
    rebuilds a table to alter it and loses its triggers with the old one: a migration that alters a
    watched table must end with this operation again (it replaces its own triggers).
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, owner: str, watched: Sequence[Watched]) -> None:
        self.table, self.owner, self.watched = table, owner, tuple(watched)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Name the operation for a written migration."""
        return (type(self).__qualname__, (self.table, self.owner, self.watched), {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in Django's picture of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the triggers."""
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        postgresql = schema_editor.connection.vendor == "postgresql"
        for statement in self._on_postgresql() if postgresql else self._on_sqlite():
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the triggers."""
        postgresql = schema_editor.connection.vendor == "postgresql"
        for watched, _, name in self._each():
            where = f' ON "{watched.table}"' if postgresql else ""
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{where}', params=None)
            if postgresql:
                schema_editor.execute(f'DROP FUNCTION IF EXISTS "{name}"()', params=None)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Raise {self.table} with {', '.join(one.table for one in self.watched)}"

    def trigger_names(self) -> list[str]:
        """Return the names of the triggers that keep the stamps."""
        return [name for _, _, name in self._each()]

    def _each(self) -> Iterator[tuple[Watched, str, str]]:
        for watched in self.watched:
            for event in watched.events:
                yield watched, event, f"{self.table}_by_{watched.table}_{event.lower()}"

    def _raised(self, watched: Watched, keys: str) -> str:
        owners = watched.owners.format(keys=keys)
        return (
            f'INSERT INTO "{self.table}" ("{self.owner}", "stamp")'  # noqa: S608 - our own names
            f' SELECT DISTINCT "owner", 1 FROM ({owners}) AS "found"'
            f' WHERE "owner" IS NOT NULL ORDER BY "owner" ON CONFLICT ("{self.owner}")'
            f' DO UPDATE SET "stamp" = "{self.table}"."stamp" + 1'
        )

    def _on_sqlite(self) -> Iterator[str]:
        for watched, event, name in self._each():
            rows = _EVENTS[event]
            keys = " UNION ".join(f'SELECT {row}."{watched.column}" AS "id"' for row in rows)
            raised = self._raised(watched, keys)
            yield (
                f'CREATE TRIGGER "{name}" AFTER {event} ON "{watched.table}" BEGIN {raised}; END'
            )

    def _on_postgresql(self) -> Iterator[str]:
        """Once a statement: a call's thousand lines, written at once, raise one number once."""
        for watched, event, name in self._each():
            rows = _EVENTS[event]
            changed = [f'SELECT "{watched.column}" AS "id" FROM {row}_rows' for row in rows]  # noqa: S608
            keys = " UNION ".join(changed)
            yield (
                f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS'
                f" $$ BEGIN {self._raised(watched, keys)}; RETURN NULL; END $$"
            )
            seen = " ".join(f"{row} TABLE AS {row}_rows" for row in rows)
            yield (
                f'CREATE TRIGGER "{name}" AFTER {event} ON "{watched.table}"'
                f" REFERENCING {seen} FOR EACH STATEMENT"
                f' EXECUTE FUNCTION "{name}"()'
            )
