"""Duties of the enrolment room."""

from xueyou.domains.enrolment.services import forgetting, moving, places
from xueyou.platform.jobs.api import every


@every("enrolment.enrol_late", hours=1)
def enrol_late() -> None:
    """Enrol those whose child or school year became known after the place was accepted."""
    places.enrol_late()
    moving.enrol_moved_late()


@every("enrolment.homes", hours=24)
def forget_old_homes() -> None:
    """Forget homes that no rule can ask for any more."""
    forgetting.forget_homes()
