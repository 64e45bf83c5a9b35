"""Tables of the enrolment room."""

from xueyou.domains.enrolment.models.home import (
    HOME,
    HOME_ADDRESS,
    HOME_NUMBER,
    HomeState,
    HomeUse,
    HomeUser,
)
from xueyou.domains.enrolment.models.letter import LETTER_CODE, Letter
from xueyou.domains.enrolment.models.zone import ZoneNotice, ZoneRange, ZoneSchool

__all__ = [
    "HOME",
    "HOME_ADDRESS",
    "HOME_NUMBER",
    "LETTER_CODE",
    "HomeState",
    "HomeUse",
    "HomeUser",
    "Letter",
    "ZoneNotice",
    "ZoneRange",
    "ZoneSchool",
]
