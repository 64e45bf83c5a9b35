"""The roles of a city's education bureau: what each post carries, and in what it is held.

Roles name permissions of every room; platform/access knows only their type. 三员分立: system,
security and audit administration exclude one another, and none of the three does the bureau's work.
"""

from xueyou.domains.plans.access import READ_DOCUMENT, RECEIVE_DOCUMENT, STEER_READING
from xueyou.domains.plans.access.forces import FORM_FORCE, KEEP_FORCE, WORK_IN_FORCE
from xueyou.domains.plans.access.progress import (
    HAND_IN_PROGRESS,
    READ_PROGRESS,
    TAKE_IN_PROGRESS,
)
from xueyou.domains.plans.access.sheets import READ_SHEET, STEER_SHEET
from xueyou.domains.plans.access.steering import (
    CONFIRM_PLAN,
    OPEN_PLAN,
    READ_PLAN,
    READ_PROJECT,
    READ_TASK,
    RELEASE_PLAN,
    REPORT_PROJECT,
    REPORT_TASK,
    REVIEW_ITEM,
    REVIEW_PLAN,
    SETTLE_PLAN,
    STEER_PLAN,
)
from xueyou.domains.plans.releases.access import KEEP_RELEASE
from xueyou.domains.plans.selectors.board_views import PlanRow, ProjectRow, TaskRow
from xueyou.domains.plans.selectors.checkpoint_views import PacketPlan
from xueyou.domains.plans.selectors.forces import ForceRow, ForceTaskRow
from xueyou.domains.plans.selectors.progress import ImportRow
from xueyou.domains.plans.selectors.releases import ReleaseRow
from xueyou.domains.plans.selectors.review_views import ItemRow, ReviewedPlan
from xueyou.domains.plans.selectors.sheets import SheetRow
from xueyou.domains.plans.selectors.views import DocumentRow, DocumentSource
from xueyou.domains.plans.selectors.wall_views import WallPlan
from xueyou.kernel.deadlines.access import KEEP_CALENDAR
from xueyou.kernel.draws.access import MAKE_DRAW, READ_DRAW, REVEAL_DRAW, VOID_DRAW
from xueyou.kernel.draws.selectors import DrawRow
from xueyou.kernel.papers.access import (
    CHECK_PAPER,
    COUNTERSIGN_PAPER,
    DRAFT_PAPER,
    ISSUE_PAPER,
    READ_PAPER,
    SIGN_PAPER,
)
from xueyou.kernel.papers.views import PaperRow, PaperSheet
from xueyou.kernel.publications.access import READ_PUBLICATION, TAKE_DOWN_PUBLICATION
from xueyou.kernel.publications.selectors import PublicationRow
from xueyou.kernel.registry.access import (
    HOLD_POST,
    KEEP_PARAMETERS,
    KEEP_POST,
    READ_POST,
    WATCH_NUMBERS,
)
from xueyou.kernel.registry.selectors.posts import PostRow
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import ALLOWED, Grant, Role, via
from xueyou.platform.access.services import GRANT_ROLES
from xueyou.platform.orgs.models import OrganisationKind
from xueyou.site.call_grants import (
    APPLICATIONS_OF_FAMILY,
    CALLS_KEPT,
    CALLS_RUN,
    CALLS_SEEN,
    CALLS_SIGNED,
    RESULTS_OF_FAMILY,
    RESULTS_PUBLISHED,
    SEASON_WATCHED,
)
from xueyou.site.class_grants import (
    CLASSES_KEPT,
    CLASSES_OF_FAMILY,
    CLASSES_SEEN,
    CLASSES_WATCHED,
)
from xueyou.site.club_grants import (
    ACCOUNTS_WRITTEN,
    CLUBS_KEPT,
    CLUBS_OF_FAMILY,
    CLUBS_SEEN,
    CLUBS_TAUGHT,
    CLUBS_WATCHED,
    PAPERS_OF_CLERK,
    PAPERS_OF_PRINCIPAL,
)
from xueyou.site.desk_grants import FILES_CHECKED, FILES_OF_SCHOOL, OPENINGS_WATCHED
from xueyou.site.people_grants import (
    CLAIMS_OF_OWN,
    CLAIMS_OF_THE_CITY,
    PEOPLE_KEPT,
    PEOPLE_OF_THE_CITY,
    PUPILS_KNOWN,
    ROLLS_KEPT,
    WARDS,
)
from xueyou.site.talent_grants import TALENTS_CERTIFIED

