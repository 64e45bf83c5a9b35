"""Calls as anybody may see them, and as those who keep them do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Q, QuerySet, Sum

from xueyou.kernel.calls.access import KEEP_ROUND, READ_CALL
from xueyou.kernel.calls.models import (
    CallState,
    CapacityLine,
    Choice,
    Option,
    Round,
    RoundState,
)
from xueyou.kernel.calls.services.freezing import COUNTING
from xueyou.kernel.calls.views import CallRow, RoundRow
from xueyou.platform.access.reading import NotFound, Rows, read
from xueyou.platform.acts.actors import Actor
from xueyou.platform.db import prepared
from xueyou.platform.time import business_now

SHOWN = (RoundState.ANNOUNCED, RoundState.FROZEN, RoundState.RUN, RoundState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call with the round that is open, or opens next; times as for everybody."""

    uid: UUID
    kind: str
    year: int
    title: str
    organisation: str
    round: UUID
    mode: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class OptionPlaces:
    """An option as it is offered: places by its lines, and how many asked for it so far.

    `places` counts what lies in no pool and in pools; `asked` each application once.
    """

    uid: UUID
    code: str
    title: str
    lane: str
    organisation: str
    places: int
    asked: int


@dataclass(frozen=True, slots=True)
class PlacesLine:
    """One cause of an option's places, as it is told: kind, how many, why."""

    kind: str
    batch: str
    pool: str
    delta: int
    reason: str


@prepared(at=DateTimeField())
def _not_over(at: Any) -> QuerySet[Round]:
    rounds = Round.objects.filter(
        state=RoundState.ANNOUNCED, closes_at__gt=at, call__state=CallState.OPEN
    )
    return rounds.select_related("call__organisation").order_by("opens_at", "id")


def calls_open(at: datetime | None = None, *, kind: str | None = None) -> list[OpenCall]:
    """Return open calls with an announced round that is not over, by its opening; one query."""
    found: dict[int, OpenCall] = {}
    for one in _not_over(at=at or business_now()):
        call = one.call
        if kind is not None and call.kind != kind:
            continue
        found.setdefault(
            call.pk,
            OpenCall(
                call.uid,
                call.kind,
                call.year,
                call.title,
                call.organisation.name,
                one.uid,
                one.mode,
                one.opens_at,
                one.closes_at,
            ),
        )
    return list(found.values())


def options_of(round_uid: UUID | str, *, lane: str | None = None) -> list[OptionPlaces]:
    """Return what a shown round offers, by lane and code; three queries. Raises NotFound."""
    round_ = _shown(round_uid)
    rows = Option.objects.filter(call=round_.call_id, withdrawn_at=None)
    if lane is not None:
        rows = rows.filter(lane=lane)
    lines = CapacityLine.objects.filter(round=round_, voided_at=None)
    places = dict(lines.order_by().values_list("option_id").annotate(sum=Sum("delta")))
    wishes = Choice.objects.filter(round=round_, application__state__in=(*COUNTING, "contested"))
    asked = dict(
        wishes.order_by().values_list("option_id").annotate(n=Count("application", distinct=True))
    )
    return [
        OptionPlaces(
            one.uid,
            one.code,
            one.title,
            one.lane,
            one.organisation.name,
            places[one.pk],
            asked.get(one.pk, 0),
        )
        for one in rows.select_related("organisation").order_by("lane", "code")
        if one.pk in places
    ]


def lines_of(round_uid: UUID | str, option_uid: UUID | str) -> list[PlacesLine]:
    """Return why an option of a shown round has the places it has, oldest first. NotFound."""
    round_ = _shown(round_uid)
    lines = CapacityLine.objects.filter(round=round_, option__uid=_uid(option_uid), voided_at=None)
    return [
        PlacesLine(one.kind, one.batch, one.pool, one.delta, one.reason)
        for one in lines.order_by("id")
    ]


def kept(actor: Actor) -> Rows[CallRow]:
    """Return the calls that the actor keeps, newest first."""
    return read(actor, READ_CALL, CallRow).order_by("-year", "-uid")


def rounds_kept(actor: Actor, call_uid: UUID | str) -> Sequence[RoundRow]:
    """Return the rounds of a call that the actor keeps, in order."""
    rows = read(actor, KEEP_ROUND, RoundRow).restrict(Q(call__uid=_uid(call_uid)))
    return list(rows.order_by("ordinal"))


def _shown(uid: UUID | str) -> Round:
    found = Round.objects.filter(uid=_uid(uid), state__in=SHOWN).first()
    if found is None:
        raise NotFound
    return found


def _uid(uid: UUID | str) -> UUID:
    try:
        return UUID(str(uid))
    except ValueError:
        raise NotFound from None
