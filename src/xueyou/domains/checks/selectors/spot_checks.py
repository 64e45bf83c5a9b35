"""Spot checks of a call: what was committed, what was drawn, how far the second look has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from xueyou.domains.checks.desk_access import DRAW_SPOT, READ_SPOT, SPOTS
from xueyou.domains.checks.desk_parameters import SPOT_SHARE
from xueyou.domains.checks.models import SpotCheck
from xueyou.kernel.calls.models import Application, ApplicationState, Call
from xueyou.kernel.draws.selectors import DrawSheet, draw_sheet
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.access.reading import read, target
from xueyou.platform.access.views import expressed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today


@view_of(SPOTS)
class SpotRow:
    """One spot check. `in_order` and `not_in_order` of those looked at again."""

    uid: UUID
    call: UUID = source("call__uid")
    draw: UUID = source("draw_uid")
    among: int
    wanted: int
    committed_at: datetime
    picked_at: datetime | None
    picked: int = expressed(Count("picks"))
    in_order: int = expressed(Count("picks", filter=Q(picks__in_order=True)))
    not_in_order: int = expressed(Count("picks", filter=Q(picks__in_order=False)))


@dataclass(frozen=True, slots=True)
class SpotDesk:
    """The spot checks of a call, newest first; `passed`: how many could be drawn from."""

    call: UUID
    title: str
    rows: Sequence[SpotRow]
    passed: int
    share: int
    share_source: str


def spot_desk(actor: Actor, call_uid: UUID | str) -> SpotDesk:
    """Return the spot checks of a call that the actor keeps. Raises NotFound."""
    call: Call = target(actor, DRAW_SPOT, call_uid)
    rows = read(actor, READ_SPOT, SpotRow).restrict(Q(call=call)).order_by("-committed_at")
    found = parameter(SPOT_SHARE, call.organisation, business_today())
    passed = Application.objects.filter(call=call, state=ApplicationState.CHECKED)
    return SpotDesk(
        call.uid,
        call.title,
        list(rows),
        passed.filter(spot_picks=None).count(),
        int(found.value),
        found.source,
    )


def spot_kept(actor: Actor, uid: UUID | str) -> tuple[SpotRow, DrawSheet]:
    """Return a spot check with its draw. Raises NotFound."""
    row = read(actor, READ_SPOT, SpotRow).get(uid)
    return row, draw_sheet(actor, row.draw)


def spot_title(actor: Actor, uid: UUID | str) -> str:
    """Return the title of the call of which files are drawn. Raises NotFound."""
    found: SpotCheck = target(actor, READ_SPOT, uid)
    return found.call.title
