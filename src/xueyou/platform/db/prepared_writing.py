"""Writing one row, and changing rows by a statement that is composed once a process.

For what is written at every click of thousands. A row inserted here is a whole new row of its
table; signals are sent by Django's own way only, so a model that somebody listens to goes there.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import UpdateQuery

from xueyou.platform.db.kept import remember
from xueyou.platform.db.prepared import Slot
from xueyou.platform.db.sending import sent

Changes = tuple["models.QuerySet[Any]", Mapping[str, Any]]
FEW = 16
"""Rows that one statement of a kept text inserts."""
_inserts: dict[Hashable, str] = {}
_changes: dict[Hashable, str] = {}
_updates: dict[Hashable, tuple[str, tuple[Any, ...]]] = {}


def insert_row(row: models.Model, *, unless: Sequence[str] = ()) -> bool:
    """Insert a new row and set its key; return whether it was inserted.

    With `unless`, names of columns that are unique together, a row that has the same values there
    already stays as it is and nothing is inserted. Else two of them raise IntegrityError.
    """
    kind = type(row)
    if pre_save.has_listeners(kind) or post_save.has_listeners(kind):
        if unless:
            raise ValueError(f"somebody listens to {kind.__name__}: insert it by save()")
        row.save(force_insert=True)
        return True
    options, connection = row._meta, connections[DEFAULT_DB_ALIAS]
    fields = [one for one in options.concrete_fields if one is not options.auto_field]
    values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
    marks = tuple(_mark(one, value, connection) for one, value in zip(fields, values, strict=True))
    key = (kind, connection.vendor, marks, tuple(unless))
    if key not in _inserts:
        _inserts[key] = _insert(options, fields, marks, unless, connection.ops.quote_name)
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        made, _ = sent(connection, _inserts[key], values)
    if not made:
        return False
    row.pk = made[0][0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return True


def insert_rows(rows: Sequence[models.Model], *, unless: Sequence[str] = ()) -> None:
    """Insert new rows of one table by one statement; their keys are not set.

    With `unless`, rows that are there already by these columns stay as they are. For a few rows:
    many go Django's way.
    """
    if not rows:
        return
    kind = type(rows[0])
    heard = pre_save.has_listeners(kind) or post_save.has_listeners(kind)
    if heard or len(rows) > FEW:
        kind._base_manager.bulk_create(rows, ignore_conflicts=bool(unless))
        return
    options, connection = kind._meta, connections[DEFAULT_DB_ALIAS]
    fields = [one for one in options.concrete_fields if one is not options.auto_field]
    values: list[Any] = []
    for row in rows:
        values += [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
    each = zip(fields * len(rows), values, strict=True)
    marks = tuple(_mark(one, value, connection) for one, value in each)
    key = (kind, connection.vendor, marks, tuple(unless), len(rows))
    if key not in _inserts:
        quoted = connection.ops.quote_name
        _inserts[key] = _insert(options, fields, marks, unless, quoted, returning=False)
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        sent(connection, _inserts[key], values)


def update_row(row: models.Model) -> None:
    """Write every column of a row that is there already, as `save()` does.

    Raises ObjectDoesNotExist where it is gone.
    """
    kind = type(row)
    if pre_save.has_listeners(kind) or post_save.has_listeners(kind):
        row.save(force_update=True)
        return
    options, connection = row._meta, connections[DEFAULT_DB_ALIAS]
    fields = [one for one in options.concrete_fields if not one.primary_key]
    values = [one.get_db_prep_save(one.pre_save(row, add=False), connection) for one in fields]
    marks = tuple(_mark(one, value, connection) for one, value in zip(fields, values, strict=True))
    key = (kind, connection.vendor, marks)
    if key not in _changes:
        _changes[key] = _change(options, fields, marks, connection.ops.quote_name)
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        _, changed = sent(connection, _changes[key], [*values, row.pk])
        if changed != 1:
            raise ObjectDoesNotExist(f"{options.label} {row.pk} is gone")


def _change(
    options: Any, fields: Sequence[Any], marks: Sequence[str], quoted: Callable[[str], str]
) -> str:
    named = zip(fields, marks, strict=True)
    changes = ", ".join(f"{quoted(one.column)} = {mark}" for one, mark in named)
    where = quoted(options.pk.column)
    return f"UPDATE {quoted(options.db_table)} SET {changes} WHERE {where} = %s"  # noqa: S608 - ours


def _mark(field: Any, value: Any, connection: Any) -> str:
    return str(connection.ops.binary_placeholder_sql(value)) if _is_binary(field) else "%s"


def _is_binary(field: Any) -> bool:
    return isinstance(field, models.BinaryField)


def _insert(
    options: Any,
    fields: Sequence[Any],
    marks: Sequence[str],
    unless: Sequence[str],
    quoted: Callable[[str], str],
    *,
    returning: bool = True,
) -> str:
    """Return the text that inserts as many rows as there are marks for."""
    columns, width = ", ".join(quoted(one.column) for one in fields), len(fields)
    same = ", ".join(quoted(options.get_field(name).column) for name in unless)
    rows = ", ".join(f"({', '.join(marks[at : at + width])})" for at in range(0, len(marks), width))
    text = f"INSERT INTO {quoted(options.db_table)} ({columns}) VALUES {rows}"  # noqa: S608 - our own names
    text += f" ON CONFLICT ({same}) DO NOTHING" if same else ""
    return text + (f" RETURNING {quoted(options.pk.column)}" if returning else "")


class PreparedUpdate:
    """A change with slots. `compose(*shape, **slots)` returns a queryset and what is set in it.

    The queryset filters by columns of its own table only. A slot may be given None where it is
    set, never where it filters.
    """

    def __init__(
        self, fields: Mapping[str, "models.Field[Any, Any]"], compose: Callable[..., Changes]
    ) -> None:
        self._fields = fields
        self._slots = {name: Slot(name, field) for name, field in fields.items()}
        self._compose = compose

    def __call__(self, *shape: Hashable, **values: Any) -> int:
        """Change the rows; return how many."""
        connection = connections[DEFAULT_DB_ALIAS]
        key = (self, connection.vendor, shape)
        known = _updates.get(key)
        if known is None:
            known = self._composed(shape)
            remember(_updates, key, known)
        sql, asked = known
        given = {
            name: self._fields[name].get_db_prep_save(value, connection)
            for name, value in values.items()
        }
        params = [given[one.name] if isinstance(one, Slot) else one for one in asked]
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
            _, changed = sent(connection, sql, params)
        return changed

    def _composed(self, shape: tuple[Hashable, ...]) -> tuple[str, tuple[Any, ...]]:
        rows, changes = self._compose(*shape, **self._slots)
        query: Any = rows.order_by().query.chain(UpdateQuery)
        query.add_update_values(changes)
        sql, params = query.get_compiler(rows.db).as_sql()
        return sql, tuple(params)


def prepared_update(
    **fields: "models.Field[Any, Any]",
) -> Callable[[Callable[..., Changes]], PreparedUpdate]:
    """Make a prepared change of a function that returns a queryset and what is set in it."""
    return lambda compose: PreparedUpdate(fields, compose)
