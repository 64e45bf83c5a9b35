"""Roles: which permissions a post carries, through which anchor, with which views.

The roles themselves are code of the site (setting XUEYOU_ROLES); here stand only their type, the
rules between them, and the catalogue.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from django.conf import settings

from xueyou.platform.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission held through one anchor, with the views that whitelist its fields.

    Without an anchor it concerns no rows: a page, or making something new.
    """

    anchor: str | None
    views: tuple[type, ...] = ()


ALLOWED = Grant(anchor=None)
"""Grant of a permission that is about no existing row."""


def via(anchor: str, *views: type) -> Grant:
    """Return a grant through the anchor named; for reading name the views, for a verb none."""
    return Grant(anchor, views)


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """A post and what it carries.

    `kinds` are the kinds of organisation it may be held in (empty: any).
    `conflicts` names roles that the same person must not hold at the same time, anywhere
    (三员分立: system, security and audit administration are three people).
    `everyone` marks what each open account carries by itself (being a parent): it is never
    assigned, and held in no organisation, so it reaches rows only through the account's person.
    """

    name: str
    zh: str
    grants: Mapping[Permission, Grant | tuple[Grant, ...]]
    kinds: frozenset[str] = frozenset()
    conflicts: frozenset[str] = field(default_factory=frozenset)
    everyone: bool = False

    def grants_of(self, permission: Permission) -> tuple[Grant, ...]:
        """Return the grants of one permission, possibly none."""
        found = self.grants.get(permission, ())
        return (found,) if isinstance(found, Grant) else found


class RoleCatalogue:
    """All roles of this deployment, checked against one another."""

    def __init__(self, roles: tuple[Role, ...]) -> None:
        self._by_name: dict[str, Role] = {}
        for role in roles:
            if role.name in self._by_name:
                raise ValueError(f"role {role.name} is declared twice")
            self._by_name[role.name] = role
        for role in roles:
            self._check(role)

    def _check(self, role: Role) -> None:
        unknown = role.conflicts - self._by_name.keys()
        if unknown:
            raise ValueError(f"role {role.name} conflicts with unknown roles {sorted(unknown)}")
        for permission, found in role.grants.items():
            for grant in (found,) if isinstance(found, Grant) else found:
                _check_grant(role, permission, grant)

    def __iter__(self) -> Iterator[Role]:
        return iter(self._by_name.values())

    def get(self, name: str) -> Role | None:
        """Return the role of that name; None when the code no longer has it (it grants nothing)."""
        return self._by_name.get(name)

    def of_everyone(self) -> tuple[Role, ...]:
        """Return the roles that each open account carries by itself."""
        return tuple(role for role in self if role.everyone)

    def conflict(self, one: Role, other: Role) -> bool:
        """Return whether no person may hold both."""
        return other.name in one.conflicts or one.name in other.conflicts


def _check_grant(role: Role, permission: Permission, grant: Grant) -> None:
    where = f"role {role.name}, permission {permission.code}"
    if grant.anchor is None:
        return
    if permission.of is None:
        raise ValueError(f"{where}: an anchor needs a permission about rows")
    if grant.anchor not in permission.of.anchors:
        raise ValueError(f"{where}: no anchor {grant.anchor!r}")
    for view in grant.views:
        if getattr(view, "__scoped__", None) is not permission.of:
            raise ValueError(f"{where}: {view.__name__} is a view of something else")


@cache
def roles() -> RoleCatalogue:
    """Return the catalogue that the site's code declares (ROLES in the module XUEYOU_ROLES)."""
    declared = import_module(settings.XUEYOU_ROLES).ROLES
    return RoleCatalogue(tuple(declared))
