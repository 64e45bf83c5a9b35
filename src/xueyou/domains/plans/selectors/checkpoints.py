"""Checkpoints of a plan: the list by kind, and one packet as it was frozen.

Who sees a packet sees all of it: it is for those who steer the plan and their departments.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from xueyou.domains.plans.access.steering import READ_PLAN, STEER_PLAN
from xueyou.domains.plans.checkpoint_periods import KINDS
from xueyou.domains.plans.late_figures import late_figures
from xueyou.domains.plans.models import Plan
from xueyou.domains.plans.numbers import shown
from xueyou.domains.plans.selectors.checkpoint_views import (
    CheckpointRow,
    CheckpointView,
    LateFigure,
    Owed,
    PacketPlan,
    Turned,
)
from xueyou.engines.pace import LIGHTS
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.platform.access.reading import NotFound, can, read
from xueyou.platform.acts.actors import Actor

PAGE = 30


@dataclass(frozen=True, slots=True)
class CheckpointList:
    """The checkpoints of a plan, newest first; `counts` by kind."""

    plan: PacketPlan
    rows: tuple[CheckpointRow, ...]
    counts: dict[str, int]
    may_freeze: bool
    number: int
    pages: int


def packet_plan(actor: Actor, plan_uid: UUID | str) -> PacketPlan:
    """Return the head of a plan whose packets the actor may see. Raises NotFound."""
    return read(actor, READ_PLAN, PacketPlan).get(plan_uid)


def may_read_packets(actor: Actor, plan_uid: UUID) -> bool:
    """Return whether the actor may see what was frozen of a plan, and how it was settled."""
    return read(actor, READ_PLAN, PacketPlan).filter(uid=plan_uid).exists()


def checkpoints(
    actor: Actor, plan_uid: UUID | str, kind: str = "", page: int = 1
) -> CheckpointList:
    """Return a page of the checkpoints of a plan, of one kind or of all. Raises NotFound."""
    plan = packet_plan(actor, plan_uid)
    every = list(_packets(plan.uid).values_list("kind", flat=True))
    counts = {known: every.count(known) for known in KINDS}
    found = _packets(plan.uid).order_by("-as_of", "-frozen_at", "-pk")
    if kind in KINDS:
        found = found.filter(kind=kind)
    total = counts.get(kind, len(every))
    pages = max(1, -(-total // PAGE))
    number = max(1, min(page, pages))
    return CheckpointList(
        plan=plan,
        rows=tuple(_row(one) for one in found[(number - 1) * PAGE : number * PAGE]),
        counts=counts,
        may_freeze=plan.state != "review" and can(actor, STEER_PLAN, path=plan.organisation_path),
        number=number,
        pages=pages,
    )


def checkpoint(actor: Actor, uid: UUID | str) -> CheckpointView:
    """Return one packet. Raises NotFound."""
    try:
        found = Checkpoint.objects.filter(uid=uid, subject_kind="plan").first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise NotFound
    plan = packet_plan(actor, found.subject_uid)
    packet = json.loads(found.packet)
    late = late_figures(Plan.objects.get(uid=plan.uid), found)
    older, newer = _neighbours(found)
    return CheckpointView(
        row=_row(found),
        plan=plan,
        packet=packet,
        sha256=found.packet_sha256,
        turned=tuple(_turned(packet)),
        owed=tuple(_owed(packet)),
        late=tuple(
            LateFigure(
                name=target.indicator.name,
                subject=target.subject.display_name,
                unit=target.indicator.unit,
                value=shown(value.value, target.indicator.scale),
                as_of=value.as_of,
            )
            for target, value in late
        ),
        named=tuple(_named(packet)),
        is_first=not packet["previous"],
        older=older,
        newer=newer,
    )


def packet(actor: Actor, uid: UUID | str) -> tuple[str, dict[str, Any]]:
    """Return the name for a file and the packet "plan-packet/1". Raises NotFound."""
    view = checkpoint(actor, uid)
    return f"{view.plan.title}-{KINDS[view.row.kind]}-{view.packet['period']}", view.packet


def _packets(plan_uid: UUID) -> "QuerySet[Checkpoint]":
    return Checkpoint.objects.filter(subject_kind="plan", subject_uid=plan_uid)


def _neighbours(found: Checkpoint) -> tuple[UUID | None, UUID | None]:
    """Return the packets of the same kind before and after it."""
    ordered = list(
        _packets(found.subject_uid)
        .filter(kind=found.kind)
        .order_by("as_of", "frozen_at", "pk")
        .values_list("uid", flat=True)
    )
    at = ordered.index(found.uid)
    older = ordered[at - 1] if at else None
    return older, ordered[at + 1] if at + 1 < len(ordered) else None


def _row(found: Checkpoint) -> CheckpointRow:
    packet = json.loads(found.packet)
    turned = list(_turned(packet))
    return CheckpointRow(
        uid=found.uid,
        kind=found.kind,
        kind_zh=KINDS[found.kind],
        period_zh=packet["period_zh"],
        as_of=found.as_of,
        frozen_at=found.frozen_at,
        ordinal=found.ordinal,
        counts=packet["counts"],
        better=sum(one.better for one in turned),
        worse=sum(not one.better for one in turned),
        owed=len(packet["owes"]),
    )


def _turned(packet: dict[str, Any]) -> Iterator[Turned]:
    for about, rows in (("task", packet["tasks"]), ("project", packet["projects"])):
        for row in rows:
            if row["was"] and row["was"] != row["light"]:
                yield Turned(
                    about=about,
                    uid=UUID(row["uid"]),
                    number=row["number"],
                    title=row["title"],
                    was=row["was"],
                    light=row["light"],
                    better=LIGHTS.index(row["light"]) > LIGHTS.index(row["was"]),
                    sentence=row["sentence"],
                    unit=row["lead"]["unit"],
                )


def _owed(packet: dict[str, Any]) -> Iterator[Owed]:
    for row in packet["owes"]:
        yield Owed(
            kind=row["kind"],
            about=row.get("about", ""),
            uid=UUID(row["uid"]),
            number=row["number"],
            title=row["title"],
            unit=row["unit"],
            post=row["post"],
            what=row["what"],
            since=date.fromisoformat(row["since"]) if row["since"] else None,
        )


def _named(packet: dict[str, Any]) -> Iterator[LateFigure]:
    for row in packet["late_figures"]:
        yield LateFigure(
            name=row["name"],
            subject=row["subject"],
            unit=row["unit"],
            value=shown(row["value"], row["scale"]),
            as_of=date.fromisoformat(row["as_of"]),
        )
