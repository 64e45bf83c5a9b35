"""The roles of the site, with the family, officers and clerks of the calls that only tests know."""

from tests.kernel.calls import room
from xueyou.platform.access.roles import Role
from xueyou.site import roles as site

_FAMILY = next(role for role in site.ROLES if role.everyone)
ROLES = (
    *(role for role in site.ROLES if role is not _FAMILY),
    Role(_FAMILY.name, _FAMILY.zh, {**_FAMILY.grants, **room.FAMILY.grants}, everyone=True),
    room.OFFICER,
    room.CLERK,
)
