"""Queries that are asked at every request: their SQL is composed once a process, then only sent.

Composing costs Django ten times what the database takes to answer a row by its key. What is kept
is the text of the question, never an answer: every call asks the database anew.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, Field, QuerySet, Value

from xueyou.platform.db.building import builder
from xueyou.platform.db.converting import Converters, converted, converters
from xueyou.platform.db.kept import remember
from xueyou.platform.db.sending import sent

_WHOLE = (BigIntegerField,)
"""Fields of which SQLite takes a whole number as it is."""


class Slot(Value):
    """Stands in a prepared query for a value that is given at each call."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(name, output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Leave itself among the parameters."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Composed:
    sql: str
    params: tuple[Any, ...]
    converters: "Converters"
    built: Callable[[Sequence[Any]], Any]


class Prepared:
    """A question with slots. `compose(*shape, **slots)` returns its queryset.

    What stands in `shape` is part of the text (a flag, a length, a day); slots take values of
    their field's type, never None. Only querysets of whole models (also with select_related) and
    `values_list` are taken; prefetching is not done. `ending`: a lock that Django has no words
    for, put behind the question where the database locks rows.
    """

    def __init__(
        self,
        fields: Mapping[str, "Field[Any, Any]"],
        compose: Callable[..., QuerySet[Any]],
        *,
        ending: str = "",
    ) -> None:
        self._fields, self._ending = fields, ending
        self._slots = {name: Slot(name, field) for name, field in fields.items()}
        self._compose = compose
        self._whole = {name for name, one in fields.items() if type(one) in _WHOLE}

    def __call__(self, *shape: Hashable, **values: Any) -> list[Any]:
        """Ask, and return all rows: models, or tuples."""
        connection = connections[DEFAULT_DB_ALIAS]
        composed = self._composed(shape, connection)
        if composed is None:
            return []
        known = self._whole if connection.vendor == "sqlite" else ()
        given = {
            name: value
            if name in known and type(value) is int
            else self._stored(name, value, connection)
            for name, value in values.items()
        }
        params = [given[one.name] if isinstance(one, Slot) else one for one in composed.params]
        rows, _ = sent(connection, composed.sql, params)
        convert = composed.converters
        return [composed.built(converted(row, convert, connection)) for row in rows]

    def _stored(self, name: str, value: Any, connection: Any) -> Any:
        if value is None:
            raise ValueError(f"slot {name} takes no None: IS NULL is another question")
        return self._fields[name].get_db_prep_value(value, connection, prepared=False)

    def _composed(self, shape: tuple[Hashable, ...], connection: Any) -> _Composed | None:
        key = (self, connection.vendor, shape)
        known = _kept.get(key, _UNKNOWN)
        if not isinstance(known, str):
            return known
        ending = self._ending if connection.features.has_select_for_update else ""
        composed = _compiled(self._compose(*shape, **self._slots), ending)
        remember(_kept, key, composed)
        return composed


_UNKNOWN = "unknown"
_kept: dict[tuple[Prepared, str, tuple[Hashable, ...]], _Composed | None] = {}


def prepared(**fields: "Field[Any, Any]") -> Callable[[Callable[..., QuerySet[Any]]], Prepared]:
    """Make a prepared query of a function that returns a queryset; its slots by field."""
    return lambda compose: Prepared(fields, compose)


def _compiled(found: QuerySet[Any], ending: str) -> _Composed | None:
    compiler = found.query.get_compiler(found.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    selected = [one[0] for one in compiler.select[: compiler.col_count]]
    asked = compiler.get_converters(selected)
    return _Composed(sql + ending, tuple(params), converters(asked), builder(found, compiler))
