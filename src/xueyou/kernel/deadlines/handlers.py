"""Duties of the house: deadlines whose moment has come are told of."""

from xueyou.kernel.deadlines.firing import fire_due
from xueyou.platform.jobs.api import JobFailed, every

UNTOLD = (
    "有{count}个时限到了提醒的时候，没有提醒成；其余的都提醒了。时限本身没有改动，五分钟后会再试。"
    "一直不成时，请系统管理员按日志里的 could not be told of 查原因。"
)


@every("deadlines.fire", minutes=5)
def fire() -> None:
    """Tell of deadlines that come due; ends as failed, in words, where some could not be told."""
    failed = fire_due().failed
    if failed:
        raise JobFailed(UNTOLD.format(count=failed), code="deadlines_untold")
