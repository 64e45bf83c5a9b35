"""Who says how many children a school takes in a year, and who sees how much of it is planned."""

from xueyou.domains.enrolment.schools import SCHOOL_KINDS
from xueyou.kernel.calls.standings import ENTRUSTED
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation

SCHOOLS = Scoped(
    Organisation,
    {
        "owner": Under("path"),
        "county": Under(
            "standings__scope",
            {"standings__kind": ENTRUSTED.name, "standings__voided_at": None},
        ),
    },
    rows=lambda: Organisation.objects.filter(kind__in=SCHOOL_KINDS, closed_on=None),
)
"""owner: schools below the holder's organisation; county: those that are entrusted to it."""

SET_SCHOOL_PLAN = Permission("enrolment.school_plan.set", zh="登记学校年度计划", of=SCHOOLS)
READ_SCHOOL_PLAN = Permission("enrolment.school_plan.read", zh="看学校年度计划", of=SCHOOLS)
