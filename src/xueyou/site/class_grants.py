"""What each post may do with the division of grades into classes: bundles for the roles."""

from xueyou.domains.classes.access import (
    ANSWER_ALARM,
    DECIDE_REQUEST,
    KEEP_DEMAND,
    KEEP_DIVISION,
    KEEP_LOT,
    OPEN_DIVISION,
    READ_ALARM,
    READ_DIVISION,
    READ_GRADE_PUPIL,
    READ_OWN_CHILD,
    READ_REHEARSAL,
    READ_REQUEST,
    VOID_DIVISION,
)
from xueyou.domains.classes.selectors.demands import DemandRow
from xueyou.domains.classes.selectors.divisions import (
    AlarmRow,
    DivisionRow,
    GradePupilRow,
    LotRow,
    OwnSchool,
    RehearsalRow,
    RequestRow,
    WatchedRequest,
)
from xueyou.domains.classes.selectors.evenness import ChildClass
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import Grant, via

Grants = dict[Permission, Grant | tuple[Grant, ...]]

CLASSES_SEEN: Grants = {READ_DIVISION: via("school", DivisionRow)}
"""How one's own school divides its grades, in sums."""
CLASSES_KEPT: Grants = {
    **CLASSES_SEEN,
    OPEN_DIVISION: via("school", OwnSchool),
    KEEP_DIVISION: via("school"),
    READ_GRADE_PUPIL: via("school", GradePupilRow),
    KEEP_DEMAND: via("school", DemandRow),
    READ_REHEARSAL: via("school", RehearsalRow),
    KEEP_LOT: via("school", LotRow),
    READ_REQUEST: via("school", RequestRow),
}
"""A school prepares, seals and draws; it sees no alarm, and voids nothing."""
CLASSES_WATCHED: Grants = {
    READ_DIVISION: via("above", DivisionRow),
    VOID_DIVISION: via("above"),
    READ_ALARM: via("above", AlarmRow),
    ANSWER_ALARM: via("above"),
    READ_REQUEST: via("above", WatchedRequest),
    DECIDE_REQUEST: via("above"),
}
"""The office above sees how even the lists are, hears of alarms and decides requests."""
CLASSES_OF_FAMILY: Grants = {READ_OWN_CHILD: via("family", ChildClass)}
"""A family sees its own child's class, of others nothing."""
