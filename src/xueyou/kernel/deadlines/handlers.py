"""Duties of the house: deadlines whose moment has come are told of."""

from xueyou.kernel.deadlines.firing import fire_due
from xueyou.platform.jobs.registry import every


@every("deadlines.fire", minutes=5)
def fire() -> None:
    """Tell of deadlines that come due."""
    fire_due()
