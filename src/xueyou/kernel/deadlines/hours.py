"""Terms counted in hours of the clock: what is promised at once is not counted in days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from xueyou.engines.working_days import ChangeRefused
from xueyou.kernel.deadlines.models import Deadline, DeadlineChange

HOUR = "hour"


def end_of_hours(deadline: Deadline, changes: Sequence[DeadlineChange]) -> datetime | None:
    """Return the first moment that is too late, after the changes in their order.

    None while it is paused. Every hour counts, by day and by night; the time of a pause does not.
    An extension adds hours, a return begins anew. Raises ChangeRefused where they do not fit.
    """
    assert deadline.amount is not None
    hours, end = deadline.amount, deadline.started_at + timedelta(hours=deadline.amount)
    paused: datetime | None = None
    for one in changes:
        if one.kind == "pause":
            if paused is not None:
                raise ChangeRefused("期限已经暂停着，不能再暂停一次。")
            paused = one.at
        elif one.kind == "resume":
            if paused is None:
                raise ChangeRefused("期限没有暂停，不用恢复。")
            end, paused = end + (one.at - paused), None
        elif one.kind == "extend":
            if one.amount is None or one.amount < 1:
                raise ChangeRefused("延期至少延1小时。")
            end += timedelta(hours=one.amount)
        elif one.kind == "return":
            if paused is not None:
                raise ChangeRefused("期限暂停着，要先恢复才能退回重办。")
            hours = one.amount if one.amount is not None else hours
            end = one.at + timedelta(hours=hours)
    return None if paused is not None else end


def moments_of_hours(deadline: Deadline, end: datetime) -> list[datetime | None]:
    """Return the moment of each warning, hours before the end, and of being overdue as the last."""
    return [*(end - timedelta(hours=hours) for hours in deadline.warn_before), end]
