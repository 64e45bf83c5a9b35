"""The site's own family, with officers of a room that only tests know."""

from dataclasses import replace

from tests.kernel.calls.room import CLERK
from tests.kernel.calls.room import OFFICER as KEEPING_CALLS
from xueyou.site.desk_grants import FILES_CHECKED
from xueyou.site.roles import FAMILY

OFFICER = replace(KEEPING_CALLS, grants={**KEEPING_CALLS.grants, **FILES_CHECKED})
ROLES = (FAMILY, OFFICER, CLERK)
