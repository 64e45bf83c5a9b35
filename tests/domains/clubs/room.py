"""The roles of a school that runs its clubs by itself, in these tests."""

from xueyou.domains.clubs import access
from xueyou.domains.clubs.selectors.accounts import EntryRow
from xueyou.domains.clubs.selectors.bills import BillRow
from xueyou.domains.clubs.selectors.places import PlaceRow
from xueyou.kernel.calls import access as calls
from xueyou.kernel.calls import run_access as runs
from xueyou.kernel.calls.views import CallRow, FamilySees, RoundRow
from xueyou.kernel.draws.access import MAKE_DRAW, REVEAL_DRAW
from xueyou.kernel.papers.access import CHECK_PAPER, DRAFT_PAPER, ISSUE_PAPER, SIGN_PAPER
from xueyou.platform.access.roles import ALLOWED, Role, via

CLERK = Role(
    "clerk",
    "学校经办人",
    {
        calls.OPEN_CALL: ALLOWED,
        calls.READ_CALL: via("owner", CallRow),
        calls.KEEP_CALL: via("owner"),
        calls.KEEP_ROUND: via("owner", RoundRow),
        calls.KEEP_OPTION: via("owner"),
        calls.FREEZE_ROUND: via("owner"),
        runs.RUN_ROUND: via("owner"),
        runs.DRAFT_ORDER: via("owner"),
        runs.ORDER_RUN: via("owner"),
        MAKE_DRAW: ALLOWED,
        REVEAL_DRAW: via("owner"),
        DRAFT_PAPER: via("owner"),
        CHECK_PAPER: via("owner"),
        ISSUE_PAPER: via("owner"),
        access.KEEP_TERM: via("owner"),
        access.READ_TERM: via("owner"),
        access.KEEP_CLUB: via("owner"),
        access.CALL_ROLL: via("owner"),
        access.READ_BILL: via("owner", BillRow),
        access.READ_PLACE: via("owner", PlaceRow),
        access.READ_ENTRY: via("owner", EntryRow),
        access.KEEP_BILL: via("owner"),
        access.KEEP_ACCOUNT: ALLOWED,
        access.REVERSE_ENTRY: via("owner"),
        access.DRAFT_ACCOUNT: ALLOWED,
        access.PUBLISH_ACCOUNT: ALLOWED,
    },
)
PRINCIPAL = Role("principal", "校长", {SIGN_PAPER: via("owner"), CHECK_PAPER: via("owner")})
TEACHER = Role("teacher", "老师", {access.CALL_ROLL: via("led")})
BUREAU = Role(
    "bureau",
    "教育局",
    {
        access.KEEP_STANDINGS: ALLOWED,
        access.WITHDRAW_STANDING: via("pupil"),
        access.DRAFT_ACCOUNT: ALLOWED,
        access.PUBLISH_ACCOUNT: ALLOWED,
    },
)
FAMILY = Role(
    "family",
    "家长",
    {
        calls.FILL_APPLICATION: via("family"),
        calls.READ_APPLICATION: via("family", FamilySees),
        calls.ASK_FOR_PERSON: via("family"),
        runs.READ_RESULT: via("family"),
        runs.REPLY_OFFER: via("family"),
        access.ASK_LEAVE: via("family"),
        access.WITHDRAW_LEAVE: via("family"),
        access.AUTHORISE: via("family"),
        access.END_COLLECTOR: via("family"),
        access.READ_BILL: via("family", BillRow),
        access.READ_PLACE: via("family", PlaceRow),
    },
    everyone=True,
)
ROLES = (CLERK, PRINCIPAL, TEACHER, BUREAU, FAMILY)
