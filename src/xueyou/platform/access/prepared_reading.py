"""What people ask at every click, by the same authority as `reading`, composed once.

The predicate is that of `scope`: the same anchors over the same grants, looked up for each call.
Only its text is kept, by the anchors and places through which the actor reaches the rows and by the
day; his account is a value of the question. So a right that ended is missed by the next call, as
everywhere. An anchor's condition may rest on the holding and on `business_today()`, on no clock.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import BigIntegerField, Field, Q, QuerySet

from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.views import sources_of, value_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.db import Prepared
from xueyou.platform.time import business_today

V = TypeVar("V")
Compose = Callable[..., QuerySet[Any]]
Reaches = tuple[tuple[str, str, int], ...]
"""By which anchors, in the organisation of which path and key."""


@dataclass(frozen=True, slots=True)
class _AnyAccount:
    """A role held by the account that will be given."""

    user_id: Any
    path: str
    organisation_id: int


class PreparedRows:
    """Model rows that a permission reaches, for verbs and selectors; [] where it reaches none."""

    def __init__(
        self,
        permission: Permission,
        view: type | None,
        fields: Mapping[str, "Field[Any, Any]"],
        compose: Compose,
    ) -> None:
        if permission.of is None:
            raise ValueError(f"permission {permission.code} is about no rows")
        self._permission, self._view, self._compose = permission, view, compose
        self._scoped = permission.of
        self._asked = Prepared({"account": BigIntegerField(), **fields}, self._composed)

    def __call__(self, actor: Actor, **values: Any) -> list[Any]:
        """Ask for this actor; all roles he holds count, as for `scope`."""
        reached, accounts = self._reached(actor)
        if not reached:
            return []
        (account,) = accounts
        return self._asked(reached, business_today(), account=account, **values)

    def reaches_all_of(self, other: "PreparedRows", actor: Actor) -> bool:
        """Return whether this actor reaches here each row that he reaches by the other question.

        True only where every way there is a way here: one account, the same anchors and places.
        """
        own, accounts = self._reached(actor)
        others, same = other._reached(actor)
        return self._scoped is other._scoped and accounts == same and set(others) <= set(own)

    def _reached(self, actor: Actor) -> tuple[Reaches, set[int]]:
        reaches, accounts = [], set()
        for held, grant in grants_of(actor, self._permission):
            if grant.anchor is None or (self._view is not None and self._view not in grant.views):
                continue
            reaches.append((grant.anchor, held.path, held.organisation_id))
            accounts.add(held.user_id)
        return tuple(dict.fromkeys(reaches)), accounts

    def _composed(self, reaches: Reaches, _today: Any, *, account: Any, **slots: Any) -> Any:
        reached = Q()
        for anchor, path, organisation in reaches:
            reached |= self._scoped.condition(anchor, _AnyAccount(account, path, organisation))
        return self._compose(self._scoped.all_rows().filter(reached), **slots)


def prepared_rows(
    permission: Permission, view: type | None = None, **fields: "Field[Any, Any]"
) -> Callable[[Compose], PreparedRows]:
    """Prepare what a function makes of the rows reached; with `view`, only by grants that show it.

    The function takes the queryset first, and its slots by keyword (see platform.db.prepared).
    """
    return lambda compose: PreparedRows(permission, view, fields, compose)


class PreparedViews(Generic[V]):
    """The same rows as views: a field that the view lacks is not even selected."""

    def __init__(
        self,
        permission: Permission,
        view: type[V],
        fields: Mapping[str, "Field[Any, Any]"],
        compose: Compose,
    ) -> None:
        self._view, self._sources = view, sources_of(view)
        if any(one.expression is not None for one in self._sources.values()):
            raise ValueError(f"{view.__name__} has expressions: use read()")
        names = {lookup for one in self._sources.values() for lookup in one.lookups}
        self._names = sorted(names)

        def values(rows: QuerySet[Any], **slots: Any) -> QuerySet[Any]:
            return compose(rows, **slots).values_list(*self._names)

        self._rows = PreparedRows(permission, view, fields, values)

    def __call__(self, actor: Actor, **values: Any) -> list[V]:
        """Ask for this actor."""
        return list(self._views(self._rows(actor, **values)))

    def _views(self, rows: list[tuple[Any, ...]]) -> Iterator[V]:
        for row in rows:
            found = dict(zip(self._names, row, strict=True))
            made = {name: value_of(one, found) for name, one in self._sources.items()}
            yield self._view(**made)


def prepared_views(
    permission: Permission, view: type[V], **fields: "Field[Any, Any]"
) -> Callable[[Compose], PreparedViews[V]]:
    """Prepare what a function makes of the rows that the actor may see as `view`."""
    return lambda compose: PreparedViews(permission, view, fields, compose)
