"""Publications end by themselves."""

from xueyou.kernel.publications.services.taking_down import end_expired
from xueyou.platform.jobs.api import every


@every("publications.end", minutes=5)
def end() -> None:
    """Delete the payloads whose time is over; to the public they were gone at that moment."""
    while end_expired():
        pass
