"""What this room draws lots for. The subject is the grade of a year, whichever division of it:
so the register counts every draw about the same children."""

from uuid import UUID, uuid5

from xueyou.domains.classes.models import Division, LotPurpose
from xueyou.kernel.draws.purposes import DrawPurpose, draw_purpose

LIST = draw_purpose("classes.list", zh="分班名单", subject_kind="grade", own_stage=True)
TEAMS = draw_purpose(
    "classes.teams", zh="哪个教师团队带哪个班", subject_kind="grade", own_stage=True
)
LATE = draw_purpose(
    "classes.late", zh="后来的学生分到哪个班", subject_kind="late_pupils", own_stage=True
)
PURPOSES: dict[str, DrawPurpose] = {
    LotPurpose.LIST.value: LIST,
    LotPurpose.TEAMS.value: TEAMS,
    LotPurpose.LATE.value: LATE,
}


def subject_of(division: Division, purpose: str, lot_uid: UUID) -> UUID:
    """Return what a draw is about: the grade of the year; of late pupils, those who were late."""
    if purpose == LotPurpose.LATE:
        return lot_uid
    return uuid5(division.school.uid, f"classes/{division.year}/{division.grade}")
