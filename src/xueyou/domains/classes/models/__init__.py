"""Tables of classes."""

from xueyou.domains.classes.models.demands import (
    REASON,
    Alarm,
    AlarmKind,
    Demand,
    DemandKind,
    DemandPupil,
    DemandState,
)
from xueyou.domains.classes.models.divisions import (
    VALUES,
    Division,
    DivisionState,
    GradePupil,
    Way,
)
from xueyou.domains.classes.models.lots import Lot, LotPurpose, LotState, Rehearsal
from xueyou.domains.classes.models.requests import ASKED, DECIDED, ChangeRequest, RequestState
from xueyou.domains.classes.models.teachers import Substitution, Teacher, TeacherTeam

__all__ = [
    "ASKED",
    "DECIDED",
    "REASON",
    "VALUES",
    "Alarm",
    "AlarmKind",
    "ChangeRequest",
    "Demand",
    "DemandKind",
    "DemandPupil",
    "DemandState",
    "Division",
    "DivisionState",
    "GradePupil",
    "Lot",
    "LotPurpose",
    "LotState",
    "Rehearsal",
    "RequestState",
    "Substitution",
    "Teacher",
    "TeacherTeam",
    "Way",
]
