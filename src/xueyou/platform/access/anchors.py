"""Anchors: in how many ways an object can belong to somebody, and the predicate of each.

An anchor turns what a person holds (a role in an organisation) into a condition on rows. The same
condition guards reading and writing, so the two cannot drift apart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet

PATH_SEGMENT = 7
"""Length of one step of an organisation's path: six digits and a dot."""


class Holding(Protocol):
    """What an anchor needs to know of a role that somebody holds."""

    @property
    def path(self) -> str:
        """Path of the organisation in which the role is held."""

    @property
    def organisation_id(self) -> int:
        """Key of that organisation."""

    @property
    def user_id(self) -> int:
        """Key of the account that holds the role."""


class Anchor(Protocol):
    """One way of belonging."""

    def condition(self, holding: Holding) -> Q:
        """Return the rows that belong to this holding."""


@dataclass(frozen=True, slots=True)
class Under:
    """Rows whose organisation lies in the holder's subtree. `path` is the lookup of that path."""

    path: str
    also: Mapping[str, Any] | None = None
    """Further equalities on the same relation, for example {"offers__holds_place": True}."""

    def condition(self, holding: Holding) -> Q:
        """Return rows under the holder's organisation, itself included."""
        return Q(**{f"{self.path}__startswith": holding.path}, **(self.also or {}))


@dataclass(frozen=True, slots=True)
class At:
    """Rows of exactly the holder's organisation, not of those below it."""

    path: str

    def condition(self, holding: Holding) -> Q:
        """Return rows of the holder's own organisation."""
        return Q(**{self.path: holding.path})


@dataclass(frozen=True, slots=True)
class Above:
    """Rows of organisations above the holder's own: what the city sets, its schools may read."""

    path: str
    also: Mapping[str, Any] | None = None

    def condition(self, holding: Holding) -> Q:
        """Return rows of the holder's organisation and of each one above it."""
        ends = range(PATH_SEGMENT, len(holding.path) + 1, PATH_SEGMENT)
        return Q(**{f"{self.path}__in": [holding.path[:end] for end in ends]}, **(self.also or {}))


@dataclass(frozen=True, slots=True)
class Mine:
    """Rows that name the person's own account. `user` is the lookup of the account's key."""

    user: str

    def condition(self, holding: Holding) -> Q:
        """Return rows of the holder's own account."""
        return Q(**{self.user: holding.user_id})


@dataclass(frozen=True, slots=True)
class Whole:
    """Every row: for registers of the deployment that belong to no organisation."""

    def condition(self, holding: Holding) -> Q:
        """Return a condition that every row meets."""
        return Q(pk__isnull=False)


@dataclass(frozen=True, slots=True, eq=False)
class Scoped:
    """The rows of one model, with the ways of belonging by name.

    `minus` lists anchors that take rows away again whatever else holds (recusal).
    `rows` gives the rows that exist for people at all (for example: not voided).
    """

    model: type[Model]
    anchors: Mapping[str, Anchor]
    minus: Sequence[Anchor] = ()
    rows: Callable[[], QuerySet[Any]] | None = None

    def all_rows(self) -> QuerySet[Any]:
        """Return the rows that exist for people, before anybody's anchors are applied."""
        return self.rows() if self.rows is not None else self.model._default_manager.all()

    def condition(self, anchor: str, holding: Holding) -> Q:
        """Return the rows that belong to `holding` by the anchor named, less what is subtracted."""
        wanted = self._found(self.anchors[anchor].condition(holding))
        for taken in self.minus:
            wanted &= ~self._found(taken.condition(holding))
        return wanted

    def _found(self, condition: Q) -> Q:
        """Turn a condition across a to-many relation into IN (subquery): no duplicate rows."""
        if not any(self._crosses_many(lookup) for lookup in _lookups(condition)):
            return condition
        return Q(pk__in=self.model._default_manager.filter(condition).values("pk"))

    def _crosses_many(self, lookup: str) -> bool:
        options = self.model._meta
        for step in lookup.split("__"):
            if step == "pk" or step not in {f.name for f in options.get_fields()}:
                return False
            field = options.get_field(step)
            if field.one_to_many or field.many_to_many:
                return True
            if not field.is_relation or field.related_model is None:
                return False
            related = field.related_model
            assert isinstance(related, type), "a relation of a loaded model is resolved"
            options = related._meta
        return False


def _lookups(condition: Q) -> list[str]:
    found: list[str] = []
    for child in condition.children:
        if isinstance(child, Q):
            found.extend(_lookups(child))
        elif isinstance(child, tuple):
            found.append(str(child[0]))
    return found
