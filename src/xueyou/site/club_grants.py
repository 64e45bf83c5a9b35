"""What each post may do with clubs: bundles for the roles."""

from xueyou.domains.clubs.access import (
    ASK_LEAVE,
    AUTHORISE,
    CALL_ROLL,
    DRAFT_ACCOUNT,
    END_COLLECTOR,
    KEEP_ACCOUNT,
    KEEP_BILL,
    KEEP_CLUB,
    KEEP_STANDINGS,
    KEEP_TERM,
    PUBLISH_ACCOUNT,
    READ_BILL,
    READ_ENTRY,
    READ_PLACE,
    READ_STANDING,
    READ_TERM,
    REVERSE_ENTRY,
    WITHDRAW_LEAVE,
    WITHDRAW_STANDING,
)
from xueyou.domains.clubs.selectors.accounts import EntryRow
from xueyou.domains.clubs.selectors.bills import BillRow
from xueyou.domains.clubs.selectors.desk import TermRow
from xueyou.domains.clubs.selectors.places import PlaceRow
from xueyou.domains.clubs.selectors.sessions import SessionRow
from xueyou.domains.clubs.selectors.standings import StandingRow
from xueyou.kernel.papers.access import (
    CHECK_PAPER,
    DRAFT_PAPER,
    ISSUE_PAPER,
    READ_PAPER,
    SIGN_PAPER,
)
from xueyou.kernel.papers.views import PaperRow, PaperSheet
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import ALLOWED, Grant, via

Grants = dict[Permission, Grant | tuple[Grant, ...]]

CLUBS_SEEN: Grants = {
    READ_TERM: via("owner", TermRow),
    READ_PLACE: via("owner", PlaceRow),
    READ_BILL: via("owner", BillRow),
    READ_ENTRY: via("owner", EntryRow),
}
"""The clubs of one's own school: its menu, who takes part, what it costs, the fund."""
CLUBS_KEPT: Grants = {
    **CLUBS_SEEN,
    KEEP_TERM: via("owner"),
    KEEP_CLUB: via("owner"),
    CALL_ROLL: via("owner", SessionRow),
    KEEP_BILL: via("owner"),
    KEEP_ACCOUNT: ALLOWED,
    REVERSE_ENTRY: via("owner"),
    DRAFT_ACCOUNT: ALLOWED,
    PUBLISH_ACCOUNT: ALLOWED,
}
PAPERS_OF_SCHOOL: Grants = {
    READ_PAPER: (via("desk", PaperRow, PaperSheet), via("account", PaperRow, PaperSheet)),
    CHECK_PAPER: (via("desk"), via("account")),
}
"""The orders of a school about its calls and its fund."""
PAPERS_OF_CLERK: Grants = {
    **PAPERS_OF_SCHOOL,
    DRAFT_PAPER: (via("desk"), via("account")),
    ISSUE_PAPER: (via("desk"), via("account")),
}
PAPERS_OF_PRINCIPAL: Grants = {**PAPERS_OF_SCHOOL, SIGN_PAPER: (via("desk"), via("account"))}
ACCOUNTS_WRITTEN: Grants = {
    READ_PAPER: (via("issued", PaperRow, PaperSheet), via("account", PaperRow, PaperSheet)),
    DRAFT_PAPER: via("account"),
    CHECK_PAPER: via("account"),
    ISSUE_PAPER: via("account"),
}
"""A county drafts and checks the orders about its schools' funds; the bureau's chief signs them.
It also reads what the bureau issues."""
CLUBS_TAUGHT: Grants = {CALL_ROLL: via("led", SessionRow), READ_PLACE: via("led", PlaceRow)}
"""A teacher calls the roll of the clubs he leads, and hands those children over."""
CLUBS_WATCHED: Grants = {
    KEEP_STANDINGS: ALLOWED,
    READ_STANDING: (via("provider", StandingRow), via("pupil", StandingRow)),
    WITHDRAW_STANDING: (via("provider"), via("pupil")),
    DRAFT_ACCOUNT: ALLOWED,
    PUBLISH_ACCOUNT: ALLOWED,
    READ_ENTRY: via("owner", EntryRow),
}
"""A county enters the white list and who pays no fee, and publishes its schools' sums on order."""
CLUBS_OF_FAMILY: Grants = {
    READ_PLACE: via("family", PlaceRow),
    READ_BILL: via("family", BillRow),
    ASK_LEAVE: via("family"),
    WITHDRAW_LEAVE: via("family"),
    AUTHORISE: via("family"),
    END_COLLECTOR: via("family"),
}
"""What a guardian sees and arranges for each ward's clubs."""
