"""What roles carry of calls: keeping them, their draws, runs and results; asking as a family."""

from xueyou.domains.enrolment.access import (
    KEEP_HOMES,
    KEEP_ZONES,
    READ_HOMES,
    READ_ZONES,
    SETTLE_HOME,
)
from xueyou.domains.enrolment.entrust_access import (
    ENTRUST_SCHOOL,
    READ_ENTRUSTED,
    WITHDRAW_ENTRUSTED,
)
from xueyou.domains.enrolment.plan_access import READ_SCHOOL_PLAN, SET_SCHOOL_PLAN
from xueyou.domains.enrolment.season_access import READ_DOUBLES, WATCH_SEASON
from xueyou.domains.enrolment.selectors.entrusted import CityRunRow, EntrustedRow
from xueyou.domains.enrolment.selectors.homes import UncertainRow
from xueyou.domains.enrolment.selectors.notices import CountyRow, NoticeRow
from xueyou.domains.enrolment.selectors.school_plans import PlannedSchool
from xueyou.domains.enrolment.selectors.season_doubles import DoubleRow
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
    READ_ROUND,
)
from xueyou.kernel.calls.run_access import (
    ANSWER_APPEAL,
    DRAFT_ORDER,
    MAKE_APPEAL,
    ORDER_RUN,
    READ_APPEAL,
    READ_RESULT,
    READ_RUN,
    REFILL_ROUND,
    REPLY_OFFER,
    RUN_ROUND,
    TELL_LEFT,
)
from xueyou.kernel.calls.run_views import AppealRow, RunRow
from xueyou.kernel.calls.views import CallRow, FamilySees, HomeSees, RoundRow
from xueyou.kernel.draws.access import MAKE_DRAW, READ_DRAW, REVEAL_DRAW, VOID_DRAW
from xueyou.kernel.draws.selectors import DrawRow
from xueyou.kernel.papers.access import (
    CHECK_PAPER,
    DRAFT_PAPER,
    ISSUE_PAPER,
    READ_PAPER,
    SIGN_PAPER,
)
from xueyou.kernel.papers.views import PaperRow, PaperSheet
from xueyou.kernel.publications.access import READ_PUBLICATION, TAKE_DOWN_PUBLICATION
from xueyou.kernel.publications.selectors import PublicationRow
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import ALLOWED, Grant, via
from xueyou.site.list_grants import LISTS_KEPT

Grants = dict[Permission, Grant | tuple[Grant, ...]]

SEASON_WATCHED: Grants = {WATCH_SEASON: via("owner")}
"""How a season stands, in sums."""
RESULTS_PUBLISHED: Grants = {READ_RUN: via("owner", RunRow), ORDER_RUN: via("owner")}
"""Who signs an order may have it carried out."""
RESULTS_KEPT: Grants = {
    **RESULTS_PUBLISHED,
    RUN_ROUND: via("owner"),
    REFILL_ROUND: via("owner"),
    DRAFT_ORDER: via("owner"),
    READ_RESULT: (via("owner"), via("home")),
}
"""Runs, results and refills of the calls of one's own organisation and below."""
CALLS_SEEN: Grants = {
    READ_CALL: via("owner", CallRow),
    READ_ROUND: via("owner", RoundRow),
    READ_DRAW: via("owner", DrawRow),
    READ_PUBLICATION: via("owner", PublicationRow),
    READ_PAPER: via("desk", PaperRow, PaperSheet),
}
"""Calls of one's own organisation and below: rounds, draws, orders and what was published."""
CALLS_RUN: Grants = {
    **CALLS_SEEN,
    OPEN_CALL: ALLOWED,
    KEEP_CALL: via("owner"),
    KEEP_ROUND: via("owner", RoundRow),
    FREEZE_ROUND: via("owner"),
    KEEP_OPTION: via("owner"),
    READ_APPLICATION: via("home", HomeSees),
    CHECK_APPLICATION: via("home"),
    MAKE_DRAW: ALLOWED,
    REVEAL_DRAW: via("owner"),
    VOID_DRAW: via("owner"),
    DRAFT_PAPER: via("desk"),
    CHECK_PAPER: via("desk"),
    ISSUE_PAPER: via("desk"),
    TAKE_DOWN_PUBLICATION: via("owner"),
    READ_APPEAL: (via("owner", AppealRow), via("home", AppealRow)),
    ANSWER_APPEAL: via("owner"),
    TELL_LEFT: via("owner"),
    **RESULTS_KEPT,
}
"""Whole calls from the first round to the last appeal, by whoever signs nothing."""
CALLS_KEPT: Grants = {
    **CALLS_RUN,
    **LISTS_KEPT,
    KEEP_ZONES: via("owner", CountyRow),
    READ_ZONES: via("owner", NoticeRow),
    KEEP_HOMES: via("owner", CountyRow),
    READ_HOMES: via("owner", UncertainRow),
    SETTLE_HOME: via("owner"),
    ENTRUST_SCHOOL: via("owner", CityRunRow),
    READ_ENTRUSTED: (via("owner", EntrustedRow), via("county", EntrustedRow)),
    WITHDRAW_ENTRUSTED: via("owner"),
    SET_SCHOOL_PLAN: via("owner"),
    READ_SCHOOL_PLAN: (via("owner", PlannedSchool), via("county", PlannedSchool)),
    **SEASON_WATCHED,
    READ_DOUBLES: via("home", DoubleRow),
}
"""Calls, zones and places of one's own county; applications of it, with masked names."""
CALLS_SIGNED: Grants = {
    **CALLS_SEEN,
    READ_RUN: via("owner", RunRow),
    CHECK_PAPER: via("desk"),
    SIGN_PAPER: via("desk"),
}
"""A principal looks at the calls of the school, checks the orders that others draft and signs."""
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
