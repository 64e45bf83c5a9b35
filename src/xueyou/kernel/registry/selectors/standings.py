"""Standings in force on a day, for rooms that must honour them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xueyou.kernel.registry.models import Standing
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.standings import StandingKind
from xueyou.platform.time import business_today


@dataclass(frozen=True, slots=True)
class StandingFound:
    """What must be honoured. Without a quantity it holds wholly."""

    uid: UUID
    kind: str
    scope: str
    quantity: int | None
    grade: str
    reason: str
    source: Ref
    valid_from: date
    valid_to: date | None


def in_force(
    kinds: Iterable[StandingKind],
    *,
    on: date,
    organisations: Iterable[int] | None = None,
    persons: Iterable[int] | None = None,
    known_at: datetime | None = None,
) -> dict[int, list[StandingFound]]:
    """Return standings of these kinds on the day by key of organisation, or of person.

    Give one of the two. `known_at` asks what was known then (default: now). Oldest first, one
    query; who has none is missing.
    """
    if (organisations is None) == (persons is None):
        raise ValueError("ask about organisations or about persons")
    party = "organisation_id" if persons is None else "person_id"
    rows = Standing.objects.on(on).filter(
        kind__in=[kind.name for kind in kinds],
        **{f"{party}__in": list((organisations if persons is None else persons) or ())},
    )
    rows = rows.standing() if known_at is None else rows.known(known_at)
    found: dict[int, list[StandingFound]] = {}
    for row in rows.order_by("valid_from", "pk"):
        found.setdefault(getattr(row, party), []).append(_found(row))
    return found


def light_of(valid_from: date, valid_to: date | None) -> str:
    """Return how one is shown today: `wait` before its days, `good` in them, `none` after them."""
    today = business_today()
    if valid_from > today:
        return "wait"
    return "none" if valid_to is not None and valid_to <= today else "good"


def holders(kind: StandingKind, *, scope: str, on: date | None = None) -> QuerySet[Any]:
    """Return the keys of the organisations with such a standing in this scope, to be asked within.

    Of those in force on the day; without one, of all that were ever granted, also voided since.
    """
    rows = Standing.objects.filter(kind=kind.name, scope=scope).exclude(organisation=None)
    return (rows if on is None else rows.on(on).standing()).values("organisation")


def _found(row: Standing) -> StandingFound:
    return StandingFound(
        uid=row.uid,
        kind=row.kind,
        scope=row.scope,
        quantity=row.quantity,
        grade=row.grade,
        reason=row.reason,
        source=Ref(row.source_kind, row.source_uid),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
