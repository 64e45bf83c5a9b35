"""Stamps: a number a row has, raised by the database whenever what hangs on the row changes.

Whoever keeps in the process what he read of it keeps it under that number: the same number, the
same content. The number stands in a table of its own that only triggers write: a column of the
owner would have every verb lock the owner that changes something under it. It changes with the
transaction that changed the content, and is undone with it.

Who writes what is watched holds the owner's stamp until his transaction ends, as he would a lock:
so a verb locks all it needs before it writes the first line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.migrations.state import ProjectState

from xueyou.platform.db.trigger_operations import TriggerOperation

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


class Stamps(TriggerOperation):
    """Migration operation: from here on `table` holds a stamp for each owner whose rows changed.

    `table` has a column named in `owner`, its key, and `stamp`. SQLite rebuilds a table to alter
    it: it refuses while triggers of other tables name the old one, and loses those on it. So a
    migration that alters a watched table, one that `owners` reads, or `table` itself begins with
    `StampsLaidDown`, given the same, and ends with this operation again.
    """

    def __init__(self, table: str, owner: str, watched: Sequence[Watched | Sequence[Any]]) -> None:
        self.table, self.owner = table, owner
        self.watched = tuple(one if isinstance(one, Watched) else Watched(*one) for one in watched)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Name the operation for a written migration."""
        watched = [(one.table, one.column, one.owners, one.events) for one in self.watched]
        return (type(self).__qualname__, (self.table, self.owner, watched), {})

    def creating(self, vendor: str, app_label: str, state: ProjectState) -> Iterable[str]:
        """Return the statements that create the triggers."""
        return self._on_postgresql() if vendor == "postgresql" else self._on_sqlite()

    def dropping(self, vendor: str, app_label: str, state: ProjectState) -> Iterable[str]:
        """Return the statements that drop them."""
        postgresql = vendor == "postgresql"
        for watched, _, name in self._each():
            where = f' ON "{watched.table}"' if postgresql else ""
            yield f'DROP TRIGGER IF EXISTS "{name}"{where}'
            if postgresql:
                yield f'DROP FUNCTION IF EXISTS "{name}"()'

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


class StampsLaidDown(Stamps):
    """Migration operation: take the triggers away, before a table that they name is altered."""

    database_forwards = Stamps.database_backwards
    database_backwards = Stamps.database_forwards

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Raise {self.table} no more"
