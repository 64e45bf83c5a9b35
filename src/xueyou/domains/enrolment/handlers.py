"""Duties of the enrolment room."""

from xueyou.domains.enrolment.services import places
from xueyou.platform.jobs.api import every


@every("enrolment.enrol_late", hours=1)
def enrol_late() -> None:
    """Enrol those whose child or school year became known after the place was accepted."""
    places.enrol_late()
