"""The site's roles, and an officer who sets up enrolment and looks at it."""

from xueyou.domains.enrolment.access import KEEP_HOMES, KEEP_ZONES, READ_HOMES, SETTLE_HOME
from xueyou.domains.enrolment.selectors.homes import UncertainRow
from xueyou.kernel.calls import access
from xueyou.kernel.calls.views import CallRow, HomeSees, RoundRow
from xueyou.platform.access.roles import ALLOWED, Role, via
from xueyou.site import roles
from xueyou.site.desk_grants import FILES_CHECKED

OFFICER = Role(
    "officer_of_tests",
    "招生办",
    {
        KEEP_ZONES: via("owner"),
        KEEP_HOMES: via("owner"),
        READ_HOMES: via("owner", UncertainRow),
        SETTLE_HOME: via("owner"),
        access.OPEN_CALL: ALLOWED,
        access.READ_CALL: via("owner", CallRow),
        access.KEEP_CALL: via("owner"),
        access.KEEP_ROUND: via("owner", RoundRow),
        access.FREEZE_ROUND: via("owner"),
        access.KEEP_OPTION: via("owner"),
        access.READ_APPLICATION: via("home", HomeSees),
        access.CHECK_APPLICATION: via("home"),
        **FILES_CHECKED,
    },
)
ROLES = (*roles.ROLES, OFFICER)
