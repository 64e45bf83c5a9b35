"""Arrivals: the school's own clerk names children; an office above sees how many."""

from xueyou.platform.access.anchors import At, Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation, OrganisationKind

KINDS = (OrganisationKind.SCHOOL.value, OrganisationKind.KINDERGARTEN.value)
SCHOOLS = Scoped(
    Organisation,
    {"school": At("path"), "owner": Under("path")},
    rows=lambda: Organisation.objects.filter(kind__in=KINDS, closed_on=None),
)

COUNT_ARRIVALS = Permission("arrivals.count", zh="看新生报到的人数", of=SCHOOLS)
KEEP_ARRIVALS = Permission("arrivals.keep", zh="登记本校新生报到和学籍号", of=SCHOOLS)
