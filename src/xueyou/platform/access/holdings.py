"""What a person holds at this moment: the roles in force, and for which organisation they act."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, DateField, QuerySet

from xueyou.platform.access.models import Assignment
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import Grant, Role, roles
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.db import prepared
from xueyou.platform.time import business_today

NOWHERE = "~"
"""Path of no organisation: every path begins with a digit."""
NO_ORGANISATION = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Held:
    """One role in force, in one organisation."""

    role: Role
    user_id: int
    organisation_id: int
    organisation_uid: UUID
    organisation_name: str
    path: str


@dataclass(frozen=True, slots=True)
class SignedIn(Actor):
    """A person with the roles that count now: those of the one organisation acted for."""

    holdings: tuple[Held, ...] = ()
    others: tuple[Held, ...] = ()
    """Roles in force in other organisations: they allow nothing until one acts for them."""
    own: tuple[Held, ...] = ()
    """What the account carries by itself, in no organisation: being a parent."""


@prepared(user=BigIntegerField(), today=DateField())
def _assigned(user: Any, today: Any) -> QuerySet[Assignment]:
    rows = Assignment.objects.standing().on(today).filter(user=user)
    found: QuerySet[Assignment] = rows.select_related("organisation").order_by(
        "organisation__depth", "organisation__path", "role"
    )
    return found


def in_force(user: User) -> tuple[Held, ...]:
    """Return the person's roles in force today, shallowest organisation first.

    Spans count by the business date, revocations at once. An account that is closed holds nothing,
    nor one that is not staff's: roles are for those who give a second factor.
    """
    if not user.is_active or not user.staff:
        return ()
    held = []
    for row in _assigned(user=user.pk, today=business_today()):
        role = roles().get(row.role)
        if role is not None and not role.everyone:
            where = row.organisation
            held.append(Held(role, user.pk, where.pk, where.uid, where.name, where.path))
    return tuple(held)


def actor_for(user: User, organisation_uid: UUID | str | None = None) -> SignedIn:
    """Return the actor that `user` is when acting for one organisation.

    Without a choice, or with one that is no longer held, it is the first organisation held.
    """
    everything = in_force(user)
    wanted = str(organisation_uid) if organisation_uid else None
    chosen = next((held.path for held in everything if str(held.organisation_uid) == wanted), None)
    if chosen is None and everything:
        chosen = everything[0].path
    return SignedIn(
        kind="user",
        id=str(user.uid),
        user=user,
        org_path=chosen or "",
        holdings=tuple(held for held in everything if held.path == chosen),
        others=tuple(held for held in everything if held.path != chosen),
        own=own_holdings(user),
    )


def own_holdings(user: User) -> tuple[Held, ...]:
    """Return what each open account carries by itself; nothing once it is closed."""
    if not user.is_active:
        return ()
    return tuple(
        Held(role, user.pk, 0, NO_ORGANISATION, "", NOWHERE) for role in roles().of_everyone()
    )


def holdings_of(actor: Actor) -> tuple[Held, ...]:
    """Return what counts for this actor. Jobs, connectors and the system hold no roles."""
    if isinstance(actor, SignedIn):
        return actor.holdings
    if actor.kind != "user" or not isinstance(actor.user, User):
        return ()
    everything = in_force(actor.user)
    return tuple(held for held in everything if held.path == actor.org_path or not actor.org_path)


def grants_of(actor: Actor, permission: Permission) -> list[tuple[Held, Grant]]:
    """Return each way in which the actor has the permission."""
    held_now = (*holdings_of(actor), *_own_of(actor))
    return [(held, grant) for held in held_now for grant in held.role.grants_of(permission)]


def _own_of(actor: Actor) -> tuple[Held, ...]:
    if isinstance(actor, SignedIn):
        return actor.own
    if actor.kind != "user" or not isinstance(actor.user, User):
        return ()
    return own_holdings(actor.user)
