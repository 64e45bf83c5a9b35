"""The site's own family, with officers of a room that only tests know."""

from tests.kernel.calls.room import CLERK, OFFICER
from xueyou.site.roles import FAMILY

ROLES = (FAMILY, OFFICER, CLERK)
