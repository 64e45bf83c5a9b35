"""What roles carry of calls: keeping them, their draws, runs and results; asking as a family."""

from xueyou.domains.enrolment.access import KEEP_ZONES
from xueyou.kernel.calls.access import (
    ASK_FOR_CLAIMED,
    ASK_FOR_PERSON,
    CHECK_APPLICATION,
    FILL_APPLICATION,
    FREEZE_ROUND,
    KEEP_CALL,
    KEEP_OPTION,
    KEEP_ROUND,
    OPEN_CALL,
    READ_APPLICATION,
    READ_CALL,
    SETTLE_APPLICATION,
)
from xueyou.kernel.calls.run_access import (
    ANSWER_APPEAL,
    MAKE_APPEAL,
    ORDER_RUN,
    READ_APPEAL,
    READ_RESULT,
    READ_RUN,
    REFILL_ROUND,
    REPLY_OFFER,
    RUN_ROUND,
)
from xueyou.kernel.calls.views import CallRow, FamilySees, HomeSees, RoundRow
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import ALLOWED, Grant, via

Grants = dict[Permission, Grant | tuple[Grant, ...]]

RESULTS_KEPT: Grants = {
    RUN_ROUND: via("owner"),
    REFILL_ROUND: via("owner"),
    READ_RUN: via("owner"),
    ORDER_RUN: via("owner"),
    READ_RESULT: (via("owner"), via("home")),
    READ_APPEAL: (via("owner"), via("home")),
    ANSWER_APPEAL: via("owner"),
}
"""Runs, results, refills and appeals of the calls of one's own organisation and below."""
CALLS_KEPT: Grants = {
    OPEN_CALL: ALLOWED,
    READ_CALL: via("owner", CallRow),
    KEEP_CALL: via("owner"),
    KEEP_ROUND: via("owner", RoundRow),
    FREEZE_ROUND: via("owner"),
    KEEP_OPTION: via("owner"),
    READ_APPLICATION: via("home", HomeSees),
    CHECK_APPLICATION: via("home"),
    SETTLE_APPLICATION: via("owner"),
    KEEP_ZONES: via("owner"),
}
"""Calls, zones and places of one's own county; applications of it, with masked names."""
APPLICATIONS_OF_FAMILY: Grants = {
    ASK_FOR_CLAIMED: ALLOWED,
    ASK_FOR_PERSON: via("family"),
    READ_APPLICATION: via("family", FamilySees),
    FILL_APPLICATION: via("family"),
}
"""A guardian asks for each ward, and for a child that is only claimed yet."""
RESULTS_OF_FAMILY: Grants = {
    READ_RESULT: via("family"),
    REPLY_OFFER: via("family"),
    MAKE_APPEAL: via("family"),
}
"""What a guardian may do about the results of each ward."""
