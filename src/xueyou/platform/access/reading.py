"""Reading and aiming: the only ways in which a surface gets rows, and a verb gets its object.

`read` answers views, never models; `target` answers a model for a verb, by the same predicate.
What a person may not see does not exist for him: both raise NotFound, as for an unknown uid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404

from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.views import Source, scoped_of, sources_of, value_of
from xueyou.platform.acts.actors import Actor

V = TypeVar("V")
PAGE_SIZE = 50
MOST_A_PAGE = 200
COMPARISONS = frozenset(
    {"", "exact", "iexact", "contains", "icontains", "startswith", "in", "isnull"}
    | {"gt", "gte", "lt", "lte", "range"}
)
"""What a filter may ask of a field; anything longer would walk on to fields that are hidden."""


class NotFound(Http404):
    """It does not exist, or not for this person: nobody learns which."""


class NotAllowed(PermissionDenied):
    """The actor lacks a permission that is about no existing row (making something new)."""


@dataclass(frozen=True, slots=True)
class Page(Generic[V]):
    """One page of a list in a stable order. `number` counts from 1."""

    rows: tuple[V, ...]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Number of pages, at least one."""
        return max(1, -(-self.total // self.size))


class Rows(Generic[V]):
    """Rows that the actor may see, as views; filtered, ordered and paged like a queryset.

    Filters and orders name fields of the view only: a hidden field cannot be found out by asking.
    """

    def __init__(self, view: type[V], found: QuerySet[Any], order: tuple[str, ...]) -> None:
        self._view = view
        self._sources = sources_of(view)
        self._found = found
        self._order = order

    def filter(self, **wanted: Any) -> "Rows[V]":
        """Keep rows by fields of the view: `filter(state="ready", title__contains="规划")`."""
        return self._with(self._found.filter(**self._by_lookup(wanted)))

    def exclude(self, **unwanted: Any) -> "Rows[V]":
        """Drop rows by fields of the view."""
        return self._with(self._found.exclude(**self._by_lookup(unwanted)))

    def restrict(self, condition: Q) -> "Rows[V]":
        """Keep rows by any condition on the model. For code of the room, never from a request."""
        return self._with(self._found.filter(condition))

    def order_by(self, *fields: str) -> "Rows[V]":
        """Order by fields of the view, `-` for descending; the key settles what is equal."""
        return Rows(self._view, self._found, tuple(self._ordering(field) for field in fields))

    def count(self) -> int:
        """Return how many rows there are."""
        return self._found.count()

    def exists(self) -> bool:
        """Return whether there is any row."""
        return self._found.exists()

    def first(self) -> V | None:
        """Return the first row, or None."""
        return next(iter(self._views(self._ordered()[:1])), None)

    def get(self, uid: UUID | str) -> V:
        """Return the row with that uid. Raises NotFound."""
        try:
            found = list(self._views(self._found.filter(uid=uid)[:1]))
        except (ValidationError, ValueError):
            found = []
        if not found:
            raise NotFound
        return found[0]

    def page(self, number: int | str | None = 1, size: int = PAGE_SIZE) -> Page[V]:
        """Return one page. A number that is none, or beyond the end, gives the nearest page."""
        size = max(1, min(size, MOST_A_PAGE))
        total = self.count()
        text = str(number)
        wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
        wanted = max(1, min(wanted, max(1, -(-total // size))))
        start = (wanted - 1) * size
        return Page(tuple(self._views(self._ordered()[start : start + size])), wanted, size, total)

    def __iter__(self) -> Iterator[V]:
        """Go through all rows in order."""
        return self._views(self._ordered())

    def _with(self, found: QuerySet[Any]) -> "Rows[V]":
        return Rows(self._view, found, self._order)

    def _ordered(self) -> QuerySet[Any]:
        return self._found.order_by(*self._order, "pk")

    def _ordering(self, field: str) -> str:
        bare = field.removeprefix("-")
        return ("-" if field.startswith("-") else "") + self._lookup(bare)

    def _by_lookup(self, wanted: dict[str, Any]) -> dict[str, Any]:
        found = {}
        for name, value in wanted.items():
            field, _, operator = name.partition("__")
            if operator not in COMPARISONS:
                raise ValueError(f"{name!r} has no field of the view, or no plain comparison")
            found[self._lookup(field) + (f"__{operator}" if operator else "")] = value
        return found

    def _lookup(self, field: str) -> str:
        given = self._sources.get(field)
        if given is None:
            raise ValueError(f"{self._view.__name__} has no field {field!r}")
        if given.compute is not None:
            raise ValueError(f"{self._view.__name__}.{field} is computed: the database lacks it")
        return _alias(field) if given.expression is not None else given.lookups[0]

    def _views(self, found: QuerySet[Any]) -> Iterator[V]:
        names = {lookup for given in self._sources.values() for lookup in given.lookups}
        names |= {_alias(name) for name, given in self._sources.items() if given.expression}
        for row in found.values(*sorted(names)):
            yield self._view(**{name: _value(name, s, row) for name, s in self._sources.items()})


def _alias(field: str) -> str:
    return f"view_{field}"


def _value(name: str, given: Source, row: dict[str, Any]) -> Any:
    return row[_alias(name)] if given.expression is not None else value_of(given, row)


def can(actor: Actor, permission: Permission, *, path: str | None = None) -> bool:
    """Return whether the actor has the permission at all, or (with `path`) in that subtree.

    With `path` it answers "may he do this for that organisation": the organisation must be his
    own or lie below it. This is for what does not exist yet; for what exists use `target`.
    """
    return _allowed(actor, permission, path)


def _allowed(actor: Actor, permission: Permission, path: str | None) -> bool:
    found = grants_of(actor, permission)
    return any(path is None or path.startswith(held.path) for held, _ in found)


def require(actor: Actor, permission: Permission, *, path: str | None = None) -> None:
    """Raise NotAllowed unless `can`."""
    if not can(actor, permission, path=path):
        raise NotAllowed(permission.code)


def scope(actor: Actor, permission: Permission, view: type | None = None) -> QuerySet[Any]:
    """Return the model rows that the permission reaches; with `view`, only by grants that show it.

    The one place where authority becomes a predicate. Surfaces use `read`, verbs use `target`.
    """
    scoped = permission.of
    if scoped is None:
        raise ValueError(f"permission {permission.code} is about no rows")
    reached: Q | None = None
    for held, grant in grants_of(actor, permission):
        if grant.anchor is None or (view is not None and view not in grant.views):
            continue
        condition = scoped.condition(grant.anchor, held)
        reached = condition if reached is None else reached | condition
    rows = scoped.all_rows()
    return rows.none() if reached is None else rows.filter(reached)


def read(actor: Actor, permission: Permission, view: type[V]) -> Rows[V]:
    """Return the rows that the actor may see, as `view`; none where no role shows him that view."""
    if scoped_of(view) is not permission.of:
        raise ValueError(f"{view.__name__} is no view for permission {permission.code}")
    expressions = {
        _alias(name): given.expression
        for name, given in sources_of(view).items()
        if given.expression is not None
    }
    found = scope(actor, permission, view)
    return Rows(view, found.annotate(**expressions) if expressions else found, ())


def target(actor: Actor, permission: Permission, uid: UUID | str) -> Any:
    """Return the model row a verb is to change, an instance of `permission.of.model`.

    Raises NotFound when there is none, or when it is not the actor's to change.
    """
    try:
        found = scope(actor, permission).filter(uid=uid).first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise NotFound
    return found


__all__ = [
    "NotAllowed",
    "NotFound",
    "Page",
    "Rows",
    "can",
    "read",
    "require",
    "scope",
    "target",
]
