"""The site's own roles, under the names by which the clubs' world appoints people."""

from dataclasses import replace

from xueyou.site.roles import (
    COUNTY_OFFICER,
    FAMILY,
    SCHOOL_CLERK,
    SCHOOL_PRINCIPAL,
    SCHOOL_TEACHER,
)

ROLES = (
    FAMILY,
    replace(SCHOOL_CLERK, name="clerk", kinds=frozenset(), conflicts=frozenset()),
    replace(SCHOOL_PRINCIPAL, name="principal", kinds=frozenset(), conflicts=frozenset()),
    replace(SCHOOL_TEACHER, kinds=frozenset(), conflicts=frozenset()),
    replace(COUNTY_OFFICER, name="bureau", kinds=frozenset(), conflicts=frozenset()),
)
