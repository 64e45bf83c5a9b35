"""A plan whose packet is frozen: bare rows, for it is the packet that matters."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from tests.packets import packet
from xueyou.domains.plans.models import Plan
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.platform.orgs.models import Organisation


def frozen(plan: Plan, made: dict[str, Any] | None = None) -> Checkpoint:
    """File a packet as a checkpoint of the plan."""
    body = canonical_json(made or packet())
    return Checkpoint.objects.create(
        uid=uuid4(),
        kind="month",
        organisation=plan.organisation,
        subject_kind="plan",
        subject_uid=plan.uid,
        period=json.loads(body)["period"],
        frozen_at=datetime(2026, 11, 2, 1, tzinfo=UTC),
        as_of=date(2026, 10, 31),
        packet=body.decode(),
        packet_sha256=sha256_hex(body),
    )


def a_plan(organisation: Organisation) -> Plan:
    """Return a plan without tasks."""
    return Plan.objects.create(
        uid=uuid4(),
        organisation=organisation,
        title="甲市教育局2026年工作要点",
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        state="steered",
        opened_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
