"""Tables of the enrolment room."""

from xueyou.domains.enrolment.models.letter import LETTER_CODE, Letter
from xueyou.domains.enrolment.models.zone import ZoneNotice, ZoneRange, ZoneSchool

__all__ = ["LETTER_CODE", "Letter", "ZoneNotice", "ZoneRange", "ZoneSchool"]
