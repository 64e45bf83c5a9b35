"""Workbooks of decisions as who handed one in sees it: counts, places of cells, no names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xueyou.domains.checks.desk_access import BATCHES, KEEP_BATCH
from xueyou.platform.access.reading import Page, read
from xueyou.platform.access.views import source, view_of
from xueyou.platform.acts.actors import Actor


@view_of(BATCHES)
class BatchRow:
    """A workbook of decisions."""

    uid: UUID
    call: UUID = source("call__uid")
    title: str = source("call__title")
    file_name: str
    state: str
    counts: Mapping[str, int]
    shown: Mapping[str, Any]
    received_at: datetime
    done_at: datetime | None
    undone_at: datetime | None


def batch_kept(actor: Actor, uid: UUID | str) -> BatchRow:
    """Return one workbook of the actor's own. Raises NotFound."""
    return read(actor, KEEP_BATCH, BatchRow).get(uid)


def batches_of(actor: Actor, call_uid: UUID | str, page: int | str | None) -> Page[BatchRow]:
    """Return the actor's own workbooks of a call, the newest first."""
    rows = read(actor, KEEP_BATCH, BatchRow).restrict(Q(call__uid=call_uid))
    return rows.order_by("-received_at", "-uid").page(page)
