"""Who may set up enrolment: the county keeps its zones."""

from xueyou.domains.enrolment.models import HomeUse, ZoneNotice
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation

COUNTIES = Scoped(
    Organisation,
    {"owner": Under("path")},
    rows=lambda: Organisation.objects.filter(closed_on=None),
)
NOTICES = Scoped(
    ZoneNotice,
    {"owner": Under("organisation__path")},
    rows=lambda: ZoneNotice.objects.standing(),
)
HOMES = Scoped(
    HomeUse,
    {"owner": Under("organisation__path")},
    rows=lambda: HomeUse.objects.standing(),
)
"""owner: the holder's organisation and those below it."""

KEEP_ZONES = Permission("enrolment.zones.keep", zh="导入划片表", of=COUNTIES)
READ_ZONES = Permission("enrolment.zones.read", zh="看划片表", of=NOTICES)
KEEP_HOMES = Permission("enrolment.homes.keep", zh="导入住址占用台账", of=COUNTIES)
READ_HOMES = Permission("enrolment.homes.read", zh="看住址占用台账", of=HOMES)
SETTLE_HOME = Permission("enrolment.homes.settle", zh="核定台账里的住址", of=HOMES)
