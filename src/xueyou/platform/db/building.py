"""Making models of rows that were read, with what was joined to them.

Django calls `__init__` for each: signals that nobody hears, a loop over the fields, a descriptor a
field. A model that does nothing of its own there is filled directly; any other goes Django's way.
"""

from collections.abc import Callable, Sequence
from inspect import getattr_static
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

Row = Sequence[Any]
_KEEPING = (DeferredAttribute, ForeignKeyDeferredAttribute)
"""What a class has for a column whose value a new row keeps as it is given."""


class _Filled:
    """Stands for a model where Django makes one of a row."""

    def __init__(self, model: type[Model]) -> None:
        self._model, self._meta = model, model._meta

    def from_db(self, database: str, names: Sequence[str], values: Row) -> Model:
        """Return what `Model.from_db` returns: columns that are not named are deferred."""
        made = object.__new__(self._model)
        state = ModelState()
        state.adding, state.db = False, database
        made.__dict__["_state"] = state
        made.__dict__.update(zip(names, values, strict=True))
        return made


def builder(found: QuerySet[Any], compiler: Any) -> Callable[[Row], Any]:
    """Return what makes a row into what the queryset gives. Its compiler has composed the text."""
    if issubclass(found._iterable_class, ValuesListIterable):
        return tuple
    if found._iterable_class is not ModelIterable or compiler.annotation_col_map:
        raise ValueError("a prepared query gives whole models or values_list()")
    if found._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise ValueError("a prepared query does not prefetch")
    info, database = compiler.klass_info, found.db
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [one[0].target.attname for one in compiler.select[first:last]]
    related = get_related_populators(info, compiler.select, database)  # type: ignore[call-arg]
    _fill_directly(related)
    maker = _maker(info["model"])

    def build(row: Row) -> Any:
        made = maker.from_db(database, names, row[first:last])
        for one in related:
            one.populate(row, made)
        return made

    return build


def _fill_directly(related: Sequence[Any]) -> None:
    for one in related:
        one.model_cls = _maker(one.model_cls)
        _fill_directly(one.related_populators)


def _maker(model: type[Model]) -> Any:
    return _Filled(model) if is_plain(model) else model


def is_plain(model: type[Model]) -> bool:
    """Return whether a model adds nothing to how Django makes one, and nobody listens to it."""
    return (
        model.__init__ is Model.__init__
        and model.__new__ is object.__new__
        and model.__setattr__ is object.__setattr__
        and model.from_db.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
        and not pre_init.has_listeners(model)
        and not post_init.has_listeners(model)
        and all(
            type(getattr_static(model, field.attname)) in _KEEPING
            for field in model._meta.concrete_fields
        )
    )