Grants = dict[Permission, Grant | tuple[Grant, ...]]

BUREAU = frozenset({OrganisationKind.BUREAU.value})
COUNTY = frozenset({OrganisationKind.COUNTY.value})
DEPARTMENT = frozenset({OrganisationKind.DEPARTMENT.value, OrganisationKind.INSTITUTION.value})
SCHOOL = frozenset({OrganisationKind.SCHOOL.value, OrganisationKind.KINDERGARTEN.value})

THREE = frozenset({"system_admin", "security_admin", "auditor"})
"""Keeps the machine, gives authority, looks at both: never the same person."""

DOCUMENTS_READ = {READ_DOCUMENT: via("owner", DocumentRow, DocumentSource)}
DOCUMENTS_WORKED_ON = {
    **DOCUMENTS_READ,
    RECEIVE_DOCUMENT: ALLOWED,
    STEER_READING: via("owner"),
}
PLAN_VIEWS = (PlanRow, WallPlan)
PLANS_OWNED = {READ_PLAN: via("owner", *PLAN_VIEWS, PacketPlan)}
PLANS_REVIEWED: Grants = {
    OPEN_PLAN: ALLOWED,
    REVIEW_PLAN: via("owner", ReviewedPlan),
    REVIEW_ITEM: via("owner", ItemRow),
    CONFIRM_PLAN: via("owner"),
}
"""Documents of one's own bureau or county become plans, item by item."""
PLANS_SEEN = {READ_PLAN: (via("owner", *PLAN_VIEWS, PacketPlan), via("office", *PLAN_VIEWS))}
"""Counties also look at the plans of the bureau above them, but not into its packets."""
PLANS_OF_HOUSE: Grants = {
    READ_PLAN: (
        via("owner", *PLAN_VIEWS, PacketPlan),
        via("office", *PLAN_VIEWS, PacketPlan),
    )
}
"""Departments read the bureau's plans and what was frozen of them."""

PROGRESS_BY_FILE: Grants = {
    HAND_IN_PROGRESS: ALLOWED,
    READ_PROGRESS: via("mine", ImportRow),
    TAKE_IN_PROGRESS: via("mine"),
}
"""Who reports on tasks does so by workbook too; each sees his own."""

TASKS_OWNED: Grants = {
    HOLD_POST: ALLOWED,
    **PROGRESS_BY_FILE,
    READ_TASK: via("owner", TaskRow),
    REPORT_TASK: via("owner"),
    READ_PROJECT: via("owner", ProjectRow),
    REPORT_PROJECT: via("owner"),
    STEER_PLAN: via("owner"),
    SETTLE_PLAN: via("owner"),
}
TASKS_OF_DEPARTMENT: Grants = {
    HOLD_POST: ALLOWED,
    **PROGRESS_BY_FILE,
    READ_TASK: (via("owner", TaskRow), via("office", TaskRow)),
    REPORT_TASK: via("duty"),
    READ_PROJECT: (via("owner", ProjectRow), via("duty", ProjectRow)),
    REPORT_PROJECT: via("duty"),
}
"""A department looks at the bureau's tasks and reports on those it owes."""
TASKS_OF_COUNTY: Grants = {
    HOLD_POST: ALLOWED,
    **PROGRESS_BY_FILE,
    READ_TASK: (via("owner", TaskRow), via("office", TaskRow)),
    REPORT_TASK: (via("owner"), via("duty")),
    READ_PROJECT: (via("owner", ProjectRow), via("site", ProjectRow)),
    REPORT_PROJECT: (via("owner"), via("site")),
    STEER_PLAN: via("owner"),
    SETTLE_PLAN: via("owner"),
}
"""A county steers its own plans; of the bureau's it reports its own part (access.reach)."""

