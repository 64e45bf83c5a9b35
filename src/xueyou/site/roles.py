"""The roles of a city's education bureau: what each post carries, and in what it is held.

Roles name permissions of every room; platform/access knows only their type. 三员分立: system,
security and audit administration exclude one another, and none of the three does the bureau's work.
"""

from xueyou.platform.access.roles import ALLOWED, Role
from xueyou.platform.access.services import GRANT_ROLES
from xueyou.platform.orgs.models import OrganisationKind

BUREAU = frozenset({OrganisationKind.BUREAU.value})
COUNTY = frozenset({OrganisationKind.COUNTY.value})
DEPARTMENT = frozenset({OrganisationKind.DEPARTMENT.value})
SCHOOL = frozenset({OrganisationKind.SCHOOL.value, OrganisationKind.KINDERGARTEN.value})

THREE = frozenset({"system_admin", "security_admin", "auditor"})
"""Keeps the machine, gives authority, looks at both: never the same person."""

BUREAU_CHIEF = Role("bureau_chief", "局长", {}, kinds=BUREAU, conflicts=THREE)
PLAN_OFFICER = Role("plan_officer", "规划科", {}, kinds=BUREAU, conflicts=THREE)
COUNTY_OFFICER = Role("county_officer", "县区教育局", {}, kinds=COUNTY, conflicts=THREE)
DEPARTMENT_OFFICER = Role("department_officer", "处室", {}, kinds=DEPARTMENT, conflicts=THREE)
SCHOOL_PRINCIPAL = Role("school_principal", "校长", {}, kinds=SCHOOL, conflicts=THREE)
SCHOOL_CLERK = Role("school_clerk", "学校经办人", {}, kinds=SCHOOL, conflicts=THREE)
AUDITOR = Role("auditor", "审计管理员", {}, kinds=BUREAU, conflicts=THREE - {"auditor"})
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
    BUREAU_CHIEF,
    PLAN_OFFICER,
    COUNTY_OFFICER,
    DEPARTMENT_OFFICER,
    SCHOOL_PRINCIPAL,
    SCHOOL_CLERK,
    AUDITOR,
    SECURITY_ADMIN,
    SYSTEM_ADMIN,
)
