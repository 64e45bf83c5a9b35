"""What the clubs do by themselves: say that an exemption has come to its last day."""

from xueyou.domains.clubs.services.lapsing import tell_of_lapsed
from xueyou.platform.jobs.api import every


@every("clubs.lapsed", hours=6)
def lapsed() -> None:
    """Tell the guardians of children who are exempt no longer."""
    tell_of_lapsed()