REGISTRY_KEPT = {
    READ_POST: via("owner", PostRow),
    KEEP_POST: via("owner"),
    FORM_FORCE: via("owner"),
    KEEP_FORCE: via("owner", ForceRow),
    RELEASE_PLAN: via("owner"),
    KEEP_RELEASE: via("owner", ReleaseRow),
    READ_DRAW: via("owner", DrawRow),
    MAKE_DRAW: ALLOWED,
    REVEAL_DRAW: via("owner"),
    VOID_DRAW: via("owner"),
    READ_PUBLICATION: via("owner", PublicationRow),
    TAKE_DOWN_PUBLICATION: via("owner"),
    KEEP_PARAMETERS: ALLOWED,
    KEEP_CALENDAR: ALLOWED,
}
"""Posts, task forces, what is published, parameters and calendars of the bureau."""

PAPERS_READ = {
    READ_PAPER: via("owner", PaperRow, PaperSheet),
    CHECK_PAPER: via("owner"),
    READ_SHEET: via("owner", SheetRow),
}
PAPERS_SIGNED = {**PAPERS_READ, SIGN_PAPER: via("owner")}
PAPERS_WRITTEN = {
    **PAPERS_READ,
    DRAFT_PAPER: via("owner"),
    ISSUE_PAPER: via("owner"),
    STEER_SHEET: via("owner"),
}
"""Who writes never signs: the chief drafts nothing, so he may sign everything."""
PAPERS_RECEIVED = {READ_PAPER: via("issued", PaperRow, PaperSheet)}
PAPERS_COUNTERSIGNED: Grants = {
    READ_PAPER: (via("issued", PaperRow, PaperSheet), via("asked", PaperRow, PaperSheet)),
    COUNTERSIGN_PAPER: via("asked"),
}

