"""Views: frozen, slotted dataclasses whose fields are the whitelist of what somebody may see."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

from django.db.models.expressions import Combinable

from xueyou.platform.access.anchors import Scoped

T = TypeVar("T")
_SOURCE = "xueyou.source"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field of a view comes from: a lookup, an expression, or values computed together."""

    lookups: tuple[str, ...] = ()
    compute: Callable[..., Any] | None = None
    expression: Combinable | None = None


def source(lookup: str) -> Any:
    """Declare that the field is read from another lookup: `owner: str = source("owner__name")`."""
    return dataclasses.field(metadata={_SOURCE: Source((lookup,))})


def computed(function: Callable[..., Any], *lookups: str) -> Any:
    """Declare a field computed from values that are themselves not shown (masks, sums, words)."""
    return dataclasses.field(metadata={_SOURCE: Source(lookups, compute=function)})


def expressed(expression: Combinable) -> Any:
    """Declare a field that the database computes: `Count("items")`, a subquery, a case."""
    return dataclasses.field(metadata={_SOURCE: Source(expression=expression)})


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(source, computed, expressed)
)
def view_of(scoped: Scoped, **sources: Any) -> Callable[[type[T]], type[T]]:
    """Make the class a view of `scoped`: frozen, slotted, each field bound to where it comes from.

    A field is read from the lookup of its own name, unless it is declared with `source`,
    `computed` or `expressed`, in the class or here by keyword (a plain string is a lookup):

        @view_of(DOCUMENTS, organisation="organisation__name")
        class DocumentLine: uid: UUID; title: str; organisation: str

    A class that is already a frozen, slotted dataclass is taken as it is.
    """

    def bind(cls: type[T]) -> type[T]:
        made = _frozen(cls)
        names = {field.name for field in dataclasses.fields(made)}  # type: ignore[arg-type]
        if not sources.keys() <= names:
            raise ValueError(f"{cls.__name__} has no fields {sorted(sources.keys() - names)}")
        found = {}
        for field in dataclasses.fields(made):  # type: ignore[arg-type]
            given = sources.get(field.name, field.metadata.get(_SOURCE, field.name))
            found[field.name] = _as_source(given)
        made.__scoped__ = scoped  # type: ignore[attr-defined]
        made.__sources__ = found  # type: ignore[attr-defined]
        return made

    return bind


def _frozen(cls: type[T]) -> type[T]:
    if "__dataclass_params__" not in vars(cls):
        return dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)
    if not vars(cls)["__dataclass_params__"].frozen or "__slots__" not in vars(cls):
        raise TypeError(f"{cls.__name__} must be a frozen, slotted dataclass")
    return cls


def _as_source(given: Any) -> Source:
    if isinstance(given, str):
        return Source((given,))
    if isinstance(given, dataclasses.Field):
        given = given.metadata[_SOURCE]
    if not isinstance(given, Source):
        raise TypeError(f"no source of a field: {given!r}")
    return given


def sources_of(view: type) -> Mapping[str, Source]:
    """Return where each field of the view comes from, in the order of its fields."""
    scoped_of(view)
    found: Mapping[str, Source] = view.__sources__  # type: ignore[attr-defined]
    return found


def scoped_of(view: type) -> Scoped:
    """Return what the view is a view of. Raises TypeError for a class that is no view."""
    scoped = getattr(view, "__scoped__", None)
    if not isinstance(scoped, Scoped):
        raise TypeError(f"{view.__name__} is not declared with @view_of")
    return scoped


def value_of(given: Source, row: Mapping[str, Any]) -> Any:
    """Return a field's value from values by lookup; not for fields that the database computes."""
    values = [row[lookup] for lookup in given.lookups]
    return values[0] if given.compute is None else given.compute(*values)


def seen_as(view: type[T], row: Any) -> T:
    """Return a model row as a view of it; fetched by a grant that shows the view, with its joins.

    For selectors that need the row as well. The fields are the whitelist, as everywhere.
    """
    sources = sources_of(view)
    names = {lookup for given in sources.values() for lookup in given.lookups}
    found = {name: _walked(row, name) for name in names}
    return view(**{name: value_of(given, found) for name, given in sources.items()})


def _walked(row: Any, lookup: str) -> Any:
    for step in lookup.split("__"):
        if row is None:
            return None
        row = getattr(row, step)
    return row
