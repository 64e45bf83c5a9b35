"""Figures of a frozen period that were recorded after its packet: said beside it, never in it."""

from datetime import date
from uuid import UUID

from xueyou.domains.plans.models import Plan, TaskIndicator
from xueyou.kernel.indicators.models import Checkpoint, Target, Value


def late_figures(plan: Plan, checkpoint: Checkpoint) -> list[tuple[Target, Value]]:
    """Return the figures known today that count for the packet's days and came after it.

    Restated ones are among them. Whoever records a figure of a plan holds the plan's lock, and so
    does whoever freezes; a uid made later is therefore a row written later. Three queries.
    """
    return late_since(plan, checkpoint.uid, checkpoint.as_of)


def late_since(plan: Plan, frozen_uid: UUID, as_of: date) -> list[tuple[Target, Value]]:
    """As `late_figures`, by the uid and the day of the packet."""
    links = TaskIndicator.objects.filter(task__plan=plan).exclude(task__state="dropped")
    targets = Target.objects.current().filter(indicator__in=links.values("indicator"))
    by_key = {
        (target.indicator_id, target.subject_id, target.dims): target
        for target in targets.select_related("indicator", "subject").order_by("due_on", "pk")
    }
    values = (
        Value.objects.current()
        .filter(version__indicator__in=links.values("indicator"))
        .filter(uid__gt=frozen_uid, as_of__gte=plan.starts_on, as_of__lte=as_of)
        .select_related("version")
        .order_by("as_of", "pk")
    )
    found = []
    for value in values:
        target = by_key.get((value.version.indicator_id, value.subject_id, value.dims))
        if target is not None:
            found.append((target, value))
    return found