FAMILY = Role(
    "family",
    "家长",
    {
        **WARDS,
        **APPLICATIONS_OF_FAMILY,
        **RESULTS_OF_FAMILY,
        **CLUBS_OF_FAMILY,
        **CLASSES_OF_FAMILY,
    },
    everyone=True,
)
BUREAU_CHIEF = Role(
    "bureau_chief",
    "局长",
    {
        **DOCUMENTS_WORKED_ON,
        **PLANS_OWNED,
        **PLANS_REVIEWED,
        **TASKS_OWNED,
        **REGISTRY_KEPT,
        **RESULTS_PUBLISHED,
        **CALLS_SEEN,
        **SEASON_WATCHED,
        **PAPERS_SIGNED,
    },
    kinds=BUREAU,
    conflicts=THREE,
)
PLAN_OFFICER = Role(
    "plan_officer",
    "规划科经办人",
    {
        **DOCUMENTS_WORKED_ON,
        **PLANS_OWNED,
        **PLANS_REVIEWED,
        **TASKS_OWNED,
        **REGISTRY_KEPT,
        **PAPERS_WRITTEN,
    },
    kinds=BUREAU,
    conflicts=THREE,
)
COUNTY_OFFICER = Role(
    "county_officer",
    "县区经办人",
    {
        **DOCUMENTS_WORKED_ON,
        **PLANS_SEEN,
        **PLANS_REVIEWED,
        **TASKS_OF_COUNTY,
        **ACCOUNTS_WRITTEN,
        **CLUBS_WATCHED,
    },
    kinds=COUNTY,
    conflicts=THREE,
)
DEPARTMENT_OFFICER = Role(
    "department_officer",
    "处室经办人",
    {
        READ_DOCUMENT: (
            via("owner", DocumentRow, DocumentSource),
            via("office", DocumentRow, DocumentSource),
        ),
        RECEIVE_DOCUMENT: ALLOWED,
        STEER_READING: via("owner"),
        **PLANS_OF_HOUSE,
        **TASKS_OF_DEPARTMENT,
        **PAPERS_COUNTERSIGNED,
    },
    kinds=DEPARTMENT,
    conflicts=THREE,
)
TASK_FORCE_MEMBER = Role(
    "task_force_member",
    "专班成员",
    {
        WORK_IN_FORCE: ALLOWED,
        READ_TASK: via("force", ForceTaskRow, TaskRow),
        REPORT_TASK: via("force"),
    },
    kinds=BUREAU,
    conflicts=THREE,
)
"""Of whichever department. The role alone opens nothing: membership and the task given do."""
SCHOOL_PRINCIPAL = Role(
    "school_principal",
    "校长",
    {
        **DOCUMENTS_READ,
        **PUPILS_KNOWN,
        **CLUBS_SEEN,
        **CLASSES_SEEN,
        **CALLS_SIGNED,
        **PAPERS_OF_PRINCIPAL,
    },
    kinds=SCHOOL,
    conflicts=THREE,
)
SCHOOL_CLERK = Role(
    "school_clerk",
    "学校经办人",
    {
        **DOCUMENTS_WORKED_ON,
        **PUPILS_KNOWN,
        **ROLLS_KEPT,
        **CLUBS_KEPT,
        **CALLS_RUN,
        **FILES_OF_SCHOOL,
        **CLASSES_KEPT,
        **PAPERS_OF_CLERK,
    },
    kinds=SCHOOL,
    conflicts=THREE,
)
SCHOOL_TEACHER = Role("school_teacher", "教师", CLUBS_TAUGHT, kinds=SCHOOL, conflicts=THREE)
REGISTRY_OFFICER = Role(
    "registry_officer",
    "学籍经办人",
    {**PEOPLE_KEPT, **ROLLS_KEPT, **CLAIMS_OF_OWN},
    kinds=SCHOOL | COUNTY | BUREAU,
    conflicts=THREE,
)
REGISTRY_KEEPER = Role(
    "registry_keeper",
    "学籍主管",
    {**PEOPLE_OF_THE_CITY, **CLAIMS_OF_THE_CITY},
    kinds=BUREAU,
    conflicts=THREE,
)
ENROLMENT_OFFICER = Role(
    "enrolment_officer",
    "招生经办人",
    {**CALLS_KEPT, **FILES_CHECKED, **CLASSES_WATCHED},
    kinds=COUNTY | BUREAU,
    conflicts=THREE,
)
"""Sets calls up, freezes and runs them. Only a signed order publishes, and he signs none."""
TALENT_OFFICE = Role(
    "talent_office",
    "人才认定经办人",
    TALENTS_CERTIFIED,
    kinds=frozenset({OrganisationKind.OTHER_DEPARTMENT.value}),
    conflicts=THREE,
)
"""Of the department that certifies talents. Whoever gives places never certifies."""
AUDITOR = Role(
    "auditor",
    "审计管理员",
    {WATCH_NUMBERS: ALLOWED, **OPENINGS_WATCHED},
    kinds=BUREAU,
    conflicts=THREE - {"auditor"},
)
SECURITY_ADMIN = Role(
    "security_admin",
    "安全管理员",
    {GRANT_ROLES: ALLOWED},
    kinds=BUREAU | COUNTY,
    conflicts=THREE - {"security_admin"},
)
SYSTEM_ADMIN = Role(
    "system_admin", "系统管理员", {}, kinds=BUREAU, conflicts=THREE - {"system_admin"}
)

ROLES = (
    FAMILY,
    BUREAU_CHIEF,
    PLAN_OFFICER,
    COUNTY_OFFICER,
    DEPARTMENT_OFFICER,
    TASK_FORCE_MEMBER,
    SCHOOL_PRINCIPAL,
    SCHOOL_CLERK,
    SCHOOL_TEACHER,
    REGISTRY_OFFICER,
    REGISTRY_KEEPER,
    ENROLMENT_OFFICER,
    TALENT_OFFICE,
    AUDITOR,
    SECURITY_ADMIN,
    SYSTEM_ADMIN,
)
